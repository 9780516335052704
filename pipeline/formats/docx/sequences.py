"""Knows what the live numbers of a Word document will say when Word counts them (SEQ, ECMA-376, part 1, 17.16.5.56);
must not know what is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.docx.openxml import Element, clark
from pipeline.formats.docx.pieces import style_of

_SEQUENCE = re.compile(
    r"\s*SEQ (?P<name>\w+)(?P<repeats> \\c)?(?: \\r (?P<start>\d+))?(?: \\\* ARABIC)?(?P<restarts> \\s 1)?"
)


def check(body: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT124 for each number that is not the one that Word will put there."""
    last: dict[str, str] = {}
    through: Counter[str] = Counter()
    in_chapter: Counter[str] = Counter()
    for paragraph in body.iter(clark("w:p")):
        if style_of(paragraph) == "Heading1":
            in_chapter.clear()
        for code, said in _fields(paragraph):
            matched = _SEQUENCE.match(code)
            if matched is None:
                continue
            name = matched["name"]
            if not matched["repeats"]:
                for counts in (through, in_chapter):
                    counts[name] = int(matched["start"]) if matched["start"] else counts[name] + 1
                last[name] = str((in_chapter if matched["restarts"] else through)[name])
            if said != last.get(name):
                yield _told(span, name, said)


def _told(span: Span, name: str, said: str) -> Diagnostic:
    what = Reason("feature_surplus", feature=Reason("feature_number", value=said))
    return Diagnostic("OUT124", span, {"text": name, "format": "docx", "what": what}, name)


def _fields(paragraph: Element) -> Iterator[tuple[str, str]]:
    """The codes of fields with their last results."""
    code, said, place = "", "", ""
    for piece in paragraph.iter(clark("w:fldChar"), clark("w:instrText"), clark("w:t")):
        if piece.tag == clark("w:fldChar"):
            place = str(piece.get(clark("w:fldCharType")))
            if place == "begin":
                code, said = "", ""
            elif place == "end":
                yield code, said
        elif piece.tag == clark("w:instrText"):
            code += piece.text or ""
        elif place == "separate":
            said += piece.text or ""
