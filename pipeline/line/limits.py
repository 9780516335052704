"""Knows how much memory and time work of ours may take, and what becomes of work that wants more; must not know the
work.

Layout and drawing are libraries in processes of ours. They may take twice the memory that an outside tool may, and are
refused more by the system, which only Linux can. A format may take ten times as long as a tool: so long does a book of
some thousand pages.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import FrameType

from pipeline.core.diagnostics import PipelineError, tool_failed
from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.tools import processes
from pipeline.tools.processes import Bounds

_TIMES = 2
_FORMAT_TIMES = 10
CRASH = "Crash"
"""The name of the fault of work whose process ended by itself: a library that is refused memory may do so."""


def bounds() -> Bounds:
    """The bounds of work in a process of ours."""
    found = processes.bounds()
    return replace(found, memory=_TIMES * found.memory)


def seconds() -> float:
    """How long the making or the checking of one format may take."""
    return _FORMAT_TIMES * processes.bounds().seconds


def confine(process: int) -> None:
    """Have a worker refused more memory than it may take."""
    processes.confine(process, bounds(), once=False)


class _Late(BaseException):
    """Time is up; no library takes it for an error of its own."""


@contextmanager
def confined() -> Iterator[None]:
    """Have this process refused more memory and time than the making or checking of a format may take.

    Raises:
        RemoteFault: where time is up, as from a process that was ended.
    """
    with _memory(), _alarm():
        yield


@contextmanager
def _memory() -> Iterator[None]:
    before = None
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        before = resource.prlimit(os.getpid(), resource.RLIMIT_DATA)
        most = bounds().memory if before[1] == resource.RLIM_INFINITY else min(bounds().memory, before[1])
        resource.prlimit(os.getpid(), resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        if before is not None:
            resource.prlimit(os.getpid(), resource.RLIMIT_DATA, before)


@contextmanager
def _alarm() -> Iterator[None]:
    """An alarm clock, where there is one that nobody else has set."""
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or not hasattr(signal, "SIGALRM") or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    most = seconds()
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, most)
    try:
        yield
    except _Late:
        raise RemoteFault(TimeoutError.__name__, Reason("took_too_long", seconds=f"{most:g}")) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _Late


def why_ended(fault: RemoteFault) -> Reason | None:
    """What work took too much of, as far as its fault tells; None for a fault of another kind."""
    if fault.name == MemoryError.__name__:
        return bounds().too_large().reason
    return fault.words if fault.name in (CRASH, TimeoutError.__name__) and isinstance(fault.words, Reason) else None


@contextmanager
def told(what: str) -> Iterator[None]:
    """Work of a name; what goes beyond its bounds is an error of its own.

    Raises:
        PipelineError: TOL107
    """
    try:
        yield
    except MemoryError:
        raise _beyond(what, bounds().too_large().reason) from None
    except RemoteFault as fault:
        reason = why_ended(fault)
        if reason is None:
            raise
        raise _beyond(what, reason) from fault


def _beyond(what: str, reason: Reason) -> PipelineError:
    return tool_failed("TOL107", tool=what, reason=reason)
