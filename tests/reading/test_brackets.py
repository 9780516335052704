"""Which brackets have no partner or stand too deep, and how much the strings of a bibliography come to."""

from __future__ import annotations

import pytest

from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import expansions
from pipeline.reading.brackets import MOST_NESTED, look_at, paragraphs


@pytest.mark.parametrize(
    ("text", "lonely"),
    [
        ("", []),
        ("[a]", []),
        ("[a", [0]),
        ("[a [b]", [0]),
        ("a] [b", [3]),
        ("[a\nb]", []),
        ("[a\n\nb]", [0]),
        ("甲\n\n[a", [3]),
        ("\\[a", []),
        ("`[`a", []),
        ("``[`[``a[", [8]),
        ("```\n[a\n```\n[b", [11]),
        ("~~~\n[a\n```\n[b\n~~~\n[c", [18]),
        ("````\n[a\n```\n[b\n````\n[c", [20]),
        ("> ```\n> [a\n> ```\n> [b", [19]),
        ("```\n[a\n``` x\n[b", []),
        ("a\n>\n[b", [4]),
    ],
)
def test_a_bracket_is_lonely_that_its_paragraph_does_not_close(text: str, lonely: list[int]) -> None:
    assert look_at(text).lonely == frozenset(lonely)


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("[" * 6 + "]" * 6, []),
        ("[" * 7 + "]" * 7, [0]),
        ("[" * 8 + "]" * 8, [1]),
        ("甲\n\n" + "[" * 7 + "]" * 7, [3]),
        ("[" + "[]" * 7 + "]", []),
        ("[" * 7 + "]" * 7 + "[]" + "[" * 7 + "]" * 7, [0, 16]),
        ("[" * 4 + "]" * 3 + "[" * 6 + "]" * 7, [0]),
        ("[" * 6 + "\n\n" + "[" + "]" * 7, []),
    ],
)
def test_six_brackets_may_stand_in_each_other(text: str, deep: list[int]) -> None:
    assert MOST_NESTED == 6
    assert look_at(text).deep == tuple(deep)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a\nb", [(0, "a\nb")]),
        ("a\n\n\nb\nc\n", [(0, "a"), (4, "b\nc")]),
        ("a\n```\nb\n\n```\nc", [(0, "a"), (13, "c")]),
        ("a\n \t>\nb", [(0, "a"), (6, "b")]),
        ("``\na", [(0, "``\na")]),
    ],
)
def test_paragraphs_are_lines_without_a_blank_one_outside_fences(text: str, found: list[tuple[int, str]]) -> None:
    assert list(paragraphs(text)) == found


ENTRY = "@book{one,}\n"


@pytest.mark.parametrize(
    ("text", "span", "reason"),
    [
        (f'@string{{ab = "xy"}}\n{ENTRY}', None, None),
        (f'@string{{ab = "xyzx"}}\n@STRING(cd = ab # AB # "x")\n{ENTRY}', Span("r.bib", 2, 9, 11), "cd"),
        (f'@string{{ab = "xyz"}}\n@string{{cd = ab # "xyz"}}\n{ENTRY}', None, None),
        (f"@string{{ab = {{12345678}}}}\n{ENTRY}", None, None),
        (f"@string{{ab = {{123456789}}}}\n{ENTRY}", Span("r.bib", 1, 9, 11), "ab"),
        (f'@string{{ab = ab # "123456"}}\n{ENTRY}', None, None),
    ],
)
def test_strings_are_as_long_as_what_they_name(monkeypatch: pytest.MonkeyPatch, text: str, span: Span | None, reason: str | None) -> None:  # fmt: skip
    assert expansions.LONGEST == 100_000
    monkeypatch.setattr(expansions, "LONGEST", 10)
    expected = span and (span, Reason("string_too_long", name=reason or "", limit=10))
    assert expansions.fault_of(SourceText("r.bib", text)) == expected


@pytest.mark.parametrize(
    ("text", "name", "column"),
    [
        ("@book{one,}\n@book{two,\ncrossref={one}}", "", 0),
        ("@book{one,\ncrossref={one}}", "one", 7),
        ('@book{one, crossref = "two"}\n @book{two,\n XDATA={x, one}}', "one", 7),
        ("@book{one,\nxdata={two}}\n@book{two,\nxdata={three}}\n@book{three,\nxdata={two}}", "two", 7),
        ("@book{one,\ncrossref={none}}", "", 0),
        ("@book{one,}\n@book{one,\ncrossref={one}}", "one", 7),
        ("@comment{one,\ncrossref={one}}\n@book{two,}", "", 0),
        ("@book{one,\nnote={crossref={one}}}", "", 0),
    ],
)
def test_an_entry_may_not_inherit_from_itself(text: str, name: str, column: int) -> None:
    found = expansions.fault_of(SourceText("r.bib", text))
    if not name:
        assert found is None
        return
    assert found is not None
    span, reason = found
    assert (span.column, span.end_column, reason) == (column, column + len(name), Reason("inherits_from_itself", name=name))  # fmt: skip


@pytest.mark.parametrize("first", ["```x``` a", "~~~删除~~~", "``a`` ```b```"])
def test_code_in_a_line_opens_no_block_of_code(first: str) -> None:
    assert len(look_at(f"{first}\n\n区间[0,1)与[1,2)").lonely) == 2


@pytest.mark.parametrize("field", ["note={see,\n crossref = {one}}", "title={{a}, crossref={one}}", "xref={one}"])
def test_words_of_a_field_name_no_parent(field: str) -> None:
    assert expansions.fault_of(SourceText("r.bib", f"@book{{one,\n{field}}}\n")) is None
