"""Links: what a server on loopback says is judged right, forbidden addresses are never connected to, moved ones are rewritten."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pycurl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.line.links import _offline
from pipeline.links import destinations
from pipeline.links.addresses import is_public, masked, refusal
from pipeline.links.cache import AGE, Cache
from pipeline.links.checker import Checker, RequestSettings
from pipeline.links.fragments import holds
from pipeline.links.snapshots import snapshots
from pipeline.links.verdicts import Verdict
from pipeline.tools.web_request import Request as Asked
from pipeline.tools.web_request import sent
from tests.conftest import KANBEN, PROJECT, ROOT, run
from tests.web_server import Abort, Request, Response, of_json, page, serving, to

PAGE = '<!DOCTYPE html><meta charset=utf-8><h1 id="top1">标题</h1><h2 id="第一节">第一节</h2><a name="old">x</a><p id="a b">开源 软件的力量</p>'


class Site:
    """A server of odd behaviours; `seen` counts requests by path."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.together: Counter[str] = Counter()
        self.most = 0
        self.port = 0
        self.lock = threading.Lock()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle(self, request: Request) -> Response:
        path = request.path
        with self.lock:
            self.seen[path] += 1
            self.together[path] += 1
            self.most = max(self.most, self.together["/page"])
            count = self.seen[path]
        try:
            return self.answer(request, path, count)
        finally:
            with self.lock:
                self.together[path] -= 1

    def answer(self, request: Request, path: str, count: int) -> Response:  # noqa: PLR0911, PLR0912
        name, _, rest = path.strip("/").partition("/")
        if name == "status":
            return Response(status=int(rest))
        if name == "then":
            first, _, second = rest.partition("/")
            return Response(status=int(first) if count == 1 else int(second), headers={"Retry-After": "0"})
        if name == "retry-after":
            return Response(status=429, headers={"Retry-After": "1"}) if count == 1 else Response(b"ok")
        if name == "page":
            return page(PAGE)
        if name == "gbk":
            return Response('<meta charset="gbk"><h1 id="第一节">第一节</h1>'.encode("gbk"), "text/html")
        if name == "gbk-header":
            return Response('<h1 id="章节">章节</h1>'.encode("gbk"), "text/html; charset=GB2312")
        if name == "go":
            code, _, target = rest.partition("/")
            return to(f"/{target}" if target else "/page", int(code))
        if name == "chain":
            return to(f"/chain/{int(rest) - 1}" if int(rest) else "/page", 301)
        if name == "loop":
            return to("/loop2")
        if name == "loop2":
            return to("/loop")
        if name == "to":
            return to(request.query["url"], int(request.query.get("code", 302)))
        if name == "no-location":
            return Response(status=302)
        if name == "slow":
            time.sleep(3)
            return Response(b"late")
        if name == "drip":
            return Response(_dripping(b" ", 30), "text/html")
        if name == "huge":
            return Response((b"x" * 65_536 for _ in range(400)), "application/octet-stream")
        if name == "cut":
            raise Abort
        if name == "no-head":
            return Response(status=405) if request.method == "HEAD" else Response(b"ok")
        if name == "cookie":
            return Response(b"in") if "k" in request.cookies else _with_cookie("/cookie")
        if name in _ODD_PAGES:
            return page(f"<!doctype html>{_ODD_PAGES[name]}")
        if name == "stream":
            return Response(_dripping(b"<p>", 60), "text/html")
        if name == "again":
            return Response(b"in") if "again" in request.cookies else _with_cookie("/again", "again", "")
        if name == "signed":
            return Response(status=200 if "key=AK%2F20%3a" in request.target else 403)
        if name == "choices":
            return Response(b"several", status=300)
        if name == "header":
            return Response(headers={"X-Policy": "y" * 20_000})
        if name.partition(";")[0] in ("login", "consent", "new", ""):
            return page(PAGE)
        if name == "pdf":
            return Response(b"%PDF-1.7", "application/pdf")
        if name == "empty":
            return Response(status=204)
        if name == "archive":
            date = request.query.get("timestamp", "1")
            return of_json(
                {"archived_snapshots": {"closest": {"url": f"http://web.example.org/{date}/x", "available": True}}}
            )
        if name == "archive-none":
            return of_json({"archived_snapshots": {}})
        return Response(status=404)


