"""Knows how a worker's life is bound to its parent's: it ends when that ends, with all that it started; must not know
the work."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait

from pipeline.core import scratch, signals

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Called in a worker, first of all: it is the leader of a process group, and is killed when its parent dies, by the
    kernel where that can be had (Linux, `prctl(2)`), and by a thread that waits for the parent's end everywhere."""
    signals.leave_to_parent()
    scratch.leave_to_parent()
    if hasattr(os, "setpgid"):
        with suppress(OSError):
            os.setpgid(0, 0)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:
        _end()
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    above = parent_process()
    if above is not None:
        wait([above.sentinel])
        _end()


def _end() -> None:
    """End this process and its group."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
