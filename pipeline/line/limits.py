"""Knows how much memory work of ours may take, and what becomes of work that wants more; must not know the work.

Layout and drawing are libraries in processes of ours: they may take twice what an outside tool may, and are refused
more by the system. Only Linux can.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from pipeline.core.diagnostics import PipelineError, tool_failed
from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.tools import processes
from pipeline.tools.processes import Bounds

_TIMES = 2
CRASH = "Crash"
"""The name of the fault of work whose process ended by itself: a library that is refused memory may do so."""


def bounds() -> Bounds:
    """The bounds of work in a process of ours."""
    found = processes.bounds()
    return replace(found, memory=_TIMES * found.memory)


def confine(process: int) -> None:
    """Have a worker refused more memory than it may take."""
    processes.confine(process, bounds(), once=False)


@contextmanager
def confined() -> Iterator[None]:
    """Have this process refused more memory than work may take, for a while."""
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
