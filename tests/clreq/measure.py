"""Measures characters on the pages of a PDF: where they stand, in which face, and what lies above and under them. No pixels."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

BODY = 10.5  # pt
LEFT, RIGHT = 28 / 25.4 * 72, (210 - 26) / 25.4 * 72
TOP, FOOT = (297 - 27) / 25.4 * 72, 25 / 25.4 * 72


@dataclass(frozen=True)
class Glyph:
    """A character: its text, origin and ink in pt from the page's lower left corner, its type size and the name of its face."""

    text: str
    page: int
    x: float
    y: float
    left: float
    right: float
    bottom: float
    top: float
    size: float
    face: str


@dataclass
class Sheet:
    """The glyphs and the other marks of some pages."""

    glyphs: list[Glyph]
    marks: list[tuple[int, float, float, float, float]]

    def lines(self, size: float = BODY) -> list[list[Glyph]]:
        """The lines of a type size, from the top of the first page, each from the left."""
        rows: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in self.glyphs:
            if abs(glyph.size - size) < 0.15 and glyph.text.strip():
                rows.setdefault((glyph.page, -round(glyph.y)), []).append(glyph)
        merged: list[list[Glyph]] = []
        for key in sorted(rows):
            if merged and merged[-1][0].page == key[0] and abs(merged[-1][0].y + key[1]) < 2:
                merged[-1] += rows[key]
            else:
                merged.append(list(rows[key]))
        return [sorted(line, key=lambda glyph: glyph.x) for line in merged]


def read(data: bytes) -> list[Sheet]:
    """Each page of a PDF between its upper and lower margin."""
    document = pypdfium2.PdfDocument(data)
    sheets = []
    for number, page in enumerate(document):
        text = page.get_textpage()
        glyphs = [glyph for index in range(text.count_chars()) if (glyph := _glyph(text, index, number)) is not None]
        marks = []
        for item in page.get_objects(max_depth=4):
            if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
                left, bottom, right, top = item.get_bounds()
                marks.append((number, left, bottom, right, top))
        sheets.append(Sheet([glyph for glyph in glyphs if FOOT - 2 < glyph.y < TOP + 2], marks))
    document.close()
    return sheets


def _glyph(text: Any, index: int, page: int) -> Glyph | None:
    import ctypes

    code = pdfium.FPDFText_GetUnicode(text.raw, index)
    if not code or pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
    left, bottom, right, top = text.get_charbox(index)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text.raw, index) * abs(matrix.d)
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, index, name, 128, flags)
    return Glyph(
        chr(code), page, x.value, y.value, left, right, bottom, top, size, name.value.decode("utf-8", "replace")
    )


def judge(name: str, wanted: Any, sheet: Sheet, language: str = "zh") -> str:
    """What is wrong by one measure; empty where it holds. A measure that finds nothing to measure does not hold."""
    return str(MEASURES[name](wanted, sheet))


