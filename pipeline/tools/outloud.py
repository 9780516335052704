"""Knows how outloud is asked whether a PDF reads well aloud; must not know reports."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import Reason
from pipeline.tools.judges import Unavailable

# outloud 0.2 leaves cells out that reach into a row's end from above, and takes two rows of heads over a small table
# for shreds.
# veraPDF proves the grid of every table (PDF/UA-1, 7.2-15).
_MISTAKEN = ("TBL-004", "TBL-010")


@dataclass(frozen=True)
class Remark:
    """A fault that outloud found: its rule, what it says, and the page (from 1)."""

    rule: str
    message: str
    page: int


def missing() -> str:
    """What is needed and this machine lacks; empty where outloud can be run."""
    return "" if importlib.util.find_spec("outloud") else "outloud (pip install outloud)"


def examine(path: Path, seconds: float = 600) -> list[Remark]:
    """The errors that outloud finds in a file; its warnings are matters of taste.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise Unavailable(Reason("lacking", what=lacking))
    command = [sys.executable, "-P", "-c", "from outloud.cli import main; main()", "--quiet", "--json", "-", str(path)]
    try:
        result = subprocess.run(command, capture_output=True, check=False, timeout=seconds)
        (row,) = json.loads(result.stdout)["results"]
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(reason_of(error)) from error
    except (ValueError, KeyError) as error:
        raise Unavailable(Reason("said_nothing", who="outloud")) from error
    if row.get("error"):
        raise Unavailable(quoted("outloud", str(row["error"])))
    return [
        Remark(found["rule"], found["message"], int(found.get("page") or 0))
        for found in row["findings"]
        if found["severity"] == "error" and found["rule"] not in _MISTAKEN
    ]
