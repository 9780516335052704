"""Knows how LibreOffice computes a document until nothing changes, and on which pages its bookmarks stand then;
must not know ours: it is run by the Python that has LibreOffice's bridge, which is not the project's."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

NO_BRIDGE = 3
"""How it ends where its Python has no bridge."""
_TRIES, _PAUSE = 200, 0.1
_PASSES = 4
_SIGNAL_OF_PARENTS_DEATH = 1


def main(program: str, profile: str, file: str) -> None:
    """Write out how many pages a file has, and the page of each bookmark, as JSON."""
    try:
        uno = importlib.import_module("uno")
    except ImportError:
        sys.exit(NO_BRIDGE)
    name = f"kanben{os.getpid()}-{time.time_ns()}"
    address = f"-env:UserInstallation={Path(profile).as_uri()}"
    command = [program, address, "--headless", "--norestore", f"--accept=pipe,name={name};urp;"]
    office = _started(command)
    try:
        for _ in range(_TRIES):
            if office.poll() is not None:
                # With a new profile the program asks to be started once more.
                office = _started(command)
            with suppress(Exception):
                desktop = _desktop(uno, name)
                break
            time.sleep(_PAUSE)
        sys.stdout.write(json.dumps(_read(uno, desktop, Path(file))))
    finally:
        office.kill()


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 (this program has one thread)
    )


def _end_with_parent() -> None:
    """Have the system end the program when this one ends, however that comes; only Linux can."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_SIGNAL_OF_PARENTS_DEATH, signal.SIGKILL)


def _desktop(uno: Any, name: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _read(uno: Any, desktop: Any, file: Path) -> dict[str, Any]:
    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, (hidden,))
    # The whole has to be laid out, formulas too, before anything is asked for.
    document.CurrentController.ViewCursor.jumpToLastPage()
    pages: dict[str, int] = {}
    for _ in range(_PASSES):
        before, pages = pages, _pages(document)
        if pages == before:
            break
        _update(document)
    return {"count": document.CurrentController.PageCount, "bookmarks": pages}


def _update(document: Any) -> None:
    document.refresh()
    document.TextFields.refresh()
    for place in range(document.DocumentIndexes.Count):
        document.DocumentIndexes.getByIndex(place).update()
    document.refresh()


def _pages(document: Any) -> dict[str, int]:
    cursor, bookmarks = document.CurrentController.ViewCursor, document.Bookmarks
    found = {}
    for name in bookmarks.ElementNames:
        cursor.gotoRange(bookmarks.getByName(name).Anchor.Start, False)
        found[name] = cursor.Page
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
