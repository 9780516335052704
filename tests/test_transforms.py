"""Each transform: Markdown in, HTML of the transformed tree out. A file in `transforms/` holds both, parted by `%%%`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.model import Document, Metadata
from pipeline.core.text import SourceText
from pipeline.reading import markdown
from pipeline.reading.survey import survey
from pipeline.tools import ast, pandoc
from pipeline.transforms import transform
from tests.conftest import TESTS

CASES = sorted((TESTS / "transforms").glob("*.md"))


def _transformed(text: str, *, proof: bool = False) -> str:
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    found, tree, _ = survey(parsed, Path())
    document, problems = transform(Document(Metadata(), tree, found), lambda _: (), proof=proof)
    assert problems == ()
    tree = ast.load(document.ast)
    # The cover and colophon of empty metadata are not what these cases are about.
    tree.content = [block for block in tree.content if not {"cover", "colophon"} & set(getattr(block, "classes", []))]
    return pandoc.write(ast.without_places(ast.dump(tree)), ["--to", "html5", "--wrap=none"]).decode().strip() + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_transform(path: Path, update_golden: bool) -> None:
    given, _, expected = path.read_text("utf-8").partition("\n%%%\n")
    found = _transformed(given, proof=path.stem.startswith("proof"))
    if update_golden:
        path.write_text(f"{given}\n%%%\n{found}", "utf-8")
        return
    assert found == expected


@cache
def _parsed(text: str) -> str:
    return pandoc.parse(text)[0]


@given(st.dictionaries(st.sampled_from(["甲", "乙", "丙", "Emph", "Para", "Note", "TableCell"]), st.integers(0, 3)))
def test_a_walk_changes_a_tree_as_that_of_panflute_does(plan: dict[str, int]) -> None:
    """A node is kept, left out, doubled, or put in place of itself by another of its kind."""
    text = _parsed("甲 *乙 丙*^[丁 乙]\n\n- 甲\n\n  丙\n\n| a | 甲 |\n|---|---|\n| 乙 | *丙* |\n\n: 甲\n")

    def act(element: ast.Node, doc: ast.Doc) -> ast.Replacement:
        assert isinstance(doc, ast.Document)
        way = plan.get(getattr(element, "text", ""), plan.get(type(element).__name__, 0))
        if way == 0 or (isinstance(element, ast.TableCell) and way == 1):
            return None
        again = ast.Str(element.text + "！") if isinstance(element, ast.Str) else element
        return [[], [element, ast.Str("再")] if isinstance(element, ast.Str) else [element], again][way - 1]

    ours, theirs = ast.load(text), ast.load(text)
    assert ast.dump(ast.walk(ours, act)) == ast.dump(theirs.walk(act))
