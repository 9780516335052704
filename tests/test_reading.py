"""Reading: exact positions in a torture file, the forms of a file that are let in, and no traceback for anything typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.diagnostics import PipelineError
from pipeline.core.model import Inventory
from pipeline.core.text import SourceText, Span
from pipeline.reading import frontmatter, markdown, references
from pipeline.reading.marking import mark
from pipeline.reading.report import read_report
from pipeline.reading.sourcefile import read_source
from pipeline.reading.survey import survey
from pipeline.tools import yaml
from tests.small import findings, html, small

TORTURE = """# 标题 [@k01] {#sec-a en="A"}

正文[@k02]，“引号[@k03]”，*强调[@k04]*，**着重[@k05]**，[链接[@k06]](https://example.org/a?b=k06)。
两个一起[@k07; @k08, p. 5]，带前缀[见 @k09]，花括号[@{k10}]。同一个键[@k02]再来一次。

::: {.summary lang=en}
English text [@k11] over
two lines [@k12] with `code [@no1]` and $math@no2$.
:::

> 引文[@k13]。

- 项目[@k14]
  1. 内层[@k15]

术语[@k16]
:   定义[@k17]

| 表头[@k18] | 二 |
|:---|:---|
| 单元[@k19] | 甲[@k20] |

: 表题[@k21] {#tbl-a en="T"}

脚注[^n]与行内脚注^[注[@k22]]。

[^n]: 脚注正文[@k23]。

    第二段[@k24]。

```
[@no3] 代码块
```

邮箱 someone@no4.example 不是引文，\\@no5 也不是。<span title="@no6">[@k25]</span>

::: {.sidebar #box-a}
盒子[@k26]

::: {.summary lang=en}
Nested [@k27].
:::
:::

最后一段[@中文键]，重复[@k26]，结束[@k28]。

依@{k29}所述，**见@{k30}**；省略作者[-@k31]，句中 @k32 [第 3 章]指出，又见[参见 @k33, pp. 3--5; 另见 @k34]。

| 行块[@k35]
| 第二行

1. 一项[@k36]

   同项另一段，下标~[@k37]~，删去~~[@k38]~~。

[^m]: 注中列表

    - 条目[@k39]

另注[^m]，[限定[@k40]]{.term}。

    [@no7] 缩进的代码

~~~ {.markdown}
[@no8] 围栏
~~~

行内``[@no9]``，公式$$@no10$$，转义\\[\\@no11\\]，自动链接<https://example.org/@no12>，邮件<a@no13.example>。
[文字](https://example.org/@no14 "题名 @no15")，![x](https://example.org/@no16.png){alt="@no17"}，词中a@no18，账号甲@no19，
<!-- [@no20] -->`[@no21]`{.x data-k="@no22"}。
"""


def _survey(text: str) -> tuple[SourceText, Inventory]:
    source = SourceText("t.md", text)
    parsed, _ = markdown.parse(source, 0)
    return source, survey(parsed, Path())[0]


def test_every_citation_has_its_exact_position() -> None:
    source, found = _survey(TORTURE)
    keys = [citation.key for citation in found.citations]
    assert sorted(set(keys)) == [*(f"k{number:02d}" for number in range(1, 41)), "中文键"]
    assert len(keys) == 43
    assert len(set(re.findall(r"@no\d+", TORTURE))) >= 20
    for citation in found.citations:
        span = citation.span
        assert span.line and span.column and span.end_column, citation
        assert source.line(span.line)[span.column - 1 : span.end_column - 1] == citation.key
    places = [(citation.span.line, citation.span.column) for citation in found.citations]
    assert len(set(places)) == len(places), "two citations share a place"


def test_keys_of_one_letter_have_their_exact_position_too() -> None:
    source, found = _survey("甲[@a]，乙[@b; @王]，@{é}说。\n\n| 甲[@a] | 乙[@7, 15] |\n|---|---|\n| 见[@b] | 𐌀 |\n")
    assert [citation.key for citation in found.citations] == ["a", "b", "王", "é", "a", "7", "b"]
    for citation in found.citations:
        span = citation.span
        assert span.line and span.column and span.end_column, citation
        assert source.line(span.line)[span.column - 1 : span.end_column - 1] == citation.key


def test_links_ids_and_blocks_have_positions() -> None:
    source, found = _survey(TORTURE)
    column = source.line(3).index("https") + 1
    assert [(link.target, link.span) for link in found.links][:1] == [
        ("https://example.org/a?b=k06", Span("t.md", 3, column, column + 27))
    ]
    assert {target.id: target.span.line for target in found.targets} == {
        id_: source.line_of(TORTURE.index("#" + id_)) for id_ in ("sec-a", "tbl-a", "box-a")
    }
    for block in found.blocks:
        assert block.span.line, block
        words = [word for segment in block.segments for word in re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]{4,}", segment)]
        near = "\n".join(source.line(block.span.line + offset) for offset in range(3))
        assert not words or words[0] in near, block


def test_marks_keep_length_and_decode() -> None:
    made = mark(TORTURE)
    assert len(made.text) == len(TORTURE)
    assert made.text != TORTURE
    assert made.decode(made.text) == TORTURE


def test_many_citations_are_found_fast_enough_to_use() -> None:
    text = "\n\n".join(f"第{number}段引用[@key{number % 997:04d}]。" for number in range(1500))
    _, found = _survey(text)
    assert [citation.span.line for citation in found.citations] == list(range(1, 3000, 2))
    assert not any(problem.code == "SRC113" for problem in markdown.parse(SourceText("t.md", text), 0)[1])


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b""], ids=["bom", "plain"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_byte_order_marks_and_line_ends_change_nothing(tmp_path: Path, prefix: bytes, ending: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(prefix + ending.join([b"---", "甲".encode(), b""]))
    assert read_source(path, "a.md").text == "---\n甲\n"


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as stream:
        stream.truncate(50 * 2**20)
    with pytest.raises(PipelineError) as caught:
        read_source(path, "a.md")
    assert caught.value.diagnostics[0].code == "SRC104"


def test_all_faults_of_a_front_matter_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "---\ntitel: x\ndate: tomorrow\nauthors:\n  - name: {zh: 甲}\n    orcid: 0000-0002-1825-0098\n    role: boss\n---\n\n正文。\n"
    )
    with pytest.raises(PipelineError) as caught:
        read_report(read_source(path, path.name), path, tmp_path / "none.yaml", tmp_path)
    found = {(d.code, d.key, d.span.line if d.span else None) for d in caught.value.diagnostics}
    assert {
        ("YML102", "titel", 2),
        ("YML103", "date", 3),
        ("YML103", "orcid", 6),
        ("YML103", "role", 7),
    } <= found


@pytest.mark.parametrize("day", ["2026-02-30", "2025-02-29", "2026-04-31"])
def test_a_day_that_no_month_has_is_refused(day: str, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"---\ndate: {day}\n---\n\n正文。\n")
    with pytest.raises(PipelineError) as caught:
        read_report(read_source(path, path.name), path, tmp_path / "none.yaml", tmp_path)
    assert ("YML103", "date", 2) in {(d.code, d.key, d.span.line if d.span else None) for d in caught.value.diagnostics}


def test_yaml_bombs_and_odd_documents(tmp_path: Path) -> None:
    origin = yaml.Origin(SourceText("x.yaml", ""))
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )
    assert yaml.load(bomb, origin)[1][0].code == "YML101"
    assert yaml.load("a: &a [*a]", origin)[1][0].code == "YML101"
    data, _ = yaml.load("a: 2024-04-18\nb: 1.5\nc: 007\nd: true\ne: null\nf: 12\n", origin)
    assert data and data.data == {"a": "2024-04-18", "b": 1.5, "c": "007", "d": True, "e": None, "f": 12}
    path = tmp_path / "r.yaml"
    path.write_text("- {title: no id}\n- id: a\n- 5\n")
    entries, problems = references.read(path, "r.yaml")
    assert [entry.id for entry in entries] == ["a"]
    assert [(problem.code, problem.span.line if problem.span else 0) for problem in problems] == [
        ("YML104", 1),
        ("YML104", 3),
    ]
    path.write_text("just text")
    assert references.read(path, "r.yaml")[1][0].code == "YML103"


_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("[]{}()@#*_`~:|<>\\\"'-=^$!.\n\n  中文，。abc12"), st.characters(blacklist_categories=["Cs"])
    ),
    max_size=300,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXT)
def test_no_text_breaks_the_reader(text: str) -> None:
    source = SourceText("t.md", text.replace("\0", ""))
    parsed, _ = markdown.parse(source, 0)
    found, _, _ = survey(parsed, Path())
    for citation in found.citations:
        span = citation.span
        if span.line and span.column and span.end_column:
            assert source.line(span.line)[span.column - 1 : span.end_column - 1] == citation.key


@settings(max_examples=150, deadline=None)
@given(_TEXT)
def test_no_front_matter_breaks_the_reader(text: str) -> None:
    metadata, problems = frontmatter.read(SourceText("t.md", f"---\n{text}\n---\n"))
    assert metadata.title or problems
    assert all(problem.span and problem.span.file == "t.md" for problem in problems)


def test_spans_print_as_places() -> None:
    assert [str(Span("a")), str(Span("a", 2)), str(Span("a", 2, 3, 9))] == ["a", "a:2", "a:2:3"]


@pytest.mark.parametrize("before", ["字", "〇", "々", "㐂", "𠮷", "豈", "ア", "한", "Ａ", "é"])
def test_a_key_right_after_any_letter(before: str) -> None:
    """`@key` is no citation there and is told; `@{key}` is one, in every plane and script."""
    assert findings(f"见{before}@osd。") == ["CIT106 1:3-7 @osd right after a letter is no citation"]
    assert findings(f"见{before}@{{osd}}。") == []
    text = html(f"见{before}@{{osd}}。").xpath("string(//main)")
    assert f"见{before}" in text
    assert "@" not in text


def test_more_letters_before_keys_than_can_be_hidden_are_told() -> None:
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 300)]
    found = findings("".join(f"\n\n{letter}@{{osd}}" for letter in letters))
    assert len(found) == 300 - 256
    assert all(row.startswith("CIT106") for row in found)


@pytest.mark.parametrize("before", ["", "六条", "abc", "0", "见00"])
@pytest.mark.parametrize("after", ["", "后文", "def", "01"])
@pytest.mark.parametrize(
    "address",
    ["https://example.org/?other=abcdefghijklmnopqrstuvwxyz", "https://a.org/x", "https://a.org/a-b-c/d.html?e=f1&g=h"],
)
def test_words_beside_an_address_are_those_of_the_source(before: str, address: str, after: str) -> None:
    """A token of the marking may come to stand beside letters that tokens are spelt with."""
    text = f"{before}<{address}>{after}。<{address}x>{after}"
    blocks = small(f"{text}\n\n[^n]中[^n]\n\n[^n]: {text}\n").session.document.inventory.blocks
    plain = text.replace("<", "").replace(">", "")
    assert [block.segments for block in blocks if "http" in block.segments[0]] == [(plain,)] * len(
        [block for block in blocks if "http" in block.segments[0]]
    )
    assert sum("http" in block.segments[0] for block in blocks) >= 2
