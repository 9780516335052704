"""Knows what a renderer can be asked for: how lines are set, and what goes into a file; must not know WeasyPrint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Marks = Mapping[str, Mapping[str, str]]
"""Properties of XMP that name the standards of a file, by schema and name."""

Packet = Callable[[Marks, Mapping[str, str]], bytes]
"""Makes the XMP packet of a file from the marks of its standard and from what its information dictionary shows."""


@dataclass(frozen=True)
class Grid:
    """The baseline grid of pages: where the first line begins, how far lines are apart, and the size of the type that
    stands on it, in px."""

    top: float
    step: float
    size: float


@dataclass(frozen=True)
class LayoutOptions:
    """How lines are set: whether stops hang, and the grid that text comes back to."""

    hangs: bool = False
    grid: Grid | None = None


@dataclass(frozen=True)
class FileOptions:
    """What goes into a file beside its pages: how many of them are front matter, labelled in roman; the maker of its
    XMP packet; attached files by name, and their date (ISO 8601).
    """

    front: int
    packet: Packet
    files: Sequence[tuple[str, bytes]] = ()
    date: str = "1970-01-01"
