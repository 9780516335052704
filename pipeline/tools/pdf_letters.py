"""Knows where the letters stand that are drawn on the pages of a PDF; must not know what they say."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.reasons import Reason
from pipeline.tools.pdf import UnreadablePdf

MAX_LETTERS = 1_000_000
_HIDDEN_SIGNS = "\x00\x02\u00ad\ufffe\uffff"
"""What stands for a hyphen that a line end made, and for no letter."""


@dataclass(frozen=True)
class Box:
    """A stretch of a page, in pt from its lower left."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: Box) -> bool:
        """Whether it goes over the middle of another, and over half of its height or of its own."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        least = min(self.top - self.bottom, other.top - other.bottom)
        return self.left <= (other.left + other.right) / 2 <= self.right and shared > 0 and 2 * shared >= least

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class PageLetter:
    """A letter that is drawn, no white space: the page by index, and where it is: as wide as its ink, since programs
    disagree about the white beside it, and as high as its line."""

    text: str
    page: int
    box: Box


def letters(data: bytes) -> Iterator[PageLetter]:
    """The letters that are drawn, page by page, in the order of the file."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    count = 0
    line, ink = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    try:
        for number, page in enumerate(document):
            texts = page.get_textpage()
            for index in range(texts.count_chars()):
                text = chr(pdfium.FPDFText_GetUnicode(texts.raw, index))
                if text.isspace() or text in _HIDDEN_SIGNS or pdfium.FPDFText_IsGenerated(texts.raw, index) == 1:
                    continue
                pdfium.FPDFText_GetLooseCharBox(texts.raw, index, line)
                pdfium.FPDFText_GetCharBox(texts.raw, index, *map(ctypes.byref, ink))
                yield PageLetter(text, number, Box(ink[0].value, line.bottom, ink[1].value, line.top))
                count += 1
                if count > MAX_LETTERS:
                    raise UnreadablePdf(Reason("unpacks_to_too_much"))
            texts.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(Reason("damaged_inside")) from error
    finally:
        document.close()
