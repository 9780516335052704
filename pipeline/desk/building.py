"""Knows how a report is built again and again, and which findings have come and gone; must not know who is told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import itself
from pipeline.core.languages import Language


@dataclass(frozen=True)
class Row:
    """A finding of a build, as its JSON says it; the same finding where text was typed above it is the same."""

    level: str
    code: str
    message: str
    hint: str
    file: str
    line: int

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells one finding from another, wherever it stands."""
        return self.code, self.file, self.message


@dataclass(frozen=True)
class Build:
    """What a build found, and the code that it ended with."""

    findings: tuple[Row, ...]
    code: int

    def new_since(self, last: Build | None) -> tuple[Row, ...]:
        """The findings that the last one did not have."""
        known = {row.name for row in last.findings} if last else set()
        return tuple(row for row in self.findings if row.name not in known)


def build(root: Path, out: Path, formats: Sequence[str], language: Language) -> Build:
    """Build a report in a process of its own, which takes all that it held with it."""
    asked = ["build", *formats, "--project", str(root), "--out", str(out), "--report", "json", "--quiet"]
    command = itself.command(*asked, "--lang", language)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return Build(rows_of(done.stdout), done.returncode)


def rows_of(said: bytes) -> tuple[Row, ...]:
    """The findings of what a build says as JSON."""
    lines = said.decode("utf-8", "replace").splitlines()
    return tuple(_row(json.loads(line)) for line in lines if line.startswith("{"))


def _row(said: dict[str, object]) -> Row:
    words = {name: str(said.get(name) or "") for name in ("level", "code", "message", "hint", "file")}
    line = said.get("line")
    return Row(**words, line=line if isinstance(line, int) else 0)
