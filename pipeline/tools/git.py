"""Knows what git says of a folder; must not know why it is asked."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import Reason, ReasonedError

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.M)


class UnknownRevision(ReasonedError):
    """git knows no such revision here, or there is no repository."""


def commit(folder: Path) -> str:
    """The short name of the commit that a folder is at, with a + where something is changed; empty outside a
    repository."""
    try:
        name = _ask(folder, ["rev-parse", "--short", "HEAD"]).strip()
        return name + ("+" if _ask(folder, ["status", "--porcelain", "--", "."]).strip() else "")
    except UnknownRevision:
        return ""


def changed_lines(path: Path, since: str) -> tuple[tuple[int, int], ...]:
    """The lines of a file, from first to last, that have changed since a revision; a place where lines went counts as
    one line.

    Raises:
        UnknownRevision
    """
    revision = _ask(path.parent, ["rev-parse", "--verify", "--end-of-options", f"{since}^{{commit}}"]).strip()
    found = _HUNK.findall(_ask(path.parent, ["diff", "--no-color", "--no-ext-diff", "-U0", revision, "--", path.name]))
    return tuple((int(first), int(first) + max(int(count or 1), 1) - 1) for first, count in found)


def _ask(folder: Path, arguments: Sequence[str]) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        result = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnknownRevision(
            Reason("lacking", what="git") if shutil.which("git") is None else reason_of(error)
        ) from error
    if result.returncode != 0:
        raise UnknownRevision(quoted("git", result.stderr.decode("utf-8", "replace")))
    return result.stdout.decode("utf-8", "replace")
