"""Knows what a preview shows at the moment, and tells whoever waits for news; must not know how it is made or sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.core.codes import hint, message
from pipeline.core.edition import RELEASE, Edition
from pipeline.core.languages import Language
from pipeline.core.report import Finding
from pipeline.core.text import Span
from pipeline.desk.preview.background import Background
from pipeline.desk.preview.made import Block, Made, Patch
from pipeline.desk.preview.typed import TypedWords, typed_words

News = Mapping[str, Any]
"""What browsers are told, as JSON."""


@dataclass
class State:
    """The last good page, what has changed since, the findings of the last reading, the files beside it, and where the
    editor's cursor is. `page` has the blocks that have changed, `made` counts whole pages; `texts` are those of the
    source with all that is shown.

    `number` grows with all that is new; all methods may be called from any thread.
    """

    background: Background
    language: Language
    edition: Edition = RELEASE
    page: bytes = b""
    page_number: int = 0
    number: int = 0
    is_stale: bool = False
    findings: tuple[Finding, ...] = ()
    files: tuple[tuple[int, str], ...] = ()
    texts: tuple[str, ...] = ()
    made: int = 0
    changes: tuple[TypedWords | Block, ...] = ()
    has_words: bool = False
    cursor: tuple[str, int] | None = None
    is_ended: bool = False
    _news: threading.Condition = field(default_factory=threading.Condition)

    def show(self, made: Made) -> None:
        """A page was made, or could not be."""
        with self._news:
            self.findings, self.is_stale = made.findings, made.page is None
            if made.page is not None:
                # A page with words in it is no longer the one that was made, though that be made again.
                self.page_number += made.page != self.page or self.has_words
                self.made += 1
                self.page, self.files, self.texts = made.page, made.files, made.texts
                self.changes, self.has_words = (), False
            self._tell()

    def type(self, texts: Sequence[str]) -> None:
        """The source now says something else: if that is some words alone, they are shown before the page is made."""
        with self._news:
            changed = [place for place, pair in enumerate(zip(self.texts, texts, strict=False)) if pair[0] != pair[1]]
            if len(changed) != 1 or len(texts) != len(self.texts):
                return
            (place,) = changed
            words = typed_words(self.texts[place], texts[place])
            if words is None:
                return
            self.changes += (replace(words, line=words.line + self.files[place][0] - 1),)
            self.texts, self.has_words = tuple(texts), True
            self._tell()

    def patch(self, patch: Patch, made: int) -> bool:
        """Blocks of the page are others: they are shown before it is made, unless another was made meanwhile."""
        with self._news:
            if made != self.made:
                return False
            for block in patch.blocks:
                self.page = self.page.replace(block.was.encode(), block.html.encode(), 1)
            # Words stand in no other blocks than these.
            self.changes += patch.blocks
            self.texts, self.has_words = patch.texts, False
            self._tell()
            return True

    def tell(self) -> None:
        """Something beside the page is new."""
        with self._news:
            self._tell()

    def point(self, file: str, line: int) -> None:
        """The cursor of the editor is at a line of a file."""
        with self._news:
            self.cursor = (file, line)
            self._tell()

    def end(self) -> None:
        """Nobody has to wait any more."""
        with self._news:
            self.is_ended = True
            self._tell()

    def wait(self, after: int, seconds: float) -> News | None:
        """What is shown, when it is newer than a number; None where nothing came in some seconds."""
        with self._news:
            self._news.wait_for(lambda: self.number > after, seconds)
            return self._said() if self.number > after else None

    def home(self, line: int) -> tuple[str, int]:
        """The file and line of a line of the page's places."""
        first, name = next((row for row in reversed(self.files) if row[0] <= line), (1, "source/report.md"))
        return name, line - first + 1

    def _tell(self) -> None:
        self.number += 1
        self._news.notify_all()

    def _said(self) -> News:
        return {
            "number": self.number,
            "page": self.page_number,
            "made": self.made,
            "changes": [vars(change) for change in self.changes],
            "stale": self.is_stale,
            "ended": self.is_ended,
            "findings": [_finding(row, self.language) for row in self.findings],
            "outputs": [vars(output) for output in self.background.outputs()],
            "state": self.background.state,
            "reason": self.background.reason,
            "line": self._line(),
        }

    def _line(self) -> int:
        """The line of the page's places where the cursor is; 0 for none."""
        if self.cursor is None:
            return 0
        first = next((first for first, name in self.files if name == self.cursor[0]), 0)
        return first + self.cursor[1] - 1 if first else 0


def _finding(finding: Finding, language: Language) -> Mapping[str, Any]:
    row = finding.diagnostic
    span = row.span or Span("")
    return {
        "level": finding.level.name.lower(),
        "code": row.code,
        "message": message(row, language),
        "hint": hint(row, language),
        "file": span.file,
        "line": span.line or 0,
        "place": str(span) if span.file else "",
    }


def inside(root: Path, name: str) -> Path | None:
    """A file of the report by its name as findings show it; None for any other."""
    try:
        real = (root / name).resolve(strict=True)
    except (OSError, ValueError):
        return None  # it is not there, or nothing can have that name
    return real if real.is_file() and real.is_relative_to(root.resolve()) else None
