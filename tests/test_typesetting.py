"""What is replaced in WeasyPrint: needed, taken back, and of one renderer only."""

from __future__ import annotations

import ast
import hashlib
import io
import itertools
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

import pikepdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, background, inline, page
from weasyprint.text.line_break import Layout

from pipeline.tools import pdf_faces
from pipeline.typesetting import context, document, long_notes, patches, shared_styles
from pipeline.typesetting.columns import shared
from pipeline.typesetting.options import FileOptions, Grid, LayoutOptions
from pipeline.typesetting.patches import PATCHES, Patch
from pipeline.typesetting.render import Pages, Renderer
from tests import characters, editions
from tests.conftest import PROJECT, ROOT, run

FILL = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
# 25 characters and a little more on a line, from 37.8 px to 340.2 px across and down.
CSS = """
@page { size: 100mm 100mm; margin: 10mm }
body { margin: 0; font: 12px/20px 'TeX Gyre Termes', 'Noto Serif CJK SC'; text-align: justify }
p { margin: 0 }
.note { float: footnote; font-size: 9px; line-height: 12px }
"""
LEFT, RIGHT = 37.8, 340.2


def _html(body: str) -> str:
    return f'<html lang="zh-CN"><head><title>例</title></head><body>{body}</body></html>'


def _laid_out(body: str, css: str = "", options: LayoutOptions | None = None) -> Pages:
    return Renderer(CSS + css, {}, layout_options=options).lay_out(_html(body))


def _pdf(body: str, css: str = "", files: dict[str, tuple[bytes, str]] | None = None) -> bytes:
    renderer = Renderer(CSS + css, files or {})
    laid_out = renderer.lay_out(_html(body))
    return renderer.write(laid_out, laid_out.pages, FileOptions(0, lambda *_: b""))[0]


def _boxes(laid_out: Pages, kind: type) -> list[Any]:
    return [box for sheet in laid_out.pages for box in sheet._page_box.descendants() if isinstance(box, kind)]


def _texts(line: Any) -> list[Any]:
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def _tops(laid_out: Pages) -> list[float]:
    return [round(line.position_y, 1) for line in _boxes(laid_out, boxes.LineBox)]


