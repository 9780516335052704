"""Bibliographies as they are read: which entries there are, where they and their fields stand, and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.diagnostics import Diagnostic, PipelineError
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import exchange, references
from tests.reading.body import place


def _span(line: int | None = None, column: int | None = None, end: int | None = None) -> Span:
    return Span("r.bib", line, column, end)


def test_forms_are_known_by_the_end_of_a_file_name() -> None:
    assert set(exchange.FORMS) == {".bib", ".ris"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("@book{one,}", _span(1, 7, 10)),
        ("\t@Book {  one ,}", _span(1, 11, 14)),
        ("@book( one,)", _span(1, 8, 11)),
        ("@Comment{one,}\n@book{one,}", _span(2, 7, 10)),
        ("@preamble{{one}}\n@book{one,}", _span(2, 7, 10)),
        ("x @book{one,}", _span(1, 9, 12)),
    ],
)
def test_the_key_of_an_entry_of_biblatex(text: str, span: Span) -> None:
    entries, problems = exchange.read(SourceText("r.bib", f"{text}\n@book{{other,}}"), ".bib")
    assert [entry.id for entry in entries] == ["one", "other"]
    assert (entries[0].span, problems) == (span, ())


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("@book{a1, title={X {Y}, year={2020}}", "a1", "bib_open"),
        ('@book{a1, title="X, year={2020}}', "a1", "bib_open"),
        ("@book{, title={X}}", "", "bib_no_key"),
    ],
)
def test_a_broken_entry_is_told_at_its_place_and_the_rest_is_read(text: str, key: str, reason: str) -> None:
    source = SourceText("r.bib", f"@book{{b0, title={{A}}}}\n{text}\n@book{{b1, title={{Z}}, year={{2021}}}}\n")
    entries, (problem,) = exchange.read(source, ".bib")
    assert (problem.code, problem.span and problem.span.line) == ("CIT119", 2)
    assert problem.values == {"key": key or "—", "reason": Reason(reason)}
    assert [entry.id for entry in entries if entry.csl] == ["b0", "b1"]
    assert [entry.id for entry in entries if not entry.csl] == ([key] if key else [])


RIS = {"DOI": "DO", "URL": "UR", "ISBN": "SN", "accessed": "Y2", "language": "LA"}
BIB = {"DOI": "doi", "URL": "url", "ISBN": "isbn", "accessed": "urldate", "title": "title", "volume": "VOLUME"}


@pytest.mark.parametrize(
    ("field", "written"),
    [*BIB.items(), ("issued", "date"), ("issued", "year"), ("container-title", "journal"),
     ("container-title", "journaltitle"), ("container-title", "booktitle")],
)  # fmt: skip
def test_a_field_of_biblatex_stands_on_the_line_of_its_own_name(field: str, written: str) -> None:
    text = f"@book{{one,\n  x-{written} = {{y}},\n  x-{written}x = {{y}},\n\t{written}  = {{y}}\n}}"
    ((entry,), problems) = exchange.read(SourceText("r.bib", text), ".bib")
    assert [(name, place(span)) for name, span in entry.fields] == [(field, f"4:2-{len(written) + 9}")]
    assert problems == ()


@pytest.mark.parametrize(
    ("field", "written"),
    [*RIS.items(), ("issued", "PY"), ("issued", "Y1"), ("issued", "DA"), ("title", "TI"), ("title", "T1"), ("author", "AU"), ("author", "A1")],
)  # fmt: skip
def test_a_field_of_ris_stands_on_the_line_of_its_own_tag(field: str, written: str) -> None:
    text = f"TY  - BOOK\n{written}  - y\nID  - one\n"
    ((entry,), _) = exchange.read(SourceText("r.ris", text), ".ris")
    assert (entry.id, entry.span) == ("one", Span("r.ris", 3, 7, 10))
    assert [(name, place(span)) for name, span in entry.fields] == [(field, "2:1-8")]


def test_a_field_of_ris_goes_on_in_the_next_line() -> None:
    text = "junk\nTY  - JOUR\nTI  - One\n two\nUR  - https://example.org/a\nhttps://example.org/b\nAU  - 王, 某\nPY  - 2020///\nER  - \n"
    (entry,), (problem,) = exchange.read(SourceText("r.ris", text), ".ris")
    item = json.loads(entry.csl)
    assert (item["title"], item["URL"], entry.id) == ("One two", "https://example.org/a", "王2020")
    assert (problem.code, problem.span and problem.span.line) == ("CIT119", 1)


def test_records_without_keys_get_their_own() -> None:
    record = "TY  - BOOK\nAU  - Doe, Jane\nPY  - 2020\nTI  - T\nER  - \n"
    entries, problems = exchange.read(SourceText("r.ris", record * 2), ".ris")
    assert ([entry.id for entry in entries], problems) == (["Doe2020", "Doe2020a"], ())


def test_a_key_that_its_type_holds_too_stands_at_its_own_place() -> None:
    entries, problems = exchange.read(SourceText("r.bib", "@article{a,title={T}}\n@article{a,title={U}}\n"), ".bib")
    assert [place(entry.span) for entry in entries] == ["1:10-11"]
    assert problems == (Diagnostic("CIT103", _span(2, 10, 11), {"key": "a"}, "a", (_span(1, 10, 11),)),)


def test_an_entry_of_ris_begins_with_its_type() -> None:
    text = "TY  - BOOK\nTI  - One\nID  - one\nER  - \nTY  - BOOK\nTI  - Two\nID  - two\nER  - \n"
    entries, _ = exchange.read(SourceText("r.ris", text), ".ris")
    assert [(entry.id, entry.place("title").line) for entry in entries] == [("one", 2), ("two", 6)]
    _, (problem,) = exchange.read(SourceText("r.ris", text.replace("two", "one")), ".ris")
    assert (problem.code, problem.related) == ("CIT103", (Span("r.ris", 3, 7, 10),))


def test_a_file_without_entries_is_told() -> None:
    assert exchange.read(SourceText("r.bib", ""), ".bib") == ((), ())
    for form in (".bib", ".ris"):
        _, (problem,) = exchange.read(SourceText("r", "% nothing\n" if form == ".bib" else "\ufeff"), form)
        assert problem.code in ("CIT117", "CIT119")


def test_fields_that_nothing_reads_are_told_once() -> None:
    text = "@book{a, titel={T}, file={x}}\n@book{b, titel={T},\n title_translation_en={x}}\n"
    _, (problem,) = exchange.read(SourceText("r.bib", text), ".bib")
    assert (problem.code, problem.values) == ("CIT126", {"field": "titel", "key": "a", "count": 2})
    _, (problem,) = exchange.read(SourceText("r.ris", "TY  - BOOK\nID  - a\nQQ  - x\nQQ  - x\nER  - \n"), ".ris")
    assert (problem.code, problem.values) == ("CIT126", {"field": "QQ", "key": "a", "count": 1})


@pytest.mark.parametrize("form", [".bib", ".ris"])
def test_of_a_library_only_what_is_cited_is_worked_out(form: str) -> None:
    rows = (
        f"@book{{k{number}, title={{T}}, odd={{x}}}}"
        if form == ".bib"
        else f"TY  - BOOK\nID  - k{number}\nTI  - T\nER  - "
        for number in range(exchange.LIBRARY + 5)
    )
    source = SourceText("r", "\n" + "\n".join(rows))
    entries, problems = exchange.read(source, form, {"k7", "k9", "none"})
    assert [entry.id for entry in entries if entry.csl] == ["k7", "k9"]
    assert len(entries) == exchange.LIBRARY + 5
    assert [problem.values["count"] for problem in problems] == ([2] if form == ".bib" else [])


def _read(tmp_path: Path, text: str, name: str = "r.yaml") -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    (tmp_path / name).write_text(text, "utf-8")
    return references.read(tmp_path / name, "r.bib")


def test_an_entry_of_yaml_has_its_fields_with_their_places(tmp_path: Path) -> None:
    (entry,), problems = _read(tmp_path, "references:\n- title: 题\n  id: 7\n  3: x\n")
    assert [(one.code, one.values["field"]) for one in problems] == [("CIT126", "3")]
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
