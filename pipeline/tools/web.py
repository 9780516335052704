"""Knows how to ask for one address and no other, safely: the only importer of aiohttp. Knows no retries and no
verdicts."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp

MAX_BODY = 4 * 2**20
_MARK = "kanben refuses this address"
_ALLOWED: ContextVar[bool] = ContextVar("allowed", default=False)


@dataclass(frozen=True)
class Answer:
    """What a server said, or how asking failed: `dns`, `connect`, `tls`, `timeout`, `refused` (by us) or `broken`."""

    status: int = 0
    location: str = ""
    retry_after: str = ""
    content_type: str = ""
    body: bytes = b""
    failure: str = ""
    reason: str = ""


class Web:
    """A session that connects to public addresses only, whatever a name resolves to at that moment.

    `allowed` are hosts of one's own network. No proxy, no credentials and no cookies of the machine are used.
    """

    def __init__(self, agent: str, is_public: Callable[[str], bool], allowed: Iterable[str], seconds: float) -> None:
        self.agent, self.is_public, self.allowed = agent, is_public, frozenset(allowed)
        self.timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=seconds / 2)
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
        """GET one address without following redirects; the body is read only where it is wanted and is a page or
        JSON."""
        assert self._session is not None
        _ALLOWED.set((urlsplit(url).hostname or "") in self.allowed)
        try:
            async with self._session.get(
                url, allow_redirects=False, headers={"Accept": accept} if accept else None
            ) as response:
                kind = response.headers.get("Content-Type", "")
                body = b""
                if wants_body and response.status == 200 and ("html" in kind or "json" in kind or not kind):
                    body = (
                        await response.content.read(MAX_BODY)
                        if response.content_length
                        else await _read(response.content)
                    )
                return Answer(
                    response.status,
                    response.headers.get("Location", ""),
                    response.headers.get("Retry-After", ""),
                    kind,
                    body,
                )
        except TimeoutError:
            return Answer(failure="timeout")
        except aiohttp.ClientConnectorCertificateError as error:
            return Answer(failure="tls", reason=str(error.certificate_error)[:120])
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            return Answer(failure="tls", reason=str(error)[:120])
        except aiohttp.ClientConnectorDNSError:
            return Answer(failure="dns")
        except aiohttp.ClientConnectorError as error:
            return Answer(
                failure="refused" if _MARK in f"{error} {error.os_error!r}" else "connect",
                reason=str(error.os_error)[:120],
            )
        except (aiohttp.InvalidURL, ValueError) as error:
            return Answer(failure="broken", reason=str(error)[:120])
        except (aiohttp.ClientError, OSError) as error:
            return Answer(failure="connect", reason=f"{type(error).__name__}"[:120])


async def _read(stream: aiohttp.StreamReader) -> bytes:
    parts, size = [], 0
    async for part in stream.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size >= MAX_BODY:
            break
    return b"".join(parts)
