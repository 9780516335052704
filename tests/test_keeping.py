"""What belongs together on pages, at every place of a page: one report sets a heading, a table, a figure and a list at forty places."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import pytest

from tests.small import small

POSITIONS = range(1, 41)
TEXT = "若干字的正文接着写下去，写到行末再转到下一行，一直写满三行为止。" * 3
FOOT, HEIGHT = 25 / 25.4 * 72, (297 - 27 - 25) / 25.4 * 72  # pt
KINDS = ("heading", "table", "figure", "list", "code")
TABLE = """``` {{.table #tbl-{id}}}
caption: {{zh: 表题{id}止, en: Table caption {id}}}
columns: [{{name: {{zh: 名{id}头, en: Name}}}}, {{name: {{zh: 值, en: Value}}}}]
rows: [[行{id}之一, 1], [行{id}之二, 2], [行{id}之三, 3], [行{id}之四, 4], [行{id}之五, 5], [行{id}之六, 6]]
notes: [{{zh: 注文{id}止, en: Remark {id}}}]
credit: {{zh: 出处{id}止, en: Origin {id}}}
```"""
FIGURE = """``` {{.figure #fig-{id}}}
kind: flow
direction: down
caption: {{zh: 图题{id}止, en: Figure caption {id}}}
alt: {{zh: 甲到丙, en: A to C}}
credit: {{zh: 出自{id}止, en: From {id}}}
nodes: {{a: {{label: {{zh: 甲, en: A}}}}, b: {{label: {{zh: 乙, en: B}}}}, c: {{label: {{zh: 丙, en: C}}}}}}
edges: [{{from: a, to: b}}, {{from: b, to: c}}]
```"""


def _heading(id_: str, place: int) -> str:
    text = f"首段{id_}止。\n\n次段{id_}止。" if place % 2 else f"首段{id_}止，{TEXT}"
    summary = f'\n\n::: {{.summary lang="en"}}\nSummary {id_} end.\n:::' if place % 3 else ""
    return f'## 节{id_}题 {{en="Section {id_} title"}}{summary}\n\n{text}'


def _table(id_: str, _: int) -> str:
    return f"见[@tbl-{id_}]。\n\n{TABLE.format(id=id_)}\n\n{TEXT}"


def _figure(id_: str, _: int) -> str:
    return f"见[@fig-{id_}]。\n\n{FIGURE.format(id=id_)}\n\n" + "\n\n".join(
        f"后{part}段{id_}止，{TEXT}" for part in "一二三四"
    )


def _list(id_: str, _: int) -> str:
    items = "\n".join(f"- 项{id_}之{part}" for part in "一二三四")
    return f"项{id_}如下：\n\n{items}\n\n{TEXT}"


def _code(id_: str, place: int) -> str:
    lines = "\n".join(f"code {id_} {part}" for part in range(3 if place % 2 else 6))
    return f"代码如下：\n\n```\n{lines}\n```\n\n{TEXT}"


MAKERS = dict(zip(KINDS, (_heading, _table, _figure, _list, _code), strict=True))


@dataclass(frozen=True)
class Sweep:
    """The pages of the report as text, how low each one's text goes in pt from its foot, and where each chapter is."""

    pages: list[str]
    lowest: list[float]

    def page(self, words: str) -> int:
        """The only page of the text that some words stand on."""
        found = [index for index, text in enumerate(self.pages) if words in text]
        assert len(found) == 1, (words, found)
        return found[0]

    def parted(self, id_: str, *words: str) -> list[str]:
        """What is wrong with some words that belong on one page."""
        places = {word.format(id=id_): self.page(word.format(id=id_)) for word in words}
        return [] if len(set(places.values())) == 1 else [f"{id_}: {places}"]


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    """All chapters in one report: as many lines of text as the place says, then what is looked at."""
    chapters = []
    for kind, make in MAKERS.items():
        for place in POSITIONS:
            id_ = f"{kind[0]}{place:02}"
            lines = "\\\n".join("行。" for _ in range(place))
            chapters.append(f'# 章{id_} {{en="Chapter {id_}"}}\n\n{lines}\n\n{make(id_, place)}')
    data = small("\n\n".join(chapters), settings='[pdf]\nopenings = "page"\n').built("pdf")["pdf"]
    document = pypdfium2.PdfDocument(data)
    pages, lowest = [], []
    start = next(
        index
        for index, page in enumerate(document)
        if "Chapter h01" in page.get_textpage().get_text_range()[:200] and index > 2
    )
    for index in range(start, len(document)):
        text = document[index].get_textpage()
        pages.append("".join(text.get_text_range().split()))
        tops = [text.get_charbox(place)[1] for place in range(text.count_chars()) if text.get_charbox(place)[1] > FOOT]
        lowest.append(min(tops))
    return Sweep(pages, lowest)


