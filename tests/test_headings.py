"""One number for each heading, in every format, also below unnumbered chapters; one depth of contents."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.numbers import CONTENTS_DEPTH
from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.line.mending import mend
from pipeline.project import open_project
from tests.conftest import needs
from tests.small import W, epub, findings, html, pdf, small, word

BODY = """\
见[@sec-b]、[@sec-c]、[@sec-e]与[@sec-d]。

# 首章 {#sec-a en="First"}

## 甲 {#sec-b en="A"}

## 乙 {#sec-e en="B"}

### 子 {#sec-f en="Sub"}

# 附录 {#sec-x .unnumbered en="Appendix"}

## 丙 {#sec-c en="C"}

### 丑 {#sec-g en="Sub"}

## 丁 {#sec-h en="D"}

# 致谢 {#sec-z .unnumbered en="Thanks"}

## 戊 {#sec-i en="E"}

# 末章 {#sec-y en="Last"}

## 己 {#sec-d en="F"}
"""
NUMBERED = [
    "一、首章",
    "（一）甲",
    "（二）乙",
    "1.子",
    "附录",
    "（一）丙",
    "1.丑",
    "（二）丁",
    "致谢",
    "（一）戊",
    "二、末章",
    "（一）己",
]

APPENDICES = """\
见[@sec-p]、[@sec-q]、[@sec-r]，[@fig-p; @fig-q]，[[@sec-q] and [@fig-p]]{lang=en}。

# 首章 {#sec-a en="First"}

# 来源 {#sec-p .appendix en="Sources"}

## 甲 {#sec-q en="A"}

FIGURE-p

FIGURE-q

### 子 {#sec-s en="Sub"}

# 方法 {#sec-r .appendix en="Methods"}

## 乙 {#sec-t en="B"}

FIGURE-r

# 后记 {#sec-u .unnumbered en="After"}

FIGURE-s

