"""Formulas: what TeX is drawn as, where it stands, that it is all there, and what is told where it is not."""

from __future__ import annotations

import io
import math
import resource
import sys
import time
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.diagnostics import PipelineError
from pipeline.core.formulas import drawable
from pipeline.core.reasons import Reason
from pipeline.formats.pdf.formula_lines import Fit, Sign, parts
from pipeline.formats.pdf.formulas import set_formulas
from pipeline.formats.pdf.mathml import letters
from pipeline.formats.pdf.typst_math import Unwritable, typst
from pipeline.styling.tokens import load_tokens
from pipeline.tools import formula, pandoc, processes, zips
from pipeline.tools.formula import DrawnFormula, Outline
from pipeline.typesetting.outlines import Ink, OutlineImage
from tests.conftest import ROOT
from tests.small import epub, findings, html, pdf, small

FACES = ["TeX Gyre Termes Math", "Noto Serif CJK SC"]
TOKENS = load_tokens([ROOT / "styles"])
FORMULAS = [line for line in (Path(__file__).parent / "formulas.tex").read_text("utf-8").splitlines() if line]


def mathml(*formulas: str, display: bool = True) -> list[etree._Element]:
    text, log = pandoc.mathematics([(tex, display) for tex in formulas])
    assert not log, log
    return list(etree.fromstring(f"<body>{text}</body>").iter("{*}math"))


def drawn(*formulas: str, display: bool = True) -> list[DrawnFormula]:
    made = formula.draw([typst([each], display=display) for each in mathml(*formulas, display=display)], FACES)
    return [each for each in made if isinstance(each, DrawnFormula) or pytest.fail(each.said("en"))]


def ink(drawing: DrawnFormula) -> int:
    return sum(not outline.line for outline in drawing.outlines)


# What is drawn


def test_everything_that_pandoc_reads_is_drawn_with_each_of_its_letters() -> None:
    elements = mathml(*FORMULAS)
    assert len(elements) == len(FORMULAS)
    for tex, element, drawing in zip(FORMULAS, elements, drawn(*FORMULAS), strict=True):
        assert ink(drawing) >= sum(letter.isalnum() for letter in letters(element)), tex
        assert 0 < drawing.height < 12, tex
        assert 0 < drawing.width < 40, tex
        assert -1 < drawing.depth < drawing.height, tex


def test_a_formula_stands_on_the_line_of_its_text() -> None:
    x, y, fraction, lower = drawn("x", "y", r"\frac{a}{b}", "x_{y_z}")
    assert (x.depth < 0.03, y.depth > 0.15, lower.depth > y.depth) == (True, True, True)
    # Its bar is as high as the middle of a plus sign (the axis).
    assert 0.5 < fraction.depth < 0.8 < fraction.height


def test_spaces_are_those_of_tex() -> None:
    plain, *spaced = drawn("ab", r"a\!b", r"a\,b", r"a\:b", r"a\;b", r"a\enspace b", r"a\quad b", r"a\hspace{3em}b")
    wide = [each.width - plain.width for each in spaced]
    assert wide == pytest.approx([-3 / 18, 3 / 18, 4 / 18, 5 / 18, 0.5, 1, 3], abs=0.002)


def test_limits_stand_beside_operators_in_fractions_and_over_them_in_displays() -> None:
    (over,) = drawn(r"\sum_{i=1}^{n}")
    (beside,) = drawn(r"\sum_{i=1}^{n}", display=False)
    assert (over.height > 2.4, beside.height < 1.6) == (True, True)
    alone, of_text = drawn(r"\frac{\sum_{i=1}^{n}}{n}", r"\textstyle\frac{\sum\nolimits_{i=1}^{n}}{n}")
    assert alone.height == pytest.approx(of_text.height, abs=0.01)


@pytest.mark.parametrize("name", ["bmatrix", "pmatrix", "matrix", "aligned", "gathered", "cases"])
@pytest.mark.parametrize("end", [r"\\", r"\\ ", r"\\[2pt]", "\\\\\n", r"\\\\"])
def test_an_ended_last_row_is_no_row(name: str, end: str) -> None:
    rows = rf"a & b \\ c & d {{}} \end{{{name}}}"
    whole, ended = drawn(*(drawable(rf"\begin{{{name}}}{text}") for text in (rows, rows.replace("{}", end))))
    assert (whole.height, whole.width) == (ended.height, ended.width)


