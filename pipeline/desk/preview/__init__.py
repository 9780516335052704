"""A report looked at while it is written: its page changes as the source is saved."""
