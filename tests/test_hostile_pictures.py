"""Pictures, style sheets and graphs that are made to do harm: what is found in each, and that none of it gets out.

The inputs lie in `hostile/svg`, `hostile/css` and `hostile/dot`; `cases.toml` in each folder says how each is used, the code
of what is found and its line.
"""

from __future__ import annotations

import io
import json
import re
import socket
import textwrap
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.opening import Unopened
from pipeline.core.reasons import Reason
from pipeline.figures import svg_lists
from pipeline.figures.sanitize import RefusedSvg, clean, picture
from pipeline.line.build import build, check
from pipeline.styling.ownsheet import Finder, OwnSheet
from pipeline.tools import css, dot
from tests.conftest import TESTS, needs
from tests.small import BODY_START, Small, small

FOLDER = TESTS / "hostile"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><script>evil()</script><rect width="40" height="20" fill="#0a7"/></svg>'
_WORDS = "caption: {zh: 甲, en: A}\nalt: {zh: 乙, en: B}\ncredit: {zh: 丙, en: C}\n"


def _cases(kind: str) -> list[dict[str, object]]:
    return tomllib.loads((FOLDER / kind / "cases.toml").read_text("utf-8"))["case"]


def _figure(number: int, name: str) -> str:
    return f"``` {{.figure #fig-{number}}}\nkind: image\nfile: {name}\n{_WORDS}```\n"


def _found(made: Small, *codes: str) -> list[Diagnostic]:
    result = check(made.session, (), 1, lambda _: None)
    return [row for row in result.diagnostics if row.code in codes]


def _names(text: str) -> None:
    """No element, attribute or property that is not listed, and no address."""
    for element in etree.fromstring(text.encode()).iter():
        name = etree.QName(element)
        assert (name.namespace, name.localname in svg_lists.ELEMENTS) == (svg_lists.SVG, True)
        for key, value in element.attrib.items():
            assert etree.QName(key).localname in svg_lists.ATTRIBUTES, key
            if etree.QName(key).localname == "style":
                _declarations(css.contents(value))
            elif etree.QName(key).localname in svg_lists.PROPERTIES:
                _local(css.values(value))
            elif etree.QName(key).localname == "href":
                assert value.startswith("#")
        if name.localname == "style":
            assert len(element) == 0
            for rule in css.rules(element.text or ""):
                assert rule.type == "qualified-rule"
                _local(rule.prelude)
                _declarations(css.contents(rule.content))


def _declarations(rows: list[css.Token]) -> None:
    for row in rows:
        assert row.type == "declaration" and row.lower_name in svg_lists.PROPERTIES
        _local(row.value)


def _local(tokens: list[css.Token]) -> None:
    for token in css.walk(tokens):
        assert token.type != "error"
        if css.is_loader(token):
            assert (css.address(token) or "").strip().startswith("#")


@pytest.mark.parametrize("case", _cases("svg"), ids=lambda case: str(case["file"]))
def test_svg(case: dict[str, object]) -> None:
    name = str(case["file"])
    made = small(_figure(1, name))
    data = (FOLDER / "svg" / name).read_bytes()
    (made.folder / "source" / name).write_bytes(data)
    found = _found(made, "FIG109", "FIG111", "FIG119", "FIG110", "TOL106")
    assert [row.code for row in found] == [case["code"]] * bool(case["code"])
    assert [row.span.line - BODY_START + 1 for row in found if row.span and row.span.line] == [case["line"]] * len(
        found
    )
    for act in (picture, lambda given: clean(given, "p")):
        try:
            text = act(data).text
        except RefusedSvg:
            continue
        assert "evil" not in text and "127.0.0.1" not in text
        _names(text)


@pytest.mark.parametrize("case", _cases("css"), ids=lambda case: str(case["file"]))
def test_css(case: dict[str, object]) -> None:
    made = _styled((FOLDER / "css" / str(case["file"])).read_text("utf-8"))
    sheets = made.session.sheets
    assert {row.code for row in sheets.problems} == ({case["code"]} if case["code"] else set())
    places = [(row.span.file, row.span.line) for row in sheets.problems if row.span]
    assert not case["code"] or ("styles/base.css", case["line"]) in places
    text = sheets.texts["base.css"][-1]
    assert "</" not in text and "127.0.0.1" not in text
    _addresses(css.rules(text))


def _addresses(rules: list[css.Token]) -> None:
    """Every address in a style sheet is that of a picture of the project."""
    tokens = [token for rule in rules for part in (rule.prelude, rule.content or ()) for token in css.walk(part)]
    for token in tokens:
        assert token.type != "error"
        if token.type == "url" or (token.type == "function" and token.lower_name in ("url", "src")):
            assert (css.address(token) or "").startswith(("kanben:style-", "#"))


def _styled(text: str, body: str = "正文。", name: str = "base.css") -> Small:
    made = small(body)
    (made.folder / "styles").mkdir()
    (made.folder / "source/figures").mkdir()
    (made.folder / "styles" / name).write_text(text, "utf-8")
    (made.folder / "styles/logo.svg").write_text(LOGO, "utf-8")
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "#c00").save(out, "PNG")
    (made.folder / "source/figures/x.png").write_bytes(out.getvalue())
    (made.folder.parent / "evil.png").write_bytes(out.getvalue())
    return made