def test_what_is_for_numbers_and_references_is_not_drawn() -> None:
    assert drawable(r"x = y \tag{3.1} \label{eq:a}\notag") == "x = y  "
    assert drawable(r"\begin{aligned}a\\b\end{aligned}") == r"\begin{aligned}a\\b\end{aligned}"
    assert drawable("a % why\n+ b") == "a \n+ b"


def test_old_names_of_commands_are_known() -> None:
    assert drawable(r"\cfrac{a}{b}{\rm d}x{\bf A}") == r"\dfrac{a}{b}\mathrm{d}x\mathbf{A}"
    assert not findings(r"$$\cfrac{a}{b}\,{\rm d}x$$")
    assert drawn(drawable(r"\cfrac{a}{b}")) == drawn(r"\dfrac{a}{b}")


def test_a_formula_that_begins_a_line_stands_at_its_edge() -> None:
    # The first line has room for 39 characters after its indent.
    boxes = boxes_of(f"{'字' * 39}$HHH${'字' * 20}")
    assert min(box[0] for box in boxes) == pytest.approx(28 / 25.4 * 72, abs=0.5)


def test_the_same_formulas_give_the_same_outlines() -> None:
    assert drawn(*FORMULAS) == drawn(*FORMULAS)


def test_time_is_linear_in_nesting_and_number() -> None:
    deep = r"\left(a+" * 30 + "x" + r"\right)" * 30
    many = [rf"\sum_{{i={number}}}^n \frac{{x_i}}{{{number}}}" for number in range(300)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    drawn(deep, *many)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 4
    assert time.perf_counter() - start < 20


def test_an_element_that_is_not_known_is_told() -> None:
    with pytest.raises(Unwritable, match="nonsense"):
        typst([etree.fromstring("<math><nonsense/></math>")], display=False)
    good, bad, other = formula.draw([r"\u{78}", "frac(", r"\u{79}"], FACES)
    assert isinstance(good, DrawnFormula)
    assert isinstance(other, DrawnFormula)
    assert not isinstance(bad, DrawnFormula)


# What is hostile


HOSTILE = [
    r'\operatorname{\text{" + #read("/etc/passwd") + "}}',
    r'\text{"#read("/etc/passwd")}',
    r"\text{#import \"@preview/cetz:0.3.0\": *}",
    r"\mathrm{std.read(x)}",
    r"\#sys.inputs",
    r"\text{\$\#panic()\$}",
    r'\mathop{\text{")\#panic("}}',
    r"\text{\{22\}+#plugin(x)}",
    r"\left.\text{*/#panic()/*}\right|",
]


# What pandoc's reader refuses, by what it says.
REFUSED = [r"\text{$#panic()$}", r"\mathop{\text{\")#panic(\"}}", r"\text{\u{22}+#plugin(x)}"]


def test_attacks_that_are_no_tex_are_told_and_go_no_further() -> None:
    for tex in REFUSED:
        text, log = pandoc.mathematics([(tex, True)])
        assert log, tex
        assert "<math" not in text, tex


def test_nothing_of_a_formula_is_code() -> None:
    elements = mathml(*HOSTILE)
    assert len(elements) == len(HOSTILE)
    for element in elements:
        made = formula.draw([typst([element], display=True)], FACES)[0]
        assert isinstance(made, DrawnFormula)
        assert ink(made) >= sum(letter.isalnum() for letter in letters(element))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12))
def test_a_text_is_written_in_numbers_of_its_characters(text: str) -> None:
    for name in ("mi", "mn", "mtext", "mo"):
        element = etree.Element(name)
        element.text = text
        written = typst([element], display=False)
        for code in {f"\\u{{{ord(letter):x}}}" for letter in text}:
            written = written.replace(code, "")
        assert written in (
            'inline("")',
            'inline(op(""))',
            "inline()",
            "inline(upright())",
            'inline(class("relation",""))',
        )


