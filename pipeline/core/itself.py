"""Knows how Python is started anew by this program, so that no file of the folder that it is called in is taken for a
module; must not know what is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_BEGIN = "import sys; sys.path[:] = {path!r}; from pipeline.__main__ import run; run()"


def guard() -> None:
    """See to it that each Python that is started from now on looks for modules where they are installed, and not first
    in the folder of a report."""
    os.environ["PYTHONSAFEPATH"] = "1"


def command(*arguments: str) -> Sequence[str]:
    """The command that does in a process of its own what this program does with some arguments."""
    return [sys.executable, "-P", "-c", _BEGIN.format(path=sys.path), *arguments]
