"""Knows the OpenXML of runs, fields and bookmarks (ECMA-376, part 1, 17.16); must not know the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.core.languages import CHINESE, WORD_TAGS
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, markup, w

KEEPS_ITS_LOOK = "\\* CHARFORMAT"
"""What a field repeats looks as its code does (17.16.4.3.2), not as what it is repeated from."""


def run(text: str, style: str = "") -> Element:
    """Text, perhaps in a character style."""
    return w("r", w("rPr", w("rStyle", val=style)) if style else None, _kept("t", text))


def field(code: str, result: str, style: str = "") -> list[Element]:
    """A field with its last result (17.16.18). All its runs have one style: Word takes that of the code for what it
    computes."""
    runs = [*_opening(code), run(result), _mark("end")]
    for one in runs if style else ():
        one.insert(0, w("rPr", w("rStyle", val=style)))
    return runs


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


def reference(asked: str, text: str, repeated: str) -> list[Element]:
    """A cross-reference, as a link: a field that repeats what it asks for, with the words round that."""
    before, found, after = text.partition(repeated)
    live = field(f"REF {asked} \\h {KEEPS_ITS_LOOK}", found)
    return [*_said(before, ""), *live, *_said(after, "")]


def _said(text: str, style: str) -> list[Element]:
    return [run(text, style)] if text else []


def page_of(id_: str) -> list[Element]:
    """The page that a target stands on (PAGEREF, 17.16.5.45), which is filled in once there are pages."""
    return field(f"PAGEREF {target_name(id_)} \\h", "")


def contents(code: str, rows: Sequence[tuple[str, str, str]], *, has_pages: bool) -> Iterator[Element]:
    """Paragraphs of a contents field that shows its entries: style, id and title of each, which is a link, with its
    page."""
    for place, (style, id_, title) in enumerate(rows):
        page = [w("r", w("tab")), *page_of(id_)] if has_pages else []
        yield w(
            "p",
            w("pPr", w("pStyle", val=style)),
            *(_opening(code) if place == 0 else ()),
            w("hyperlink", run(title), *page, anchor=target_name(id_), history=1),
            _mark("end") if place == len(rows) - 1 else None,
        )


def gallery(name: str) -> tuple[str, str]:
    """What stands before and after the paragraphs that Word keeps as a building block of a gallery (17.5.2.13)."""
    block = w("docPartObj", w("docPartGallery", val=name), w("docPartUnique"))
    before, after = markup([w("sdt", w("sdtPr", block), w("sdtContent", w("p")))]).split("<w:p/>")
    return before, after


def live_number(sequence: str, number: str, style: str = "", *, start: bool = False) -> list[Element]:
    """A live number: what is counted of it is a SEQ field (17.16.5.63), which begins anew with `start`.

    Not by `\\s`: LibreOffice does not know it, and appendices and what is in no chapter begin without a heading of its.
    """
    chapter, mark, last = number.rpartition("." if "." in number else "-")
    code = f"SEQ {sequence} \\* ARABIC" + (f" \\r {last}" if start else "")
    return [*_said(f"{chapter}{mark}", style), *field(code, last, style)]


def repeated_number(name: str, number: str, style: str = "") -> list[Element]:
    """The number in a bookmark once more (REF, 17.16.5.51); a list of captions does not take it for one."""
    return field(f"REF {name} {KEEPS_ITS_LOOK}", number, style)


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
