"""The preview: what it answers and to whom, how its page is made again, and, in a browser, how it changes in place."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import pytest

from pipeline.core.edition import RELEASE, Edition
from pipeline.core.scratch import run_folder
from pipeline.desk import building, editors
from pipeline.desk.preview import watching
from pipeline.desk.preview.background import Background
from pipeline.desk.preview.making import Maker
from pipeline.desk.preview.process import MakerProcess
from tests.conftest import KANBEN, run
from tests.desk import FIGURE
from tests.small import FRONT, REFERENCES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BODY = f"""
# 第一章 {{#sec-one en="One"}}

首段引用[@osd]，见 @fig-a。

{FIGURE}
"""
LONG = BODY + "\n\n".join(f"第{number}段的文字。" * 12 for number in range(60)) + "\n"


def write(root: Path, body: str = BODY, front: str = FRONT) -> None:
    (root / "source").mkdir(exist_ok=True)
    (root / "source" / "report.md").write_text(f"---\n{front}---\n{body}", "utf-8")
    (root / "source" / "references.yaml").write_text(REFERENCES, "utf-8")


@contextmanager
def previewed(root: Path, *options: str) -> Iterator[str]:
    """The address of a preview of a report, which is ended afterwards."""
    command = [*KANBEN, "preview", "--no-browser", "--project", str(root), *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 130 and "Traceback" not in said, said


def ask(
    address: str, path: str = "", said: Any = None, *, headers: dict[str, str] | None = None, method: str = ""
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """What a preview answers."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
    body = None if said is None else json.dumps(said).encode()
    given = {**({"Content-Type": "application/json"} if body else {}), **(headers or {})}
    connection.request(method or ("POST" if body else "GET"), parts.path + path, body, given)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def news(address: str, wanted: str, seconds: float = 40) -> dict[str, Any]:
    """The first news whose findings have a code; empty text: that have none."""
    end, after = time.monotonic() + seconds, 0
    said: dict[str, Any] = {}
    while time.monotonic() < end:
        told = json.loads(ask(address, f"news?after={after}")[2])
        said = told or said
        after = said.get("number", 0)
        codes = {row["code"] for row in said.get("findings", ())}
        if said.get("page") and (wanted in codes if wanted else not codes):
            return said
    raise AssertionError(said)


def test_the_page_follows_the_source_and_an_error_keeps_the_last_good_one(tmp_path: Path) -> None:
    write(tmp_path)
    with previewed(tmp_path) as address:
        first = news(address, "")
        assert "首段引用" in ask(address, "page")[2].decode()
        write(tmp_path, BODY.replace("首段", "改过的一段").replace("@osd", "@ods"))
        second = news(address, "CIT101")
        assert second["page"] > first["page"]
        assert "改过的一段引用" in ask(address, "page")[2].decode()
        write(tmp_path, BODY, "title: [\n")
        broken = news(address, "YML101")
        assert broken["stale"] and "改过的一段引用" in ask(address, "page")[2].decode()
        write(tmp_path)
        assert not news(address, "")["stale"]


