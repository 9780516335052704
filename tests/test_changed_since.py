"""A file of the report that changed after the build: the checks hold what was built against it, whatever its date says."""

from __future__ import annotations

import os

import pytest

from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.line.session import Session
from pipeline.project import open_project
from tests.small import small

SPEC = """{"mark": "point", "data": {"url": "data/v.csv"}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}"""
TEXTS = (
    "caption: {zh: 题, en: Caption}\nalt: {zh: 图中有两项, en: Two things}\ncredit: {zh: 处, en: Origin}\n"
    "description: {zh: 图中有两项。, en: There are two.}\n"
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M0 0h40v40H0z" fill="#0b5d75"/></svg>'
BODIES = {
    "data/t.csv": (
        "甲,1\n乙,2\n",
        "``` {.table #tbl-a}\ncaption: {zh: 题, en: T}\ncolumns: [{name: {zh: 名, en: N}}, {name: {zh: 值, en: V}}]\n"
        "data: data/t.csv\n```",
    ),
    "data/c.csv": (
        "zh,en,value\n甲,A,1\n乙,B,2\n",
        f"``` {{.figure #fig-a}}\nkind: chart\n{TEXTS}axis: {{zh: 数, en: Count}}\nunit: {{zh: 个, en: items}}\n"
        "data: data/c.csv\n```",
    ),
    "data/v.csv": (
        "a\n1\n2\n",
        f"``` {{.figure #fig-b}}\nkind: vega-lite\n{TEXTS}spec: {SPEC}\n```",
    ),
    "figures/p.svg": (PICTURE, f"``` {{.figure #fig-c}}\nkind: image\n{TEXTS}file: figures/p.svg\n```"),
    "code/l.py": ("x = 1\ny = 2\n", '``` {.python #lst-a caption="码" en="Code" file="code/l.py"}\n```'),
    "part.md": ("第二篇有2句。\n", ""),
}


@pytest.mark.parametrize("name", BODIES)
def test_outputs_are_held_against_files_that_changed_since(name: str) -> None:
    """By what they hold: a date is another after each checkout, and an old one does not make old words new."""
    content, body = BODIES[name]
    made = small(f"正文。\n\n{body}", "" if body else f"parts: [{name}]\n", files={name: content})
    made.built("html")
    formats = rows(["html"])
    file = made.folder / "source" / name
    before = file.stat()
    file.touch()
    assert _told(made.folder, formats) == set()
    file.write_text(content.replace("2", "7").replace("#0b5d75", "#ff0000"), "utf-8")
    os.utime(file, (before.st_atime, before.st_mtime))
    assert _told(made.folder, formats) & {"OUT106", "OUT111", "OUT123"}


def _told(folder: object, formats: object) -> set[str]:
    found = check(Session(open_project(folder)), formats, 1, lambda _: None)  # type: ignore[arg-type]
    return {row.code for row in found.diagnostics if row.code.startswith("OUT")}
