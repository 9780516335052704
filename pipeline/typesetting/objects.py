"""Knows how the objects of a PDF become bytes; must not know what they are.

pydyf asks each object for its bytes once for the file's identifier and once for the file, and a page is compressed each
time.
"""

from __future__ import annotations

import pydyf


class Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are made, in the place of the one that they were made of."""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self._data = item.data if item.free == "n" else b""
        self._compressible = item.compressible

    @property
    def data(self) -> bytes:
        return bytes(self._data)

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def write_once(pdf: pydyf.PDF) -> None:
    """Make the bytes of all objects of a PDF that nothing changes any more."""
    pdf.objects[:] = [Written(item) for item in pdf.objects]