ENDLESS = "#for i in range(100000) { for j in range(100000) { let x = i } }"


def test_the_engine_sees_no_file_and_ends_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("x")
    made = formula.draw([f'#read("{tmp_path / "secret"}")', '#read("../secret")', '#import "@preview/a:1.0.0"'], FACES)
    assert not [each for each in made if isinstance(each, DrawnFormula)]
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "1")
    (reason,) = formula.draw([ENDLESS], FACES)
    assert isinstance(reason, Reason)
    assert reason.name == "took_too_long"


def test_a_formula_that_takes_too_long_is_told_alone_and_the_others_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "16")
    made = formula.draw([r"\u{78}", r"\u{79}", ENDLESS, r"\u{7a}"], FACES)
    assert [isinstance(each, DrawnFormula) for each in made] == [True, True, False, True]


def test_a_formula_that_ends_the_engine_is_told_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    run = processes.run

    def crashing(command: list[str], given: bytes, **more: object) -> object:
        is_hard = rb"\\u{33}" in given  # the 3
        return run([sys.executable, "-c", "raise SystemExit(9)"] if is_hard else command, given, **more)

    monkeypatch.setattr(processes, "run", crashing)
    told = [each for each in _built(small("甲$x$乙$y$丙$z+3$丁$w$。")) if each.code.startswith(("MTH", "TOL"))]
    assert [(each.code, str(each.span)) for each in told] == [("MTH103", "source/report.md:11:11")]


# Where a formula goes on in a new line


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        ("y = a + b - c", "=+−"),
        ("-x = -1", "="),
        ("f(a + b) = [c = d]", "="),
        (r"\left(a + b\right) + c", "+"),
        ("a + {b + c}", "+"),
        (r"a \le b < c \to d", "≤<→"),
        ("a +", ""),
        (r"\frac{a = b}{c}", ""),
        (r"\begin{aligned}a&=b\end{aligned}", ""),
        (r"a = {} - b", "=−"),
        ("", ""),
    ],
)
def test_a_formula_is_cut_at_the_signs_between_its_terms(tex: str, signs: str) -> None:
    (element,) = mathml(tex or "{}")
    found = parts(element)
    assert "".join("".join(part.elements[0].itertext()) for part in found if part.sign) == signs
    row = [each for part in found for each in part.elements]
    assert "".join("".join(each.itertext()) for each in row) in "".join(element.itertext())


def test_a_display_is_broken_at_relations_before_it_is_broken_at_sums() -> None:
    (element,) = mathml("a = b + c = d + e")
    whole = Fit.of(element, 100.0, TOKENS)
    assert [part.sign for part in whole.parts[1::2]] == [Sign.RELATION, Sign.BINARY, Sign.RELATION, Sign.BINARY]
    breaks, holds = " ", "\u00a0"
    sums_hold = [breaks, holds, holds, holds, breaks, holds, holds, holds]
    assert whole.gaps([1, 1, 9, 1, 9, 1, 9, 1, 9]) == sums_hold
    assert whole.gaps([1, 1, 30, 1, 30, 1, 9, 1, 9]) == [breaks, holds] * 4


def test_a_display_is_set_a_little_smaller_where_that_is_enough() -> None:
    (element,) = mathml(r"\frac{a}{b}")
    room = Fit.of(element, 1.0, TOKENS).room
    assert "font-size" not in Fit.of(element, room, TOKENS).style([room], 2.0)
    assert "font-size:0.9091em" in Fit.of(element, room * 1.1, TOKENS).style([room * 1.1], 2.0)
    assert "font-size" not in Fit.of(element, room * 1.4, TOKENS).style([room * 1.4], 2.0)


# On the page


LONG = "+".join(f"a_{{{number}}}x_{{{number}}}" for number in range(1, 19))


def boxes_of(body: str) -> list[tuple[float, float, float, float]]:
    """The ink of each page's drawings, in pt."""
    found = []
    for page in pypdfium2.PdfDocument(small(body).built("pdf")["pdf"]):
        found += [obj.get_bounds() for obj in page.get_objects(filter=[2])]
    # The others are grounds and rules.
    return [box for box in found if box[2] - box[0] < 100]


