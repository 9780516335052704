"""Citations, links, spans, notes and raw markup inside a block, each with its place."""

from __future__ import annotations

import pytest

from pipeline.core.codes import hint
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.editorial import EditorialNote
from pipeline.core.model import Citation, Link, Target
from pipeline.reading import editorial, inlines
from tests.reading.body import at, body


def test_editorial_notes_and_reference_forms_are_those_of_the_vocabulary() -> None:
    assert editorial.EDITORIAL == ("todo", "query")
    assert inlines.REFERENCE_FORMS == ("page", "number")


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("甲[@osd]", [("osd", "t.md:1:4")]),
        ("甲[前 @osd 后; @two]乙 @three", [("osd", "t.md:1:6"), ("two", "t.md:1:14"), ("three", "t.md:1:21")]),
        ("甲[见[@in1] @osd]", [("osd", "t.md:1:12"), ("in1", "t.md:1:6")]),
        ("甲[@osd [@in1]]", [("osd", "t.md:1:4"), ("in1", "t.md:1:10")]),
        ("甲[@a]", [("a", "t.md:1:4")]),
        ("$x$[@a]", [("a", "t.md:1:6")]),
        ("甲@{any key}", []),
        ("甲$@osd$`@osd`", []),
        ("甲^[乙[@osd]]", [("osd", "t.md:1:7")]),
        ("[甲[@osd]](https://example.org)", [("osd", "t.md:1:5")]),
        ("[甲[@osd]]{.todo}", [("osd", "t.md:1:5")]),
    ],
)  # fmt: skip
def test_citations_stand_where_their_keys_do(text: str, citations: list[tuple[str, str]]) -> None:
    found = body(text).found.citations
    assert [(citation.key, str(citation.span)) for citation in found] == citations or found == ()


@pytest.mark.parametrize(
    ("text", "links", "targets"),
    [
        ("甲[乙](https://example.org)", [Link("https://example.org", at(1, 6, 25))], []),
        ("甲\n[乙](ab#c){#l-one}", [Link("ab#c", at(2, 5, 9))], [Target("l-one", "other", at(2, 1, 18))]),
        ("[甲](x)", [Link("x", at(1, 5, 6))], []),
    ],
)  # fmt: skip
def test_links_stand_where_their_addresses_do(text: str, links: list[Link], targets: list[Target]) -> None:
    found = body(text).found
    assert (list(found.links), list(found.targets)) == (links, targets)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[甲]{#s-one}", Target("s-one", "other", at(1, 6, 11))),
        ("`甲`{#c-one}", Target("c-one", "other", at(1, 6, 11))),
        ("甲\n`乙`{#c-one}", Target("c-one", "other", at(2, 6, 11))),
        ("甲\n[乙]{#é}", Target("é", "other", at(2, 6, 7))),
    ],
)
def test_ids_of_inlines_stand_where_they_are_written(text: str, target: Target) -> None:
    assert body(text).found.targets == (target,)


@pytest.mark.parametrize(
    ("text", "span", "id_"),
    [
        ("# 甲 {#1a}", at(1, 7, 9), "1a"),
        ("[甲]{#1a}", at(1, 6, 8), "1a"),
        ("[甲]{#1}", at(1, 6, 7), "1"),
        ("甲\n[乙](https://a.org){#1}", at(2, 1, 23), "1"),
        ("甲\n\n[乙]{id=1}", at(3, 5, 7), "1"),
        (f"[甲]{{#{'1' * 61}}}", at(1, 6, 67), "1" * 61),
    ],
)
def test_an_id_that_no_format_takes_is_taken_off_and_told(text: str, span: object, id_: str) -> None:
    made = body(text)
    assert made.problems == (Diagnostic("XRF106", span, {"id": id_[:60]}, id_),)  # type: ignore[arg-type]
    assert made.found.targets == ()
    assert repr(id_) not in str(made.blocks)


