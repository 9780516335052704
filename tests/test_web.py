"""Asking the web: nothing of the machine goes along, bodies end within bounds, and failures have their reasons."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.links.lines import Lines
from pipeline.tools.web import Web
from pipeline.tools.web_answer import Answer, failed
from pipeline.tools.web_request import MAX_BODY
from tests.conftest import ROOT
from tests.web_server import Request, Response, serving


def _ask(url: str, *, wants_body: bool = True, seconds: float = 5.0) -> Answer:
    with Web[int]("test", lambda place: place == "127.0.0.1", (), seconds) as web:
        web.ask(url, 1, wants_body=wants_body)
        while not (found := web.answers(seconds)):
            pass
    return found[0][1]


def test_nothing_of_the_machine_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(b"in")

    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(answer) as port:
        assert _ask(f"http://127.0.0.1:{port}/a/../%7eb?x=%2f").status == 200
    assert asked[0].target == "/a/../%7eb?x=%2f"
    assert set(asked[0].headers) == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding"}


def test_a_body_ends_within_bounds() -> None:
    bomb = Response(gzip.compress(bytes(40 * 2**20)), "text/html", headers={"Content-Encoding": "gzip"})
    with serving(lambda _: bomb) as port:
        body = _ask(f"http://127.0.0.1:{port}/").body
        assert MAX_BODY <= len(body) < MAX_BODY + 2**20
        assert len(_ask(f"http://127.0.0.1:{port}/", wants_body=False).body) < 2**18


def test_the_beginning_of_a_page_is_not_waited_for_long() -> None:
    def slowly(_: Request) -> Response:
        return Response((part for part in (b"<title>t</title>", *_late())), "text/html")

    def _late() -> list[bytes]:
        time.sleep(3)
        return [b"end"]

    with serving(slowly) as port:
        start = time.monotonic()
        assert _ask(f"http://127.0.0.1:{port}/", wants_body=False, seconds=1.0).failure == "timeout"
        assert time.monotonic() - start < 2


def test_a_connection_is_only_made_to_what_is_let() -> None:
    with serving(lambda _: Response(b"in")) as port, Web[int]("test", lambda _: False, (), 5.0) as web:
        web.ask(f"http://localhost:{port}/", 1, wants_body=False)
        assert [answer.failure for _, answer in web.answers()] == ["refused"]
        web.ask(f"http://127.0.0.1:{port}/", 2, wants_body=False)
        assert [answer.failure for _, answer in web.answers()] == ["refused"]


@pytest.mark.parametrize(
    ("code", "words", "system", "failure", "reason"),
    [
        (60, "SSL certificate OpenSSL verify result: certificate has expired (10)", 0, "tls", "certificate_expired"),
        (60, "SSL: no alternative certificate subject name matches target host name 'a'", 0, "tls", "certificate_of_another"),
        (60, "SSL certificate OpenSSL verify result: self-signed certificate (18)", 0, "tls", "certificate_own"),
        (60, "SSL certificate problem: unable to get local issuer certificate", 0, "tls", "certificate_issuer"),
        (35, "TLS connect error: error:0A00010B:SSL routines::wrong version number", 0, "tls", "no_safe_connection"),
        (7, "Failed to connect to a port 1", 111, "connect", "connection_refused"),
        (56, "Recv failure: Connection reset by peer", 104, "connect", "connection_broken"),
        (52, "Empty reply from server", 0, "connect", None),
        (6, "Could not resolve host: a", 0, "dns", None),
        (28, "Operation timed out", 0, "timeout", None),
        (3, "URL using bad/illegal format", 0, "broken", None),
        (1, "Received HTTP/0.9 when not allowed", 0, "odd", None),
    ],
)  # fmt: skip
def test_failures_have_their_reasons(code: int, words: str, system: int, failure: str, reason: str | None) -> None:
    found = failed(code, words, system, 0)
    assert (found.failure, found.reason.name if found.reason else None) == (failure, reason)


def test_asking_for_links_loads_little() -> None:
    code = "import sys, pipeline.links.checker\nprint(*sorted({'asyncio', 'ssl', 'selectolax', 'tomllib', 'subprocess'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout == "\n"


def test_a_line_lets_one_ask_at_a_time() -> None:
    lines = Lines[str](1.0)
    for asker in ("a1", "a2", "b1"):
        lines.join(asker[0], asker)
    assert [lines.next(10.0), lines.next(10.0), lines.next(10.0)] == ["a1", "b1", None]
    lines.answered("a")
    assert (lines.next(10.5), lines.moment(), lines.next(11.0)) == (None, 11.0, "a2")
    lines.answered("a", 20.0)
    lines.join("a", "a3")
    assert (lines.next(19.0), lines.next(20.0), lines.count) == (None, "a3", 0)
    lines.join("b", "b2")
    assert (lines.moment(), lines.leave(), lines.count) == (None, ["b2"], 0)


def test_without_a_distance_many_ask_at_once_unless_told_to_wait() -> None:
    lines = Lines[str](0.0)
    for asker in ("a1", "a2", "a3"):
        lines.join("a", asker)
    assert [lines.next(1.0), lines.next(1.0)] == ["a1", "a2"]
    lines.answered("a", 5.0)
    assert (lines.next(4.0), lines.next(5.0)) == (None, "a3")
