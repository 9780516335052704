"""Each text of the print edition is set from the face that its language and its place ask for."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from pipeline.core.diagnostics import PipelineError
from pipeline.figures import loose
from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.project import STYLES
from pipeline.styling import css
from pipeline.styling.sheets import load_sheets
from pipeline.styling.tokens import load_tokens
from pipeline.tools import fonts, pdf_faces
from tests.small import Small, small

ENGLISH = """\
# 一 {en="It’s"}

::: {lang=en}
## Don’t {en="X"}

He’s **bold’s**, *slanted’s*, ***both’s***, `code’s`, [ruby’s]{ruby=it’s}, “quoted”.[^1]

- item’s **bold’s**

Term’s

:   meaning’s

| head’s | b |
|--------|---|
| cell’s | c |

: 表 {en="Caption’s"}
:::

[C’est **l’autre**]{lang=fr}和 Mama’s、**粗体 Papa’s 文字**。

[^1]: Note’s **bold’s** *slanted’s*.
"""
BODY = '# 一 {en="X"}\n\n中文[It isn’t so]{lang=en}和`code`'


def _found(made: Small) -> list[str]:
    made.built("pdf")
    problems = check(made.session, rows(["pdf"]), 1, lambda _: None).diagnostics
    return [f"{problem.values['text']} {problem.values['face']}" for problem in problems if problem.code == "OUT122"]


def test_english_stands_in_latin_faces_in_every_place() -> None:
    made = small(ENGLISH)
    assert not _found(made)
    marks = {
        run.face for run in pdf_faces.runs(made.built("pdf")["pdf"]) if "’" in run.text and run.language != "zh-CN"
    }
    assert {face.removesuffix("-Oblique") for face in marks} == {
        *(f"TeX-Gyre-Termes{style}" for style in ("", "-Italic")),
        *(f"TeX-Gyre-Heros{style}" for style in ("", "-Bold", "-Bold-Italic")),
        "DejaVu-Sans-Mono",
    }


def test_an_english_word_has_the_face_of_the_chinese_round_it() -> None:
    data = small('# 一Mama’s {en="X"}\n\n中文**粗体 Papa’s 文字**和 Nana’s 文字').built("pdf")["pdf"]
    assert [run.face for run in pdf_faces.runs(data) if "a’s" in run.text] == [
        # In the contents, the heading and the text.
        *("TeX-Gyre-Heros", "TeX-Gyre-Heros-Bold", "TeX-Gyre-Heros-Bold"),
        "TeX-Gyre-Termes",
    ]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("print.css", "p [lang=en] { font-family: 'Noto Serif CJK SC' }", {"Noto-Serif-CJK-SC"}),
        ("print.css", "p [lang=en] { font-family: 'No Such Face', serif }", {"DejaVu-Sans", "DejaVu-Serif"}),
        ("print.css", "p { font-family: 'DejaVu Sans Mono' }", {"DejaVu-Sans-Mono", "Noto-Sans-Mono-CJK-SC"}),
        ("print.css", "p [lang=en] { font: 1em/1.2 'TeX Gyre Pagella' }", set()),
        ("tokens.toml", "[font]\nserif-latin = 'Noto Serif CJK SC'", {"Noto-Serif-CJK-SC", "Noto-Sans-CJK-JP"}),
    ],
)
def test_a_design_that_asks_for_the_wrong_face_is_told(name: str, text: str, found: set[str]) -> None:
    told = {line.split(" ")[-1] for line in _found(small(BODY, files={f"../styles/{name}": text}))}
    assert told <= found
    assert bool(told) == bool(found)


@pytest.mark.parametrize("kind", ["serif-han", "sans-han", "serif-latin", "sans-latin", "mono"])
def test_a_family_that_is_not_there_is_not_replaced_by_another(kind: str) -> None:
    made = small(BODY, files={"../styles/tokens.toml": f"[font]\n{kind} = 'No Such Face'"})
    with pytest.raises(PipelineError) as caught:
        made.built("pdf")
    assert caught.value.diagnostics[0].code == "TOL102"


def test_a_face_that_is_given_by_file_answers_to_one_name() -> None:
    face = css.latin_faces(load_tokens([STYLES]))[0]
    data = fonts.renamed(fonts.find(face.family).path.read_bytes(), face.name)
    font = TTFont(io.BytesIO(data))
    assert {name.toUnicode() for name in font["name"].names if name.nameID in (1, 16)} == {face.name}
    assert data == fonts.renamed(fonts.find(face.family).path.read_bytes(), face.name)
    # Its outlines are not written anew, which takes longer than the layout of a short report.
    outlines = TTFont(fonts.find(face.family).path).reader["CFF "]
    assert outlines and font.reader["CFF "] == outlines


def test_style_sheets_name_families() -> None:
    sheets = "a{font-family:'A B', \"C\",D E}b{font:bold 1em/1.2 'F G', serif;color:red}c{font-family:var(--x)}"
    assert css.named_families(sheets) == {"A B", "C", "D E", "F G", "serif"}


def test_latin_is_what_is_set_like_english() -> None:
    assert ":--latin" not in (sheets := load_sheets([STYLES], STYLES, loose.load).text(("base.css", "print.css")))
    assert "strong:where(:not(:lang(zh), :lang(ja), :lang(ko)" in sheets