@pytest.mark.parametrize(
    ("text", "span", "values"),
    [
        ("文<b>", at(1, 2, 5), {"format": "html", "text": "<b>"}),
        ("甲\n\n<hr>\n", at(3, 1, 5), {"format": "html", "text": "<hr>"}),
        ("甲\n\n``` {=html}\n  <b>\n<i>\n```\n", at(4, 3, 6), {"format": "html", "text": "<b>"}),
        ("`xy`{=latex}", at(1, 2, 4), {"format": "latex", "text": "xy"}),
        ("`y`{=latex}", at(1, 2, 3), {"format": "latex", "text": "y"}),
        ("y `y`{=latex} 12 `y`{=rtf}", at(1, 4, 5), {"format": "latex", "text": "y"}),
        (f"文`{'x' * 61}`{{=tex}}", at(1, 3, 64), {"format": "tex", "text": "x" * 60}),
        ("甲\n文`乙`{=rtf}", at(2, 3, 4), {"format": "rtf", "text": "乙"}),
    ],
)
def test_raw_markup_is_told_where_it_stands(text: str, span: object, values: dict[str, str]) -> None:
    told = body(text).problems[0]
    given = {name: value for name, value in told.values.items() if name != "how"}
    assert (told.code, told.span, given, told.key) == ("SRC110", span, values, values["format"])


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("文<SUP>2</SUP>", "^…^"),
        ("\\textbf{文}", "**…**"),
        ("甲<br/>乙", "\\"),
        ("甲<span style='color:red'>乙</span>", "styles/"),
        ("\\newpage\n", "openings"),
        ("<img src='a.png'>", "kind: image"),
        ("\\begin{tabular}{l}甲\\end{tabular}", "|---|"),
        ("\\foo{甲}", "docs/authoring.md"),
    ],
)
def test_what_to_write_instead_of_raw_markup_is_said(text: str, fix: str) -> None:
    (told,) = body(text).problems
    assert fix in hint(told, "zh") and fix in hint(told, "en")


def test_the_end_of_an_element_is_not_told_again() -> None:
    assert [row[:2] for row in body("<b>甲<i>乙</i></b><br/>丙</u>").told] == [
        ("SRC110", "1:1-4"), ("SRC110", "1:5-8"), ("SRC110", "1:17-22"), ("SRC110", "1:23-27"),
    ]  # fmt: skip