# 末章 {#sec-y en="Last"}
"""
for _name in "pqrs":
    APPENDICES = APPENDICES.replace(
        f"FIGURE-{_name}",
        f"""```{{.figure #fig-{_name}}}
kind: tree
caption: {{zh: 图, en: Figure}}
alt: {{zh: 树, en: A tree}}
credit: {{zh: 自制, en: Own}}
root: {{label: {{zh: 根, en: Root}}}}
```""",
    )
LETTERED = [
    *("一、首章", "附录A　来源", "A.1　甲", "A.1.1　子", "附录B　方法"),
    *("B.1　乙", "后记", "二、末章"),
]


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("\u00a0", "")


def test_appendices_have_letters_in_headings_captions_and_references() -> None:
    tree = html(APPENDICES)
    headings = [_plain("".join(one.itertext())) for one in tree.iter("h2", "h3", "h4")]
    assert [heading for heading in headings if heading in LETTERED] == LETTERED
    told = tree.xpath("string(//p[a[@class='xref']])").replace("\u00a0", " ")
    assert told == "见附录 A、附录 A.1、附录 B，图 A.1、图 A.2，Appendix A.1 and Fig. A.1。"
    labels = [label.text.replace("\u00a0", " ") for label in tree.xpath("//figure//*[@class='label']")]
    assert labels[::2] == ["图 A.1", "图 A.2", "图 B.1", "图 1"]
    assert len(tree.xpath("//section[@role='doc-appendix']")) == 2
    chapters = [data.decode() for name, data in epub(APPENDICES).items() if name.endswith(".xhtml")]
    assert sum('epub:type="appendix"' in chapter for chapter in chapters) == 2
    assert findings(APPENDICES) == []


def test_an_appendix_is_a_heading_of_the_first_level_with_a_number() -> None:
    body = '# 甲 {#sec-a .unnumbered .appendix en="A"}\n\n## 乙 {#sec-b .appendix en="B"}\n'
    assert [line.split()[0] for line in findings(body)] == ["SRC119", "SRC119"]


def test_html_prints_them() -> None:
    tree = html(BODY)
    headings = ["".join(element.itertext()) for element in tree.iter("h2", "h3", "h4")]
    assert [heading for heading in headings if heading in NUMBERED] == NUMBERED
    assert tree.xpath("string(//p[a[@class='xref']])") == "见第一节（一）、“附录”（一）、第一节（二）与第二节（一）。"


def test_word_comes_to_the_same_when_it_counts(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    needs("" if program else "soffice is not installed")
    bodies = {"chapters": (BODY, NUMBERED), "appendices": (APPENDICES, LETTERED)}
    for name, (body, _) in bodies.items():
        (tmp_path / f"{name}.docx").write_bytes(small(body).built("docx")["docx"])
    command = [
        str(program),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "txt:Text",
        "--outdir",
        str(tmp_path),
    ]
    files = [str(tmp_path / f"{name}.docx") for name in bodies]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    for name, (_, expected) in bodies.items():
        lines = [_plain(line) for line in (tmp_path / f"{name}.txt").read_text("utf-8-sig").splitlines()]
        text = lines[max(place for place, line in enumerate(lines) if line == "一、首章") :]
        # Word puts a blank of its own behind a letter.
        wanted = [line.replace("\u3000", "") for line in expected]
        assert [line for line in text if line in wanted] == wanted


def test_word_begins_anew_below_each_unnumbered_heading() -> None:
    numbering = word(BODY, part="word/numbering.xml")
    lists = [number for number in numbering.iter(f"{W}num") if number.find(f"{W}lvlOverride") is not None]
    assert len(lists) == 2
    for number in lists:
        assert [level.get(f"{W}ilvl") for level in number.iter(f"{W}lvlOverride")] == ["1", "2", "3"]
    used = [element.get(f"{W}val") for element in word(BODY).iterfind(f".//{W}pPr/{W}numPr/{W}numId")]
    assert [used.count(number.get(f"{W}numId")) for number in lists] == [3, 1]


def test_contents_are_as_deep_in_every_format() -> None:
    files = small(BODY).built("html", "docx", "epub", "pdf")
    assert files.keys() == {"html", "docx", "epub", "pdf"}
    deep = [element for element in html(BODY).xpath("//nav[@class='contents']//ol//ol") if len(element)]
    assert deep
    assert not html(BODY).xpath("//nav[@class='contents']" + "//ol" * (CONTENTS_DEPTH + 1))
    styles = {element.get(f"{W}val") for element in word(BODY).iter(f"{W}pStyle")}
    assert {style for style in styles if str(style).startswith("TOC") and str(style)[3:].isdigit()} == {"TOC1", "TOC2"}
    codes = [element.text or "" for element in word(BODY).iter(f"{W}instrText")]
    assert any(f'"1-{CONTENTS_DEPTH}"' in code for code in codes)


def test_an_id_that_is_given_twice_is_told_and_each_heading_has_its_number() -> None:
    box = '::: {.sidebar #box-a}\n## 盒 {#sec-a en="Box"}\n\n文。\n:::\n'
    body = f'# 甲 {{#sec-a en="A"}}\n\n## 乙 {{#sec-a en="B"}}\n\n文。\n\n{box}\n# 丙 {{#sec-c en="C"}}\n'
    assert {line.split()[0] for line in findings(body)} == {"XRF102"}
    numbers = [
        element.text for element in html(body).xpath("//main//span[@class='heading-number'][not(ancestor::nav)]")
    ]
    assert numbers == ["一、", "（一）", "二、"]
    assert "乙" in "".join(word(body).itertext())


def test_two_numbers_side_by_side_are_not_typed_by_hand() -> None:
    assert findings('# 一、二线城市 {#sec-a en="Large cities"}\n') == []


@pytest.mark.parametrize("depth", [1, 3, 4])
def test_contents_are_as_deep_as_the_front_matter_says(depth: int) -> None:
    body = (
        '# 甲 {#sec-a en="A"}\n\n## 乙 {#sec-b en="B"}\n\n### 丙 {#sec-c en="C"}\n\n#### 丁 {#sec-d en="D"}\n\n文。\n'
    )
    front = f"contents: {depth}\n"
    wanted = [f"sec-{letter}" for letter in "abcd"[:depth]]
    listed = html(body, front).xpath("//nav[@class='contents']//a/@href")
    assert [link[1:] for link in listed if link.startswith("#sec-")] == wanted
    assert any(f'"1-{depth}"' in (code.text or "") for code in word(body, front).iter(f"{W}instrText"))
    book = epub(body, front)
    # Its reader shows all headings beside a book, whatever its own page of contents shows.
    assert b'name="dtb:depth" content="4"' in book["EPUB/toc.ncx"]
    nav = etree.fromstring(book["EPUB/text/nav.xhtml"])
    shown = nav.xpath("//*[@id='toc']//*[local-name()='a'][not(ancestor::*[@hidden])]/@href")
    assert [link.partition("#")[2] for link in shown if "#sec-" in link] == wanted
    assert [row for row in findings(body, front) if row.startswith("OUT")] == []
    project = small(body, front)
    project.built("html", "docx", "epub", "pdf")
    found = check(project.session, rows(("html", "docx", "epub", "pdf")), 1, lambda _: None)
    assert [problem for problem in found.diagnostics if problem.code.startswith("OUT")] == []


@pytest.mark.parametrize("id_", ["steps", "fig-steps"])
def test_a_figure_is_counted_as_a_figure_whatever_its_id(id_: str) -> None:
    body = f"""\
