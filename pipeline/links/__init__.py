"""Links to the outside: where they stand, whether they may be asked for, and what their servers say."""
