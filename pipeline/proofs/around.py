"""Knows what stands in a proof round its text, in headers, footers and text boxes, and what of it is another's without
a tracked change; must not know the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.core.reasons import Reason
from pipeline.formats.docx.opened import BODY
from pipeline.formats.docx.openxml import Element, clark
from pipeline.proofs.accounting import Unread
from pipeline.proofs.base import Base
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.passages import SIGNS, Passage
from pipeline.proofs.stream import Reader
from pipeline.proofs.words import Place, plain

_FURNITURE = re.compile(r"word/(?:header|footer)[0-9]*\.xml")


def around_of(file: ReturnedFile) -> list[str]:
    """What the headers and footers of a proof say, but for the results of fields; each text once."""
    roots = (file.root(name) for name in filter(_FURNITURE.fullmatch, file.parts))
    return sorted({text for root in roots if root is not None for text in _texts(root)})


def changed_around(file: ReturnedFile, sent: Sequence[str], base: Base) -> Iterator[Unread]:
    """The texts round the text that nobody sent and no change tracks; `sent` are those of headers and footers, none
    where that is not known. Each stands where the words that the header shows are to be changed."""
    told: set[str] = set()
    for name in sorted(filter(_FURNITURE.fullmatch, file.parts)) if sent else ():
        root = file.root(name)
        for text in () if root is None else _texts(root):
            if text not in sent and text not in told:
                told.add(text)
                yield Unread("", "", text, Reason("text_elsewhere", part=name), _shown_at(sent, base))
    body = file.root(BODY)
    for box in () if body is None else body.iter(clark("w:txbxContent")):
        # What older programs show in its place says the same again.
        if not any(str(above.tag).endswith("}Fallback") for above in box.iterancestors()):
            yield from (Unread("", "", text, Reason("text_in_box")) for text in _texts(box))


def _texts(root: Element) -> Iterator[str]:
    return filter(None, map(_text, Reader("around").read(root).passages))


def _text(passage: Passage) -> str:
    letters = (one for one in passage.letters if not one.is_made and one.status != "inserted" and one.text not in SIGNS)
    return " ".join("".join(letter.text for letter in letters).split())


def _shown_at(sent: Sequence[str], base: Base) -> Place | None:
    """The place of the longest text of the front matter that headers show."""
    runs = [run for run in base.words.runs if run.style not in (None, "attribute", "csv") and run.text.strip()]
    shown = [run for run in runs if any(plain(run.text) in plain(text) for text in sent)]
    run = max(shown, key=lambda run: len(run.text), default=None)
    known = [place for place in run.places if place] if run else []
    return (known[0][0], known[-1][1]) if known else None
