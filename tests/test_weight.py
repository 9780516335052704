"""What a page and a book weigh: nothing is in them twice, and nothing that is not used."""

from __future__ import annotations

import base64
import io
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from pipeline.figures.lean import lean
from pipeline.formats import rows
from pipeline.formats.hypertext.typefaces import texts
from pipeline.line.build import build
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.styling.shaking import names_on, shaken
from pipeline.tools import css, fonts, rights
from tests.conftest import ROOT, needs
from tests.small import epub, small

pytestmark = pytest.mark.usefixtures("pressed_faces")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
FACE = re.compile(r"@font-face\{font-family:'([^']+)';font-weight:(\d+);[^}]*?base64,([^)]+)\)")


def test_the_report_is_light(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    made = build(Session(open_project(tmp_path)), rows(("html", "epub")), 1, lambda _: None)
    weights = {path.suffix: path.stat().st_size for path in made.written}
    assert weights[".html"] <= 350_000
    assert weights[".epub"] <= 330_000


def test_faces_go_with_their_makers_and_licences() -> None:
    book = epub("正文 text。\n")["META-INF/faces.txt"].decode()
    page = _page("正文 text。\n").partition("<style>")[2].partition("@font-face")[0]
    for family in ("Noto Serif CJK SC", "TeX Gyre Termes"):
        assert f"{family}\n" in book
        assert f"{family}: " in page
    assert "TeX Gyre Heros, TeX Gyre Termes: " in page
    assert book.count("PERMISSION & CONDITIONS") == book.count("conditions\nof the LaTeX Project Public License") == 1
    assert "scripts.sil.org/OFL" in page
    assert "GUST-FONT-LICENSE" in page


def test_a_comment_of_a_style_sheet_is_not_ended_by_a_face(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "rights", lambda _: ["*/ </style>", "https://a.example/*/"])
    told = rights.summary(["Noto Serif CJK SC"])
    assert "*/" not in told
    assert "<" not in told


@pytest.mark.gate
def test_the_report_is_set_in_the_faces_that_it_brings(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    build(Session(open_project(tmp_path)), rows(("html",)), 1, lambda _: None)
    program = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), "")
    needs("" if program else "chromium is not installed: see `kanben doctor`")
    from playwright.sync_api import sync_playwright

    strange = []
    with sync_playwright() as play:
        page = play.chromium.launch(executable_path=program, args=["--no-sandbox"]).new_page()
        page.goto((tmp_path / "out/report.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        asked = page.context.new_cdp_session(page)
        for name in ("DOM.enable", "CSS.enable"):
            asked.send(name)
        root = asked.send("DOM.getDocument")["root"]["nodeId"]
        # Code and records are in a face of the reader's; no face of ours has the arrow back from a note.
        leaves = "body :not(:has(*), pre, code, .back, dialog *, .zoom)"
        for node in asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": leaves})["nodeIds"]:
            used = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            strange += [asked.send("DOM.getOuterHTML", {"nodeId": node}) for one in used if not one["isCustomFont"]]
    assert strange == []


def _page(body: str) -> str:
    return small(body).built("html")["html"].decode()


def test_nothing_stands_twice_in_a_page() -> None:
    page = _page("# 一 {#sec-a en=One}\n\n甲“乙”x’s**粗**A。\n")
    held = [data for _, _, data in FACE.findall(page)]
    assert len(held) == len(set(held)) >= 5


def _faces(page: str) -> dict[tuple[str, str], set[str]]:
    found = {}
    for family, weight, data in FACE.findall(page):
        found[family, weight] = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
    return found


def test_each_face_has_the_characters_that_are_set_in_it() -> None:
    page = _page("# 章题 {#sec-a en=Heading}\n\n猫狗“鸡”，it’s **粗字**，*楷体*。\n\n::: {lang=en}\nIt’s “so”.\n:::\n")
    faces = _faces(page)
    assert set("章题粗字") <= faces["Noto Sans CJK SC", "700"]
    assert not set("猫狗鸡") & faces["Noto Sans CJK SC", "700"]
    assert set("猫狗鸡，。") <= faces["Noto Serif CJK SC", "400"]
    assert set("楷体") <= faces["LXGW WenKai", "400"]
    # In English “” and ’ are Latin, in Chinese they are not: the Latin face has them, the face of marks goes before it.
    assert set("It’s“”") <= faces["TeX Gyre Termes", "400"]
    assert set("“”") <= faces["Kanben serif Marks", "400"]


def test_a_book_has_the_same_faces_in_every_page_of_it() -> None:
    files = epub("# 章题 {#sec-a en=Heading}\n\n正文龘，it’s。\n")
    face = TTFont(io.BytesIO(files["EPUB/fonts/NotoSerifCJKSC-Regular.woff2"]))
    # What stands in a heading stands in the contents, in the face of the text.
    assert set("章题正文龘目录") <= {chr(code) for code in face.getBestCmap()}


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("p{font-family:A}", {(("A",), False): "pe"}),
        ("p{font:bold 1em A}", {(("E",), False): "pe", (("E",), True): "pe", ((), False): "pe", ((), True): "pe"}),
        ("p{font-family:A}em{font-family:B}", {(("A",), False): "p", (("B",), False): "e"}),
        ("em{font-family:B}p em{font-family:'C d', e f}", {((), False): "p", (("C d", "e f"), False): "e"}),
        ("em{font-weight:650}", {((), False): "p", ((), True): "e"}),
        ("em:hover{font-weight:bold}", {((), False): "pe", ((), True): "e"}),
        ("@media print{em{font-weight:bold}}", {((), False): "pe", ((), True): "e"}),
        ("[data-x] em{font-weight:bold}", {((), False): "pe", ((), True): "e"}),
        ("p:not([data-x]){font-weight:bold}", {((), False): "pe", ((), True): "pe"}),
        ("em::before{content:'>' attr(title)}", {((), False): "pe>t"}),
        ("em{font-family:var(--x)}", {((), False): "pe", (("E",), False): "e"}),
        ("p{font-family:A}em{font-family:inherit}", {(("A",), False): "pe"}),
        ("em:nonsense(){font-weight:bold}", {((), False): "pe", ((), True): "pe"}),
    ],
)
def test_what_a_text_is_set_in_is_told_by_the_sheet(
    sheet: str, wanted: dict[tuple[tuple[str, ...], bool], str]
) -> None:
    page = etree.fromstring('<html><body><p>p<em title="t">e</em></p></body></html>')
    found = {key: set(value) for key, value in texts(page, sheet, ("E",)).items() if value}
    expected: dict[tuple[tuple[str, ...], bool], set[str]] = defaultdict(set)
    for key, letters in wanted.items():
        expected[key] |= set(letters)
    assert found == expected


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("/* x */ p , .a > b { margin: 0 auto ; color: red; }", "p,.a>b{margin:0 auto;color:red}"),
        ("@media (a: b) and (c) { a :hover { x: calc( 1px + 2px ) } }", "@media (a:b) and (c){a :hover{x:calc(1px + 2px)}}"),
        ("a{content:' , ';b:url( x y )}", None),
        ("a/**/b{c:d/**/e}", "a/**/b{c:d/**/e}"),
    ],
)  # fmt: skip
def test_blanks_that_say_nothing_go(sheet: str, kept: str | None) -> None:
    made = css.minified(sheet)
    assert css.minified(made) == made
    assert "' , '" in made.replace('"', "'") if kept is None else made == kept