def test_a_long_formula_stays_within_the_measure() -> None:
    width = 210 / 25.4 * 72
    for body in (f"$$y = {LONG}$$", f"行内 $y = {LONG}$ 完。", f"- 项$$y = {LONG}$$", f"> $$y = {LONG}$$"):
        assert not findings(body)
        boxes = boxes_of(body)
        assert len(boxes) > 50
        assert max(box[2] for box in boxes) < width - 26 / 25.4 * 72 + 1


@pytest.mark.parametrize("body", [r"$$f({})$$", "行内$f({})$。", '| 甲 |\n|--|\n| $f({})$ |\n\n: 表 {{#tbl-a en="T"}}'])
def test_what_no_break_makes_fit_is_told_at_its_place(body: str) -> None:
    made = small("文\n\n" + body.format("a" * 200))
    diagnostics = _built(made)
    assert [diagnostic.code for diagnostic in diagnostics if diagnostic.code.startswith("MTH")] == ["MTH104"]
    span = next(diagnostic.span for diagnostic in diagnostics if diagnostic.code == "MTH104")
    assert span is not None
    line = made.session.text.line(span.line or 0)
    assert line[(span.column or 0) - 1 :].startswith("f(aaa")


def test_a_letter_that_no_face_has_is_told_once_at_its_place() -> None:
    diagnostics = _built(small("分数$\\frac{\\text{ქ}}{b}$。"))
    assert [str(each.span) for each in diagnostics if each.code == "MTH103"] == ["source/report.md:11:4"]
    assert not [each for each in diagnostics if each.code == "PDF101"]


def _built(made: object) -> list[object]:
    from pipeline.formats import rows
    from pipeline.line.build import build

    return list(build(made.session, rows(["pdf"]), 1, lambda _: None).diagnostics)  # type: ignore[attr-defined]


def white_round(displays: str) -> tuple[float, float]:
    """The white between two lines of text and the ink of the displays between them, in pt."""
    body = f"上文字上文字。\n\n{displays}\n\n下文字下文字。"
    page = next(
        page
        for page in pypdfium2.PdfDocument(small(body).built("pdf")["pdf"])
        if "上文字" in page.get_textpage().get_text_bounded()
    )
    text = page.get_textpage()
    rects = [text.get_charbox(text.search(word).get_next()[0]) for word in ("上文字", "下文字")]
    ink_ = [obj.get_bounds() for obj in page.get_objects(filter=[2]) if rects[1][3] < obj.get_bounds()[1] < rects[0][1]]
    return rects[0][1] - max(box[3] for box in ink_), min(box[1] for box in ink_) - rects[1][3]


def test_the_white_above_a_display_is_that_below_it() -> None:
    for tex in ("x = y", "E = mc^2", r"\sum_{i=1}^n x_i", r"\begin{bmatrix}a&b\\c&d\\e&f\end{bmatrix}"):
        # Two in a row are as far from the text as one.
        above, below = white_round(f"$${tex}$$\n\n$${tex}$$")
        assert above == pytest.approx(below, abs=2.5), tex


TALL = "+".join(rf"\frac{{a_{{{number}}}}}{{x_{{{number}}}}}" for number in range(1, 26))


@pytest.mark.parametrize("number", ["", " {#eq-a}"])
@pytest.mark.parametrize(("one", "several"), [("y = a_1x_1", f"y = {LONG}"), (r"y = \frac{a_1}{x_1}", f"y = {TALL}")])
def test_round_several_lines_is_as_much_white_as_round_one(one: str, several: str, number: str) -> None:
    white = [*white_round(f"$${one}$${number}"), *white_round(f"$${several}$${number}")]
    assert max(white) - min(white) < 2


def test_a_long_formula_with_a_number_stays_within_the_measure() -> None:
    body = f"$$y = {LONG}$$ {{#eq-a}}\n\n见[@eq-a]。"
    assert [each for each in _built(small(body)) if each.code.startswith(("MTH", "OUT"))] == []
    assert max(box[2] for box in boxes_of(body)) < (210 - 26) / 25.4 * 72 - 20