_ODD_PAGES = {
    "big": "<p>" + "filler text " * 60_000 + '</p><h2 id="late">L</h2>',
    "gone": "<h1>404 - Page not found</h1>",
    "soft": "<title>您访问的页面不存在</title><h1>提示</h1>",
    "blob": '<h2><a id="user-content-install"></a>Install</h2>',
    "refresh": '<meta http-equiv="Refresh" content="0; url=/status/404">',
}


def _dripping(part: bytes, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield part
        time.sleep(0.1)


def _with_cookie(target: str, name: str = "k", query: str = "?1") -> Response:
    return Response(status=302, headers={"Location": target + query, "Set-Cookie": f"{name}=1; Path=/"})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = Site()
    with serving(made.handle) as port:
        made.port = port
        yield made


def _request_settings(**changes: object) -> RequestSettings:
    quick = {
        "agent": "test",
        "allowed": frozenset({"127.0.0.1"}),
        "interval": 0.0,
        "tries": 2,
        "back_off": 0.01,
        "seconds": 1.0,
        "budget": 30.0,
    }
    return RequestSettings(**{**quick, **changes})  # type: ignore[arg-type]


def _verdicts(urls: list[str], tmp_path: Path, **changes: object) -> dict[str, Verdict]:
    return Checker(_request_settings(**changes), Cache.open(tmp_path / "links.json")).run(urls)


BEHAVIOURS = {
    **{f"/status/{code}": "ok" for code in (200, 201, 202, 203, 204, 206, 304)},
    **{f"/status/{code}": "dead" for code in (400, 404, 410, 414, 415, 416, 422, 423, 426, 431)},
    **{f"/status/{code}": "gate" for code in (401, 402, 403, 405, 406, 407, 418, 429, 451)},
    **{f"/status/{code}": "unreachable" for code in (500, 501, 502, 503, 504, 505, 520)},
    **{f"/then/{code}/200": "ok" for code in (408, 429, 500, 502, 503, 504)},
    "/then/503/404": "dead",
    "/retry-after": "ok",
    "/page": "ok",
    "/page#top1": "ok",
    "/page#old": "ok",
    "/page#第一节": "ok",
    f"/page#{quote('第一节')}": "ok",
    "/page#a%20b": "ok",
    "/page#": "ok",
    "/page#top": "ok",
    "/page#!app": "ok",
    "/page#missing": "fragment",
    f"/page#{quote('第二节')}": "fragment",
    f"/page#:~:text={quote('开源软件')}": "ok",
    f"/page#:~:text={quote('没有的话')}": "fragment",
    f"/page#top1:~:text={quote('标题')}": "ok",
    f"/page#gone:~:text={quote('标题')}": "fragment",
    f"/gbk#{quote('第一节')}": "ok",
    f"/gbk#{quote('第一节', encoding='gbk')}": "ok",
    f"/gbk-header#{quote('章节')}": "ok",
    "/gbk#nothing": "fragment",
    "/pdf#page=3": "ok",
    "/go/301": "moved",
    "/go/308": "moved",
    "/go/302": "ok",
    "/go/303": "ok",
    "/go/307": "ok",
    "/go/301/status/404": "dead",
    "/go/301/go/302": "ok",
    "/chain/3": "moved",
    "/chain/20": "loop",
    "/loop": "loop",
    "/no-location": "dead",
    "/slow": "unreachable",
    "/drip#x": "unreachable",
    "/huge": "ok",
    "/cut": "unreachable",
    "/no-head": "ok",
    "/cookie": "ok",
    "/empty": "ok",
    "/big#late": "ok",
    "/big#later": "fragment",
    "/again": "ok",
    "/signed?key=AK%2F20%3a": "ok",
    "/choices": "ok",
    "/header": "ok",
    "/blob#install": "ok",
    "/blob#L20": "ok",
    "/blob#L20-L30": "ok",
    "/blob#missing": "fragment",
    "/gone": "lost",
    "/soft": "lost",
    "/refresh": "dead",
    "/stream": "ok",
    "/go/301/new": "moved",
    "/to?code=301&url=/login": "gate",
    "/to?url=/consent": "gate",
    "/to?code=301&url=/new;jsessionid=17": "ok",
    "/to?code=301&url=/": "away",
    "/to?url=/": "away",
    "/": "ok",
    "/login": "ok",
    "/中文路径": "dead",
    "/nowhere": "dead",
}


def test_every_behaviour_is_judged_right(site: Site, tmp_path: Path) -> None:
    found = _verdicts([site.root + path for path in BEHAVIOURS], tmp_path)
    assert {url.removeprefix(site.root): verdict.kind for url, verdict in found.items()} == BEHAVIOURS
    assert len(BEHAVIOURS) >= 60
    assert found[site.root + "/go/301"].final == site.root + "/page"
    assert found[site.root + "/chain/3"].final == site.root + "/page"


@pytest.mark.parametrize(
    ("url", "sent_as"),
    [
        ("http://a.example/x?k=AK%2F20", "http://a.example/x?k=AK%2F20"),
        ("http://a.example/%41%3a", "http://a.example/%41%3a"),
        ("http://a.example/100%/a b<c>", "http://a.example/100%25/a%20b%3Cc%3E"),
        ("http://a.example/路径?词=值", "http://a.example/%E8%B7%AF%E5%BE%84?%E8%AF%8D=%E5%80%BC"),
        ("http://例子.中国/", "http://xn--fsqu00a.xn--fiqs8s/"),
        ("http://a.example:81", "http://a.example:81/"),
    ],
)
def test_an_address_is_sent_as_it_is_written(url: str, sent_as: str) -> None:
    assert sent(url)[0] == sent_as


@pytest.mark.parametrize(
    ("url", "home", "deep", "gate", "session"),
    [
        ("https://a.example/", True, False, False, False),
        ("https://a.example/index.html", True, False, False, False),
        ("https://a.example/zh-CN/", False, False, False, False),
        ("https://a.example/docs/page", False, True, False, False),
        ("https://a.example/?p=12", False, True, False, False),
        ("https://login.a.example/x", False, True, True, False),
        ("https://a.example/users/sign_in", False, True, True, False),
        ("https://a.example/blogging", False, True, False, False),
        ("https://a.example/x?PHPSESSID=1", False, True, False, True),
        ("https://a.example/x;jsessionid=1", False, True, False, True),
    ],
)
def test_destinations(url: str, home: bool, deep: bool, gate: bool, session: bool) -> None:
    found = (
        destinations.is_home(url),
        destinations.is_deep(url),
        destinations.is_gate(url),
        destinations.has_session(url),
    )
    assert found == (home, deep, gate, session)


@pytest.mark.parametrize(
    ("title", "lost"),
    [("404 Not Found", True), ("Page not found", True), ("This page could not be found", True), ("页面不存在", True),
     ("抱歉，找不到您访问的页面", True), ("Error 404", True), ("The 404 bus", False), ("Lost and found", False),
     ("HTTP status codes: 404", False), ("论页面设计", False)],
)  # fmt: skip
def test_pages_that_say_that_they_are_not_there(title: str, lost: bool) -> None:
    assert destinations.is_lost(f"<title>{title}</title><p>404 page not found</p>") is lost


def test_a_machine_without_a_network_is_told_once() -> None:
    down, up = Verdict("dns"), Verdict("ok")
    assert _offline({"http://a.example/1": down, "http://b.example/": down}) == 2
    assert _offline({"http://a.example/1": down, "http://b.example/": up}) == 0
    assert _offline({"http://a.example/1": down, "http://a.example/2": down}) == 0


def test_no_host_and_a_closed_port(site: Site, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    urls = ["http://no-such-host.invalid/", f"http://127.0.0.1:{port}/", f"https://127.0.0.1:{site.port}/"]
    assert [verdict.kind for verdict in _verdicts(urls, tmp_path).values()] == ["dns", "unreachable", "tls"]


FORBIDDEN = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0.0.0.0/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://localhost/", "http://LOCALHOST:8080/", "http://10.0.0.1/",
    "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://169.254.169.254/latest/", "http://100.64.0.1/",
    "http://192.0.0.8/", "http://198.18.0.1/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://192.88.99.1/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd12::1]/", "http://[ff02::1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/", "http://[2001::1]/", "http://[::7f00:1]/", "file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/",
    "http://user:secret@example.org/", "http://@127.0.0.1/", "http:///nothing",
]  # fmt: skip


def test_forbidden_addresses_are_never_connected_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    connect, make = socket.socket.connect, Asked.open
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: opened.append(address) or connect(self, address)
    )

    def watched(self: Asked, purpose: object, address: tuple[int, int, int, tuple[str, int]]) -> socket.socket | int:
        made = make(self, purpose, address)
        if isinstance(made, socket.socket):
            opened.append(address)
        return made

    monkeypatch.setattr(Asked, "open", watched)
    found = _verdicts(FORBIDDEN, tmp_path, allowed=frozenset(), tries=1)
    assert {url: verdict.kind for url, verdict in found.items()} == dict.fromkeys(FORBIDDEN, "refused")
    assert opened == []
    assert len(FORBIDDEN) >= 30
    assert "secret" not in masked("http://user:secret@example.org/")