def test_only_this_machine_and_whoever_knows_the_address_is_answered(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "source" / "secret.md").write_text("秘密", "utf-8")
    with previewed(tmp_path) as address:
        parts = urlsplit(address)
        root = f"http://127.0.0.1:{parts.port}/"
        assert ask(address)[0] == 200
        for path in ("", "x/", "page", "../", parts.path[1:-2] + "/"):
            assert ask(root, path)[0] == 404, path
        for name, value in (
            ("Host", "evil.example"),
            ("Host", f"evil.example:{parts.port}"),
            ("Origin", "http://evil.example"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
        ):
            assert ask(address, "page", headers={name: value})[0] == 404, (name, value)
        for path in (
            "../source/secret.md",
            "out/../source/secret.md",
            "out/secret.md",
            "out/%2e%2e/x",
            "source",
            "pages/0",
        ):
            assert ask(address, path)[0] == 404, path
        for said in ({"line": "1"}, {"line": 1, "file": "/etc/passwd"}, [], "x", {"name": "other"}):
            for path in ("open", "at", "edition", "page"):
                assert ask(address, path, said)[0] in ((404, 200) if path == "at" else (404,)), (path, said)
        assert (
            ask(address, "open", {"file": "source/\0", "line": 1})[0]
            == ask(address, "open", {"file": "\ud800"})[0]
            == 404
        )
        assert ask(address, "edition", {"name": "proof"}, headers={"Content-Type": "text/plain"})[0] == 404
        # What is no address and no JSON is answered as what is not there, without a word on the terminal.
        for said in (f"GET //[{parts.path}page HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n", _post(parts, "[" * 4000)):
            with socket.create_connection(("127.0.0.1", parts.port or 0)) as line:
                line.sendall(said.encode())
                assert b" 404 " in line.recv(100)
        short = ask(address.removesuffix("/"))
        assert (short[0], short[1]["Location"]) == (308, parts.path)
        assert ask(address, "page", method="DELETE")[0] == 501
        policy = ask(address)[1]["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert ask(address, "page")[1]["Cross-Origin-Resource-Policy"] == "same-origin"


def test_who_leaves_before_the_answer_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path)
    with previewed(tmp_path) as address:
        after = news(address, "")["number"] + 100
        parts = urlsplit(address)
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", parts.port or 0)) as line:
                line.sendall(f"GET {parts.path}page HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with socket.create_connection(("127.0.0.1", parts.port or 0)) as line:
                line.sendall(f"GET {parts.path}news?after={after} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        assert ask(address, "page")[0] == 200


def test_a_click_opens_the_editor_at_its_line_and_nothing_outside(tmp_path: Path) -> None:
    write(tmp_path)
    made = tmp_path / "opened"
    script = f"import sys; open({str(made)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')"
    editor = f'{sys.executable} -c "{script}" {{file}} {{line}}'
    with previewed(tmp_path, "--editor", editor) as address:
        news(address, "")
        page = ask(address, "page")[2].decode()
        line = int(re.findall(r'data-place="(\d+):\d+"[^>]*>首段', page)[0])
        assert ask(address, "open", {"line": line})[0] == 200
        assert ask(address, "open", {"file": "../../etc/passwd", "line": 1})[0] == 200
        assert ask(address, "open", {"file": "source/references.yaml", "line": 2})[0] == 200
        for _ in range(100):
            if made.exists() and made.read_text("utf-8").count("\n") == 2:
                break
            time.sleep(0.1)
    source = (tmp_path / "source").resolve()
    text = (source / "report.md").read_text("utf-8").split("\n")
    assert text[line - 1].startswith("首段")
    assert sorted(made.read_text("utf-8").splitlines()) == [f"{source}/references.yaml 2", f"{source}/report.md {line}"]


def test_other_editions_and_formats_stand_beside_the_page(tmp_path: Path) -> None:
    write(tmp_path, BODY + "\n[待核]{.todo}\n")
    with previewed(tmp_path) as address:
        news(address, "EDT101")
        assert "待核" not in ask(address, "page")[2].decode()
        assert ask(address, "edition", {"name": "proof"})[0] == 200
        for _ in range(300):
            said = json.loads(ask(address, "news")[2])
            if said["state"] == "made" and said["page"] == 2:
                break
            time.sleep(0.2)
        assert "待核" in ask(address, "page")[2].decode()
        assert [row["name"] for row in said["outputs"]] == [
            "report-proof.pdf",
            "report-proof.epub",
            "report-proof.docx",
        ]
        assert ask(address, "out/report-proof.pdf")[2].startswith(b"%PDF")
        assert json.loads(ask(address, "pages")[2])["count"] > 1
        assert ask(address, "pages/1")[2].startswith(b"\x89PNG")
        assert ask(address, "pages/999")[0] == 404


def _edits(random_: random.Random, body: str) -> str:
    """A body with one thing changed somewhere: a letter, a line, an attribute, a figure's word, what is cited."""
    lines = body.split("\n")
    match random_.randrange(6):
        case 0:
            place = random_.randrange(len(body) + 1)
            return body[:place] + random_.choice("字词a1，。*[{") + body[place:]
        case 1:
            place = random_.randrange(len(lines))
            return "\n".join([*lines[:place], *lines[place + 1 :]])
        case 2:
            return body.replace("label: {zh: 甲", f"label: {{zh: 甲{random_.randrange(9)}", 1)
        case 3:
            return body + f"\n又一段，{random_.randrange(99)}，见 @fig-a。\n"
        case 4:
            return body.replace("@osd", "@ods") if "@osd" in body else body.replace("@ods", "@osd")
    return body.replace("图题", f"图题{random_.randrange(9)}", 1)


def test_what_is_kept_changes_no_byte_and_no_finding(tmp_path: Path) -> None:
    """A page that is made by who has made others before is that of one who has not."""
    random_ = random.Random(20)
    write(tmp_path)
    kept, body = Maker(tmp_path), BODY
    with run_folder():
        for number in range(40):
            body = _edits(random_, body)
            write(tmp_path, body)
            edition = Edition(proof=number % 5 == 4)
            assert kept.make(edition) == Maker(tmp_path).make(edition), body


def test_a_drawing_is_made_anew_when_its_data_change(tmp_path: Path) -> None:
    chart = """
``` {.figure #fig-b}
kind: chart
data: data.csv
caption: {zh: 图, en: Chart}
alt: {zh: 数, en: Numbers}
credit: {zh: 社, en: Press}
axis: {zh: 量, en: Amount}
unit: {zh: 个, en: pieces}
```

见 @fig-b。
"""
    write(tmp_path, BODY + chart)
    data = tmp_path / "source" / "data.csv"
    data.write_text("zh,en,value\n一,One,1\n二,Two,2\n", "utf-8")
    maker = Maker(tmp_path)
    with run_folder():
        first = maker.make(RELEASE)
        data.write_text("zh,en,value\n一,One,1\n二,Two,7531\n", "utf-8")
        second = maker.make(RELEASE)
    assert first.page and second.page and (b"7531" in second.page) > (b"7531" in first.page)


def test_a_process_that_is_lost_is_told_and_begun_anew(tmp_path: Path) -> None:
    write(tmp_path)
    process = MakerProcess(tmp_path)
    try:
        lost = process.make(RELEASE, seconds=0.01)
        assert [row.diagnostic.code for row in lost.findings] == ["TOL107"] and lost.page is None
        assert process.make(RELEASE).page
    finally:
        process.close()


@pytest.mark.parametrize(
    ("named", "environment", "wanted"),
    [
        ("code", {}, ("code", "-g", "{file}:{line}")),
        ("", {"VISUAL": "/usr/bin/gvim", "EDITOR": "code"}, ("/usr/bin/gvim", "+{line}", "{file}")),
        ("", {"EDITOR": "nano"}, ()),
        ("", {}, ()),
        ("my-editor --at {line} {file}", {}, ("my-editor", "--at", "{line}", "{file}")),
        ("my-editor", {}, ("my-editor", "{file}")),
        ("a 'b", {}, ()),
        ("/usr/bin/vim", {}, ()),
    ],
)
def test_an_editor_is_called_as_it_wants_to_be(
    named: str, environment: dict[str, str], wanted: tuple[str, ...]
) -> None:
    assert editors.command(named, environment) == wanted


def test_what_cannot_be_used_is_told_before_anything_is_made(tmp_path: Path) -> None:
    write(tmp_path)
    for named in ("vim", "there-is-no-such-editor", "a 'b"):
        done = run("preview", "--no-browser", "--project", str(tmp_path), "--editor", named, "--lang", "en")
        assert done.code == 2 and f"“{named}” cannot be used" in done.output
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("preview", "--no-browser", "--project", str(tmp_path), "--port", port, "--lang", "en")
        assert done.code == 2 and "another program uses this port" in done.output


def test_what_is_made_behind_the_page_says_why_it_failed(tmp_path: Path) -> None:
    write(tmp_path, front="title: [\n")
    background = Background(tmp_path, tmp_path / "out", "en")
    background._run(0)
    assert background.state == "failed" and background.reason.startswith("YML101 YAML cannot be read")


def test_watch_says_which_findings_come_and_go(tmp_path: Path) -> None:
    write(tmp_path)
    command = [*KANBEN, "watch", "html", "--project", str(tmp_path), "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    lines: list[str] = []

    def until(text: str) -> None:
        for line in process.stdout or ():
            lines.append(line)
            if text in line:
                return

    try:
        until("waiting")
        assert lines[0] == "No findings.\n" and (tmp_path / "out" / "report.html").is_file()
        write(tmp_path, BODY.replace("@osd", "@ods"))
        until("error CIT101 no entry is called ods")
        assert lines[-1].startswith("new: ")
        until("waiting")
        write(tmp_path)
        until("CIT101")
        assert lines[-1].startswith("gone: ")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        process.stdout.close()


def test_a_build_that_ends_without_a_word_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr(building, "build", lambda *_: building.Build((), 137))
    monkeypatch.setattr(watching.Watch, "wait", lambda _: signal.raise_signal(signal.SIGINT))
    said = run("watch", "html", "--project", str(tmp_path), "--lang", "en").output
    assert "exit code 137" in said and "No findings" not in said


@pytest.mark.parametrize("command", ["preview", "watch"])
def test_a_folder_without_a_source_is_told(tmp_path: Path, command: str) -> None:
    done = subprocess.run(
        [*KANBEN, command, "--project", str(tmp_path), "--lang", "en"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 3 and "there is no folder source/" in done.stderr


# In a browser


@contextmanager
def shown(browser: Browser, address: str, **viewport: int) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800, **viewport})  # type: ignore[typeddict-item]
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.wait_for_selector("body[data-shown]")
    yield page
    with suppress(Exception):
        page.close()
    assert not faults


def _post(parts: SplitResult, body: str) -> str:
    head = f"POST {parts.path}at HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}"


def _as_if_made(route: Route) -> None:
    from playwright.sync_api import Error

    # What waits for news when its page is closed has no answer.
    with suppress(Error):
        news = route.fetch().json()
        route.fulfill(json={**news, **({"state": "made", "reason": ""} if news else {})})


@pytest.mark.gate
def test_a_report_that_never_was_read_has_no_page_of_before(tmp_path: Path, browser: Browser) -> None:
    write(tmp_path, front="title: [\n")
    with previewed(tmp_path, "--lang", "en") as address:
        page = browser.new_page()
        page.route("**/news?*", _as_if_made)
        page.goto(address)
        page.get_by_text("there is no page yet").wait_for()
        write(tmp_path)
        page.wait_for_selector("body[data-shown]")
        write(tmp_path, front="title: [\n")
        page.get_by_text("the page as it was before").wait_for()
        assert (page.text_content("#outputs dd") or "").endswith(" · made")
        page.unroute_all(behavior="ignoreErrors")
        page.close()


def _has(page: Page, text: str) -> bool:
    """Whether the page in the frame has a text; not while another takes its place."""
    from playwright.sync_api import Error

    with suppress(Error):
        return text in page.frames[-1].inner_text("body")
    return False


@pytest.mark.gate
def test_the_page_changes_in_place(tmp_path: Path, browser: Browser) -> None:
    write(tmp_path, LONG)
    with previewed(tmp_path) as address, shown(browser, address) as page:
        frame = page.frames[1]
        frame.evaluate("document.querySelectorAll('details')[1].open = true")
        frame.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 2500)")
        before, first = frame.evaluate("scrollY"), page.get_attribute("body", "data-shown")
        # Above what is looked at: the words that are looked at stay where they are.
        other = FIGURE.replace("fig-a", "fig-first")
        write(tmp_path, LONG.replace("首段", f"{other}\n{'很长的一段。' * 80}[@fig-first]首段"))
        page.wait_for_selector(f'body:not([data-shown="{first}"])')
        frame = page.frames[-1]
        # What was opened, which is another in order now.
        assert frame.evaluate("[...document.querySelectorAll('details')].map(part => part.open).indexOf(true)") == 2
        assert frame.evaluate("scrollY") > before + 20
        marked = "document.getAnimations().map(row => row.effect.target.textContent.slice(0, 4))"
        assert "很长的一" in frame.evaluate(marked)
        assert len(page.query_selector_all("iframe")) == 1
        # News and a page that do not come, as while a machine sleeps, are asked for again.
        for asked in ("**/news?*", "**/page?*"):
            page.route(asked, lambda route: route.fulfill(body=""), times=1)
        write(tmp_path, LONG.replace("首段", "末了的一段"))
        until = time.monotonic() + 30
        while not _has(page, "末了的一段") and time.monotonic() < until:
            page.wait_for_timeout(100)
        assert _has(page, "末了的一段")
        assert len(page.query_selector_all("iframe")) == 1 and not page.is_visible("#ended")


@pytest.mark.gate
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_accessible_and_works_by_keyboard(
    tmp_path: Path, browser: Browser, width: int, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    write(tmp_path, BODY.replace("@osd", "@ods"))
    with previewed(tmp_path, "--editor", "true {file}") as address:
        news(address, "CIT101")
        context = browser.new_context(
            viewport={"width": width, "height": 700}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("body[data-shown]")
        page.wait_for_selector("#list article")
        for tab in ("tab-page", "tab-pages", "tab-files"):
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.get_attribute(f"#{tab}", "aria-selected") == "true"
            found = Axe().run(page, context={"exclude": [["iframe"]]}).response["violations"]
            assert not found, [(row["id"], row["nodes"][0]["html"]) for row in found]
            page.focus(f"#{tab}")
            page.keyboard.press("ArrowRight")
        context.close()
