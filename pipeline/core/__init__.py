"""The vocabulary every room shares: text, positions, problems, the document; imports nothing of ours."""
