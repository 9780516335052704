"""Knows where a piece of the text of a block stands in the source as it was typed; must not know what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.checks.runs import CITED, CODE, DISPLAY, FIELD, NOTE, OBJECT, SPEAKING, Run
from pipeline.core.text import SourceText

# How what the parser made of a typed text may have been typed.
_TYPED: Mapping[str, str] = {
    "“": '["“]',
    "”": '["”]',
    "‘": "['‘]",
    "’": "['’]",
    "…": r"(?:…|\.\.\.)",
    "–": "(?:–|--)",
    "—": "(?:—|---)",
    "\u00a0": r"(?:\u00a0|\\? |&nbsp;)",
    " ": r"\s+",
    "\n": r"[ \t]*\n[ \t>|]*",
    CODE: r"[\0\n]+",
    SPEAKING: r"@(?:\{[^{}\s]+\}|[^\s\[\]()（）【】［］，。；]+)",
    CITED: r"\[[^\[\]]*@[^\[\]]+\]",
    NOTE: r"(?:\[\^[^\[\]\n]+\]|\^\[[^\n]*?\])",
    OBJECT: r"[^\n]+?(?:\n[^\n]+?)?",
    DISPLAY: r"\$\$(?:[^$]+\$\$)?",
}
_MARKUP = r"[*_~^]{0,3}"
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)\1(?!`)")


class Finder:
    """Finds texts of runs in the source, each place once."""

    def __init__(self, source: SourceText, body_start: int, found: Sequence[Run]) -> None:
        self.source = source
        self.text = bare(source)
        self.taken: set[int] = set()
        self.starts = [self._start(run) for run in found]
        self.body_start = body_start
        self.edges = sorted(
            (start, run.depth)
            for start, run in zip(self.starts, found, strict=True)
            if start is not None and run.kind != FIELD
        )
        self.found = found

    def _start(self, run: Run) -> int | None:
        return self.source.starts[run.place.line - 1] + run.place.column - 1 if run.place else None

    def region(self, index: int) -> tuple[int, int]:
        """The offsets round a run: from the line it begins in, or what precedes it there, to the next block."""
        known = self.starts[: index + 1]
        start = next((start for start in reversed(known) if start is not None), self.body_start)
        # A note stands inside the block that calls it, or anywhere else.
        edges = [edge for edge, depth in self.edges if depth <= self.found[index].depth]
        line = self.source.starts[self.source.line_of(start) - 1]
        if self.found[index].kind == FIELD:
            # It stands in the line, or in the lines of code that follow.
            end = start + len(self.source.line(self.source.line_of(start)))
            return start, next((edge for edge in edges if edge >= end), len(self.text))
        before = [edge for edge in edges if line <= edge < start]
        after = [edge for edge in edges if edge > start]
        # The next block begins with what marks it (`#`, `- `), which is before its place.
        end = self.source.starts[self.source.line_of(after[0]) - 1] if after else len(self.text)
        return (max(before) if before else line), (end if end > start else after[0])

    def place(self, index: int, start: int, end: int, written: str = "") -> tuple[int, int] | None:
        """The offsets of the characters from `start` to before `end` of a run, as they were typed; None where they
        were not typed so, or stand behind a backslash. `written` is a pattern to look for in their place."""
        run = self.found[index]
        pieces = []
        for at in range(start, end):
            is_edge = any(at == marked.start or start < at == marked.end for marked in run.marked)
            pieces += [_MARKUP * is_edge, _TYPED.get(run.text[at], re.escape(run.text[at]))]
        pieces.append(_MARKUP * any(end == marked.end for marked in run.marked))
        first, last = self.region(index)
        # What a figure says stands in code.
        text = self.source.text if run.kind == FIELD else self.text
        for found in re.compile(written or "".join(pieces)).finditer(text, first, last):
            if found.start() not in self.taken:
                self.taken.add(found.start())
                before = self.text[max(found.start() - 8, 0) : found.start()]
                is_escaped = (len(before) - len(before.rstrip("\\"))) % 2
                return None if is_escaped else found.span()
        return None


def bare(source: SourceText) -> str:
    """The text with nothing in the place of code and comments, which say nothing; all else keeps its offset."""
    return _COMMENT.sub(_hidden, _CODE.sub(_hidden, source.text))


def _hidden(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", found.group())
