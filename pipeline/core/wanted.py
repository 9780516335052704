"""Knows whether somebody still waits for what is being worked out; must not know what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


class Unwanted(Exception):
    """Nobody waits any more: who asked for it wants something newer."""


@contextmanager
def wanted_while(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Inside, long work ends with `Unwanted` soon after it is no longer wanted."""
    token = _asked.set(is_wanted)
    try:
        yield
    finally:
        _asked.reset(token)


def may_end() -> bool:
    """Whether the work under way may be of no use before it is done."""
    return _asked.get() is not None


def go_on() -> None:
    """Go on with long work that is wanted; called where a tree is made or gone through, and while a tool runs.

    Raises:
        Unwanted
    """
    is_wanted = _asked.get()
    if is_wanted is not None and not is_wanted():
        raise Unwanted


def along(work: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Work that is as wanted in another thread as it is here."""
    here = copy_context()

    def done(*given: _Given.args, **named: _Given.kwargs) -> _Made:
        return here.copy().run(work, *given, **named)

    return done
