"""Knows how pages of a PDF become pictures to look at; must not know what they are for."""

from __future__ import annotations

import io
import threading

import pypdfium2

_lock = threading.Lock()  # PDFium answers one thread at a time.


def count(data: bytes) -> int:
    """How many pages there are; 0 for what is no PDF."""
    try:
        with _lock, pypdfium2.PdfDocument(data) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def picture(data: bytes, number: int, scale: float) -> bytes:
    """A page, counted from 1, as PNG with `scale` pixels a point; empty where there is no such page."""
    try:
        with _lock, pypdfium2.PdfDocument(data) as document:
            if not 1 <= number <= len(document):
                return b""
            out = io.BytesIO()
            document[number - 1].render(scale=scale).to_pil().save(out, "PNG")
            return out.getvalue()
    except pypdfium2.PdfiumError:
        return b""
