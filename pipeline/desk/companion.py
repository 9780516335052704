"""Knows a process that answers one question after another, and how it is ended when an answer takes too long; must not
know what is asked."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

from pipeline.core.reasons import Reason, ReasonedError


class Lost(ReasonedError):
    """The process took too long, or has ended."""


class Companion:
    """A process that keeps what it likes between two answers; begun anew when it is lost.

    `serve` is called there with the connection, from which it receives questions and to which it sends an answer for
    each, and with what is `given`.
    """

    def __init__(self, serve: Callable[..., None], *given: object) -> None:
        self._serve, self._given = serve, given
        self._process: multiprocessing.process.BaseProcess | None = None
        self._wanted: Connection | None = None

    def ask(self, question: object, seconds: float) -> object:
        """The answer to a question.

        Raises:
            Lost: where there is none within some seconds, or the process ends.
        """
        wanted = self._begin()
        try:
            wanted.send(question)
            if wanted.poll(seconds):
                return wanted.recv()
            reason = Reason("took_too_long", seconds=f"{seconds:g}")
        except (EOFError, OSError):
            reason = Reason("ended_by_itself")
        self.close()
        raise Lost(reason)

    def stop(self) -> None:
        """End the process while another thread may wait for an answer: it is lost there."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        if self._wanted is not None:
            self._wanted.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._wanted = None

    def _begin(self) -> Connection:
        if self._wanted is None or self._process is None or not self._process.is_alive():
            # Not a copy of this process, in which threads wait for browsers or editors.
            context = multiprocessing.get_context("spawn")
            self._wanted, given = context.Pipe()
            self._process = context.Process(target=_live, args=(self._serve, given, *self._given))
            self._process.start()
            given.close()
        return self._wanted


def _live(serve: Callable[..., None], wanted: Connection, *given: object) -> None:
    # An interrupt ends who asks, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Who asks may speak with an editor on the standard output, which is this process's too.
    os.dup2(2, 1)
    serve(wanted, *given)
