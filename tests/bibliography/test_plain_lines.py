"""Lines of a file of entries made plain where they stand; what cannot be rewritten surely stays as it is."""

from __future__ import annotations

import pytest

from pipeline.bibliography import plain_lines
from pipeline.bibliography.plain_lines import GONE, make_plain
from pipeline.core.text import SourceText, Span
from pipeline.tools import yaml


def _plain(text: str) -> list[str]:
    found, problems = yaml.load(text, yaml.Origin(SourceText("r.yaml", text)))
    assert found is not None and not problems
    lines = text.split("\n")
    for place, item in enumerate(found.data):
        make_plain(lines, item, (place,), found)
    return lines


def _entry(*rows: str) -> str:
    return "\n".join(["- id: a", "  title: T", "  language: en", *(f"  {row}" for row in rows)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("volume: vol. 3", 'volume: "3"'),
        ("volume: 'vol. 3'", 'volume: "3"'),
        ('volume: "vol. 3"', 'volume: "3"'),
        ("volume: vol. 3 # x", 'volume: "3" # x'),
        ("volume: vol. 3  ", 'volume: "3"  '),
        ("volume:   第3卷", 'volume:   "3"'),
        ("issue: no. 4", 'issue: "4"'),
        ("edition: 2nd ed.", 'edition: "2"'),
        ("page: pp. 3–9", 'page: "3-9"'),
        ("page: p. A3", "page: A3"),
        ("page: p. a/b.(c):d-e_f", "page: a/b.(c):d-e_f"),
        ("page: p. a b", 'page: "a b"'),
        ("medium: CD-ROM", "medium: CD"),
        ("type: monograph", "type: book"),
        ("DOI: https://doi.org/10.5555/x", 'DOI: "10.5555/x"'),
        ("URL: https://example.org/a，", "URL: https://example.org/a"),
        ("'volume': vol. 3", "'volume': \"3\""),
        ("volume: 'vol''s 3'", "volume: 'vol''s 3'"),
        ("volume: 3", "volume: 3"),
        # What is left out goes with its line, where it has one of its own.
        ("edition: 1", GONE),
        ("medium: online", GONE),
        ("medium: online # x", GONE),
        ("'medium': online", "'medium': online"),
    ],
)
def test_a_field_is_made_plain_on_its_line(before: str, after: str) -> None:
    expected = after if after == GONE else f"  {after}"
    assert _plain(_entry(before, "note: x")) == [*_entry().split("\n"), expected, "  note: x"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- {id: a, language: en, volume: vol. 3, title: T}", '- {id: a, language: en, volume: "3", title: T}'),
        ("- {id: a, language: en, title: T, volume: vol. 3}", '- {id: a, language: en, title: T, volume: "3"}'),
        ("- {id: a, language: en, title: T, volume: 'vol. 3' }", '- {id: a, language: en, title: T, volume: "3" }'),
        ('- {id: a, language: en, title: T, volume: "vol. 3", x: y}', '- {id: a, language: en, title: T, volume: "3", x: y}'),
        ("- {id: a, language: English , title: T}", "- {id: a, language: en , title: T}"),
        ("- {id: a, title: 题}", "- {id: a, language: zh, title: 题}"),
        ("- {id: 'a', title: 题}", "- {id: 'a', language: zh, title: 题}"),
        ("- {title: 题, id: a}", "- {title: 题, id: a, language: zh}"),
        ("- {id: a, language: zh, title: 题, author: [{family: 张, given: 三}]}", "- {id: a, language: zh, title: 题, author: [{literal: 张三}]}"),
        ("- {id: a, language: zh, title: 题, author: {family: 张, given: 三}}", "- {id: a, language: zh, title: 题, author: {literal: 张三}}"),
        ("- {id: a, language: en, title: T, issue: no. 4, volume: vol. 3}", '- {id: a, language: en, title: T, issue: "4", volume: "3"}'),
        ("- {id: a, language: en, title: T, medium: online}", "- {id: a, language: en, title: T, medium: online}"),
    ],
)  # fmt: skip
def test_a_field_is_made_plain_between_braces(before: str, after: str) -> None:
    assert _plain(before) == [after]


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (["author:", "- family: 张", "  given: 三"], ["author:", "- literal: 张三", GONE]),
        (["author:", "- given: 三", "  family: 张"], None),
        (["author:", "  family: 张", "  given: 三"], ["author:", "  literal: 张三", GONE]),
        (["author:", "- family: 张", "  given: 三", "- family: 李", "  given: 四"], ["author:", "- literal: 张三", GONE, "- literal: 李四", GONE]),
        (["author:", "- family: Doe", "  given: Jane", "- family: 李", "  given: 四"], ["author:", "- family: Doe", "  given: Jane", "- literal: 李四", GONE]),
        (["editor:", "- {family: 张, given: 三} # x"], ["editor:", "- {literal: 张三} # x"]),
        (["author:", "- family: 张 # x", "  given: 三"], None),
        (["author:", "- family: 张", "  given: 三 # x"], None),
        (["author:", "- 'family': 张", "  given: 三"], None),
        (["author:", "- family: 张", "  'given': 三"], None),
        (["author:", "- family: King", "  given: Sam Sr."], None),
        (["author: 张三"], None),
        (['author: [{literal: "张三"}, {family: 李, given: 四}]'], ['author: [{literal: "张三"}, {literal: 李四}]']),
        (["author: [张三, {family: 李, given: 四}]"], ["author: [张三, {literal: 李四}]"]),
    ],
)  # fmt: skip
def test_a_chinese_name_is_put_in_one_piece(rows: list[str], after: list[str] | None) -> None:
    made = _plain(_entry(*rows))[3:]
    assert made == [row if row == GONE else f"  {row}" for row in (rows if after is None else after)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- id: a\n  title: 题", ["- id: a\n  language: zh", "  title: 题"]),
        ("-   title: 题\n    id: a", ["-   title: 题", "    id: a\n    language: zh"]),
        ("- id: a # x\n  title: Title", ["- id: a # x\n  language: en", "  title: Title"]),
        ("- 'id': a\n  title: 题", ["- 'id': a", "  title: 题"]),
        ("- id: a\n  title: 12", ["- id: a", "  title: 12"]),
        ("- id: a\n  title: 题\n  language: ''", ["- id: a\n  language: zh", "  title: 题", "  language: ''"]),
    ],
)
def test_a_language_is_named_behind_the_key(before: str, after: list[str]) -> None:
    assert _plain(before) == after


