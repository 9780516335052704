"""One rule for each identifier, and the same verdict wherever one stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import bibliography
from pipeline.checks.base import Source
from pipeline.core.model import Document, Entry, Metadata
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.links import lookup
from pipeline.links.checker import RequestSettings
from pipeline.reading import frontmatter
from pipeline.tools import identifiers
from pipeline.tools.web_answer import Answer
from tests.conftest import PROJECT, run

FRONT_MATTER, _ = frontmatter.split(SourceText("report.md", (PROJECT / "source/report.md").read_text("utf-8")))


def _name(fault: Reason | None) -> str:
    return fault.name if fault else ""


def _in_front_matter(field: str, value: str) -> Reason | None:
    """What the front matter of the good project says of a value in one of its fields."""
    own = f"identifier: {{{field}: {json.dumps(value)}}}"
    text = "\n".join(own if line.startswith("identifier:") else line for line in (FRONT_MATTER or "").split("\n"))
    assert own in text
    _, problems = frontmatter.read(SourceText("report.md", f"---\n{text}---\n"))
    (reason,) = [problem.values["reason"] for problem in problems if problem.key == field] or [None]
    assert reason is None or isinstance(reason, Reason)
    return reason


def _in_entry(field: str, value: str) -> Reason | None:
    item = {"id": "x", "type": "book", "title": "X", "language": "en", field: value}
    document = Document(Metadata(), "{}", bibliography=(Entry("x", json.dumps(item), Span("references.yaml")),))
    found = bibliography.check(Source(document, SourceText("report.md", "")))
    codes = {"DOI": "CIT105", "ISBN": "CIT111"}
    (reason,) = [problem.values["reason"] for problem in found if problem.code == codes[field]] or [None]
    assert reason is None or isinstance(reason, Reason)
    return reason


def _looked_up(value: str, monkeypatch: pytest.MonkeyPatch) -> Reason | None:
    """What `kanben cite add` says before it asks anybody."""
    work = {"type": "book", "title": "X", "author": [{"family": "X"}]}
    book = {"ISBN:": {"title": "X"}}

    def answered(url: str, *_: object) -> Answer:
        return Answer(200, body=json.dumps(book if "bibkeys" in url else work).encode())

    monkeypatch.setattr(lookup, "_ask", answered)
    try:
        lookup.look_up(value, RequestSettings("test"), {"doi": "https://doi.test", "isbn": "https://isbn.test"}, "")
    except lookup.NotFound as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    ("doi", "fault"),
    [
        ("10.1234/abc", ""),
        ("10.1000.10/123", ""),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", ""),
        ("10.5555/中文", ""),
        ("10.5555/x.", "doi_mark"),
        ("10.5555/x。", "doi_mark"),
        ("10.5555/", "doi_form"),
        ("10.55/x", "doi_form"),
        ("10.5555/a b", "doi_form"),
        ("10.5555/x\u200b", "doi_form"),
        ("10.１２３４/x", "doi_form"),
    ],
)
def test_a_doi_has_one_verdict_everywhere(doi: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [_in_front_matter("doi", doi), _in_entry("DOI", doi), _looked_up(doi, monkeypatch)]
    assert [_name(reason) for reason in told] == [fault] * 3
    assert len(set(map(repr, told))) == 1


def test_a_doi_with_its_address_is_bare_in_fields_and_taken_at_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    for given_as in ("https://doi.org/10.5555/x", "http://dx.doi.org/10.5555/x", "doi: 10.5555/x"):
        for reason in (_in_front_matter("doi", given_as), _in_entry("DOI", given_as)):
            assert reason and reason.name == "doi_not_bare" and dict(reason.values)["doi"] == "10.5555/x"
        assert _looked_up(given_as, monkeypatch) is None
    assert _name(_looked_up("https://doi.org/10.5555/x.", monkeypatch)) == "doi_mark"


@given(st.text(max_size=20), st.from_regex(r"10\.\d{3,5}/\S{0,6}", fullmatch=True))
def test_what_a_doi_most_likely_means_has_no_fault_or_is_none(text: str, near: str) -> None:
    for one in (text, near):
        fault = identifiers.doi_fault(one)
        meant = identifiers.bare_doi(one)
        assert meant == identifiers.bare_doi(meant)
        assert identifiers.doi_fault(meant) is None or fault is not None


@pytest.mark.parametrize(
    ("isbn", "fault"),
    [
        ("978-7-302-00000-6", ""),
        ("978 7 302 00000 6", ""),
        ("978-7-302-00000-7", "isbn_check"),
        ("977-7-302-00000-6", "isbn_check"),
        ("9772434561006", "isbn_form"),
        ("12345", "isbn_form"),
        ("306406152", "isbn_form"),
        ("９７８７３０２００００６", "isbn_form"),
    ],
)
def test_an_isbn_has_one_verdict_everywhere(isbn: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_name(_in_front_matter("isbn", isbn)), _name(_in_entry("ISBN", isbn))] == [fault] * 2
    assert bool(_looked_up(isbn, monkeypatch)) == bool(fault)


def test_an_old_book_may_have_ten_digits_and_a_new_one_may_not() -> None:
    assert _in_entry("ISBN", "0-306-40615-2") is None
    assert _in_entry("ISBN", "0-8044-2957-X") is None
    assert _name(_in_entry("ISBN", "0-306-40615-3")) == "isbn_check"
    assert _name(_in_front_matter("isbn", "0-306-40615-2")) == "isbn_form_new"


@pytest.mark.parametrize(
    ("orcid", "fault"),
    [
        ("0000-0002-1694-233X", ""),
        ("0000-0002-1825-0097", ""),
        ("0000-0002-1825-0098", "orcid_check"),
        ("0000000218250097", "orcid_form"),
        ("００００-0002-1825-0097", "orcid_form"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid_not_bare"),
    ],
)
def test_orcid(orcid: str, fault: str) -> None:
    assert _name(identifiers.orcid_fault(orcid)) == fault


@pytest.mark.parametrize(
    ("text", "fault", "meant"),
    [
        ("CC-BY-4.0", "", ""),
        ("(MIT OR Apache-2.0) AND CC-BY-4.0", "", ""),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "", ""),
        ("LicenseRef-own", "", ""),
        ("https://example.org/licence", "", ""),
        ("http://example.org/licence", "license_address", ""),
        ("cc-by-4.0", "license_spelling", "CC-BY-4.0"),
        ("mit or Apache-2.0", "license_spelling", "MIT OR Apache-2.0"),
        ("CC BY 4.0", "license_guess", "CC-BY-4.0"),
        ("CC-BY-4", "license_guess", "CC-BY-4.0"),
        ("CC BY-NC-ND 4.0 International", "license_guess", "CC-BY-NC-ND-4.0"),
        ("The MIT License", "license_guess", "MIT"),
        ("MIT AND Apache 2", "license_guess", "Apache-2.0"),
        ("GPLv3", "license_guess", "GPL-3.0-only"),
        ("NO-SUCH-LICENCE-1.0", "license_unknown", ""),
        ("MIT AND", "license_expression", ""),
        ("", "license_expression", ""),
    ],
)
def test_licences(text: str, fault: str, meant: str) -> None:
    found = identifiers.license_fault(text)
    assert _name(found) == fault
    assert dict(found.values if found else ()).get("license", "") == meant


def test_only_a_listed_licence_has_a_page() -> None:
    assert identifiers.license_address("CC-BY-4.0") == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert identifiers.license_address("https://example.org/licence") == "https://example.org/licence"
    for text in ("MIT OR Apache-2.0", "LicenseRef-own", ""):
        assert identifiers.license_address(text) == ""


@pytest.mark.parametrize(
    ("tag", "fault"),
    [
        *((tag, "") for tag in ("en", "fr", "zh-Hant-HK", "de-1996", "x-own", "i-klingon")),
        *((tag, "language_spelling") for tag in ("zh_CN", "pt_BR")),
        *((tag, "language_unknown") for tag in ("not a language", "xx", "Chinese", "中文", "en--us", "", "a_b")),
    ],
)
def test_language_tags(tag: str, fault: str) -> None:
    assert _name(identifiers.language_fault(tag)) == fault


def test_addresses() -> None:
    for good in ("https://example.org/", "http://example.org:8080/a?b=c#d", "https://例子.中国/路径"):
        assert identifiers.is_url(good), good
    for wrong in (
        "https://example.org/，见",
        "ftp://example.org",
        "https://user:secret@example.org/",
        "https://",
        "example.org",
        "https://a b",
    ):
        assert not identifiers.is_url(wrong), wrong


def test_a_wrong_language_tag_reaches_no_output(project: Path) -> None:
    report = project / "source/report.md"
    text = report.read_text("utf-8").replace(
        "正文的第一段", '[Texte]{lang=fr}、`code`{lang=no-such}和[词]{lang="a b"}', 1
    )
    report.write_text(text, "utf-8")
    outcome = run("build", "html", "--project", str(project), report=project / "f.jsonl")
    line = next(number for number, one in enumerate(text.split("\n"), 1) if "Texte" in one)
    assert [row["line"] for row in outcome.findings if row["code"] == "SRC120"] == [line] * 2
    html = (project / "out/report.html").read_text("utf-8")
    assert 'lang="fr"' in html and "no-such" not in html and 'lang="a b"' not in html
