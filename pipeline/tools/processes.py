"""Knows how an outside program runs within bounds of time and memory; must not know any program.

The bounds are `[tools]` of `kanben.toml`; the variables KANBEN_TOOL_SECONDS and KANBEN_TOOL_MEMORY have the last word.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.wanted import go_on, may_end

SECONDS, MEMORY = "KANBEN_TOOL_SECONDS", "KANBEN_TOOL_MEMORY"
_LEAST = {SECONDS: 0.5, MEMORY: 0.25}
_GIGABYTE = 2**30
_LOOK = 0.05
"""Seconds between two looks at whether a program is still wanted."""


class OutOfBounds(ReasonedError):
    """A program took more time or memory than it may."""


@dataclass(frozen=True)
class Bounds:
    """How many seconds a program may run, and how many bytes of memory it may hold."""

    seconds: float
    memory: int

    def too_slow(self) -> OutOfBounds:
        return OutOfBounds(Reason("took_too_long", seconds=f"{self.seconds:g}"))

    def too_large(self) -> OutOfBounds:
        return OutOfBounds(Reason("took_too_much_memory", size=f"{self.memory / _GIGABYTE:g}"))


DEFAULT = Bounds(60.0, 2 * _GIGABYTE)
_set = {"bounds": DEFAULT}


def bounds() -> Bounds:
    """The bounds that hold in this process: those of the user's environment, else those that were set last."""
    found = _set["bounds"]
    memory = _value(MEMORY, found.memory / _GIGABYTE)
    return Bounds(_value(SECONDS, found.seconds), int(memory * _GIGABYTE))


def set_bounds(found: Bounds) -> None:
    """Have the bounds of a project hold in this process and in those that fork from it. A command does so, which has
    one project; who works on several keeps the bounds that are there."""
    _set["bounds"] = found


def run(
    command: Sequence[str],
    given: bytes = b"",
    *,
    within: Bounds | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on some input until it ends; what it prints, and its exit code.

    Raises:
        OutOfBounds: where it takes longer than it may; it is ended. What asks for more memory than it may is refused
            it, and fails in its own way.
        OSError: where it cannot be started.
        Unwanted: where nobody waits for it any more; it is ended.
    """
    limits = within or bounds()
    # From a file it takes its input by itself: `communicate` gives none of it any more after it has been broken off.
    with tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        with subprocess.Popen(
            list(command), stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            confine(process.pid, limits)
            try:
                printed, told = _heard(process, limits.seconds)
            except subprocess.TimeoutExpired:
                raise limits.too_slow() from None
            finally:
                # Also after Ctrl-C: nothing goes on.
                process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, printed, told)


def _heard(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    """What a program prints and tells."""
    left = seconds
    while may_end() and left > _LOOK:
        go_on()
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_LOOK)
        left -= _LOOK
    return process.communicate(timeout=left)


def confine(process: int, limits: Bounds, *, once: bool = True) -> None:
    """Have the system refuse a process memory beyond its bounds, and end one that runs `once` by itself should its
    parent be gone. Only Linux can."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        cpu = int(limits.seconds * (os.cpu_count() or 1)) + 10
        resource.prlimit(process, resource.RLIMIT_DATA, (limits.memory, limits.memory))
        if once:
            resource.prlimit(process, resource.RLIMIT_CPU, (cpu, cpu))


def _value(name: str, default: float) -> float:
    try:
        value = float(os.environ.get(name, ""))
    except ValueError:
        return default
    return value if _LEAST[name] <= value < 1e6 else default