@pytest.mark.parametrize(
    ("line", "column", "token"),
    [
        ("x: a b # c", 4, "a b"),
        ("x: a#b #c", 4, None),
        ("x: a b", 4, "a b"),
        ("x: a b  ", 4, "a b"),
        ("x: 'a # b' c", 4, "'a # b'"),
        ("x: 'a''b'", 4, "'a''b'"),
        ('x: "a\\"b" c', 4, '"a\\"b"'),
        ("x: # c", 4, None),
        ("abc", None, "abc"),
        ("{x: a b, y: c}", 5, "a b"),
        ("{x: a b }", 5, "a b"),
        ("[{x: a]b}", 6, "a"),
        ("{x: 'a, b', y}", 5, "'a, b'"),
        ('{x: "a, \\" b", y}', 5, '"a, \\" b"'),
        ("{a: b} c # d", 8, "c"),
        ("{{a: b} c, d", 9, "c"),
        ("{a}{b: c d}", 8, "c d"),
    ],
)
def test_the_written_form_of_a_value(line: str, column: int | None, token: str | None) -> None:
    found = plain_lines._token(line, Span("r.yaml", 1, column))
    assert (found and found.group()) == token


@pytest.mark.parametrize(
    ("span", "place"), [(Span("r", 3, 5), (2, 4)), (Span("r", 1, 1), (0, 0)), (Span("r", 3), (2, 0)), (Span("r"), (0, 0))]
)  # fmt: skip
def test_lines_and_columns_are_counted_from_nothing(span: Span, place: tuple[int, int]) -> None:
    assert plain_lines._place(span) == place
