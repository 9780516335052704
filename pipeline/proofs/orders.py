"""Knows what a user wants done with the edits of returned proofs; must not know how it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic
from pipeline.proofs.locating import Located


@dataclass(frozen=True)
class Selection:
    """Which edits are to be made: none, all, those that were tracked, or those of some numbers."""

    is_all: bool = False
    is_tracked: bool = False
    numbers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_all or self.is_tracked or bool(self.numbers)

    def has(self, number: int, row: Located) -> bool:
        return self.is_all or (self.is_tracked and row.edit.revision is not None) or number in self.numbers


@dataclass(frozen=True)
class Question:
    """An edit that can be made, as its user is asked about it: its number and finding, and what stands round it."""

    number: int
    finding: Diagnostic
    before: str
    behind: str


Asking = Callable[[Sequence[Question]], Selection]


@dataclass(frozen=True)
class Orders:
    """Which edits are wanted, or who is asked for that; whether they go into a patch or a commit for each editor; and
    whether comments are edits too, as editorial notes."""

    wanted: Selection = Selection()
    ask: Asking | None = None
    patch: Path | None = None
    is_committed: bool = False
    with_notes: bool = False
