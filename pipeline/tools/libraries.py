"""Knows how shared libraries are found without running a program; must not know what they are for.

`ctypes.util.find_library` runs `ldconfig`, then `gcc` and `ld` from PATH (python.org, library of ctypes): a program of
somebody else's would be run, and its temporary files stay where it is killed.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

RUNS_PROGRAMS = os.name == "posix" and sys.platform != "darwin"
"""Whether the search of this system runs programs; there the loader knows libraries by their whole names."""


@contextmanager
def no_search() -> Iterator[None]:
    """For packages that try several names of a library: the search finds nothing, so that the whole name, which the
    loader itself knows, is the one that is loaded."""
    search = ctypes.util.find_library
    if RUNS_PROGRAMS:
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def is_there(name: str, version: int) -> bool:
    """Whether the loader finds a library, such as `pango-1.0` in version 0: `libpango-1.0.so.0`."""
    if not RUNS_PROGRAMS:
        return ctypes.util.find_library(name) is not None
    try:
        ctypes.CDLL(f"lib{name}.so.{version}")
    except OSError:
        return False
    return True
