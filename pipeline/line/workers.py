"""Knows how work is spread over processes; must not know what the work is."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.formats.base import Format
from pipeline.formats.inputs import WriterInput, Written
from pipeline.line import limits
from pipeline.line.pool import Pool

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
        self.can_fork = "fork" in multiprocessing.get_all_start_methods()
        if jobs > 1:
            self.pool = Pool(jobs, self.can_fork)

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
        """Each format with what its writer made, in the table's order, in which the printed edition comes before what
        wants it."""
        pool, seconds = self.pool, limits.seconds()
        has_print = any(row.is_print for row in self.formats)
        tasks = {
            row.name: pool.submit(row.write, given, self.others if place else _FIRST, seconds)
            for place, row in enumerate(self.formats)
            if pool is not None and not (has_print and row.wants_print)
        }
        for row in self.formats:
            with limits.told(row.name):
                if pool is None:
                    with limits.confined():
                        written = row.write(given)
                else:
                    task = tasks.get(row.name) or pool.submit(row.write, given, self.others, seconds)
                    written = pool.result(task)
            if row.is_print:
                given = replace(given, printed=written[0])
            yield row, written

    def prepare(self, work: Callable[[], None]) -> None:
        """Do something that later work aside will be the faster for; nothing with one job."""
        if self.pool is not None:
            self.pool.submit(_call, work, self.others)

    def aside(
        self, work: Callable[[_In], _Out], late: Callable[[_In, Reason], _Out], items: Sequence[_In]
    ) -> Iterator[_Out]:
        """The work done on each item, in order, beside what the first format is loading; `late` is what comes of an
        item that takes more time or memory than it may. With one job it has a process of its own too, for else nothing
        could end it."""
        pool, places = self.pool, tuple(self.others)
        if pool is None and items and self.can_fork:
            pool, places = Pool(1, fork=True), _FIRST
        if pool is None:
            yield from map(work, items)
            return
        try:
            seconds = limits.bounds().seconds
            tasks = [pool.submit(work, item, places, seconds) for item in items]
            for item, task in zip(items, tasks, strict=True):
                try:
                    yield pool.result(task)
                except RemoteFault as fault:
                    reason = limits.why_ended(fault)
                    if reason is None:
                        raise
                    yield late(item, reason)
        finally:
            if pool is not self.pool:
                pool.kill()

    def map(
        self, work: Callable[[_In], _Out], items: Sequence[_In], name: Callable[[_In], str] = str
    ) -> Iterator[_Out]:
        """The work done on each item, in order.

        Raises:
            PipelineError: TOL107 with the item's name, where the work takes more time or memory than a format may.
        """
        if self.pool is None:
            for item in items:
                with limits.told(name(item)), limits.confined():
                    made = work(item)
                yield made
            return
        pool, seconds = self.pool, limits.seconds()
        tasks = [pool.submit(work, item, seconds=seconds) for item in items]
        for item, task in zip(items, tasks, strict=True):
            with limits.told(name(item)):
                made = pool.result(task)
            yield made


def _call(work: Callable[[], None]) -> None:
    work()