def test_outlines_become_operators() -> None:
    made = Ink()
    assert made.operators("M0 0l1 2h3v-4z") == "0 0 m 1 2 l 4 2 l 4 -2 l h"
    assert made.operators("m1 1c1 0 2 1 2 2Z") == "1 1 m 2 1 3 2 3 3 c h"
    assert made.operators("M0 0Q3 3 6 0L1.5-2") == "0 0 m 2 2 4 2 6 0 c 1.5 -2 l"
    assert made.operators("m.5.5 1-1 1e1,2z L 3 4") == "0.5 0.5 m 1.5 -0.5 l 11.5 1.5 l h 3 4 l"
    assert made.operators(" ") == ""


@pytest.mark.parametrize(
    "path",
    [
        "M 1",
        "M",
        "1 2",
        "L1 2",
        "M0 0S1 1 2 2",
        "M0 0T1 2",
        "M0 0A1 1 0 0 1 2 2",
        "M0 0L1,,2",
        "M,0 0",
        "M0 0,",
        "M0 0Z1",
        "M0 0 #",
        "M0 0L1 2 3",
        "M0 0L1e 2",
        "M0 0 e5",
        "M0 0L1e999 0",
        "None",
        "M0 0L- 1",
        "M0 0Lé",
    ],
)
def test_what_is_no_path_of_lines_and_curves_is_not_drawn_as_another(path: str) -> None:
    with pytest.raises(ValueError, match=r".|^$"):
        Ink().operators(path)


@given(st.lists(st.floats(-9999, 9999).map(lambda value: round(value, 3)), min_size=2, max_size=12))
def test_numbers_of_a_path_are_read_as_they_are_written(values: list[float]) -> None:
    values = values[: len(values) // 2 * 2]
    path = "M" + "".join(f"{value:+g}" if value else " 0" for value in values)
    read = [float(word) for word in Ink().operators(path).split() if not word.isalpha()]
    assert read == pytest.approx([float(f"{value:g}") for value in values])


SIZES = st.sampled_from([0.0, -1.0, 1e-9, 5e-4, 0.5, 1e9, float("nan")])


@given(SIZES, SIZES, st.booleans())
def test_a_drawing_is_an_image_with_a_size_or_white_or_told(width: float, height: float, has_ink: bool) -> None:
    outlines = (Outline("M0 0L1 1", (1, 0, 0, 1, 0, 0)),) if has_ink else ()
    body = etree.fromstring("<p/>")
    body.append(mathematics := etree.fromstring("<math><mo>+</mo></math>"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formula, "draw", lambda asked, _: [DrawnFormula(outlines, width, height, 0.0)] * len(asked))
        found = set_formulas(body, TOKENS)
    assert mathematics.getparent() is None
    images = [found.drawings[str(image.get("src"))] for image in body.iter("img")]
    for image in images:
        size = OutlineImage(image, Ink()).get_intrinsic_size(1, 10)
        assert all(math.isfinite(value) and value > 0 for value in size)
    # Ink is seen, or it is told that it is not.
    assert images or found.undrawn or not has_ink


def test_formulas_that_end_where_they_begin_are_built() -> None:
    bodies = {r"\hspace{-1em}x": 1, r"\hspace{0pt}\phantom{}": 0, r"\phantom{x}": 0, "{}": 0, r"\hspace{-3em}": 0}
    for tex, told in bodies.items():
        codes = [each.code for each in _built(small(f"文${tex}$字")) if each.code.startswith("MTH")]
        assert codes == ["MTH103"] * told, tex


# What is told


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"化学式$\ce{H2O}$。", ["MTH101 1:5-8 the formula \\ce{H2O} is not understood: the command \\ce is not known"]),
        (r"甲$a$乙$P(A\middle|B)$", ["MTH101 1:10-17 the formula P(A\\middle|B) is not understood: the command \\middle is not known"]),
        (r"$x=\foo{y}$和$x=\foo{y}$", ["MTH101 1:4-8", "MTH101 1:16-20"]),
        (r"$\prod_{j=1\\j\neq i}$", ["MTH101 1:12-14 the formula"]),
        (r"$\frac{a}{b$", ["MTH101 1:2-12 the formula \\frac{a}{b is not understood: its braces do not match"]),
        ("> 引文\n> $$\n> a\n> \\foo\n> $$", ["MTH101 3:3-4"]),
        ("$$\na\n= \\foo\n$$", ["MTH101 3:3-7"]),
        (r"$x \tag{3.1}$", ["MTH102 1:4-13"]),
        (r"$$x \tag{(3)}$$", ["MTH102 1:5-14"]),
        (r"$$x \tag*{3}$$", ["MTH102 1:5-13"]),
        (r"$$x \label{eq:a} \label{eq:b}$$", ["MTH102 1:5-17", "MTH102 1:18-30"]),
        (r"$$x \label{eq:a}$$ {#eq-b}", ["MTH102 1:5-17"]),
        (r"$$x \tag{3.1}\label{eq:a}$$", []),
        (r"$\color{red}{x}$", ["MTH102 1:2-13"]),
        (r"$$\begin{array}{c|c}a&b\\\hline c&d\end{array}$$", ["MTH102 1:16-21", "MTH102 1:26-32"]),
        (r"$增长 50%$", ["MTH102 1:7-8"]),
        (r"$\mathop{\frac{a}{b}}$", ["MTH102 1:2-22 ab of the formula"]),
        ("$$\na % a comment\n+ b\n$$", []),
        (r"$\mathbf{x}\mathbb{R}\mathcal{L}\text{é 你}\hspace{2em}\begin{array}{l@{}r}a&b\end{array}$", []),
        (r"正文`$\foo$`与\$5。", []),
        ("脚注[^a]。\n\n[^a]: 注$\\foo$。", ["MTH101 3:9-13"]),
        ("| 甲 |\n|--|\n| $\\foo$ |\n\n: 表 {#tbl-a en=\"T\"}", ["MTH101 3:4-8"]),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_at_its_place(body: str, expected: list[str]) -> None:
    found = [line for line in findings(body) if line.startswith("MTH")]
    assert len(found) == len(expected), found
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True)), found