@pytest.mark.parametrize("case", _cases("dot"), ids=lambda case: str(case["file"]))
def test_dot(case: dict[str, object]) -> None:
    text = (FOLDER / "dot" / str(case["file"])).read_text("utf-8")
    head = f"``` {{.figure #fig-1}}\nkind: graph\n{_WORDS}{case.get('nodes', '')}dot: "
    first = BODY_START + head.count("\n")
    in_quotes = small(f"{head}{json.dumps(text)}\n```\n")
    lines = small(f"{head}|2\n{textwrap.indent(text, '  ', lambda _: True)}\n```\n")
    for made, line in ((in_quotes, first), (lines, first + int(str(case["line"])))):
        found = _found(made, "FIG110", "FIG120", "TOL106")
        assert [(row.code, row.span and row.span.line) for row in found] == [(case["code"], line)] * bool(case["code"])


def test_labels_of_graphs_are_read_as_graphviz_reads_them() -> None:
    made = small(
        f'``` {{.figure #fig-1}}\nkind: graph\n{_WORDS}dot: \'digraph G {{ a [label="\\N of \\G"]; a -> b [label="\\T to \\H"] }} // }}\'\n```'
    )
    text = made.built("html")["html"].decode()
    assert ">a of G<" in text and ">a to b<" in text


# What an author's picture and a logo become in each format


@pytest.fixture(scope="module")
def accepted() -> Small:
    """A report with every hostile picture, a style sheet with a logo, and a text in a picture."""
    names = [str(case["file"]) for case in _cases("svg")]
    body = "".join(_figure(number, name) + "\n" for number, name in enumerate(names))
    made = _styled(".cover { background: url(logo.svg) no-repeat }\n", body)
    for name in names:
        (made.folder / "source" / name).write_bytes((FOLDER / "svg" / name).read_bytes())
    return made


@pytest.fixture(scope="module")
def outputs(accepted: Small) -> dict[str, bytes]:
    return accepted.built("html", "epub", "docx", "pdf")


def test_pictures_are_images_and_never_markup(outputs: dict[str, bytes]) -> None:
    page = outputs["html"].decode()
    assert page.count('src="data:image/svg+xml;base64,') > 30
    assert "<svg" not in page and "evil" not in page and "127.0.0.1" not in page
    assert page.count("data:image/svg+xml;base64,") == page.count('src="data:image/svg+xml;base64,') + 1  # the logo
    book = zipfile.ZipFile(io.BytesIO(outputs["epub"]))
    package = book.read("EPUB/content.opf").decode()
    pictures = [name for name in book.namelist() if name.endswith(".svg")]
    assert len(pictures) == package.count('media-type="image/svg+xml"') > 30
    for name in book.namelist():
        data = book.read(name)
        assert b"evil" not in data and b"127.0.0.1" not in data, name
        if name.endswith(".xhtml"):
            assert b"<svg" not in data
            assert data.index(b"Content-Security-Policy") < data.index(b"<title")
    for name in pictures:
        _names(book.read(name).decode())
    document = zipfile.ZipFile(io.BytesIO(outputs["docx"]))
    for name in document.namelist():
        assert not name.endswith(".svg") or _names(document.read(name).decode()) is None
        assert b"evil" not in document.read(name)


def test_the_outputs_pass_their_own_check(accepted: Small, outputs: dict[str, bytes]) -> None:
    result = check(accepted.session, (), 1, lambda _: None)
    assert "TOL106" not in {row.code for row in result.diagnostics}
    built = build(accepted.session, (), 1, lambda _: None)
    assert not {row.code for row in built.diagnostics} & {"TOL106", "SET107"}


def test_a_logo_is_in_the_pdf(outputs: dict[str, bytes]) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(outputs["pdf"])[0].render(scale=1).to_pil().convert("RGB")
    assert (0, 170, 119) in {color for _, color in page.getcolors(1_000_000) or ()}


def test_letters_of_a_face_that_is_not_there_are_drawn_in_word() -> None:
    picture_ = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text x="5" y="22" font-size="20" font-family="{}">字 a</text></svg>'
    drawn = []
    for family in ("serif", "Nowhere, fantasy", "none"):
        made = small(_figure(1, "x.svg"), files={"x.svg": picture_.format(family)})
        document = zipfile.ZipFile(io.BytesIO(made.built("docx")["docx"]))
        (name,) = [name for name in document.namelist() if name.endswith(".png")]
        drawn.append(len(Image.open(document.open(name)).convert("RGB").getcolors(100_000) or ()))
    assert min(drawn) > 10


def test_an_own_sheet_that_is_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text("p { color: red }")
    made = _styled("")
    (made.folder / "styles/base.css").unlink()
    (made.folder / "styles/base.css").symlink_to(tmp_path / "x.css")
    assert [row.code for row in made.session.sheets.problems] == ["SET107"]
    assert len(made.session.sheets.texts["base.css"]) == 1