def test_redirects_and_names_do_not_lead_inside(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [
        "http://localhost/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://user:x@127.0.0.1/",
    ]
    urls = [f"{site.root}/to?url={quote(target, safe='')}" for target in inside]
    assert {verdict.kind for verdict in _verdicts(urls, tmp_path).values()} == {"refused"}
    # A name that resolves to an address inside, as in DNS rebinding.
    begin = Asked.begin

    def rebound(self: Asked, url: str, *, wants_body: bool, accept: str) -> None:
        self.handle.setopt(pycurl.RESOLVE, [f"public.example:{site.port}:127.0.0.1"])
        begin(self, url, wants_body=wants_body, accept=accept)

    monkeypatch.setattr(Asked, "begin", rebound)
    site.seen.clear()
    (verdict,) = _verdicts([f"http://public.example:{site.port}/page"], tmp_path, allowed=frozenset()).values()
    assert verdict.kind == "refused"
    assert site.seen["/page"] == 0


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7") | st.ip_addresses(network="127.0.0.0/8")
)
def test_private_networks_are_not_public(address: object) -> None:
    assert not is_public(str(address))


def test_public_addresses_are() -> None:
    for address in ("8.8.8.8", "1.1.1.1", "2606:4700::1", "223.5.5.5"):
        assert is_public(address)
    assert refusal("https://example.org/") is None


