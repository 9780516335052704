"""What headings say in plain text and a second time, and texts of YAML and attributes that are inline Markdown."""

from __future__ import annotations

import json
import re
import unicodedata

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text import Span
from pipeline.core.words import Words, inlines_of, joined, listed
from pipeline.reading.fields import Fields
from pipeline.tools import ast, pandoc
from pipeline.tools.plain import plain
from tests.small import Small, W, epub, findings, html, pdf, small, word

SAID = {
    "能量 $x^2$": "能量 x²",
    "H~2~O 与 10^-3^": "H₂O 与 10⁻³",
    '[词]{ruby="cí"}的读音': "词的读音",
    "注[^a]与引[@osd]": "注与引",
    "*强* **粗** `co*de` ~~删~~": "强 粗 co*de 删",
    "“引”与 'q'": "“引”与 ‘q’",
    "[链接](https://example.org)": "链接",
    r"$\frac{a+b}{2}$、$\sqrt{2}$、$\sqrt[3]{x+1}$": "(a+b)/2、√2、∛(x+1)",
    r"$\alpha_i$、$x_{ij}$、$x_1^2$、$e^{i\pi}$": "αᵢ、xᵢⱼ、x₁²、e^(iπ)",
    r"$\hat{x}$、$\overline{AB}$、$\mathbb{R}^n$、$\mathbf{v}$": "x̂、ĀB̄、ℝⁿ、v",
    r"$\sum_{i=1}^n i$、$\lim_{x\to 0} f(x)$、$\log_2 n$": "∑ᵢ₌₁ⁿi、lim_(x→0) f(x)、log₂ n",
    r"$f'(x)$、$90^\circ$、$10\,000$、$a \le b$": "f′(x)、90°、10 000、a≤b",
    r"第1^st^、CO~甲~、A^®^、$\text{能量}E$": "第1ˢᵗ、CO_甲、A®、能量E",
    r"$\begin{pmatrix}a&b\\c&d\end{pmatrix}$": "(a, b; c, d)",
}


def _inlines(text: str) -> object:
    read = pandoc.run(["--from", pandoc.READER, "--to", "json"], f"# {text}\n\n[^a]: 注\n")
    return json.loads(read)["blocks"][0]["c"][2]


@pytest.mark.parametrize("source", SAID)
def test_plain_text_says_it_in_unicode(source: str) -> None:
    assert plain(_inlines(source)) == unicodedata.normalize("NFC", SAID[source])


HEADINGS = """\
# 能量 $x^2$ 与 H~2~O[^n] [@osd] {#sec-a en="Energy $E_1$"}

见[@sec-u]与[@sec-v]。

## Google’s 与[词]{ruby="cí"}的**读音**`c` {#sec-b en="Reading’s *it*"}

## 含[@sec-a]与[链接](https://example.org) {#sec-c en="C"}

# 附 $\\alpha_i$ {#sec-u .unnumbered en="App $\\\\alpha$"}

## 子 {#sec-v en="Sub"}

[^n]: 注。
"""
BESIDE = ["Energy E₁", "Reading’s it", "C", "App α", "Sub"]
TITLES = [
    "一、能量 x² 与 H₂O",
    "（一）Google’s 与词的读音c",
    "（二）含第一节与链接",
    "附 αᵢ",
    "（一）子",
]


def test_each_target_of_plain_text_has_the_titles() -> None:
    made = small(HEADINGS)
    files = made.built("pdf", "docx", "epub")
    bookmarks = [bookmark.get_title() for bookmark in pypdfium2.PdfDocument(files["pdf"]).get_toc()]
    assert [title for title in bookmarks if title in TITLES] == TITLES
    book = epub(HEADINGS)
    ncx = re.findall("<text>([^<]*)</text>", book["EPUB/toc.ncx"].decode())
    assert [title for title in ncx if title.startswith(tuple(TITLES))] == list(
        map(" ".join, zip(TITLES, BESIDE, strict=True))
    )
    named = re.findall(
        "<title>([^<]*)</title>", b"".join(data for name, data in book.items()).decode("utf-8", "ignore")
    )
    assert {TITLES[0], TITLES[3]} <= set(named)
    listed_ = [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in word(HEADINGS).iter(f"{W}p")
        if any(str(style.get(f"{W}val")).startswith("TOC") for style in paragraph.iter(f"{W}pStyle"))
    ]
    assert [title for title in listed_ if title in TITLES] == TITLES
    assert "w:ruby" not in "".join(listed_)


