"""Knows how a Word file is shown in Chromium by docx-preview, and what is seen of it; must not know what should be.

It comes from npm (`make gates`) with jszip, which unpacks, and needs Node.js and Chromium. No address is opened.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason
from pipeline.tools import judges

_SCRIPT = Path(__file__).with_suffix(".js")
NAME = "docx-preview"


@dataclass(frozen=True)
class Shown:
    """What is seen of a Word file: the text of its body and of its notes, the pixels across and down of each picture in
    the body in order, and the errors of the page and its scripts."""

    body: str = ""
    notes: str = ""
    pictures: Sequence[tuple[int, int]] = ()
    errors: Sequence[str] = ()


def missing() -> str:
    """What is needed and this machine lacks; empty where a file can be shown."""
    return judges.lacking_node("puppeteer-core", "docx-preview", "jszip", browser=True)


def examine(path: Path, folder: Path) -> Shown:
    """A file as it is shown; what Chromium leaves goes into a folder.

    Raises:
        Unavailable
    """
    if lacking := missing():
        raise judges.Unavailable(Reason("lacking", what=lacking))
    printed = judges.node(_SCRIPT, [str(path)], home=folder)
    try:
        said = json.loads(printed)
        pictures = [(int(across), int(down)) for across, down in said["pictures"]]
        return Shown(str(said["body"]), str(said["notes"]), pictures, [str(one) for one in said["errors"]])
    except (ValueError, KeyError, TypeError) as error:
        raise judges.Unavailable(Reason("said_nothing", who=NAME)) from error
