"""Knows how many addresses are asked for at once, safely and in one thread. Knows no retries and no verdicts."""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

import pycurl

from pipeline.core.signals import held
from pipeline.tools.web_answer import Answer
from pipeline.tools.web_request import MAX_BODY, Request, sent

if TYPE_CHECKING:
    from threading import Thread

_Asker = TypeVar("_Asker")
_MOST_WAIT = 60.0
_GLANCE = 0.05
"""Seconds between looks at what threads have found."""
_WATCHED = {
    pycurl.POLL_IN: select.POLLIN,
    pycurl.POLL_OUT: select.POLLOUT,
    pycurl.POLL_INOUT: select.POLLIN | select.POLLOUT,
}


class Web(Generic[_Asker]):
    """A session that connects to public addresses only, whatever a name resolves to at that moment.

    `allowed` are hosts of one's own network. No proxy, no credentials and no cookies of the machine are used, and no
    redirects are followed. What is asked for an asker comes back with it.
    """

    def __init__(self, agent: str, is_public: Callable[[str], bool], allowed: Iterable[str], seconds: float) -> None:
        self.agent, self.is_public, self.allowed, self.seconds = agent, is_public, frozenset(allowed), seconds
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._share = pycurl.CurlShare()
        self._share.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_COOKIE)
        self._poll = select.poll()
        self._timer: float | None = None
        self._idle: list[Request] = []
        self._begun: list[tuple[Request, _Asker]] = []
        self._asking: dict[pycurl.Curl, tuple[Request, _Asker]] = {}
        self._odd: list[Thread] = []
        self._done: deque[tuple[_Asker, Answer]] = deque()

    def __enter__(self) -> Web[_Asker]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with held():
            for handle in self._asking:
                self._multi.remove_handle(handle)
            self._multi.close()
            for request in (*self._idle, *(request for request, _ in (*self._begun, *self._asking.values()))):
                request.release()
                request.handle.close()
            self._share.close()

    def is_let(self, host: str, place: str) -> bool:
        """Whether a host may be connected to at a place."""
        return host in self.allowed or self.is_public(place)

    def ask(self, url: str, asker: _Asker, *, wants_body: bool, accept: str = "") -> None:
        """Begin to GET one address, as it is written, without following redirects. Of a page or JSON the body is read,
        whole where it is wanted, else what begins it."""
        request = self._idle.pop() if self._idle else Request(self.agent, self.seconds, self._share, self.is_let)
        try:
            request.begin(url, wants_body=wants_body, accept=accept)
        except ValueError:
            self._idle.append(request)
            self._done.append((asker, Answer(failure="broken")))
        else:
            self._begun.append((request, asker))

    def answers(self, seconds: float = _MOST_WAIT) -> list[tuple[_Asker, Answer]]:
        """What has been answered, with who asked: as soon as something has, at latest after some seconds."""
        end = time.monotonic() + seconds
        while True:
            self._turn(end)
            found = []
            with suppress(IndexError):
                while True:
                    found.append(self._done.popleft())
            if found or time.monotonic() >= end:
                return found

    def _turn(self, end: float) -> None:
        """Wait for what comes first, and let libcurl see to it."""
        # What libcurl calls may not be left half done.
        with held():
            for request, asker in self._begun:
                self._asking[request.handle] = (request, asker)
                self._multi.add_handle(request.handle)
            self._begun.clear()
        untils = [request.until for request, _ in self._asking.values() if request.until is not None]
        self._odd = [thread for thread in self._odd if thread.is_alive()]
        times = [end, *untils, *([self._timer] if self._timer is not None else [])]
        wait = 0.0 if self._done else max(min(times) - time.monotonic(), 0.0)
        ready = self._poll.poll(1000 * (min(wait, _GLANCE) if self._odd else wait))
        now = time.monotonic()
        with held():
            for descriptor, events in ready:
                seen = pycurl.CSELECT_IN if events & ~select.POLLOUT else 0
                self._multi.socket_action(descriptor, seen | (pycurl.CSELECT_OUT if events & select.POLLOUT else 0))
            if self._timer is not None and self._timer <= now:
                self._timer = None
                self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            self._collect()
            for request, _ in list(self._asking.values()):
                request.look()
                if request.until is not None and request.until <= now:
                    self._finish(request.handle)

    def _collect(self) -> None:
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            for handle in good:
                self._finish(handle)
            for handle, code, words in bad:
                self._finish(handle, code, words)

    def _finish(self, handle: pycurl.Curl, code: int = 0, words: str = "") -> None:
        request, asker = self._asking.pop(handle)
        answer = request.answer(code, words)
        self._multi.remove_handle(handle)
        self._idle.append(request)
        if answer.failure == "odd":
            self._begin_leniently(request.url, asker)
        else:
            self._done.append((asker, answer))

    def _begin_leniently(self, url: str, asker: _Asker) -> None:
        from threading import Thread

        thread = Thread(target=self._leniently, args=(url, asker), daemon=True)
        thread.start()
        self._odd.append(thread)

    def _leniently(self, url: str, asker: _Asker) -> None:
        """An answer that browsers make sense of, in a thread of its own: lines that are no headers, codings that are
        none."""
        from pipeline.tools import lenient_web

        answer = Answer(failure="odd")
        agent = {"User-Agent": self.agent, "Accept-Encoding": "identity"}
        with suppress(OSError, ValueError):
            found = lenient_web.ask(sent(url)[0], agent, self.is_let, self.seconds / 2, MAX_BODY)
            told = found.headers.get
            kind, cookie = told("content-type", ""), "set-cookie" in found.headers
            answer = Answer(found.status, told("location", ""), told("retry-after", ""), kind, cookie, found.body)
        self._done.append((asker, answer))

    def _watch(self, wanted: int, descriptor: int, *_: object) -> None:
        """Called by libcurl for each socket that it waits for."""
        if wanted in _WATCHED:
            self._poll.register(descriptor, _WATCHED[wanted])
        else:
            with suppress(KeyError):
                self._poll.unregister(descriptor)

    def _set_timer(self, milliseconds: int) -> None:
        self._timer = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000
