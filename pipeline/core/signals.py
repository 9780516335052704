"""Knows the signals that end a run, and makes one exception of them; must not know what is cleaned up then."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C, `kill`, and a terminal that is closed."""
_DEAF = 5.0
"""Seconds in which a second signal does not disturb the cleaning up after the first."""


class Interrupted(KeyboardInterrupt):
    """A signal asks the run to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def name(self) -> str:
        return signal.Signals(self.number).name

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells count (POSIX.1-2017, XCU 2.8.2)."""
        return 128 + self.number


class _Ear:
    """What has been heard: how many parts of the program want no signal now, which waits, and when the last came."""

    held = 0
    waiting = 0
    last = 0.0

    def hear(self, number: int, _frame: FrameType | None = None) -> None:
        if self.held:
            self.waiting = self.waiting or number
        elif not self.last or time.monotonic() - self.last > _DEAF:
            self.last = time.monotonic()
            raise Interrupted(number)


_EAR = _Ear()


@contextmanager
def heard() -> Iterator[None]:
    """Each ending signal raises `Interrupted` in the main thread; what is not caught inside ends the process with its
    exit code. A signal that is ignored, as `nohup` wants it, stays so."""
    if not _in_main_thread() or signal.getsignal(ENDING[0]) == _EAR.hear:
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    _EAR.last = 0.0
    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, _EAR.hear)
        yield
    except Interrupted as error:
        raise SystemExit(error.exit_code) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


@contextmanager
def held() -> Iterator[None]:
    """A signal waits until this is done: for what takes no time, and must not be left half done.

    In the main thread, where signals are heard; nothing interrupts another thread, and what that one is doing must not
    keep a signal from the main thread."""
    if not _in_main_thread():
        yield
        return
    _EAR.held += 1
    try:
        yield
    finally:
        _EAR.held -= 1
        if not _EAR.held and _EAR.waiting:
            number, _EAR.waiting = _EAR.waiting, 0
            _EAR.hear(number)


def _in_main_thread() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()


def leave_to_parent() -> None:
    """In a worker: Ctrl-C is the parent's affair, other signals end the worker at once, and a terminal does not stop it
    for being in the background."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN if number is signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "SIGTTOU"):
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    _EAR.held = _EAR.waiting = 0
