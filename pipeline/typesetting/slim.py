"""Knows what of an embedded OpenType font a PDF needs: the outlines of the glyphs that are drawn; must not know
documents.

WeasyPrint embeds whole OpenType files, with tables as long as those of the uncut font. A reader of a composite font
looks at the `CFF ` table alone (ISO 32000-1, table 126: CIDFontType0C).
"""

from __future__ import annotations

from collections.abc import Iterator

import pydyf

from pipeline.tools import fonts


def slim_fonts(pdf: pydyf.PDF) -> None:
    """Replace the font files of CFF outlines in a PDF that is not yet written by the outlines of the glyphs that have
    a width there."""
    used: dict[str, set[int]] = {}
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/CIDFontType0":
            descriptor = pdf.objects[int(item["FontDescriptor"].split()[0])]
            used.setdefault(descriptor["FontFile3"], set()).update(_glyphs(item["W"]))
    for reference, glyphs in used.items():
        stream = pdf.objects[int(reference.split()[0])]
        data = b"".join(part if isinstance(part, bytes) else part.encode() for part in stream.stream)
        outlines = fonts.outlines(data, glyphs)
        if outlines:
            stream.stream = [outlines]
            stream.extra["Subtype"] = "/CIDFontType0C"


def _glyphs(widths: pydyf.Array) -> Iterator[int]:
    """The glyphs of a W array: a first one, and the widths of it and those after it (ISO 32000-1, 9.7.4.3)."""
    for first, row in zip(widths[::2], widths[1::2], strict=True):
        yield from range(int(first), int(first) + len(row))
