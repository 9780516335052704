"""Knows which marks and remarks stand on the pages of a PDF (ISO 32000-2, 12.5.6); must not know what they mean.

A file may come from anywhere: what it holds is counted before it is kept, and nothing in it is run or followed.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.core.reasons import Reason
from pipeline.tools.pdf import UnreadablePdf
from pipeline.tools.pdf_letters import Box, PageLetter, letters

MAX_PAGES, MAX_MARKS, MAX_TEXT = 5_000, 20_000, 20_000
_MAX_QUADS = 2_000
_NO_MARKS = ("/Link", "/Popup", "/Widget", "/PrinterMark", "/TrapNet", "/Screen", "/Watermark", "/3D", "/RichMedia")
_TAG, _LINE_END = re.compile(r"<[^>]*>"), re.compile(r"\r\n?|</p>\s*(?=<p)")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")


@dataclass(frozen=True)
class Mark:
    """An annotation: its number in the file, its kind without the stroke, the page by index, where it is, the pieces of
    text that it is on, its name, who made it, when, and what it says; the number of the one that it answers or is one
    with (`is_group`), -1 for none; and the state that it gives that one."""

    number: int
    kind: str
    page: int
    box: Box
    quads: tuple[Box, ...] = ()
    name: str = ""
    author: str = ""
    date: str = ""
    text: str = ""
    answers: int = -1
    is_group: bool = False
    state: str = ""


@dataclass(frozen=True)
class MarkedPages:
    """The permanent identifier of a file (14.4) as hexadecimal digits, its marks, and the letters of its pages."""

    id: str
    marks: tuple[Mark, ...]
    letters: tuple[PageLetter, ...] = field(repr=False)


def identifier(data: bytes) -> str:
    """The permanent identifier of a file, as hexadecimal digits; empty for one that has none.

    Raises:
        UnreadablePdf
    """
    with _opened(data) as pdf:
        return _identifier(pdf)


def read(data: bytes) -> MarkedPages:
    """The marks and letters of a file.

    Raises:
        UnreadablePdf: where it is none, has a password, or holds more than a report does.
    """
    with _opened(data) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise UnreadablePdf(Reason("unpacks_to_too_much"))
        marks = tuple(_marks(pdf))
        found = _identifier(pdf)
    return MarkedPages(found, marks, tuple(letters(data)))


def _opened(data: bytes) -> Any:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise UnreadablePdf(Reason("locked_pdf")) from error
    except pikepdf.PdfError as error:
        raise UnreadablePdf(Reason("damaged_inside")) from error


def _identifier(pdf: Any) -> str:
    parts: Any = pdf.trailer.get("/ID")
    try:
        return bytes(parts[0]).hex()
    except (TypeError, IndexError, ValueError):
        return ""


def _marks(pdf: Any) -> Iterator[Mark]:
    import pikepdf

    numbers: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, Any]] = []
    for page, leaf in enumerate(pdf.pages):
        listed = leaf.obj.get("/Annots")
        for row in listed if isinstance(listed, pikepdf.Array) else ():
            if not isinstance(row, pikepdf.Dictionary) or str(row.get("/Subtype", "/Link")) in _NO_MARKS:
                continue
            if row.objgen != (0, 0):
                numbers.setdefault(row.objgen, len(rows))
            rows.append((page, row))
            if len(rows) > MAX_MARKS:
                raise UnreadablePdf(Reason("unpacks_to_too_much"))
    for number, (page, row) in enumerate(rows):
        box = _box(row.get("/Rect"))
        if box is None:
            raise UnreadablePdf(Reason("damaged_inside"))
        above = row.get("/IRT")
        yield Mark(
            number,
            str(row.get("/Subtype", "")).removeprefix("/"),
            page,
            _inner(box, row.get("/RD")) if "/CL" not in row else _pointed(row.CL, box),
            tuple(_quads(row.get("/QuadPoints"))),
            _said(row.get("/NM")),
            _said(row.get("/T")),
            _iso(_said(row.get("/M")) or _said(row.get("/CreationDate"))),
            _said(row.get("/Contents")) or _plain(_said(row.get("/RC"))),
            numbers.get(above.objgen, -1) if isinstance(above, pikepdf.Dictionary) else -1,
            str(row.get("/RT", "")) == "/Group",
            _said(row.get("/State")),
        )


def _said(value: Any) -> str:
    """A text of a file: its line ends plain, no longer than a remark is."""
    import pikepdf

    if not isinstance(value, pikepdf.String):
        return ""
    return _LINE_END.sub("\n", str(value)[:MAX_TEXT]).rstrip("\n")


def _plain(rich: str) -> str:
    """What rich text says (12.7.4.4)."""
    return html.unescape(_TAG.sub("", _LINE_END.sub("\n", rich))).strip()


def _iso(date: str) -> str:
    """A date of a PDF (7.9.4) as ISO 8601 has it; empty where it is none."""
    found = _DATE.match(date)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zulu, ahead, beside = found.groups()
    zone = "Z" if zulu or not ahead else f"{ahead}:{beside or '00'}"
    return f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"


def _numbers(value: Any) -> list[float]:
    import pikepdf

    if not isinstance(value, pikepdf.Array) or len(value) > 8 * _MAX_QUADS:
        return []
    try:
        return [float(number) for number in value]
    except (TypeError, ValueError):
        return []


def _box(value: Any) -> Box | None:
    """A box round all points of an array, in whatever order they stand."""
    numbers = _numbers(value)
    if len(numbers) < 4 or len(numbers) % 2:
        return None
    return _round(numbers)


def _round(numbers: list[float]) -> Box:
    across, up = numbers[::2], numbers[1::2]
    return Box(min(across), min(up), max(across), max(up))


def _quads(value: Any) -> Iterator[Box]:
    numbers = _numbers(value)
    for start in range(0, len(numbers) - 7, 8):
        yield _round(numbers[start : start + 8])


def _inner(box: Box, differences: Any) -> Box:
    """What a mark is drawn in, without the room round it (12.5.6.11)."""
    rows = _numbers(differences)
    if len(rows) != 4:
        return box
    left, bottom, right, top = rows
    inner = Box(box.left + left, box.bottom + bottom, box.right - right, box.top - top)
    return inner if inner.left <= inner.right and inner.bottom <= inner.top else box


def _pointed(line: Any, box: Box) -> Box:
    """What the line of a callout points at (12.5.6.6)."""
    numbers = _numbers(line)
    return Box(*numbers[:2], *numbers[:2]) if len(numbers) in (4, 6) else box
