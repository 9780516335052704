"""Which bytes become a source text, and where the front matter ends in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core import decoding
from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError
from pipeline.core.model import Metadata
from pipeline.core.text import SourceText, Span
from pipeline.reading import frontmatter, sourcefile
from pipeline.reading.sourcefile import read_source
from tests.small import FRONT


def _refused(path: Path) -> Diagnostic:
    with pytest.raises(PipelineError) as caught:
        read_source(path, "a.md")
    assert caught.value.exit_code == ExitCode.UNREADABLE
    (problem,) = caught.value.diagnostics
    return problem


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("\ufeff\ufeffa".encode(), "\ufeffa"),
        (b"a\tb", "a\tb"),
        ("甲\u00a0\U0010fffd".encode(), "甲\u00a0\U0010fffd"),
    ],
)
def test_a_text_as_it_is_read(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert read_source(tmp_path / "a.md", "name.md") == SourceText("name.md", text)


@pytest.mark.parametrize(
    ("data", "code", "span", "values"),
    [
        ("一\n甲".encode() + b"\xc4\xe3", "SRC102", Span("a.md", 2, 2), {"byte": "0xC4"}),
        (b"\x0e" * 0 + b"\x80", "SRC102", Span("a.md", 1, 1), {"byte": "0x80"}),
        *[
            (f"一\n甲{character}".encode(), "SRC103", Span("a.md", 2, 2), {"character": f"U+{ord(character):04X}"})
            for character in "\x00\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
        ],
    ],
)
def test_bytes_that_are_refused(tmp_path: Path, data: bytes, code: str, span: Span, values: dict[str, str]) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert _refused(tmp_path / "a.md") == Diagnostic(code, span, values)


def test_a_file_or_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (sourcefile.MAX_BYTES, decoding.MAX_LINE) == (16 * 1024 * 1024, 1_000_000)
    monkeypatch.setattr(sourcefile, "MAX_BYTES", 10)
    monkeypatch.setattr(decoding, "MAX_LINE", 4)
    path = tmp_path / "a.md"
    path.write_text("1234\n12345", "utf-8")
    assert _refused(path) == Diagnostic("SRC104", Span("a.md", 2, 1), {"size": 5, "limit": 4})
    path.write_text("1234\n12345\n", "utf-8")
    assert _refused(path) == Diagnostic("SRC104", Span("a.md"), {"size": 11, "limit": 10})
    path.write_text("1234\n1234\n", "utf-8")
    assert read_source(path, "a.md").line(2) == "1234"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.md") == Diagnostic("SRC101", Span("a.md"))
    assert _refused(tmp_path) == Diagnostic("SRC108", Span("a.md"))
    assert _refused(Path("/proc/self/mem/x")).code == "SRC109"


@pytest.mark.parametrize(
    ("text", "block", "body"),
    [
        ("---\na: 1\n---\nbody", "a: 1\n", "body"),
        ("--- \na: 1\n...\t\nbody", "a: 1\n", "body"),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\n---\nbody", "", "body"),
        ("---\na: ---\n ---\n---\n---\n", "a: ---\n ---\n", "---\n"),
        ("---\na: 1\n", None, "---\na: 1\n"),
        ("\n---\na: 1\n---\n", None, "\n---\na: 1\n---\n"),
        ("body", None, "body"),
        ("----\na\n----\n", None, "----\na\n----\n"),
    ],
)
def test_where_the_front_matter_ends(text: str, block: str | None, body: str) -> None:
    source = SourceText("a.md", text)
    assert frontmatter.split(source)[0] == block
    assert text[frontmatter.body_start(source) :] == body


def _metadata(front: str) -> tuple[Metadata, list[tuple[str, str, str]]]:
    metadata, problems = frontmatter.read(SourceText("a.md", f"---\n{front}---\n"))
    return metadata, [(problem.code, str(problem.span), problem.key) for problem in problems]


def test_a_front_matter_that_is_not_there() -> None:
    assert frontmatter.read(SourceText("a.md", " x\n")) == (Metadata(), (Diagnostic("MET101", Span("a.md", 1, 2, 3)),))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("{zh: 甲, en: A}", None),
        ("{zh: 甲}", "en"),
        ("{en: A}", "zh"),
        ("{zh: 甲, en: ''}", "en"),
        ("{zh: '', en: A}", "zh"),
    ],
)
def test_texts_in_one_language_are_told_where_they_stand(text: str, missing: str | None) -> None:
    _, problems = frontmatter.read(SourceText("a.md", f"---\n{FRONT}rights: {text}\nfunding: [{text}]\n---\n"))
    told = [
        (one.code, {name: value for name, value in one.values.items() if name != "how"}, str(one.span), one.key)
        for one in problems
    ]
    expected = [
        ("MET102", {"name": "funding.0", "missing": missing}, "a.md:11:11", "funding"),
        ("MET102", {"name": "rights", "missing": missing}, "a.md:10:1", "rights"),
    ]
    assert sorted(told, key=lambda row: str(row[1])) == (expected if missing else [])


def test_defaults_of_a_front_matter() -> None:
    metadata, problems = _metadata(FRONT)
    assert problems == []
    assert (metadata.languages.tag, metadata.numbering, metadata.references, metadata.lists) == (
        "zh-CN",
        "continuous",
        "document",
        (),
    )
    assert (metadata.authors[0].role, metadata.authors[0].orcid, metadata.identifiers) == ("aut", "", ())
    assert not metadata.subtitle and not metadata.rights and not metadata.series
    assert (metadata.contributors, metadata.funding, metadata.glossary) == ((), (), ())


@pytest.mark.parametrize("role", ["aut", "ctb", "edt", "trl", "ill", "pbl", "fnd", "rev", "cmp", "isb"])
def test_roles_are_relators(role: str) -> None:
    metadata, problems = _metadata(f"{FRONT}contributors: [{{name: {{zh: 乙, en: B}}, role: {role}}}]\n")
    assert problems == []
    assert metadata.contributors[0].role == role


def test_what_else_a_front_matter_may_say() -> None:
    metadata, problems = _metadata(
        f"{FRONT}identifier: {{doi: 10.5555/x, isbn: 978-7-302-00000-6, report: R-1}}\nnumbering: chapter\n"
        "references: chapter\nlists: [tables, figures, tables]\nlang: zh-CN\n"
    )
    assert problems == []
    assert [item.scheme for item in metadata.identifiers] == ["doi", "isbn", "report"]
    assert (metadata.numbering, metadata.references, metadata.lists) == ("chapter", "chapter", ("tables", "figures"))


@pytest.mark.parametrize(
    "line",
    ["numbering: none", "references: none", "lists: [boxes]", "lang: en", "keywords: []", "authors: []", "date: 2026-02-30",
     "date: 26-02-03", "contributors: [{name: {zh: 乙, en: B}, role: xyz}]"],
)  # fmt: skip
def test_what_it_may_not(line: str) -> None:
    name, _, _ = line.partition(":")
    kept = "".join(f"{row}\n" for row in FRONT.splitlines() if not row.startswith(f"{name}:"))
    metadata, problems = _metadata(f"{kept}{line}\n")
    assert metadata == Metadata()
    assert [(code, place.split(":")[1]) for code, place, _ in problems] == [("YML103", str(kept.count("\n") + 2))]
