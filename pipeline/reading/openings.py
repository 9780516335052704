"""Knows which headings open a part before the contents, an appendix, a glossary or an index, and where such a class
does nothing; must not know positions."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.core.vocabulary import APART, APPENDIX, FRONT


class Openings:
    """Goes along with the headings of a text; `in_front` is whether all of it so far stands before the contents."""

    def __init__(self) -> None:
        self.in_front = False

    def meet(self, level: int, classes: Collection[str], *, is_section: bool, begins: bool) -> None:
        """The next heading; `begins` is whether nothing stands before it."""
        if is_section and (level == 1 or begins):
            self.in_front = level == 1 and FRONT in classes and (begins or self.in_front)

    def idle(self, level: int, classes: Collection[str], *, is_section: bool) -> tuple[str, ...]:
        """The classes that do nothing on the heading that was met last."""
        opens = is_section and level == 1
        working = {
            APPENDIX: opens and "unnumbered" not in classes,
            FRONT: opens and self.in_front,
            **dict.fromkeys(APART, is_section),
        }
        return tuple(name for name, works in working.items() if not works)
