"""Knows what stands on the pages of a PDF beside its text, in no tag: running heads, folios, leaders, heads of tables
that go on; must not know how they are laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES
from pipeline.core.model import Document
from pipeline.core.text import Span
from pipeline.core.wording import word
from pipeline.formats.proving.printed import seen
from pipeline.tools.pdf_tags import Tag, Tagged

_LEADER = re.compile(r"[.·\x02]+")
_CHAPTER = "H2"
_SHOWN = 24
# The apostrophe of a running head is a letter (U+02BC).
_APOSTROPHES = str.maketrans("\u02bc", "’")


def check(document: Document, tagged: Tagged, text: str, name: str) -> Iterator[Diagnostic]:
    """OUT123 for what no page should have beside its text, OUT106 for a page without its number; `text` is all that is
    printed."""
    heads = _running_heads(document, tagged.root, len(tagged.artifacts))
    words = [document.metadata.title[language] for language in LANGUAGES]
    words += [word("contents", language) for language in LANGUAGES]
    goes_on = [_plain(word("continued", language, label="")) for language in LANGUAGES]
    for number, (pieces, label) in enumerate(zip(tagged.artifacts, tagged.printed, strict=True), 1):
        span = Span(f"{name}#page={number}")
        said = [piece for piece in map(_plain, pieces) if piece]
        if not said:
            continue
        if label not in said:
            yield Diagnostic("OUT106", span, {"text": label, "format": "pdf"}, f"page {number}")
        known = sorted({_plain(one) for one in (*words, *heads[number - 1], label) if one}, key=len, reverse=True)
        rest = _without("".join(said), known)
        if any(one in "".join(said) for one in goes_on):
            # Heads of tables are said once more.
            left = (_without(piece, [*known, *goes_on]) for piece in said)
            rest = "".join(piece for piece in left if piece not in text)
        if rest:
            yield Diagnostic("OUT123", span, {"text": rest[:_SHOWN]}, f"page {number}")


def _running_heads(document: Document, root: Tag, pages: int) -> list[list[str]]:
    """The titles that may stand above each page: of the chapter that goes on, and of the first that begins there."""
    titles = dict(document.titles)
    begun: dict[int, list[str]] = {}
    for page, id_ in _chapters(root):
        begun.setdefault(page, []).append(titles.get(id_, ""))
    heads, before = [], ""
    for page in range(1, pages + 1):
        heads.append([before, *begun.get(page, [])[:1]])
        before = begun.get(page, [before])[-1]
    return heads


def _chapters(tag: Tag) -> Iterator[tuple[int, str]]:
    """The chapters, by the pages that their headings stand on."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            if kid.kind == _CHAPTER and tag.kind == "Sect":
                yield kid.page, tag.id
            else:
                yield from _chapters(kid)


def _without(text: str, known: Sequence[str]) -> str:
    for one in known:
        text = text.replace(one, "", 1)
    return text


def _plain(text: str) -> str:
    joined = seen("".join(text.split())).translate(_APOSTROPHES)
    return "" if _LEADER.fullmatch(joined) else joined