```{{.figure #{id_}}}
kind: tree
caption: {{zh: 图, en: Figure}}
alt: {{zh: 树, en: A tree}}
credit: {{zh: 自制, en: Own}}
root: {{label: {{zh: 根, en: Root}}}}
```
"""
    codes = [element.text or "" for element in word(body).iter(f"{W}instrText")]
    assert any("SEQ Figure" in code for code in codes)
    assert not any("SEQ Table" in code for code in codes)


def test_a_table_without_an_id_has_no_bookmark() -> None:
    body = word('| 甲 |\n|:--|\n| 一 |\n\n: 表题 {en="T"}\n\n| 乙 |\n|:--|\n| 二 |\n\n: 另表 {en="U"}')
    names = [str(element.get(f"{W}name")) for element in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("第一章 总则", "总则"), ("第 1 章 总则", "总则"), ("第一章总则", "总则"), ("第二节　范围", "范围"), ("第十二部分：方法", "方法"),
        ("一、总则", "总则"), ("十一、附则", "附则"), ("（一）背景", "背景"), ("(2) 背景", "背景"), ("1. 总则", "总则"),
        ("1、总则", "总则"), ("1.1 背景", "背景"), ("1.2.3背景", "背景"), ("2.1背景", "背景"), ("① 背景", "背景"),
        ("II. 背景", "背景"), ("A.1 背景", "背景"),
        ("§3 方法", "方法"), ("§ 3.1 方法", "方法"), ("1) 方法", "方法"), ("2）方法", "方法"), ("A. 方法", "方法"), ("B、方法", "方法"),
        ("（a）方法", "方法"), ("(A) 方法", "方法"), ("[1] 方法", "方法"), ("【2】方法", "方法"), ("⑴ 方法", "方法"), ("㈠方法", "方法"),
        ("第3节方法", "方法"), ("III 方法", "方法"),
        ("C. elegans 的研究", ""), ("A 股市场", ""), ("（A）股与（B）股", ""), ("A、B 两类用户", ""), ("A.I. 的未来", ""), ("III 期临床", ""),
        ("X 射线", ""), ("第3节课", ""), ("C、硅和氮", ""),
        ("2024年总结", ""), ("1949—1979 年", ""), ("3D 打印", ""), ("5G 网络", ""), ("第一产业", ""), ("一带一路", ""),
        ("三农问题", ""), ("第一次全国普查", ""), ("一、二、三产业融合", ""), ("1.5 亿人的市场", ""), ("1.5倍速", ""), ("2.0时代", ""),
        ("5 年回顾", ""), ("1、2号机组", ""), ("第一章的写法", ""), ("十年树木", ""), ("C# 程序", ""), ("（附）说明", ""),
    ],
)  # fmt: skip
def test_a_number_typed_into_a_heading_is_told(typed: str, left: str) -> None:
    made = small(f'# {typed} {{#sec-a en="A"}}')
    found = [problem for problem in made.session.remarks if problem.code == "HED106"]
    assert bool(found) == bool(left)
    mend(open_project(made.folder))
    assert f'\n# {left or typed} {{#sec-a en="A"}}' in (made.folder / "source/report.md").read_text("utf-8")


@pytest.mark.parametrize("typed", ["附录 A 问卷", "附录A：问卷", "附录一　问卷", "附录：问卷"])
def test_the_label_of_an_appendix_that_was_typed_is_told(typed: str) -> None:
    made = small(f'# {typed} {{#sec-a .appendix en="A"}}')
    mend(open_project(made.folder))
    assert '\n# 问卷 {#sec-a .appendix en="A"}' in (made.folder / "source/report.md").read_text("utf-8")
    assert not [line for line in findings(f"# {typed} {{.unnumbered}}") if line.startswith("HED106")]


def test_bare_numbers_are_those_of_headings_where_there_are_several() -> None:
    assert not [line for line in findings("# 1 引言") if line.startswith("HED106")]
    assert len([line for line in findings("# 1 引言\n\n# 2 方法\n\n## 3 个月") if line.startswith("HED106")]) == 2


@pytest.mark.parametrize("body", ["# 第一章 总则 {.unnumbered}", "::: {.sidebar}\n## 1.1 题\n:::", "##### 一、题"])
def test_a_heading_without_a_number_may_have_one_typed(body: str) -> None:
    assert not [line for line in findings(body) if line.startswith("HED106")]


@pytest.mark.parametrize(("typed", "told"), [("1.1 Background", True), ("Chapter 1 Background", True), ("II. Aims", True), ("§3 Aims", True), ("1) Aims", True), ("[1] Aims", True), ("C. elegans", False),
                                             ("2.0 era", False), ("5 years on", False), ("Part of it", False)])  # fmt: skip
def test_a_number_typed_into_an_english_title_is_told(typed: str, told: bool) -> None:
    found = [line for line in findings(f'# 题 {{#sec-a en="{typed}"}}') if line.startswith("HED106")]
    assert bool(found) == told


def _holding(name: str) -> str:
    """One of each kind that has a number."""
    return f"""\
