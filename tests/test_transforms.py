"""Each transform: Markdown in, HTML of the transformed tree out. A file in `transforms/` holds both, parted by `%%%`."""

from __future__ import annotations

from pathlib import Path

import pytest

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