def test_hosts_are_asked_one_at_a_time_and_once(site: Site, tmp_path: Path) -> None:
    site.seen.clear()
    site.most = 0
    start = time.monotonic()
    _verdicts([f"{site.root}/page?{number % 5}" for number in range(50)], tmp_path, interval=0.1)
    assert site.most == 1
    assert sum(site.seen.values()) == 5
    assert time.monotonic() - start >= 0.4


def test_the_time_for_all_ends_the_run(site: Site, tmp_path: Path) -> None:
    start = time.monotonic()
    found = _verdicts([f"{site.root}/page?{number}" for number in range(40)], tmp_path, interval=0.2, budget=1.0)
    assert time.monotonic() - start < 6
    kinds = Counter(verdict.kind for verdict in found.values())
    assert kinds["unchecked"] > 20


def test_the_cache_keeps_what_was_sound(site: Site, tmp_path: Path) -> None:
    site.seen.clear()
    urls = [f"{site.root}{path}" for path in ("/page#top1", "/page#gone", "/status/404", "/go/301")]
    first = _verdicts(urls, tmp_path)
    asked = sum(site.seen.values())
    second = _verdicts(urls, tmp_path)
    assert (
        [verdict.kind for verdict in first.values()]
        == [verdict.kind for verdict in second.values()]
        == ["ok", "fragment", "dead", "moved"]
    )
    assert set(json.loads((tmp_path / "links.json").read_text("utf-8"))) == {urls[0], urls[3]}
    assert 0 < sum(site.seen.values()) - asked < asked
    # What is forbidden today is refused, whatever was found yesterday.
    assert _verdicts(urls[:1], tmp_path, allowed=frozenset())[urls[0]].kind == "refused"
    old = Cache(tmp_path / "x", {"u": {"at": 0.0}})
    assert old.get("u", AGE + 1) is None
    assert old.get("u", 1.0) == Verdict("ok")
    for broken in ("[1, 2", "[1, 2]", '{"u": 1}', '{"u": {"at": "now"}}', "null"):
        (tmp_path / "broken.json").write_text(broken, "utf-8")
        assert Cache.open(tmp_path / "broken.json").rows == {}


