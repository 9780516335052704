"""Knows how WeasyPrint is called and where it needs help; the only room that imports WeasyPrint.

Importing this package loads WeasyPrint (0.3 to 0.5 s), without the search for libraries that would run a compiler.
"""

from pipeline.tools.libraries import no_search

with no_search():
    import weasyprint  # noqa: F401
