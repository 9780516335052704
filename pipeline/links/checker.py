"""Knows how links are asked for politely: in line for each host, again after a while, within a time; must not know
documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.links.addresses import host_of, is_public, refusal
from pipeline.links.cache import Cache
from pipeline.links.lines import Lines
from pipeline.links.verdicts import Verdict, told
from pipeline.links.walk import Walk
from pipeline.tools.web import Web
from pipeline.tools.web_answer import Answer

_AHEAD = 64
"""Links that stand in line at once."""
_PATIENCE = 60.0
"""Seconds that answers are waited for when nobody is in line; each has its own time."""


@dataclass(frozen=True)
class RequestSettings:
    """How to ask: who we are, hosts of one's own network, seconds between requests to a host, tries, seconds for one
    and for all."""

    agent: str
    allowed: frozenset[str] = frozenset()
    interval: float = 0.04
    tries: int = 3
    back_off: float = 1.0
    seconds: float = 20.0
    budget: float = 600.0
    at_once: int = 32


class Checker:
    """Finds a verdict for each address; `done` is called after every one."""

    def __init__(
        self, request_settings: RequestSettings, cache: Cache, done: Callable[[], None] = lambda: None
    ) -> None:
        self.request_settings, self.cache, self.done = request_settings, cache, done
        self.lines = Lines[Walk](request_settings.interval)
        self.found: dict[str, Verdict] = {}
        self.asking = 0
        self.end = 0.0

    def run(self, urls: Iterable[str]) -> dict[str, Verdict]:
        """The verdicts by address; what was found so far is kept in the cache if the run is interrupted."""
        wanted = list(dict.fromkeys(urls))
        self.end = time.monotonic() + self.request_settings.budget
        how = self.request_settings
        try:
            with Web[Walk](how.agent, is_public, how.allowed, how.seconds) as web:
                left = iter(wanted)
                while len(self.found) < len(wanted):
                    self._begin(left)
                    self._ask(web)
                    for walk, answer in web.answers(self._patience()):
                        self._answered(walk, answer)
        finally:
            self.cache.save()
        return {url: self.found[url] for url in wanted}

    def _begin(self, urls: Iterator[str]) -> None:
        """Put links in line that have to be asked for, until there is choice enough."""
        now = time.time()
        while self.lines.count < _AHEAD and (url := next(urls, None)) is not None:
            walk = Walk(url)
            if not self._is_refused(walk):
                if kept := self.cache.get(url, now):
                    self._end(walk, kept)
                else:
                    self._line_up(walk)

    def _is_refused(self, walk: Walk) -> bool:
        """Whether an address on the way may not be asked for, which ends it."""
        if reason := refusal(walk.address, self.request_settings.allowed):
            self._end(walk, Verdict("refused", reason))
        return reason is not None

    def _line_up(self, walk: Walk) -> None:
        walk.host = host_of(walk.address)
        self.lines.join(walk.host, walk)

    def _end(self, walk: Walk, verdict: Verdict) -> None:
        self.cache.put(walk.url, verdict, time.time())
        self.found[walk.url] = verdict
        self.done()

    def _ask(self, web: Web[Walk]) -> None:
        """Let those ask whose turn it is; when the time for all is over, no more."""
        now = time.monotonic()
        if now >= self.end:
            for late in self.lines.leave():
                self._end(late, Verdict("unchecked", told(Answer(failure="unchecked"))))
        while self.asking < self.request_settings.at_once and (walk := self.lines.next(now)):
            self.asking += 1
            web.ask(walk.address, walk, wants_body=bool(walk.fragment))

    def _patience(self) -> float:
        """How long answers may be waited for: until the next turn, or the end of all."""
        if not self.lines.count:
            return _PATIENCE if self.asking else 0.0
        turn = self.lines.moment() if self.asking < self.request_settings.at_once else None
        return max(min(self.end if turn is None else turn, self.end) - time.monotonic(), 0.0)

    def _answered(self, walk: Walk, answer: Answer) -> None:
        """Take an answer, or ask again where a server is busy or fails."""
        how, host, now = self.request_settings, walk.host, time.monotonic()
        self.asking -= 1
        walk.tries += 1
        answer, is_poor = walk.best(answer)
        if is_poor and walk.tries < how.tries:
            import random

            wait = _seconds(answer.retry_after) or how.back_off * 2 ** (walk.tries - 1) * (0.5 + random.random())
            if now + wait < self.end:
                self.lines.answered(host, now + wait)
                self.lines.join(host, walk)
                return
        self.lines.answered(host)
        if verdict := walk.on(answer):
            self._end(walk, verdict)
        elif not self._is_refused(walk):
            self._line_up(walk)


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for, as a number or a date (RFC 9110, 10.2.3); 0 where it does not."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    import email.utils

    try:
        when = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(when.timestamp() - time.time(), 0.0)
