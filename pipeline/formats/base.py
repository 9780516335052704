"""Knows what a format is: a row with a name, a suffix and functions; must not know any particular format.

Nothing is imported here but for types: the command reads the table at every start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.languages import Bilingual

if TYPE_CHECKING:
    from pipeline.core.diagnostics import Diagnostic
    from pipeline.formats.inputs import Artifact, WriterInput, Written

    Write = Callable[[WriterInput], Written]
    Gallery = Callable[[WriterInput], bytes]
    Check = Callable[[Artifact], Iterable[Diagnostic]]


def _nothing() -> None:
    """A function of a module, since it goes to another process."""


@dataclass(frozen=True)
class Gate:
    """Outside judges of a format: what they are called, and the function that puts a built file before them."""

    title: str
    judge: Check


@dataclass(frozen=True)
class Format:
    """A row of `FORMATS`. Its functions import what they need when they are called: a build of one format pays for no
    other.

    `write` gives the whole file as bytes, and what was found on the way; `check` says what is wrong with a file,
    `gate` what outside judges say of it; `needs_pixels` tells that drawings are wanted as pixels too, which are made
    where they are drawn; `for_press` tells that there is an edition for the press,
    `for_editors` that editors edit it and send it back; one that `wants_print` is written after the one that
    `is_print`, where both are, and gets its file; `warm_up` loads what
    writing needs, while the source is still being read; `gallery` gives a file that shows its styles.
    """

    name: str
    suffix: str
    title: Bilingual
    write: Write
    check: Check
    gate: Gate | None = None
    for_press: bool = False
    for_editors: bool = False
    is_print: bool = False
    wants_print: bool = False
    needs_pixels: bool = False
    warm_up: Callable[[], None] = _nothing
    gallery: Gallery | None = None

    @property
    def styles_file(self) -> str:
        """The name of the file that shows its styles."""
        return f"styles{self.suffix}"
