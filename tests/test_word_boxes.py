"""A box in Word is paragraphs on a ground between two rules; no table is there for its looks, no paragraph for its white."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.openxml import clark, part, w
from pipeline.line.build import build, check
from pipeline.tools import zips
from tests.small import Small, W, findings, small, word

TABLE = "| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 题 {#tbl-a en=T}\n"
BOX = """# 甲 {en="A"}

前文。

::: {.callout-note}
## 题目 {en="Title"}

第一段。

- 一项
- 又一项
    - 小项

> 引文。

末段。
:::

::: {.callout-tip}
提示。
:::

后文。
"""


def _paragraphs(body: etree._Element) -> dict[str, etree._Element]:
    return {"".join(text.text or "" for text in one.iter(f"{W}t")): one for one in body.iter(f"{W}p")}


def _borders(paragraph: etree._Element) -> dict[str, tuple[str, str]]:
    found = paragraph.find(f"{W}pPr/{W}pBdr")
    return (
        {}
        if found is None
        else {etree.QName(one).localname: (one.get(f"{W}sz"), one.get(f"{W}color")) for one in found}
    )


def test_rules_are_on_the_first_and_the_last_paragraph_and_the_ground_has_one_edge() -> None:
    body = word(BOX)
    found = _paragraphs(body)
    assert not list(body.iter(f"{W}tbl"))
    inside = ["题目", "Title", "第一段。", "一项", "又一项", "小项", "引文。", "末段。"]
    fills = {found[words].find(f"{W}pPr/{W}shd").get(f"{W}fill") for words in inside}
    assert len(fills) == 1 and not _borders(found["前文。"]) and not _borders(found["后文。"])
    heavy = [words for words in inside if _borders(found[words]).get("top", ("", ""))[0] == "24"]
    ends = [words for words in inside if _borders(found[words]).get("bottom", ("", ""))[1] not in ("", *fills)]
    assert heavy == ["题目"] and ends == ["末段。"]
    edges = set()
    for words in inside:
        indent = found[words].find(f"{W}pPr/{W}ind")
        # The ground begins beyond the text, by as much as its side says (17.3.1.17).
        side = int(found[words].find(f"{W}pPr/{W}pBdr/{W}left").get(f"{W}space"))
        edges.add(int(indent.get(f"{W}left")) - int(indent.get(f"{W}hanging", "0")) - 20 * side)
    assert edges == {200 - 20 * 8}


def test_boxes_stand_apart_and_their_paragraphs_do_not() -> None:
    found = _paragraphs(word(BOX))
    white = {
        words: tuple(found[words].find(f"{W}pPr/{W}spacing").get(f"{W}{side}") for side in ("before", "after"))
        for words in ("题目", "第一段。", "末段。", "提示。")
    }
    assert white == {"题目": ("200", "0"), "第一段。": ("0", "0"), "末段。": ("0", "200"), "提示。": ("0", "200")}


def test_the_heading_of_a_box_keeps_with_the_next_paragraph() -> None:
    body = word(BOX)
    styles = {style.get(f"{W}styleId"): style for style in word(BOX, part="word/styles.xml").iter(f"{W}style")}
    for words in ("题目", "Title"):
        style = _paragraphs(body)[words].find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        assert styles[style].find(f"{W}pPr/{W}keepNext") is not None


def test_a_table_in_a_box_is_as_wide_as_its_ground() -> None:
    body = word(f'# 甲 {{en="A"}}\n\n::: {{.sidebar}}\n{TABLE}\n尾。\n:::\n')
    (table,) = body.iter(f"{W}tbl")
    assert table.getparent().tag == f"{W}body"
    assert table.find(f"{W}tblPr/{W}tblW").get(f"{W}w") == "5000"
    assert all(cell.find(f"{W}tcPr/{W}shd") is not None for cell in table.iter(f"{W}tc"))
    assert _paragraphs(body)["尾。"].find(f"{W}pPr/{W}spacing").get(f"{W}before") == "0"


@pytest.mark.parametrize(
    "body",
    [
        BOX,
        f"::: {{.sidebar}}\n{TABLE}:::\n",
        "::: {.callout-note}\n::: {.callout-tip}\n内。\n:::\n:::\n",
        "::: {.sidebar}\n$$ a $$ {#eq-a}\n:::\n",
        "::: {.sidebar}\n``` python\nx = 1\n```\n:::\n",
        "::: {.sidebar}\n文[^n]。\n\n[^n]: 注。\n:::\n",
        f"{TABLE}\n::: {{.page-break}}\n:::\n\n{TABLE.replace('tbl-a', 'tbl-b')}",
    ],
)
@pytest.mark.parametrize("cover", ["band", "edge"])
def test_no_paragraph_is_there_for_its_white(body: str, cover: str) -> None:
    made = Small(body, f"cover: {cover}\n")
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    told = check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert not [one for one in told if one.code.startswith("OUT")]
    for name, data in zips.read(path.read_bytes()).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for paragraph in etree.fromstring(data).iter(f"{W}p"):
                is_held = (
                    paragraph.getparent().tag in (f"{W}tc", f"{W}hdr")
                    or paragraph.find(f"{W}pPr/{W}sectPr") is not None
                )
                assert is_held or any(child.tag != f"{W}pPr" for child in paragraph), (name, etree.tostring(paragraph))


@pytest.mark.parametrize("where", ["before", "after", "in a cell"])
def test_an_empty_paragraph_is_told(where: str) -> None:
    made = Small(f"{BOX}\n{TABLE}")
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    parts = dict(zips.read(path.read_bytes()))
    root = etree.fromstring(parts["word/document.xml"])
    place = next(root.iter(clark("w:tc")))[-1] if where == "in a cell" else list(root.iter(clark("w:p")))[40 % 9]
    (place.addprevious if where == "before" else place.addnext)(w("p", w("pPr", w("keepNext"))))
    path.write_bytes(zips.write(list({**parts, "word/document.xml": part(root)}.items())))
    told = [one.code for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics]
    assert "OUT127" in told


@pytest.mark.parametrize(
    "body",
    [
        f"首。\n\n[]{{#here}}\n\n[]{{#there}}\n\n{TABLE}\n见[@tbl-a]、[此](#here)和[彼](#there)。",
        "首。\n\n[]{#here}\n\n::: {.page-break}\n:::\n\n见[此](#here)。",
        "::: {.sidebar #box-a}\n盒，见[此](#here)。\n\n[]{#here}\n:::\n\n尾。",
        "- 首，见[此](#here)。\n\n- []{#here}\n\n    项。",
    ],
)
def test_a_place_on_a_line_of_its_own_is_at_the_words_beside_it(body: str) -> None:
    made = small(f'# 节 {{#sec-a en="A"}}\n\n{body}')
    made.built("docx")
    found = check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert not [one for one in found if one.code.startswith("OUT")]


def test_a_report_with_boxes_has_no_findings() -> None:
    assert findings(BOX) == []