def test_contents_keep_inlines_and_nothing_that_belongs_to_the_heading() -> None:
    book = epub(HEADINGS)
    for links in (
        html(HEADINGS).xpath("//nav[@class='contents']//a"),
        ast_of(book["EPUB/text/nav.xhtml"]).xpath("//*[@id='toc']//*[local-name()='a']"),
    ):
        first, second, third = (link for link in links if link.get("href").endswith(("sec-a", "sec-b", "sec-c")))
        assert first.xpath(".//*[local-name()='math']") and first.xpath(".//*[local-name()='sub']")
        assert not first.xpath(".//*[local-name()='annotation' or local-name()='sup' or local-name()='a']")
        assert second.xpath(".//*[local-name()='strong']") and second.xpath(".//*[local-name()='code']")
        assert second.xpath("string(.//*[@lang='en'])") == "Google’s"
        assert not [link for link in links if link.xpath(".//*[local-name()='span'][not(string())]")]
        # The book's contents stand in both languages.
        own = "text() | *[not(starts-with(@class, 'heading-en'))]//text()"
        said = ["".join(map(str, link.xpath(own))).rstrip() for link in (second, third)]
        assert said == TITLES[1:3]
        assert not [link for link in links if link.xpath(".//@id") or "\u2060" in link.xpath("string()")]
    assert b'properties="nav mathml"' in book["EPUB/content.opf"]


def ast_of(data: bytes) -> ast.Node:
    from lxml import etree

    return etree.fromstring(data)


def test_running_heads_have_the_latin_apostrophe() -> None:
    pages = pdf('# Google’s 的“Open” {#sec-a en="G"}\n\n正文。\n')
    assert any("一、Googleʼs 的“Open”" in page for page in pages)


def test_a_heading_that_is_a_formula_is_not_empty() -> None:
    assert findings('# $x^2$ {#sec-a en="Square"}\n\n正文。\n') == []


FRONT = """\
subtitle: {zh: "上标 10^3^、`code`、10~20万人，共3~5个", en: "Trial 3*4*5"}
series: {zh: "丛书 $n$", en: "Series $n$"}
funding: [{zh: "基金 m^2^", en: "Fund m^2^"}]
lists: [figures, tables]
"""
FIELDS = """\
# 能量 {#sec-a en="Energy $E=mc^2$, `code` and *it*"}

见[@tbl-a]、[@fig-a]。

``` {.table #tbl-a}
caption: {zh: "排放 CO~2~", en: "Emission $x_i$"}
columns:
  - {name: {zh: "面积 *a*", en: Area}, unit: {zh: "m^2^", en: "m^2^"}}
rows:
  - ["H~2~O"]
  - [{zh: "$x$", en: "$y$"}]
notes:
  - {zh: "注 *甲*", en: "Note *A*"}
  - {zh: "二", en: "Two"}
credit: {zh: "来源 **乙**", en: "Source **B**"}
```

``` {.figure #fig-a}
kind: flow
caption: {zh: "图 H~2~O", en: "Flow of H~2~O"}
alt: {zh: "水 H~2~O 到 m^2^。", en: "Water."}
credit: {zh: "自制 $x$", en: "own"}
description: {zh: "描述 *甲*。", en: "Told *A*."}
nodes: {a: {label: {zh: "10^3^ t", en: "CO~2~"}}}
```
"""


@pytest.fixture(scope="module")
def fielded() -> tuple[Small, dict[str, bytes]]:
    made = small(FIELDS, FRONT)
    return made, made.built("html", "epub", "docx", "pdf")


def test_markup_of_fields_is_printed_in_every_format(fielded: tuple[Small, dict[str, bytes]]) -> None:
    tree = html(FIELDS, FRONT)
    assert tree.xpath("string(//div[@class='heading-en'][.//math]//code)") == "code"
    assert tree.xpath("//div[@class='subtitle'][@lang='zh-CN']//sup") and tree.xpath("//div[@class='series']//math")
    assert tree.xpath("string(//div[@class='subtitle'][@lang='zh-CN'])").strip() == "上标 103、code、10~20万人，共3~5个"
    assert len(tree.xpath("//caption//sub")) == 1 and len(tree.xpath("//caption//math")) == 1
    assert tree.xpath("//th//em") and len(tree.xpath("//th//sup")) == 2 and tree.xpath("//tbody//sub")
    assert len(tree.xpath("//tbody//math")) == 2 and tree.xpath("//div[@class='table-note']//em")
    assert tree.xpath("//div[@class='credit']//strong") and tree.xpath("//figcaption//math")
    assert tree.xpath("//li//a[@class='entry']//sub") and tree.xpath("//dd//sup") and tree.xpath("//details//em")
    left = re.compile(r"[*~^$`]")
    assert not [
        text
        for text in tree.xpath("//header//text()")
        if left.search(text.replace("10~20", "").replace("3~5", "").replace("3*4*5", ""))
    ]
    document = word(FIELDS, FRONT)
    kinds = {str(kind.get(f"{W}val")) for kind in document.iter(f"{W}vertAlign")}
    assert kinds == {"subscript", "superscript"}
    said = "".join(text.text or "" for text in document.iter(f"{W}t"))
    assert "H~2~O" not in said and "**乙**" not in said and "CO~2~" not in said
    pages = "".join(pdf(FIELDS, FRONT))
    assert "$" not in pages and "**" not in pages and "CO2" in pages and "CO₂" in pages