FIELDS = r"""# 标题 {#sec-a en="T $\color{red}y$, $\ce{H}$ and $\ce{H}$"}

```{.python #lst-a caption="码 $\ce{L}$" en="L $x$"}
a = 1
```

```{.table #tbl-b}
caption:
  zh: |
    甲甲 甲

    乙 $\ce{N}$
  en: "A $\\ce{N}$"
columns: [{name: {zh: 甲, en: 'A $z\tag{7}$'}}]
rows: [[1]]
```"""


def test_formulas_of_fields_are_told_where_they_stand() -> None:
    # Three lines of front matter stand before those of the body.
    found = [line.split(" ", 2)[:2] for line in findings(FIELDS, "subtitle:\n  zh: 副\n  en: Sub $a\\ce{H}$\n")]
    places = [place for code, place in found if code == "MTH101"]
    assert places == ["2:13-16", "4:37-40", "4:50-53", "6:32-35", "15:8-11", "16:7-20"]
    assert [place for code, place in found if code == "MTH102"] == ["4:21-32", "17:35-42"]
    assert not findings('# 标题 {#sec-a en="T $x^2$, 5 \\$ and $\\cfrac{a}{b}$"}\n\n文')


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("x^{" * 22 + "}" * 22, "scripts_too_deep"),
        ("{" * 50 + "}" * 50, "blocks_too_deep"),
        ("x" * 20_001, "formula_too_long"),
    ],
)
@pytest.mark.parametrize("body", ['# 标题 {{#sec-a en="T ${}$"}}\n\n文', "文${}$。"])
def test_a_formula_that_is_too_hard_is_refused_at_once(body: str, tex: str, name: str) -> None:
    start = time.perf_counter()
    with pytest.raises(PipelineError) as caught:
        findings(body.format(tex))
    assert time.perf_counter() - start < 10
    (told,) = caught.value.diagnostics
    assert (told.code, str(told.span)[:19]) == ("SRC122", "source/report.md:11")
    assert isinstance(reason := told.values["reason"], Reason)
    assert reason.name == name


