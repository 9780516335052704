"""Figures: nothing overlaps, labels fit, Chinese breaks well, hostile pictures are refused or cleaned."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import Bilingual
from pipeline.core.opening import Folder
from pipeline.core.pictures import Drawing
from pipeline.core.text import Span
from pipeline.figures import flow, sets, workshop
from pipeline.figures.chartdata import format_number
from pipeline.figures.definition import Flow, Sets
from pipeline.figures.kind import DrawingContext, Kind
from pipeline.figures.kinds import KINDS, block_of, description, load, validate
from pipeline.figures.lettering import NOT_AT_END, NOT_AT_START, Type, break_lines, letter
from pipeline.figures.sanitize import RefusedSvg, clean, picture
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens
from pipeline.tools.raster import RefusedPicture, clean_picture
from pipeline.tools.schema import Text
from tests.small import html

TOKENS = load_tokens([STYLES])
TYPE = Type.of(TOKENS)
COMMON = {"caption": {"zh": "题", "en": "T"}, "alt": {"zh": "文", "en": "A"}, "credit": {"zh": "源", "en": "C"}}
_LABEL = st.text(alphabet="开源软件数字经济，、（）abc defG", min_size=1, max_size=24).filter(lambda text: text.strip())


@settings(max_examples=150, deadline=None)
@given(_LABEL, st.floats(30, 200))
def test_lines_break_where_they_may(label: str, limit: float) -> None:
    lines = break_lines(label, limit, lambda line: TYPE.width(line, 15, "zh"))
    assert "".join("".join(lines).split()) == "".join(label.split())
    for line in lines[1:]:
        assert line[0] not in NOT_AT_START
    for line in lines[:-1]:
        assert line[-1] not in NOT_AT_END


def test_a_lone_character_does_not_end_a_label() -> None:
    lines = break_lines("开放人工智能模型", 15 * 7.2, lambda line: TYPE.width(line, 15, "zh"))
    assert [len(line) for line in lines] == [4, 4]


def test_a_sign_that_needs_no_translation_stands_once() -> None:
    assert len(letter(Bilingual("+", "+"), ("zh", "en"), TYPE, 100).lines) == 1


def test_drawings_are_the_same_every_time_and_well_formed() -> None:
    figure = validate(
        {
            "kind": "sets",
            "sets": {"in": {"label": {"zh": "内"}}, "out": {"label": {"zh": "外"}}},
            "zones": [{"in": ["in", "out"], "items": [{"zh": "项"}]}, {"in": ["out"]}],
            **COMMON,
        }
    )
    assert isinstance(figure, Sets)
    texts = set()
    for _ in range(2):
        canvas, size = sets.draw(figure, ("zh", "en"), TYPE, TOKENS)
        texts.add(canvas.svg(size, "fig-x", "<题&", "说明"))
    assert len(texts) == 1
    root = etree.fromstring(texts.pop().encode())
    assert root.get("aria-labelledby") == "fig-x--title fig-x--desc"
    assert root[0].text == "<题&"


def test_long_descriptions_come_from_the_data() -> None:
    figure = validate(
        {"kind": "flow", "nodes": {"a": {"label": {"zh": "甲", "en": "A"}}, "b": {"label": {"zh": "乙", "en": "B"}}}, "groups": [{"label": {"zh": "组", "en": "G"}, "nodes": ["a", "b"]}],
         "edges": [{"from": "a", "to": "b", "label": {"zh": "付", "en": "pays"}}, {"from": "b", "to": "a"}], **COMMON}
    )  # fmt: skip
    told = description(figure)
    assert told.zh == "“组”一组包括：甲、乙；甲 → 乙（付）；乙 → 甲。"
    assert told.en == "The group “G” holds A, B; A → B (pays); B → A."
    assert description(figure.model_copy(update={"description": figure.alt})).zh == "文"
    within = validate(
        {
            "kind": "sets",
            "sets": {"in": {"label": {"zh": "内"}}, "out": {"label": {"zh": "外"}}, "side": {"label": {"zh": "旁"}}},
            "zones": [
                {"in": ["in", "out"], "items": [{"zh": "共"}]},
                {"in": ["out"]},
                {"in": ["out", "side"]},
                {"in": ["side"], "items": [{"zh": "一"}]},
            ],
            **COMMON,
        }
    )
    assert description(within).zh == "“内”在“外”之内；“外”与“旁”部分重叠；“内”和“外”共有：共；“旁”包括：一。"
    boughs = {
        "label": {"zh": "根"},
        "children": [{"label": {"zh": "枝"}, "children": [{"label": {"zh": "叶"}}]}, {"label": {"zh": "杈"}}],
    }
    assert description(validate({"kind": "tree", "root": boughs, **COMMON})).zh == "“根”下有：枝、杈；“枝”下有：叶。"
    events = [
        {"date": "2024-04-18", "label": {"zh": "后", "en": "later"}},
        {"date": "1991", "until": "1992-03", "label": {"zh": "先", "en": "first"}},
    ]
    told = description(validate({"kind": "timeline", "events": events, **COMMON}))
    assert told.zh == "1991 年—1992 年 3 月：先；2024 年 4 月 18 日：后。"
    assert told.en == "1991–March 1992: first; 18 April 2024: later."


def _draw(data: dict[str, Any], folder: Path = STYLES) -> tuple[Drawing | None, Diagnostics]:
    figure = validate({**COMMON, **data})
    block = block_of(figure, "fig-x", Span("report.md", 7))
    return workshop.draw(DrawingContext(Folder(folder, folder), TOKENS), block)


_CHART = {"kind": "chart", "axis": {"zh": "量", "en": "Amount"}, "unit": {"zh": "个", "en": "pieces"}}
_SERIES = [{"zh": "甲列", "en": "First"}, {"zh": "乙列", "en": "Second"}]


def test_charts_hold_their_numbers() -> None:
    drawing, _ = _draw(
        {**_CHART, "rows": [{"label": {"zh": "甲"}, "value": 12345.5}, {"label": {"zh": "乙"}, "low": 1, "high": 2}]}
    )
    assert drawing is not None
    assert ">12\u00a0345.5<" in drawing.svg
    assert ">1–2<" in drawing.svg
    assert drawing.description.zh == "量：甲：12\u00a0345.5 个；乙：1–2 个。"
    assert [[cell.zh for cell in row] for row in drawing.data] == [
        ["", "量（个）"],
        ["甲", "12\u00a0345.5"],
        ["乙", "1–2"],
    ]


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ({"type": "bar"}, "mark-rect"),
        ({"type": "bar", "direction": "up"}, "mark-rect"),
        ({"type": "bar", "stacked": True}, "mark-rect"),
        ({"type": "bar", "stacked": True, "direction": "up"}, "mark-rect"),
        ({"type": "line"}, "mark-line"),
        ({"type": "area"}, "mark-area"),
        ({"type": "dot"}, "mark-symbol"),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else value,
)
def test_series_are_told_apart_without_colour(form: dict[str, Any], marks: str) -> None:
    rows = [{"label": {"zh": f"{year}", "en": f"{year}"}, "values": [year - 2000, 7.5]} for year in (2019, 2020, 2021)]
    drawing, problems = _draw({**_CHART, **form, "series": _SERIES, "rows": rows})
    assert drawing is not None
    assert problems == ()
    assert marks in drawing.svg
    for name in ("甲列", "First", "乙列", "Second"):
        assert name in drawing.svg
    # A texture in filled marks, dashes and markers in lines and dots.
    if marks in ("mark-rect", "mark-area"):
        assert "url(#fig-x--texture-2)" in drawing.svg
    else:
        assert (
            len(set(re.findall(r'class="mark-symbol.*?d="(M[^"]+)"', drawing.svg)))
            + drawing.svg.count("stroke-dasharray")
            >= 1
        )
    assert [len(row) for row in drawing.data] == [3, 3, 3, 3]


def test_a_pie_names_its_parts() -> None:
    rows = [{"label": {"zh": "甲", "en": "A"}, "value": 3}, {"label": {"zh": "乙", "en": "B"}, "value": 1}]
    drawing, _ = _draw({**_CHART, "type": "pie", "rows": rows})
    assert drawing is not None
    assert "3 个 (75%)" in drawing.svg
    assert 'xml:lang="en"' in drawing.svg


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": [{"label": {"zh": "甲"}, "values": [1, 2]}]},
        {"type": "pie", "rows": [{"label": {"zh": "甲"}, "value": -1}]},
        {"type": "pie", "rows": [{"label": {"zh": str(place)}, "value": 1} for place in range(7)]},
        {"type": "line", "rows": [{"label": {"zh": "甲"}, "low": 1, "high": 2}]},
        {"stacked": True, "series": _SERIES, "rows": [{"label": {"zh": "甲"}, "values": [1, -2]}]},
        {"rows": [{"label": {"zh": "甲"}, "value": 1}, {"label": {"zh": "甲"}, "value": 2}]},
        {"rows": [{"label": {"zh": "甲"}, "value": float("inf")}]},
        {"rows": [{"label": {"zh": "甲"}, "value": 1}], "data": "data/x.csv"},
        {},
    ],
    ids=[
        "series",
        "negative-pie",
        "many-parts",
        "range-line",
        "negative-stack",
        "twice",
        "infinite",
        "two-sources",
        "no-source",
    ],
)
def test_charts_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Value error"):
        validate({**COMMON, **_CHART, **wrong})


def test_numbers_have_the_form_of_their_language() -> None:
    assert format_number(1234567.25, None, "en") == "1,234,567.25"
    assert format_number(1234567.25, None, "zh") == "1\u00a0234\u00a0567.25"
    assert format_number(1234, None, "zh") == "1234"
    assert format_number(-0.5, 2, "en") == "\u22120.50"


def test_charts_read_csv_files(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data/x.csv"
    file.write_text('\ufeffzh,en,one,two\n甲,A,1,2\n\n乙,B,,"4,000"\n', "utf-8")
    drawing, problems = _draw({**_CHART, "series": _SERIES, "data": "data/x.csv"}, tmp_path)
    assert drawing is not None
    assert problems == ()
    assert [[cell.en for cell in row] for row in drawing.data[1:]] == [["A", "1", "2"], ["B", "—", "4,000"]]
    for text, line, column in (
        ("zh,value\n甲,x\n", 2, 2),
        ("a,b\n", 1, None),
        ("zh,value\n甲\n", 2, None),
        ("zh,value\n", 1, None),
    ):
        file.write_text(text, "utf-8")
        drawing, (problem,) = _draw({**_CHART, "data": "data/x.csv"}, tmp_path)
        assert drawing is None
        assert problem.code == "FIG113"
        assert problem.span is not None
        assert (problem.span.line, problem.span.column) == (line, column)


def test_a_specification_reads_project_files_only(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n甲,3\n乙,5\n", "utf-8")
    encoding = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}
    drawing, problems = _draw(
        {"kind": "vega-lite", "spec": {"data": {"url": "x.csv"}, "mark": "bar", "encoding": encoding}}, tmp_path
    )
    assert drawing is not None
    assert problems == ()
    assert "乙" in drawing.svg
    for url, code in (
        ("https://example.org/x.csv", "FIG108"),
        ("file:///etc/passwd", "FIG108"),
        ("../x.csv", "FIG108"),
        ("y.csv", "FIG107"),
    ):
        drawing, (problem,) = _draw(
            {"kind": "vega-lite", "spec": {"layer": [{"data": {"url": url}, "mark": "bar"}]}}, tmp_path
        )
        assert drawing is None
        assert problem.code == code


def test_graphs_are_placed_by_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    dot = 'digraph { rankdir=LR; a -> b [label="uses"]; b -> c; subgraph cluster_x { label="核心"; b; c } }'
    graph = {"kind": "graph", "dot": dot, "nodes": {"a": {"label": {"zh": "应用", "en": "App"}, "tone": "strong"}}}
    drawing, problems = _draw(graph)
    assert drawing is not None
    assert [(row.code, row.values["node"]) for row in problems] == [("FIG120", "b"), ("FIG120", "c")]
    assert drawing.description.en == "App → b (uses); b → c."
    for word in ("应用", "App", "uses", "核心"):
        assert f">{word}<" in drawing.svg
    refused = ["digraph {", 'digraph { a [image="/etc/passwd"] }', 'digraph { shapefile = "x"; a }', "no dot at all"]
    for text in refused:
        drawing, (problem,) = _draw({**graph, "dot": text})
        assert (drawing, problem.code) == (None, "FIG110")
    monkeypatch.setenv("PATH", "/nowhere")
    drawing, (problem,) = _draw(graph)
    assert (drawing, problem.code) == (None, "FIG112")


def test_a_node_may_have_the_name_of_a_cluster() -> None:
    drawing, problems = _draw({"kind": "graph", "dot": "digraph { cluster_a -> b; subgraph cluster_b { c } }"})
    assert problems == ()
    assert drawing is not None
    assert drawing.description.zh == "Cluster_a → b。"
    assert ">cluster_a<" in drawing.svg


def test_faint_colours_and_tiny_text_are_found() -> None:
    flow_ = {
        "kind": "flow",
        "nodes": {"a": {"label": {"zh": "甲"}}, "b": {"label": {"zh": "乙"}}},
        "edges": [{"from": "a", "to": "b"}],
    }
    figure = validate({**COMMON, **flow_})
    block = block_of(figure, "fig-x", Span("report.md", 7))
    faint = {**TOKENS, "color": {**TOKENS["color"], "muted": "#bbbbbb"}}
    assert [problem.code for problem in workshop.draw(DrawingContext(STYLES, faint), block)[1]] == ["FIG117"]
    names = [f"n{place}" for place in range(20)]
    long = {"kind": "flow", "nodes": {name: {"label": {"zh": "很长的名称很长的名称"}} for name in names}}
    chain = [{"from": a, "to": b} for a, b in itertools.pairwise(names)]
    assert [problem.code for problem in _draw({**long, "edges": chain})[1]] == ["FIG118"]
    assert [problem.code for problem in _draw({**flow_})[1]] == []


def test_one_definition_gives_three_drawings() -> None:
    figure = validate({**COMMON, "kind": "tree", "root": {"label": {"zh": "研究院", "en": "Institute"}}})
    block = block_of(figure, "fig-x", Span("report.md", 7))
    found = {}
    for languages in (("zh",), ("en",), ("zh", "en")):
        drawing, _ = workshop.draw(DrawingContext(STYLES, TOKENS), block, languages)
        assert drawing is not None
        found[languages] = ("研究院<" in drawing.svg, "Institute<" in drawing.svg)
    assert found == {("zh",): (True, False), ("en",): (False, True), ("zh", "en"): (True, True)}


def test_terms_stay_whole() -> None:
    type_ = Type.of(TOKENS, ("国内生产总值",))
    lines = [line.text for line in letter(Bilingual("对国内生产总值的作用"), ("zh",), type_, 15 * 6).lines]
    assert any("国内生产总值" in line for line in lines)
    assert len(lines) > 1


@pytest.mark.parametrize(
    "row",
    [{"value": 1, "low": 0, "high": 2}, {"low": 1}, {}, {"low": 3, "high": 1}],
    ids=["both", "half", "neither", "upside-down"],
)
def test_odd_rows_are_refused(row: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="low"):
        validate(
            {
                "kind": "chart",
                "axis": {"zh": "量"},
                "unit": {"zh": "个"},
                "rows": [{"label": {"zh": "甲"}, **row}],
                **COMMON,
            }
        )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_block_says_what_tells_its_figure(kind: Kind[Any]) -> None:
    said = {name: Text(**COMMON[name]) for name in ("caption", "alt", "credit")}
    silent = kind.schema.model_construct(**said, description=None)
    block = block_of(silent, "fig-x", Span("report.md", 7))
    assert (block.kind, block.caption.zh, block.alt.en, block.credit.zh) == (kind.name, "题", "A", "源")
    # A picture and a specification hold nothing that could be put in words.
    assert block.long_description == ("none" if kind.name in ("image", "vega-lite") else "data")
    told = kind.schema.model_construct(**said, description=Text(zh="说明"))
    assert block_of(told, "fig-x", Span("report.md", 7)).long_description == "author"
    assert description(told) == Bilingual("说明")


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("kind: chart", True),
        ("    kind:   vega-lite", True),
        ("kind: flow", False),
        ("mankind: chart", False),
        ("kind: charts", False),
    ],
)
def test_the_chart_engine_starts_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, starts: bool
) -> None:
    started: list[bool] = []
    monkeypatch.setattr("pipeline.tools.vega.warm_up", lambda: started.append(True))
    (tmp_path / "report.md").write_text(f"# 章\n\n``` {{.figure #fig-x}}\n{text}\n```\n", "utf-8")
    workshop.warm_up(tmp_path / "report.md")
    assert bool(started) == starts
    workshop.warm_up(tmp_path / "none.md")
    assert len(started) == starts


def test_a_drawing_says_whether_its_colours_are_the_tokens(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path/></svg>', "utf-8")
    rows = [{"label": {"zh": "甲"}, "value": 1}]
    figures = (
        ({**_CHART, "rows": rows}, True),
        ({"kind": "tree", "root": {"label": {"zh": "根"}}}, True),
        ({"kind": "image", "file": "x.svg"}, False),
        ({"kind": "vega-lite", "spec": {"data": {"values": [{}]}, "mark": "point"}}, False),
    )
    for data, ours in figures:
        drawing, _ = _draw(data, tmp_path)
        assert drawing is not None
        assert drawing.from_tokens is ours, data["kind"]


def test_flows_name_existing_nodes() -> None:
    with pytest.raises(ValueError, match="“z” is not among nodes"):
        validate(
            {"kind": "flow", "nodes": {"a": {"label": {"zh": "甲"}}}, "edges": [{"from": "a", "to": "z"}], **COMMON}
        )


def test_definitions_survive_json() -> None:
    figure = validate(
        {"kind": "flow", "nodes": {"a": {"label": {"zh": "甲"}}}, "edges": [{"from": "a", "to": "a"}], **COMMON}
    )
    assert load(block_of(figure, "fig-x", Span("report.md"))) == figure
    assert isinstance(figure, Flow)
    assert flow.draw(figure, ("zh",), TYPE, TOKENS)[1][0] > 0


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
HOSTILE = {
    "script": "<script>evil()</script>",
    "cdata-script": "<script><![CDATA[evil()]]></script>",
    "handler": '<rect onload="evil()"/>',
    "odd-handler": '<rect onEvil="evil()"/>',
    "foreign": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="http://evil.example"/></body></foreignObject>',
    "image": '<image href="http://evil.example/x.png"/>',
    "xlink": '<use xlink:href="http://evil.example/x.svg#a"/>',
    "file": '<use href="file:///etc/passwd#evil"/>',
    "javascript": '<a href="javascript:evil()"><text>x</text></a>',
    "url": '<rect fill="url(http://evil.example/x#a)"/>',
    "style-url": '<rect style="fill:url(//evil.example/x)"/>',
    "style-escape": '<rect style="fill:u\\72l(//evil.example)"/>',
    "style-element": "<style>@import 'http://evil.example/x.css';</style>",
    "style-background": "<style>rect{fill:url(http://evil.example)}</style>",
    "animate": '<a><animate attributeName="href" values="javascript:evil()"/></a>',
    "set": '<set attributeName="onload" to="evil()"/>',
    "base": '<g xml:base="http://evil.example/"><use href="#a"/></g>',
    "comment": "<!-- evil -->",
    "instruction": '<?xml-stylesheet href="http://evil.example/x.css"?>',
    "html": '<h:script xmlns:h="http://www.w3.org/1999/xhtml">evil()</h:script>',
    "filter": '<filter id="f"><feImage href="http://evil.example"/></filter>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_svg_is_cleaned(name: str) -> None:
    made = clean(_SVG.format(HOSTILE[name]).encode(), "fig-x")
    assert "evil" not in made.text.lower()


@pytest.mark.parametrize(
    "data",
    [b"", b"<html/>", b"not xml", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', b'<svg xmlns="http://www.w3.org/2000/svg"/>',
     ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>" + "<g/>" * 50_001 + "</svg>").encode()],
    ids=["empty", "html", "text", "entities", "no-size", "too-many"],
)  # fmt: skip
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedSvg):
        clean(data, "fig-x")


def test_cleaning_keeps_what_is_sound() -> None:
    made = clean(
        _SVG.format(
            '<defs><clipPath id="c"><rect id="r"/></clipPath></defs><style>#r{fill:red}</style><g clip-path="url(#c)"><use href="#r"/></g>'
        ).encode(),
        "p",
    )
    for part in ('id="p--c"', "url(#p--c)", '"#p--r"', "clipPath"):
        assert part in made.text
    assert made.removed == ("<style>",)
    assert (made.width, made.height) == (9, 9)
    assert clean(b'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="2.54cm"/>', "p").width == 96


def test_pictures_lose_their_metadata_and_lies_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from PIL import Image, ImageFile

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (30, 20), "red").save(out, "JPEG", exif=exif)
    made = clean_picture(out.getvalue())
    assert (made.width, made.height) == (30, 20)
    assert b"secret" in out.getvalue()
    assert b"secret" not in made.data
    # As WeasyPrint does for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for wrong in (b"", b"GIF89a", out.getvalue()[:80], out.getvalue()[:-90]):
        with pytest.raises(RefusedPicture):
            clean_picture(wrong)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def _jpeg(mode: str = "RGB", size: tuple[int, int] = (60, 20), **options: Any) -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, size).save(out, "JPEG", **options)
    return out.getvalue()


def test_pictures_are_turned_upright_and_their_place_is_told() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0)}
    made = clean_picture(_jpeg(exif=exif))
    assert (made.width, made.height) == (20, 60)
    assert made.has_location
    assert not clean_picture(_jpeg()).has_location
    assert clean_picture(_jpeg("CMYK")).converted_from == "CMYK"


def test_pictures_are_sharp_at_their_printed_size(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(_jpeg(size=(600, 300)))
    drawing, problems = _draw({"kind": "image", "file": "x.jpg"}, tmp_path)
    assert drawing is not None
    assert drawing.width == pytest.approx(192)
    assert problems == ()
    drawing, (problem,) = _draw({"kind": "image", "file": "x.jpg", "width": 100}, tmp_path)
    assert drawing is not None
    assert (problem.code, problem.values["dpi"]) == ("FIG114", 152)
    assert drawing.width == pytest.approx(100 / 25.4 * 96)


_HTML = '<div xmlns="http://www.w3.org/1999/xhtml"><style>b { top: 0 }</style>{}</div>'


@pytest.mark.parametrize(
    ("content", "lost"),
    [
        (f"<foreignObject>{_HTML.replace('{}', '采集<br/>与入库')}</foreignObject>", ("采集", "与入库")),
        (f"<switch><foreignObject>{_HTML.replace('{}', '采集')}</foreignObject><text>采 集</text></switch>", ()),
        (f"<switch><foreignObject>{_HTML.replace('{}', '采集与入库')}</foreignObject><text>采集...</text></switch>", ("采集与入库",)),
        ("<flowRoot><flowPara>流动的字</flowPara></flowRoot>", ("流动的字",)),
        ("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>f()</script></body></foreignObject>", ()),
        ("<metadata>作者</metadata><script>f()</script><title>名</title>", ()),
        ("<a><text>留下</text></a>", ()),
    ],
)  # fmt: skip
def test_words_that_are_lost_from_a_picture_are_named(content: str, lost: tuple[str, ...]) -> None:
    assert picture(_SVG.format(content).encode()).lost == lost


CHART = """``` {.figure #fig-a}
kind: chart
caption: {zh: 图, en: F}
alt: {zh: 甲, en: A}
credit: {zh: 处, en: O}
axis: {zh: 值, en: V}
unit: {zh: 个, en: n}
ROWS
```"""


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (("13.40", "12.66"), ("13.40", "12.66")),
        (("13.40", "5"), ("13.40", "5.00")),
        (("13.4", "5"), ("13.4", "5")),
        (("1000", "2.50"), ("1000.00", "2.50")),
        (("0.123456780", "1"), ("0.123457", "1.000000")),
    ],
)
@pytest.mark.parametrize("from_file", [False, True])
def test_labels_have_the_decimals_of_the_data(
    numbers: tuple[str, str], shown: tuple[str, str], from_file: bool
) -> None:
    first, second = numbers
    rows = f"rows: [{{label: {{zh: 子, en: a}}, value: {first}}}, {{label: {{zh: 丑, en: b}}, value: {second}}}]"
    files = {"data/a.csv": f"zh,en,value\n子,a,{first}\n丑,b,{second}\n"} if from_file else {}
    page = html(CHART.replace("ROWS", "data: data/a.csv" if from_file else rows), files=files)
    labels = ["".join(text.itertext()) for text in page.iter("{*}text", "text")]
    assert all(label in labels for label in shown), labels
