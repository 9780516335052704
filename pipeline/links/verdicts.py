"""Knows what can be said of a link or of a server's answer, and by which code; must not know how it was found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.reasons import Reason, Value
from pipeline.tools.web_answer import Answer

CODES: Mapping[str, str] = {
    "dead": "LNK101",
    "moved": "LNK102",
    "fragment": "LNK103",
    "unreachable": "LNK104",
    "dns": "LNK105",
    "tls": "LNK106",
    "gate": "LNK107",
    "refused": "LNK108",
    "loop": "LNK109",
    "unchecked": "LNK110",
    "away": "LNK112",
    "lost": "LNK113",
}
# Sites that show people what they refuse to programs; nothing can be said of the link.
GATES = frozenset({401, 402, 403, 405, 406, 407, 418, 421, 425, 429, 451, 999})
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FAILED = {
    "dns": "no_such_host",
    "connect": "no_connection",
    "tls": "no_safe_connection",
    "timeout": "no_answer_in_time",
    "refused": "private_address",
    "broken": "malformed_address",
    "odd": "odd_answer",
    "unchecked": "time_is_up",
}


@dataclass(frozen=True)
class Verdict:
    """A kind of `CODES`, or `ok`, with a word more and the address that the link leads to in the end."""

    kind: str
    detail: Value = ""
    final: str = ""


def told(answer: Answer) -> Value:
    """What a message says of an answer that is no use: the reason that is known, else what failed, else its status."""
    return answer.reason or (Reason(_FAILED[answer.failure]) if answer.failure else f"HTTP {answer.status}")


def by_status(status: int) -> Verdict:
    """The verdict of a final answer."""
    # Browsers show the page of a 300, which offers several addresses.
    if 200 <= status < 300 or status in (300, 304):
        return Verdict("ok")
    if status in GATES:
        return Verdict("gate", f"HTTP {status}")
    if status >= 500:
        return Verdict("unreachable", f"HTTP {status}")
    return Verdict("dead", f"HTTP {status}")