@pytest.mark.parametrize("piece", ["\\\\", "\\\\ ", "\\\\[", "\\\\[2pt]", "%a\n", r"\end ", r"\tag{", r"\cfrac "])
def test_time_is_linear_in_what_is_not_drawn(piece: str) -> None:
    start = time.perf_counter()
    drawable(r"{\rm" + piece * 20_000 + "x" + " " * 20_000)
    assert time.perf_counter() - start < 2


@given(st.lists(st.sampled_from([r"\\", "[2pt]", "[", "]", " ", "甲", "{", "}", r"\end{a}", "&", "%\n"]), max_size=12))
def test_letters_are_drawn_whatever_stands_round_them(pieces: list[str]) -> None:
    tex = "".join(pieces)
    bare = drawable(tex)
    assert [bare.count(letter) for letter in "甲{}&"] == [tex.count(letter) for letter in "甲{}&"]


def test_formulas_that_are_printed_whole_are_not_told() -> None:
    assert not findings("\n\n".join(f"$${tex}$$" for tex in FORMULAS))


# On screens


def test_the_web_and_the_book_carry_the_face_of_formulas() -> None:
    body = r"$$\sqrt{x^2}+\left(\frac{\bar h}{收入}\right)$$"
    page = html(body)
    assert "‾" not in "".join(page.find(".//{*}math").itertext())
    files = epub(body)
    (name,) = [name for name in files if "TeXGyreTermesMath" in name]
    face = TTFont(io.BytesIO(files[name]))
    assert {ord(letter) for letter in "√ℎ𝑥2+(¯"} <= set(face.getBestCmap())
    assert "parenleft" in face["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    for sheet in (files["EPUB/css/report.css"].decode(), "".join(page.find(".//style").itertext())):
        assert "font-family:'TeX Gyre Termes Math'" in sheet
        assert "math{font-family:" in sheet.replace("math { ", "math{")
    assert not [name for name in epub("无公式") if "Math" in name]


def test_bars_boxes_and_strikes_are_seen_in_browsers() -> None:
    page = html(
        r"$$\overline{xyz}\underline{abc}\bar{x}\widehat{xyz}\hat{x}\boxed{E}\cancel{y}\bcancel{y}\xcancel{y}\overbrace{a}$$"
    )
    notations = [element.get("notation") for element in page.iter("{*}menclose", "menclose")]
    strikes = ["updiagonalstrike", "downdiagonalstrike", "updiagonalstrike downdiagonalstrike"]
    assert notations == ["top", "bottom", "box", *strikes]
    sheet = "".join(page.find(".//style").itertext())
    assert all(f"menclose[notation={notation}]" in sheet.replace('"', "") for notation in notations)
    marks = {element.text: element.get("stretchy") for element in page.iter("{*}mo", "mo")}
    assert (marks["¯"], marks["⏞"]) == ("false", None)
    large = html(r"$\big/\Big\|$").iter("{*}mi", "mi", "{*}mo", "mo")
    assert [(str(element.tag)[-2:], element.get("minsize")) for element in large] == [("mo", "120%"), ("mo", "180%")]
    assert drawn(r"\Bigg/")[0].height > 2 * drawn("/")[0].height
    primes = html(r"$f'+g_1''+h'^2$")
    raised = ["".join(each.itertext()) for each in primes.iter("{*}msup", "msup", "{*}msub", "msub")]
    assert not [text for text in raised if "′" in text or "″" in text]
    assert "f′" in "".join(primes.find(".//{*}math").itertext()).replace("\u2009", "")
    stretched = [element.get("stretchy") for element in page.iter("{*}mo", "mo") if element.text == "\u0302"]
    assert stretched == ["true", None]


def test_all_formats_print_a_formula_of_a_heading() -> None:
    body = '# 能量 $x^2$ {#sec-a en="Energy"}\n\n正文。'
    assert pdf(body)
    assert html(body).find(".//h2//{*}math") is not None or html(body).find(".//h2//math") is not None
    assert zips.read(small(body).built("docx")["docx"])
