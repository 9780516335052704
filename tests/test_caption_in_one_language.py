"""What has a caption in the other language alone is numbered all the same."""

from __future__ import annotations

import pytest

from pipeline.formats import rows
from pipeline.line.build import check
from tests.small import W, small, word

FIGURE = """
``` {{.figure #fig-{id}}}
kind: flow
caption: {caption}
alt: {{zh: 甲到乙。, en: A to B.}}
credit: {{zh: 自制, en: Own}}
nodes:
  a: {{label: {{zh: 甲, en: A}}}}
  b: {{label: {{zh: 乙, en: B}}}}
edges: [{{from: a, to: b}}]
```
"""
BODY = "".join(
    FIGURE.format(id=id_, caption=caption)
    for id_, caption in (("a", "{en: First}"), ("b", "{zh: 图, en: Second}"), ("c", "{zh: '', en: Third}"))
)
TEXT = f"# 甲 {{#sec-a en=A}}\n{BODY}\n见[@fig-a]、[@fig-b]、[@fig-c]。\n"


@pytest.mark.parametrize("front", ["", "languages: [en, zh]\n"], ids=["Chinese leads", "English leads"])
def test_a_figure_with_a_caption_in_the_other_language_alone_is_counted(front: str) -> None:
    made = small(TEXT, front)
    made.built("docx", "epub", "html")
    found = check(made.session, rows(("docx", "epub", "html")), 1, lambda _: None).diagnostics
    assert [problem.code for problem in found if problem.code.startswith("OUT")] == []
    fields = ["".join(one.itertext()).split() for one in word(TEXT, front).iter(f"{W}instrText")]
    assert sum(field[0] == "SEQ" and "\\c" not in field for field in fields if field) == 3
