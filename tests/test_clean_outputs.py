"""What is told of a source is not told of its outputs once more: a mistake, or what is rare, leaves them sound."""

from __future__ import annotations

from pipeline.formats import FORMATS
from pipeline.formats.hypertext.elements import has_class
from pipeline.line.build import check
from tests.small import html, pdf, small

HEAD = '# 甲 {#sec-a en="A"}\n\n'
BODY = rf"""{HEAD}甲[@none]与[乙](#sec-none)。

---

式 $\foo{{x}}$ 与

$$ \foo{{y}} $$

::: {{.callout-note}}
## 注意 {{en="Attention"}}
内容。
:::

S.

1. 一
2.
3. 三
"""


def test_outputs_of_a_source_with_mistakes_are_sound() -> None:
    made = small(BODY)
    made.built("html", "epub", "docx", "pdf")
    told = check(made.session, FORMATS, 1, lambda _: None).diagnostics
    assert [problem for problem in told if problem.code.startswith("OUT")] == []
    assert {"CIT101", "XRF103", "MTH101"} <= {problem.code for problem in told}


def test_a_box_without_an_id_is_a_box_and_no_section() -> None:
    box = '::: {.sidebar}\n## 盒 {en="Box"}\n文。\n:::\n\n文。'
    tree = html(HEAD + box)
    aside = next(tree.iter("aside"))
    assert has_class(aside, "sidebar") and not has_class(aside, "level2")
    assert " ".join(aside.itertext()).replace("#", "").split() == ["盒", "Box", "文。"]
    contents = next(nav for nav in tree.iter("nav") if has_class(nav, "contents"))
    assert "盒" not in "".join(contents.itertext())
    assert ["盒" in page for page in pdf(HEAD + box)].count(True) == 1


def test_what_leads_to_nothing_is_text() -> None:
    tree = html(f"{HEAD}甲[@none]与[乙](#sec-none)，见[丙](#sec-a)。")
    targets = [str(link.get("href")) for link in tree.iter("a")]
    assert "#sec-a" in targets and not {"#ref-none", "#sec-none"} & set(targets)


def test_an_authors_drawing_that_names_no_face_of_its_own_has_that_of_the_design() -> None:
    style = "<style>.t{font:bold 20px/1.2 sans-serif}</style>"
    fonts = ('class="t"', 'font-family="sans-serif"', 'style="font-family: serif"', 'font-family="monospace"', "")
    # What this machine has not, the system would replace.
    fonts = (*fonts, 'font-family="No Such Face, monospace"', "style=\"font: 12px 'No Such', 'Face Either'\"")
    words = "".join(
        f'<text {font} x="20" y="{place * 25}">中文 Text {place}</text>' for place, font in enumerate(fonts, 1)
    )
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150">{style}{words}</svg>'
    figure = """``` {.figure #fig-a}
kind: image
file: figures/a.svg
caption: {zh: 图题, en: Caption}
alt: {zh: 文字。, en: Words.}
credit: {zh: 自制, en: own}
```
"""
    made = small(f"{HEAD}见[@fig-a]。\n\n{figure}", files={"figures/a.svg": drawing})
    made.built("pdf", "html")
    told = check(made.session, tuple(row for row in FORMATS if row.name in ("pdf", "html")), 1, lambda _: None)
    assert [problem for problem in told.diagnostics if problem.code.startswith(("OUT", "YML"))] == []


def test_a_face_that_an_authors_drawing_names_is_told_at_its_figure() -> None:
    text = '<text font-family="DejaVu Sans, serif" x="20" y="60">Named</text>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150">{text}</svg>'
    figure = "``` {.figure #fig-a}\nkind: image\nfile: figures/a.svg\ncaption: {zh: 图题, en: Caption}\n"
    figure += "alt: {zh: 文字。, en: Words.}\ncredit: {zh: 自制, en: own}\n```\n"
    made = small(f"{HEAD}见[@fig-a]。\n\n{figure}", files={"figures/a.svg": drawing})
    made.built("pdf")
    told = check(made.session, tuple(row for row in FORMATS if row.name == "pdf"), 1, lambda _: None)
    found = [problem for problem in told.diagnostics if problem.code == "OUT122"]
    assert [(problem.span.file, problem.span.line) for problem in found if problem.span] == [
        ("source/report.md", made.session.document.inventory.figures[0].span.line)
    ]
