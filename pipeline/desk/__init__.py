"""The author's desk: what an editor of text asks about a report while it is written."""
