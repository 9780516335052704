"""`kanben figures`: each figure alone, in each language, with a page that shows them all."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from tests.conftest import Outcome, run

INK = {"path", "rect", "circle", "line", "polygon", "text"}
GEOMETRY = ("d", "x", "y", "cx", "cy", "r", "width", "height", "transform")
FIGURES = ("fig-flow", "fig-sets", "fig-chart", "fig-image", "fig-time", "fig-lines")
LANGUAGES = ("zh", "en", "both")
# A word of each figure in Chinese and in English; the picture has none.
WORDS = {
    "fig-flow": ("甲方", "Party A"),
    "fig-sets": ("共有项", "shared item"),
    "fig-chart": ("数量（个）", "Amount (pieces)"),
    "fig-time": ("开始", "Start"),
    "fig-lines": ("乙列", "Second"),
}


@pytest.fixture(scope="module")
def drawn(built: Path) -> Path:
    """The folder of drawings of the good project."""
    out = built.parent / "drawings"
    outcome = run("figures", "--project", str(built), "--out", str(out), report=built.parent / "drawings.jsonl")
    assert (outcome.code, outcome.findings) == (0, []), outcome.output
    return out


def _ink(svg: etree._Element) -> list[tuple[str, ...]]:
    """The marks of a drawing in painting order: what each is, what it says, and where it lies."""
    marks = [(etree.QName(element).localname, element) for element in svg.iter("*")]
    return [
        (name, "".join(mark.itertext()).strip(), *(mark.get(key, "") for key in GEOMETRY))
        for name, mark in marks
        if name in INK
    ]


def _words(svg: etree._Element) -> str:
    return " ".join(words for name, words, *_ in _ink(svg) if name == "text")


def test_every_figure_has_its_files(drawn: Path) -> None:
    wanted = {
        f"{figure}.{language}.{suffix}" for figure in FIGURES for language in LANGUAGES for suffix in ("svg", "png")
    }
    assert {path.name for path in drawn.iterdir()} == wanted | {"index.html"}


@pytest.mark.parametrize("figure", FIGURES)
def test_a_file_is_the_drawing_of_the_report(drawn: Path, built: Path, figure: str) -> None:
    page = etree.HTML((built / "out/report.html").read_bytes())
    alone = etree.parse(drawn / f"{figure}.both.svg").getroot()
    if addresses := page.xpath(f"//figure[@id='{figure}']//img/@src"):
        # An author's picture is an image of its own.
        assert b64decode(addresses[0].partition(",")[2]) == (drawn / f"{figure}.both.svg").read_bytes()
        return
    (in_report,) = page.xpath(f"//figure[@id='{figure}']//*[local-name()='svg']")
    assert alone.get("viewBox") == in_report.get("viewbox")
    assert _ink(alone) == _ink(in_report) != []


@pytest.mark.parametrize("figure", WORDS)
def test_a_file_speaks_its_language(drawn: Path, figure: str) -> None:
    for language, spoken in (("zh", (True, False)), ("en", (False, True)), ("both", (True, True))):
        text = _words(etree.parse(drawn / f"{figure}.{language}.svg").getroot())
        assert tuple(word in text for word in WORDS[figure]) == spoken, (language, text)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_png_is_its_svg_at_300_dpi(drawn: Path, figure: str, language: str) -> None:
    svg = etree.parse(drawn / f"{figure}.{language}.svg").getroot()
    *_, width, height = map(float, str(svg.get("viewBox")).split())
    with Image.open(drawn / f"{figure}.{language}.png") as picture:
        printed = float(str(svg.get("width", width)).removesuffix("px"))
        assert abs(picture.width - printed / 96 * 300) <= 1
        assert picture.height / picture.width == pytest.approx(height / width, abs=0.01)
        colors = picture.convert("RGBA").resize((64, 64)).getcolors(64 * 64)
    # Ink, and ground that is left free.
    assert colors is not None
    assert len(colors) > 8


def _cells(sheet: Path) -> Iterator[tuple[list[str], list[dict[str, str]]]]:
    """The words beside each row of the page, and its pictures."""
    page = etree.HTML(sheet.read_bytes())
    for row in page.xpath("//tbody/tr"):
        head = [text.strip() for text in row.xpath("./th//text()")]
        yield head, [dict(image.attrib) for image in row.xpath("./td/img")]


def test_the_page_shows_every_figure(drawn: Path, built: Path) -> None:
    sheet = drawn / "index.html"
    page = etree.HTML(sheet.read_bytes())
    assert page.xpath("string(//title)") == page.xpath("string(//h1)") == "测试报告"
    assert [cell.text for cell in page.xpath("//thead//th")] == [None, *LANGUAGES]
    rows = list(_cells(sheet))
    assert [head[0] for head, _ in rows] == list(FIGURES)
    lines = (built / "source/report.md").read_text("utf-8").splitlines()
    for head, images in rows:
        kind, _, place = head[1].partition(" · ")
        file, _, line = place.rpartition(":")
        assert file == "source/report.md"
        # The block itself stands where the page says.
        assert f"#{head[0]}}}" in lines[int(line) - 1]
        assert lines[int(line)] == f"kind: {kind}"
        assert [image["src"] for image in images] == [f"{head[0]}.{language}.svg" for language in LANGUAGES]
        assert all((drawn / image["src"]).is_file() for image in images)
    assert rows[0][0][2:] == ["流程", "Flow"]
    assert rows[0][1][0]["alt"] == "流程图：甲到乙，再回到甲。"


def _with_figure(project: Path, block: str) -> Outcome:
    with (project / "source/report.md").open("a", encoding="utf-8") as file:
        file.write(f"\n见[@fig-new]。\n\n``` {{.figure #fig-new}}\n{block}\n```\n")
    return run("figures", "--project", str(project), report=project / "findings.jsonl")


def test_a_picture_of_pixels_keeps_its_form(project: Path) -> None:
    data = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((1200, 600)).save(data, "JPEG")
    (project / "source/figures/new.jpg").write_bytes(data.getvalue())
    outcome = _with_figure(
        project,
        "kind: image\nfile: figures/new.jpg\ncaption: {zh: 灰 <度> & 比, en: Grey}\n"
        'alt: {zh: 由黑到白的"灰"带。, en: From black to white.}\ncredit: {zh: 测试, en: Test}',
    )
    assert (outcome.code, outcome.findings) == (0, []), outcome.output
    out = project / "out/figures"
    assert {path.name for path in out.glob("fig-new*")} == {f"fig-new.{language}.jpg" for language in LANGUAGES}
    with Image.open(out / "fig-new.en.jpg") as picture:
        assert picture.size == (1200, 600)
        assert picture.convert("L").getextrema()[0] < 20
    *_, (head, images) = _cells(out / "index.html")
    assert head[2:] == ["灰 <度> & 比", "Grey"]
    assert [image["src"] for image in images] == [f"fig-new.{language}.jpg" for language in LANGUAGES]
    assert images[0]["alt"] == "由黑到白的“灰”带。"


def test_what_cannot_be_drawn_is_told_once_and_the_rest_is_drawn(project: Path) -> None:
    outcome = _with_figure(
        project,
        "kind: image\nfile: figures/none.png\ncaption: {zh: 无, en: None}\n"
        "alt: {zh: 没有的图。, en: No picture.}\ncredit: {zh: 测试, en: Test}",
    )
    assert outcome.code == 1
    (line,) = outcome.lines
    assert line.startswith("error FIG107 source/report.md:")
    out = project / "out/figures"
    assert len(list(out.glob("*.svg"))) == len(FIGURES) * len(LANGUAGES)
    *_, (head, images) = _cells(out / "index.html")
    assert (head[0], images) == ("fig-new", [])


def test_a_fault_that_differs_by_language_is_told_once(project: Path) -> None:
    nodes = "".join(
        f"  n{number}: {{label: {{zh: 很长很长很长的名称, en: Some name of this length}}}}\n" for number in range(20)
    )
    edges = "".join(f"  - {{from: n{number}, to: n{number + 1}}}\n" for number in range(19))
    outcome = _with_figure(
        project,
        "kind: flow\ncaption: {zh: 长, en: Long}\nalt: {zh: 二十步。, en: Twenty steps.}\ncredit: {zh: 测试, en: Test}\n"
        f"nodes:\n{nodes}edges:\n{edges.rstrip()}",
    )
    assert [line.split()[1] for line in outcome.lines] == ["FIG118"], outcome.output


def test_clean_takes_the_drawings_away(project: Path) -> None:
    assert run("figures", "--project", str(project)).code == 0
    (project / "out/figures/mine.svg").write_text("<svg/>", "utf-8")
    assert run("clean", "--project", str(project)).code == 0
    assert [path.name for path in (project / "out/figures").iterdir()] == ["mine.svg"]