def test_an_interrupted_run_goes_on_where_it_was(site: Site, project: Path) -> None:
    links = "".join(f"[第{number}处]({site.root}/page?i{number})" for number in range(40))
    report = project / "source/report.md"
    report.write_text(report.read_text("utf-8") + f"\n{links}\n", "utf-8")
    (project / "kanben.toml").write_text(
        '[links]\ninterval = 0.1\narchive = ""\n[[findings]]\ncode = "LNK*"\nkey = "https://*"\nreason = "far away"\n',
        "utf-8",
    )
    command = [*KANBEN, "links", "--project", str(project), "--allow-host", "127.0.0.1"]
    site.seen.clear()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until = time.monotonic() + 30
    while site.seen["/page"] < 8 and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 130, output.decode()
    assert b"Traceback" not in output
    first = site.seen["/page"]
    kept = json.loads((project / "out/.cache/links.json").read_text("utf-8"))
    assert first - 1 <= len(kept) <= first < 40
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert site.seen["/page"] - first == 40 - len(kept)


def test_dead_links_get_a_snapshot(site: Site) -> None:
    assert snapshots(_request_settings(), f"{site.root}/archive", {"https://a.example/": ""}) == {
        "https://a.example/": "http://web.example.org/1/x"
    }
    nearest = snapshots(_request_settings(), f"{site.root}/archive", {"https://a.example/": "2025-03-06"})
    assert nearest == {"https://a.example/": "http://web.example.org/20250306/x"}
    for base in ("/archive-none", "/status/500", "/page"):
        assert snapshots(_request_settings(), site.root + base, {"https://a.example/": ""}) == {}


def test_fragments_need_no_perfect_page() -> None:
    assert holds("x", b"<p id=x", "text/html") in (True, False)
    assert holds("甲", "<p id=甲>".encode("utf-16"), "text/html; charset=no-such") is False


def test_the_command_finds_rewrites_and_ignores(site: Site, project: Path, tmp_path: Path) -> None:
    report, references = project / "source/report.md", project / "source/references.yaml"
    text = report.read_text("utf-8").replace(
        "](https://opensource.org/osd)", f"]({site.root}/go/301)和[另一处]({site.root}/status/404)"
    )
    report.write_text(text, "utf-8")
    references.write_text(
        references.read_text("utf-8").replace("https://opensource.org/osd", f"{site.root}/go/308"), "utf-8"
    )
    settings = '[links]\ninterval = 0\narchive = ""\n'
    (project / "kanben.toml").write_text(settings, "utf-8")
    arguments = ("links", "--project", str(project), "--allow-host", "127.0.0.1", "--quiet")
    outcome = run(*arguments, report=tmp_path / "a.jsonl")
    assert sorted(line.split()[1] for line in outcome.lines) == ["LNK101", "LNK102", "LNK102"], outcome.output
    assert outcome.code == 1
    outcome = run(*arguments, "--fix", report=tmp_path / "b.jsonl")
    assert [line.split()[1] for line in outcome.lines] == ["LNK114", "LNK114", "LNK101"], outcome.output
    assert f"]({site.root}/page)" in report.read_text("utf-8")
    assert f"URL: {site.root}/page" in references.read_text("utf-8")
    (project / "kanben.toml").write_text(
        settings + f'\n[[findings]]\ncode = "LNK*"\nkey = "{site.root}/status/*"\nreason = "known"\n', "utf-8"
    )
    asked = site.seen["/status/404"]
    outcome = run(*arguments, report=tmp_path / "c.jsonl")
    assert outcome.lines == []
    assert outcome.code == 0
    assert site.seen["/status/404"] == asked
    outcome = run(
        "check",
        "--project",
        str(project),
        "--online",
        "--allow-host",
        "127.0.0.1",
        "--quiet",
        report=tmp_path / "d.jsonl",
    )
    assert outcome.lines == [], outcome.output


