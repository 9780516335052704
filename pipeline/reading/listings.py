"""Knows what a block of code says of itself: its language, its caption, and the file its lines come from; must not know
how code is set."""

from __future__ import annotations

import re
from typing import Any

from pipeline.core.decoding import BrokenText, decode_data
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES, Languages
from pipeline.core.model import Listing
from pipeline.core.opening import Folder, Unopened
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.core.vocabulary import LINES

Json = Any
LISTING_FILE = 2**20
"""The largest file that lines are taken from, in bytes."""


def has_caption(attributes: Json) -> bool:
    """Whether a block of code is a listing, with a number: it has a caption, or the id of one."""
    named = {name for name, _ in attributes[2]}
    return bool({"caption", *LANGUAGES} & named) or str(attributes[0]).startswith("lst-")


def listing_of(attributes: Json, span: Span, languages: Languages) -> Listing:
    """A block of code as the listing it is; its attributes are decoded."""
    named = dict(attributes[2])
    return Listing(attributes[0], languages.text(named.get("caption", ""), named.get(languages.beside or "", "")), span)


def with_lines(attributes: Json, text: str, folder: Folder, span: Span) -> tuple[str, Diagnostic | None]:
    """The lines of a block of code: its own, or those of the file that it names; empty, with LST104, where they cannot
    be had."""
    named = dict(attributes[2])
    attributes[2] = [pair for pair in attributes[2] if pair[0] not in ("file", "lines")]
    name = named.get("file", "")
    if not name:
        return text, None
    try:
        if text.strip():
            return text, _unread(span, name, Reason("lines_and_a_file"))
        lines = decode_data(folder.read(name, LISTING_FILE), folder.shown(name)).text.rstrip("\n").split("\n")
        if not any(lines):
            return "", _unread(span, name, Reason("file_without_text"))
    except Unopened as error:
        return "", _unread(span, name, error.reason)
    except BrokenText as error:
        return "", _unread(error.span, name, error.reason)
    if not named.get("lines"):
        return "\n".join(lines), None
    first, last = _range(named["lines"])
    if last > len(lines) or first > last:
        return "", _unread(span, name, Reason("lines_of_a_file", found=len(lines), wanted=named["lines"]))
    _count_from(attributes, first)
    return "\n".join(lines[first - 1 : last]), None


def _range(text: str) -> tuple[int, int]:
    found = re.fullmatch(LINES, text)
    first, last = found.groups() if found else ("1", None)
    return int(first), int(last or first)


def _count_from(attributes: Json, first: int) -> None:
    """Lines of a file keep their numbers, unless others are given."""
    if not any(name == "startFrom" for name, _ in attributes[2]):
        attributes[2].append(["startFrom", str(first)])


def _unread(span: Span, name: str, reason: Reason) -> Diagnostic:
    return Diagnostic("LST104", span, {"file": name, "reason": reason}, name)
