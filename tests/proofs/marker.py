"""Marks a PDF as programs do: Acrobat, Preview, Okular and Foxit write the same kinds of annotations in other shapes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

PROGRAMS = ("acrobat", "preview", "okular", "foxit")
Spot = tuple[int, list[tuple[float, float, float, float]]]
"""A page by index, and the boxes of some words on it, line by line."""


@dataclass
class Marker:
    """A PDF that is marked by a program."""

    data: bytes
    program: str = "acrobat"
    author: str = "编辑甲"

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(io.BytesIO(self.data))
        self._text = pypdfium2.PdfDocument(self.data)
        self._count = 0

    def find(self, words: str, within: str = "") -> Spot:
        """Where words are drawn first, or first in a stretch that has them."""
        for number in range(len(self._text)):
            page = self._text[number].get_textpage()
            found = page.search(within or words, match_case=True).get_next()
            if found:
                said = page.get_text_range(*found)
                letters = [index for index, letter in enumerate(said) if letter not in "\r\n"]
                start = (within or words).replace("\r\n", "").index(words.replace("\r\n", ""))
                first, last = letters[start], letters[start + len(words.replace("\r\n", "")) - 1]
                count = page.count_rects(found[0] + first, last - first + 1)
                return number, [page.get_rect(index) for index in range(count)]
        raise LookupError(words)

    def on(self, kind: str, words: str, note: str = "", within: str = "", **more: Any) -> Any:
        """A highlight, underline or strike-out of some words."""
        page, boxes = self.find(words, within)
        quads = [number for box in boxes for number in self._quad(*box)]
        rect = [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]
        return self.add(page, kind, rect, note, QuadPoints=Array(quads), **more)

    def _quad(self, left: float, bottom: float, right: float, top: float) -> list[float]:
        """The corners, in the order of the program; none keeps to the order of the standard."""
        upper, lower = [left, top, right, top], [left, bottom, right, bottom]
        if self.program == "okular":
            return [left, bottom, right, bottom, right, top, left, top]
        return [*lower, *upper] if self.program == "preview" else [*upper, *lower]

    def caret(self, words: str, note: str, within: str = "", *, before: bool = False, **more: Any) -> Any:
        """A caret behind some words, or before them."""
        page, boxes = self.find(words, within)
        left, bottom, right, top = boxes[0] if before else boxes[-1]
        x = left if before else right
        height = top - bottom
        rect = [x - 4, bottom - 0.2 * height, x + 4, bottom + 0.6 * height]
        if self.program == "foxit":
            rect = [x - 3, bottom, x + 3, top]
        elif self.program == "acrobat":
            rect = [x - 6, rect[1] - 2, x + 6, rect[3] + 2]
            more["RD"] = Array([2, 2, 2, 2])
        return self.add(page, "Caret", rect, note, Sy=Name("/None"), **more)

    def replace(self, words: str, new: str, within: str = "") -> None:
        """Words struck out, and others in their place: two annotations that are one."""
        if self.program == "foxit":
            struck = self.on("StrikeOut", words, "", within, IT=Name.StrikeOutTextEdit)
            self.caret(words, new, within, IRT=struck, RT=Name.Group, IT=Name.Replace)
        else:
            caret = self.caret(words, new, within, IT=Name.Replace)
            self.on("StrikeOut", words, "", within, IRT=caret, RT=Name.Group, IT=Name.StrikeOutTextEdit)

    def note(self, words: str, text: str, kind: str = "Text", within: str = "") -> Any:
        """A sticky note, or text that is written on the page, beside some words."""
        page, boxes = self.find(words, within)
        left, _, _, top = boxes[0]
        return self.add(page, kind, [left - 9, top - 9, left + 9, top + 9], text, DA=String("/Helv 10 Tf"))

    def reply(self, mark: Any, text: str, state: str = "") -> Any:
        more = {"StateModel": String("Review"), "State": String(state)} if state else {}
        return self.add(mark.page_index, "Text", list(mark.Rect), text, IRT=mark, F=30 if state else 28, **more)

    def add(self, page: int, kind: str, rect: list[float], note: str, **more: Any) -> Any:
        self._count += 1
        row = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(rect), F=4, T=String(self.author))
        row.NM = String({"okular": f"okular-{{{self._count}}}"}.get(self.program, f"{self.program}-{self._count}"))
        row.M = String("D:20261126100000" + {"preview": "Z00'00'", "okular": "Z"}.get(self.program, "+08'00'"))
        if self.program == "acrobat" and note:
            row.RC = String(f'<?xml version="1.0"?><body><p>{note}</p></body>')
        if note or self.program != "acrobat":
            row.Contents = String(note.replace("\n", "\r"))
        for name, value in more.items():
            row[f"/{name}"] = value.made if isinstance(value, _Made) else value
        made = self.pdf.make_indirect(row)
        leaf = self.pdf.pages[page].obj
        if "/Annots" not in leaf:
            leaf.Annots = Array()
        leaf.Annots.append(made)
        return _Made(made, page)

    def saved(self) -> bytes:
        out = io.BytesIO()
        if self.program == "preview":
            # Quartz writes another identifier, and other streams.
            del self.pdf.trailer["/ID"]
            self.pdf.save(out, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        else:
            self.pdf.save(out)
        return out.getvalue()


class _Made:
    """An annotation and its page, which answers as the annotation does."""

    def __init__(self, made: Any, page: int) -> None:
        self.made, self.page_index = made, page
        self.Rect = made.Rect
