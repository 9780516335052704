"""Knows how it is measured where Chromium draws the text of pages on narrow screens; must not know what the pages are.

It needs Node.js, Chromium, and puppeteer-core from npm (`make gates`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_SCRIPT = Path(__file__).with_name("layout.js")
LEAST = 9
"""How many px the type of a drawing is high at least."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with where a text is drawn on a screen of a width in px: the rule, how the text begins, the other
    text or the size that the rule is about, the page, and the ids round it, nearest first."""

    width: int
    rule: str
    text: str
    other: str
    page: Path
    ids: tuple[str, ...]


def missing() -> str:
    """What is needed and this machine lacks; empty where it can be measured."""
    return judges.lacking_node("puppeteer-core", browser=True)


def examine(pages: Sequence[Path], widths: Sequence[int], folder: Path) -> list[Fault]:
    """All faults of some pages, each with the first of some widths first; what Chromium leaves goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    given = {"pages": [page.as_uri() for page in pages], "widths": list(widths), "least": LEAST}
    printed = judges.node(_SCRIPT, given=json.dumps(given).encode(), home=folder)
    by_address = {page.as_uri(): page for page in pages}
    try:
        return [
            Fault(row["width"], row["rule"], row["text"], row["other"], by_address[row["page"]], tuple(row["ids"]))
            for row in json.loads(printed)
        ]
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="Chromium")) from error
