"""The straight line and what stands beside it: one reading of a project for building, checking, gates and links."""
