"""Knows how a page is asked about in Chromium by HTML CodeSniffer, and walked through by keyboard; must not know what
the page is.

The CodeSniffer comes from npm (`make gates`), and needs Node.js and Chromium.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_SCRIPT = Path(__file__).with_name("walk.js")


@dataclass(frozen=True)
class Fault:
    """What is wrong with an element: a technique of WCAG or a rule of the walk, words, the ids round it, nearest
    first."""

    rule: str
    words: str
    ids: tuple[str, ...]


def missing() -> str:
    """What is needed and this machine lacks; empty where it can be run."""
    return judges.lacking_node("html_codesniffer", "puppeteer-core", browser=True)


def examine(page: Path, folder: Path) -> list[Fault]:
    """All errors of a page; what Chromium leaves goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    printed = judges.node(_SCRIPT, [page.as_uri()], home=folder)
    try:
        return [Fault(row["rule"], row["words"], tuple(row["ids"])) for row in json.loads(printed)]
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="HTML CodeSniffer")) from error
