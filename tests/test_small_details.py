"""Details of reading and transforms that a small change of the code would break unseen."""

from __future__ import annotations

from pathlib import Path

import panflute
import pytest

from pipeline.core.text import SourceText
from pipeline.reading.characters import place_characters
from pipeline.tools.schema_faults import _filled
from pipeline.transforms.tables import _grid
from tests.small import W, findings, html, pdf, small, word


@pytest.mark.parametrize(
    ("body", "word"), [("甲\n\n# 章 {en=2026}\n", "2026"), ("| 甲 | 乙 |\n|---|---|\n| 丙 | 12 |\n", "12")]
)
def test_characters_of_a_block_without_a_letter_have_their_places(body: str, word: str, tmp_path: Path) -> None:
    source = SourceText("report.md", body)
    [block] = [block for block in place_characters(source, tmp_path) if block.block.segments == (word,)]
    place = block.place(0, 0, len(word), "report.md")
    assert place is not None
    assert body[place.start : place.end] == word


def test_a_link_on_the_second_line_of_a_paragraph_stands_there() -> None:
    inventory = small("第一[12](https://example.org){#one}\n[34](https://example.org){#two}").session.document.inventory
    places = {target.id: target.span.line for target in inventory.targets if target.id in ("one", "two")}
    assert places["two"] == (places["one"] or 0) + 1


def test_a_prefix_stands_before_the_first_of_a_range() -> None:
    body = '# 甲 {#sec-a en="A"}\n\n# 乙 {#sec-b en="B"}\n\n# 丙 {#sec-c en="C"}\n\n如[见 @sec-a; @sec-b; @sec-c]。\n'
    assert "见第一节" in html(body).xpath("string(//main)")


def test_a_cell_over_rows_holds_its_column_as_long_as_it_lasts() -> None:
    def row(*cells: panflute.TableCell) -> panflute.TableRow:
        return panflute.TableRow(*cells)

    def cell(text: str, rows: int = 1) -> panflute.TableCell:
        return panflute.TableCell(panflute.Plain(panflute.Str(text)), rowspan=rows)

    body = panflute.TableBody(row(cell("a", 2), cell("b")), row(cell("c")), row(cell("d"), cell("e")))
    found = [(column, panflute.stringify(cell)) for column, cell in _grid(panflute.Table(body))]
    assert found == [(0, "a"), (1, "b"), (1, "c"), (0, "d"), (1, "e")]


def test_the_data_of_a_chart_have_their_english_marked_as_english() -> None:
    figure = """\
``` {.figure #fig-c}
kind: chart
caption: {zh: 图, en: Chart}
alt: {zh: 图, en: Chart}
credit: {zh: 社, en: Press}
axis: {zh: 金额, en: Amount}
unit: {zh: 元, en: yuan}
rows:
  - {label: {zh: 甲, en: Alpha}, value: 1}
  - {label: {zh: 乙, en: Beta}, value: 2}
```
"""
    page = html(figure)
    assert [
        element.get("lang") for element in page.iter("span") if element.text == "Alpha" and element.get("lang")
    ] == ["en"]


def test_a_key_of_another_place_is_not_guessed_to_be_itself() -> None:
    figure = "``` {.figure #fig-c}\nkind: chart\nrows: [{label: {zh: 甲, en: A}, series: 2}]\n```\n"
    [told] = [row for row in findings(figure) if "no such key" in row and "series" in row]
    assert "series?" not in told


def test_a_page_break_begins_a_page_on_paper() -> None:
    body = '# 甲 {#sec-a en="A"}\n\n前文。\n\n::: {.page-break}\n:::\n\n后文。\n'
    pages = [page for page in pdf(body) if "前文" in page or "后文" in page]
    assert ["前文" in page for page in pages] == [True, False]
    breaks = [
        len(list(word(text).iter(f"{W}pageBreakBefore"))) for text in (body, body.replace("page-break", "summary"))
    ]
    assert breaks[0] == breaks[1] + 1
    assert findings(body) == []


def test_a_plain_text_is_offered_where_the_example_of_a_mapping_stands() -> None:
    form = "logo: {file: figures/logo.svg, alt: {zh: …, en: …}}"
    assert _filled(form, "figures/a.svg") == "logo: {file: figures/a.svg, alt: {zh: …, en: …}}"
    assert _filled("title: {zh: …, en: …}", "题") == "title: {zh: 题, en: …}"
