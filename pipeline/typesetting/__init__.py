"""Knows how WeasyPrint is called and where it needs help; the only room that imports WeasyPrint.

Importing this package is cheap; WeasyPrint itself (0.3 to 0.5 s) is imported by the first call.
"""
