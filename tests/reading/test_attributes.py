"""Which classes and attributes an author may write, and where in the source one of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipeline.core.codes import hint
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import SourceText, Span
from pipeline.reading.attributes import Attributes, may_have_notes
from pipeline.tools.identifiers import language_fault


def _attributes(text: str) -> Attributes:
    return Attributes(SourceText("t.md", text), lambda node: node)


def _held(
    kind: str, text: str, classes: tuple[str, ...], line: int | None = 1, columns: int | None = None, **pairs: str
) -> tuple[list[Any], list[Diagnostic]]:
    """What stays of the attributes of an element, and what is told of the rest."""
    attributes = _attributes(text)
    element = ["id", list(classes), [[name, value] for name, value in pairs.items()]]
    attributes.hold(kind, element, line, columns)
    assert element[0] == "id"
    return element[1:], _plain(attributes.problems)


def _plain(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What is told, without what to write instead."""
    rest = [{name: value for name, value in problem.values.items() if name != "how"} for problem in problems]
    return [replace(problem, values=values) for problem, values in zip(problems, rest, strict=True)]


def _told(code: str, line: int, column: int, end: int, name: str, guess: str = "", **values: str) -> Diagnostic:
    span = Span("t.md", line, column, end)
    return Diagnostic(
        code, span, {"name": name, "guess": guess} if code != "SRC118" else {"name": name, **values}, name
    )


@pytest.mark.parametrize(
    ("kind", "text", "classes", "kept", "problems"),
    [
        ("Header", "# 甲 {.unnumbered}", ("unnumbered",), ["unnumbered"], []),
        ("Header", "# 甲 {.unnumbred}", ("unnumbred",), [], [_told("SRC116", 1, 6, 16, "unnumbred", " → unnumbered?")]),
        ("Header", "# 甲 {.zzz}", ("zzz",), [], [_told("SRC116", 1, 6, 10, "zzz")]),
        ("Span", "[a]{.todo .zzz}", ("todo", "zzz"), ["todo"], [_told("SRC116", 1, 11, 15, "zzz")]),
        ("Span", "[a]{.zzzzz .zzz}", ("zzz",), [], [_told("SRC116", 1, 12, 16, "zzz")]),
        ("Span", "[a]{.zzz-b .zzz}", ("zzz",), [], [_told("SRC116", 1, 12, 16, "zzz")]),
        ("Other", "[a]{.todo}", ("todo",), [], [_told("SRC116", 1, 5, 10, "todo")]),
        # A class of a code block is its language, unless it is like ours or stands beside one of ours.
        ("CodeBlock", "``` python\n", ("python",), ["python"], []),
        ("CodeBlock", "``` {.figure}\n", ("figure",), ["figure"], []),
        ("CodeBlock", "``` {.figur}\n", ("figur",), [], [_told("SRC116", 1, 6, 12, "figur", " → figure?")]),
        ("CodeBlock", "``` {.figure .zzz}\n", ("figure", "zzz"), ["figure"], [_told("SRC116", 1, 14, 18, "zzz")]),
        ("Span", "[a]{.figure .zzz}", ("zzz",), [], [_told("SRC116", 1, 13, 17, "zzz")]),
    ],
)  # fmt: skip
def test_a_class_is_kept_or_told_where_it_stands(
    kind: str, text: str, classes: tuple[str, ...], kept: list[str], problems: list[Diagnostic]
) -> None:
    assert _held(kind, text, classes) == ([kept, []], problems)


@pytest.mark.parametrize(
    ("kind", "text", "pairs", "kept", "problems"),
    [
        ("Header", "# 甲 {en=A}", {"en": "A"}, ["en"], []),
        ("Header", "# 甲 {em=A}", {"em": "A"}, [], [_told("SRC117", 1, 6, 8, "em", "")]),
        ("Table", ": 题 {sise = small}", {"sise": "small"}, [], [_told("SRC117", 1, 6, 10, "sise", " → size?")]),
        ("Span", "[a]{x-lang=en lang=en}", {"lang": "en"}, ["lang"], []),
        ("Span", "[a]{x-ab=1 ab=2}", {"ab": "2"}, [], [_told("SRC117", 1, 12, 14, "ab")]),
        ("Header", "# 甲 {en=''}", {"en": ""}, [], [_told("SRC118", 1, 6, 8, "en", value="")]),
        ("Table", ": 题 {size=tiny}", {"size": "tiny"}, [], [_told("SRC118", 1, 6, 10, "size", value="tiny")]),
        ("Table", ": 题 {size=smalls}", {"size": "smalls"}, [], [_told("SRC118", 1, 6, 10, "size", value="smalls")]),
        ("Table", f": 题 {{size={'x' * 41}}}", {"size": "x" * 41}, [], [_told("SRC118", 1, 6, 10, "size", value="x" * 40)]),
        (
            "Span", "[a]{lang=xx-YY-zz}", {"lang": "xx-YY-zz"}, [],
            [Diagnostic("SRC120", Span("t.md", 1, 5, 9), {"reason": language_fault("xx-YY-zz")}, "xx-YY-zz")],
        ),
        # A `lang` where none may be is unknown, whatever its value.
        ("Other", "{lang=xx-YY-zz}", {"lang": "xx-YY-zz"}, [], [_told("SRC117", 1, 2, 6, "lang")]),
    ],
)  # fmt: skip
def test_an_attribute_is_kept_or_told_where_it_stands(
    kind: str, text: str, pairs: dict[str, str], kept: list[str], problems: list[Diagnostic]
) -> None:
    (classes, left), told = _held(kind, text, (), **pairs)
    assert (classes, [name for name, _ in left]) == ([], kept)
    assert told == problems


