"""Knows how Word counts headings (ECMA-376, part 1, 17.9), so that it comes to the numbers of the document; must not
know how numbers are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from pipeline.core.languages import Language, has_spaces
from pipeline.core.numbers import SECTION, Number
from pipeline.core.wording import word
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

HEADING_NUMBERING, APPENDIX_NUMBERING = 77, 78
# Lists of our own are numbered from here; pandoc's are below.
_FIRST_LIST = 2000
_UNNUMBERED = "UnnumberedHeading"
# 一、（一）1.（1）: the numbers stand in Word's own lists, so that an editor's new heading is numbered too.
_FORMS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


# 1, 1.1, 1.1.1: what a report in English has, and the sections of an appendix. The blank behind them is none of the
# number's own: references repeat numbers (REF \\n, 17.16.5.51), and contents put one behind them.
_DECIMAL = tuple(
    ("decimal", ".".join(f"%{place}" for place in range(1, depth + 1))) for depth in range(1, len(_FORMS) + 1)
)


def is_spaced(number: Number) -> bool:
    """Whether Word puts a blank behind a number of a section."""
    return number.kind == SECTION and (number.appendix or has_spaces(number.languages.leading))


def listed(title: str, number: Number | None) -> str:
    """A heading as contents list it: behind its number stands the blank that Word puts there."""
    if number is None or not is_spaced(number) or not title.startswith(number.printed):
        return title
    return f"{number.printed.rstrip()} {title.removeprefix(number.printed)}"


def numbering(leading: Language) -> Element:
    """The numbering part: the list that the styles of headings are numbered by, and that of appendices (附录 A)."""
    rows, suffix = (_DECIMAL, "space") if has_spaces(leading) else (_FORMS, "nothing")
    appendix = ("upperLetter", f"{word('appendix', leading)}\u00a0%1")
    chapters = (_level(index, *row, suffix, style=f"Heading{index + 1}") for index, row in enumerate(rows))
    appendices = (_level(index, *row, "space") for index, row in enumerate((appendix, *_DECIMAL[1:])))
    multilevel = {"val": "multilevel"}
    return w(
        "numbering",
        w("abstractNum", w("multiLevelType", **multilevel), *chapters, abstractNumId=HEADING_NUMBERING),
        w("abstractNum", w("multiLevelType", **multilevel), *appendices, abstractNumId=APPENDIX_NUMBERING),
        w("num", w("abstractNumId", val=HEADING_NUMBERING), numId=HEADING_NUMBERING),
        w("num", w("abstractNumId", val=APPENDIX_NUMBERING), numId=APPENDIX_NUMBERING),
    )


def _level(index: int, form: str, pattern: str, suffix: str, style: str = "") -> Element:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("pStyle", val=style) if style else None,
        w("suff", val=suffix),
        w("lvlText", val=pattern),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=0, firstLine=0)),
        ilvl=index,
    )


@dataclass
class _List:
    """A list as Word counts it: a level that is passed over counts as its first, a higher one ends those below. Numbers
    say the levels from `start` on."""

    id: int
    level: int = 0
    start: int = 0
    counts: list[int] = field(default_factory=lambda: [0] * len(_FORMS))

    def next(self, level: int) -> int:
        above = [number or 1 for number in self.counts[:level]]
        self.counts = [*above, self.counts[level] + 1, *[0] * (len(_FORMS) - level - 1)]
        return self.counts[level]


def restart_lists(body: Element, lists: Element, numbers: Sequence[Number]) -> None:
    """Count headings in a list of their own from where Word would come to another number than the document's, until a
    higher heading: below unnumbered headings, and where levels are passed over (`w:lvlOverride`, 17.9.8).

    `numbers` are those of the document, in order; the headings of the body are the same, in the same order. The new
    lists go into the numbering part, `lists`.
    """
    ids = count(_FIRST_LIST)
    open_in = {False: [_List(HEADING_NUMBERING)], True: [_List(APPENDIX_NUMBERING)]}
    sections = [number for number in numbers if number.kind == SECTION]
    for paragraph, number in zip(_headings(body), sections, strict=True):
        level, wanted, open_lists = len(number.parts) - 1, number.parts[-1], open_in[number.appendix]
        while len(open_lists) > 1 and open_lists[-1].level > level:
            open_lists.pop()
        start = number.start if is_spaced(number) and not number.appendix else 0
        if open_lists[-1].next(level) != wanted or open_lists[-1].start != start:
            if len(open_lists) > 1 and open_lists[-1].level == level:
                open_lists.pop()
            open_lists.append(_List(next(ids), level, start))
            open_lists[-1].counts[level] = wanted
            lists.append(_list(open_lists[-1], open_lists[0].id, wanted))
        if len(open_lists) > 1 or number.appendix:
            _set_list(paragraph, open_lists[-1].id, level)


def unnumber(body: Element, styles: Element) -> None:
    """Make headings without a number of Word's own levels, in no list (17.9.18): STYLEREF and contents find them by
    their level. The styles that they came in are no longer needed."""
    for style in body.iter(clark("w:pStyle")):
        name = str(style.get(clark("w:val")))
        properties = style.getparent()
        if name.startswith(_UNNUMBERED) and properties is not None:
            level = int(name.removeprefix(_UNNUMBERED))
            style.set(clark("w:val"), f"Heading{level}")
            _leave_lists(properties, level - 1)
    for own in styles.findall("w:style", NAMESPACES):
        if str(own.get(clark("w:styleId"))).startswith(_UNNUMBERED):
            styles.remove(own)


def _leave_lists(properties: Element, level: int) -> None:
    properties.insert(1, w("numPr", w("ilvl", val=level), w("numId", val=0)))


def _headings(body: Element) -> Iterator[Element]:
    """The paragraphs in the styles of numbered headings."""
    for paragraph in body.iter(clark("w:p")):
        style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
        name = str(style.get(clark("w:val"))) if style is not None else ""
        if name.startswith("Heading") and name[7:].isdigit():
            yield paragraph


def _set_list(paragraph: Element, id_: int, level: int) -> None:
    properties = paragraph.find("w:pPr", NAMESPACES)
    assert properties is not None
    # Behind the style (17.3.1.26, the order of CT_PPrBase); what may stand between the two does not stand on headings.
    properties.insert(1, w("numPr", w("ilvl", val=level), w("numId", val=id_)))


def _list(made: _List, base: int, first: int) -> Element:
    """A list over that of headings or of appendices, `base`: its level begins at `first`, those below anew; those above
    go on, but numbers do not say them where the list starts below them."""
    anew = []
    for level in range(made.level, len(_FORMS)):
        start = w("startOverride", val=first if level == made.level else 1)
        pattern = ".".join(f"%{place}" for place in range(made.start + 1, level + 2))
        own = _level(level, "decimal", pattern, "space") if made.start else None
        anew.append(w("lvlOverride", start, own, ilvl=level))
    return w("num", w("abstractNumId", val=base), *anew, numId=made.id)
