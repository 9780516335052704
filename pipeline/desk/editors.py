"""Knows by which command an editor opens a file at a line; must not know what opens it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

_COLON, _PLUS = ("{file}:{line}",), ("+{line}", "{file}")
_KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("code", "codium", "code-insiders", "cursor"), ("-g", *_COLON)),
    **dict.fromkeys(("zed", "subl", "hx-gui"), _COLON),
    "emacsclient": ("-n", *_PLUS),
    **dict.fromkeys(("gvim", "nvim-qt", "gedit", "mousepad", "xed"), _PLUS),
    "kate": ("--line", "{line}", "{file}"),
}
"""What those take that have a window of their own; one that needs a terminal cannot be opened from a page."""
_TERMINAL = ("vi", "vim", "nvim", "nano", "hx", "helix", "micro", "joe", "ne", "ed", "kak")


def command(named: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The command of an editor that is named, or that of the environment (`VISUAL`, `EDITOR`), with `{file}` and
    `{line}` where they stand; empty where there is none that could be used."""
    wanted = named or environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        parts = tuple(shlex.split(wanted))
    except ValueError:
        return ()
    if any("{file}" in part for part in parts):
        return parts
    known = _KNOWN.get(Path(parts[0]).name) if parts else None
    if known or not parts or not named or Path(parts[0]).name in _TERMINAL:
        return (*parts, *known) if known else ()
    return (*parts, "{file}")
