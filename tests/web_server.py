"""A small web server on loopback, which answers as a test wants it to."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, unquote


class Abort(Exception):
    """The connection breaks off."""


@dataclass(frozen=True)
class Request:
    """What was asked: `target` as it was sent."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return unquote(self.target.partition("?")[0])

    @property
    def query_string(self) -> str:
        return self.target.partition("?")[2]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def cookies(self) -> SimpleCookie:
        return SimpleCookie(self.headers.get("Cookie", ""))


@dataclass
class Response:
    """What is answered; a body that comes in parts is sent in chunks."""

    body: bytes | Iterator[bytes] = b""
    kind: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def page(text: str) -> Response:
    return Response(text.encode(), "text/html; charset=utf-8")


def of_json(data: object) -> Response:
    return Response(json.dumps(data).encode(), "application/json; charset=utf-8")


def to(target: str, status: int = 302) -> Response:
    return Response(status=status, headers={"Location": target})


@contextmanager
def serving(answer: Callable[[Request], Response]) -> Iterator[int]:
    """A server whose answers are made in threads; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            try:
                self._send(answer(Request(self.command, self.path, self.headers)))
            except Abort:
                # Without lingering a socket is reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
            except OSError:
                self.close_connection = True

        do_HEAD = do_GET  # noqa: N815

        def _send(self, response: Response) -> None:
            self.send_response(response.status, "Answer")
            self.send_header("Content-Type", response.kind)
            for name, value in response.headers.items():
                self.send_header(name, value)
            if not isinstance(response.body, bytes):
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for part in response.body:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")
            else:
                if response.status not in (204, 304):
                    self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                self.wfile.write(response.body)
            self.wfile.flush()

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield int(server.server_port)
        finally:
            server.shutdown()
            thread.join(10)
