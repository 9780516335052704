"""Formulas with numbers: at the end of the line, in both languages, referred to, in all four formats."""

from __future__ import annotations

import pytest

from pipeline.reading.equations import id_of
from tests.small import W, epub, findings, html, paragraphs, pdf, word

HEAD = '# 甲 {#sec-a en="A"}\n\n'
ONE = f"{HEAD}$$ r = \\frac{{a}}{{b}} $$ {{#eq-r}}\n\n"
THREE = f"{HEAD}$$ a $$ {{#eq-a}}\n\n$$ b $$ {{#eq-b}}\n\n$$ c $$ {{#eq-c}}\n\n"


def _numbers(body: str, front: str = "") -> list[str]:
    return html(body, front).xpath("//span[@class='equation']/span[@class='equation-number']/text()")


def _sentence(body: str) -> str:
    return str(html(body).xpath("string((//main//p[a[@class='xref' or @class='xref number']])[last()])"))


def test_a_formula_with_an_id_has_its_number_in_every_format() -> None:
    body = ONE + "见[@eq-r]。"
    assert _numbers(body) == ["（1）"]
    assert _sentence(body) == "见式（1）。"
    chapters = "".join(data.decode() for name, data in epub(body).items() if name.endswith(".xhtml"))
    assert '<span class="equation-number">（1）</span>' in chapters and ">式（1）</a>" in chapters
    text = "".join(pdf(body))
    assert "（1）" in text and "见式（1）。" in text
    assert "（1）" in paragraphs(word(body)) and "见式（1）。" in paragraphs(word(body))
    assert findings(body) == []


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[-@eq-a]", "（1）"),
        ("[@eq-a]{.number}", "（1）"),
        ("[@eq-a; @eq-c]", "式（1）、式（3）"),
        ("[@eq-a; @eq-b; @eq-c]", "式（1）～式（3）"),
        ("\\eqref{eq:b}", "（2）"),
        ("\\eqref{b}", "（2）"),
        ("式（\\ref{eq:b}）", "式（2）"),
        ("式(\\ref{eq:b})", "式（2）"),
        ("\\autoref{eq:b}", "式（2）"),
        ("**\\cref{eq:b}**", "式（2）"),
    ],
)
def test_every_form_of_a_reference(written: str, printed: str) -> None:
    body = f"{THREE}由{written}。"
    assert html(body).xpath("string(//main//p[.//a[contains(@class, 'xref')]])") == f"由{printed}。"
    assert findings(body) == []


def test_english_text_has_english_numbers() -> None:
    body = f"{THREE}::: {{lang=en}}\nBy [@eq-a], [-@eq-b] and [@eq-a; @eq-b; @eq-c]:\n\n$$ d $$ {{#eq-d}}\n:::"
    said = html(body).xpath("string(//p[a[@class='xref']])").replace("\u00a0", " ")
    assert said == "By Eq. (1), (2) and Eqs. (1)–(3):"
    assert _numbers(body)[-1] == "(4)"


def test_numbers_by_chapter_and_in_appendices() -> None:
    body = f'{HEAD}$$ a $$ {{#eq-a}}\n\n# 乙 {{#sec-b en="B"}}\n\n$$ b $$ {{#eq-b}}\n\n# 丙 {{#sec-c .appendix en="C"}}\n\n$$ c $$ {{#eq-c}}'
    assert _numbers(body) == ["（1）", "（2）", "（A.1）"]
    assert _numbers(body, "numbering: chapter\n") == ["（1-1）", "（2-1）", "（A.1）"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("$$ a \\tag{3a} $$", "（3a）"),
        ("$$ a \\tag{★} \\label{eq:a} $$", "（★）"),
        ('$$ a $$ {#eq-a tag="3 a"}', "（3 a）"),
        ("$$ a $$ {tag=3a}", "（3a）"),
        ("$$ a \\label{eq:a} $$", "（1）"),
        ("$$ a $$\n{#eq-a}", "（1）"),
        ("$$ a $${#eq-a}", "（1）"),
        ("[$$ a $$]{#eq-a}", "（1）"),
        ("- $$ a $$ {#eq-a}", "（1）"),
        ("文字：$$ a $$ {#eq-a}，其中。", "（1）"),
    ],
)
def test_how_a_number_is_given(written: str, number: str) -> None:
    assert _numbers(HEAD + written) == [number]
    assert findings(HEAD + written) == []
    assert any(number in line for line in paragraphs(word(HEAD + written)))


def test_a_formula_without_id_has_no_number() -> None:
    assert _numbers(f"{HEAD}$$ a $$") == []


def test_a_number_is_live_in_word() -> None:
    body = word(f"{ONE}见[@eq-r]。", "numbering: chapter\n")
    codes = [code.text.strip() for code in body.iter(f"{W}instrText") if "TOC" not in code.text]
    assert codes == ["SEQ Equation \\* ARABIC", "REF _Ref_eq_r \\h \\* CHARFORMAT"]
    (row,) = body.iter(f"{W}tr")
    assert len(row.findall(f"{W}tc")) == 3
    assert "（1-1）" in paragraphs(body) and "见式（1-1）。" in paragraphs(body)