# Anything at all

_PIECES = st.sampled_from(
    ["<rect ", "<g>", "</g>", "<style>", "</style>", "<script>", "</script>", "<use ", "/>", ">", 'href="#a"', 'href="http://127.0.0.1/"',
     'id="a"', 'style="fill:url(#a)"', 'style="fill:url(//x)"', "@import 'x';", "rect{fill:url(x)}", "a{b:", "u\\72 l(x)", "}", "{", "<a>", "</a>",
     "<switch>", "</switch>", "<text>", "</text>", "<![CDATA[", "]]>", "<!--", "-->", 'width="nan"', 'transform="scale(9e9)"', 'fill="red"', "\\", "("]
)  # fmt: skip
_SVG = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=24).map(" ".join)


@given(_SVG)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_svg_gets_past_the_lists(body: str) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{body}</svg>'.encode("utf-8", "replace")
    for act in (picture, lambda given_: clean(given_, "p")):
        try:
            made = act(data)
        except RefusedSvg:
            continue
        _names(made.text)


_CSS = st.lists(
    st.one_of(
        st.sampled_from(["p", "{", "}", ";", ":", "color", "url(", ")", '"', "'", "\\", "</style>", "@import", "@media", "(", "http://x", "image-set(", "src(",
                         "var(--a)", "--a", "/*", "*/", "<!--", "\\75rl(", ",", "!important", "@page", "@top-left", "&", "[", "]", "url(logo.svg)"]),
        st.text(max_size=5),
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(_CSS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_css_gets_past_the_list(text: str) -> None:
    def load(path: Path, root: Path) -> None:
        raise Unopened("missing", Reason("no_such_file"))

    made = OwnSheet("styles/base.css", text, Finder(Path("/none/styles"), Path("/none"), load))  # type: ignore[arg-type]
    assert "</" not in made.text
    _addresses(css.rules(made.text))
    again = OwnSheet("styles/base.css", made.text, Finder(Path("/none/styles"), Path("/none"), load))  # type: ignore[arg-type]
    assert again.problems == []
    assert re.sub(r"\s+", "", again.text) == re.sub(r"\s+", "", made.text)


@given(st.text(alphabet='digraph{}[]=;,:+->"\\/*#<> \n\rimage', max_size=40))
@settings(max_examples=400, deadline=None)
def test_a_graph_is_read_the_same_when_it_is_written_anew(text: str) -> None:
    try:
        once = dot.plain(text)
    except dot.RefusedDot:
        return
    assert dot.plain(once).split() == once.split()
    assert "image" not in re.findall(r'"?(\w+)"?\s*=', once)


def test_arcs_are_counted() -> None:
    def drawn(count: int) -> bytes:
        path = "M0 0" + "A 1 1 0 1 1 3 3 " * count
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="{path}" stroke="red"/></svg>'.encode()
        )

    assert picture(drawn(1_000)).text
    with pytest.raises(RefusedSvg):
        picture(drawn(60_000))


# Nothing connects


@pytest.fixture
def canary() -> Iterator[list[bytes]]:
    """What arrives at port 8000 of this machine, which the inputs name."""
    heard: list[bytes] = []
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", 8000))
    except OSError:
        needs("port 8000 is taken")
    listener.listen()
    listener.settimeout(0.2)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            heard.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield heard
    stop.set()
    thread.join()
    listener.close()


@pytest.mark.gate
def test_nothing_connects_when_the_outputs_are_opened(
    outputs: dict[str, bytes], canary: list[bytes], tmp_path: Path
) -> None:
    import shutil

    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    needs("" if program else "chromium is missing")
    (tmp_path / "report.html").write_bytes(outputs["html"])
    zipfile.ZipFile(io.BytesIO(outputs["epub"])).extractall(tmp_path / "book")
    pages = [tmp_path / "report.html", *sorted((tmp_path / "book/EPUB/text").glob("*.xhtml"))]
    (tmp_path / "control.html").write_text('<img src="http://127.0.0.1:8000/control">')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for path in pages:
            page.goto(path.as_uri())
            assert path.name == "cover.xhtml" or page.evaluate("document.body.innerText.length") > 0
        page.wait_for_timeout(500)
        assert canary == []
        page.goto((tmp_path / "control.html").as_uri(), wait_until="networkidle")
        browser.close()
    assert canary[0].startswith(b"GET /control")


def test_a_book_may_be_served_as_reading_systems_serve_it() -> None:
    """Foliate and epub.js hand style sheets, pictures and fonts over as blob: addresses."""
    from pipeline.formats.epub.policy import POLICY

    rules = dict(rule.strip().split(" ", maxsplit=1) for rule in POLICY.split(";"))
    assert all("blob:" in rules[name] for name in ("style-src", "img-src", "font-src"))
    assert rules["default-src"] == "'none'"
    # What stands in a page runs nowhere.
    assert "'unsafe-inline'" not in rules["script-src"]
    assert not {"http:", "https:", "*", "'unsafe-eval'"} & set(POLICY.replace(";", "").split())
