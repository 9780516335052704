"""Knows what the style sheet of an e-book is made from, whether it is just made or held against a file; must not know
chapters."""

from __future__ import annotations

import re

from pipeline.core.model import Document
from pipeline.styling.sheets import Sheets

_LANGUAGE = re.compile(r'\["lang",\s*"([^"\\]+)"\]')
"""A language in the tree of pandoc; what is only text there has a backslash before its quotes."""


def sheet(sheets: Sheets, document: Document) -> str:
    """The style sheets of the e-book as one, in selectors that old reading systems know."""
    named = [tag for _, tag in document.metadata.languages.tags]
    return sheets.plain(("base.css", "epub.css"), [*named, *sorted(set(_LANGUAGE.findall(document.ast)))])
