"""Knows the way of one link, from one address to the next, and where it ends; must not ask for any of them."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from pipeline.core.reasons import Reason
from pipeline.links.addresses import masked
from pipeline.links.destinations import has_session, is_deep, is_gate, is_home, is_lost, refresh
from pipeline.links.fragments import holds
from pipeline.links.verdicts import PERMANENT, REDIRECTS, RETRIED, Verdict, by_status, told
from pipeline.tools import webpage
from pipeline.tools.web_answer import Answer

MAX_HOPS = 10
_FAILURES = {
    "dns": "dns",
    "tls": "tls",
    "refused": "refused",
    "broken": "dead",
    "unchecked": "unchecked",
    "odd": "gate",
}
_NOTHING = Answer(failure="timeout")


class Walk:
    """A link under way: `address` is what is to be asked next, `host` where it waits, `tries` how often it did."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address, _, self.fragment = url.partition("#")
        self.host = ""
        self.seen = {self.address}
        self.is_permanent = True
        self.hops = self.tries = 0
        self.cut = _NOTHING

    def best(self, answer: Answer) -> tuple[Answer, bool]:
        """The best that has been answered, and whether the address should be asked again."""
        # What came of a page once is more than nothing.
        self.cut = answer if answer.is_cut else self.cut
        best = self.cut if answer.failure and self.cut.is_cut else answer
        return best, best.status in RETRIED or best.failure in ("timeout", "connect") or best.is_cut

    def on(self, answer: Answer) -> Verdict | None:
        """What an answer says of the link; None where it goes on to another address."""
        if answer.failure:
            return Verdict(_FAILURES.get(answer.failure, "unreachable"), told(answer))
        location = answer.location if answer.status in REDIRECTS else _sends_on(answer)
        if not location:
            return self._final(answer)
        self.is_permanent = self.is_permanent and answer.status in PERMANENT
        try:
            target, moved_fragment = urldefrag(urljoin(self.address, location))
        except ValueError:
            return Verdict("dead", Reason("malformed_address"))
        self.fragment = moved_fragment or self.fragment
        if target in self.seen and not answer.sets_cookie:
            return Verdict("loop", target)
        self.hops += 1
        self.seen.add(target)
        self.address, self.tries, self.cut = target, 0, _NOTHING
        return Verdict("loop", Reason("too_many_redirects", count=MAX_HOPS)) if self.hops == MAX_HOPS else None

    def _final(self, answer: Answer) -> Verdict:
        verdict = by_status(answer.status)
        if verdict.kind != "ok":
            return verdict
        address, start, fragment = self.address, self.url.partition("#")[0], self.fragment
        is_page = "html" in answer.content_type or not answer.content_type
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
        has_moved = self.is_permanent and final != self.url and address != start and not has_session(address)
        return Verdict("moved", "", final) if has_moved else verdict


def _sends_on(answer: Answer) -> str:
    """Where a page sends its readers at once, as a redirect does."""
    if answer.status != 200 or b"refresh" not in answer.body[:8192].lower():
        return ""
    return refresh(webpage.decode(answer.body, answer.content_type))
