"""A report that was read before is read again where it has changed alone, and everything is as if read as a whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.diagnostics import Diagnostics, PipelineError
from pipeline.core.model import Document
from pipeline.core.text import SourceText
from pipeline.reading import again
from pipeline.reading.again import Memory, remembering
from pipeline.reading.changed import change_of
from pipeline.reading.report import read_report
from pipeline.tools import pandoc
from tests.small import FRONT

SECTION = """
# 第{n}章 {{#sec-{n} en="Chapter {n}"}}

首段引用[@osd{n}]，见 @sec-{n} 与[前文](#sec-{n})。[^a{n}]又“引”了"直引"。

[^a{n}]: 注文[@osd{n}]。

## 节 {{en="Part"}}

- 项目甲
- 项目乙，*强调*
    1. 内层

::: {{.sidebar #box-{n}}}
### 框 {{en="Box"}}

框中文字^[行内注。]。
:::

| 甲 | 数 |
|----|---:|
| 乙{n} | 1 |

: 表题 {{#tbl-{n} en="Table {n}"}}

末段 word one two。
"""
SECTIONS = 5
TEXT = f"---\n{FRONT}---\n" + "".join(SECTION.format(n=number) for number in range(SECTIONS))
LETTERS = "字词，。1aé \n“”*_`$@#[]{}|:-"
PIECES = (
    *(
        "\n\n# 新 {#sec-new}\n\n",
        "[^a1]",
        "[^n]: 注\n",
        "[@osd1][@osd2]",
        "@sec-1",
        "\n\n",
        "```\n",
        "\n:::\n",
        "- a\n",
    ),
    *("    code\n", "<div>", "$x$", "**", "[a](b)", "\n---\n", "\n| a | b |\n", "^[in]", "\n1. x\n", "> q\n", "<!--"),
    *("-->", "\\begin{a}", "[x]: y\n", "(@a) e\n", "“", '"', "'", "&amp;", "0000000000", "\n\n段。\n\n", "第"),
)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many letters each call of pandoc's reader was given."""
    made: list[int] = []
    parse = pandoc.parse

    def counted(text: str, *rest: object) -> object:
        made.append(len(text))
        return parse(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pandoc, "parse", counted)
    return made


def read(text: str, folder: Path) -> tuple[Document, Diagnostics] | Diagnostics:
    source = SourceText("source/report.md", text)
    try:
        return read_report(source, folder / "source/report.md", folder / "source/references.yaml", folder)
    except PipelineError as error:
        return error.diagnostics


def reread(texts: Iterator[str] | tuple[str, ...], folder: Path) -> None:
    memory = Memory()
    for text in texts:
        with remembering(memory):
            kept = read(text, folder)
        assert kept == read(text, folder), text


def edits(seed: int, count: int) -> Iterator[str]:
    random_ = random.Random(seed)
    now = TEXT
    for number in range(count):
        yield now
        if number % 3 == 0:
            now = TEXT
        place, length = random_.randrange(TEXT.index("\n# "), len(now) + 1), random_.choice((0, 0, 0, 1, 2, 30))
        new = random_.choice(PIECES) if random_.random() < 0.5 else "".join(random_.choices(LETTERS, k=2))
        now = now[:place] + new + now[place + length :]


def test_random_edits_are_read_as_if_for_the_first_time(tmp_path: Path) -> None:
    reread(edits(3, 24), tmp_path)


OLD, NEW = "首段引用[@osd2]", "末段 word one two。\n\n# 第3章"
CHANGES = {
    "a fence that is closed elsewhere": ((OLD, f"```\n{OLD}"), ("首段引用[@osd4]", "```\n首段引用[@osd4]")),
    "a box that is not closed": ((OLD, f"::: {{.sidebar}}\n\n{OLD}"),),
    "a comment that is closed elsewhere": ((OLD, f"{OLD}<!--"), ("首段引用[@osd4]", "-->首段引用[@osd4]")),
    "a note of another section": ((OLD, f"{OLD}[^a4]"), ("[^a4]: 注文", "[^a4]: 别的注文"), ("[^a4]: 注文", "注文")),
    "a reference": ((OLD, f"[词]\n\n{OLD}"), ("首段引用[@osd4]", "[词]: https://example.org\n\n甲")),
    "examples": ((OLD, f"(@a) 甲\n\n{OLD}"), ("首段引用[@osd4]", "(@b) 甲\n\n乙")),
    "no heading any more": ((NEW, "末段。\n\n    第3章"), ("# 第2章", "第2章")),
    "no blank line above it": ((NEW, "末段。\n# 第3章"),),
    "a new section": ((OLD, f"段。\n\n# 新\n\n又。\n\n{OLD}"), (OLD, f"段[@k]。\n\n# 新\n\n又[@k]。\n\n{OLD}")),
    "citations counted on": ((OLD, "首段"), (OLD, f"{OLD}，[@osd1]、[@osd3]"), ("项目甲", "项目甲[@osd1]")),
    "rules of a table": (
        ("框中文字^[行内注。]。", "----\n\n甲  乙\n\n----"),
        ("末段", "  ---- ----\n甲\n\n  ----\n\n末段"),
    ),
    "what a mark is spelt with": ((OLD, f"{OLD}0000 00001 \U00020000"), (OLD, f"{OLD}000")),
    "the front matter": (("title:", "# x\ntitle:"), ("title:", "keywords: [甲]\ntitle:")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_reaches_beyond_its_section_is_seen(change: str, tmp_path: Path) -> None:
    texts = [TEXT]
    for old, new in CHANGES[change]:
        assert old in TEXT
        texts += [texts[-1].replace(old, new, 1), TEXT.replace(old, new, 1)]
    reread((*texts, TEXT), tmp_path)


def test_a_paragraph_is_read_with_its_section_alone(tmp_path: Path, parsed: list[int]) -> None:
    memory = Memory()
    for number, (old, new) in enumerate((("", ""), ("末段", "末了一段[@osd1]"), ("末段", "末段。\n\n再一段"))):
        del parsed[:]
        with remembering(memory):
            read(TEXT.replace(old, new, 1), tmp_path)
        # The text and its marked twin, and once the section as it was.
        assert len(parsed) == (2, 3, 2)[number]
        assert not number or max(parsed) < len(TEXT) / 2
    assert isinstance(memory.last, again.Whole) and len(memory.last.sections) > SECTIONS


def test_only_what_a_blank_line_ends_is_a_change_by_itself() -> None:
    old = "甲\n\n乙乙\n丙\n\n丁\n"
    found = change_of(old, old.replace("丙", "丙丙"))
    assert found and (old[found.start : found.end], found.new) == ("乙乙\n丙", "乙乙\n丙丙")
    found = change_of(old, f"{old}\n戊\n")
    assert found and (found.start, found.new) == (len(old), "\n戊\n")
    found = change_of(old, old.replace("乙乙\n丙\n\n", ""))
    assert found and "乙" in old[found.start : found.end]
    assert change_of(f"{old}\n<a title='x", f"{old}\n<a title='x".replace("丙", "丙'")) is None
    assert change_of(f"{old}\n\\x{{", f"{old}\n\\x{{".replace("丙", "丙}")) is None
    for text in ("```", "~~~", ":::", "<b", "\\x{", "-----", "[a]: b", "[a", "(@x) a", "&amp;"):
        assert change_of(old, old.replace("丙", text)) is None
        assert change_of(old.replace("丙", text), old) is None
