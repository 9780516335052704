"""Knows how axe is asked about pages that Chromium shows, in some modes of reading; must not know what the pages are.

It comes from npm (`make gates`), and needs Node.js and Chromium.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_SCRIPT = Path(__file__).with_name("axe.js")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The rules of WCAG 2.2 AA."""


@dataclass(frozen=True)
class Mode:
    """How a page is read: the window in px, media features, what the reader's own style says, and the tags or names of
    the rules that are asked."""

    name: str
    width: int = 1280
    height: int = 900
    media: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    tags: Sequence[str] = (*WCAG, "best-practice")
    rules: Sequence[str] = ()

    def row(self) -> dict[str, object]:
        """The mode as scripts are told it."""
        kind, values = ("rule", self.rules) if self.rules else ("tag", self.tags)
        return {
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "media": [{"name": name, "value": value} for name, value in self.media.items()],
            "style": self.style,
            "run": {"type": kind, "values": list(values)},
        }


@dataclass(frozen=True)
class Violation:
    """What an element breaks, and in which modes: the rule, what axe says in the first of them, the page, and the ids
    round it, nearest first; `cause` is axe's name for why it leaves the rule undecided, None where it decides."""

    modes: tuple[str, ...]
    rule: str
    words: str
    page: Path
    ids: tuple[str, ...]
    cause: str | None = None


def missing() -> str:
    """What axe needs and this machine lacks; empty where it can be run."""
    return judges.lacking_node("axe-core", "puppeteer-core", browser=True)


def examine(pages: Sequence[Path], modes: Sequence[Mode], folder: Path) -> list[Violation]:
    """All that axe finds on some pages in some modes, once for an element and a rule; what Chromium leaves goes into a
    folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    given = {"pages": [page.as_uri() for page in pages], "modes": [mode.row() for mode in modes]}
    printed = judges.node(_SCRIPT, given=json.dumps(given).encode(), home=folder)
    by_address = {page.as_uri(): page for page in pages}
    found: dict[tuple[str | None, ...], Violation] = {}
    try:
        for row in json.loads(printed):
            key = (row["page"], row["rule"], row["cause"], row["markup"], *row["ids"])
            seen = (*found[key].modes, row["mode"]) if key in found else (row["mode"],)
            words = found[key].words if key in found else row["words"]
            found[key] = Violation(seen, row["rule"], words, by_address[row["page"]], tuple(row["ids"]), row["cause"])
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="axe")) from error
    return list(found.values())