def _paragraphs(lines: Sequence[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Lines by paragraph: a line that starts indented begins one."""
    found: list[list[list[Glyph]]] = []
    for line in lines:
        if not found or line[0].x > LEFT + 0.7 * BODY:
            found.append([])
        found[-1].append(line)
    return found


def not_first(marks: str, sheet: Sheet) -> str:
    lines = sheet.lines()
    if not any(glyph.text in marks for line in lines for glyph in line):
        return f"no {marks}"
    bad = sum(line[0].text in marks for line in lines)
    return f"{bad} lines start with {marks}" if bad else ""


def not_last(marks: str, sheet: Sheet) -> str:
    lines = sheet.lines()
    if not any(glyph.text in marks for line in lines for glyph in line):
        return f"no {marks}"
    bad = sum(line[-1].text in marks for line in lines)
    return f"{bad} lines end with {marks}" if bad else ""


def together(text: str, sheet: Sheet) -> str:
    wanted = re.sub(r"\s", "", text)
    lines = ["".join(glyph.text for glyph in line) for line in sheet.lines()]
    whole, split = sum(line.count(wanted) for line in lines), "".join(lines).count(wanted)
    return "" if whole == split and whole else f"{split - whole} of {split} broken"


def flush(tolerance: float, sheet: Sheet) -> str:
    """Both ends of every line but a paragraph's last: the ink, or the body of a character that is full."""
    worst = 0.0
    count = 0
    for paragraph in _paragraphs(sheet.lines()):
        for place, line in enumerate(paragraph[:-1]):
            count += 1
            # A character's body ends where the next would begin; a mark's ink may end before.
            right = line[-1].x + _width(line[-1])
            end = min(abs(right - RIGHT), abs(line[-1].right - RIGHT) if line[-1].text in "，。、；：）》”’」" else 99)
            if (
                line[-1].text in "，。、；：）》”’」"
                and line[-1].right <= RIGHT + 0.1
                and RIGHT - line[-1].right < 0.4 * BODY
            ):
                end = 0.0
            start = 0.0 if place == 0 or line[0].text in "（《“‘「" else abs(line[0].x - LEFT)
            # A Latin letter has white of its own on either side.
            worst = max(worst, end if ord(line[-1].text) > 0x2000 else end - BODY / 10, start)
    return "" if count and worst <= tolerance else f"off by {worst:.2f} pt in {count} lines"


def _width(glyph: Glyph) -> float:
    return glyph.size if ord(glyph.text) > 0x2E7F or glyph.text in "“”‘’—…" else glyph.right - glyph.x


def tight_last(tolerance: float, sheet: Sheet) -> str:
    bad = [
        line
        for paragraph in _paragraphs(sheet.lines())
        for line in paragraph[-1:]
        for one, other in itertools.pairwise(line)
        if _is_han(one) and _is_han(other) and other.x - one.x > (1 + tolerance) * BODY
    ]
    return f"{len(bad)} gaps" if bad else ""


def loosest(most: float, sheet: Sheet) -> str:
    """The widest step between neighbouring Chinese characters, in em."""
    steps = [
        (other.x - one.x) / BODY
        for line in sheet.lines()
        for one, other in itertools.pairwise(line)
        if _is_han(one) and _is_han(other)
    ]
    return "" if steps and max(steps) <= most else f"{max(steps, default=0):.2f} em apart"


def hyphens(least: int, sheet: Sheet) -> str:
    found = sum(line[-1].text in "-\x02\u2010\u00ad" for line in sheet.lines())
    return "" if found >= least else f"{found} lines end with a hyphen"


def _is_han(glyph: Glyph) -> bool:
    return "\u4e00" <= glyph.text <= "\u9fff"


def indent(em: float, sheet: Sheet) -> str:
    starts = [paragraph[0][0].x - LEFT for paragraph in _paragraphs(sheet.lines())]
    return (
        ""
        if starts and all(abs(start - em * BODY) < 0.3 for start in starts)
        else f"{[round(s / BODY, 2) for s in starts]} em"
    )


def last_line(count: int, sheet: Sheet) -> str:
    short = [
        paragraph
        for paragraph in _paragraphs(sheet.lines())
        if len(paragraph) > 1 and sum(map(_is_han, paragraph[-1])) < count
    ]
    return f"{len(short)} last lines of fewer than {count}" if short else ""


def _pairs(pair: str, sheet: Sheet) -> list[tuple[Glyph, Glyph]]:
    return [
        (one, other)
        for line in sheet.lines()
        for one, other in itertools.pairwise(line)
        if one.text == pair[0] and other.text == pair[1]
    ]


def advance(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    low, high = wanted["em"]
    found = [(other.x - one.x) / BODY for one, other in _pairs(wanted["pair"], sheet)]
    return (
        ""
        if found and all(low <= value <= high for value in found)
        else f"{wanted['pair']}: {[round(v, 2) for v in found]} em"
    )


def extent(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    """From the start of a text to the start of what follows it; a face may draw two characters as one."""
    low, high = wanted["em"]
    found = []
    for line in sheet.lines():
        place = "".join(glyph.text for glyph in line).find(wanted["text"] + wanted["next"])
        if place >= 0:
            found.append((line[place + len(wanted["text"])].x - line[place].x) / BODY)
    return "" if found and all(low <= value <= high for value in found) else f"{[round(v, 2) for v in found]} em"


def ink_gap(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    low, high = wanted["em"]
    found = [(other.left - one.right) / BODY for one, other in _pairs(wanted["pair"], sheet)]
    return (
        ""
        if found and all(low <= value <= high for value in found)
        else f"{wanted['pair']}: {[round(v, 2) for v in found]} em"
    )


def start_ink(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    lines = [line for paragraph in _paragraphs(sheet.lines()) for line in paragraph[1:]]
    found = [(line[0].left - LEFT) / BODY for line in lines if line[0].text == wanted["mark"]]
    bad = [round(value, 2) for value in found if abs(value) > wanted["em"]]
    return "" if found and not bad else f"{bad or 'none at a line start'} em"


def end_ink(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    lines = [line for paragraph in _paragraphs(sheet.lines()) for line in paragraph[:-1]]
    found = [(RIGHT - line[-1].right) / BODY for line in lines if line[-1].text == wanted["mark"]]
    bad = [round(value, 2) for value in found if not -0.05 <= value <= wanted["em"]]
    return "" if found and not bad else f"{bad or 'none at a line end'} em"


def inside(tolerance: float, sheet: Sheet) -> str:
    worst = max((glyph.right - RIGHT for line in sheet.lines() for glyph in line), default=99.0)
    return "" if worst <= tolerance else f"{worst:.1f} pt outside"


def reads(text: str, sheet: Sheet) -> str:
    found = "".join(glyph.text for glyph in sheet.glyphs if abs(glyph.size - BODY) < 0.15)
    return "" if text in found.replace("\r", "").replace("\n", "") else f"reads {found[:40]!r}"


def raised(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    low, high = wanted["em"]
    found = [
        ((glyph.top + glyph.bottom) / 2 - glyph.y) / BODY
        for line in sheet.lines()
        for glyph in line
        if glyph.text == wanted["mark"]
    ]
    return "" if found and all(low <= value <= high for value in found) else f"{[round(v, 2) for v in found]} em"


def face(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    found = [glyph.face for glyph in sheet.glyphs if glyph.text in wanted["text"] and abs(glyph.size - BODY) < 0.15]
    pairs = list(zip(wanted["text"], found, strict=False))
    names = sorted({name for _, name in pairs})
    good = bool(names)
    if "like" in wanted:
        good = good and any(re.search(wanted["like"], name) for name in names)
    if "not" in wanted:
        good = good and not any(re.search(wanted["not"], name) for name in names)
    return "" if good else f"{names}"


def under(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    """A mark between the foot of the characters and the next line: one for each, or one for all."""
    glyphs = [glyph for line in sheet.lines() for glyph in line if glyph.text in wanted["text"]]
    below = list(sheet.marks)
    below += [
        (g.page, g.left, g.bottom, g.right, g.top) for g in sheet.glyphs if g.size < BODY * 0.8 or g.text in "•●﹅.·"
    ]
    for glyph in glyphs:
        middle = (glyph.left + glyph.right) / 2
        near = [
            (left, right)
            for page, left, bottom, right, top in below
            if page == glyph.page
            and glyph.y - 0.75 * BODY < (bottom + top) / 2 < glyph.y + 0.02 * BODY
            and left - 1 <= middle <= right + 1
            and top - bottom < BODY / 2
        ]
        if wanted["each"]:
            near = [
                (left, right)
                for left, right in near
                if abs((left + right) / 2 - middle) < 0.15 * BODY and right - left < BODY / 2
            ]
        if not near:
            return f"nothing under {glyph.text}"
    return "" if glyphs else "no such text"


def above(wanted: Mapping[str, Any], sheet: Sheet) -> str:
    base = next((glyph for line in sheet.lines() for glyph in line if glyph.text == wanted["text"]), None)
    small = [
        glyph for glyph in sheet.glyphs if BODY * 0.35 < glyph.size < BODY * 0.8 and base and glyph.page == base.page
    ]
    if base is None:
        return "no such text"
    over = [
        glyph
        for glyph in small
        if glyph.y > base.top - 0.1 * BODY and glyph.y < base.top + BODY and glyph.text in wanted["reading"]
    ]
    if not over:
        return "no reading above"
    over = [glyph for glyph in over if abs((glyph.left + glyph.right) / 2 - (base.left + base.right) / 2) < BODY]
    middle = (min(glyph.left for glyph in over) + max(glyph.right for glyph in over)) / 2 if over else 0.0
    off = abs(middle - (base.left + base.right) / 2) / BODY
    return "" if over and off < 0.2 else f"off by {off:.2f} em"


def leading(tolerance: float, sheet: Sheet) -> str:
    steps = []
    lines = sheet.lines()
    for one, other in itertools.pairwise(lines):
        if one[0].page == other[0].page:
            steps.append(statistics.median(g.y for g in one) - statistics.median(g.y for g in other))
    return (
        ""
        if len(steps) > 1 and max(steps) - min(steps) <= tolerance
        else f"{min(steps, default=0):.2f} to {max(steps, default=0):.2f} pt"
    )


def grid(wanted: Mapping[str, float], sheet: Sheet) -> str:
    """All baselines of the body stand on one grid, whatever stands between the paragraphs, on every page."""
    heights = [statistics.median(glyph.y for glyph in line) % wanted["step"] for line in sheet.lines()]
    off = [min(abs(height - heights[0]), wanted["step"] - abs(height - heights[0])) for height in heights]
    return (
        ""
        if len(off) > 20 and max(off) <= wanted["off"]
        else f"{sum(one > wanted['off'] for one in off)} of {len(off)} lines off the grid"
    )


def note_pages(count: int, sheet: Sheet) -> str:
    """Each note, told by 〔N〕 in the text and ⟨N⟩ in the note, is on the page of its call, once."""
    pages: dict[str, list[int]] = {}
    for kind, (opening, closing) in {"call": "【】", "note": "〖〗"}.items():
        for page in sorted({glyph.page for glyph in sheet.glyphs}):
            text = "".join(glyph.text for glyph in sheet.glyphs if glyph.page == page)
            for number in re.findall(rf"{opening}(\d+){closing}", text):
                pages.setdefault(f"{kind}{number}", []).append(page)
    bad = [
        n
        for n in range(1, count + 1)
        if len(pages.get(f"note{n}", [])) != 1 or pages.get(f"call{n}") != pages.get(f"note{n}")
    ]
    return f"notes {bad} are not on the page of their call" if bad else ""


def widows(count: int, sheet: Sheet) -> str:
    short = 0
    for paragraph in _paragraphs(sheet.lines()):
        pages = [line[0].page for line in paragraph]
        if len(set(pages)) > 1 and any(pages.count(page) < count for page in set(pages)):
            short += 1
    return f"{short} paragraphs leave fewer than {count} lines" if short else ""


MEASURES = {
    function.__name__: function
    for function in (
        not_first, not_last, together, flush, tight_last, indent, last_line, advance, extent, ink_gap, start_ink, end_ink, inside, reads, raised, face,
        under, above, leading, grid, note_pages, widows, loosest, hyphens,
    )
}  # fmt: skip
