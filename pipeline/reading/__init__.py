"""The first step: from files to a `Document`, with the place of everything."""