def test_rules_that_cannot_hold_go() -> None:
    page = etree.fromstring('<html><body class="a"><p id="b">x</p><svg><linearGradient/></svg></body></html>')
    sheet = ".a{x:y}.c{x:y}.a,.c{x:y}#b{x:y}#d{x:y}p:hover{x:y}table{x:y}:where(table){x:y}lineargradient{x:y}ol.e{list-style:f}@counter-style f{system:cyclic}@media print{.c{x:y}}"  # fmt: skip
    kept = ".a{x:y}.a,.c{x:y}#b{x:y}p:hover{x:y}:where(table){x:y}lineargradient{x:y}@media print{.c{x:y}}"
    assert shaken(sheet, names_on(page)) == kept
    colors = ":root{--color-a:#fff;--color-b:#000;--color-c:#111;x:y}p{color:var(--color-a)}"
    assert shaken(colors, names_on(page), frozenset({"color-c"})) == colors.replace("--color-b:#000;", "")


def test_families_and_languages_that_nothing_is_in_go() -> None:
    page = etree.fromstring('<html lang="zh-CN"><p lang="en" xml:lang="ja-JP">x</p></html>')
    sheet = ':root{--font-a:"A;b",c;--font-d:"D",e;--line-f:1;--width-g:1}p:not(:lang(zh),:lang(JA),:lang(ko)){font-family:var(--font-a)}'
    kept = ':root{--font-a:"A;b",c;--width-g:1}p:not(:lang(zh),:lang(JA)){font-family:var(--font-a)}'
    assert shaken(sheet, names_on(page)) == kept
    quoted = 'p[lang|="en"]{content:"[a=\\"b\\"],:lang(ko)"}p[lang="1"]{x:y}'
    assert shaken(quoted, names_on(page)) == quoted.replace('"en"', "en")


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        ('<g role="graphics-symbol" aria-label="x"><path d="M0 0L1 1" stroke="red"/></g>', '<path d="M0 0L1 1" stroke="red"/>'),
        ('<g fill="none"><path d="M0,0h9v9Z"/><rect width="1" height="1" stroke="red"/></g>', '<g fill="none"><rect width="1" height="1" stroke="red"/></g>'),
        ('<g fill="none"><path d="M0,0h9v9Z" style="fill:red"/></g>', '<g fill="none"><path d="M0,0h9v9Z" style="fill:red"/></g>'),
        ('<path d="M1.23456 2.0000001h-.0041"/>', '<path d="M1.23 2h-0"/>'),
        ('<g transform="scale(99)"><path d="M1.23456 2"/></g>', '<g transform="scale(99)"><path d="M1.23456 2"/></g>'),
        ('<path d="M0 0h1" display="none"/><path d=""/><path d="M0 0h1v1Z"/>', '<path d="M0 0h1v1Z"/>'),
        ('<text fill="red" y="1">a</text><text fill="red" y="2">b</text><path d="M0 0h1"/>', '<g fill="red"><text y="1">a</text><text y="2">b</text></g><path d="M0 0h1"/>'),
        ('<defs><pattern id="p"><path d="M0 0h1" fill="none"/></pattern></defs>', '<defs><pattern id="p"><path d="M0 0h1" fill="none"/></pattern></defs>'),
    ],
)  # fmt: skip
def test_what_nobody_sees_or_hears_goes(drawn: str, wanted: str) -> None:
    assert lean(SVG.format(drawn)) == SVG.format(wanted)


