"""Which words are the author's own, which characters are hidden from the parser, and how entries of other forms are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.languages import BOTH
from pipeline.core.model import Inventory, TextBlock
from pipeline.core.reasons import Reason
from pipeline.core.scripts import columns
from pipeline.core.text import SourceText, Span
from pipeline.reading import exchange, markdown, references
from pipeline.reading.characters import place_characters
from pipeline.reading.datablocks import texts
from pipeline.reading.marking import mark
from pipeline.reading.prose import prose
from pipeline.reading.survey import survey
from pipeline.reading.veiling import veil
from pipeline.reading.walker import flatten, unique_place
from pipeline.tables.definition import validate


def _read(text: str) -> tuple[Inventory, list[tuple[str, str, str]]]:
    """The inventory of a body, and what is told of it as code, place and key."""
    parsed, warnings = markdown.parse(SourceText("t.md", text), 0)
    found, _, problems = survey(parsed, Path())
    return found, [(problem.code, _place(problem.span), problem.key) for problem in (*warnings, *problems)]


def _place(span: Span | None) -> str:
    assert span is not None
    return f"{span.line}:{span.column}-{span.end_column}" if span.line else "-"


def _inlines(text: str) -> Any:
    parsed, _ = markdown.parse(SourceText("t.md", text), 0)
    return json.loads(parsed.ast)["blocks"][0]["c"]


@pytest.mark.parametrize(
    ("text", "flat", "segments"),
    [
        ("甲 *乙* **丙** `丁`", "甲 乙 丙 丁", ["甲 乙 丙 丁"]),
        ("甲\n乙\\\n丙", "甲\n乙\n丙", ["甲 乙 丙"]),
        ("“甲” ‘乙’", "“甲” ‘乙’", ["“甲” ‘乙’"]),
        ("甲[@osd]乙", "甲乙", ["甲", "乙"]),
        ("甲^[注]乙", "甲乙", ["甲", "乙"]),
        ("甲$x$乙", "甲乙", ["甲", "乙"]),
        ("甲`x`{=html}乙", "甲乙", ["甲", "乙"]),
        ("甲[补]{.todo}乙", "甲补乙", ["甲", "乙"]),
        ("甲[问]{.query}乙", "甲问乙", ["甲", "乙"]),
        ("甲[汉字]{ruby='hàn zì'}乙", "甲汉字乙", ["甲", "汉", "字", "乙"]),
        ("甲[汉字]{.dots}乙", "甲汉字乙", ["甲汉字乙"]),
        ("甲[文](https://example.org)乙", "甲文乙", ["甲文乙"]),
    ],
)
def test_the_authors_words_are_cut_where_others_stand(text: str, flat: str, segments: list[str]) -> None:
    found, pieces = prose(_inlines(text))
    assert (found, ["".join(parts) for parts in pieces]) == (flat, segments)


def test_all_text_of_a_tree() -> None:
    assert flatten(_inlines("甲 *乙*\n`丙`$x$\\\n丁")) == "甲 乙\n丙x\n丁"
    assert flatten(None) == ""


def test_a_text_that_stands_once_has_a_place() -> None:
    source = SourceText("t.md", "甲乙\n丙甲\n")
    assert unique_place(source, " 乙\n丁") == Span("t.md", 1, 2, 3)
    assert unique_place(source, "甲") == Span("t.md")
    assert unique_place(source, "戊") == Span("t.md")
    assert unique_place(source, "") == Span("t.md")


@given(st.text(st.sampled_from("甲乙éｱ㌀a1 @{}k\n"), max_size=30))
def test_what_is_hidden_keeps_length_and_width_and_comes_back(text: str) -> None:
    veiled, back = veil(text)
    assert len(veiled) == len(text)
    assert columns(veiled) == columns(text)
    assert veiled.translate(back) == text
    assert not set(map(chr, back)) & set(text)


def test_only_letters_before_a_key_in_braces_are_hidden() -> None:
    veiled, back = veil("甲@{k}乙@k，丙 @{k}a@{k}é@{k}")
    assert [character for character in "甲乙丙é" if character not in veiled] == ["甲", "é"]
    assert sorted(back.values()) == ["é", "甲"]


@given(st.text(st.sampled_from("甲a1 @.:/-_\n"), max_size=60), st.booleans())
def test_marks_keep_every_length_and_are_undone(text: str, every: bool) -> None:
    made = mark(text, every_letter=every)
    assert len(made.text) == len(text)
    assert made.text.count("\n") == text.count("\n")
    assert made.decode(made.text) == text
    for token, found in made.tokens.items():
        assert text[found.offset : found.offset + len(token)] == found.original
        assert found.start <= found.offset <= found.end
    for found in made.letters.values():
        assert text[found.offset] == found.original


@pytest.mark.parametrize(
    ("text", "whole", "token"),
    [
        ("见[@key-1, p. 3]", "key-1", "key-1"),
        ("见 @{any:key}。", "any:key", "any:key"),
        ("# 题 {#sec-abc}", "sec-abc", "sec-abc"),
        ("[文](https://example.org/abc)", "https://example.org/abc", "example"),
        ("[文](<https://e.org/abcdef>)", "https://e.org/abcdef", "abcdef"),
        ("[文](a(bcd)e)", "a(bcd)e", "bcd"),
        ("<https://example.org>", "https://example.org", "example"),
        ("[r]: https://example.org", "https://example.org", "example"),
    ],
)
def test_what_is_marked_of_keys_ids_and_addresses(text: str, whole: str, token: str) -> None:
    (found,) = mark(text, with_letters=False).tokens.values()
    assert text[found.start : found.end] == whole
    assert (found.original, text[found.offset : found.offset + len(token)]) == (token, token)


def test_a_key_of_one_letter_is_marked_as_others_are() -> None:
    assert [found.original for found in mark("[@k]").tokens.values()] == ["k"]
    assert [found.original for found in mark("[@kk]").tokens.values()] == ["kk"]


def test_each_line_has_one_letter_or_each_letter_is_marked() -> None:
    text = "甲乙 word\nonly words here\n\n`{x}`"
    assert sorted(found.offset for found in mark(text).letters.values()) == [0, 11]
    every = sorted(text[found.offset] for found in mark(text, every_letter=True).letters.values())
    assert every == sorted("甲乙dyse")
    assert mark(text, with_letters=False).letters == {}


def test_headings_and_their_titles() -> None:
    found, told = _read('# 甲*乙* {#sec-a en="A"}\n\n::: sidebar\n## 丙\n:::\n\n### 丁 {.unnumbered}\n')
    assert told == []
    assert [(head.level, head.id, head.text, head.beside, head.is_section) for head in found.headings] == [
        (1, "sec-a", "甲乙", "A", True), (2, "", "丙", "", False), (3, "", "丁", "", True),
    ]  # fmt: skip
    assert [_place(head.span) for head in found.headings] == ["1:10-15", "4:1-5", "7:1-20"]
    assert [(target.id, target.kind) for target in found.targets] == [("sec-a", "sec")]


def test_notes_of_the_editors_and_boxes() -> None:
    found, told = _read("::: {.todo}\n补一段\n:::\n\n文[问]{.query #q-a}。\n\n::: {.sidebar #box-a}\n盒\n:::\n")
    assert told == []
    assert [(note.kind, note.text) for note in found.notes] == [("todo", "补一段"), ("query", "问")]
    assert [(target.id, target.kind) for target in found.targets] == [("q-a", "other"), ("box-a", "box")]
    assert [block.segments for block in found.blocks] == [("文", "。"), ("盒",)]


def test_words_in_notes_are_known_as_such() -> None:
    found, _ = _read("文[^n]与^[行内]。\n\n[^n]: 长注。\n")
    assert sorted((block.segments, block.in_note, block.span.line) for block in found.blocks) == [
        (("文", "与", "。"), False, 1), (("行内",), True, 1), (("长注。",), True, 3),
    ]  # fmt: skip


def test_tables_with_their_captions_and_cells() -> None:
    found, told = _read('| 甲 | 乙 |\n|:--|--:|\n| 丙 | 1 |\n\n: 题*名* {#tbl-a en="T"}\n')
    assert told == []
    (table,) = found.tables
    assert (table.id, table.caption.zh, table.caption.en) == ("tbl-a", "题名", "T")
    assert [(block.segments, _place(block.span)) for block in found.blocks] == [
        (("题名",), "5:3-23"), (("T",), "5:20-23"), (("甲",), "1:3-10"), (("乙",), "1:7-10"), (("丙",), "3:3-10"), (("1",), "3:7-10"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("文<b>乙</b>", [("SRC110", "1:2-5", "html")]),
        ("甲\n\n<div>乙</div>\n", [("SRC110", "3:1-13", "html")]),
        ("![图](a.png)", [("SRC112", "1:6-11", "")]),
        ("文[甲]{.page}", [("SRC119", "1:6-11", "page")]),
        ("::: {.table-note}\n甲\n:::\n", [("SRC119", "1:6-17", "table-note")]),
        ("文[甲]{.dot}", [("SRC116", "1:6-10", "dot")]),
        ("文[甲]{x=1}", [("SRC117", "1:6-7", "x")]),
        ("文[甲]{lang=xx-YY-zz}", [("SRC120", "1:6-10", "xx-YY-zz")]),
        ("``` python\nx\n```\n", []),
        ("``` {.figur #code-a}\nword\n```\n", [("SRC116", "1:6-12", "figur")]),
        ("# 甲 {size=small}\n", [("SRC117", "1:6-10", "size")]),
        ("| 甲 |\n|--|\n| 1 |\n\n: 题 {decimal=2}\n", [("SRC118", "5:6-13", "decimal")]),
        ("| 甲 |\n|--|\n| 1 |\n\n: 题 {decimal=1 size=tiny}\n", [("SRC118", "5:16-20", "size")]),
        ("::: {.summary}\n甲\n:::\n\n::: {.sumary}\n乙\n:::\n", [("SRC116", "5:6-13", "sumary")]),
        ("[甲]{.x} [乙]{.x}", [("SRC116", "1:5-7", "x"), ("SRC116", "1:13-15", "x")]),
    ],
)
def test_what_may_not_be_written_is_told_where_it_stands(text: str, told: list[tuple[str, str, str]]) -> None:
    assert _read(text)[1] == told


def test_what_a_reader_warns_of_has_its_line() -> None:
    assert _read("甲\n\n::: summary\n乙\n")[1] == [("SRC114", "3:1-None", "UnclosedDiv")]
    assert _read("甲[^a]\n\n[^a]: 乙\n\n[^b]: 丙\n")[1] == [("SRC114", "5:1-None", "NoteDefinedButNotUsed")]


BIB = "@comment{x, y}\n@book{one, title={One}, DOI = {10.5555/a}}\n\n  @Article {two,\n  title={Two},\n  journaltitle={J},\n  date={2024}\n}\n"


def test_entries_of_biblatex_have_the_places_of_their_keys_and_fields() -> None:
    entries, problems = exchange.read(SourceText("r.bib", BIB), ".bib")
    assert problems == ()
    assert [(entry.id, _place(entry.span)) for entry in entries] == [("one", "2:7-10"), ("two", "4:13-16")]
    assert [_place(entries[1].place(name)) for name in ("title", "container-title", "issued", "volume")] == [
        "5:3-15", "6:3-20", "7:3-14", "4:13-16",
    ]  # fmt: skip


def test_entries_of_ris_have_the_places_of_their_keys_and_fields() -> None:
    text = (
        "TY  - BOOK\nID  - one\nTI  - One\nAU  - Doe, J\nPY  - 2024\nER  - \nTY  - BOOK\nID  - two\nT1  - Two\nER  - \n"
    )
    entries, problems = exchange.read(SourceText("r.ris", text), ".ris")
    assert problems == ()
    assert [(entry.id, _place(entry.span)) for entry in entries] == [("one", "2:7-10"), ("two", "8:7-10")]
    assert [_place(entries[0].place(name)) for name in ("title", "author", "issued")] == ["3:1-10", "4:1-13", "5:1-11"]
    assert _place(entries[1].place("title")) == "9:1-10"


def test_a_key_given_twice_keeps_the_first_and_tells_both() -> None:
    entries, (problem,) = exchange.read(SourceText("r.bib", "@book{a, title={One}}\n@book{a, title={Two}}\n"), ".bib")
    assert [json.loads(entry.csl)["title"] for entry in entries] == ["One"]
    assert (problem.code, problem.key, _place(problem.span), _place(problem.related[0])) == (
        "CIT103",
        "a",
        "2:7-8",
        "1:7-8",
    )


def test_an_entry_that_has_no_end_is_told_with_its_line() -> None:
    (entry,), (problem,) = exchange.read(SourceText("r.bib", "@book{a,\n  title = {One},\n"), ".bib")
    assert entry.csl == ""
    assert (problem.code, problem.key) == ("CIT119", "a")
    assert problem.span is not None and problem.span.line == 1


@pytest.mark.parametrize(
    ("text", "ids", "told"),
    [
        ("- {id: a}\n- {id: b}\n", ["a", "b"], []),
        ("references:\n- {id: a}\n", ["a"], []),
        ("- {id: 1}\n", ["1"], []),
        ("- {id: a, title: X}\n- {id: a, title: Y}\n", ["a"], [("CIT103", "2:8-9", "a")]),
        ("- {title: X}\n- {id: b}\n", ["b"], [("YML104", "1:3-13", "id")]),
        ("- {id: ''}\n- a\n- {id: c}\n", ["c"], [("YML104", "1:3-11", "id"), ("YML104", "2:3-4", "id")]),
        ("references: 3\n", [], [("YML103", "1:13-14", "references")]),
        ("3\n", [], [("YML103", "1:1-2", "references")]),
        ("other: 3\n", [], [("YML103", "1:1-None", "references")]),
    ],
)
def test_a_file_of_entries(tmp_path: Path, text: str, ids: list[str], told: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "references.yaml"
    path.write_text(text, "utf-8")
    entries, problems = references.read(path, "references.yaml")
    assert [entry.id for entry in entries] == ids
    assert all(json.loads(entry.csl)["id"] == entry.id for entry in entries)
    assert [(problem.code, _place(problem.span), problem.key) for problem in problems] == told
    assert all(
        problem.values == {"name": "references", "reason": Reason("no_list_of_entries")}
        for problem in problems
        if problem.code == "YML103"
    )


def test_blocks_that_are_cut_keep_their_segments() -> None:
    found, _ = _read("甲[@osd]乙\n")
    assert found.blocks == (TextBlock(("甲", "乙"), Span("t.md", 1, 1, 9)),)


def test_a_block_begins_on_its_first_line_even_without_a_letter_there() -> None:
    found, _ = _read("甲\n\n1\n2\n汉字\n")
    assert [_place(block.span) for block in found.blocks] == ["1:1-2", "3:1-2"]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("::: summary\n乙\n", "UnclosedDiv", "unclosed_block"),
        ("甲\n\n[^b]: 丙\n", "NoteDefinedButNotUsed", "unused_note"),
        ("甲[^a]\n\n[^a]: 乙\n\n[^a]: 丙\n", "DuplicateNoteReference", "note_twice"),
        ("[甲][a]\n\n[a]: https://a.org\n\n[a]: https://b.org\n", "DuplicateLinkReference", "reference_twice"),
    ],
)
def test_what_the_parser_warns_of_is_said_in_our_words(text: str, kind: str, reason: str) -> None:
    _, (problem, *_) = markdown.parse(SourceText("t.md", text), 0)
    told = problem.values["reason"]
    assert (problem.code, problem.key, told.name if isinstance(told, Reason) else "") == ("SRC114", kind, reason)


def test_a_circle_of_references_is_said_in_our_words() -> None:
    (problem,) = markdown._pandoc_warnings([{"type": "CircularReference", "contents": "a"}], SourceText("t.md", ""))
    assert problem.values["reason"] == Reason("reference_in_a_circle", name="a")


def test_a_body_keeps_its_places_behind_a_front_matter() -> None:
    source = SourceText("t.md", "---\ntitle: 题名\n---\n甲[@osd]\n")
    parsed, _ = markdown.parse(source, source.text.index("甲"))
    found, _, _ = survey(parsed, Path())
    assert [_place(citation.span) for citation in found.citations] == ["4:4-7"]
    assert [_place(block.span) for block in found.blocks] == ["4:1-8"]


def test_entries_are_kept_as_json_in_one_order() -> None:
    entries, _ = exchange.read(SourceText("r.bib", "@book{a, title={开源}, publisher={社}, date={2024}}\n"), ".bib")
    assert entries[0].csl == json.dumps(json.loads(entries[0].csl), ensure_ascii=False, sort_keys=True)
    assert "开源" in entries[0].csl


@pytest.mark.parametrize(
    ("labels", "found"),
    [("both", ["甲", "A", "一", "two", "注"]), ("zh", ["甲", "一", "two", "注"]), ("en", ["A", "一", "two", "注"])],
)
def test_the_words_of_a_table_of_data_in_its_languages(labels: str, found: list[str]) -> None:
    table = validate(
        {"caption": {"zh": "题"}, "columns": [{"name": {"zh": "甲", "en": "A"}}], "labels": labels,
         "rows": [[{"zh": "一"}], [{"en": "two"}]], "notes": [{"zh": "注"}]}
    )  # fmt: skip
    assert list(texts(table, BOTH)) == found


def test_characters_without_a_mark_are_placed_from_the_one_before() -> None:
    (block,) = place_characters(SourceText("t.md", "甲12。\n"), Path())
    assert block.offsets == ((0, 1, 2, 3),)


def test_fields_of_ris_are_found_under_their_tags() -> None:
    tags = {
        "DOI": "DO  - 10.5555/a",
        "URL": "UR  - https://a.org",
        "language": "LA  - zh",
    }
    rows = "\n".join(tags.values())
    (entry,), _ = exchange.read(SourceText("r.ris", f"TY  - BOOK\nID  - one\nTI  - One\n{rows}\nER  - \n"), ".ris")
    assert {name: entry.place(name).line for name in tags} == {name: line for line, name in enumerate(tags, 4)}


def test_ids_of_other_blocks_and_words_of_plain_code() -> None:
    found, told = _read("::: {.summary #sum-a}\n甲\n:::\n\n```\nplain words\n```\n\n```\n\n```\n")
    assert told == []
    assert [(target.id, target.kind) for target in found.targets] == [("sum-a", "other")]
    assert [(block.segments, block.span.line) for block in found.blocks] == [(("甲",), 2), (("plain words",), 6)]
