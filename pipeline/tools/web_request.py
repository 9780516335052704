"""Knows how one address is asked for by libcurl, as it is written and within bounds: the only setter of its options.
Knows no other addresses, and connects where it is let."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from socket import socket
from urllib.parse import quote, urlsplit

import pycurl

from pipeline.tools.web_answer import NOT_WRITTEN, TIMED_OUT, Answer, failed

MAX_BODY = 4 * 2**20
BEGINNING = 2**16
"""Bytes of a page whose title alone is looked at."""
_AT_ONCE = 2.0
"""Seconds that the beginning of a page is waited for."""
_SAFE = "!#$%&'()*+,-./:;=?@[]^_`{|}~"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_AS_IT_IS = re.compile(r"https?://([a-z0-9.-]+)(?::[0-9]+)?/[\w!$&'()*+,./:;=?@~-]*", re.ASCII)
"""Most addresses, which need no encoding."""
_ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8"
_LANGUAGES = "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8"


class Request:
    """One handle of libcurl, which asks for one address after another."""

    def __init__(self, agent: str, seconds: float, share: pycurl.CurlShare, is_let: Callable[[str, str], bool]) -> None:
        self.handle = pycurl.Curl()
        self.is_let = is_let
        self.at_once = min(_AT_ONCE, seconds / 2)
        self.lines: list[bytes] = []
        """What has come before a body, of each answer, and behind it."""
        for option, value in (
            (pycurl.USERAGENT, agent),
            (pycurl.TIMEOUT_MS, int(seconds * 1000)),
            (pycurl.CONNECTTIMEOUT_MS, int(seconds * 500)),
            (pycurl.NOSIGNAL, 1),
            (pycurl.PROXY, ""),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.PATH_AS_IS, 1),
            # All codings that it reads; it sends no list of its own where this is empty.
            (pycurl.ACCEPT_ENCODING, ""),
            (pycurl.COOKIEFILE, ""),
            (pycurl.SHARE, share),
            (pycurl.OPENSOCKETFUNCTION, self.open),
            (pycurl.HEADERFUNCTION, self.lines.append),
            (pycurl.WRITEFUNCTION, self.write),
        ):
            self.handle.setopt(option, value)
        self._accept = ""
        self._opened: list[socket] = []

    def begin(self, url: str, *, wants_body: bool, accept: str) -> None:
        """Make the handle ready for one address.

        Raises:
            ValueError: for what is no address.
        """
        target, self.host = sent(url)
        if target.startswith("https:"):
            for option, place in _authorities():
                self.handle.setopt(option, place)
        self.handle.setopt(pycurl.URL, target)
        # libcurl would write the digits behind % in capital letters.
        self.handle.setopt(pycurl.REQUEST_TARGET, "/" + target.split("/", 3)[3])
        if self._accept != (accept or _ACCEPT):
            self._accept = accept or _ACCEPT
            self.handle.setopt(pycurl.HTTPHEADER, [f"Accept: {self._accept}", _LANGUAGES])
        self.url, self.wants_body = url, wants_body
        self.lines.clear()
        self.told: dict[bytes, bytes] = {}
        self.parts: list[bytes] = []
        self.size, self.most = 0, BEGINNING
        self.is_headed = self.is_kept = self.is_refused = self.is_enough = False
        self.until: float | None = None
        """When what has come is enough."""

    def open(self, _: object, address: tuple[int, int, int, tuple[str, int]]) -> socket | int:
        """Called for every connection with the address it is to go to: names, redirects and rebinding end here."""
        family, kind, protocol, (place, *_) = address
        if not self.is_let(self.host, place):
            self.is_refused = True
            return int(pycurl.SOCKET_BAD)
        made = socket(family, kind, protocol)
        self._opened.append(made)
        return made

    def look(self) -> None:
        """See whether all has come that stands before a body, and what it is."""
        if self.is_headed or not self.lines or self.lines[-1].strip():
            return
        first = max(place for place, line in enumerate(self.lines) if line[:5].upper() == b"HTTP/")
        status = self.lines[first].split(maxsplit=2)[1:2]
        if status and status[0].startswith(b"1"):
            # An answer before the answer (RFC 9110, 15.2).
            return
        self.is_headed = True
        for line in reversed(self.lines[first + 1 : -1]):
            # The first of those that are given twice.
            name, _, value = line.partition(b":")
            self.told[name.strip().lower()] = value.strip()
        kind = self._header(b"content-type")
        is_page = "html" in kind or "json" in kind or not kind
        self.is_kept = is_page and status == [b"200"]
        if self.is_kept and self.wants_body:
            self.most = MAX_BODY
        else:
            self.until = time.monotonic() + self.at_once

    def write(self, part: bytes) -> int | None:
        """Called for each part of a body, which libcurl has decoded; 0 ends it."""
        self.look()
        if self.is_kept:
            self.parts.append(part)
        self.size += len(part)
        self.is_enough = self.size >= self.most
        return 0 if self.is_enough else None

    def _header(self, name: bytes) -> str:
        return _text(self.told.get(name, b""))

    def release(self) -> None:
        """Close our own ends of the sockets that were handed to libcurl: it has duplicated them."""
        while self._opened:
            self._opened.pop().close()

    def answer(self, code: int = 0, words: str = "") -> Answer:
        """What has come, at the end or at an error of libcurl."""
        self.release()
        self.look()
        if self.is_refused and code and not self.is_headed:
            return Answer(failure="refused")
        status = self.handle.getinfo(pycurl.RESPONSE_CODE)
        is_whole = code in (0, NOT_WRITTEN) or not (self.is_kept and self.wants_body)
        if not self.is_headed or not (is_whole or self.parts) or (code == TIMED_OUT and not is_whole):
            return failed(code, words, self.handle.getinfo(pycurl.OS_ERRNO), status)
        return Answer(
            status,
            self._header(b"location"),
            self._header(b"retry-after"),
            self._header(b"content-type"),
            b"set-cookie" in self.told,
            b"".join(self.parts),
            is_cut=not is_whole,
        )


@cache
def _authorities() -> tuple[tuple[int, str], ...]:
    """Where this machine keeps the certificates it trusts, as Python's own OpenSSL finds them: that of libcurl is built
    for another system."""
    import ssl

    paths = ssl.get_default_verify_paths()
    found = ((pycurl.CAINFO, paths.cafile), (pycurl.CAPATH, paths.capath))
    return tuple((option, place) for option, place in found if place and Path(place).exists())


def _text(value: bytes) -> str:
    """The text of a header; what is not UTF-8 stays as it was sent, percent-encoded."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in value)


def sent(url: str) -> tuple[str, str]:
    """An address as a browser sends it: what is encoded stays so, what may not be sent is encoded (WHATWG URL); and its
    host as it is written.

    Raises:
        ValueError: for what is no address.
    """
    if plain := _AS_IT_IS.fullmatch(url):
        return url, plain[1]
    parts = urlsplit(url)
    written = parts.hostname or ""
    host, port = written, parts.port
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode()
    authority = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
    path, query = (_STRAY.sub("%25", quote(text, safe=_SAFE)) for text in (parts.path or "/", parts.query))
    return f"{parts.scheme}://{authority}{path}" + (f"?{query}" if query else ""), written