def test_the_good_project_names_its_links() -> None:
    from pipeline.links.collect import collect
    from pipeline.reading.report import read_report
    from pipeline.reading.sourcefile import read_source

    report = PROJECT / "source/report.md"
    source = read_source(report, "source/report.md")
    document, _ = read_report(source, report, PROJECT / "source/references.yaml", PROJECT)
    places = collect(document, source)
    assert [(url, span.file) for url, span in places] == [
        ("https://opensource.org/osd", "source/report.md"),
        ("https://opensource.org/osd", "source/references.yaml"),
    ]


class Registry:
    """A registrar on loopback: what it says of a DOI, in the shapes of doi.org and Crossref."""

    def __init__(self) -> None:
        self.tries: Counter[str] = Counter()

    def handle(self, request: Request) -> Response:  # noqa: PLR0911
        name = request.path.rpartition("/")[2]
        is_crossref = "/works/" in request.path
        self.tries[request.path] += 1
        work = {
            "DOI": f"10.5555/{name}",
            "type": "journal-article",
            "title": "Patterns of review: a study",
            "author": [{"family": "Olsen", "given": "Kari"}],
            "issued": {"date-parts": [[2017, 3]]},
        }
        if name in ("none", "not-ours"):
            return Response(b"Resource not found.", status=404)
        if is_crossref:
            kinds = {"retracted": "retraction", "withdrawn": "withdrawal", "corrected": "correction"}
            updates = (
                [{"type": kinds[name], "label": name.title(), "DOI": "10.5555/notice", "source": "publisher"}]
                if name in kinds
                else []
            )
            return of_json(
                {
                    "status": "ok",
                    "message-type": "work",
                    "message": {**work, "title": [work["title"]], "updated-by": updates},
                }
            )
        if name == "books":
            known = {
                "title": "Publishing systems",
                "subtitle": "a primer",
                "authors": [{"name": "Anna Keller"}],
                "publishers": [{"name": "Alder Press"}],
            }
            return of_json(
                {"ISBN:x": {**known, "publish_date": "May 2015", "publish_places": [{"name": "Bern"}]}}
                if "9787302000006" in request.query_string
                else {}
            )
        if name == "site":
            head = '<html lang="zh-CN"><title>平台说明</title><meta name="author" content="数据局"><meta property="article:published_time" content="2024-12-01T08:00">'
            return page(head)
        if name == "busy" and self.tries[request.path] == 1:
            return Response(status=429, headers={"Retry-After": "0"})
        if name == "chinese":
            return Response(status=406)
        if name == "html":
            return page("<p>landing page</p>")
        if name == "broken":
            return Response(b"{", "application/json")
        if name == "list":
            return of_json([1])
        if name == "slow":
            time.sleep(3)
        if name == "hop":
            return to("/doi/10.5555/sound")
        if name == "inside":
            return to("http://10.0.0.1/")
        changed = {
            "title": {"title": "Sea birds of the north"},
            "short": {"title": "Patterns of review"},
            "width": {"title": "ＰＡＴＴＥＲＮＳ of Review — A Study"},
            "author": {"author": [{"family": "Roe"}]},
            "body": {"author": [{"name": "Kari Olsen"}]},
            "nobody": {"author": []},
            "year": {"issued": {"date-parts": [[2012]]}},
            "nearly": {"issued": {"date-parts": [[2018]]}},
            "marked": {"title": "RETRACTED: Patterns of review: a study"},
            "datacite": {"title": ["Patterns of review: a study"], "publisher": "Depot"},
        }
        body = json.dumps({**work, **changed.get(name, {})}).encode()
        return Response(body, "application/vnd.citationstyles.csl+json")


