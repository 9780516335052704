"""In Word an item of any depth is an item, and what stands in the middle of the measure does so in items, boxes and
cells too."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.keeping import style_of
from pipeline.formats.docx.openxml import NAMESPACES, clark
from pipeline.line.build import build, check
from pipeline.tools import zips
from pipeline.tools.office import Layout
from tests.small import Small, small

DEEP = "".join("    " * depth + ("1. " if depth % 2 else "- ") + f"第{depth}层\n\n" for depth in range(11))
BODY = f"""# 甲 {{#sec-a en="A"}}

{DEEP}

1. 项

   $$x=1$$ {{#eq-a}}

   | 项 | 值 |
   |:---|---:|
   | 甲[^n] | 1.5 |

   : 列表里的表 {{#tbl-a en="Table in a list"}}

2. 末项，见[@eq-a; @tbl-a]。

[^n]: 注，在[@tbl-a]{{.page}}，含列表：

    - 注里的项

| 白日依山尽，
| 黄河入海流。

::: {{.sidebar}}
用语
:   释义

- 一
    - 二
        - 三

$$E=1$$ {{#eq-b}}
:::

见[@eq-b]。
"""


@pytest.fixture(scope="module")
def made() -> Small:
    report = small(BODY)
    assert not [
        one.code for one in build(report.session, rows(["docx"]), 1, lambda _: None).diagnostics if one.code != "CIT102"
    ]
    return report


@pytest.fixture(scope="module")
def parts(made: Small) -> dict[str, etree._Element]:
    (path,) = (made.folder / "out").glob("*.docx")
    return {name: etree.fromstring(data) for name, data in zips.read(path.read_bytes()).items() if name.endswith("ml")}


def _paragraph(root: etree._Element, words: str) -> etree._Element:
    return next(one for one in root.iter(clark("w:p")) if _said(one).startswith(words))


def _said(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(clark("w:t")))


def _value(holder: etree._Element, path: str, name: str = "val") -> str:
    found = holder.find(path, NAMESPACES)
    return "" if found is None else str(found.get(clark(f"w:{name}"), ""))


def test_nothing_is_found(made: Small) -> None:
    assert not [
        one for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics if one.code != "CIT102"
    ]


def test_items_below_the_ninth_level_are_items_further_in(parts: dict[str, etree._Element]) -> None:
    lists, insets = parts["word/numbering.xml"], []
    kinds = [str(one.get(clark("w:abstractNumId"))) for one in lists.iterfind("w:abstractNum", NAMESPACES)]
    assert len(kinds) == len(set(kinds))
    for depth in (8, 9, 10):
        paragraph = _paragraph(parts["word/document.xml"], f"第{depth}层")
        assert _value(paragraph, "w:pPr/w:numPr/w:ilvl") == "8"
        number = _value(paragraph, "w:pPr/w:numPr/w:numId")
        kind = _value(lists, f"w:num[@w:numId='{number}']/w:abstractNumId")
        level = lists.find(f"w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='8']", NAMESPACES)
        assert level is not None and _value(level, "w:numFmt") == ("decimal" if depth % 2 else "bullet")
        insets.append(int(_value(level, "w:pPr/w:ind", "left")))
    assert insets == sorted(set(insets))


def test_what_is_centred_keeps_to_no_item(parts: dict[str, etree._Element]) -> None:
    body = parts["word/document.xml"]
    assert not list(body.iter(clark("w:tblInd")))
    for words in ("（1）", "表\u00a01", "Table\u00a01"):
        assert _paragraph(body, words).find("w:pPr/w:numPr", NAMESPACES) is None
    table = next(one for one in body.iter(clark("w:tbl")) if _value(one, "w:tblPr/w:tblStyle") == "Table")
    assert _value(table, "w:tblPr/w:jc") == "center"


def test_a_column_has_room_for_the_call_of_a_note(parts: dict[str, etree._Element]) -> None:
    table = next(
        one for one in parts["word/document.xml"].iter(clark("w:tbl")) if _value(one, "w:tblPr/w:tblStyle") == "Table"
    )
    assert int(_value(table, "w:tblGrid/w:gridCol", "w")) >= 180 + 100 + 240


def test_all_of_a_note_is_set_small(parts: dict[str, etree._Element]) -> None:
    assert style_of(_paragraph(parts["word/footnotes.xml"], "注里的项")) == "FootnoteText"


def test_the_lines_of_a_verse_begin_at_one_edge(parts: dict[str, etree._Element]) -> None:
    assert style_of(_paragraph(parts["word/document.xml"], "白日")) == "Verse"
    style = parts["word/styles.xml"].find("w:style[@w:styleId='Verse']", NAMESPACES)
    assert style is not None
    indent = style.find("w:pPr/w:ind", NAMESPACES)
    assert indent is not None and {etree.QName(name).localname for name in indent.attrib} == {"left"}


def test_in_a_box_items_and_terms_stand_in_and_the_ground_keeps_its_edge(parts: dict[str, etree._Element]) -> None:
    body, edges, numbers = parts["word/document.xml"], set(), []
    for words in ("用语", "释义", "一", "二", "三"):
        paragraph = [one for one in body.iter(clark("w:p")) if _said(one) == words][-1]
        left, hanging = (int(_value(paragraph, "w:pPr/w:ind", side) or 0) for side in ("left", "hanging"))
        numbers.append(left - hanging)
        edges.add(left - hanging - 20 * int(_value(paragraph, "w:pPr/w:pBdr/w:left", "space")))
    assert len(edges) == 1 and numbers[1] > numbers[0] and numbers[3] > numbers[2]


def test_a_box_that_ends_with_a_formula_ends_with_a_rule(parts: dict[str, etree._Element]) -> None:
    cell = next(_paragraph(parts["word/document.xml"], "（2）").iterancestors(clark("w:tc")))
    assert _value(cell, "w:tcPr/w:tcBorders/w:bottom", "sz") == "4"


def test_a_page_that_a_note_asks_for_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Anywhere(dict[str, int]):
        def get(self, name: str, _: object = None) -> int:  # type: ignore[override]
            return 5

    monkeypatch.setattr("pipeline.tools.office.program", lambda: "soffice")
    monkeypatch.setattr("pipeline.tools.office.layout", lambda _: Layout(9, _Anywhere()))
    report = small('# 甲 {#sec-a en="A"}\n\n文[^n]。\n\n[^n]: 在[@sec-a]{.page}。\n')
    build(report.session, rows(["docx"]), 1, lambda _: None)
    found = [one.code for one in check(report.session, rows(["docx"]), 1, lambda _: None).diagnostics]
    assert "OUT106" not in found
