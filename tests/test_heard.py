"""The page and the e-book as they are heard: Chromium's accessibility tree of a small report, whole and in words, held
against what the report is made of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.core.model import Document
from pipeline.tools import zips
from tests.conftest import TESTS
from tests.small import Small, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.gate
BODY = """\
# 现状 {#sec-now en="Today"}

开源软件（[@fig-share]）见[@tbl-use]和[@sec-next]。[^one] 网址：<https://www.example.org/open/source>。

| 项目 | 数量（个） |
| :--- | ---: |
| 甲 | 12 |
| 乙 | 3.5 |

: 使用 {#tbl-use en="Use"}

``` {.figure #fig-share}
kind: flow
caption: {zh: 路径, en: Path}
alt: {zh: 甲到乙的路径。, en: The path from A to B.}
description: {zh: 甲通向乙。, en: A leads to B.}
credit: {zh: 自制, en: Own}
nodes:
  a: {label: {zh: 甲, en: A}}
  b: {label: {zh: 乙, en: B}}
edges: [{from: a, to: b}]
```

::: sidebar
## 例 {#sec-example en="Example"}

[汉字]{ruby="hàn zì"}与 *强调*。
:::

# 展望 {#sec-next en="Outlook"}

- 其一
- 其二：$x^2$

$$ a = b $$ {#eq-first}

> 引文 [@osd]。

[^one]: 注里的话。
"""


@pytest.fixture(scope="module")
def report() -> Small:
    return small(BODY)


@pytest.fixture(scope="module")
def heard(report: Small, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tree of the page, and those of the pages of the book, one after another."""
    folder = tmp_path_factory.mktemp("heard")
    made = report.built("html", "epub")
    (folder / "report.html").write_bytes(made["html"])
    pages = [folder / "report.html"]
    for name, data in zips.read(made["epub"]).items():
        path = folder / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if name.endswith(".xhtml"):
            pages.append(path)
    trees = {path: _tree(browser, path) for path in pages}
    return {"html": trees[pages[0]], "epub": "".join(f"# {path.name}\n{trees[path]}" for path in sorted(pages[1:]))}


def _tree(browser: Browser, page: Path) -> str:
    tab = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    tab.goto(page.as_uri())
    said = tab.locator("body").aria_snapshot()
    tab.close()
    return f"{said}\n"


@pytest.mark.parametrize("name", ["html", "epub"])
def test_a_report_is_heard_as_it_is_written(heard: dict[str, str], name: str, update_golden: bool) -> None:
    golden = TESTS / "heard" / f"{name}.yaml"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(heard[name], "utf-8")
    assert heard[name] == golden.read_text("utf-8")


def _document(report: Small) -> Document:
    return report.session.document


def _named(tree: str, role: str) -> list[str]:
    """The names of all things of a role in a tree, in order."""
    found = re.findall(rf"""^ *- '?{role} "((?:[^"\\]|\\.)*)\"""", tree, re.M)
    return [name.replace("\u00a0", " ").replace("\u3000", " ") for name in found]


@pytest.mark.parametrize("name", ["html", "epub"])
def test_all_of_the_report_has_its_name(report: Small, heard: dict[str, str], name: str) -> None:
    tree, inventory = heard[name], _document(report).inventory
    headings = [one.rpartition("、")[2] for one in _named(tree, "heading")]
    written = [heading.text for heading in inventory.headings]
    assert [one for one in headings if one in written] == written
    assert _named(tree, "figure") == [f"图 {number}" for number, _ in enumerate(inventory.figures, 1)]
    assert _named(tree, "table") == ["表 1 使用 Table 1 Use"]
    links = _named(tree, "link")
    assert [one for one in links if one.startswith(("图", "表", "第", "注"))] == ["图 1", "表 1", "第二节", "注 1"]
    # No two links of one name lead to different places (WCAG 2.2, 2.4.9), but those of the contents.
    assert [one for one in links if one.startswith("返回正文")] == ["返回正文 [1]", "返回正文：注 1"][
        :: 1 if name == "html" else -1
    ]
