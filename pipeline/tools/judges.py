"""Knows how an outside judge is run within bounds, whatever it is written in, and where those of npm are; must not know
any judge."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import Reason, ReasonedError

SECONDS = 600.0
_PACKAGES = Path(__file__).resolve().parents[2] / "tools/gates/node_modules"
JAVA = ("java", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""One core and a small heap: a file is judged in seconds, and beside others. What Java does to run long is the larger
part of what a start of it takes."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Unavailable(ReasonedError):
    """A judge cannot be run here, or says nothing that can be read; the reason says what is missing."""


def lacking_java() -> str:
    """Java as far as it is not there, and how it is had."""
    return "" if shutil.which("java") else "Java (apt install default-jre-headless)"


def lacking_node(*packages: str, browser: bool = False) -> str:
    """The first of Node.js, some packages of npm and a browser that is not there, and how it is had."""
    wanted: Iterator[tuple[bool, str]] = iter(
        (
            (shutil.which("node") is not None, "Node.js (apt install nodejs)"),
            *((package(name).is_dir(), f"{name} (make gates)") for name in packages),
            (not browser or bool(_browser()), "Chromium (apt install chromium)"),
        )
    )
    return next((what for is_there, what in wanted if not is_there), "")


def package(name: str) -> Path:
    """The folder of a package of npm, which `make gates` installs."""
    return _PACKAGES / name


def node(script: Path, arguments: Sequence[str] = (), given: bytes = b"", *, home: Path) -> bytes:
    """What a script prints that Node.js runs with our packages; what it and a browser leave goes into a folder.

    Raises:
        Unavailable
    """
    environment = {
        "NODE_PATH": str(_PACKAGES),
        "PUPPETEER_EXECUTABLE_PATH": _browser(),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    return ask(["node", str(script), *arguments], given, environment)


def ask(
    command: Sequence[str], given: bytes = b"", environment: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> bytes:
    """What a judge prints, whatever its exit code, which is its verdict. It and all that it starts ends with the call.

    Raises:
        Unavailable: where it cannot be started, takes longer than it may, or prints nothing.
    """
    try:
        # A group of its own: a browser has many processes, which do not end with what started them.
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable(reason_of(error)) from error
    with process:
        try:
            printed, told = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(reason_of(error)) from error
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    if not printed.strip():
        name = Path(command[0]).name
        words = told.decode("utf-8", "replace").strip()[-300:]
        raise Unavailable(quoted(name, words) if words else Reason("said_nothing", who=name))
    return printed


def _browser() -> str:
    return next((path for name in _BROWSERS if (path := shutil.which(name))), "")
