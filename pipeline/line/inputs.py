"""Knows everything that decides what a build gives, as one digest; must not know what is built from it.

The bytes of the report's files, our own version with that of all packages, the tools, the fonts and the settings of the
environment. No date of a file of the report counts; fonts and tools, which are large, are known by name, size and date.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core.opening import Unopened, read_within
from pipeline.core.steps import standing
from pipeline.formats import FORMATS

_PACKAGE = Path(__file__).resolve().parent.parent
_STYLES = (_PACKAGE / "_styles", _PACKAGE.parent / "styles")
_FONTS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
_TOOLS = ("fc-list", "dot", "soffice", "libreoffice", "pandoc")
_VARIABLES = ("SOURCE_DATE_EPOCH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "PYPANDOC_PANDOC", "XDG_DATA_HOME", "TZ")
SETTINGS = "kanben.toml"
_MOST = 64 * 2**20
"""Bytes of a file of the report; one with more is no reason to keep anything."""


class TooLarge(Exception):
    """Something is too large, or cannot be read, for its bytes to be a key."""


def digest(root: Path, out: Path, formats: Sequence[str], options: Sequence[str]) -> str:
    """The digest of all that decides what a build of formats gives, in hexadecimal.

    Raises:
        TooLarge
    """
    made = hashlib.sha256()
    for row in (*_rows(root, out, formats), *options, *formats):
        made.update(f"{len(row)}:".encode())
        made.update(row.encode("utf-8", "surrogateescape"))
    return made.hexdigest()


def machine() -> tuple[str, ...]:
    """What decides of what any report gives, and of each step on the way."""
    return (
        *(_own(), sys.version, sys.platform, *_packages(), *_fonts()),
        *(f"{name}={standing(shutil.which(name) or '')}" for name in _TOOLS),
        *(f"{name}={os.environ.get(name)}" for name in _VARIABLES),
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("KANBEN_")),
    )


def _rows(root: Path, out: Path, formats: Sequence[str]) -> Iterator[str]:
    yield from _of_files(root, _files(root))
    yield from machine()
    # Other formats may say the pages of what was made for the press before.
    pressed = [out / f"report{row.suffix}" for row in FORMATS if row.for_press and row.name not in formats]
    yield from _of_files(out, [path for path in pressed if path.is_file()])


@cache
def _own() -> str:
    """The digest of our own files."""
    made = hashlib.sha256()
    for folder in (_PACKAGE, *_STYLES):
        for path in _below(folder):
            made.update(f"{path.relative_to(folder)} ".encode())
            made.update(path.read_bytes())
    return made.hexdigest()


def _files(root: Path) -> list[Path]:
    """The report's own files, and those that its settings name elsewhere in the project."""
    own = [root / SETTINGS] if (root / SETTINGS).is_file() else []
    return sorted({*_below(root / "source"), *_below(root / "styles"), *own, *named_files(root)})


def named_files(root: Path) -> frozenset[Path]:
    """The files that the settings of a report name: a citation style, a template."""
    with suppress(OSError, ValueError, RecursionError):
        return frozenset(root / name for name in _strings(settings_of(root)) if name and (root / name).is_file())
    return frozenset()


def settings_of(root: Path) -> Mapping[str, Any]:
    """What `kanben.toml` says, unchecked and without a schema; nothing where it cannot be read."""
    with suppress(Unopened, ValueError, RecursionError):
        return tomllib.loads(read_within(root / SETTINGS, root, _MOST).decode("utf-8"))
    return {}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _below(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        found += [Path(place, name) for name in files if not name.startswith(".")]
    return sorted(found)


def _of_files(root: Path, paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        try:
            data = read_within(path, root, _MOST)
        except Unopened as error:
            if error.cause == "large":
                raise TooLarge from error
            # What is not read by us is not read by a build either; but that it is there may be told.
            data = str(error.cause).encode()
        yield f"{os.path.relpath(path, root)} {hashlib.sha256(data).hexdigest()}"


def _packages() -> list[str]:
    """The versions of all packages that may be imported, as the names of their folders say them."""
    found: set[str] = set()
    for place in map(Path, sys.path):
        with suppress(OSError):
            found |= {path.name for path in place.iterdir() if path.suffix in (".dist-info", ".egg-info")}
    return sorted(found)


def _fonts() -> Iterator[str]:
    for folder in _FONTS:
        for path in _below(Path(folder).expanduser()):
            yield standing(path)