def _calls(function: Callable[..., object], work: Callable[[], object]) -> int:
    """How often a function is called by some work, by whatever name."""
    code, count = function.__code__, 0

    def watch(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


# One test for each row of the table, or for two that need each other.


def test_chinese_lines_are_flush_where_they_are_laid_out() -> None:
    *lines, _ = _boxes(_laid_out(f"<p>{FILL * 2}</p>"), boxes.LineBox)
    assert len(lines) == 5
    for line in lines:
        (text,) = _texts(line)
        assert text.position_x + text.width == pytest.approx(RIGHT, abs=0.1)


def test_chinese_lines_are_flush_where_they_are_drawn() -> None:
    (letters,) = characters.pages(_pdf(f"<p>{FILL * 2}</p>"))
    lines: dict[float, list[float]] = {}
    for letter in letters:
        if letter.text.strip():
            lines.setdefault(round(letter.bottom), []).append(letter.left * 96 / 72)
    *full, _ = (lines[bottom] for bottom in sorted(lines, reverse=True))
    assert len(full) == 5
    for line in full:
        steps = [second - first for first, second in itertools.pairwise(line)]
        assert line[-1] + 12 == pytest.approx(RIGHT, abs=0.2)
        assert max(steps) - min(steps) < 0.1


def test_the_white_of_marks_at_the_ends_of_lines_is_given_up() -> None:
    body = f"<p>{FILL[:25]}《{FILL}》</p><p>{FILL[:24]}。{FILL}</p>"
    for hangs, white in ((False, 6), (True, 12)):
        laid_out = _laid_out(body, options=LayoutOptions(hangs=hangs))
        texts = [text for line in _boxes(laid_out, boxes.LineBox) for text in _texts(line)]
        (opening,) = (text for text in texts if text.text.startswith("《"))
        (stop,) = (text for text in texts if text.text.endswith("。"))
        assert opening.position_x == pytest.approx(LEFT - 6, abs=0.1)
        assert stop.position_x + stop.width == pytest.approx(RIGHT + white, abs=0.1)


def test_a_line_of_two_faces_is_as_high_as_its_style_says() -> None:
    laid_out = _laid_out(f"<p>{FILL[:10]} Latin {FILL}</p><p>{FILL}</p>")
    assert {round(line.height, 2) for line in _boxes(laid_out, boxes.LineBox)} == {20}


def test_text_comes_back_to_the_grid() -> None:
    body = '<p>一</p><h2 data-title="title">标题</h2><p>二</p>'
    css = "h2 { font-size: 17px; line-height: 23px; margin: 3px 0 }"
    assert _tops(_laid_out(body, css, LayoutOptions(grid=Grid(37.8, 20, 12)))) == [37.8, 77.8, 117.8]
    assert _tops(_laid_out(body, css)) == [37.8, 60.8, 86.8]


_SMALL = """
@page { size: 70mm 60mm; margin: 6mm }
body { font: 10px/15px 'Noto Serif CJK SC'; orphans: 2; widows: 2; text-align: start }
.note { font-size: 8px; line-height: 10px }
a::after { content: target-counter(attr(href), page) }
"""


def _dense(seed: int, *, links: bool) -> str:
    """Paragraphs with as many notes as a page can take, and perhaps a page number that is known after a pass only."""
    chance = random.Random(seed)
    parts, notes = [], 0
    for _ in range(chance.randint(4, 8)):
        text = ""
        for _ in range(chance.randint(1, 6)):
            text += FILL[: chance.randint(6, 30)]
            if chance.random() < 0.5:
                notes += 1
                text += f'<span class="note">注{notes}文{FILL[: chance.randint(2, 25)]}</span>'
            text += "，"
        parts.append(f"<p>{text}止。</p>")
    if links:
        place = random.Random(seed).randrange(len(parts))
        parts[place] = parts[place].replace("<p>", '<p>见<a href="#end">页</a>', 1)
    return "".join(parts) + '<p id="end">完</p>'


def _note_pages(laid_out: Pages, pseudo: str) -> dict[int, list[int]]:
    """The pages where the calls or the markers of each note stand."""
    places: dict[int, list[int]] = {}
    for index, sheet in enumerate(laid_out.pages):
        for box in sheet._page_box.descendants():
            if isinstance(box, boxes.TextBox) and str(box.element_tag).endswith(pseudo):
                places.setdefault(int(box.text.strip(" .")), []).append(index)
    return places


def _check_notes(seeds: tuple[int, ...], *, links: bool) -> None:
    for seed in seeds:
        laid_out = _laid_out(_dense(seed, links=links), _SMALL)
        calls, notes = (_note_pages(laid_out, pseudo) for pseudo in ("::footnote-call", "::footnote-marker"))
        assert len(calls) > 8
        assert calls.keys() == notes.keys(), seed
        assert all(len(places) == 1 for places in (*calls.values(), *notes.values())), seed
        assert all(notes[number][0] - call in (0, 1) for number, (call,) in calls.items()), seed


def test_notes_are_neither_lost_nor_doubled_by_a_second_pass() -> None:
    _check_notes((34, 48, 63, 71, 77), links=True)


def test_notes_stay_on_the_page_of_their_calls() -> None:
    _check_notes((27, 30, 34, 38, 58, 61), links=False)


def test_a_long_note_goes_on_at_the_next_page() -> None:
    long = FILL * 12
    laid_out = _laid_out(f'<p>{FILL}<span class="note">{long}</span>{FILL * 9}</p>', _SMALL)
    parts = []
    for sheet in laid_out.pages:
        lines = [box for box in sheet._page_box.descendants() if isinstance(box, boxes.LineBox)]
        notes = [line for line in lines if line.style["font_size"] == 8]
        # Each part begins below the text of its page, and ends inside the page.
        assert all(note.position_y >= line.position_y for note in notes for line in lines if line not in notes)
        assert all(note.position_y + note.height <= sheet.height for note in notes)
        parts.append("".join(text.text for line in notes for text in _texts(line)))
    assert sum(map(bool, parts)) > 1
    assert "".join(parts).lstrip("1. ") == long


def _words_of_pages(laid_out: Pages) -> list[str]:
    """The text of each page in the order of its boxes."""
    return [
        "".join(box.text for box in sheet._page_box.descendants() if isinstance(box, boxes.TextBox))
        for sheet in laid_out.pages
    ]


def _lines(count: int) -> str:
    return f"<div>{'行<br/>' * count}</div>"


def test_a_heading_keeps_with_two_lines() -> None:
    """Fifteen lines a page: after thirteen, a heading and one line would fit."""
    css = "h2 { font-size: 12px; margin: 0; break-after: avoid }"
    body = f'{_lines(13)}<h2>题</h2><p class="lead">首。</p><p>次。</p>'
    assert [page[-5:] for page in _words_of_pages(_laid_out(body, css))] == ["行行行行行", "题首。次。"]


_FIGURE = '<figure><img src="kanben:picture" alt="x"/></figure>'
_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="100"/>'


def test_text_after_a_figure_fills_its_page() -> None:
    """What comes after a figure begins on its page; the structure has the order of the source."""
    body = f"<section>{_lines(11)}{_FIGURE}<p>甲{FILL}。</p><p>乙{FILL}。</p><h2>丙</h2></section>"
    css = "figure { margin: 20px 0; break-inside: avoid }"
    renderer = Renderer(CSS + css, {"kanben:picture": (_PICTURE, "image/svg+xml")})
    laid_out = renderer.lay_out(_html(body))
    first, second = _words_of_pages(laid_out)
    assert first.endswith("行" + f"甲{FILL}。"[: len(first) - 11])
    assert len(first) > 11
    assert second.endswith(f"乙{FILL}。丙")
    assert [any(box.element_tag == "img" for box in sheet._page_box.descendants()) for sheet in laid_out.pages] == [
        False,
        True,
    ]
    data, _ = renderer.write(laid_out, laid_out.pages, FileOptions(0, lambda *_: b""))
    with pikepdf.open(io.BytesIO(data)) as file:
        section = file.Root.StructTreeRoot.K[0].K[0]
        assert [str(kid.S) for kid in section.K] == ["/Div", "/Div", "/P", "/P", "/H2"]
        assert section.K[1].K[0].S == "/Figure"


def test_numbers_after_dots_are_flush() -> None:
    css = (
        "a::after { content: leader('.') attr(data-page) } li { display: block; margin-left: 30px; text-indent: -20px }"
    )
    body = "".join(f'<p><a data-page="{page}">{text}</a></p>' for page, text in (("1", "天地"), ("12", "（天）地")))
    laid_out = _laid_out(body + f'<ul><li><a data-page="123">{FILL[:10]}</a></li></ul>', css)
    for line in _boxes(laid_out, boxes.LineBox):
        *_, dot, number = _texts(line)
        assert dot.text == "."
        assert number.position_x + number.width == pytest.approx(RIGHT, abs=0.1)


def _table(rows: str, head: str = "<th>头</th>") -> str:
    continued = '<tr class="continued"><th>续</th></tr>'
    return f"<div>表题</div><table><thead>{continued}<tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def test_a_table_that_goes_on_says_so() -> None:
    """The row of the number is on further pages only; a row that no page holds begins under the head."""
    css = "table { border-collapse: collapse } td, th { padding: 0 } tr { break-inside: avoid } div, tr:first-child { break-after: avoid }"
    rows = "".join(f"<tr><td>{name}</td></tr>" for name in "甲乙丙丁")
    pages = _words_of_pages(_laid_out(_lines(10) + _table(rows), css))
    assert [page.lstrip("行") for page in pages] == ["表题头甲乙丙", "续头丁"]
    for before in ("", "<tr><td>甲</td></tr>"):
        table = _table(f"{before}<tr><td>{FILL * 7}</td></tr><tr><td>末</td></tr>")
        first, second = _words_of_pages(_laid_out(_lines(5) + table, css))
        assert first.lstrip("行").startswith(f"表题头{'甲' if before else ''}{FILL[:20]}")
        assert (first + second).count(FILL) == 7
        assert second.endswith(f"{FILL[-5:]}末")


def test_short_columns_are_not_cut() -> None:
    cells = ("公共数据", "统计局", FILL * 2, "12")
    body = f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"
    laid_out = _laid_out(body, "td { padding: 0 4px; text-align: left }")
    lines = [
        len([line for line in cell.descendants() if isinstance(line, boxes.LineBox)])
        for cell in _boxes(laid_out, boxes.TableCellBox)
    ]
    assert lines[0] == lines[1] == lines[3] == 1
    assert lines[2] > 3


@given(st.data())
def test_columns_share_what_there_is(data: st.DataObject) -> None:
    floors = data.draw(st.lists(st.floats(1, 200), min_size=1, max_size=12))
    most = [floor + data.draw(st.floats(0, 2000)) for floor in floors]
    room = sum(floors) + data.draw(st.floats(0, 1)) * (sum(most) - sum(floors))
    widths = shared(room, floors, most)
    assert sum(widths) == pytest.approx(room)
    assert all(floor <= width <= wide + 0.01 for floor, width, wide in zip(floors, widths, most, strict=True))


def test_notes_begin_under_their_table() -> None:
    body = f'<div class="table"><table style="margin: 0 auto; border-collapse: collapse"><tr><td>{FILL[:10]}</td></tr></table><div class="table-note">注{FILL}</div></div>'
    laid_out = _laid_out(body)
    (cell,) = _boxes(laid_out, boxes.TableCellBox)
    notes = [line for line in _boxes(laid_out, boxes.LineBox) if _texts(line)[0].text.startswith("注")]
    assert notes[0].position_x == pytest.approx(cell.position_x, abs=0.1)
    assert cell.position_x > LEFT + 50


def test_marks_alone_have_the_forms_of_their_language() -> None:
    """The stop of Taiwan stands in the middle of its square, that of Japan at its foot, in a text or alone."""
    body = "".join(f'<p lang="{tag}">天<i style="font-style: normal">。</i></p>' for tag in ("zh-Hant", "ja", "zh-CN"))
    faces = [run.face[-2:] for run in pdf_faces.runs(_pdf(body)) if "。" in run.text]
    assert faces == ["TC", "JP", "SC"]


def _structure(data: bytes, kind: str) -> list[Any]:
    with pikepdf.open(io.BytesIO(data)) as file:
        return [item.objgen for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind]


def test_a_paragraph_on_two_pages_is_one_structure_element() -> None:
    data = _pdf(f"<p>{FILL * 8}</p>")
    assert len(list(characters.pages(data))) == 2
    assert len(_structure(data, "/P")) == 1


def test_running_headers_are_artifacts() -> None:
    data = _pdf(f"<p>{FILL}</p>", "@page { @top-center { content: 'running' } }")
    with pikepdf.open(io.BytesIO(data)) as file:
        content = file.pages[0].Contents.read_bytes()
    assert content.count(b"/Artifact") == content.count(b"/Pagination") == 1


def test_gradients_are_painted_in_fine_units() -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '<stop offset="1" stop-color="#000"/></linearGradient><rect width="40" height="20" fill="url(#g)"/></svg>'
    )
    data = _pdf(
        '<p><img src="kanben:picture" alt="x"/></p>', files={"kanben:picture": (picture.encode(), "image/svg+xml")}
    )
    with pikepdf.open(io.BytesIO(data)) as file:
        patterns = [item for item in file.objects if isinstance(item, pikepdf.Stream) and item.get("/PatternType") == 1]
        sizes = [[float(edge) for edge in pattern.BBox] for pattern in patterns]
    assert sizes
    assert all(right - left >= 100 and top - bottom >= 100 for left, bottom, right, top in sizes), sizes


