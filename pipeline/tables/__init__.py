"""Tables as data: their schema, their rows from a block or a CSV file, and how much room they need."""
