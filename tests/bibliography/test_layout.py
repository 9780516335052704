"""A file of entries put in order, and one more entry in it; no comment and no entry is lost."""

from __future__ import annotations

import pytest

from pipeline.bibliography.layout import CannotFormat, appended, formatted

ITEM = {"id": "new", "title": "题：一", "type": "book"}
ROWS = '{indent}- id: "new"\n{indent}  title: "题：一"\n{indent}  type: "book"\n'


@pytest.mark.parametrize(
    ("before", "start", "indent"),
    [
        ("", "references:\n", "  "),
        ("references:\n", "references:\n", "  "),
        ("references:\n  - {id: a, title: A}\n", "references:\n  - {id: a, title: A}\n", "  "),
        ("references:\n- {id: a, title: A}\n\n\n", "references:\n- {id: a, title: A}\n", ""),
        ("- {id: a, title: A}", "- {id: a, title: A}\n", ""),
        ("    - {id: a, title: A}\n", "    - {id: a, title: A}\n", "    "),
    ],
)
def test_an_entry_is_added_at_the_end_as_deep_as_the_others(before: str, start: str, indent: str) -> None:
    assert appended(before, ITEM) == (f"{start}\n{ROWS.format(indent=indent)}", "new")


def test_a_key_that_is_taken_gets_a_letter() -> None:
    made, key = appended("- {id: new, title: A}\n", ITEM)
    assert key == "newa"
    made, key = appended(made, ITEM)
    assert key == "newb"
    assert made.count('id: "new') == 2


@pytest.mark.parametrize("text", ["a: [", "3\n", "references: 3\n", "references: []\n", "other: 3\n"])
def test_nothing_is_added_to_what_is_no_list(text: str) -> None:
    with pytest.raises(CannotFormat):
        appended(text, ITEM)


def _entry(id_: str) -> str:
    return f"- id: {id_}\n  title: T\n  language: en\n"


def test_entries_stand_by_key_whatever_its_case_with_their_comments() -> None:
    before = f"# the file\n{_entry('b')}# of A\n# and more\n{_entry('A')}{_entry('a')}"
    after = f"# the file\n# of A\n# and more\n{_entry('A')}{_entry('a')}{_entry('b')}"
    assert formatted(before) == after
    assert formatted(after) == after
    assert formatted(before, sort=False) == before


def test_blank_lines_part_all_entries_or_none() -> None:
    before = f"{_entry('b')}\n\n{_entry('a')}{_entry('c')}\n\n"
    assert formatted(before) == f"{_entry('a')}\n{_entry('b')}\n{_entry('c')}\n\n"


def test_entries_on_one_line_keep_their_order() -> None:
    text = "[{id: b, title: T, language: en}, {id: a, title: T, language: en}]\n"
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- id: a\n  title: 题\n", "- id: a\n  language: zh\n  title: 题\n"),
        ("- title: 题\n  id: a # key\n", "- title: 题\n  id: a # key\n  language: zh\n"),
        ("- {id: a, title: 题}\n", "- {id: a, language: zh, title: 题}\n"),
        ('- id: a\n  title: T\n  language: "English"\n', "- id: a\n  title: T\n  language: en\n"),
        ("- id: a\n  title: T\n  language: en\n  volume: 'vol. 3' # x\n", '- id: a\n  title: T\n  language: en\n  volume: "3" # x\n'),
        ("- id: a\n  title: T\n  language: en\n  edition: 1\n  volume: 3\n", "- id: a\n  title: T\n  language: en\n  volume: 3\n"),
        ("- id: a\n  title: 题\n  language: zh\n  author:\n  - family: 张\n    given: 三\n", "- id: a\n  title: 题\n  language: zh\n  author:\n  - literal: 张三\n"),
        # What a comment stands beside, or stands on the line of something else, is left alone.
        ("- id: a\n  title: 题\n  language: zh\n  author:\n  - family: 张 # x\n    given: 三\n", None),
        ("- id: a\n  title: 题\n  language: zh\n  author:\n  - family: 张\n    given: 三 # x\n", None),
        ("- id: a\n  title: 题\n  language: zh\n  author:\n  - given: 三\n    family: 张\n", None),
        ("- {id: a, title: T, language: en, edition: 1}\n", None),
    ],
)  # fmt: skip
def test_a_value_is_made_plain_where_it_stands(before: str, after: str | None) -> None:
    assert formatted(before) == (before if after is None else after)
