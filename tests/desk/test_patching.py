"""A block of the page that is made alone is, byte by byte, that of the page that is made whole."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from pipeline.core.scratch import run_folder
from pipeline.desk.preview.alike import words_alone
from pipeline.desk.preview.making import Maker
from pipeline.desk.preview.patching import Patcher, between
from tests.desk import FIGURE
from tests.small import FRONT, REFERENCES

WORDED = f"{FRONT}abbreviations: {{GDP: {{zh: 国内生产总值, en: gross domestic product}}}}\n"
BODY = f"""
# 第一章 {{#sec-one en="One"}}

首段引用[@osd]，见 @fig-a 和 @sec-one，有**重点**的一段，也有脚注[^a]和 `代码`，再引[@osd; @osd, 页 3]到此。

一段里 Mama's plain words, with “quotes” and $x^2$ in them，
第二行的中文接着第一行，链接[内容](https://example.org/a)之后。

[^a]: 脚注的文字。

# 第二章 {{#sec-lists en="Lists"}}

- 列表的第一项
- 第二项有*强调*的文字，GDP 的数字

1. 第一条

   同一条的第二段
2. 第二条

> 引文里的一段文字，到此为止[^b]。

[^b]: 另一个脚注。

{FIGURE}

# 第三章 {{#sec-two en="Two"}}

::: {{lang=en}}
English words in a block, don't stop here; an address https://example.org/some/long/path of it.
:::

又一段文字[词]{{.index}}，和[待核]{{.todo}}的一处，再见[@osd]。

## 末节 {{#sec-three en="Three"}}

末章的一段文字，再见 @sec-two。
"""
TYPED = [*"字词a1，。“”’'-*[{_ .@`$\n", "**重**", "GDP", "it's", " and ", "[^a]", "[@osd]", "https://example.org/b"]
PLACES = [
    found.start() + place
    for found in re.finditer(r"^[^#:`\[\n].+$", BODY.replace(FIGURE, "\n" * len(FIGURE)), re.M)
    for place in range(len(found[0]) + 1)
]
"""Where there is prose."""


def write(root: Path, body: str, front: str = WORDED) -> None:
    (root / "source").mkdir(exist_ok=True)
    (root / "source" / "report.md").write_text(f"---\n{front}---\n{body}", "utf-8")
    (root / "source" / "references.yaml").write_text(REFERENCES, "utf-8")


def _edited(random_: random.Random, body: str) -> str:
    place = random_.choice(PLACES)
    if random_.random() < 0.3:
        return body[:place] + body[place + random_.randrange(1, 4) :]
    return body[:place] + random_.choice(TYPED) + body[place:]


def compare(root: Path, count: int, seed: int) -> tuple[int, int]:
    """How many of some edits were shown at once, and how many blocks; each is that of the whole page."""
    random_ = random.Random(seed)
    maker, patcher = Maker(root), Patcher(root)
    write(root, BODY)
    patcher.rest_on(maker.make())
    assert patcher.page
    shown = blocks = 0
    with run_folder():
        for _ in range(count):
            body = _edited(random_, BODY)
            write(root, body)
            patch = patcher.patch()
            if patch is not None:
                shown, blocks = shown + 1, blocks + len(patch.blocks)
                whole = maker.make()
                assert whole.page is not None
                assert patch.texts == whole.texts
                for block in patch.blocks:
                    assert block.html in whole.page.decode(), (body, block)
                write(root, BODY)
                back = patcher.patch()
                assert back is not None and [block.html for block in back.blocks] == [row.was for row in patch.blocks]
    return shown, blocks


def test_a_block_made_alone_is_that_of_the_whole_page(tmp_path: Path) -> None:
    shown, blocks = compare(tmp_path, 16, 2)
    assert shown >= 4 and blocks >= 4


def test_what_is_more_than_words_waits_for_the_whole_page(tmp_path: Path) -> None:
    """What other places depend on, another line, and a front matter, settings or a source that cannot be read."""
    write(tmp_path, BODY)
    maker, patcher = Maker(tmp_path), Patcher(tmp_path)
    with run_folder():
        assert patcher.patch() is None
        patcher.rest_on(maker.make())
        for old, new in (
            ("末章的一段", "末章\n的一段"),
            ("末章的一段", "末章的一段[^a]"),
            ("末章的一段", "末章的[一段]{#sec-new}"),
            ("见 @sec-two", "见 @sec-one"),
            ('en="Two"', 'en="Three"'),
            ("图题", "图的题"),
            ("再见[@osd]", "再见"),
        ):
            assert old in BODY
            write(tmp_path, BODY.replace(old, new))
            assert patcher.patch() is None, new
        changed = BODY.replace("末章的一段", "**末章**的一段")
        write(tmp_path, changed, WORDED.replace("摘要", "摘录"))
        assert patcher.patch() is None
        write(tmp_path, changed)
        patch = patcher.patch()
        assert patch is not None and [block.html.count("<strong>") for block in patch.blocks] == [1]
        # The page with its blocks is the one that is made whole, and goes on being changed.
        whole = maker.make()
        assert whole.page is not None and whole.page.decode() == patcher.page
        (tmp_path / "source" / "report.md").write_bytes(b"\xff")
        assert patcher.patch() is None
        write(tmp_path, BODY)
        back = patcher.patch()
        assert back is not None and [block.html for block in back.blocks] == [row.was for row in patch.blocks]


def _paragraph(*inlines: str) -> dict[str, object]:
    """One of words, blanks, and `@` for what is more than words."""
    kinds = {" ": {"t": "Space"}, "@": {"t": "Math", "c": [{"t": "InlineMath"}, "x"]}}
    return {"t": "Para", "c": [kinds.get(one, {"t": "Str", "c": one}) for one in inlines]}


@pytest.mark.parametrize(
    ("was", "now", "is_alike"),
    [
        (("甲乙",), ("丙",), True),
        (("甲乙丙丁", "@", "戊"), ("子甲乙丙丁", "@", "戊"), True),
        # Beside what is more than words all stays.
        (("甲乙丙丁", "@", "戊"), ("甲乙丙子", "@", "戊"), False),
        (("甲", "@", " ", "乙丙"), ("甲", "@", "乙丙"), False),
        (("甲", "@", "乙丙丁"), ("甲", "@", "乙丙", " ", "丁"), True),
        (("甲", "@"), ("甲",), False),
        (("甲", "@", "乙", "@"), ("甲", "@", "乙乙", "@"), False),
    ],
)
def test_paragraphs_are_alike_but_for_words_apart_from_what_is_more(
    was: tuple[str, ...], now: tuple[str, ...], *, is_alike: bool
) -> None:
    one, other = _paragraph(*was), _paragraph(*now)
    assert (words_alone(one, other) is not None) == is_alike
    lists = [{"t": "BulletList", "c": [[_paragraph("首")], [block]]} for block in (one, other)]
    found = words_alone(*lists)
    assert (found is not None) == is_alike
    assert found is None or [len(block["c"]) for block in found] == [1, 1]
    divs = [{"t": "Div", "c": [["", ["sidebar"], []], [block]]} for block in (one, other)]
    assert words_alone(*divs) is None


@pytest.mark.parametrize(
    ("pieces", "whole", "wanted"),
    [
        (["甲"], "甲", []),
        (["甲"], "乙", None),
        (["甲", "乙"], "甲[1]乙", ["[1]"]),
        (["甲", "中", "乙"], "甲[1]中[2]乙", ["[1]", "[2]"]),
        (["甲", "中", "乙"], "甲[1]中中[2]乙", None),
        (["甲", "", "乙"], "甲[1][2]乙", None),
        (["甲", "丁", "乙"], "甲[1]中[2]乙", None),
        (["甲乙", "乙甲"], "甲乙甲", None),
    ],
)
def test_what_stands_between_pieces_is_taken_where_there_is_one_way(
    pieces: list[str], whole: str, wanted: list[str] | None
) -> None:
    assert between(pieces, whole) == wanted
