"""Knows how to ask for one address and no other, safely: the only importer of aiohttp. Knows no retries and no
verdicts."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from pipeline.core.failures import Phrases, reason_of
from pipeline.core.reasons import Reason
from pipeline.tools import lenient_web

MAX_BODY = 4 * 2**20
BEGINNING = 2**16
"""Bytes of a page whose title alone is looked at."""
_AT_ONCE = 2.0
"""Seconds that the beginning of a page is waited for."""
_LONGEST = 2**17
"""Bytes of a line of headers; browsers take more than that."""
_MOST = 1000
"""Headers of an answer."""
_SAFE = "!#$%&'()*+,-./:;=?@[]^_`{|}~"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_MARK = "kanben refuses this address"
_ALLOWED: ContextVar[bool] = ContextVar("allowed", default=False)


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


class Web:
    """A session that connects to public addresses only, whatever a name resolves to at that moment.

    `allowed` are hosts of one's own network. No proxy, no credentials and no cookies of the machine are used.
    """

    def __init__(self, agent: str, is_public: Callable[[str], bool], allowed: Iterable[str], seconds: float) -> None:
        self.agent, self.is_public, self.allowed = agent, is_public, frozenset(allowed)
        self.timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=seconds / 2)
        self.at_once = min(_AT_ONCE, seconds / 2)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Web:
        connector = aiohttp.TCPConnector(limit=64, limit_per_host=0, socket_factory=self._socket)
        headers = {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
        }
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=headers,
            timeout=self.timeout,
            trust_env=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            max_line_size=_LONGEST,
            max_field_size=_LONGEST,
            max_headers=_MOST,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def _socket(self, info: Any) -> socket.socket:
        """Called for every connection with the address it is to go to: names, redirects and rebinding end here."""
        family, kind, protocol, _, address = info
        if not _ALLOWED.get() and not self.is_public(address[0]):
            raise OSError(errno.EACCES, _MARK)
        return socket.socket(family=family, type=kind, proto=protocol)

    async def ask(self, url: str, *, wants_body: bool, accept: str = "") -> Answer:
        """GET one address, as it is written, without following redirects. Of a page or JSON the body is read, whole
        where it is wanted, else what begins it."""
        assert self._session is not None
        _ALLOWED.set((urlsplit(url).hostname or "") in self.allowed)
        try:
            async with self._session.get(
                sent(url), allow_redirects=False, headers={"Accept": accept} if accept else None
            ) as response:
                kind = response.headers.get("Content-Type", "")
                body, is_cut = b"", False
                if response.status == 200 and ("html" in kind or "json" in kind or not kind):
                    if wants_body:
                        body, is_cut = await _read(response.content, MAX_BODY)
                    else:
                        body = await _begin(response.content, self.at_once)
                return Answer(
                    response.status,
                    response.headers.get("Location", ""),
                    response.headers.get("Retry-After", ""),
                    kind,
                    "Set-Cookie" in response.headers,
                    body,
                    is_cut=is_cut,
                )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failed = _failed(error)
        return await self._leniently(url) if failed.failure == "odd" else failed

    async def _leniently(self, url: str) -> Answer:
        """An answer that browsers make sense of: lengths given twice, names of headers with a space."""
        is_ours = (urlsplit(url).hostname or "") in self.allowed
        seconds = (self.timeout.total or 0) / 2
        agent = {"User-Agent": self.agent, "Accept-Encoding": "identity"}
        try:
            found = await asyncio.to_thread(
                lenient_web.ask,
                str(sent(url)),
                agent,
                lambda address: is_ours or self.is_public(address),
                seconds,
                MAX_BODY,
            )
        except (OSError, ValueError):
            return Answer(failure="odd")
        told = found.headers.get
        kind, cookie = told("content-type", ""), "set-cookie" in found.headers
        return Answer(found.status, told("location", ""), told("retry-after", ""), kind, cookie, found.body)


_PHRASES = Phrases(
    "OpenSSL",
    (
        ("has expired", "certificate_expired"),
        ("[Hh]ostname mismatch|IP address mismatch|doesn't match", "certificate_of_another"),
        ("self[- ]signed", "certificate_own"),
        ("issuer|first certificate|verify failed", "certificate_issuer"),
        ("not yet valid", "certificate_not_yet"),
        ("revoked", "certificate_withdrawn"),
        ("", "no_safe_connection"),
    ),
)


def _failed(error: Exception) -> Answer:
    """Why an address could not be asked; several of the errors are of more than one of these kinds, the first holds."""
    failure, reason = "connect", None
    match error:
        case TimeoutError():
            failure = "timeout"
        case aiohttp.ClientConnectorCertificateError(certificate_error=wrong):
            words = wrong.verify_message if isinstance(wrong, ssl.SSLCertVerificationError) else str(wrong)
            failure, reason = "tls", _PHRASES.worded(words)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            failure, reason = "tls", _PHRASES.worded(str(error))
        case aiohttp.ClientConnectorDNSError():
            failure = "dns"
        case aiohttp.ClientConnectorError(os_error=wrong):
            refused = _MARK in f"{error} {wrong!r}"
            failure, reason = ("refused", None) if refused else ("connect", reason_of(wrong))
        case aiohttp.ClientResponseError():
            # It answered, in a way that this reader does not take and browsers do.
            failure = "odd"
        case aiohttp.InvalidURL() | ValueError():
            failure = "broken"
        case OSError() if not isinstance(error, aiohttp.ClientError):
            reason = reason_of(error)
    return Answer(failure=failure, reason=reason)


def sent(url: str) -> URL:
    """An address as a browser sends it: what is encoded stays so, what may not be sent is encoded (WHATWG URL).

    Raises:
        ValueError: for what is no address.
    """
    parts = urlsplit(url)
    # The host by the rules of names, all else as written.
    authority = URL(f"{parts.scheme}://{parts.netloc}").raw_authority
    path, query = (_STRAY.sub("%25", quote(text, safe=_SAFE)) for text in (parts.path or "/", parts.query))
    return URL(f"{parts.scheme}://{authority}{path}" + (f"?{query}" if query else ""), encoded=True)


async def _begin(stream: aiohttp.StreamReader, seconds: float) -> bytes:
    """What begins a page, as far as it comes at once; whether it can be read to its end is nothing to a link."""
    try:
        async with asyncio.timeout(seconds):
            return (await _read(stream, BEGINNING))[0]
    except (TimeoutError, aiohttp.ClientError, OSError):
        return b""


async def _read(stream: aiohttp.StreamReader, most: int) -> tuple[bytes, bool]:
    """What comes of a body, up to a size, and whether it was cut off."""
    parts, size = [], 0
    try:
        async for part in stream.iter_chunked(65_536):
            parts.append(part)
            size += len(part)
            if size >= most:
                break
    except TimeoutError:
        raise
    except aiohttp.ClientError:
        return b"".join(parts), True
    return b"".join(parts), False