def test_elements_share_styles_across_ids_and_languages() -> None:
    paragraphs = [
        f'<section id="s{number}" lang="zh-TW"><p id="p{number}"><i>文</i></p></section>' for number in range(5)
    ]
    laid_out = _laid_out("".join(paragraphs))
    elements = [box for box in _boxes(laid_out, boxes.InlineBox) if box.element_tag == "i"]
    assert len(elements) == 5
    assert len({id(box.style) for box in elements}) == 1
    assert laid_out.anchors == [frozenset(f"{letter}{number}" for letter in "sp" for number in range(5))]


def test_styles_of_pages_are_worked_out_once() -> None:
    css = "@page { @bottom-center { content: counter(page) } } p { break-after: page }"
    body = f"<p>{FILL}</p>" * 12
    calls = _calls(page.set_page_type_computed_styles, lambda: _laid_out(body, css))
    assert calls <= 4
    laid_out = _laid_out(body, css)
    folios = [text.text for margin in _boxes(laid_out, boxes.MarginBox) for text in _texts(margin)]
    assert folios == [str(number) for number in range(1, 13)]


# WeasyPrint's own functions, and the text of the many boxes that have it called.
_WORKED_OUT: dict[str, tuple[Callable[..., object], str]] = {
    "setup": (Layout.setup, FILL[:12]),
    "split_first_line": (inline.split_first_line, "天"),
    "strut": (inline.strut, "天"),
    "resolve_percentages": (inline.resolve_percentages, "天"),
    "is_in_normal_flow": (boxes.Box.is_in_normal_flow, "天"),
    "layout_box_backgrounds": (background.layout_box_backgrounds, "天"),
}


