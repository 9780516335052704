"""Knows what is replaced in the source to make an edit; must not know edits, nor how replacements are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Replacement:
    """A text in the place of the characters from `start` to before `end` of the joined source; whether it is whole
    lines, which belong to no text beside them. Of those of one `group` several may stand at one place, by `rank`.
    `moved` are the characters that it takes out, or puts in again, to move them with all that is changed in them."""

    start: int
    end: int
    text: str
    is_lines: bool = False
    group: tuple[int, ...] = ()
    rank: int = 0
    moved: tuple[int, int] | None = None

    def carries(self, other: Replacement) -> bool:
        """Whether another one is made in what this one moves."""
        if self.moved is None or other.moved or other.group:
            return False
        return self.moved[0] <= other.start and other.end <= self.moved[1]


Way = tuple[Replacement, ...]
"""One way to make an edit: all its replacements."""
