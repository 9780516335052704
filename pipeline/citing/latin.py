"""Knows that the punctuation which a style sets is half as wide in a report that English leads; must not know styles.

The styles of GB/T 7714-2025 set Chinese punctuation round every entry. The words of entries come through in `hidden`,
so what stands open here is the style's own.
"""

from __future__ import annotations

import re

from pipeline.core.languages import Language, has_spaces
from pipeline.tools import ast

_HALF = {"，": ", ", "：": ": ", "；": "; ", "（": "(", "）": ")"}
_WIDE = re.compile("[，：；（）] ?")
MARKS = "".join(_HALF)


def narrow(element: ast.Node, leading: Language) -> ast.Replacement:
    """Marks of the style in a citation or an entry as the leading language has them."""
    if not (has_spaces(leading) and isinstance(element, ast.Str) and _WIDE.search(element.text)):
        return None
    if not (ast.is_in_citation(element) or ast.is_inside(element, "csl-entry")):
        return None
    text = _WIDE.sub(lambda found: _HALF[found.group()[0]], element.text)
    is_followed = element.next is not None and not isinstance(element.next, ast.Space)
    return [*ast.words(text), *([ast.Space()] if text.endswith(" ") and is_followed else [])]
