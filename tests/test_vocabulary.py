"""The vocabulary, the code, the style sheets and ARCHITECTURE's table say the same, in both directions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
import tinycss2
from lxml import etree

from pipeline.core.pages import PAGES
from pipeline.core.vocabulary import AUTHOR, MOST_PADDING, OURS, OWN_IDS, is_own_id, is_plain_id, part_id
from pipeline.tools import zips
from tests.conftest import ROOT, TORTURE
from tests.small import findings, html, word

CODE = sorted((ROOT / "pipeline").rglob("*.py"))
SHEETS = sorted((ROOT / "styles").rglob("*.css"))
NUMBERED = {
    "pad-N": [f"pad-{number}" for number in range(1, MOST_PADDING + 1)],
    "levelN": [f"level{n}" for n in range(1, 7)],
}
KNOWN = {name for row in (*OURS, *PAGES) for name in NUMBERED.get(row.name, [row.name])} | {
    name for writable in AUTHOR.values() for name in writable.classes
}


def _literals(node: ast.AST) -> Iterator[str]:
    """The words of all texts under a node."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from (word for word in part.value.split() if re.fullmatch(r"[a-z][a-z-]*", word))


def _classes_in_code() -> Iterator[tuple[str, str]]:
    """Every class that a call, a comparison or markup in a text names."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = str(path.relative_to(ROOT))
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for keyword in node.keywords:
                    if keyword.arg in ("classes", "class_"):
                        yield from ((name, word) for word in _literals(keyword.value))
                if called in ("div", "span") and isinstance(node.func, ast.Attribute):
                    yield from ((name, word) for argument in node.args[1:] for word in _literals(argument))
                if called in ("has_class", "find_all"):
                    yield from ((name, word) for word in _literals(node.args[1]))
            elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]).endswith((".classes", "classes")):
                yield from ((name, word) for word in _literals(node.left))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                # In CSL the class is that of a style.
                markup = "" if node.value.startswith("<style xmlns=") else node.value
                for found in re.findall(r'class="([a-z][\w -]*)"', markup):
                    yield from ((name, word) for word in found.split())


def _classes_in_sheets() -> Iterator[tuple[str, str]]:
    def classes(tokens: list[tinycss2.ast.Node], name: str) -> Iterator[tuple[str, str]]:
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type == "ident" and before is not None and before == ".":
                yield name, token.value
            for inner in ("content", "arguments"):
                yield from classes(list(getattr(token, inner, None) or []), name) if token.type != "at-rule" else ()

    def rules(nodes: list[tinycss2.ast.Node], name: str) -> Iterator[tuple[str, str]]:
        for node in nodes:
            if node.type == "qualified-rule":
                yield from classes(node.prelude, name)
            elif node.type == "at-rule" and node.content and node.lower_at_keyword in ("media", "supports"):
                yield from rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), name)

    for path in SHEETS:
        yield from rules(
            tinycss2.parse_stylesheet(path.read_text("utf-8"), skip_comments=True, skip_whitespace=True), path.name
        )


def test_every_class_in_the_code_is_in_the_vocabulary() -> None:
    found = list(_classes_in_code())
    assert len(found) > 110
    assert sorted({pair for pair in found if pair[1] not in KNOWN}) == []


def test_every_class_in_a_sheet_is_in_the_vocabulary() -> None:
    found = list(_classes_in_sheets())
    assert len(found) > 100
    assert sorted({pair for pair in found if pair[1] not in KNOWN}) == []


def test_every_class_of_the_vocabulary_is_used() -> None:
    words = {
        word
        for path in CODE
        if path.name not in ("vocabulary.py", "pages.py")
        for word in re.findall(r"[\w-]+", path.read_text("utf-8"))
    } | {name for _, name in _classes_in_sheets()}
    prefixes = tuple(word for word in words if word.endswith("-"))
    for row in (*OURS, *PAGES):
        for name in NUMBERED.get(row.name, [row.name]):
            assert name in words or name.startswith(("level", *prefixes)), name


def test_authors_and_ours_never_share_a_name() -> None:
    for element, writable in AUTHOR.items():
        ours = {row.name for row in OURS if row.on == element}
        assert not ours & set(writable.classes), element


def test_no_class_of_pages_has_a_look_that_is_the_authors() -> None:
    written = {name for writable in AUTHOR.values() for name in writable.classes}
    # Sheets laid over a proof are documents of their own.
    assert not written & {row.name for row in PAGES if row.by != "proof"}
    assert not html("(@a) 例一\n\n段。\n\n@. 例二").xpath("//ol[contains(@class, 'example')]")


def test_each_class_says_on_what_it_stands_and_who_writes_it() -> None:
    elements = {"a", "aside", "body", "div", "h1", "nav", "ol", "p", "pre", "section", "span", "svg", "td", "th", "tr"}
    for row in OURS:
        assert set(row.on.split()) and set(row.on.split()) <= set(AUTHOR), row
        assert row.by in {"reading", "transforms", "citing"}, row
    for row in PAGES:
        assert set(row.on.split()) and set(row.on.split()) <= elements, row
        assert row.by in {"pandoc", "hypertext", "html", "epub", "pdf", "proof"}, row


def test_the_table_in_architecture_is_made_from_it() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    from docs.make_docs import vocabulary_table

    assert vocabulary_table() in text, "run `make docs`"


def test_the_longest_padding_is_in_the_sheet() -> None:
    padded = {name for _, name in _classes_in_sheets() if re.fullmatch(r"pad-\d+", name)}
    assert padded == set(NUMBERED["pad-N"])


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in OWN_IDS])
def test_patterns_of_ids_are_patterns(pattern: str) -> None:
    assert re.compile(pattern)


@pytest.mark.parametrize(
    "id_", ["cite-1", "fn12", "fnref1", "references-2", "contents-title", part_id("fig-a", "title"), "ref-osd"]
)
def test_an_id_of_ours_is_told(id_: str) -> None:
    assert is_own_id(id_)
    assert any(row.startswith("XRF104 1:6-") for row in findings(f"[甲]{{#{id_}}}"))


@pytest.mark.parametrize("id_", ["sec-1", "fig-cite-1", "texts", "fnord", "reference", "甲"])
def test_an_id_of_the_authors_is_not(id_: str) -> None:
    assert not is_own_id(id_)


def test_every_id_of_an_output_is_the_authors_or_ours() -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from pipeline.formats import rows
    from pipeline.line.build import build
    from pipeline.line.session import Session
    from pipeline.project import open_project

    with TemporaryDirectory() as folder:
        session = Session(open_project(TORTURE, Path(folder)))
        files = {
            path.suffix: path.read_bytes() for path in build(session, rows(["html", "epub"]), 1, lambda _: None).written
        }
    authors = {target.id for target in session.document.inventory.targets}
    trees = [etree.HTML(files[".html"])]
    trees += [
        etree.fromstring(data) for name, data in dict(zips.read(files[".epub"])).items() if name.endswith(".xhtml")
    ]
    ids = {str(element.get("id")) for tree in trees for element in tree.iter() if element.get("id")}
    assert len(ids) > 70
    assert {
        id_ for id_ in ids if id_ not in authors and not is_own_id(id_) and not re.fullmatch(r"sec-\d+", id_)
    } == set()


def test_a_class_on_the_wrong_element_is_taken_off_and_told() -> None:
    for body in (
        "::: {.figure}\n甲\n:::",
        "::: {.table .caption}\n甲\n:::",
        "[甲]{.figure}",
        "# 甲 {.caption #sec-a en=A}",
    ):
        assert any(row.startswith("SRC116 1:") for row in findings(body)), body
        assert "甲" in html(body).xpath("string(//main)")
        assert "甲" in "".join(word(body).itertext())


def test_unknown_attributes_are_told_with_what_was_probably_meant() -> None:
    assert findings('[汉]{Ruby="hàn"}') == ["SRC117 1:5-9 no such attribute here: Ruby → ruby?"]
    assert findings('# 甲 {#sec-a en=A style="x" onclick="y()"}') == [
        "SRC117 1:18-23 no such attribute here: style",
        "SRC117 1:28-35 no such attribute here: onclick",
    ]
    table = "| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 表 {#tbl-a en=T decimal=3 headings=x size=tiny}"
    assert findings(table) == [
        "SRC118 5:18-25 decimal cannot be “3”; it is left out",
        "SRC118 5:28-36 headings cannot be “x”; it is left out",
        "SRC118 5:39-43 size cannot be “tiny”; it is left out",
    ]


def test_a_class_that_does_nothing_is_told() -> None:
    assert findings("[句]{.page}") == ["SRC119 1:5-10 page has no effect here"]
    assert findings("段。\n\n::: {.table-note}\n注。\n:::") == ["SRC119 3:6-17 table-note has no effect here"]


@pytest.mark.parametrize("id_", ["a<b", "a&b", "a b", 'x" onclick="y', "1a", "-a", "é b", "a/b"])
def test_an_id_of_other_characters_is_told_and_left_out(id_: str) -> None:
    quoted = id_.replace('"', '\\"')
    found = findings(f'[甲]{{id="{quoted}"}}\n\n# 乙 {{id="{quoted}" en="B"}}')
    assert [row.split()[0] for row in found] == ["XRF106", "XRF106"]
    assert id_ not in {element.get("id") for element in html(f'[甲]{{id="{quoted}"}}').iter()}


@pytest.mark.parametrize("id_", ["a", "甲", "sec-a.b:c_d", "é1", "ア"])
def test_a_plain_id(id_: str) -> None:
    assert is_plain_id(id_)
