"""What Word's accessibility checker would tell of a document is told, and reports of ours have none of it."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.core.text import Span
from pipeline.formats.docx import accessible
from pipeline.formats.docx.openxml import clark, w
from tests.small import word

TABLES = """# 甲 {en="A"}

| 甲 | 乙 |
|:--|--:|
| 一 | 2 |

: 题 {#tbl-a en=T}

|  |  |
|:--|--:|
| 一 | 2 |

::: {.callout-note}
| 丙 | 丁 |
|:--|--:|
| 一 | 2 |

$$ a $$ {#eq-a}
:::
"""


def _told(body: etree._Element) -> list[str]:
    return [one.code for one in accessible.check(body, Span("a.docx"))]


def test_reports_have_none_of_it() -> None:
    assert _told(word(TABLES)) == []


@pytest.mark.parametrize(("wrong", "code"), [("name", "OUT124"), ("nested", "OUT127"), ("floating", "OUT127")])
def test_each_rule_is_held(wrong: str, code: str) -> None:
    body = word(TABLES)
    if wrong == "name":
        name = next(body.iter(clark("w:tblCaption")))
        name.getparent().remove(name)
    elif wrong == "nested":
        next(body.iter(clark("w:tc"))).append(w("tbl", w("tr", w("tc", w("p")))))
    else:
        next(body.iter(clark("w:p"))).append(etree.Element(clark("wp:anchor")))
    assert _told(body) == [code]