def test_an_image_is_told_with_its_address() -> None:
    assert body("甲![图](a-b.png)").problems == (Diagnostic("SRC112", at(1, 7, 14), {"target": "a-b.png"}),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[@fig-a]{.page}", []),
        ("[见 @fig-a]{.number}", []),
        ("[甲]{.page}", [("SRC119", "1:5-10", "page")]),
        ("[甲]{.number}", [("SRC119", "1:5-12", "number")]),
        ("[甲]{ruby=j}", []),
        ("[甲 @osd]{ruby=j}", [("SRC119", "1:10-14", "ruby")]),
        ("[甲^[乙]]{ruby=j}", [("SRC119", "1:9-13", "ruby")]),
        ("[甲[乙](https://a.org)]{ruby=j}", [("SRC119", "1:23-27", "ruby")]),
        ("[甲*乙*]{ruby=j}", []),
        ("[甲]{.zzz}", [("SRC116", "1:5-9", "zzz")]),
        ("`甲`{.zzz}", [("SRC116", "1:5-9", "zzz")]),
        ("甲\n[乙](https://a.org){.zzz}", [("SRC116", "2:20-24", "zzz")]),
        ("[甲]{.smallcaps}", [("SRC116", "1:5-15", "smallcaps")]),
        ("[甲]{.underline}", [("SRC116", "1:5-15", "underline")]),
        ("[甲]{.ul}", [("SRC116", "1:5-8", "ul")]),
        ("[<b>甲</b>]{.ul}", [("SRC110", "1:2-5", "html"), ("SRC116", "1:12-15", "ul")]),
        ("甲[<b>乙]{.smallcaps}", [("SRC110", "1:3-6", "html"), ("SRC116", "1:9-19", "smallcaps")]),
    ],
)
def test_what_an_inline_may_not_have_is_told_where_it_stands(text: str, told: list[tuple[str, str, str]]) -> None:
    assert sorted(body(text).told) == sorted(told)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("甲[乙*丙*]{.query}", [EditorialNote("query", "乙丙", at(1, 1, 16))]),
        ("甲\n[乙]{.todo .query}", [EditorialNote("todo", "乙", at(2, 1, 18))]),
        ("[甲]{.dots}", []),
        ("[甲]{.dots .todo}", [EditorialNote("todo", "甲", at(1, 1, 17))]),
        ("[甲乙[@osd]]{.todo}", [EditorialNote("todo", "甲乙[@osd]", at(1, 1, 18))]),
    ],
)
def test_notes_of_the_editors_in_a_line(text: str, notes: list[EditorialNote]) -> None:
    assert list(body(text).found.notes) == notes


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("字@osd", [("osd", at(1, 2, 6))]),
        ("甲\n字@osd", [("osd", at(2, 2, 6))]),
        ("`字@one`与@two", [("two", at(1, 9, 13))]),
        # The words of an address are its own; what follows it is not.
        ("[字@one](https://a.org){.uri}", []),
        ("[字@one](https://a.org){.uri}字@two", [("two", at(1, 30, 34))]),
        ("[字@one](https://a.org)", [("one", at(1, 3, 7))]),
        ("文`字@one`{=html}字@two", [("two", at(1, 17, 21))]),
        ("[字@one]{.smallcaps}", [("one", at(1, 3, 7))]),
        ("[字@one]{.underline}", [("one", at(1, 3, 7))]),
        ("甲$字@one$", []),
        ("字[\\@]{.todo}", []),
    ],
)
def test_keys_that_stayed_text_have_their_places(text: str, keys: list[tuple[str, object]]) -> None:
    assert list(body(text).found.loose_keys) == [Citation(key, span) for key, span in keys]  # type: ignore[arg-type]


def test_behind_a_note_the_walk_goes_on_where_it_was_called() -> None:
    made = body("文[^n]\n字@one[甲]{.zzz}\n\n[^n]: 注\n    字@two\n")
    assert [(str(key.span), key.key) for key in made.found.loose_keys] == [("t.md:5:6", "two"), ("t.md:2:2", "one")]
    assert made.told == [("SRC116", "2:10-14", "zzz")]
    assert [(block.segments, block.in_note) for block in made.found.blocks] == [
        (("文", " 字@one甲"), False),
        (("注 字@two",), True),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲^[乙丙]丁", [("甲|丁", "1:1-8"), ("乙丙", "1:4-8")]),
        ("甲\n乙^[é]丙", [("甲 乙|丙", "1:1-2"), ("é", "2:4-7")]),
        ("甲^[1]", [("甲", "1:1-6"), ("1", "-")]),
        ("甲^[乙]\n\né", [("甲", "1:1-6"), ("乙", "1:4-6"), ("é", "-")]),
        ("甲\n乙^[丙]", [("甲 乙", "1:1-2"), ("丙", "2:4-6")]),
        ("甲[^n]\n\n乙\n\n[^n]: 丙\n\n    丁\n", [("甲", "1:1-6"), ("丙", "5:7-8"), ("丁", "7:5-6"), ("乙", "3:1-2")]),
    ],
)
def test_words_of_notes_have_their_places(text: str, words: list[tuple[str, str]]) -> None:
    assert body(text).words == words


def test_inlines_that_are_no_place_for_a_word_do_not_stop_the_walk() -> None:
    assert body("*甲*[乙]{.dots}~丙~^丁^").words == [("甲乙丙丁", "1:2-20")]