def test_the_language_of_a_drawing_stays_that_of_its_name() -> None:
    drawn = '<title>名</title><text xml:lang="en" y="1">a</text><path d="M0 0h1"/><text xml:lang="en" y="2">b</text>'
    root = etree.fromstring(lean(SVG.format(drawn)))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") is None


def test_quadratic_outlines_are_those_of_the_face() -> None:
    from fontTools.pens.areaPen import AreaPen
    from fontTools.pens.boundsPen import BoundsPen

    file = fonts.find("Noto Serif CJK SC")
    made = [TTFont(io.BytesIO(fonts.web(file, "开源软件，龘", small=small))) for small in (False, True)]
    assert ["glyf" in one for one in made] == [False, True]
    for letter in "开源软件，龘":
        sizes, extents = [], []
        for font in made:
            glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(letter)]
            area, bounds = AreaPen(glyphs), BoundsPen(glyphs)
            for pen in (area, bounds):
                glyphs[name].draw(pen)
            sizes.append(abs(area.value))
            extents.append(bounds.bounds)
        assert sizes[0] == pytest.approx(sizes[1], rel=0.01), letter
        assert extents[0] == pytest.approx(extents[1], abs=3), letter
        assert (
            made[0]["hmtx"][made[0].getBestCmap()[ord(letter)]][0]
            == made[1]["hmtx"][made[1].getBestCmap()[ord(letter)]][0]
        )
