"""Knows the handles by which an editors' loop finds again what a proof held: a hidden bookmark round each paragraph,
and a control round each citation (ECMA-376, part 1, 17.13.6 and 17.5.2); must not know what comes back."""

from __future__ import annotations

from itertools import count

from pipeline.formats.docx.bookmarks import Bookmarks
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, markup, w
from pipeline.formats.docx.pieces import is_listed, style_of
from pipeline.tools import ast

_FIRST = 950_000
_LONGEST = 64
"""Of a tag, for Word."""


def mark_paragraphs(body: Element) -> None:
    """A bookmark that is not shown (`_k1` and on) round what each paragraph says, but for what a field lists anew."""
    made, numbers = Bookmarks(_FIRST), count(1)
    for paragraph in body.iter(clark("w:p")):
        if is_listed(style_of(paragraph)) or next(paragraph.iter(clark("w:t")), None) is None:
            continue
        start, end = made.around((), f"_k{next(numbers)}")
        paragraph.insert(0 if paragraph.find("w:pPr", NAMESPACES) is None else 1, start)
        paragraph.append(end)


def held_citation(cite: ast.Node) -> ast.Node:
    """A citation in a control whose tag says what is cited: `cite:key`, of several with `;` between them, as far as
    there is room."""
    tag = "cite:"
    for citation in cite.citations:
        longer = f"{tag};{citation.id}" if tag != "cite:" else f"{tag}{citation.id}"
        tag = longer if len(longer) <= _LONGEST else tag
    before, after = markup([w("sdt", w("sdtPr", w("tag", val=tag)), w("sdtContent", "@"))]).split("@")
    cite.content = [
        ast.RawInline(before, format="openxml"),
        *cite.content,
        ast.RawInline(after, format="openxml"),
    ]
    return cite
