"""Knows how a book is opened in Chromium by the engines of reading systems, and what they show of it; must not know
what they should.

The engines come from npm (`make gates`), and need Node.js and Chromium. No address is opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.reasons import Reason
from pipeline.tools import judges
from pipeline.tools.axe import Mode, Violation

_SCRIPT = Path(__file__).with_suffix(".js")
NAME = "Foliate, epub.js"
FOLIATE, EPUB_JS = "foliate", "epubjs"
"""The engine of Foliate, and epub.js, which web sites show books by."""


@dataclass(frozen=True)
class Reading:
    """A book that is opened by an engine; Foliate's asks axe in each of some modes. Its chapters are shown, or its
    contents alone."""

    engine: str
    book: Path
    modes: Sequence[Mode] = ()
    has_chapters: bool = True


@dataclass(frozen=True)
class Shown:
    """What an engine shows of a book: the letters drawn of each file of the spine by name, the labels of the contents
    in order, each with whether the engine finds where it leads, the errors of its scripts, and what axe says."""

    chapters: Mapping[str, str]
    contents: Sequence[tuple[str, bool]]
    errors: Sequence[str]
    said: Sequence[Violation]


def missing() -> str:
    """What is needed and this machine lacks; empty where a book can be opened."""
    return judges.lacking_node("puppeteer-core", "foliate-js", "epubjs", "jszip", "axe-core", browser=True)


def examine(readings: Sequence[Reading], folder: Path) -> list[Shown]:
    """What is shown in each of some readings; what Chromium leaves goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    given = {"readings": [_row(reading) for reading in readings]}
    printed = judges.node(_SCRIPT, given=json.dumps(given).encode(), home=folder)
    try:
        return [_shown(row) for row in json.loads(printed)]
    except (ValueError, KeyError, TypeError) as error:
        raise judges.Unavailable(Reason("said_nothing", who=NAME)) from error


def _row(reading: Reading) -> dict[str, object]:
    return {
        "engine": reading.engine,
        "book": str(reading.book),
        "hasChapters": reading.has_chapters,
        "modes": [mode.row() for mode in reading.modes],
    }


def _shown(row: Mapping[str, Any]) -> Shown:
    return Shown(
        {str(one["name"]): str(one["text"]) for one in row["chapters"]},
        [(str(one["label"]), bool(one["isThere"])) for one in row["contents"]],
        [str(one) for one in row["errors"]],
        [_violation(one) for one in row["said"]],
    )


def _violation(row: Mapping[str, Any]) -> Violation:
    return Violation((row["mode"],), row["rule"], row["words"], Path(row["chapter"]), tuple(row["ids"]))
