"""Bibliographies as they are read: which entries there are, where they and their fields stand, and what is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.diagnostics import Diagnostic, PipelineError, tool_failed
from pipeline.core.failures import quoted
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import exchange, references
from tests.reading.body import place


def _span(line: int | None = None, column: int | None = None, end: int | None = None) -> Span:
    return Span("r.bib", line, column, end)


def test_forms_are_known_by_the_end_of_a_file_name() -> None:
    assert exchange.FORMS == {".bib": "biblatex", ".ris": "ris"}


def _given(monkeypatch: pytest.MonkeyPatch, *items: dict[str, Any]) -> None:
    """What the parser makes of a file."""
    monkeypatch.setattr(exchange.pandoc, "bibliography", lambda text, form: list(items))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("@book{one,}", _span(1, 7, 10)),
        ("\t@Book {  one ,}", _span(1, 11, 14)),
        ("@book( one,)", _span(1, 8, 11)),
        ("@Comment{one,}\n@book{one,}", _span(2, 7, 10)),
        ("@string{one,}\n@book{one,}", _span(2, 7, 10)),
        ("@preamble{one,}\n@book{one,}", _span(2, 7, 10)),
        ("x @book{one,}", _span()),
        ("@book{one}", _span()),
        ("@book{o ne,}", _span()),
    ],
)
def test_the_key_of_an_entry_of_biblatex(monkeypatch: pytest.MonkeyPatch, text: str, span: Span) -> None:
    _given(monkeypatch, {"id": "one"})
    made = exchange.read(SourceText("r.bib", f"{text}\n@book{{other,}}"), ".bib")
    assert made == ((Entry("one", '{"id": "one"}', span),), ())


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("ID  - one", _span(1, 7, 10)),
        ("ID  -   one", _span(1, 9, 12)),
        ("ID  -one", _span(1, 6, 9)),
        ("A\nID  - one", _span(2, 7, 10)),
        ("xID  - one", _span()),
        ("ID - one", _span()),
    ],
)
def test_the_key_of_an_entry_of_ris(monkeypatch: pytest.MonkeyPatch, text: str, span: Span) -> None:
    _given(monkeypatch, {"id": "one"})
    (entry,), problems = exchange.read(SourceText("r.bib", text), ".ris")
    assert (entry.id, entry.csl, entry.span, problems) == ("one", '{"id": "one"}', span, ())


BIB = {"DOI": "doi", "URL": "url", "ISBN": "isbn", "accessed": "urldate", "title": "title", "volume": "VOLUME"}
RIS = {"DOI": "DO", "URL": "UR", "ISBN": "SN", "accessed": "Y2", "language": "LA"}


@pytest.mark.parametrize(
    ("field", "written"),
    [*BIB.items(), ("issued", "date"), ("issued", "year"), ("container-title", "journal"),
     ("container-title", "journaltitle"), ("container-title", "booktitle")],
)  # fmt: skip
def test_a_field_of_biblatex_stands_on_the_line_of_its_own_name(monkeypatch: pytest.MonkeyPatch, field: str, written: str) -> None:  # fmt: skip
    _given(monkeypatch, {"id": "one", field: "x"})
    text = f"{written} = {{y}}\n@book{{one,\n  x{written} = {{y}},\n  {written}x = {{y}},\n\t{written}  = {{y}}\n}}"
    ((entry,), _) = exchange.read(SourceText("r.bib", text), ".bib")
    assert [(name, place(span)) for name, span in entry.fields] == [(field, f"5:2-{len(written) + 9}")]


@pytest.mark.parametrize(
    ("field", "written"),
    [*RIS.items(), ("issued", "PY"), ("issued", "Y1"), ("issued", "DA"), ("title", "TI"), ("title", "T1"), ("author", "AU"), ("author", "A1")],
)  # fmt: skip
def test_a_field_of_ris_stands_on_the_line_of_its_own_tag(monkeypatch: pytest.MonkeyPatch, field: str, written: str) -> None:  # fmt: skip
    _given(monkeypatch, {"id": "one", field: "x"})
    text = f"{written}  - z\nTY  - BOOK\nX{written}  - y\n{written} - y\n{written}  - y\nID  - one\n"
    ((entry,), _) = exchange.read(SourceText("r.bib", text), ".ris")
    assert [(name, place(span)) for name, span in entry.fields if name != "id"] == [(field, "5:1-8")]


def test_a_key_that_its_type_holds_too_stands_at_its_own_place() -> None:
    entries, problems = exchange.read(SourceText("r.bib", "@article{a,title={T}}\n@article{a,title={U}}\n"), ".bib")
    assert [place(entry.span) for entry in entries] == ["1:10-11"]
    assert problems == (Diagnostic("CIT103", _span(2, 10, 11), {"key": "a"}, "a", (_span(1, 10, 11),)),)


def test_an_entry_of_ris_begins_with_its_type() -> None:
    text = "TY  - BOOK\nTI  - One\nID  - one\nER  - \nTY  - BOOK\nTI  - Two\nID  - two\nER  - \n"
    entries, _ = exchange.read(SourceText("r.ris", text), ".ris")
    assert [(entry.id, entry.place("title").line) for entry in entries] == [("one", 2), ("two", 6)]


def test_a_field_is_looked_for_in_its_own_entry_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    _given(monkeypatch, {"id": "one", "title": "x"}, {"id": "two", "title": "y"}, {"id": "none", "title": "z"})
    text = "@book{one,\n}\n@book{two,\ntitle={y}}\n"
    entries, _ = exchange.read(SourceText("r.bib", text), ".bib")
    assert [(entry.id, place(entry.span), len(entry.fields)) for entry in entries] == [
        ("one", "1:7-10", 0),
        ("two", "3:7-10", 1),
        ("none", "-", 0),
    ]
    assert entries[1].place("title") == _span(4, 1, 11)


def test_a_key_given_twice_is_told_at_both_places(monkeypatch: pytest.MonkeyPatch) -> None:
    _given(monkeypatch, {"id": "one", "title": "A"}, {"id": "two"}, {"id": "one", "title": "B"})
    text = "@comment{one, two}\n@book{one,\ntitle={A}}\n@book{two,}\n@book{one,\n title={B}}\n@book{one,}"
    entries, problems = exchange.read(SourceText("r.bib", text), ".bib")
    assert [(entry.id, entry.csl) for entry in entries] == [
        ("one", '{"id": "one", "title": "A"}'),
        ("two", '{"id": "two"}'),
    ]
    assert entries[0].fields == (("title", _span(3, 1, 11)),)
    first = (_span(2, 7, 10),)
    assert problems == (
        Diagnostic("CIT103", _span(5, 7, 10), {"key": "one"}, "one", first),
        Diagnostic("CIT103", _span(7, 7, 10), {"key": "one"}, "one", first),
    )


def test_a_file_of_biblatex_without_entries_has_none() -> None:
    assert exchange.read(SourceText("r.bib", ""), ".bib") == ((), ())


def test_an_entry_is_kept_with_its_fields_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    _given(monkeypatch, {"title": "题", "id": 3})
    (entry,), _ = exchange.read(SourceText("r.bib", "@book{x,}"), ".bib")
    assert (entry.id, entry.csl) == ("3", '{"id": 3, "title": "题"}')


@pytest.mark.parametrize(
    ("said", "span", "reason"),
    [
        ("Error at (line 2, column 3)", _span(2, 3), Reason("bib_entry", near="{b,}")),
        ("Error at (line 2, column 9)", _span(2, 1), Reason("bib_broken")),
        ("line 9", _span(2, 1), Reason("bib_broken")),
        ("line 2", _span(2, 1), Reason("bib_broken")),
        ("line 3: unexpected end of input", _span(1, 4), Reason("bib_end")),
        ("at once", _span(), quoted("pandoc", "at once")),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_it_breaks(monkeypatch: pytest.MonkeyPatch, said: str, span: Span, reason: Reason) -> None:  # fmt: skip
    def fail(text: str, form: str) -> list[dict[str, Any]]:
        assert (text.count("@"), form) == (2, "biblatex")
        raise tool_failed("TOL103", tool="pandoc", words=said)

    monkeypatch.setattr(exchange.pandoc, "bibliography", fail)
    entries, (twice, problem) = exchange.read(SourceText("r.bib", "@a{b,}\n@a{b,}\n"), ".bib")
    assert (entries, twice.code) == ((), "CIT103")
    assert problem.span is not None
    assert (problem.code, problem.values, problem.key) == ("CIT117", {"reason": reason}, "r.bib")
    assert (problem.span.line, problem.span.column) == (span.line, span.column)


def test_a_parser_that_is_not_there_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, form: str) -> list[dict[str, Any]]:
        raise tool_failed("TOL101")

    monkeypatch.setattr(exchange.pandoc, "bibliography", fail)
    with pytest.raises(PipelineError) as caught:
        exchange.read(SourceText("r.bib", "@book{x,}"), ".bib")
    assert [problem.code for problem in caught.value.diagnostics] == ["TOL101"]


def _read(tmp_path: Path, text: str, name: str = "r.yaml") -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    (tmp_path / name).write_text(text, "utf-8")
    return references.read(tmp_path / name, "r.bib")


def test_an_entry_of_yaml_has_its_fields_with_their_places(tmp_path: Path) -> None:
    (entry,), problems = _read(tmp_path, "references:\n- title: 题\n  id: 7\n  3: x\n")
    assert problems == ()
    assert (entry.id, entry.span) == ("7", _span(3, 7, 8))
    assert entry.csl == '{"3": "x", "id": "7", "title": "题"}'
    assert [(name, place(span)) for name, span in entry.fields] == [("title", "2:10-11"), ("id", "3:7-8"), ("3", "4:6-7")]  # fmt: skip
    (entry,), _ = _read(tmp_path, "- {id: a, title: T}\n")
    assert (entry.span, entry.place("title")) == (_span(1, 8, 9), _span(1, 18, 19))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- {id: a}\n- {id: b}\n- {id: a}\n- {id: b}\n", [
            Diagnostic("CIT103", _span(3, 8, 9), {"key": "a"}, "a", (_span(1, 8, 9),)),
            Diagnostic("CIT103", _span(4, 8, 9), {"key": "b"}, "b", (_span(2, 8, 9),)),
        ]),
        ("references:\n- {title: T}\n- 3\n- {id: ''}\n- {id: a}\n", [
            Diagnostic("YML104", _span(2, 3, 13), {"name": "id"}, "id"),
            Diagnostic("YML104", _span(3, 3, 4), {"name": "id"}, "id"),
            Diagnostic("YML104", _span(4, 3, 11), {"name": "id"}, "id"),
        ]),
        ("references: {id: a}\n", [Diagnostic("YML103", _span(1, 13, 20), {"name": "references", "reason": Reason("no_list_of_entries")}, "references")]),
        ("text", [Diagnostic("YML103", _span(1, 1, 5), {"name": "references", "reason": Reason("no_list_of_entries")}, "references")]),
        ("- {id: a, id: b}\n", [Diagnostic("YML105", _span(1, 11, 13), {"name": "id"}, "id", (_span(1, 4, 6),))]),
        ("references: 3\nreferences: 4\n", [
            Diagnostic("YML105", _span(2, 1, 11), {"name": "references"}, "references", (_span(1, 1, 11),)),
            Diagnostic("YML103", _span(1, 13, 14), {"name": "references", "reason": Reason("no_list_of_entries")}, "references"),
        ]),
        ("[]", []),
        ("references: []", []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_of_entries(tmp_path: Path, text: str, problems: list[Diagnostic]) -> None:
    entries, told = _read(tmp_path, text)
    assert list(told) == problems
    assert len({entry.id for entry in entries}) == len(entries)


def test_a_file_is_read_by_the_end_of_its_name(tmp_path: Path) -> None:
    assert [code.code for code in _read(tmp_path, "- [")[1]] == ["YML101"]
    assert [entry.id for entry in _read(tmp_path, "@book{one,\ntitle={T}}", "r.bib")[0]] == ["one"]
    assert [entry.id for entry in _read(tmp_path, "TY  - BOOK\nID  - one\nER  - \n", "r.ris")[0]] == ["one"]
    assert [entry.id for entry in _read(tmp_path, json.dumps([{"id": "one"}]), "r.json")[0]] == ["one"]


def test_numbers_of_an_entry_are_kept_as_they_are_written(tmp_path: Path) -> None:
    (entry,), problems = _read(tmp_path, "- {id: 1.50, volume: 2.50, issue: 0x1F, page: 3, note: 1.5}\n")
    assert problems == ()
    assert json.loads(entry.csl) == {"id": "1.50", "volume": "2.50", "issue": "0x1F", "page": 3, "note": 1.5}


def test_controls_that_turn_letters_are_told_before_other_faults(tmp_path: Path) -> None:
    _, problems = _read(tmp_path, "- {title: 甲\u202e}\n")
    assert [problem.code for problem in problems] == ["SRC121", "YML104"]
    _, problems = _read(tmp_path, "@book{a,\ntitle={甲\u202e}}\n", "r.bib")
    assert [problem.code for problem in problems] == ["SRC121"]


def test_a_file_outside_the_project_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("[]", "utf-8")
    assert references.read(tmp_path / "r.yaml", "r.bib", tmp_path) == ((), ())
    with pytest.raises(PipelineError) as caught:
        references.read(tmp_path / "r.yaml", "r.bib", tmp_path / "other")
    assert caught.value.diagnostics == (Diagnostic("SRC109", Span("r.bib"), {"reason": Reason("outside_the_project")}),)
