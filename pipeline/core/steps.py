"""Knows what a step gave for the same input in an earlier run; must not know any step, nor what decides beside its
input: that is one digest, which who keeps steps has to give."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.store import Store


@dataclass(frozen=True)
class _Steps:
    store: Store
    base: str


_set: dict[str, _Steps | None] = {"steps": None}


@contextmanager
def keeping(store: Store, base: str) -> Iterator[None]:
    """Keep what steps give in a store, in this process and in those that fork from it; `base` is the digest of all that
    decides it beside their inputs, such as the versions of tools."""
    before, _set["steps"] = _set["steps"], _Steps(store, base)
    try:
        yield
    finally:
        _set["steps"] = before


def kept(step: str, given: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
    """What a step makes of its input, or has made of it before. What it raises is not kept."""
    steps = _set["steps"]
    if steps is None:
        return make()
    key = _key(steps.base, step, *given)
    data = steps.store.get(key)
    if data is None:
        data = make()
        steps.store.put(key, data)
    return data


def standing(path: str | Path) -> str:
    """A file that is too large to be read for a key: its name, size in bytes and date."""
    try:
        status = Path(path).stat()
    except OSError:
        return str(path)
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _key(*parts: str | bytes) -> str:
    made = hashlib.sha256(b"step\0")
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
