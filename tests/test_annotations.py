"""Readings, dots, name lines and formulas in all four formats: there, sound, and no part of the text but where they belong."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from pipeline.core.languages import LANGUAGES
from pipeline.formats.spoken import spoken
from pipeline.tools import outloud, pandoc, verapdf
from tests.conftest import needs, run

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = r"""

注音如[汉字]{ruby="hàn zì"}与[万维网]{ruby="wànwéiwǎng"}，[着重]{.dots}之处，[李白]{.proper-name}读[诗经]{.book-title}，*强调*，公式$x_i^2=\frac{a}{b}$在行内。

$$\sum_{i=1}^{n} i \quad \text{当 } n\to\infty$$
"""


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    folder = tmp_path_factory.mktemp("annotated") / "project"
    source = folder / "source"
    source.mkdir(parents=True)
    for path in (built / "source").rglob("*"):
        if path.is_file():
            target = source / path.relative_to(built / "source")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    report = source / "report.md"
    report.write_text(report.read_text("utf-8") + _BODY, "utf-8")
    outcome = run("build", "--project", str(folder), report=folder / "a.jsonl")
    assert outcome.findings == [], outcome.output
    outcome = run("check", "--project", str(folder), report=folder / "b.jsonl")
    assert outcome.findings == [], outcome.output
    return folder / "out"


@pytest.mark.slow
def test_html_and_epub_have_them_as_elements(annotated: Path) -> None:
    with zipfile.ZipFile(annotated / "report.epub") as book:
        chapters = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    for text in ((annotated / "report.html").read_text("utf-8"), chapters):
        assert "<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>" in text
        assert "<ruby>万维网<rt>wànwéiwǎng</rt></ruby>" in text
        for name, word in (("dots", "着重"), ("proper-name", "李白"), ("book-title", "诗经")):
            assert f'<span class="{name}">{word}</span>' in text


def test_word_has_them_as_its_own(annotated: Path) -> None:
    with zipfile.ZipFile(annotated / "report.docx") as file:
        body, styles = (etree.fromstring(file.read(f"word/{name}.xml")) for name in ("document", "styles"))
    readings = ["".join(rt.itertext()) for rt in body.iter(f"{_W}rt")]
    bases = ["".join(base.itertext()) for base in body.iter(f"{_W}rubyBase")]
    assert list(zip(bases, readings, strict=True)) == [("汉", "hàn"), ("字", "zì"), ("万维网", "wànwéiwǎng")]
    used = {
        style.get(f"{_W}val"): "".join(style.getparent().getparent().itertext()) for style in body.iter(f"{_W}rStyle")
    }
    assert (used["EmphasisDots"], used["ProperName"], used["BookTitleLine"]) == ("着重", "李白", "诗经")
    known = {style.get(f"{_W}styleId") for style in styles.iter(f"{_W}style")}
    assert {"EmphasisDots", "ProperName", "BookTitleLine"} <= known


@pytest.mark.slow
def test_the_pdf_says_them_and_is_sound(annotated: Path) -> None:
    import pikepdf

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(annotated / "report.pdf"))
    assert "着重之处" in text
    with pikepdf.open(annotated / "report.pdf") as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        alternatives = [str(item.Alt) for item in elements if item.S == "/Formula"]
        assert [str(kid.S) for item in elements if item.S == "/Ruby" for kid in item.K] == ["/RB", "/RT"] * 3
    assert alternatives == [
        "x 下标 i 的平方 等于 分数，分子 a，分母 b，分数结束",
        "求和，从 i 等于 1 到 n， i 当 n 趋于 无穷大",
    ]
    needs(verapdf.missing(), outloud.missing())
    assert verapdf.validate(annotated / "report.pdf", ("3a", "ua1")) == []
    assert outloud.examine(annotated / "report.pdf") == []


@pytest.mark.parametrize(
    ("mathml", "zh", "en"),
    [
        ("<math><msqrt><mn>2</mn></msqrt></math>", "根号 2，根号结束", "the square root of 2, end of root"),
        ("<math><msup><mi>e</mi><mi>x</mi></msup></math>", "e 的 x 次方", "e to the power x"),
        ("<math><mi>a</mi><mo>≤</mo><mi>b</mi></math>", "a 小于等于 b", "a is at most b"),
        ("<math><mover><mi>x</mi><mo>¯</mo></mover></math>", "x 上有横线", "x with a bar over it"),
        ("<math><munder><mi>x</mi><mo>_</mo></munder></math>", "x 下有横线", "x with a bar under it"),
        ("<math><mover><mi>v</mi><mo>→</mo></mover></math>", "v 上有箭头", "v with an arrow over it"),
        ("<math><mover><mi>v</mi><mi>n</mi></mover></math>", "v 上加 n", "v with n above"),
        ("<math><msup><mi>f</mi><mo>″</mo></msup></math>", "f 两撇", "f double prime"),
        ("<math><msubsup><mi>f</mi><mi>n</mi><mo>′</mo></msubsup></math>", "f 下标 n 撇", "f sub n prime"),
    ],
)
def test_formulas_are_said_in_both_languages(mathml: str, zh: str, en: str) -> None:
    element = etree.fromstring(mathml)
    assert (spoken(element, "zh"), spoken(element, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("tex", "zh", "en"),
    [
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a 等于 b; 等于 c", "a equals b; equals c"),
        (r"f=\begin{cases} 1 & x \\ 0 & y \end{cases}", "f 等于 { 1, x; 0, y", "f equals { 1, x; 0, y"),
        (r"\begin{pmatrix} a \\ b \end{pmatrix}", "( 矩阵 a; b 矩阵结束 )", "( the matrix a; b end of matrix )"),
        (r"\begin{matrix} a & b \end{matrix}", "矩阵 a, b 矩阵结束", "the matrix a, b end of matrix"),
        (r"\lim_{n\to 0} x", "当 n 趋于 0 时的极限 x", "the limit as n tends to 0 of x"),
        (r"X^\top y", "X 的转置 y", "X transposed y"),
    ],
)
def test_lines_cases_limits_and_transposes_are_said_as_such(tex: str, zh: str, en: str) -> None:
    """Formulas below each other and cases are no matrix; neither is a limit an index."""
    for display in (True, False):
        body, _ = pandoc.mathematics([(tex, display)])
        element = next(etree.fromstring(f"<body>{body}</body>").iter("{*}math"))
        assert (spoken(element, "zh"), spoken(element, "en")) == (zh, en)


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{增长率}=\frac{\text{今年}-\text{去年}}{\text{去年}}\times100\%",
        r"\bar{x}_{\text{开源}}=\sqrt{\frac{1}{n}\sum_{i=1}^{n}x_{i,\text{企业}}^2}",
        r"w_i=\begin{cases}1 & \text{当 } i\le 3\\ 0 & \text{否则}\end{cases}",
        r"增长率=\alpha+\beta\cdot 贡献量",
    ],
)
def test_chinese_words_are_drawn_wherever_they_stand_in_a_formula(tex: str, tmp_path: Path, built: Path) -> None:
    folder = Path(shutil.copytree(built / "source", tmp_path / "project/source")).parent
    report = folder / "source/report.md"
    report.write_text(f"{report.read_text('utf-8')}\n\n$${tex}$$\n", "utf-8")
    outcome = run("build", "pdf", "--project", str(folder), report=tmp_path / "a.jsonl")
    assert outcome.findings == [], outcome.output
    document = pypdfium2.PdfDocument(folder / "out/report.pdf")
    page = document[len(document) - 2]
    # Nothing of it is in pure black, which outlines are drawn in: it has the colour of the text.
    colors = {color for _, color in page.render(scale=2).to_pil().convert("RGB").getcolors(1_000_000) or []}
    assert (0, 0, 0) not in colors


@pytest.mark.parametrize(
    "tex",
    [
        r"\hat x \vec v \bar y \tilde z \dot a \ddot a \dddot a \acute a \grave b \breve c \check d \mathring A",
        r"\overline{AB} \widehat{abc} \widetilde{ab} \underline{x} \overrightarrow{PQ} \overleftarrow{PQ} \overleftrightarrow{P}",
        r"\overbrace{a+b}^{n} \underbrace{c}_{k} f' g''",
    ],
)
def test_no_accent_is_read_as_a_bare_mark(tex: str) -> None:
    for language in LANGUAGES:
        body, _ = pandoc.mathematics([(tex, False)])
        said = spoken(next(etree.fromstring(f"<body>{body}</body>").iter("{*}math")), language)
        assert not {sign for sign in said if unicodedata.category(sign)[0] in "MS" or sign in "′″_"}, said