REGISTERED = {
    "sound": [], "none": ["CIT120"], "title": ["CIT121"], "short": [], "width": [], "author": ["CIT122"], "body": [], "nobody": [], "year": ["CIT123"], "nearly": [],
    "retracted": ["CIT124"], "withdrawn": ["CIT124"], "marked": ["CIT124"], "corrected": ["CIT125"], "busy": [], "chinese": [], "html": [], "broken": [], "list": [],
    "slow": [], "hop": [], "inside": [], "datacite": [],
}  # fmt: skip


def test_registrars_are_understood_and_the_unknown_is_no_error() -> None:
    from pipeline.links.registrar import audit

    items = [
        {
            "id": name,
            "DOI": f"10.5555/{name}",
            "title": "Patterns of review: a study",
            "author": [{"family": "Olsen"}],
            "issued": "2017",
        }
        for name in REGISTERED
    ]
    with serving(Registry().handle) as port:
        root = f"http://127.0.0.1:{port}"
        found = audit(_request_settings(), (f"{root}/doi", root), [*items, {"id": "no-doi", "title": "x"}])
    assert {key: [finding.code for finding in findings] for key, findings in found.items()} == REGISTERED
    assert found["retracted"][0].found == "10.5555/notice"


def test_entries_are_looked_up_and_written(project: Path) -> None:
    path = project / "source/references.yaml"
    before = path.read_text("utf-8")
    with serving(Registry().handle) as port:
        root = f"http://127.0.0.1:{port}"
        (project / "kanben.toml").write_text(
            f'[links]\ndoi = "{root}/doi"\nisbn = "{root}/books"\ncrossref = ""\ninterval = 0\nback_off = 0\n', "utf-8"
        )
        arguments = ("--project", str(project), "--allow-host", "127.0.0.1")
        for what, key in (
            ("https://doi.org/10.5555/sound", "olsen2017"),
            ("10.5555/nearly", "olsen2018"),
            ("10.5555/hop", "olsen2017a"),
            ("978-7-302-00000-6", "anna2015"),
            (f"{root}/site", "数据局2024"),
        ):
            outcome = run("cite", "add", what, *arguments)
            assert outcome.code == 0, outcome.output
            assert f"[@{key}]" in outcome.output
        written = path.read_text("utf-8")
        for what in (
            "10.5555/none",
            "10.5555/html",
            "10.5555/inside",
            "978-7-302-00000-7",
            "978-0-306-40615-7",
            "no identifier",
            "http://10.0.0.1/x",
            "ftp://example.org/",
        ):
            outcome = run("cite", "add", what, *arguments)
            assert outcome.code == 1, (what, outcome.output)
        assert path.read_text("utf-8") == written
    assert written.startswith(before.rstrip("\n"))
    from pipeline.reading import references

    entries, problems = references.read(path, "references.yaml")
    assert problems == ()
    made = {entry.id: json.loads(entry.csl) for entry in entries}
    assert made["olsen2017"]["type"] == "article-journal"
    assert made["olsen2017"]["author"] == [{"family": "Olsen", "given": "Kari"}]
    assert made["anna2015"]["publisher-place"] == "Bern"
    assert (made["数据局2024"]["title"], made["数据局2024"]["issued"], made["数据局2024"]["language"]) == (
        "平台说明",
        "2024-12-01",
        "zh",
    )
    assert run("build", "html", "--project", str(project), "--fail-on", "error").code == 0


def test_the_first_entry_makes_the_file(project: Path) -> None:
    path = project / "source/references.yaml"
    path.unlink()
    with serving(Registry().handle) as port:
        (project / "kanben.toml").write_text(f'[links]\ndoi = "http://127.0.0.1:{port}/doi"\ncrossref = ""\n', "utf-8")
        assert run("cite", "add", "10.5555/sound", "--project", str(project), "--allow-host", "127.0.0.1").code == 0
        assert path.read_text("utf-8").startswith('references:\n\n  - id: "olsen2017"\n    type:')
