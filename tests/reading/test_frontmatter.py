"""What a front matter may say, and what is told of one."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.core.codes import hint
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import frontmatter
from pipeline.reading.frontmatter import FrontMatter
from pipeline.tools.identifiers import DOI_PATTERN, ORCID_PATTERN
from tests.small import FRONT, small

FULL = f"""{FRONT}subtitle: {{zh: 副, en: Sub}}
identifier: {{isbn: 978-7-302-00000-6, doi: 10.5555/x, report: R-1}}
rights: {{zh: 权, en: Rights}}
series: {{zh: 丛书, en: Series}}
contributors: [{{name: {{zh: 乙, en: B}}, role: edt, orcid: 0000-0002-1825-0097, affiliation: {{zh: 所, en: Lab}}, sort: Bb}}]
funding: [{{zh: 基金, en: Fund}}, {{zh: 基金, en: Fund}}]
glossary: [{{zh: 术语, en: term}}]
numbering: chapter
references: chapter
lists: [figures, tables]
"""


def _read(text: str) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    return frontmatter.read(SourceText("a.md", f"---\n{text}---\n"))


def test_every_fact_of_a_front_matter_reaches_the_core() -> None:
    metadata, problems = _read(FULL)
    assert problems == ()
    assert metadata == Metadata(
        title=Bilingual("小报告", "Small Report"),
        subtitle=Bilingual("副", "Sub"),
        abstract=Bilingual("摘要。", "Abstract."),
        keywords=(Bilingual("词", "word"),),
        publisher=Bilingual("社", "Press"),
        rights=Bilingual("权", "Rights"),
        series=Bilingual("丛书", "Series"),
        authors=(Person(Bilingual("甲", "A"), Bilingual(), "", "aut"),),
        contributors=(Person(Bilingual("乙", "B"), Bilingual("所", "Lab"), "0000-0002-1825-0097", "edt", "Bb"),),
        funding=(Bilingual("基金", "Fund"), Bilingual("基金", "Fund")),
        date="2026-11-22",
        version="0.1",
        identifiers=(
            Identifier("doi", "10.5555/x"),
            Identifier("isbn", "978-7-302-00000-6"),
            Identifier("report", "R-1"),
        ),
        license="CC-BY-4.0",
        glossary=(Bilingual("术语", "term"),),
        numbering="chapter",
        references="chapter",
        lists=("figures", "tables"),
    )


def test_what_is_not_said_is_empty_or_usual() -> None:
    metadata, problems = _read(FRONT)
    assert problems == ()
    assert (metadata.subtitle, metadata.rights, metadata.series) == (Bilingual(), Bilingual(), Bilingual())
    assert (metadata.numbering, metadata.references, metadata.languages.tag) == ("continuous", "document", "zh-CN")
    assert (metadata.identifiers, metadata.lists, metadata.glossary) == ((), (), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("date: 2026-13-01", Reason("date_form")),
        ("date: 2026-00-01", Reason("date_form")),
        ("date: 2026-01-00", Reason("date_form")),
        ("date: 2026-01-32", Reason("date_form")),
        ("date: 2026-1-01", Reason("date_spelling", day="2026-01-01")),
        ("date: 2026-01-01x", Reason("date_spelling", day="2026-01-01")),
        ("date: 2026年11月22日", Reason("date_spelling", day="2026-11-22")),
        ("date: 22.11.2026", Reason("date_spelling", day="2026-11-22")),
        ("date: 2026年11月", Reason("date_without_month", month="2026-11")),
        ("date: 2026", Reason("date_without_month", month="2026-01")),
        ("date: 2026-11-22-01", Reason("date_form")),
        ("date: 去年", Reason("date_form")),
        ("date: 2026-02-30", Reason("no_such_day", day="2026-02-30")),
        ("date: 0000-01-01", Reason("no_such_day", day="0000-01-01")),
        ("license: none-such-9", None),
        ("identifier: {doi: x}", Reason("doi_form")),
        ("identifier: {isbn: 1}", Reason("isbn_form")),
        ("authors: [{name: {zh: 甲, en: A}, orcid: 1}]", Reason("orcid_form")),
        ("keywords: []", Reason("too_few", field_type="List", min_length=1, actual_length=0)),
        ("authors: []", None),
        ("lang: en", None),
        ("numbering: section", None),
        ("references: section", None),
        ("lists: [boxes]", None),
    ],
)
def test_what_a_field_may_not_say_is_told_at_its_value(line: str, reason: Reason | None) -> None:
    name = line.partition(":")[0]
    kept = "".join(f"{row}\n" for row in FRONT.splitlines() if not row.startswith(f"{name}:"))
    metadata, (problem,) = _read(f"{kept}{line}\n")
    assert metadata == Metadata()
    assert (problem.code, problem.span and problem.span.line) == ("YML103", kept.count("\n") + 2)
    told = problem.values["reason"]
    assert isinstance(told, Reason)
    if reason is not None:
        assert told.name == reason.name
        assert told == reason or reason.name == "too_few"


@pytest.mark.parametrize("day", ["2026-01-31", "2024-02-29", "2026-12-10", "2026-10-09", "1999-11-30"])
def test_a_day_that_there_is(day: str) -> None:
    metadata, problems = _read(FRONT.replace("2026-11-22", day))
    assert (metadata.date, problems) == (day, ())


@pytest.mark.parametrize("name", ["title", "abstract", "keywords", "publisher", "authors", "date", "version", "license"])  # fmt: skip
def test_what_a_front_matter_must_say(name: str) -> None:
    kept = "".join(f"{row}\n" for row in FRONT.splitlines() if not row.startswith(f"{name}:"))
    metadata, (problem,) = _read(kept)
    assert metadata == Metadata()
    assert (problem.code, problem.key, problem.values["name"]) == ("YML104", name, name)
    assert hint(problem, "en").startswith(f"Write {name}: ")


def test_an_unknown_key_is_told_with_its_neighbour_and_the_syntax_with_its_line() -> None:
    metadata, problems = _read(f"{FRONT}titel: x\nrigths: y\ntitel: z\n")
    assert metadata == Metadata()
    assert [(one.code, str(one.span), one.key, one.values.get("guess")) for one in problems] == [
        ("YML105", "a.md:12:1", "titel", None),
        ("YML102", "a.md:10:1", "titel", " → title?"),
        ("YML102", "a.md:11:1", "rigths", " → rights?"),
    ]
    metadata, (problem,) = _read("title: [\n")
    assert (metadata, problem.code) == (Metadata(), "YML101")
    metadata, (problem,) = _read("- x\n")
    assert (metadata, problem.code, problem.key, problem.span) == (Metadata(), "YML103", "a.md", Span("a.md", 2, 1, None))  # fmt: skip


def test_a_key_given_twice_is_told_of_a_front_matter_that_is_read() -> None:
    metadata, problems = _read(f"{FRONT}version: '2'\nrights: {{zh: 甲}}\n")
    assert metadata.version == "0.1"
    assert [problem.code for problem in problems] == ["YML105", "MET102"]


@pytest.mark.parametrize(
    ("line", "name", "missing", "column"),
    [
        ("rights: {zh: 甲}", "rights", "en", 1),
        ("rights: {en: A}", "rights", "zh", 1),
        ("rights: {zh: 甲, en: ''}", "rights", "en", 1),
        ("rights: {zh: '', en: A}", "rights", "zh", 1),
        ("funding: [{zh: 甲, en: A}, {zh: 甲}]", "funding.1", "en", 27),
        ("contributors: [{name: {en: A}}]", "contributors.0.name", "zh", 17),
        ("rights: {zh: 甲, en: A}", None, None, None),
        ("identifier: {}", None, None, None),
        ("contributors: []", None, None, None),
    ],
)
def test_a_text_in_one_language_is_told(line: str, name: str | None, missing: str | None, column: int | None) -> None:
    metadata, problems = _read(f"{FRONT}{line}\n")
    assert metadata.version == "0.1"
    if name is None:
        assert problems == ()
        return
    (problem,) = problems
    assert (problem.code, problem.key) == ("MET102", name.partition(".")[0])
    assert (problem.values["name"], problem.values["missing"]) == (name, missing)
    assert hint(problem, "en").startswith("Write ") and "{zh: …, en: …}" in hint(problem, "en")
    assert (problem.span and problem.span.line, problem.span and problem.span.column) == (10, column)


def test_the_schema_of_a_front_matter_says_the_forms_of_its_values() -> None:
    schema = FrontMatter.model_json_schema()
    date = schema["properties"]["date"]["pattern"]
    assert date == "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"
    assert (schema["properties"]["keywords"]["minItems"], schema["properties"]["authors"]["minItems"]) == (1, 1)
    assert TypeAdapter(frontmatter.Orcid).json_schema()["pattern"] == f"^{ORCID_PATTERN}$"
    assert TypeAdapter(frontmatter.Doi).json_schema()["pattern"] == f"^{DOI_PATTERN}$"
    with pytest.raises(ValidationError):
        TypeAdapter(frontmatter.Isbn).validate_python("7-302-00000-X")


def test_a_report_in_one_language_that_does_not_say_so_is_told_once() -> None:
    text = FRONT_ZH.replace("LANGUAGES\n", "")
    _, problems = frontmatter.read(SourceText("a.md", text))
    (problem,) = problems
    assert (problem.code, str(problem.span), problem.values["missing"]) == ("MET102", "a.md:2:1", "en")
    assert "languages: [zh]" in hint(problem, "en")
    _, problems = frontmatter.read(SourceText("a.md", FRONT_ZH.replace("LANGUAGES\n", "languages: [zh]\n")))
    assert problems == ()


@pytest.mark.parametrize("languages", ["zh-Hant, en", "zh-Hant", "en, fr", "en, 1"])
def test_a_language_that_is_none_is_told_once(languages: str) -> None:
    _, problems = frontmatter.read(SourceText("a.md", f"---\n{FULL}languages: [{languages}]\n---\n"))
    assert [problem.code for problem in problems] == ["YML103"]


FRONT_ZH = """---
title: {zh: 甲}
abstract: {zh: 乙}
keywords: [{zh: 丙}]
publisher: {zh: 丁}
authors: [{name: {zh: 戊}}]
LANGUAGES
date: 2026-11-22
version: "0.1"
license: CC-BY-4.0
---
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("|\n    甲乙\n    丙丁", "甲乙丙丁"),
        (">\n    甲乙\n    丙丁", "甲乙丙丁"),
        ("甲乙\n    丙丁", "甲乙丙丁"),
        ('"甲乙\n    丙丁"', "甲乙丙丁"),
        ("|\n    甲*乙*\n    丙*丁*", "甲乙丙丁"),
        ("|\n    甲*乙*\n    *丙*丁", "甲乙 丙丁"),
        ("|\n    甲乙\n    open\n    source，\n    丙", "甲乙open source，丙"),
        (">\n    甲 乙\n    open\n    source\n    丙", "甲 乙open source丙"),
        ("|\n    甲\n\n    乙\n    丙", "甲\n\n乙丙"),
        (">\n    甲\n\n    乙\n    丙", "甲\n\n乙丙"),
        ("one\n    two", "one two"),
        ('"one\\\n    two\n    three"', "onetwo three"),
    ],
)
def test_a_line_end_beside_a_chinese_character_is_nothing(written: str, meant: str) -> None:
    front = FRONT.replace("{zh: 摘要。, en: Abstract.}", f"\n  zh: {written}\n  en: Abstract.")
    made = small("正文[@osd]。")
    (made.folder / "source/report.md").write_text(f"---\n{front}---\n正文[@osd]。\n", "utf-8")
    assert made.session.document.metadata.abstract.zh == meant
    assert made.session.faults == ()
