"""Kanben (刊本): one annotated Markdown report, four gated formats."""

__version__ = "0.1.0"
