"""Knows how work is spread over processes; must not know what the work is."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

from pipeline.formats.base import Format
from pipeline.formats.inputs import WriterInput, Written
from pipeline.tools import vega

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Workers:
    """Processes for the writers. The first format has one of its own, which loads what it needs while the source is
    being read.

    With one job everything happens here, in order.
    """

    def __init__(self, formats: Sequence[Format], jobs: int) -> None:
        self.formats = formats
        self.first: ProcessPoolExecutor | None = None
        self.others: ProcessPoolExecutor | None = None
        self.known = frozenset(multiprocessing.active_children())
        if jobs > 1:
            # A fork is quick, but a chart engine that already runs in this process would not survive it.
            can_fork = os.name == "posix" and not vega.is_running()
            context = multiprocessing.get_context("fork" if can_fork else "spawn")
            self.first, self.others = (
                ProcessPoolExecutor(count, mp_context=context, initializer=_ignore_interrupt) for count in (1, jobs - 1)
            )
            for row in formats[:1]:
                self.first.submit(row.warm_up)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for pool in (self.first, self.others):
            if pool is not None:
                pool.shutdown(wait=kind is None, cancel_futures=True)
        if kind is not None:
            # Ctrl-C or an error: what is still under way is of no use any more.
            started = set(multiprocessing.active_children()) - self.known
            for process in started:
                process.terminate()
            for process in started:
                process.join()

    def write(self, given: WriterInput) -> Iterator[tuple[Format, Written]]:
        """Each format with what its writer made, in the table's order."""
        if self.first is None or self.others is None:
            yield from ((row, row.write(given)) for row in self.formats)
            return
        first, others = self.first, self.others
        futures: list[tuple[Format, Future[Written]]] = [
            (row, (others if place else first).submit(row.write, given)) for place, row in enumerate(self.formats)
        ]
        for row, future in futures:
            yield row, future.result()

    def prepare(self, work: Callable[[], None]) -> None:
        """Do something that later work aside will be the faster for; nothing with one job."""
        if self.others is not None:
            self.others.submit(work)

    def aside(self, work: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        """The work done on each item, in order, beside what the first format is loading."""
        return (self.others or _Here()).map(work, items)

    def map(self, work: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        """The work done on each item, in order."""
        if self.first is None or self.others is None:
            yield from _Here().map(work, items)
            return
        pools = self.first, self.others
        futures = [pools[place % 2].submit(work, item) for place, item in enumerate(items)]
        yield from (future.result() for future in futures)


class _Here:
    """Does work in this process, when it is asked for."""

    def map(self, work: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        return map(work, items)


def _ignore_interrupt() -> None:
    # The parent decides what happens on Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