@pytest.mark.parametrize(
    ("name", "value", "columns", "taken"),
    [
        ("decimal", "2", 2, True),
        ("decimal", "3", 2, False),
        ("decimal", "3, 1", 2, False),
        ("decimal", "1 3", 2, False),
        ("decimal", "1, 2", 2, True),
        ("decimal", "12", None, True),
        ("decimal", "0", 2, False),
        ("headings", "2", 2, True),
        ("headings", "3", 2, False),
        ("headings", "x", 2, False),
        ("size", "small", 0, True),
        ("en", "Table 12", 2, True),
    ],
)
def test_a_table_has_the_columns_that_its_attributes_name(
    name: str, value: str, columns: int | None, taken: bool
) -> None:
    (_, pairs), problems = _held("Table", f": 题 {{{name}={value}}}", (), columns=columns, **{name: value})
    assert pairs == ([[name, value]] if taken else [])
    assert [problem.code for problem in problems] == ([] if taken else ["SRC118"])


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        ("::: {.zzz}\n甲", 2, (1, 6, 10)),
        (":::zzz\n甲", 2, (1, 4, 7)),
        ("::: zzz\n甲", 2, (1, 5, 8)),
        (":::   zzz\n甲", 2, (1, 7, 10)),
        (":::: zzz\n甲", 2, (1, 6, 9)),
        ("> ::: zzz\n> 甲", 2, (1, 7, 10)),
        ("::: zzz-b\n甲", 2, (2, 1, 2)),
        ("::: zzz\n\n::: summary\n甲", 4, (1, 5, 8)),
        # Words end the fences above a text.
        ("::: zzz\n乙\n\n:::\n甲", 5, (5, 1, 2)),
        ("::: {.zzz}", 1, (1, 6, 10)),
        ("::: summary\n甲\n[乙]{.zzz}", 2, (2, 1, 2)),
        ("\n\n::: zzz\n甲", 4, (3, 5, 8)),
    ],
)
def test_the_class_of_a_div_stands_in_a_fence_above_its_text(text: str, line: int, place: tuple[int, int, int]) -> None:
    _, (problem,) = _held("Div", text, ("zzz",), line)
    assert problem == _told("SRC116", *place, "zzz")


def test_the_attribute_of_a_div_stands_in_a_fence_above_its_text() -> None:
    _, (problem,) = _held("Div", "::: {.todo zzz=1}\n甲", ("todo",), 2, zzz="1")
    assert problem == _told("SRC117", 1, 12, 15, "zzz")


def test_a_bare_word_behind_colons_is_a_class_of_a_div_alone() -> None:
    _, (problem,) = _held("Span", "::: zzz", ("zzz",))
    assert problem == _told("SRC116", 1, 1, 8, "zzz")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("`{.zzz}`[a]{.zzz}", (1, 13, 17)),
        ("``{.zzz}`{.zzz}``{.zzz}", (1, 19, 23)),
        ("`a`{.zzz}", (1, 5, 9)),
        (".zzz {a} .zzz {.zzz}", (1, 16, 20)),
        ("[a]{\n.zzz}\n[b]{.zzz", (3, 5, 9)),
        ("  nothing ", (1, 3, 10)),
        ("\n" * 39 + "{.zzz}", (40, 2, 6)),
    ],
)
def test_a_class_is_looked_for_between_braces_outside_code(text: str, place: tuple[int, int, int]) -> None:
    _, (problem,) = _held("Span", text, ("zzz",))
    assert problem == _told("SRC116", *place, "zzz")


def test_forty_lines_are_looked_at_and_no_more() -> None:
    _, (problem,) = _held("Span", "\n" * 40 + "{.zzz}", ("zzz",))
    assert problem.span == Span("t.md", 1, 1)
    _, (problem,) = _held("Span", "\n" * 41 + "{.zzz}\n", ("zzz",), 3)
    assert problem.span == Span("t.md", 42, 2, 6)


