"""Formulas of a Word file hold together as Word's own do: brackets hold what is between them."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.openxml import clark
from pipeline.line.build import check
from tests.small import small, word

FORMULAS = {
    r"(1+r)^t": "(1+r)ᵗ{t}",
    r"\sum_i(a_i-b)^2": "∑{i|}{(a{i}-b)ᵗ{2}}",
    r"\sum_i(a)(b)": "∑{i|}{(a)}(b)",
    r"\sum_i a(b)": "∑{i|}{a}(b)",
    r"((a+b)^2+c)_n": "((a+b)ᵗ{2}+c){n}",
    r"f(x)+(y)": "f(x)+(y)",
    r"x\in[0,1)": "x∈[0,1)",
    r"|x|^2+|y|^2": "|x|ᵗ{2}+|y|ᵗ{2}",
    r"|y|=|-x|": "|y|=|-x|",
    r"||a|-|b||": "||a|-|b||",
    r"P(A|B)P(C|D)": "P(A|B)P(C|D)",
    r"a)^2": "a)ᵗ{2}",
    r"(|x)|^2": "(|x)|ᵗ{2}",
}


def _said(element: etree._Element) -> str:
    """What a formula says, in a form of ours: a power as ᵗ{…}, a sum as ∑{below|above}{of}."""
    name = etree.QName(element).localname

    def part(child: str) -> str:
        found = element.find(clark(f"m:{child}"))
        return "" if found is None else "".join(map(_said, found)).replace("\u200b", "")

    def sign(child: str) -> str:
        return str(element.find(f"{clark(f'm:{name}Pr')}/{clark(f'm:{child}')}").get(clark("m:val")))

    if name == "r":
        return element.findtext(clark("m:t"), "").replace("−", "-")
    if name == "nary":
        return f"∑{{{part('sub')}|{part('sup')}}}{{{part('e')}}}"
    if name == "d":
        return f"{sign('begChr')}{part('e')}{sign('endChr')}"
    if name == "sSup":
        return f"{part('e')}ᵗ{{{part('sup')}}}"
    return f"{part('e')}{{{part('sub')}}}" if name == "sSub" else ""


@pytest.fixture(scope="module")
def formulas() -> list[etree._Element]:
    text = "\n\n".join(f"值 ${one}$。" for one in [*FORMULAS, r"\bar{x}"])
    return list(word(f'# 甲 {{en="A"}}\n\n{text}\n').iter(clark("m:oMath")))


def test_brackets_hold_what_is_between_them(formulas: list[etree._Element]) -> None:
    """No power stands on a closing bracket alone, and no sum is taken of an opening one; what is paired stays."""
    assert ["".join(map(_said, one)) for one in formulas[:-1]] == list(FORMULAS.values())
    pairs = ["".join(_said(one) for one in formula.iter(clark("m:d"))) for formula in formulas]
    assert pairs == [
        "(1+r)",
        "(a{i}-b)",
        "(a)",
        "",
        "((a+b)ᵗ{2}+c)(a+b)",
        "",
        "[0,1)",
        "|x||y|",
        "|y||-x|",
        "||a|-|b|||a||b|",
        "",
        "",
        "",
        "",
    ]
    for pair in (one for formula in formulas for one in formula.iter(clark("m:d"))):
        assert pair.find(f"{clark('m:dPr')}/{clark('m:grow')}").get(clark("m:val")) == "0"


def test_a_bar_is_the_one_of_word(formulas: list[etree._Element]) -> None:
    (sign,) = formulas[-1].iter(clark("m:chr"))
    assert sign.get(clark("m:val")) == "\u0305"


def test_a_line_that_is_aligned_within_brackets_is_left_as_it_is_and_a_check_finds_nothing() -> None:
    made = small('# 甲 {en="A"}\n\n$$\\begin{aligned}a&=(b\\\\ c&=d)^2+(e+f)^2\\end{aligned}$$\n')
    made.built("docx")
    found = check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert [one for one in found if one.code.startswith("OUT")] == []
