"""Knows how to ask for an address whose answer is out of order, as leniently as browsers do: the only importer of
http.client. Knows no verdicts, and connects nowhere but where it is let."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class PlainAnswer:
    """What could be made out of an answer; the names of its headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    url: str, headers: Mapping[str, str], is_let: Callable[[str, str], bool], seconds: float, most: int
) -> PlainAnswer:
    """GET one address, and at most some bytes of its body; `is_let` says whether a host may be connected to at a place.

    Raises:
        OSError: where there is no answer of HTTP.
    """
    parts = urlsplit(url)
    is_safe = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if is_safe else 80)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.sock = _connected(host, port, is_let, seconds)
        if is_safe:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=dict(headers))
        response = connection.getresponse()
        named = {name.lower(): value for name, value in reversed(response.getheaders())}
        return PlainAnswer(response.status, named, response.read(most))
    except http.client.HTTPException as error:
        raise OSError from error
    finally:
        connection.close()


def _connected(host: str, port: int, is_let: Callable[[str, str], bool], seconds: float) -> socket.socket:
    """A connection to the first address of a host, which is looked at before it is used."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    if not is_let(host, str(address[0])):
        raise PermissionError(host)
    made = socket.socket(family, kind, protocol)
    made.settimeout(seconds)
    made.connect(address)
    return made
