"""Knows how links are asked for politely: in line for each host, again after a while, within a time; must not know
documents."""

from __future__ import annotations

import asyncio
import email.utils
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from pipeline.core import waiting
from pipeline.core.reasons import Reason
from pipeline.links.addresses import host_of, is_public, masked, refusal
from pipeline.links.cache import Cache
from pipeline.links.destinations import has_session, is_deep, is_gate, is_home, is_lost, refresh
from pipeline.links.fragments import holds
from pipeline.links.verdicts import PERMANENT, REDIRECTS, RETRIED, Verdict, by_status, told
from pipeline.tools import webpage
from pipeline.tools.web import Answer, Web

MAX_HOPS = 10
_FAILURES = {
    "dns": "dns",
    "tls": "tls",
    "refused": "refused",
    "broken": "dead",
    "unchecked": "unchecked",
    "odd": "gate",
}


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
        self.queues: dict[str, asyncio.Lock] = {}
        self.free_at: dict[str, float] = {}
        self.end = 0.0

    def run(self, urls: Iterable[str]) -> dict[str, Verdict]:
        """The verdicts by address; what was found so far is kept in the cache if the run is interrupted."""
        try:
            return waiting.run(self._all(list(dict.fromkeys(urls))))
        finally:
            self.cache.save()

    async def _all(self, urls: Sequence[str]) -> dict[str, Verdict]:
        self.end = time.monotonic() + self.request_settings.budget
        found: dict[str, Verdict] = {}
        async with Web(
            self.request_settings.agent, is_public, self.request_settings.allowed, self.request_settings.seconds
        ) as web:

            async def work(left: Iterator[str]) -> None:
                for url in left:
                    kept = self.cache.get(url, time.time()) if not refusal(url, self.request_settings.allowed) else None
                    if kept is None:
                        kept = await self._verdict(web, url)
                        self.cache.put(url, kept, time.time())
                    found[url] = kept
                    self.done()

            # No task for each link: starting thousands takes longer than asking.
            left = iter(urls)
            await asyncio.gather(*(work(left) for _ in range(self.request_settings.at_once)))
        return {url: found[url] for url in urls}

    async def _verdict(self, web: Web, url: str) -> Verdict:
        """Follow a link to its end."""
        address, fragment = urldefrag(url)
        seen = {address}
        is_permanent = True
        for _ in range(MAX_HOPS):
            if reason := refusal(address, self.request_settings.allowed):
                return Verdict("refused", reason)
            answer = await self._ask(web, address, wants_body=bool(fragment))
            if answer.failure:
                return Verdict(_FAILURES.get(answer.failure, "unreachable"), told(answer))
            location = answer.location if answer.status in REDIRECTS else _sends_on(answer)
            if not location:
                return self._final(answer, address, fragment, url, is_permanent=is_permanent)
            is_permanent = is_permanent and answer.status in PERMANENT
            target, moved_fragment = urldefrag(urljoin(address, location))
            fragment = moved_fragment or fragment
            if target in seen and not answer.sets_cookie:
                return Verdict("loop", target)
            seen.add(target)
            address = target
        return Verdict("loop", Reason("too_many_redirects", count=MAX_HOPS))

    def _final(self, answer: Answer, address: str, fragment: str, url: str, *, is_permanent: bool) -> Verdict:
        verdict = by_status(answer.status)
        if verdict.kind != "ok":
            return verdict
        is_page = "html" in answer.content_type or not answer.content_type
        start = urldefrag(url)[0]
        if address != start and is_gate(address) and not is_gate(start):
            return Verdict("gate", Reason("leads_to_gate", url=masked(address)))
        if address != start and is_deep(start) and is_home(address):
            return Verdict("away", "", address)
        if is_page and answer.body and is_lost(webpage.decode(answer.body, answer.content_type)):
            return Verdict("lost")
        if fragment and is_page and not holds(fragment, answer.body, answer.content_type):
            # What was cut off may have held it.
            cut = Verdict("unreachable", Reason("no_connection"))
            return cut if answer.is_cut else Verdict("fragment", fragment)
        final = f"{address}#{fragment}" if fragment else address
        # An address with a session is somebody's, and ends.
        has_moved = is_permanent and final != url and address != start and not has_session(address)
        return Verdict("moved", "", final) if has_moved else verdict

    async def _ask(self, web: Web, address: str, *, wants_body: bool) -> Answer:
        """One address, again where its server is busy or fails, each time in line with the others of its host."""
        answer = cut = Answer(failure="timeout")
        for attempt in range(self.request_settings.tries):
            async with self._line(host_of(address)):
                await self._turn(host_of(address))
                if time.monotonic() >= self.end:
                    return Answer(failure="unchecked")
                answer = await web.ask(address, wants_body=wants_body)
            # What came of a page once is more than nothing.
            cut = answer if answer.is_cut else cut
            answer = cut if answer.failure and cut.is_cut else answer
            is_whole = answer.failure not in ("timeout", "connect") and not answer.is_cut
            if answer.status not in RETRIED and is_whole:
                return answer
            wait = _seconds(answer.retry_after) or self.request_settings.back_off * 2**attempt * (0.5 + random.random())
            if attempt + 1 == self.request_settings.tries or time.monotonic() + wait >= self.end:
                return answer
            self.free_at[host_of(address)] = max(self.free_at.get(host_of(address), 0.0), time.monotonic() + wait)
        return answer

    async def _turn(self, host: str) -> None:
        """Wait until a host may be asked again."""
        wait = self.free_at.get(host, 0.0) - time.monotonic()
        if wait > 0:
            await asyncio.sleep(min(wait, max(self.end - time.monotonic(), 0.0)))
        self.free_at[host] = time.monotonic() + self.request_settings.interval

    def _line(self, host: str) -> AbstractAsyncContextManager[object]:
        """The line before a host: one request at a time, unless no distance is asked for at all."""
        return self.queues.setdefault(host, asyncio.Lock()) if self.request_settings.interval else nullcontext()


def _sends_on(answer: Answer) -> str:
    """Where a page sends its readers at once, as a redirect does."""
    if answer.status != 200 or b"refresh" not in answer.body[:8192].lower():
        return ""
    return refresh(webpage.decode(answer.body, answer.content_type))


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for, as a number or a date (RFC 9110, 10.2.3); 0 where it does not."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(when.timestamp() - time.time(), 0.0)
