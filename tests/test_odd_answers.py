"""Answers out of order, as servers send them byte by byte: what a browser opens is no error."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import brotli

from pipeline.links.cache import Cache
from pipeline.links.checker import Checker, RequestSettings

_FILLER = b"<p>" + b"filler text " * 20_000
_PAGE = b"<!doctype html><meta charset=utf-8>" + _FILLER + '</p><h2 id="late">L</h2><h2 id="第一节">1</h2>'.encode()
_SHORT = b'<!doctype html><h2 id="late">L</h2>'


def _page(body: bytes = _SHORT, *headers: bytes, first: bytes = b"HTTP/1.1 200 OK") -> bytes:
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join([first, b"Content-Type: text/html", length, *headers, b"", body])


def _raw(first: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([first, *headers, b"", body])


def _chunks(body: bytes, *trailers: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n0\r\n" % (len(body), body) + b"".join(one + b"\r\n" for one in trailers) + b"\r\n"


def _to(target: bytes, *headers: bytes, first: bytes = b"HTTP/1.1 302 Found") -> bytes:
    return _raw(first, b"Location: " + target, b"Content-Length: 0", *headers)


_OK = b"HTTP/1.1 200 OK"
_HTML = b"Content-Type: text/html"
ANSWERS: dict[str, tuple[bytes, str]] = {
    "/whole#late": (_page(_PAGE), "ok"),
    "/gzip#late": (_page(gzip.compress(_PAGE), b"Content-Encoding: gzip"), "ok"),
    "/gzip#later": (_page(gzip.compress(_PAGE), b"Content-Encoding: gzip"), "fragment"),
    "/deflate#late": (_page(zlib.compress(_PAGE), b"Content-Encoding: deflate"), "ok"),
    "/pieces#late": (_page(_PAGE), "ok"),
    "/chunks#late": (_chunks(_PAGE), "ok"),
    "/trailer#late": (_chunks(_PAGE, b"X-Sum: 1"), "ok"),
    "/lengths": (_page(_SHORT, b"Content-Length: %d" % len(_SHORT)), "ok"),
    "/space": (_page(_SHORT, b"X Policy: on"), "ok"),
    "/large": (_page(_SHORT, b"X-Policy: " + b"y" * 30_000), "ok"),
    "/many": (_page(_SHORT, *(b"X-%d: 1" % number for number in range(200))), "ok"),
    "/line-feeds#late": (_page().replace(b"\r\n", b"\n"), "ok"),
    "/old#late": (_raw(b"HTTP/1.0 200 OK", _HTML, body=_SHORT), "ok"),
    "/no-reason": (_page(first=b"HTTP/1.1 200"), "ok"),
    "/hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + _page(), "ok"),
    "/no-length#late": (_raw(_OK, _HTML, b"Connection: close", body=_SHORT), "ok"),
    "/no-type#late": (_raw(_OK, b"Content-Length: %d" % len(_SHORT), body=_SHORT), "ok"),
    "/odd-charset#late": (_page().replace(b"text/html", b"text/html; charset=x-none"), "ok"),
    "/quoted-charset#late": (_page().replace(b"text/html", b'text/html; charset="UTF-8"'), "ok"),
    "/cookie-of-none": (_page(_SHORT, b"Set-Cookie: =;;; =x", b'Set-Cookie: a="b c"; Expires=never'), "ok"),
    "/to-query": (_to(b"?page=2"), "ok"),
    "/to-scheme": (_to(b"//127.0.0.1:PORT/whole"), "ok"),
    "/to-letters": (_to("/中文".encode()), "ok"),
    "/to-blank": (_to(b"/a b"), "ok"),
    "/to-fragment": (_to(b"/whole#late"), "ok"),
    "/to-no-fragment": (_to(b"/whole#later"), "fragment"),
    "/to-parent": (_to(b"../whole"), "ok"),
    "/to-nothing": (_to(b"", first=b"HTTP/1.1 301 Moved"), "dead"),
    "/to-elsewhere": (_to(b"mailto:a@example.org"), "refused"),
    "/refresh-header": (_page(_SHORT, b"Refresh: 5; url=/status"), "ok"),
    "/unknown-coding": (_page(_SHORT, b"Content-Encoding: utf-8"), "ok"),
    "/no-gzip": (_page(_SHORT, b"Content-Encoding: gzip"), "ok"),
    "/cut-short": (_page().replace(b"Content-Length: %d" % len(_SHORT), b"Content-Length: 9999"), "ok"),
    "/cut-behind#late": (_page().replace(b"Content-Length: %d" % len(_SHORT), b"Content-Length: 9999"), "ok"),
    "/cut-before#later": (_page().replace(b"Content-Length: %d" % len(_SHORT), b"Content-Length: 9999"), "unreachable"),
    "/nothing": (b"", "unreachable"),
    "/noise": (b"\x00\x01\x02 no answer at all\r\n\r\n", "gate"),
    "/page-2": (_page(), "ok"),
    "/no-colon#late": (_page(_SHORT, b"X-Policy on"), "ok"),
    "/other-length#late": (_page(_SHORT, b"Content-Length: 5"), "ok"),
    "/no-number#late": (_raw(_OK, _HTML, b"Content-Length: abc", body=_SHORT), "ok"),
    "/lengths-in-one": (_raw(_OK, _HTML, b"Content-Length: %d, %d" % (len(_SHORT), len(_SHORT)), body=_SHORT), "ok"),
    "/folded#late": (_page(_SHORT, b"X-A: 1\r\n  2"), "ok"),
    "/return-in-header#late": (_page(_SHORT, b"X-A: a\rb"), "ok"),
    "/unknown-transfer#late": (_page(_SHORT, b"Transfer-Encoding: foo"), "ok"),
    "/chunks-and-length#late": (_chunks(_SHORT).replace(b"Transfer", b"Content-Length: 3\r\nTransfer"), "ok"),
    "/broken-chunk#late": (_chunks(_SHORT).replace(b"\r\n0\r\n", b"\r\nzz\r\n"), "ok"),
    "/more-than-gzip#late": (_page(gzip.compress(_SHORT) + b"more", b"Content-Encoding: gzip"), "ok"),
    "/more-than-gzip#later": (_page(gzip.compress(_SHORT) + b"more", b"Content-Encoding: gzip"), "fragment"),
    "/less-than-gzip#late": (_page(gzip.compress(_SHORT)[:-6], b"Content-Encoding: gzip"), "ok"),
    "/brotli#late": (_page(brotli.compress(_PAGE), b"Content-Encoding: br"), "ok"),
    "/no-gzip#late": (_page(_SHORT, b"Content-Encoding: gzip"), "ok"),
    "/later-version#late": (_page(first=b"HTTP/1.2 200 OK"), "ok"),
    "/very-large": (_page(_SHORT, b"X-Policy: " + b"y" * 120_000), "gate"),
    "/two-places": (_to(b"/a", b"Location: /b"), "ok"),
    "/to-gbk": (_to("/中文".encode("gbk")), "ok"),
    "/to-no-address": (_to(b"http://[::1/"), "dead"),
    "/no-type-at-all": (_raw(_OK, b"Content-Length: 3", body=b"\xff\xfe\x00"), "ok"),
    "/bomb#late": (_page(gzip.compress(b"<p>" + bytes(64 * 2**20)), b"Content-Encoding: gzip"), "fragment"),
}
_BY_PATH = {path.split("#")[0]: data for path, (data, _) in ANSWERS.items()}


def _answer(connection: socket.socket, port: int) -> None:
    with connection, suppress(OSError):
        connection.settimeout(5)
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += connection.recv(65_536) or b"\r\n\r\n"
        data = _BY_PATH.get(asked.split(b" ")[1].decode(), _page()).replace(b"PORT", str(port).encode())
        half = len(data) // 2 if b"/pieces" in asked[:20] else len(data)
        connection.sendall(data[:half])
        time.sleep(0.2 if half < len(data) else 0)
        connection.sendall(data[half:])


@contextmanager
def _serving() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        port = int(server.getsockname()[1])

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=_answer, args=(server.accept()[0], port), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield port


def test_what_a_browser_opens_is_no_error(tmp_path: Path) -> None:
    with _serving() as port:
        root = f"http://127.0.0.1:{port}"
        how = RequestSettings("test", frozenset({"127.0.0.1"}), interval=0.0, tries=4, back_off=0.01, seconds=5.0)
        found = Checker(how, Cache.open(tmp_path / "links.json")).run([root + path for path in ANSWERS])
    assert {url.removeprefix(root): verdict.kind for url, verdict in found.items()} == {
        path: kind for path, (_, kind) in ANSWERS.items()
    }
    assert len(ANSWERS) >= 55