def test_on_no_known_line_each_has_the_next_place_and_what_stands_nowhere_the_file() -> None:
    once = _held("Span", "甲\n{.zzz a=1}", ("zzz",), None, a="1")[1]
    assert [str(problem.span) for problem in once] == ["t.md:2:2", "t.md:2:7"]
    attributes = _attributes("{.zzz a=1}\n{.zzz a=1}")
    for _ in range(3):
        attributes.hold("Span", ["", ["zzz"], [["a", "1"]]], None)
    assert [str(problem.span) for problem in attributes.problems] == ["t.md:1:2", "t.md:1:7", "t.md:2:2", "t.md:2:7", "t.md", "t.md"]  # fmt: skip


def test_each_of_several_has_its_own_place() -> None:
    attributes = _attributes("[a]{.zzz} [b]{.zzz}\n[c]{x=1} [d]{x=1}")
    for line in (1, 1, 1):
        attributes.hold("Span", ["", ["zzz"], []], line)
    for line in (2, 2):
        attributes.hold("Span", ["", [], [["x", "1"]]], line)
    assert [str(problem.span) for problem in attributes.problems] == ["t.md:1:5", "t.md:1:15", "t.md:1:1", "t.md:2:5", "t.md:2:14"]  # fmt: skip


def test_what_has_no_effect_is_taken_off_and_told() -> None:
    attributes = _attributes("[a]{.page .dots ruby=b lang=en}")
    element = ["", ["page", "dots"], [["ruby", "b"], ["lang", "en"]]]
    attributes.hold("Span", element, 1)
    attributes.without_effect(element, ("page", "number", "ruby"))
    assert element == ["", ["dots"], [["lang", "en"]]]
    assert attributes.problems == [
        Diagnostic("SRC119", Span("t.md", 1, 5, 10), {"name": "page"}, "page"),
        Diagnostic("SRC119", Span("t.md", 1, 17, 21), {"name": "ruby"}, "ruby"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "place", "name"),
    [
        ("[a]{.ul}", 1, Span("t.md", 1, 5, 8), "ul"),
        ("[a]{.underline}", 1, Span("t.md", 1, 5, 15), "underline"),
        ("[a]{.ul} [b]{.underline}", 1, Span("t.md", 1, 5, 8), "ul"),
        ("[a]{.ul-x .underline}", 1, Span("t.md", 1, 11, 21), "underline"),
        ("甲\n[a]{.ul}", 1, Span("t.md", 2, 5, 8), "ul"),
        ("甲", 1, Span("t.md", 1, 1, 2), "underline"),
        ("[a]{.ul} [b]{.ul}", None, Span("t.md", 1, 5, 8), "ul"),
    ],
)
def test_a_class_that_the_parser_makes_an_element_of_is_told_by_its_name(
    text: str, line: int | None, place: Span, name: str
) -> None:
    attributes = _attributes(text)
    attributes.unknown(("underline", "ul"), line)
    assert _plain(attributes.problems) == [Diagnostic("SRC116", place, {"name": name, "guess": ""}, name)]


@pytest.mark.parametrize(
    ("block", "may"),
    [
        (None, False),
        ([], False),
        ({"t": "HorizontalRule"}, False),
        ({"t": "Table", "c": []}, True),
        ({"t": "CodeBlock", "c": [["", ["table"], []], ""]}, True),
        ({"t": "CodeBlock", "c": [["", ["figure"], []], ""]}, False),
        ({"t": "CodeBlock", "c": [["", [], []], ""]}, False),
        ({"t": "Div", "c": [["", ["table-note"], []], []]}, True),
        ({"t": "Div", "c": [["", ["sidebar"], []], []]}, False),
        ({"t": "Header", "c": [["", ["table"], []], []]}, False),
    ],
)
def test_a_note_may_follow_a_table_or_a_note_of_one(block: object, may: bool) -> None:
    assert may_have_notes(block) is may


@pytest.mark.parametrize(
    ("kind", "text", "name", "fix"),
    [
        ("Span", "[a]{.dotz}", "dotz", "Write .dots."),
        ("Div", "::: {.danger}\n甲", "danger", "Write ::: {.callout-warning}."),
        ("Div", "::: {.warning}\n甲", "warning", "Write ::: {.callout-warning}."),
        ("Div", "::: {.panel}\n甲", "panel", "sidebar, callout-note"),
        ("Span", "[a]{.red}", "red", "dots, proper-name"),
    ],
)
def test_what_to_write_instead_of_a_class_is_said(kind: str, text: str, name: str, fix: str) -> None:
    attributes = _attributes(text)
    attributes.hold(kind, ["", [name], []], 1)
    (problem,) = attributes.problems
    assert fix in hint(problem, "en")
