"""What `kanben.toml` says of each format beside the PDF is done, and what it cannot say is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from pipeline.core.diagnostics import PipelineError
from pipeline.core.edition import Conformance, EpubOptions
from pipeline.formats import rows
from pipeline.formats.base import Format
from pipeline.formats.inputs import Artifact
from pipeline.line.artifacts import artifacts
from tests.small import W, epub, small, word

CHAPTERS = (
    "# 甲 {en=A}\n\n文[^1]。[@osd]\n\n[^1]: 注。\n\n# 乙 {en=B}\n\n文。\n\n# 致谢 {.unnumbered en=Thanks}\n\n文。"
)


def _pages(settings: str) -> list[str]:
    """The first words of what begins a page in Word."""
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in word(CHAPTERS, settings=settings).iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]


def test_chapters_begin_on_pages_of_word() -> None:
    assert _pages("") == []
    # The first begins a section.
    assert _pages('[docx]\nopenings = "page"\n') == ["乙", "致谢", "参考文献", "版权与引用"]


def test_notes_of_word_are_numbered_anew_on_each_page() -> None:
    body = word(CHAPTERS, settings='[docx]\nnotes = "page"\n')
    sections = list(body.iter(f"{W}sectPr"))
    restarts = [section.find(f"{W}footnotePr/{W}numRestart") for section in sections]
    assert [restart.get(f"{W}val") for restart in restarts] == ["eachPage"] * len(sections)
    # In the order of the schema: behind the headers and footers, before the size of the page (17.6.17).
    names = [child.tag.removeprefix(W) for child in body.find(f".//{W}body/{W}sectPr")]
    assert names[:5] == ["headerReference", "headerReference", "footerReference", "footnotePr", "pgSz"]
    assert not list(word(CHAPTERS).iter(f"{W}numRestart"))


def test_the_web_page_is_light_where_the_settings_say_so() -> None:
    usual, light = (
        small("正文。", settings=settings).built("html")["html"].decode()
        for settings in ("", '[html]\nscheme = "light"\n')
    )
    assert "prefers-color-scheme" in usual and "color-scheme:light dark" in usual
    assert "prefers-color-scheme" not in light and "color-scheme:light;" in light


def test_a_book_without_faces_of_its_own_keeps_that_of_formulas() -> None:
    usual, bare = (
        [name for name in epub("正文 $x^2$。", settings=settings) if name.endswith(".woff2")]
        for settings in ("", "[epub]\nfonts = false\n")
    )
    assert len(usual) > 4 and [name.rpartition("/")[2] for name in bare] == ["TeXGyreTermesMath-Regular.woff2"]


CLAIM = '[epub.conformance]\nlevel = "AA"\ncertifier = "社 & Co"\n'


def _claims(settings: str) -> list[tuple[str, str, str]]:
    """What the package says of conformance: by its name, what it refines, and its text or address."""
    package = etree.fromstring(epub("正文。", settings=settings)["EPUB/content.opf"])
    rows_ = [(row.get("property") or row.get("rel"), row) for row in package.iter("{*}meta", "{*}link")]
    return [
        (name, row.get("refines", ""), row.get("href") or row.text)
        for name, row in rows_
        if name and name.startswith(("a11y:", "dcterms:conformsTo"))
    ]


def test_a_book_claims_a_level_of_accessibility_only_where_its_publisher_does() -> None:
    assert _claims("") == _claims("[epub]\nfonts = false\n") == []
    claim = [
        ("dcterms:conformsTo", "", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        ("a11y:certifiedBy", "#conformance", "社 & Co"),
    ]
    assert _claims(CLAIM) == claim
    more = 'wcag = "2.1"\ncredential = "{}"\nreport = "https://x.example/r"\n'
    for credential in ("甲级", "https://x.example/c"):
        older, certifier, *rest = _claims(CLAIM + more.format(credential))
        assert older[2] == "EPUB Accessibility 1.1 - WCAG 2.1 Level AA" and certifier == claim[1]
        assert rest == [
            ("a11y:certifierCredential", "#certifier", credential),
            ("a11y:certifierReport", "#certifier", "https://x.example/r"),
        ]


@pytest.mark.parametrize("settings", ["", CLAIM, CLAIM + 'credential = "甲级"\nreport = "https://x.example/r"\n'])
def test_a_claim_is_held_against_the_settings(settings: str) -> None:
    made = small("正文。", settings=settings)
    made.built("epub")
    (((epub_row, artifact),), _) = artifacts(made.session, rows(["epub"]), made.session.document)
    options = artifact.epub
    assert _facts(epub_row, artifact) == []
    other = options.conformance and replace(options.conformance, certifier="另一社", credential="乙级")
    for another in (Conformance("A", "社 & Co"), other, None):
        if another != options.conformance:
            told = _facts(epub_row, replace(artifact, epub=EpubOptions(conformance=another)))
            assert told == ["dcterms:conformsTo"]


def _facts(row: Format, artifact: Artifact) -> list[str]:
    return [found.key for found in row.check(artifact) if found.code == "OUT102"]


@pytest.mark.parametrize(
    "line", ['level = "AA"\n', 'certifier = "社"\n', 'level = "AA"\ncertifier = "  "\n', CLAIM[19:] + 'report = "r"\n']
)
def test_a_claim_that_nobody_answers_for_is_told(line: str) -> None:
    with pytest.raises(PipelineError) as stopped:
        small("正文。", settings=f"[epub.conformance]\n{line}").session  # noqa: B018
    assert {problem.code for problem in stopped.value.diagnostics} <= {"YML103", "YML104"}


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[docx]\nopening = "page"\n', "YML102"),
        ('[docx]\nopenings = "right"\n', "YML103"),
        ('[html]\nscheme = "dark"\n', "YML103"),
        ('[epub]\nfonts = "no"\n', "YML103"),
        ('[epub.conformance]\nlevel = "B"\ncertifier = "社"\n', "YML103"),
        ("[word]\n", "YML102"),
    ],
)
def test_what_no_setting_is_is_told_at_its_place(settings: str, code: str) -> None:
    with pytest.raises(PipelineError) as stopped:
        small("正文。", settings=settings).session  # noqa: B018
    (problem,) = stopped.value.diagnostics
    assert problem.code == code and problem.span.file == "kanben.toml" and problem.span.line == 1 + ("=" in settings)
