"""Knows what a server can answer and how asking can fail, in the words of libcurl and in ours; must not ask."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.failures import Phrases, reason_of
from pipeline.core.reasons import Reason

TIMED_OUT, NOT_WRITTEN = 28, 23
_KINDS = {
    1: "odd",
    3: "broken",
    6: "dns",
    8: "odd",
    TIMED_OUT: "timeout",
    61: "odd",
    100: "odd",
    **dict.fromkeys((35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98), "tls"),
}
"""What libcurl's numbers of errors mean (libcurl-errors(3)); `connect` where they are not here."""
_RECEIVING = 56


@dataclass(frozen=True)
class Answer:
    """What a server said, or how asking failed: `dns`, `connect`, `tls`, `timeout`, `refused` (by us), `broken` (an
    address that is none), `odd` (an answer out of order) or `unchecked` (for lack of time); `reason` where more is
    known."""

    status: int = 0
    location: str = ""
    retry_after: str = ""
    content_type: str = ""
    sets_cookie: bool = False
    body: bytes = b""
    failure: str = ""
    reason: Reason | None = None
    is_cut: bool = False
    """Whether the body ended before its end; browsers show what came."""


_PHRASES = Phrases(
    "libcurl",
    (
        ("has expired", "certificate_expired"),
        (
            "[Hh]ostname mismatch|IP address mismatch|doesn't match|does not match|no alternative",
            "certificate_of_another",
        ),
        ("self[- ]signed", "certificate_own"),
        ("issuer|first certificate|verify failed", "certificate_issuer"),
        ("not yet valid", "certificate_not_yet"),
        ("revoked", "certificate_withdrawn"),
        ("", "no_safe_connection"),
    ),
)


def failed(code: int, words: str, system: int, status: int) -> Answer:
    """Why an address could not be asked, by libcurl's number and words, the number of the system's error, and the
    status if one had come."""
    kind = _KINDS.get(code, "connect")
    if code == _RECEIVING and status and not system:
        # It answered, in a way that this reader does not take and browsers do.
        kind = "odd"
    reason = None
    if kind == "tls":
        reason = _PHRASES.worded(words)
    elif kind == "connect" and system:
        reason = reason_of(OSError(system, ""))
    return Answer(failure=kind, reason=reason)
