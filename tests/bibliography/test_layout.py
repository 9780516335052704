"""A file of entries put in order, and one more entry in it; no comment and no entry is lost."""

from __future__ import annotations

import pytest

from pipeline.bibliography.layout import CannotFormat, _prove, _sorted, appended, formatted
from pipeline.core.reasons import Reason

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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "no_list_of_entries"),
        ("- {id: a, id: b}\n", "no_list_of_entries"),
        ("3\n", "no_list_of_entries"),
        ("references: 3\n", "no_list_of_entries"),
        ("other: 3\n", "no_list_of_entries"),
        ("references: []\n", "no_entry_at_the_end"),
        ("references: ''\n", "no_entry_at_the_end"),
        ("references:\n- {id: a}\nother: 3\n", "no_entry_at_the_end"),
        ("[{id: a}]\n", "no_entry_at_the_end"),
    ],
)
def test_nothing_is_added_to_what_is_no_list(text: str, reason: str) -> None:
    with pytest.raises(CannotFormat) as caught:
        appended(text, ITEM)
    assert caught.value.reason == Reason(reason)


def test_an_entry_is_added_behind_what_is_none() -> None:
    assert appended("- x\n- {title: T}\n", ITEM) == (f"- x\n- {{title: T}}\n\n{ROWS.format(indent='')}", "new")
    assert appended("\n \n", ITEM)[0].startswith("references:\n\n  - id:")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "unsound_yaml"),
        ("- {id: a, id: b}\n", "unsound_yaml"),
        ("3\n", "no_list_of_entries"),
        ("other: []\n", "no_list_of_entries"),
        ("references: 3\n", "no_list_of_entries"),
        ("- x\n", "no_list_of_entries"),
        ("- {id: a}\n- {title: T}\n", "no_list_of_entries"),
        ("- {id: ''}\n", "no_list_of_entries"),
    ],
)
def test_what_is_no_list_of_entries_is_left_as_it_is(text: str, reason: str) -> None:
    with pytest.raises(CannotFormat) as caught:
        formatted(text)
    assert caught.value.reason == Reason(reason)


@pytest.mark.parametrize("text", ["[]\n", "references: []\n", "# nothing\n[]\n"])
def test_a_list_without_entries_is_in_order(text: str) -> None:
    assert formatted(text) == text


ENTRIES: list[dict[str, object]] = [{"id": "a", "title": "T", "language": "en"}, {"id": 2, "volume": "vol. 3"}]
SOUND = "- {id: a, title: T, language: en} # x\n# y\n- {id: 2, volume: 3}\n"


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (SOUND, ""),
        (f"references:\n{SOUND}", ""),
        ("- {id: 2, volume: vol. 3}\n# y\n- {id: a, title: T, language: en} # x", ""),
        ("- [", "unsound_result"),
        (SOUND.replace("volume", "id"), "unsound_result"),
        ("3", "unsound_result"),
        (SOUND.replace("title: T", "title: U"), "other_entries"),
        (SOUND.replace("id: 2", "id: 3"), "other_entries"),
        (f"{SOUND}- {{id: b}}\n", "other_entries"),
        (f"{SOUND}- {{id: 2, volume: 3}}\n", "other_entries"),
        (SOUND.split("\n- {id: 2", maxsplit=1)[0], "other_entries"),
        (SOUND.replace("# y", "# z"), "other_entries"),
        (SOUND.replace("# y\n", ""), "other_entries"),
        (SOUND.replace(" # x", ""), "other_entries"),
        (f"{SOUND}# z", "other_entries"),
    ],
)
def test_what_is_written_has_to_be_the_same_entries_and_comments(after: str, reason: str) -> None:
    if not reason:
        _prove(SOUND, after, ENTRIES)
        return
    with pytest.raises(CannotFormat) as caught:
        _prove(SOUND, after, ENTRIES)
    assert caught.value.reason == Reason(reason)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["- id: a", "- id: A"], ["- id: A", "- id: a"]),
        (["# x", "- id: B", "- id: a"], ["# x", "- id: a", "- id: B"]),
        (["- id: b", "  title: T", "  # in it", "# x", "- id: a"], ["  # in it", "# x", "- id: a", "- id: b", "  title: T"]),
        (["references:", "- id: b", "- id: a", ""], ["references:", "- id: a", "- id: b", ""]),
        (["- id: b", "", "- id: a"], ["- id: a", "", "- id: b"]),
        (["- id: b", "", "", "- id: c", "- id: a", "", ""], ["- id: a", "", "- id: b", "", "- id: c", "", ""]),
        (["- id: b", "# x", "", "- id: a"], ["- id: a", "", "- id: b", "# x"]),
        (["- id: b", "- id: a", " ", " "], ["- id: a", "- id: b", " ", " "]),
    ],
)  # fmt: skip
def test_entries_are_sorted_with_the_comments_above_them(before: list[str], after: list[str]) -> None:
    starts = [place for place, line in enumerate(before) if line.startswith("- id")]
    ids = [before[place].removeprefix("- id: ") for place in starts]
    assert _sorted(list(before), starts, ids) == after
    assert _sorted(list(before), starts[:1], ids[:1]) == before


def test_entries_on_one_line_or_none_are_not_sorted() -> None:
    assert _sorted(["[b, a]"], [0, 0], ["b", "a"]) == ["[b, a]"]
    assert _sorted(["# x", ""], [], []) == ["# x", ""]


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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-\n  id: b\n  language: en\n-\n  id: a\n  language: en\n", "unsound_result"),
        ("- id: b\n  language: en\n  note: |\n    x\n    # y\n- id: a\n  language: en\n", "other_entries"),
        ("references:\n- id: b\n  language: en\n- id: a\n  language: en\nother: 3\n", "unsound_result"),
    ],
)
def test_a_file_that_would_lose_something_is_left_as_it_is(text: str, reason: str) -> None:
    with pytest.raises(CannotFormat) as caught:
        formatted(text)
    assert caught.value.reason == Reason(reason)
    assert formatted(text, sort=False) == text


def test_several_values_of_one_line_are_made_plain() -> None:
    line = "- {id: a, title: T, language: en, volume: vol. 3, issue: no. 4}\n"
    assert formatted(line) == "- {id: a, title: T, language: en, volume: 3, issue: 4}\n".replace(
        ": 3", ': "3"'
    ).replace(": 4", ': "4"')
    names = "- {id: a, title: 题, language: zh, author: [{family: 张, given: 三}, {family: 李, given: 四}]}\n"
    assert formatted(names) == "- {id: a, title: 题, language: zh, author: [{literal: 张三}, {literal: 李四}]}\n"
