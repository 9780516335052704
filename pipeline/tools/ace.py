"""Knows how Ace by DAISY is asked whether a book can be used by everybody; must not know reports.

It comes from npm (`make gates`), and needs Node.js and Chromium.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.opening import Unopened, read_within
from pipeline.core.reasons import Reason
from pipeline.tools import judges

_PACKAGE = "@daisy/ace-cli"
_MAX_REPORT = 256 * 2**20
# EPUB CFI names the ids on the way to an element in brackets, the outermost first.
_ID = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Violation:
    """What an element breaks: the rule, what Ace says, the file, and the ids round the element, nearest first."""

    rule: str
    words: str
    file: str
    ids: tuple[str, ...]


def missing() -> str:
    """What Ace needs and this machine lacks; empty where it can be run."""
    return judges.lacking_node(_PACKAGE, browser=True)


def examine(path: Path, folder: Path) -> list[Violation]:
    """All that Ace finds in a book; it works in a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    script = judges.package(_PACKAGE) / "bin/ace.js"
    # What it says on the way is no verdict: that is in the report.
    judges.node(script, ["--subdir", "--force", "--outdir", str(folder / "ace"), str(path)], home=folder)
    try:
        found = json.loads(read_within(folder / "ace" / path.stem / "report.json", folder, _MAX_REPORT))["assertions"]
        return [violation for page in found for violation in _violations(page)]
    except (Unopened, ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="Ace")) from error


def _violations(page: dict[str, Any]) -> Iterator[Violation]:
    for row in page["assertions"]:
        result = row["earl:result"]
        pointer = next(iter(result.get("earl:pointer", {}).get("cfi", [])), "")
        words = " ".join(str(result["dct:description"]).split())
        ids = tuple(reversed(_ID.findall(pointer)))
        yield Violation(row["earl:test"]["dct:title"], words, page["earl:testSubject"]["url"], ids)
