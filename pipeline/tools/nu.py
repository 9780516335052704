"""Knows how the Nu Html Checker is asked whether a page follows HTML; must not know reports.

It comes from npm (`make gates`), and needs Java.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_JAR = "build/dist/vnu.jar"
_MISTAKEN = re.compile(
    # Nu takes `data:` of a policy for the name of a host, and so refuses pictures that are in the page.
    r"Resource violates Content Security Policy \(meta tag\): image “data:image/"
    # An accent of a formula stands alone in its element (MathML Core, 3.4.3).
    r"|Text run starts with a composing character"
)
# A block of data is no script, and no policy is asked about it (HTML, 4.12.1).
_DATA = "application/ld+json"


@dataclass(frozen=True)
class Message:
    """What Nu says once: `error`, `warning` or `info`, its words, and where, from 1 (0 for the whole page)."""

    severity: str
    words: str
    line: int
    column: int


def missing() -> str:
    """What Nu needs and this machine lacks; empty where it can be run."""
    return judges.lacking_java() or ("" if judges.package("vnu-jar").is_dir() else "vnu-jar (make gates)")


def examine(path: Path) -> list[Message]:
    """All that it has to say of a page.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    # A deep stack: each element in another takes some of it.
    command = [*judges.JAVA, "-Xss32m", "-jar"]
    printed = judges.ask([*command, str(judges.package("vnu-jar") / _JAR), "--stdout", "--format", "json", str(path)])
    try:
        rows = json.loads(printed)["messages"]
    except (ValueError, KeyError) as error:
        raise judges.Unavailable(Reason("said_nothing", who="Nu")) from error
    # A warning is an `info` with a kind of its own.
    return [
        Message(row.get("subType") or row["type"], row["message"], row.get("lastLine", 0), row.get("firstColumn", 1))
        for row in rows
        if not _is_mistaken(row)
    ]


def _is_mistaken(row: dict[str, str]) -> bool:
    is_data = row["message"].startswith("Inline script violates") and _DATA in row.get("extract", "")
    return is_data or _MISTAKEN.match(row["message"]) is not None
