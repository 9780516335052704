"""Where a walk through the body stands, which words are the author's, and how the parser's answer is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError
from pipeline.core.model import Citation
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText
from pipeline.reading import characters, loose, markdown, prose, report, sourcefile, survey, walker
from pipeline.reading.marking import Mark, MarkedText
from pipeline.reading.prose import prose as words_of
from tests.reading.body import HERE, at, body
from tests.small import FRONT


def _walker(text: str, *, line: int | None = None, letters: dict[str, int] | None = None) -> walker.Walker:
    """A walk through a text in which some letters stand for others."""
    marks = MarkedText("", {}, {letter: Mark(text[place], place, place, place + 1) for letter, place in (letters or {}).items()})  # fmt: skip
    made = walker.Walker(markdown.ParsedBody("", SourceText("t.md", text), marks, ()))
    made.line = line
    return made


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("X", 2, 3),
        ("bX", 2, 2),
        ("aX", 2, None),
        ("X\nY", 2, 3),
        ("1\nX", 1, None),
        ("1\n2\nY", 1, None),
        ("", 7, None),
        ("nothing", 7, None),
        ("12345678bX", 2, None),
    ],
)
def test_a_block_is_found_by_its_first_mark(text: str, line: int, column: int | None) -> None:
    made = _walker("甲1\nab乙\n丙", letters={"X": 5, "Y": 7})
    made.column = 9
    made.locate(text, 7)
    assert (made.line, made.column) == (line, column)


def test_a_mark_before_which_the_text_has_too_few_characters_has_no_column() -> None:
    made = _walker("甲乙", letters={"X": 1})
    made.locate("12X")
    assert (made.line, made.column) == (1, None)
    made.locate("甲X")
    assert (made.line, made.column) == (1, 1)


def test_a_block_that_is_not_proved_is_on_the_line_it_is_said_to_be() -> None:
    made = _walker("甲", letters={"X": 0})
    made.proved = False
    made.locate("X", 3)
    assert (made.line, made.column) == (3, None)
    made.visit_str("X")
    assert made.line == 3
    made.proved = True
    made.visit_str("aXa")
    assert made.line == 1


@pytest.mark.parametrize(
    ("raw", "text", "after", "place"),
    [
        ("甲乙丙丁", "丙丁", 0, at(1, 3, 5)),
        ("甲乙丙丁戊己", "丙丁戊己x", 0, at(1, 3, 7)),
        ("甲乙丙丁戊", "丙丁x", 0, at(1, 1, 6)),
        ("甲乙丙丁戊", "", 0, at(1, 1, 6)),
        ("甲 甲", "甲", 0, at(1, 1, 4)),
        ("甲 甲", "甲", 1, at(1, 3, 4)),
        ("甲乙", "甲", 1, at(1, 2, 3)),
        ("甲乙", "乙", 1, at(1, 2, 3)),
        ("甲乙", "乙", 2, at(1, 3, 4)),
        ("> - 甲", "x", 0, at(1, 5, 6)),
        ("# 甲", "x", 0, at(1, 3, 4)),
        ("## 甲", "x", 0, at(1, 4, 5)),
        ("(a) 甲", "x", 0, at(1, 5, 6)),
        ("a. 甲", "x", 0, at(1, 4, 5)),
        ("123456789. 甲", "x", 0, at(1, 12, 13)),
        ("1234567890. 甲", "x", 0, at(1, 1, 14)),
        ("| 甲", "x", 0, at(1, 3, 4)),
        (": 甲", "x", 0, at(1, 3, 4)),
        ("~ 甲", "x", 0, at(1, 3, 4)),
        ("+ * 甲", "x", 0, at(1, 5, 6)),
        ("-甲", "x", 0, at(1, 1, 3)),
        ("甲  ", "甲\n乙", 0, at(1, 1, 2)),
        ("  ", "x", 0, at(1, 3, 4)),
        ("乙 甲", "甲\n丙丁戊己", 0, at(1, 3, 4)),
    ],
)
def test_where_in_a_line_a_block_begins(raw: str, text: str, after: int, place: object) -> None:
    assert _walker(raw, line=1).place_of(text, after) == place


def test_a_column_that_is_known_is_the_place() -> None:
    made = _walker("甲乙甲", line=1)
    made.column = 3
    assert made.place_of("甲") == at(1, 3, 4)
    assert made.place_of("甲", 2) == at(1, 3, 4)
    assert made.place_of("甲", 3) == at(1, 4, 5)
    made.line = None
    assert made.place_of("甲") == at()


@pytest.mark.parametrize(
    ("line", "text", "after", "column"),
    [
        ("甲乙丙丁戊", "乙丙丁戊x", 0, 2),
        ("甲乙丙丁戊", "乙丙丁x", 0, None),
        ("甲乙丙丁戊", "乙丙", 0, 2),
        ("甲乙丙", "", 0, None),
        ("甲甲", "甲", 0, None),
        ("甲乙甲", "甲", 1, 3),
        ("甲乙", "甲", 1, None),
        ("甲乙", "丙", 0, None),
        ("甲乙甲乙", "乙", 2, 4),
    ],
)
def test_the_column_of_a_text_is_told_by_as_much_as_stands_there_once(line: str, text: str, after: int, column: int | None) -> None:  # fmt: skip
    assert walker._column(line, text, after) == column


def test_a_soft_break_goes_to_the_next_line_where_the_line_is_known() -> None:
    made = _walker("甲\n乙", line=1)
    made.visit([{"t": "SoftBreak"}, {"t": "LineBreak"}])
    assert made.line == 3
    assert made.previous == {"t": "LineBreak"}
    made.line = None
    made.visit({"t": "SoftBreak"})
    assert made.line is None
    made.visit([])
    assert made.previous is None


def test_an_element_has_its_handler_or_is_walked_through() -> None:
    seen = []

    class Seeing(walker.Walker):
        def visit_str(self, text: str) -> None:
            seen.append((text, self.previous))

    made = Seeing(_walker("甲").parsed)
    one, other = {"t": "Str", "c": "a"}, {"t": "Str", "c": "b"}
    made.visit({"t": "Emph", "c": [one, other]})
    made.visit([{"t": "Space"}, {"c": [one]}, 3, None])
    assert seen == [("a", None), ("b", one), ("a", None)]


def test_here_is_the_line_from_its_first_character() -> None:
    assert _walker(" 甲", line=1).here() == at(1, 2, 3)
    assert _walker("甲").here() == at()
    assert (_walker("甲").proved, _walker("甲").line, _walker("甲").column, _walker("甲").previous) == (True, None, None, None)  # fmt: skip


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"t": "Str", "c": "甲"}, "甲"),
        ({"t": "SoftBreak"}, "\n"),
        ({"t": "LineBreak"}, "\n"),
        ({"t": "Space"}, " "),
        *[({"t": kind, "c": ["x", "甲"]}, "甲") for kind in ("Code", "CodeBlock", "RawInline", "RawBlock", "Math")],
        ({"t": "Emph", "c": [{"t": "Str", "c": "甲"}, {"t": "Space"}, {"t": "Str", "c": "乙"}]}, "甲 乙"),
        ([{"t": "Para", "c": [{"t": "Str", "c": "甲"}]}, 3, "x", {"t": "HorizontalRule"}], "甲"),
    ],
)
def test_the_text_under_a_node(node: object, text: str) -> None:
    assert walker.flatten(node) == text


@pytest.mark.parametrize(
    ("node", "flat", "segments"),
    [
        ([{"t": "Str", "c": "甲"}, 3, {"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}], "甲 \n\n", ["甲   "]),
        ([{"t": "Quoted", "c": [{"t": "SingleQuote"}, [{"t": "Str", "c": "甲"}]]}], "‘甲’", ["‘甲’"]),
        ([{"t": "Quoted", "c": [{"t": "DoubleQuote"}, [{"t": "Str", "c": "甲"}]]}], "“甲”", ["“甲”"]),
        ([{"t": "Code", "c": [["", [], []], "x"]}], "x", ["x"]),
        *[([{"t": kind, "c": [["", [], []], [{"t": "Str", "c": "x"}]]}], "", ["", ""]) for kind in ("Cite", "Image", "RawInline", "Math", "Note")],
        ([{"t": "Span", "c": [["", ["todo"], []], [{"t": "Str", "c": "甲"}]]}], "甲", ["", ""]),
        ([{"t": "Span", "c": [["", ["query"], []], [{"t": "Str", "c": "甲"}]]}], "甲", ["", ""]),
        ([{"t": "Span", "c": [["", ["todos"], []], [{"t": "Str", "c": "甲"}]]}], "甲", ["甲"]),
        ([{"t": "Link", "c": [["", ["todo"], [["ruby", "x"]]], [{"t": "Str", "c": "甲"}], ["x", ""]]}], "甲", ["甲"]),
        ([{"t": "Span", "c": [["", [], [["ruby", "x"]]], [{"t": "Str", "c": "甲乙"}]]}], "甲乙", ["", "甲", "乙", ""]),
        ([{"t": "Span", "c": [["", [], [["lang", "x"]]], [{"t": "Str", "c": "甲乙"}]]}], "甲乙", ["甲乙"]),
        ([{"t": "Span", "c": [["", [], [["lang", "x"], ["ruby", "y"]]], [{"t": "Str", "c": "甲"}]]}], "甲", ["", "甲", ""]),
        ([{"t": "Strong", "c": [{"t": "Str", "c": "甲"}]}], "甲", ["甲"]),
    ],
)  # fmt: skip
def test_words_of_inlines(node: Any, flat: str, segments: list[str]) -> None:
    found, pieces = words_of(node)
    assert (found, ["".join(parts) for parts in pieces]) == (flat, segments)
    assert {"todo", "query"} == prose._EDITORIAL


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("字@osd", [("osd", at(1, 2, 6))]),
        ("字@{o/d}", [("o/d", at(1, 2, 8))]),
        ("字@o_d-", [("o_d", at(1, 2, 6))]),
        ("字@osd_-_", [("osd", at(1, 2, 6))]),
        ("字@o:d", [("o", at(1, 2, 4))]),
        ("@osd.org", [("osd", at(1, 1, 5))]),
        ("字@osd.org", []),
        ("字@osd.org 乙@two", [("two", at(1, 12, 16))]),
        ("字@{osd.org}", [("osd.org", at(1, 2, 12))]),
        ("字@中文", []),
        ("字@", []),
        ("字@_a", []),
        ("字\\@osd", []),
        ("``字@osd``与@osd", [("osd", at(1, 11, 15))]),
    ],
)
def test_what_looks_like_a_key(text: str, keys: list[tuple[str, object]]) -> None:
    source = SourceText("t.md", text)
    shown = text.replace("\\", "").rpartition("`")[2]
    assert list(loose.loose_keys(shown, source, 1, set())) == [Citation(key, span) for key, span in keys]  # type: ignore[arg-type]


def test_the_last_line_is_looked_at_for_a_key_and_none_behind_it() -> None:
    assert len(list(loose.loose_keys("字@osd", SourceText("t.md", "甲\n字@osd"), 1, set()))) == 1
    assert list(loose.loose_keys("字@osd", SourceText("t.md", "甲\n乙"), 1, set())) == []


WARNINGS = [
    ({"type": "A", "line": 2, "column": 3, "pretty": "one\ntwo"}, at(2, 3), Reason("pandoc_guessed", words="one")),
    ({"type": "A", "openpos": {"line": 4, "column": 5}, "line": 2}, at(4, 5), Reason("pandoc_guessed", words="A")),
    ({"type": "A", "openpos": "x", "line": 2}, at(), Reason("pandoc_guessed", words="A")),
    ({"type": "A", "line": 0}, at(), Reason("pandoc_guessed", words="A")),
    ({"type": "UnclosedDiv", "line": 1}, at(1), Reason("unclosed_block", name="")),
    ({"type": "NoteDefinedButNotUsed", "key": "n", "line": 1}, at(1), Reason("unused_note", name="n")),
    ({"type": "DuplicateNoteReference", "contents": "i"}, at(), Reason("note_twice", name="i")),
    ({"type": "DuplicateLinkReference", "contents": "i"}, at(), Reason("reference_twice", name="i")),
    ({"type": "CircularReference", "contents": "i"}, at(), Reason("reference_in_a_circle", name="i")),
    ({}, at(), Reason("pandoc_guessed", words="")),
]


@pytest.mark.parametrize(("warning", "span", "reason"), WARNINGS)
def test_a_warning_of_the_parser_has_its_place_and_its_words(warning: dict[str, Any], span: object, reason: Reason) -> None:  # fmt: skip
    (told,) = markdown._pandoc_warnings([warning], SourceText("t.md", ""))
    assert told == Diagnostic("SRC114", span, {"reason": reason}, warning.get("type", ""))  # type: ignore[arg-type]


def test_a_body_is_parsed_plain_and_marked_and_its_tree_is_the_plain_one() -> None:
    source = SourceText("t.md", "---\nx: 甲\n---\n甲[@osd]丙乙@{two}")
    for every in (False, True):
        parsed, problems = markdown.parse(source, 13, every_letter=every)
        assert problems == ()
        assert [proved for _, proved in parsed.blocks] == [True]
        assert json.loads(parsed.tree()) == json.loads(parsed.ast)
        assert "osd" in parsed.ast and "乙" in parsed.ast and "---" not in parsed.ast
        assert "osd" not in str(parsed.blocks)
        assert len(parsed.marks.letters) == (2 if every else 1)
        assert parsed.mark_span(next(iter(parsed.marks.tokens.values()))) == at(4, 4, 7)
    assert "\\u" not in parsed.tree()


def test_a_front_matter_leaves_blank_lines_as_long_as_its_own() -> None:
    assert markdown._without_front_matter("ab\nc\ndef", 5) == "  \n \ndef"
    assert markdown._without_front_matter("ab", 0) == "ab"


def test_a_block_whose_marked_form_is_another_is_told_once_and_has_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = markdown.pandoc.parse

    def other(text: str, *_: object) -> tuple[str, list[dict[str, Any]]]:
        ast, warnings = parse(text)
        return (ast if "osd" in text else ast.replace("Emph", "Strong")), warnings

    monkeypatch.setattr(markdown.pandoc, "parse", other)
    made = body("*甲*[@osd]\n\n乙\n\n*丙*")
    assert made.problems == (Diagnostic("SRC113", at(), {"count": 2}),)
    assert [(block.segments, block.span) for block in made.found.blocks] == [
        (("甲",), at()), (("乙",), at(3, 1, 2)), (("丙",), at()),
    ]  # fmt: skip


@pytest.mark.parametrize(("always", "count"), [(False, 0), (True, 2)])
def test_where_marks_change_the_blocks_letters_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch, always: bool, count: int) -> None:  # fmt: skip
    parse = markdown.pandoc.parse

    def other(text: str, *_: object) -> tuple[str, list[dict[str, Any]]]:
        return parse(text if "osd" in text or ("甲" in text and not always) else text + "\n\n# more")

    monkeypatch.setattr(markdown.pandoc, "parse", other)
    parsed, problems = markdown.parse(SourceText("t.md", "甲[@osd]\n\n乙"), 0)
    assert [proved for _, proved in parsed.blocks] == [not always] * 2
    assert problems == ((Diagnostic("SRC113", at(), {"count": count}),) if count else ())
    assert parsed.marks.letters == {}


def test_places_of_elements_are_left_by_their_names() -> None:
    marks = MarkedText("", {}, {"S": Mark("甲", 0, 0, 1)})
    node = {"t": "S", "c": [{"t": "Str", "c": "S"}, 3, {"t": "Place", "c": "1:2"}]}
    assert markdown.decode(node, marks) == {
        "t": "S",
        "c": [{"t": "Str", "c": "甲"}, 3, {"t": "Span", "c": [["", ["place"], [["at", "1:2"]]], []]}],
    }


def test_each_top_block_begins_a_walk_of_its_own() -> None:
    parsed, _ = markdown.parse(SourceText("t.md", "甲\n\n$x$\n\n# 乙\n\n丙"), 0)
    found, _, _ = survey.survey(parsed, HERE)
    assert [heading.is_section for heading in found.headings] == [True]
    pairs = list(survey.words(parsed, HERE))
    assert [block.segments for block, _ in pairs] == [("甲",), ("乙",), ("丙",)]
    assert len(characters.place_characters(parsed.source, HERE)) == 3


def test_a_report_without_text_or_title_is_refused(tmp_path: Path) -> None:
    for text, codes in ((" \n\n", ["SRC105"]), ("甲", ["MET101"]), ("甲<b>", ["MET101", "SRC110"])):
        with pytest.raises(PipelineError) as caught:
            report.read_report(SourceText("t.md", text), tmp_path / "t.md", tmp_path / "none.yaml", tmp_path)
        assert caught.value.exit_code == ExitCode.UNREADABLE
        assert [problem.code for problem in caught.value.diagnostics] == codes
        assert caught.value.diagnostics[0].span == (at() if codes == ["SRC105"] else at(1, 1, len(text) + 1))


def test_a_report_is_read_with_its_bibliography(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    entries = tmp_path / "a" / "r.yaml"
    entries.write_text("- {id: one, title: T}\n- {title: T}\n", "utf-8")
    source = SourceText("t.md", f"---\n{FRONT}rights: {{zh: 甲}}\n---\n甲<b>\n\n::: summary\n乙\n")
    document, problems = report.read_report(source, tmp_path / "t.md", entries, tmp_path)
    assert [problem.code for problem in problems] == ["MET102", "SRC114", "SRC110", "YML104"]
    assert (document.source, document.metadata.title.en) == ("t.md", "Small Report")
    assert [(entry.id, str(entry.span)) for entry in document.bibliography] == [("one", "a/r.yaml:1:8")]
    assert [block.segments for block in document.inventory.blocks] == [("甲",), ("乙",)]
    with pytest.raises(PipelineError) as caught:
        report.read_report(source, tmp_path / "t.md", entries, tmp_path / "other")
    assert [(problem.code, problem.span and problem.span.file) for problem in caught.value.diagnostics] == [
        ("SRC109", str(entries))
    ]
    document, _ = report.read_report(source, tmp_path / "t.md", tmp_path / "none.yaml", tmp_path)
    assert document.bibliography == ()


def test_an_escape_that_turns_letters_is_told_and_one_that_no_text_may_hold_is_refused() -> None:
    assert body("甲\n乙&#x202e;丙").problems == (Diagnostic("SRC121", at(2, 2, 10), {"character": "U+202E"}),)
    assert body("甲`&#x202e;`").problems == ()
    assert body("甲&amp;乙").problems == ()
    with pytest.raises(PipelineError) as caught:
        body("甲&#1;乙&#x202e;")
    assert caught.value.exit_code == ExitCode.UNREADABLE
    assert [(problem.code, problem.span, problem.values) for problem in caught.value.diagnostics] == [
        ("SRC103", at(1, 2, 6), {"character": "U+0001"}),
        ("SRC121", at(1, 7, 15), {"character": "U+202E"}),
    ]


def test_an_escape_in_a_front_matter_is_none_of_the_body() -> None:
    source = SourceText("t.md", "&#x202e;\n甲")
    assert markdown.parse(source, 9)[1] == ()


def test_each_control_that_turns_letters_is_told() -> None:
    told = sourcefile.turning(SourceText("t.md", "甲\u202e乙\n\u2069"))
    assert told == (
        Diagnostic("SRC121", at(1, 2, 3), {"character": "U+202E"}),
        Diagnostic("SRC121", at(2, 1, 2), {"character": "U+2069"}),
    )
