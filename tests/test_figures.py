"""Figures: nothing overlaps, labels fit, Chinese breaks well, hostile pictures are refused or cleaned."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.model import Bilingual
from pipeline.figures import chart, flow, sets
from pipeline.figures.boxes import PADDING
from pipeline.figures.definition import Chart, Flow, Sets, load, validate
from pipeline.figures.describe import describe
from pipeline.figures.flow_layout import lay_out
from pipeline.figures.lettering import NOT_AT_END, NOT_AT_START, Type, break_lines, letter
from pipeline.figures.sanitize import RefusedSvg, clean
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens
from pipeline.tools.raster import RefusedPicture, clean_picture

TOKENS = load_tokens([STYLES])
TYPE = Type.of(TOKENS)
COMMON = {"caption": {"zh": "题", "en": "T"}, "alt": {"zh": "文", "en": "A"}, "credit": {"zh": "源", "en": "C"}}
_LABEL = st.text(alphabet="开源软件数字经济，、（）abc defG", min_size=1, max_size=24).filter(lambda text: text.strip())


@st.composite
def _flows(draw: st.DrawFn) -> Flow:
    count = draw(st.integers(1, 12))
    names = [f"n{number}" for number in range(count)]
    nodes = {name: {"label": {"zh": draw(_LABEL), "en": draw(_LABEL)}} for name in names}
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=16))
    edges = [{"from": a, "to": b} for a, b in pairs if a != b]
    split = draw(st.integers(0, count))
    groups = [{"label": {"zh": "组", "en": "G"}, "nodes": part} for part in (names[:split], names[split:]) if part and draw(st.booleans())]
    made = validate({"kind": "flow", "nodes": nodes, "edges": edges, "groups": groups, **COMMON})
    assert isinstance(made, Flow)
    return made


@settings(max_examples=60, deadline=None)
@given(_flows())
def test_boxes_stand_clear_and_arrows_end_on_them(figure: Flow) -> None:
    layout = lay_out(figure, ("zh", "en"), TYPE)
    width, height = layout.size
    boxes = list(layout.boxes.values())
    for one, other in itertools.combinations(boxes, 2):
        apart_x = one.right <= other.x or other.right <= one.x
        apart_y = abs(one.middle - other.middle) >= (one.height + other.height) / 2 - 0.01
        assert apart_x or apart_y
    for box in boxes:
        assert box.block.width <= box.width - 2 * PADDING + 0.01 or len(box.block.lines) == 0
        assert box.block.height <= box.height
        assert box.x >= 0 and box.right <= width + 0.01
        assert box.middle - box.height / 2 >= 0 and box.middle + box.height / 2 <= height + 0.01
    for edge, points in zip(figure.edges, layout.arrows, strict=True):
        ends = {edge.source: points[0], edge.target: points[-1]}
        for name, (x, y) in ends.items():
            box = layout.boxes[name]
            assert box.middle - box.height / 2 - 0.01 <= y <= box.middle + box.height / 2 + 0.01
            assert x <= box.x + 0.01 or x >= box.right - 0.01


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
            "relation": "within",
            "first": {"label": {"zh": "内"}},
            "second": {"label": {"zh": "外"}},
            "shared": [{"zh": "项"}],
            **COMMON,
        }
    )
    assert isinstance(figure, Sets)
    texts = set()
    for _ in range(2):
        canvas, size = sets.draw(figure, ("zh", "en"), TOKENS)
        texts.add(canvas.svg(size, "fig-x", "<题&", "说明"))
    assert len(texts) == 1
    root = etree.fromstring(texts.pop().encode())
    assert root.get("aria-labelledby") == "fig-x-title fig-x-desc"
    assert root[0].text == "<题&"


def test_long_descriptions_come_from_the_data() -> None:
    figure = validate(
        {"kind": "flow", "nodes": {"a": {"label": {"zh": "甲", "en": "A"}}, "b": {"label": {"zh": "乙", "en": "B"}}}, "groups": [{"label": {"zh": "组", "en": "G"}, "nodes": ["a", "b"]}],
         "edges": [{"from": "a", "to": "b", "label": {"zh": "付", "en": "pays"}}, {"from": "b", "to": "a"}], **COMMON}
    )  # fmt: skip
    told = describe(figure)
    assert told.zh == "“组”一组包括：甲、乙；甲 → 乙（付）；乙 → 甲。"
    assert told.en == "The group “G” holds A, B; A → B (pays); B → A."
    assert describe(figure.model_copy(update={"description": figure.alt})).zh == "文"
    within = validate(
        {
            "kind": "sets",
            "relation": "within",
            "first": {"label": {"zh": "内"}, "items": [{"zh": "一"}]},
            "second": {"label": {"zh": "外"}},
            "shared": [{"zh": "共"}],
            **COMMON,
        }
    )
    assert describe(within).zh == "“内”在“外”之内；“内”包括：一；“内”和“外”共有：共。"


def test_charts_hold_their_numbers() -> None:
    figure = validate(
        {
            "kind": "chart",
            "axis": {"zh": "量"},
            "unit": {"zh": "个"},
            "rows": [{"label": {"zh": "甲"}, "value": 1234.5}, {"label": {"zh": "乙"}, "low": 1, "high": 2}],
            **COMMON,
        }
    )
    assert isinstance(figure, Chart)
    data = chart.specification(figure, ("zh",), TOKENS)["data"]["values"]
    assert [(row["low"], row["high"], row["text"]) for row in data] == [(0.0, 1234.5, "1,234.5"), (1.0, 2.0, "1–2")]
    assert describe(figure).zh == "量：甲：1,234.5 个；乙：1–2 个。"


@pytest.mark.parametrize(
    "row", [{"value": 1, "low": 0, "high": 2}, {"low": 1}, {}, {"low": 3, "high": 1}], ids=["both", "half", "neither", "upside-down"]
)
def test_odd_rows_are_refused(row: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="low"):
        validate({"kind": "chart", "axis": {"zh": "量"}, "unit": {"zh": "个"}, "rows": [{"label": {"zh": "甲"}, **row}], **COMMON})


def test_flows_name_existing_nodes() -> None:
    with pytest.raises(ValueError, match="no node is called 'z'"):
        validate({"kind": "flow", "nodes": {"a": {"label": {"zh": "甲"}}}, "edges": [{"from": "a", "to": "z"}], **COMMON})


def test_definitions_survive_json() -> None:
    figure = validate({"kind": "flow", "nodes": {"a": {"label": {"zh": "甲"}}}, "edges": [{"from": "a", "to": "a"}], **COMMON})
    assert load(figure.model_dump_json(exclude_none=True, by_alias=True)) == figure
    assert isinstance(figure, Flow)
    assert flow.draw(figure, ("zh",), TOKENS)[1][0] > 0


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
    for part in ('id="p-c"', "url(#p-c)", '"#p-r"', "#p-r{fill:red}", "clipPath"):
        assert part in made.text
    assert made.removed == ()
    assert (made.width, made.height) == (9, 9)
    assert clean(b'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="2.54cm"/>', "p").width == 96


def test_pictures_lose_their_metadata_and_lies_are_refused() -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (30, 20), "red").save(out, "JPEG", exif=exif)
    data, width, height = clean_picture(out.getvalue())
    assert (width, height) == (30, 20)
    assert b"secret" in out.getvalue()
    assert b"secret" not in data
    for wrong in (b"", b"GIF89a", out.getvalue()[:80]):
        with pytest.raises(RefusedPicture):
            clean_picture(wrong)