def test_plain_places_have_the_plain_text(fielded: tuple[Small, dict[str, bytes]]) -> None:
    made, files = fielded
    assert made.session.document.metadata.subtitle.zh == "上标 10³、code、10~20万人，共3~5个"
    (figure,) = made.session.document.inventory.figures
    assert figure.alt.zh == "水 H₂O 到 m²。" and type(figure.alt.zh) is str
    assert '"10³ t"' in figure.definition and "CO₂" in figure.definition
    assert "水 H₂O 到 m²。" in files["html"].decode()


def test_nothing_is_found_in_the_outputs(fielded: tuple[Small, dict[str, bytes]]) -> None:
    from pipeline.formats import rows
    from pipeline.line.build import check

    made, _ = fielded
    found = check(made.session, rows(("html", "epub", "docx", "pdf")), 1, lambda _: None).diagnostics
    told = [(row.code, row.span, row.values) for row in found if row.code.startswith(("OUT", "PDF", "SRC"))]
    assert told == []


MISPLACED = {
    "en": ('# 甲 {#sec-a en="With [@osd] here"}', "SRC140 1:17"),
    "link": ('# 甲 {#sec-a en="With <https://example.org>"}', "SRC140 1:17"),
    "note": ('# 甲 {#sec-a en="With^[note] it"}', "SRC140 1:17"),
    "span": ('# 甲 {#sec-a en="With [it]{.odd}"}', "SRC140 1:17"),
}


@pytest.mark.parametrize("name", MISPLACED)
def test_what_cannot_stand_in_a_field_is_told_at_its_place(name: str) -> None:
    body, expected = MISPLACED[name]
    found = [row for row in findings(f"{body}\n\n正文。\n") if row.startswith("SRC140")]
    assert [row.partition("-")[0] for row in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A*STAR",
        "3*4*5",
        "10~20万人，共3~5个",
        "p < 0.05",
        "List<T>",
        "AT&T",
        "a_b_c",
        "@handle",
        "C:\\dir",
        "[1]",
        "$5-$6",
    ],
)
def test_what_is_no_markup_stays_and_is_not_told(text: str) -> None:
    fields = Fields()
    fields.add(text, Span("report.md", 1))
    words, problems = fields.read(["osd"])
    assert problems == []
    assert str(words.get(text, text)) == text


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
        min_size=1,
        max_size=6,
    )
)
def test_any_texts_are_read_each_for_itself(texts: list[str]) -> None:
    fields = Fields()
    for number, text in enumerate(texts):
        fields.add(f"始{number} {text} `终`", Span("report.md", 1))
    words, _ = fields.read(())
    assert len(words) == len({f"始{number} {text} `终`".strip() for number, text in enumerate(texts)})
    for number, text in enumerate(texts):
        said = str(words[f"始{number} {text} `终`".strip()])
        assert said.startswith(f"始{number}")


def test_texts_are_joined_with_their_markup() -> None:
    one = Words("x²", json.dumps([{"t": "Superscript", "c": [{"t": "Str", "c": "2"}]}]))
    assert type(joined("a ", "b")) is str
    whole = joined("见 ", one, "。")
    assert whole == "见 x²。" and [inline["t"] for inline in inlines_of(whole)] == [
        "Str",
        "Space",
        "Superscript",
        "Str",
    ]
    assert listed("；", ["甲", one]) == "甲；x²"
    import pickle

    assert pickle.loads(pickle.dumps(one)).inlines == one.inlines


def test_quotation_marks_of_fields_are_paired_as_in_the_text() -> None:
    fields = Fields()
    fields.add('他说"你好"，see "it"', Span("report.md", 1))
    assert list(fields.read(())[0].values()) == ["他说“你好”，see “it”"]


def test_paragraphs_of_an_abstract_are_parted() -> None:
    fields = Fields()
    fields.add("第一段 *甲*\n接着。\n\n第二段 H~2~O。", Span("report.md", 1))
    (text,) = fields.read(())[0].values()
    assert text == "第一段 甲接着。\n\n第二段 H₂O。"
    assert [ast.stringify(ast.Para(*part)).strip() for part in ast.paragraphs(text)] == [
        "第一段 甲接着。",
        "第二段 H2O。",
    ]


def test_a_text_that_ends_with_a_backslash_leaves_the_others_their_markup() -> None:
    front = "subtitle: {zh: '末尾\\', en: B}\nseries: {zh: '甲**乙**与H~2~O', en: C}\n"
    page = html("文。", front)
    assert page.xpath("//strong[.='乙']") and page.xpath("//sub[.='2']")
    assert "末尾\\" in "".join(page.itertext())
