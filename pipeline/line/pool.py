"""Knows how work is done in other processes and what becomes of it, whatever happens to them; must not know the work.

A process here has one pipe and no thread: nothing waits for anything but for an answer or for the end of a process.
What goes wrong comes back as text, since an exception need not be able to cross.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import pickle
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.core import scratch
from pipeline.core.diagnostics import PipelineError
from pipeline.core.failures import RemoteFault
from pipeline.core.reasons import Reason
from pipeline.core.signals import held
from pipeline.line import limits
from pipeline.line.life import end_with_parent

LATE = "TimeoutError"
"""The name of the fault of a task that took too long."""
_SECONDS = 5.0
_OWN_SIGNALS = frozenset([signal.SIGABRT, signal.SIGSEGV])
"""Signals that a process sends itself, where others are sent from outside."""


@dataclass(frozen=True)
class Answer:
    """What became of a task: a value, the error that stops the run, or a fault as text."""

    value: Any = None
    stopped: PipelineError | None = None
    fault: tuple[str, Reason | str, str] | None = None

    def get(self) -> Any:
        """The value.

        Raises:
            PipelineError, RemoteFault
        """
        if self.stopped is not None:
            raise self.stopped
        if self.fault is not None:
            raise RemoteFault(*self.fault)
        return self.value


@dataclass(eq=False)
class Task:
    """Work on an item, for one of some places; ended where it takes more than some seconds, if there is a limit."""

    work: Callable[[Any], Any]
    item: Any
    places: Sequence[int]
    seconds: float | None = None
    until: float = math.inf
    answer: Answer | None = None


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None


@dataclass
class Pool:
    """Up to `count` processes, each started when there is work for its place."""

    count: int
    fork: bool
    waiting: deque[Task] = field(default_factory=deque)
    workers: dict[int, _Worker] = field(default_factory=dict)

    def submit(
        self, work: Callable[[Any], Any], item: Any, places: Sequence[int] = (), seconds: float | None = None
    ) -> Task:
        """Have work done on an item, in one of the places, or in any, within some seconds if they are given."""
        task = Task(work, item, places or range(self.count), seconds)
        self.waiting.append(task)
        self._hand_out()
        return task

    def result(self, task: Task) -> Any:
        """What the task gives; others are served meanwhile.

        Raises:
            PipelineError: as the work raised it.
            RemoteFault: for any other exception of the work, and where its process ended.
        """
        while task.answer is None:
            self._take_answers()
            self._hand_out()
        return task.answer.get()

    def close(self) -> None:
        """Let the processes that have nothing to do end by themselves, and end the others: nobody waits for them."""
        idle = [worker for worker in self.workers.values() if worker.task is None]
        try:
            for worker in idle:
                worker.pipe.close()
            for worker in idle:
                worker.process.join(_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """End all processes and what they started, at once."""
        with held():
            for worker in self.workers.values():
                if worker.process.is_alive():
                    _kill(worker.process)
            for worker in self.workers.values():
                worker.process.join(_SECONDS)
                worker.pipe.close()
            self.workers.clear()

    def _hand_out(self) -> None:
        """Give waiting tasks to places that are free; never to a busy one, which reads nothing before it has
        answered."""
        for task in list(self.waiting):
            free = [place for place in task.places if place not in self.workers or self.workers[place].task is None]
            if not free:
                continue
            # A process that runs already comes before one to be started.
            worker = self._worker(min(free, key=lambda place: place not in self.workers))
            self.waiting.remove(task)
            worker.task = task
            task.until = math.inf if task.seconds is None else time.monotonic() + task.seconds
            try:
                worker.pipe.send((task.work, task.item))
            except OSError:
                self._ended(worker)

    def _worker(self, place: int) -> _Worker:
        if place not in self.workers:
            context = multiprocessing.get_context("fork") if self.fork else multiprocessing.get_context("spawn")
            with held():
                here, there = context.Pipe()
                known = [worker.pipe for worker in self.workers.values()]
                others = [here, *known] if self.fork else []
                process = context.Process(target=_serve, args=(there, others, os.getpid()), daemon=True)
                process.start()
                there.close()
                self.workers[place] = _Worker(process, here)
                # Each side does it: neither knows which comes first.
                if process.pid and hasattr(os, "setpgid"):
                    with suppress(OSError):
                        os.setpgid(process.pid, process.pid)
                    scratch.tell(groups=[process.pid])
                if process.pid:
                    limits.confine(process.pid)
        return self.workers[place]

    def _take_answers(self) -> None:
        """Wait until a process has answered, has ended, or has to be ended."""
        busy = {worker.pipe: worker for worker in self.workers.values() if worker.task is not None}
        until = min((worker.task.until for worker in busy.values() if worker.task), default=math.inf)
        answered = wait(list(busy), None if until == math.inf else max(until - time.monotonic(), 0))
        if not answered:
            for worker in busy.values():
                if worker.task is not None and worker.task.until <= time.monotonic():
                    _kill(worker.process)
                    self._ended(worker, LATE, Reason("took_too_long", seconds=f"{worker.task.seconds:g}"))
        for pipe in answered:
            worker = busy[pipe]  # type: ignore[index]
            try:
                data = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                self._ended(worker)
                continue
            if worker.task is not None:
                worker.task.answer = pickle.loads(data)
            worker.task = None

    def _ended(self, worker: _Worker, name: str = "", why: Reason | None = None) -> None:
        """A process was ended before it had answered: its task has a fault, and its place is empty."""
        worker.process.join(_SECONDS)
        code = worker.process.exitcode or 0
        if worker.task is not None:
            name = name or (limits.CRASH if -code in _OWN_SIGNALS else "Worker")
            worker.task.answer = Answer(fault=(name, why or _how(code), ""))
        worker.task = None
        worker.pipe.close()
        for place in [place for place, other in self.workers.items() if other is worker]:
            del self.workers[place]


def _how(code: int) -> Reason:
    """How a process ended, by its exit code as `multiprocessing` counts it."""
    if code >= 0:
        return Reason("ended_with", code=code)
    known = -code in set(signal.Signals)
    return Reason("ended_by", signal=signal.Signals(-code).name if known else str(-code))


def _kill(process: BaseProcess) -> None:
    if hasattr(os, "killpg") and process.pid:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _serve(pipe: Connection, others: Sequence[Connection], parent: int) -> None:
    """The life of a worker: tasks come, answers go, until the pipe is closed."""
    end_with_parent(parent)
    for other in others:
        other.close()
    while True:
        try:
            data = pipe.recv_bytes()
            pipe.send_bytes(_answer(data))
        except (EOFError, OSError):
            return
        except BaseException:  # noqa: BLE001 (not even the fault can be told: the parent tells that this one ended)
            os._exit(1)


def _answer(data: bytes) -> bytes:
    """What becomes of a task, as bytes: what cannot be made bytes of is a fault too."""
    try:
        work, item = pickle.loads(data)
        return pickle.dumps(Answer(work(item)))
    except PipelineError as error:
        with suppress(Exception):
            return pickle.dumps(Answer(stopped=error))
        return _fault(error)
    except BaseException as error:  # noqa: BLE001 (also what the work calls to leave the process)
        return _fault(error)


def _fault(error: BaseException) -> bytes:
    words = ""
    with suppress(Exception):
        words = str(error)
    return pickle.dumps(Answer(fault=(type(error).__name__, words, traceback.format_exc())))
