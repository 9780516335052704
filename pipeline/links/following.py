"""Knows how one service is asked to the end of its redirects, and again while it is busy; must not judge its answer."""

from __future__ import annotations

import time
from urllib.parse import urljoin

from pipeline.core.reasons import Reason
from pipeline.links.addresses import refusal
from pipeline.links.checker import RequestSettings
from pipeline.links.verdicts import REDIRECTS
from pipeline.tools.web import Web
from pipeline.tools.web_answer import Answer

MAX_HOPS = 5
_BUSY = frozenset({429, 503})
_MAX_WAIT = 60.0


def answer_of(web: Web[str], url: str, accept: str = "") -> Answer:
    """What one address answers, when nothing else is asked."""
    web.ask(url, url, wants_body=True, accept=accept)
    while not (found := web.answers()):
        pass
    return found[0][1]


def follow(web: Web[str], request_settings: RequestSettings, url: str, accept: str = "") -> Answer:
    """The last answer; `refused` where an address on the way may not be asked."""
    answer = Answer(failure="connect", reason=Reason("too_many_redirects", count=MAX_HOPS))
    hops = tries = 0
    while hops <= MAX_HOPS:
        if reason := refusal(url, request_settings.allowed):
            return Answer(failure="refused", reason=reason)
        answer = answer_of(web, url, accept)
        if answer.status in REDIRECTS and answer.location:
            url, hops = urljoin(url, answer.location), hops + 1
        elif answer.status in _BUSY and tries + 1 < request_settings.tries:
            tries += 1
            wait = float(answer.retry_after) if answer.retry_after.isdigit() else request_settings.back_off
            time.sleep(min(wait, _MAX_WAIT))
        else:
            return answer
    return answer
