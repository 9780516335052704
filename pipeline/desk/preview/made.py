"""Knows what is made for who looks at a preview: a whole page, and blocks of one; must not know how."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.report import Finding


@dataclass(frozen=True)
class Made:
    """A page, None where the source could not be read so far, with everything that was found in the source; `files`
    are those of the report with the line of the page's places that each begins with, and `texts` what they said."""

    page: bytes | None
    findings: tuple[Finding, ...]
    files: tuple[tuple[int, str], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """The HTML of a block of the page as it was and as it is; `place` is where it began in the source."""

    place: str
    was: str
    html: str


@dataclass(frozen=True)
class Patch:
    """The blocks that make of a page that of a source, with the texts of its files."""

    blocks: tuple[Block, ...]
    texts: tuple[str, ...]