def _ids(kind: str) -> list[str]:
    return [f"{kind[0]}{place:02}" for place in POSITIONS]


def test_a_heading_keeps_with_its_title_and_summary_and_two_lines_of_text(sweep: Sweep) -> None:
    faults = []
    for place, id_ in zip(POSITIONS, _ids("heading"), strict=True):
        words = [
            "节{id}题",
            "Section{id}title",
            "首段{id}止",
            *(["次段{id}止"] if place % 2 else []),
            *(["Summary{id}end"] if place % 3 else []),
        ]
        faults += sweep.parted(id_, *words)
    assert faults == []


def test_a_table_keeps_its_caption_with_two_rows_and_its_notes_with_two(sweep: Sweep) -> None:
    faults, broken = [], 0
    for number, id_ in enumerate(_ids("table"), 1):
        faults += sweep.parted(id_, "表题{id}止", "Tablecaption{id}", "行{id}之一", "行{id}之二")
        faults += sweep.parted(id_, "行{id}之五", "行{id}之六", "注文{id}止", "出处{id}止", "Remark{id}", "Origin{id}")
        first, last = sweep.page(f"表题{id_}止"), sweep.page(f"出处{id_}止")
        broken += first != last
        if first != last and f"表{number}（续）Table{number}(continued)名{id_}头" not in sweep.pages[last]:
            faults.append(f"{id_}: the table does not say that it goes on")
    assert faults == []
    assert 3 <= broken <= 10
    assert sum(page.count("（续）") for page in sweep.pages) == broken


def test_a_figure_keeps_its_caption_and_leaves_no_quarter_of_a_page_white(sweep: Sweep) -> None:
    faults, moved = [], 0
    for id_ in _ids("figure"):
        faults += sweep.parted(id_, "图题{id}止", "Figurecaption{id}", "出自{id}止", "From{id}")
        pages = [sweep.page(f"Chapter{id_}"), *(sweep.page(f"后{part}段{id_}止") for part in "一二三四")]
        moved += sweep.page(f"图题{id_}止") > pages[1]
        if sweep.page(f"图题{id_}止") > pages[-1]:
            faults.append(f"{id_}: the figure comes after its section")
        for page in range(pages[0], pages[-1]):
            if sweep.lowest[page] > FOOT + HEIGHT / 4:
                faults.append(f"{id_}: {sweep.lowest[page] - FOOT:.0f} pt white on page {page}")
    assert faults == []
    assert moved > 5


def test_a_list_keeps_with_what_announces_it_and_no_item_stands_alone(sweep: Sweep) -> None:
    faults = []
    for id_ in _ids("list"):
        faults += sweep.parted(id_, "项{id}如下", "项{id}之一", "项{id}之二")
        faults += sweep.parted(id_, "项{id}之三", "项{id}之四")
    assert faults == []


def test_code_has_no_line_alone(sweep: Sweep) -> None:
    faults, broken = [], 0
    for place, id_ in zip(POSITIONS, _ids("code"), strict=True):
        last = 2 if place % 2 else 5
        faults += sweep.parted(id_, "code{id}0", "code{id}1")
        faults += sweep.parted(id_, f"code{{id}}{last - 1}", f"code{{id}}{last}")
        broken += sweep.page(f"code{id_}0") != sweep.page(f"code{id_}{last}")
    assert faults == []
    assert broken >= 1
