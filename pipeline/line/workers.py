"""Knows how work is spread over processes; must not know what the work is."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.formats.base import Format
from pipeline.formats.inputs import WriterInput, Written
from pipeline.line.pool import LATE, Pool
from pipeline.tools.processes import bounds

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_FIRST = (0,)


class Workers:
    """Processes for the writers. The first format has one of its own, which loads what it needs while the source is
    being read.

    With one job everything happens here, in order.
    """

    def __init__(self, formats: Sequence[Format], jobs: int) -> None:
        self.formats = formats
        self.pool: Pool | None = None
        self.others = range(1, jobs)
        if jobs > 1:
            can_fork = "fork" in multiprocessing.get_all_start_methods()
            self.pool = Pool(jobs, can_fork)

    def __enter__(self) -> Workers:
        if self.pool is not None:
            for row in self.formats[:1]:
                self.pool.submit(_call, row.warm_up, _FIRST)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.pool is not None:
            # After Ctrl-C or an error, what is still under way is of no use any more.
            self.pool.close() if kind is None else self.pool.kill()

    def write(self, given: WriterInput) -> Iterator[tuple[Format, Written]]:
        """Each format with what its writer made, in the table's order."""
        if self.pool is None:
            yield from ((row, row.write(given)) for row in self.formats)
            return
        pool = self.pool
        tasks = [
            (row, pool.submit(row.write, given, self.others if place else _FIRST))
            for place, row in enumerate(self.formats)
        ]
        for row, task in tasks:
            yield row, pool.result(task)

    def prepare(self, work: Callable[[], None]) -> None:
        """Do something that later work aside will be the faster for; nothing with one job."""
        if self.pool is not None:
            self.pool.submit(_call, work, self.others)

    def aside(
        self, work: Callable[[_In], _Out], late: Callable[[_In, Reason], _Out], items: Sequence[_In]
    ) -> Iterator[_Out]:
        """The work done on each item, in order, beside what the first format is loading; `late` is what comes of an
        item that takes longer than an outside tool may. With one job there is no such limit."""
        if self.pool is None:
            yield from map(work, items)
            return
        seconds = bounds().seconds
        tasks = [self.pool.submit(work, item, self.others, seconds) for item in items]
        for item, task in zip(items, tasks, strict=True):
            try:
                yield self.pool.result(task)
            except RemoteFault as fault:
                if fault.name != LATE or not isinstance(fault.words, Reason):
                    raise
                yield late(item, fault.words)

    def map(self, work: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        """The work done on each item, in order."""
        if self.pool is None:
            return map(work, items)
        pool = self.pool
        tasks = [pool.submit(work, item) for item in items]
        return (pool.result(task) for task in tasks)


def _call(work: Callable[[], None]) -> None:
    work()