@pytest.mark.parametrize("name", _WORKED_OUT)
def test_what_many_boxes_share_is_worked_out_once(name: str) -> None:
    """WeasyPrint's own function is called less than a quarter as often as by WeasyPrint alone."""
    function, text = _WORKED_OUT[name]
    body = f"<p>{f'<span>{text}</span><b>{text}</b>' * 12}</p>" * 10
    alone = weasyprint.HTML(string=_html(body))
    calls_alone = _calls(function, lambda: alone.render(stylesheets=[weasyprint.CSS(string=CSS)]))
    assert calls_alone > 200
    assert _calls(function, lambda: _laid_out(body)) * 4 < calls_alone


# The table as a whole.


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_each_patch_is_needed(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test that a row names is there, and fails without the row."""
    name, _, parameter = patch.test.partition("[")
    test = globals()[name]
    monkeypatch.setattr(patches, "PATCHES", tuple(other for other in PATCHES if other is not patch))
    with pytest.raises((AssertionError, AttributeError)):
        test(*filter(None, [parameter.rstrip("]")]))


def _names() -> dict[Patch, object]:
    """What WeasyPrint has now under the names of the table."""
    return {patch: vars(patch.owner)[patch.name] for patch in PATCHES}


def test_each_name_is_there_and_given_back() -> None:
    before = _names()
    assert len(before) == len({(patch.owner, patch.name) for patch in PATCHES}), "a name twice"
    assert all(getattr(value, "__module__", "").startswith("weasyprint") for value in before.values())
    with patches.applied():
        assert _names() == {patch: patch.replacement for patch in PATCHES}
        with patches.applied():
            assert _names() == {patch: patch.replacement for patch in PATCHES}
        assert _names() == {patch: patch.replacement for patch in PATCHES}
    assert _names() == before


def test_names_are_given_back_when_a_layout_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    before, replaced = _names(), []

    def fail(*_: object) -> None:
        replaced.append(_names() != before)
        raise RuntimeError("in the middle of it")

    monkeypatch.setattr(context.LayoutContext, "layout_footnote", fail)
    with pytest.raises(RuntimeError, match="in the middle of it"):
        _laid_out(f'<p>{FILL}<span class="note">{FILL}</span></p>')
    assert replaced == [True]
    assert _names() == before


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (long_notes.NoteBreakingContext, LayoutContext),
        (document.Document, weasyprint.Document),
        (shared_styles.StyleFor, weasyprint.css.StyleFor),
    ],
)
def test_what_a_subclass_overrides_is_there(ours: type, theirs: type) -> None:
    own = {"lay_out", "make_notes_whole", "_cut"}
    overridden = {name for name, value in vars(ours).items() if callable(getattr(value, "__func__", value))} - own
    assert overridden
    assert overridden <= vars(theirs).keys()


def test_others_meet_weasyprint_as_it_came() -> None:
    """A layout by WeasyPrint itself is the same before, between and after layouts by a renderer."""
    css = CSS + "@page { @top-center { content: 'running' } }"
    body = f'<h2 data-title="title">标题</h2><p>{FILL}《{FILL}》<span class="note">{FILL * 9}</span></p>'

    def alone() -> tuple[list[tuple[float, ...]], str]:
        plain = weasyprint.HTML(string=_html(body)).render(
            stylesheets=[weasyprint.CSS(string=css)], pdf_variant="pdf/ua-1"
        )
        found = plain.pages[0]._page_box.descendants()
        places = [(box.position_x, box.position_y, box.width, box.height) for box in found]
        return places, hashlib.sha256(plain.write_pdf(pdf_identifier=b"x")).hexdigest()

    before = alone()
    renderer = Renderer(css, {}, layout_options=LayoutOptions(hangs=True, grid=Grid(37.8, 20, 12)))
    assert alone() == before
    laid_out = renderer.lay_out(_html(body))
    assert alone() == before
    renderer.write(laid_out, laid_out.pages, FileOptions(0, lambda *_: b""))
    assert alone() == before


# What is one renderer's is not another's.


_MODULES = [*(ROOT / "pipeline/typesetting").glob("*.py"), *(ROOT / "pipeline/tools").glob("formula*.py")]


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.stem)
def test_no_module_has_state(path: Path) -> None:
    """No name of a module is set by a function, and none holds something that is there to be filled."""
    tree = ast.parse(path.read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    values = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value]
    empty = [ast.unparse(value) for value in values if ast.unparse(value) in ("{}", "[]", "set()", "dict()", "list()")]
    assert not empty


def _in_a_process_of_its_own(*command: str) -> str:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    return {name: _in_a_process_of_its_own("-m", "tests.editions", name) for name in editions.EDITIONS}


@pytest.mark.parametrize("order", [("grid", "hanging"), ("hanging", "grid")], ids="-".join)
def test_renderers_in_turn_give_what_each_gives_alone(order: tuple[str, str], alone: dict[str, str]) -> None:
    assert alone["grid"] != alone["hanging"]
    renderers = {name: editions.renderer(name) for name in order}
    first = {name: renderer.lay_out(editions.HTML) for name, renderer in renderers.items()}
    second = {name: renderer.lay_out(editions.HTML) for name, renderer in renderers.items()}
    for laid_out in (second, first):
        assert {name: editions.digest(renderers[name], laid_out[name]) for name in order} == alone


def test_a_renderer_may_work_while_another_does(alone: dict[str, str]) -> None:
    """In two threads at once, and one inside the other."""
    with ThreadPoolExecutor() as threads:
        renderers = {name: editions.renderer(name) for name in alone}
        laid_out = dict(
            zip(alone, threads.map(lambda name: renderers[name].lay_out(editions.HTML), alone), strict=True)
        )
    assert {name: editions.digest(renderers[name], laid_out[name]) for name in alone} == alone
    with patches.applied():
        assert {name: editions.digest(renderers[name], laid_out[name]) for name in alone} == alone


_DESIGNS = {
    "first": ("", '[font]\nserif-han = "Noto Sans CJK SC"\n[size]\nbody = 11.5\n'),
    "second": ('[pdf]\nstandard = "ua-2"\nhanging = true\nnotes = "page"\n', ""),
}
"""Settings and tokens of two projects that print the same text."""


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report with notes, headings and a formula, in two designs and by two standards."""
    front = (PROJECT / "source/report.md").read_text("utf-8").split("\n---\n")[0]
    front = front.replace("lists: [figures, tables]", "")
    formula_ = r"$$\frac{\text{今年}}{\text{去年}}$$"
    text = "\n\n".join(f"{FILL}，{FILL[:number]}^[{FILL}]。{FILL}" for number in range(2, 20))
    body = f'# 甲 {{#sec-a en="A"}}\n\n{text}\n\n{formula_}\n\n# 乙 {{#sec-b en="B"}}\n\n{text}\n'
    folder = tmp_path_factory.mktemp("designs")
    for name, (settings, tokens) in _DESIGNS.items():
        for path, content in (
            ("source/report.md", f"{front}\n---\n\n{body}"),
            ("source/references.yaml", "references: []\n"),
            ("kanben.toml", settings),
            ("styles/tokens.toml", tokens),
        ):
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_text(content, "utf-8")
    return {name: folder / name for name in _DESIGNS}


@pytest.fixture(scope="module")
def built_alone(projects: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("alone")
    for name, project in projects.items():
        command = ["-m", "pipeline", "build", "pdf", "--jobs", "1", "--quiet", "--fail-on", "never"]
        _in_a_process_of_its_own(*command, "--project", str(project), "--out", str(out / name))
    return {name: _sha256(out / name) for name in projects}


def _sha256(out: Path) -> str:
    return hashlib.sha256((out / "report.pdf").read_bytes()).hexdigest()


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")], ids="-".join)
def test_editions_built_in_one_process_are_those_built_alone(
    order: tuple[str, ...], projects: dict[str, Path], built_alone: dict[str, str], tmp_path: Path
) -> None:
    assert built_alone["first"] != built_alone["second"]
    for name in order:
        outcome = run("build", "pdf", "--project", str(projects[name]), "--out", str(tmp_path), "--fail-on", "never")
        assert outcome.code == 0, outcome.output
        assert _sha256(tmp_path) == built_alone[name], name
