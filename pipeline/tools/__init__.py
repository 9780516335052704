"""The doors to the outside world: each outside tool is imported by one module here and by no other room."""
