"""Cross-references in lists: what is a range and what is not, in both languages, by chapter and through the document."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.model import Document, Metadata
from pipeline.core.pictures import Drawing
from pipeline.core.text import SourceText
from pipeline.reading import markdown
from pipeline.reading.survey import survey
from pipeline.tools import ast, pandoc
from pipeline.transforms import transform
from tests.conftest import run
from tests.small import html

BLOCKS = {
    "fig": """``` {{.figure #{id}}}
kind: tree
caption: {{zh: 图题, en: Caption}}
alt: {{zh: 说明, en: Text}}
credit: {{zh: 源, en: Source}}
root: {{label: {{zh: 根}}}}
```""",
    "tbl": """| 甲 | 乙 |
|:--|--:|
| 一 | 2 |

: 题 {{#{id} en="Caption"}}""",
}
WORDS = {"fig": ("图", "Fig.", "Figs."), "tbl": ("表", "Table", "Tables")}
# A kind, and its number among its like, from 0.
Place = tuple[str, int]


def _report(chapters: list[list[str]], paragraphs: list[str]) -> str:
    """A text with the figures and tables of each chapter, `fig-0`, `fig-1`, …, and paragraphs at its end."""
    counts = dict.fromkeys(BLOCKS, 0)
    parts = []
    for number, kinds in enumerate(chapters):
        parts.append(f'# 章 {{#sec-{number} en="Chapter"}}')
        for kind in kinds:
            parts.append(BLOCKS[kind].format(id=f"{kind}-{counts[kind]}"))
            counts[kind] += 1
    return "\n\n".join([*parts, *paragraphs]) + "\n"


def _resolved(text: str, numbering: str = "continuous") -> list[tuple[str, list[str]]]:
    """The words and the link targets of each paragraph that stands by itself or in a summary."""
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    found, tree_text, problems = survey(parsed, Path())
    assert problems == ()
    document, problems = transform(
        Document(Metadata(numbering=numbering), tree_text, found),
        lambda blocks: [(Drawing(block.id, 1, 1, "<svg/>"), ()) for block in blocks],
        proof=False,
    )
    assert problems == ()
    tree = ast.load(document.ast)
    kept = [
        block for block in tree.content if isinstance(block, ast.Para) or "summary" in getattr(block, "classes", ())
    ]
    tree.content = kept
    page = etree.HTML(pandoc.write(ast.without_places(ast.dump(tree)), ["--to", "html5", "--wrap=none"]).decode())
    return [
        (
            line.xpath("string()").replace("\u00a0", " "),
            [target.removeprefix("#") for target in line.xpath(".//a/@href")],
        )
        for line in page.iter("p")
    ]


def _both(references: str) -> list[str]:
    """The same references in a Chinese and in an English paragraph."""
    return [references, f"::: {{.summary lang=en}}\n{references}\n:::"]


@pytest.mark.parametrize(
    ("references", "chinese", "english"),
    [
        ("[@fig-0; @fig-1; @fig-2]", "图 1～图 3", "Figs. 1–3"),
        ("[@tbl-1; @tbl-2; @tbl-3]", "表 2～表 4", "Tables 2–4"),
        ("[@fig-0; @fig-1]", "图 1、图 2", "Fig. 1, Fig. 2"),
        ("[@fig-0; @fig-2; @fig-1]", "图 1、图 3、图 2", "Fig. 1, Fig. 3, Fig. 2"),
        ("[@fig-1; @fig-2; @tbl-3]", "图 2、图 3、表 4", "Fig. 2, Fig. 3, Table 4"),
        ("[@fig-0; @fig-1; @fig-2; @tbl-0; @tbl-2]", "图 1～图 3、表 1、表 3", "Figs. 1–3, Table 1, Table 3"),
        ("[-@fig-0; -@fig-1; -@fig-2]", "1～3", "1–3"),
        ("[@fig-0; -@fig-1; -@fig-2]", "图 1、2、3", "Fig. 1, 2, 3"),
        ("[@fig-0, x; @fig-1; @fig-2]", "图 1, x、图 2、图 3", "Fig. 1, x, Fig. 2, Fig. 3"),
        ("[@fig-0; @fig-1; @fig-2, x]", "图 1、图 2、图 3, x", "Fig. 1, Fig. 2, Fig. 3, x"),
        ("[见 @fig-0; @fig-1; @fig-2]", "见图 1、图 2、图 3", "见 Fig. 1, Fig. 2, Fig. 3"),
        ("[@fig-1; @osd]", "图 2、[@osd]", "Fig. 2, [@osd]"),
        ("[@osd; @fig-0; @fig-1; @fig-2]", "[@osd]、图 1～图 3", "[@osd], Figs. 1–3"),
        ("[@fig-1]{.number}和[-@tbl-2]", "2和3", "2和3"),
        ("[@fig-0; @sec-0]", "图 1、第一节", "Fig. 1, Section 1"),
    ],
)
def test_lists_of_references(references: str, chinese: str, english: str) -> None:
    text = _report([["fig"] * 3 + ["tbl"] * 4], _both(references))
    assert [words for words, _ in _resolved(text)] == [chinese, english]


def test_a_range_links_to_its_ends() -> None:
    _, (_, english) = _resolved(_report([["tbl"] * 3], _both("[@tbl-0; @tbl-1; @tbl-2]")))
    assert english == ["tbl-0", "tbl-2"]


@pytest.mark.parametrize(
    ("references", "chinese", "english"),
    [
        ("[@fig-2; @fig-3; @fig-4]", "图 2-1～图 2-3", "Figs. 2-1–2-3"),
        # 图 1-2 and 图 2-3 are neighbours in number alone.
        ("[@fig-0; @fig-1; @fig-4]", "图 1-1、图 1-2、图 2-3", "Fig. 1-1, Fig. 1-2, Fig. 2-3"),
        ("[@fig-1; @fig-2; @fig-3]", "图 1-2、图 2-1、图 2-2", "Fig. 1-2, Fig. 2-1, Fig. 2-2"),
        ("[@fig-1; @fig-2; @fig-3; @fig-4]", "图 1-2、图 2-1～图 2-3", "Fig. 1-2, Figs. 2-1–2-3"),
        ("[-@fig-2; -@fig-3; -@fig-4]", "2-1～2-3", "2-1–2-3"),
    ],
)
def test_ranges_stay_in_their_chapter(references: str, chinese: str, english: str) -> None:
    text = _report([["fig", "fig"], ["fig", "fig", "fig"]], _both(references))
    assert [words for words, _ in _resolved(text, "chapter")] == [chinese, english]


def _labels(chapters: list[list[str]], numbering: str) -> dict[Place, tuple[int, int]]:
    """The chapter and the number of each figure and table; chapter 0 where numbers run through the document."""
    labels: dict[Place, tuple[int, int]] = {}
    counts, through = dict.fromkeys(BLOCKS, 0), dict.fromkeys(BLOCKS, 0)
    for chapter, kinds in enumerate(chapters, 1):
        if numbering == "chapter":
            counts = dict.fromkeys(BLOCKS, 0)
        for kind in kinds:
            counts[kind] += 1
            labels[kind, through[kind]] = (chapter if numbering == "chapter" else 0, counts[kind])
            through[kind] += 1
    return labels


def _expected(references: list[Place], labels: dict[Place, tuple[int, int]]) -> tuple[str, str]:
    """What a list of references prints in Chinese and in English: three neighbours or more are a range."""
    chinese, english = [], []
    at = 0
    while at < len(references):
        kind, (chapter, number) = references[at][0], labels[references[at]]
        end = at
        for place, (other, count) in enumerate(references[at + 1 :], 1):
            if (other, labels[other, count]) != (kind, (chapter, number + place)):
                break
            end = at + place
        if end - at < 2:
            end = at
        first, last = (f"{chapter}-{count}" if chapter else str(count) for count in (number, number + end - at))
        zh, en, plural = WORDS[kind]
        chinese.append(f"{zh} {first}～{zh} {last}" if end > at else f"{zh} {first}")
        english.append(f"{plural} {first}–{last}" if end > at else f"{en} {first}")
        at = end + 1
    return "、".join(chinese), ", ".join(english)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_list_of_references(data: st.DataObject) -> None:
    kinds = st.sampled_from(sorted(BLOCKS))
    chapters = data.draw(st.lists(st.lists(kinds, min_size=1, max_size=5), min_size=1, max_size=3))
    numbering = data.draw(st.sampled_from(["continuous", "chapter"]))
    labels = _labels(chapters, numbering)
    # Pieces of the text in order, so that neighbours are frequent.
    piece = st.builds(
        lambda kind, start, length: [place for place in sorted(labels) if place[0] == kind][start : start + length],
        kinds,
        st.integers(0, 4),
        st.integers(1, 5),
    )
    places = st.lists(piece, max_size=3).map(lambda pieces: list(itertools.chain(*pieces)))
    lists = data.draw(st.lists(places.filter(bool), min_size=1, max_size=6))
    cites = [f"[{'; '.join(f'@{kind}-{number}' for kind, number in places)}]" for places in lists]
    found = [
        words for words, _ in _resolved(_report(chapters, [part for cite in cites for part in _both(cite)]), numbering)
    ]
    assert found == [words for places in lists for words in _expected(places, labels)]


def test_citations_and_references_share_a_list(project: Path) -> None:
    report = project / "source/report.md"
    with report.open("a", encoding="utf-8") as file:
        file.write("\n混排[@fig-flow; @osd]，倒排[@osd; @fig-flow]。\n\n")
        file.write("::: {.summary lang=en}\nMixed [@fig-flow; @fig-sets; @fig-chart; @osd].\n:::\n")
    assert run("build", "html", "--project", str(project)).code == 0
    page = etree.HTML((project / "out/report.html").read_text("utf-8"))
    text = page.xpath("string(//main)").replace("\u2060", "").replace("\u00a0", " ")
    assert "混排图 1、[1]，倒排[1]、图 1。" in text
    assert "Mixed Figs. 1–3,[1]." in text


def test_a_reference_that_prints_a_title_is_told_from_one_with_a_number() -> None:
    page = html('# 甲 {#sec-a en="A"}\n\n见[@sec-a]与[@sec-b]。\n\n# 很长的题名 {#sec-b .unnumbered en="Long"}\n\n文。')
    classes = {link.get("href"): link.get("class") for link in page.iter("a") if "xref" in (link.get("class") or "")}
    assert classes == {"#sec-a": "xref", "#sec-b": "xref titled"}