| 项 | 值 |
|----|----|
| 甲 | 1  |

: 表 {{#tbl-{name} en="Table"}}

$$ {name} = 1 $$ {{#eq-{name}}}

``` {{.python #lst-{name} caption="代码" en="Code"}}
{name} = 1
```

::: {{.theorem #thm-{name}}}
定理。
:::

见[@tbl-{name}]、[@eq-{name}]、[@lst-{name}]、[@thm-{name}]。
"""


OUTSIDE = f"""\
# 首章 {{#sec-a en="First"}}

{_holding("a")}

# 后记 {{#sec-b .unnumbered en="After"}}

{_holding("b")}

# 末章 {{#sec-c en="Last"}}

{_holding("c")}

# 附言 {{#sec-d .unnumbered en="Postscript"}}

{_holding("d")}
"""
CALLED = ["1-1", "1", "2-1", "2"]


def test_what_stands_in_an_unnumbered_chapter_bears_the_number_of_no_chapter() -> None:
    front = "numbering: chapter\nlists: [tables]\n"
    expected = [f"见表 {n}、式（{n}）、代码 {n}、定理 {n}。" for n in CALLED]
    tree = html(OUTSIDE, front)
    said = ["".join(p.itertext()).replace("\u00a0", " ") for p in tree.iter("p") if p.text == "见"]
    assert said == expected
    labels = [label.text.replace("\u00a0", " ") for label in tree.xpath("//caption//*[@class='label']")]
    assert labels[::2] == [f"表 {n}" for n in CALLED] and labels[1::2] == [f"Table {n}" for n in CALLED]
    book = "".join(data.decode() for name, data in epub(OUTSIDE, front).items() if name.endswith(".xhtml"))
    assert [f">表\u00a0{n}</span>" in book for n in CALLED] == [True] * 4
    pages = "".join(pdf(OUTSIDE, front)).replace("\r\n", "").replace("\u00a0", " ")
    assert [line in pages for line in expected] == [True] * 4
    assert findings(OUTSIDE, front) == []


def test_word_counts_what_stands_outside_chapters_apart() -> None:
    codes = [
        " ".join((code.text or "").split()) for code in word(OUTSIDE, "numbering: chapter\n").iter(f"{W}instrText")
    ]
    for sequence in ("Table", "Equation", "Listing", "Theorem"):
        counted = [code for code in codes if code.startswith(f"SEQ {sequence} ")]
        goes_on = f"SEQ {sequence} \\* ARABIC"
        assert counted == [goes_on, f"{goes_on} \\r 1", f"{goes_on} \\r 1", goes_on]


def test_what_is_too_deep_for_numbers_is_a_heading_everywhere_and_told_once() -> None:
    titles = "一二三四五六"
    body = "\n\n".join(f"{'#' * level} {title} {{#sec-{level} en=T}}" for level, title in enumerate(titles, 1))
    made = small(f"{body}\n\n正文$\\overbrace{{a+b}}^{{n}}$。\n")
    told = [problem.code for problem in made.checked() if problem.code.startswith(("OUT", "HED"))]
    assert told == ["HED104", "HED104"]
    page = html(body)
    assert [(one.tag, one.get("aria-level")) for one in page.iter("h5", "h6")] == [
        ("h5", None),
        ("h6", None),
        ("h6", "7"),
    ]
