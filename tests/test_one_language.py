"""Reports in one language, and led by English: nothing of another language is asked for or printed, and what is printed
is written as the language writes it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import jsonschema
import pypdfium2
import pytest
import yaml
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import BlockBox

from pipeline import starter
from pipeline.core.codes import hint
from pipeline.core.languages import BOTH, ENGLISH, Languages
from pipeline.core.scripts import is_full_width
from pipeline.core.text import SourceText
from pipeline.core.vocabulary import AUTHOR
from pipeline.figures.kinds import KINDS
from pipeline.formats import rows
from pipeline.line.build import build, check
from pipeline.line.schemas import json_schema
from pipeline.line.session import Session
from pipeline.project import STYLES, open_project
from pipeline.reading import frontmatter
from pipeline.reading.frontmatter import FrontMatter
from pipeline.styling.tokens import for_languages, load_tokens, number
from pipeline.tools import zips
from tests.conftest import TESTS
from tests.small import Small, findings

FORMATS = ("html", "epub", "docx")


def _built(folder: Path, formats: Sequence[str] = FORMATS) -> Mapping[str, str]:
    """The texts of all parts of the outputs of a report without findings, by suffix; of a PDF that of its pages."""
    session = Session(open_project(folder))
    made = build(session, rows(formats), 1, lambda _: None)
    assert [problem.code for problem in made.diagnostics] == []
    found = check(session, rows(formats), 1, lambda _: None).diagnostics
    assert [problem.code for problem in found] == []
    texts = {}
    for path in made.written:
        data = path.read_bytes()
        if path.suffix == ".pdf":
            pages = pypdfium2.PdfDocument(data)
            texts["pdf"] = "\f".join(page.get_textpage().get_text_bounded() for page in pages)
            continue
        parts = dict(zips.read(data)) if path.suffix != ".html" else {"page.html": data}
        told = [part for name, part in parts.items() if name.endswith(("ml", ".opf", ".ncx")) and "theme" not in name]
        texts[path.suffix[1:]] = b"\n".join(told).decode()
    return texts


def _started(folder: Path, languages: str) -> Mapping[str, str]:
    list(starter.write(folder, languages))
    return _built(folder)


def test_nothing_of_an_english_report_is_chinese(tmp_path: Path) -> None:
    for suffix, text in _started(tmp_path / "report", "en").items():
        # Faces are named as they are.
        body = re.sub("<w:(?:rFonts|font) [^>]*>", "", text.partition("</head>")[2] if suffix == "html" else text)
        assert {letter for letter in body if is_full_width(letter)} == set(), suffix
        for wanted in ("Table\u00a01" if suffix != "docx" else "Table\u00a0", "Introduction", "References"):
            assert wanted in text, suffix


def test_nothing_of_a_chinese_report_is_said_in_english_beside_it(tmp_path: Path) -> None:
    for suffix, text in _started(tmp_path / "report", "zh").items():
        body = text.partition("</head>")[2] if suffix == "html" else text.partition("<w:body>")[2] or text
        # A work is spoken in its own language.
        body = re.sub('<div class="csl-right-inline">.*?</div>', "", body, flags=re.S)
        for word in ("heading-en", ">Contents<", ">References<", "CaptionEnglish", 'lang="en"', ">en<"):
            assert word not in body, (suffix, word)
        assert "参考文献" in text


def test_a_report_led_by_english_has_chinese_beside_it(tmp_path: Path) -> None:
    made = _started(tmp_path / "report", "en,zh")
    page = made["html"]
    assert '<html lang="en">' in page and 'class="heading-zh"' in page and 'class="heading-en"' not in page
    assert page.index("Figure\u00a01</span>") < page.index("图\u00a01</span>")
    assert "Heading Chinese" in made["docx"] and "Heading English" not in made["docx"]
    assert made["epub"].index("<dc:language>en<") < made["epub"].index("<dc:language>zh-CN<")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["paper", "bulletin"])
def test_reports_with_every_construct_have_no_findings(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TESTS / name, tmp_path / name, ignore=shutil.ignore_patterns("out")))
    made = _built(folder, (*FORMATS, "pdf"))
    page, pages = made["html"], made["pdf"].split("\f")
    assert len(pages) >= 12
    if name == "paper":
        assert "Smith J, Jones A, Brown C, et al. Records of water[M]. London: Academic Press, 2020." in page
        assert "Appendix\u00a0A\u2002" in page and "26 November 2026" in page
        # The work of another language is cited in its own, and words may say which they are in.
        foreign = {letter for text in pages for letter in text if is_full_width(letter)}
        assert foreign <= set("张三城市用水水利出版社北京：，")
    else:
        assert "附录\u00a0A" in page and "2026年11月" in page
        assert not re.search("Abstract|Contents|Figure|Table|Appendix", "".join(pages))


@pytest.mark.slow
def test_every_construct_is_read_back_from_the_second_standard(tmp_path: Path) -> None:
    """Notes, code, listings and captions are tagged otherwise in PDF/UA-2, and are as the source has them there too."""
    folder = Path(shutil.copytree(TESTS / "bulletin", tmp_path / "bulletin", ignore=shutil.ignore_patterns("out")))
    (folder / "kanben.toml").write_text('[pdf]\nstandard = "ua-2"\n', "utf-8")
    assert _built(folder, ["pdf"])["pdf"]


@pytest.mark.parametrize("name", ["paper", "bulletin"])
def test_these_reports_have_every_construct(name: str) -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted((TESTS / name / "source").rglob("*.md")))
    front = text[text.index("\nlanguages:") :]
    for field in FrontMatter.model_fields:
        # The tag follows from the languages, and there is one list of references; a final report is no draft.
        left_out = {"lang", "references"} | ({"watermark"} if name == "paper" else {"numbering"})
        assert field in left_out or f"\n{field}:" in front, field
    for kind in KINDS:
        assert f"kind: {kind.name}\n" in text, kind.name
    # What belongs to Chinese, to the press or to the desk of an editor.
    others = {"uri", "email", "todo", "query", "dots", "proper-name", "book-title"}
    for writable in AUTHOR.values():
        for class_ in set(writable.classes) - others:
            assert f".{class_}" in text, class_


def test_a_tag_that_is_not_of_the_languages_is_told() -> None:
    _, problems = frontmatter.read(SourceText("a.md", "---\ntitle: {zh: 题}\nlang: en\n---\n"))
    assert any("languages: [zh]" in hint(problem, "en") for problem in problems)


def test_english_headings_with_typed_numbers_are_told() -> None:
    front = "languages: [en, zh]\n"
    assert any("HED106" in line for line in findings('# 1.2 Scope {zh="范围"}\n\nText.', front))
    assert not any("HED106" in line for line in findings('# 2.0 era {zh="时代"}\n\nText.', front))


@pytest.mark.parametrize("languages", ["zh", "en", "zh,en", "en,zh"])
def test_the_schema_takes_what_the_reader_takes(languages: str, tmp_path: Path) -> None:
    """Plain texts of a report in one language are no mistake to an editor that checks by the schema."""
    list(starter.write(tmp_path / "report", languages))
    text = (tmp_path / "report/source/report.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    front["date"] = str(front["date"])
    jsonschema.validate(front, json_schema("front-matter"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**front, "title": ["a", "b"]}, json_schema("front-matter"))


def test_a_chart_whose_names_are_in_another_language_is_told() -> None:
    chart = (
        "``` {.figure #fig-a}\nkind: chart\ncaption: {zh: 图, en: F}\nalt: {zh: 柱, en: Bars}\n"
        "credit: {zh: 自绘, en: Own}\naxis: {zh: 年, en: Year}\nunit: {zh: 人, en: persons}\ndata: a.csv\n```\n"
    )
    files = {"a.csv": "en,value\nNorth,1\nSouth,2\n"}
    (line,) = [one for one in findings(chart, files=files) if one.startswith("FIG")]
    assert line.startswith("FIG113 1") and "no column zh or label" in line
    for head in ("zh,value", "label,value", "zh,en,value"):
        rows_ = "甲,1\n乙,2\n" if head.count(",") == 1 else "甲,A,1\n乙,B,2\n"
        assert not [one for one in findings(chart, files={"a.csv": f"{head}\n{rows_}"}) if "FIG113" in one]


def test_paragraphs_of_an_english_report_are_told_apart() -> None:
    front = (
        "languages: [en]\ntitle: T\nabstract: A.\nkeywords: [k]\npublisher: P\nauthors: [{name: N}]\ndate: 2026-11-22\n"
    )
    made = Small("# One\n\nFirst words.\n\nSecond words.\n\n> Third words.\n>\n> Fourth words.")
    report = made.folder / "source/report.md"
    body = report.read_text("utf-8").partition("\n---\n")[2]
    report.write_text(f"---\n{front}version: '1'\nlicense: CC-BY-4.0\n---\n{body}", "utf-8")
    files = made.built("pdf", "html")
    document = pypdfium2.PdfDocument(files["pdf"])
    page = document[len(document) - 1].get_textpage()
    left = {
        word: page.get_charbox(page.get_text_range().index(word))[0] for word in ("First", "Second", "Third", "Four")
    }
    # By their first lines in print, since all lines keep to the grid, and by white on the screen.
    assert left["Second"] > left["First"] + 10 and left["Four"] > left["Third"] + 10
    boxes = [box for page in HTML(string=files["html"].decode()).render().pages for box in page._page_box.descendants()]
    texts = [
        box
        for box in boxes
        if isinstance(box, BlockBox)
        and box.element_tag == "p"
        and box.element.text in ("First words.", "Second words.")
    ]
    assert len(texts) == 2 and all(box.margin_bottom > 4 for box in texts)


def test_lines_of_an_english_report_stand_closer() -> None:
    tokens = load_tokens([STYLES])
    english, chinese = for_languages(tokens, Languages.of([ENGLISH])), for_languages(tokens, BOTH)
    assert number(english, "line", "body") == number(tokens, "line", "body-latin") < number(chinese, "line", "body")
    assert number(chinese, "line", "body") == number(tokens, "line", "body")