def test_text_goes_on_without_an_indent_in_word() -> None:
    body = word(f"{HEAD}前文\n$$ a $$ {{#eq-a}}\n其中。")
    styles = {
        "".join(text.text or "" for text in paragraph.iter(f"{W}t")): paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        for paragraph in body.iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pStyle") is not None
    }
    assert (styles["其中。"], styles["（1）"]) == ("ContinuedParagraph", "EquationNumber")


@pytest.mark.parametrize(
    "place", ["文[^a]。\n\n[^a]: 注 $$ a $$ {#eq-a} 后。", "| 甲 |\n|:--|\n| $$ a $$ {#eq-a} |\n\n: 题 {#tbl-a en=T}"]
)
def test_notes_and_cells_hold_no_rows(place: str) -> None:
    part = "word/footnotes.xml" if "[^a]" in place else "word/document.xml"
    assert any("（1）" in line for line in paragraphs(word(HEAD + place, part=part)))
    assert "（1）" in "".join(pdf(HEAD + place))


def test_a_list_of_formulas() -> None:
    body, front = THREE, "lists: [equations]\n"
    (listing,) = html(body, front).xpath("//*[contains(@class, 'listing')]")
    targets = [link.get("href") for link in listing.iter("a")]
    assert [target for target in targets if target.startswith("#eq-")] == ["#eq-a", "#eq-b", "#eq-c"]
    assert len(listing.xpath(".//*[local-name()='math']")) == 3
    codes = [code.text.strip() for code in word(body, front).iter(f"{W}instrText")]
    # Without LibreOffice nothing knows the pages, and Word is asked to work them out.
    assert not [code for code in codes if code.startswith("PAGEREF")]
    assert "公式目录" in "".join(pdf(body, front))


def test_a_wide_formula_is_broken_beside_its_number() -> None:
    terms = " + ".join(f"\\alpha_{{{place}}} x_{{{place}}}" for place in range(30))
    assert findings(f"{HEAD}$$ y = {terms} $$ {{#eq-a}}") == []
    pages = "".join(pdf(f"{HEAD}$$ y = {terms} $$ {{#eq-a}}"))
    assert pages.count("（1）") == 1


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("$$ a $$ {#growth}", ["EQN101 3:11-17 a formula's id starts with eq- (found “growth”)"]),
        ("$$ a $$ {#fig-a}", ["EQN101", "XRF105"]),
        ("$$ a $$ {#eq-a .big}", ["SRC116"]),
        ("$$ a $$ {#eq-a}\n\n$$ b \\label{eq:a} $$", ["XRF102"]),
        ('$$ a $$ {#eq-a tag="(3)"}', ["SRC118"]),
        ("[文]{tag=3}", ["SRC119"]),
        ("$$ a = b \\qquad (3.1) $$", ["EQN102"]),
        ("$$ a = b \\quad\\text{（3）} $$", ["EQN102"]),
        ("$$ a = b $$ （3）", ["SRC131"]),
        ("见\\eqref{eq:z}", ["XRF101"]),
        ("$$ f(x) = g(2) $$", []),
        ("$$ a = b $$ (3 次方)", []),
    ],
)
def test_misuse_is_told(written: str, found: list[str]) -> None:
    told = findings(HEAD + written)
    assert [line if " " in want else line.split()[0] for line, want in zip(sorted(told), found, strict=True)] == found


@pytest.mark.parametrize(
    ("label", "id_"),
    [("eq:a", "eq-a"), ("a", "eq-a"), ("eq-a", "eq-a"), ("tab:a", "tbl-a"), ("fig:a b", "fig-a-b"), ("x:y", "eq-x-y")],
)
def test_labels_of_tex_are_ids(label: str, id_: str) -> None:
    assert id_of(label) == id_


def test_a_formula_on_a_line_of_its_own_is_in_the_middle_in_word_and_the_text_after_it_goes_on() -> None:
    text = "由此得\n$$x=1$$\n其中。"
    body = word(f"# 甲\n\n{text}\n\n$$y=1$$\n\n::: {{.sidebar}}\n盒里{text}\n:::\n")
    rows = [
        (str(one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")), "".join(letter.text or "" for letter in one.iter(f"{W}t")))
        for one in body.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle") is not None
    ]
    start = next(place for place, row in enumerate(rows) if row[1] == "由此得")
    assert rows[start + 1 : start + 7] == [
        ("Equation", ""),
        ("ContinuedParagraph", "其中。"),
        ("Equation", ""),
        ("BoxText", "盒里由此得"),
        ("Equation", ""),
        ("BoxText", "其中。"),
    ]
