"""Knows the OpenXML of runs, fields and bookmarks (ECMA-376, part 1, 17.16); must not know the document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from pipeline.core.languages import CHINESE, WORD_TAGS
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_MAX_NAME = 40


def run(text: str, style: str = "") -> Element:
    """Text, perhaps in a character style."""
    return w("r", w("rPr", w("rStyle", val=style)) if style else None, _kept("t", text))


def field(code: str, result: str, style: str = "") -> list[Element]:
    """A field with its last result (17.16.18)."""
    return [*_opening(code), run(result, style), _mark("end")]


def bounds(code: str) -> tuple[list[Element], Element]:
    """What stands before and after the paragraphs that a field shows."""
    return _opening(code), _mark("end")


def hidden(code: str) -> list[Element]:
    """A field without a result, which is not seen (17.3.2.41)."""
    runs = [_mark("begin"), w("r", _kept("instrText", f" {code} ")), _mark("end")]
    for one in runs:
        one.insert(0, w("rPr", w("vanish")))
    return runs


def _opening(code: str) -> list[Element]:
    return [_mark("begin"), w("r", _kept("instrText", f" {code} ")), _mark("separate")]


def _mark(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _kept(tag: str, text: str) -> Element:
    """Text with the white space at its ends."""
    element = w(tag, text)
    element.set(clark("xml:space"), "preserve")
    return element


def reference(id_: str, text: str, number: str) -> list[Element]:
    """A cross-reference, as a link: its words, and its number as a field that repeats the one in the bookmark."""
    before, found, after = text.partition(number)
    if not found:
        return [run(text)]
    live = field(f"REF {bookmark_name('Ref', id_)} \\h", found)
    return [*_said(before, ""), *live, *_said(after, "")]


def _said(text: str, style: str) -> list[Element]:
    return [run(text, style)] if text else []


def contents(code: str, rows: Sequence[tuple[int, str, str]]) -> Iterator[Element]:
    """Paragraphs of a contents field that shows its entries: level, anchor and title of each, each a link."""
    for place, (level, id_, title) in enumerate(rows):
        yield w(
            "p",
            w("pPr", w("pStyle", val=f"TOC{level}")),
            *(_opening(code) if place == 0 else ()),
            w("hyperlink", run(title), anchor=id_, history=1),
            _mark("end") if place == len(rows) - 1 else None,
        )


def live_number(
    sequence: str, number: str, style: str = "", *, repeats: bool = False, is_outside: bool = False
) -> list[Element]:
    """A live number: a SEQ field (17.16.5.63); `repeats` takes the last number again, and one outside all chapters goes
    on from no other."""
    # Numbers by chapter (2-1) and in appendices (A.1) start anew at each heading of the first level.
    mark = "." if "." in number else "-"
    chapter, dash, last = number.rpartition(mark)
    restart = " \\s 1" if chapter else ""
    counts = f"\\r {last}" if is_outside else f"\\* ARABIC{restart}"
    code = f"SEQ {sequence} \\c" if repeats else f"SEQ {sequence} {counts}"
    return [*_said(f"{chapter}{dash}", style), *field(code, last, style)]


def in_language(elements: Iterable[Element], tag: str) -> list[Element]:
    """Runs whose text is in a language (17.3.2.20), as pandoc marks those that it writes."""
    runs = list(elements)
    for one in (run for outer in runs for run in outer.iter(clark("w:r"))):
        if one.find("w:t", NAMESPACES) is not None:
            properties = one.find("w:rPr", NAMESPACES)
            if properties is None:
                properties = w("rPr")
                one.insert(0, properties)
            properties.append(w("lang", val=tag))
    return runs


def ruby(base: str, reading: str) -> Element:
    """A word with its reading above (17.3.3.25); sizes are in half points."""
    properties = w(
        "rubyPr",
        w("rubyAlign", val="center"),
        w("hps", val=11),
        w("hpsRaise", val=20),
        w("hpsBaseText", val=21),
        w("lid", val=WORD_TAGS[CHINESE]),
    )
    above = w("rt", w("r", w("rPr", w("sz", val=11)), w("t", reading)))
    return w("r", w("ruby", properties, above, w("rubyBase", run(base))))


def bookmark_name(prefix: str, id_: str) -> str:
    """A bookmark name that Word accepts: letters, digits, underscores, at most 40 characters (17.13.6.2)."""
    name = f"_{prefix}_" + re.sub(r"\W", "_", id_)
    if len(name) > _MAX_NAME:
        name = name[:31] + "_" + hashlib.sha256(id_.encode()).hexdigest()[:8]
    return name


class Bookmarks:
    """Sets bookmarks, each with a number of its own."""

    def __init__(self) -> None:
        # pandoc numbers its own from a low number up.
        self._numbers = count(900_000)

    def around(self, content: Iterable[Element], name: str) -> list[Element]:
        """The content in a bookmark (17.13.6)."""
        number = next(self._numbers)
        return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]
