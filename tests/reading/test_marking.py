"""How a text is marked so that positions come out of a parser that has none, and where each character stands."""

from __future__ import annotations

import pytest

from pipeline.core.model import TextBlock
from pipeline.core.places import Place
from pipeline.core.scripts import is_wide
from pipeline.core.text import SourceText
from pipeline.reading import marking, veiling
from pipeline.reading.characters import PlacedBlock, _gaps, place_characters
from pipeline.reading.marking import Mark, MarkedText, mark
from pipeline.reading.places import is_place, place_span, placed
from pipeline.reading.veiling import veil
from tests.reading.body import HERE, at


def _marked(text: str) -> list[str]:
    """What the tokens of a text stand for."""
    return [found.original for found in sorted(mark(text, with_letters=False).tokens.values(), key=lambda one: one.start)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("[@ab]", ["ab"]),
        ("[@a]", ["a"]),
        ("字@ab", []),
        ("a@ab", []),
        ("_@ab", ["ab"]),
        ("@{a/b c}", []),
        ("@{a/b}", ["a/b"]),
        ("@{ab}与@cd", ["ab"]),
        *[(f"[@ab{mark_}cd]", [f"ab{mark_}cd"]) for mark_ in ":.#$%&-+?<>~/"],
        ("[@ab::cd]", ["ab"]),
        ("[@ab.]", ["ab"]),
        ("[@_ab]", []),
        ("[@中文键]", ["中文键"]),
        ("{#a-b}", ["a-b"]),
        ("{.x #ab k=v}", ["ab"]),
        ("{#a}", ["a"]),
        ("#ab", []),
        ("{x\n#ab}", []),
        ("{}#ab}", []),
        ("[a](bcd)", ["bcd"]),
        ("[a]( <bcd>)", ["bcd"]),
        ("[a](b-cd-e)", ["cd"]),
        ("[a](xy(abc)z)", ["abc"]),
        ("[a](ab:cd)", ["cd"]),
        ("[a](https://ab.de)", ["ab"]),
        ("[a](///)", []),
        ("[a] (bcd)", []),
        ("[ab]: cde", ["cde"]),
        ("   [ab]: cde", ["cde"]),
        ("    [ab]: cde", []),
        ("[ab]: <cde>", ["cde"]),
        ("甲\n[ab]: cde", ["cde"]),
        ("[^ab]: cde", []),
        ("<ftp:abc>", ["abc"]),
        ("<a+b.c-1:xyz>", ["xyz"]),
        ("<Ab:xyz>", []),
        ("<a b:xyz>", []),
    ],
)
def test_what_has_a_token(text: str, tokens: list[str]) -> None:
    assert _marked(text) == tokens


def test_a_token_is_as_long_and_as_wide_as_what_it_stands_for() -> None:
    made = mark("[@ab中c] {#键名} @a1b2", with_letters=False)
    for token, found in made.tokens.items():
        assert [is_wide(character) for character in token] == [is_wide(character) for character in found.original]
    assert len(made.tokens) == 3


def test_tokens_are_counted_by_their_shape_and_stand_nowhere_in_the_text() -> None:
    made = mark("[@ab; @cd; @efg; @键名]", with_letters=False)
    assert made.text == "[@00; @01; @000; @一一]"
    assert made.tokens["01"] == Mark("cd", 7, 7, 9)
    assert made.tokens["一一"] == Mark("键名", 18, 18, 20)
    assert mark("[@ab; @cd] 00 03", with_letters=False).text == "[@01; @02] 00 03"


def test_digits_of_tokens_are_letters_and_figures_of_both_widths() -> None:
    assert marking._spell(0, (False, False)) == "00"
    assert marking._spell(61, (False, False)) == "0Z"
    assert marking._spell(62, (False, False)) == "10"
    assert marking._spell(62 * 62, (False, False)) is None
    assert marking._spell(1, (True, True)) == "一丁"
    assert marking._spell(1999, (True, True)) == "一\u55cf"


def test_a_token_of_one_letter_is_of_a_script_that_reports_do_not_have() -> None:
    assert marking._spell(0, (False,)) == "\U00010300"
    assert marking._spell(0, (True,)) == "\U00030000"
    assert marking._spell(len(marking._NARROW_ALONE), (False,)) is None
    # One that is there all the same is no token.
    made = mark("\U00010300[@a]", with_letters=False)
    assert made.text == "\U00010300[@\U00010301]"
    assert made.decode(made.text) == "\U00010300[@a]"
    assert marking._spell(63, (True, False)) == "丁1"


def test_a_key_without_a_free_token_is_not_marked() -> None:
    every = [f"{one}{other}" for one in marking._NARROW_DIGITS for other in marking._NARROW_DIGITS]
    text = " ".join(every) + " [@a_]"
    made = mark(text, with_letters=False)
    assert (made.text, made.tokens) == (text, {})


def test_of_two_marks_over_each_other_the_first_holds() -> None:
    made = mark("[a](https://example.org/@key1)", with_letters=False)
    assert [found.original for found in made.tokens.values()] == ["example", "key1"]
    made = mark("[@key](xy-@longer-key)", with_letters=False)
    assert made.decode(made.text) == "[@key](xy-@longer-key)"
    assert sorted(found.original for found in made.tokens.values()) == ["key", "longer"]


def test_a_token_carries_the_bounds_of_the_whole_address() -> None:
    (found,) = mark("见[a](https://example.org/x)", with_letters=False).tokens.values()
    assert found == Mark("example", 13, 5, 26)


def test_a_token_is_found_in_a_longer_text_with_its_index() -> None:
    made = mark("[@abc; @def]", with_letters=False)
    token, other = made.tokens
    assert made.find(f"x-{token}/{other}") == (made.tokens[token], 2)
    assert made.find(f"x{token}") is None
    assert made.find("") is None
    assert made.decode(f"x-{token}/{other} x{token}") == f"x-abc/def x{token}"


def _letters(text: str, *, every: bool) -> str:
    """The letters of a text that are marked, in order."""
    return "".join(found.original for found in sorted(mark(text, every_letter=every).letters.values(), key=lambda one: one.offset))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "one", "every"),
    [
        ("甲乙\n丙", "甲丙", "甲乙丙"),
        ("word 甲乙", "甲", "d甲乙"),
        ("word next", "d", "dt"),
        ("a bc", "c", "c"),
        ("ab1 cd. ef) gh", "h", "h"),
        ("1ab _cd", "", ""),
        ("éab", "b", "b"),
        ("주석이다.", "다", "다"),
        ("12\n\n。", "", ""),
        ("[甲]{.乙}丙", "甲", "甲丙"),
        ("::: 甲\n乙", "乙", "乙"),
        ("> ::: 甲\n乙", "乙", "乙"),
        ("``` 甲\n乙", "乙", "乙"),
        ("~~~ 甲\n乙", "乙", "乙"),
        (">\t```甲\n乙", "乙", "乙"),
        ("`甲`乙", "甲", "甲乙"),
        ("[甲](乙)丙", "甲", "甲丙"),
        ("<甲>乙", "乙", "乙"),
        ("[^甲]乙", "乙", "乙"),
        ("[甲]: 乙\n丙", "丙", "丙"),
        ("   [甲]: 乙\n丙", "丙", "丙"),
        ("    [甲]: 乙\n丙", "甲丙", "甲乙丙"),
        ("@甲，乙", "乙", "乙"),
        ("@甲。乙", "乙", "乙"),
        ("@甲；乙", "乙", "乙"),
        ("@甲：乙", "乙", "乙"),
        ("@甲]乙", "乙", "乙"),
        ("@甲 乙", "乙", "乙"),
        ("&amp;甲", "甲", "甲"),
        ("&#ab;甲", "甲", "甲"),
        ("\\ab甲 乙", "乙", "乙"),
        ("{甲\n乙}", "甲乙", "甲乙"),
    ],
)
def test_which_letters_are_marked(text: str, one: str, every: str) -> None:
    assert _letters(text, every=False) == one
    assert _letters(text, every=True) == every


def test_a_letter_mark_is_a_letter_of_the_same_width_that_the_text_has_not() -> None:
    made = mark("甲乙 ab 丙", every_letter=True)
    wide, narrow = marking.WIDE_MARKS, marking.NARROW_MARKS
    assert [letter for letter, found in made.letters.items() if found.original != "b"] == [
        "\U00020000",
        "\U00020001",
        "\U00020002",
    ]
    assert chr(narrow[0]) == "\U00012000"
    assert made.text == f"{chr(wide[0])}{chr(wide[1])} a{chr(narrow[0])} {chr(wide[2])}"
    assert made.letters[chr(narrow[0])] == Mark("b", 4, 4, 5)
    used = mark(f"甲{chr(wide[0])}", every_letter=True)
    assert chr(wide[0]) not in used.letters
    assert used.decode(used.text) == f"甲{chr(wide[0])}"


@pytest.mark.parametrize(("marks", "width"), [(marking.WIDE_MARKS, True), (marking.NARROW_MARKS, False)])
def test_letter_marks_keep_the_width_of_a_column(marks: tuple[int, ...], width: bool) -> None:
    assert len(set(marks)) == len(marks)
    # U+1342F was assigned in Unicode 15, which our oldest Python does not know.
    letters = [chr(code) for code in marks if code != 0x1342F]
    assert [hex(ord(letter)) for letter in letters if not letter.isalpha() or is_wide(letter) is not width] == []


def test_where_letter_marks_are_used_up_the_rest_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "WIDE_MARKS", (0x20000,))
    assert _letters("甲乙 ab", every=True) == "甲b"


def test_marked_text_puts_back_what_it_hid() -> None:
    made = MarkedText("", {}, {"\u3400": Mark("甲", 0, 0, 1)})
    assert made.originals == {0x3400: "甲"}
    assert made.decode("a\u3400 b") == "a甲 b"


def test_symbols_for_hidden_letters_are_wide_and_narrow() -> None:
    veiled, back = veil("甲@{ab}é@{cd}甲@{ef}乙@{gh}")
    assert veiled == "㌀@{ab}\u2800@{cd}㌀@{ef}㌁@{gh}"
    assert back == {0x3300: "甲", 0x2800: "é", 0x3301: "乙"}
    assert veil("㌀甲@{ab}\u2800é@{cd}")[0] == "㌀㌁@{ab}\u2800\u2801@{cd}"
    assert (len(veiling._WIDE), len(veiling._NARROW)) == (256, 256)
    assert veil("甲[乙](c)丙@k") == ("甲[乙](c)丙@k", {})


def test_a_letter_without_a_free_symbol_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(veiling, "_WIDE", ["㌀"])
    assert veil("甲@{ab}乙@{cd}") == ("㌀@{ab}乙@{cd}", {0x3300: "甲"})


@pytest.mark.parametrize("before", ["a", "9", "_", "，", " ", "("])
def test_what_no_letter_of_another_script_is_stays_before_a_key(before: str) -> None:
    assert veil(f"{before}@{{ab}}") == (f"{before}@{{ab}}", {})


def test_the_place_of_a_block_is_an_empty_span_once_it_is_decoded() -> None:
    node = placed(at(12, 3))
    assert is_place(node)
    assert not is_place({"t": "Str", "c": "x"}) and not is_place("Place") and not is_place({"c": "12:3"})
    assert place_span(node) == {"t": "Span", "c": [["", ["place"], [["at", "12:3"]]], []]}
    assert placed(at(12))["c"] == "12:1"
    with pytest.raises(AssertionError):
        placed(at())


@pytest.mark.parametrize(
    ("anchors", "length", "gaps"),
    [
        ([], 2, [(-1, 2)]),
        ([], 0, []),
        ([0, 1], 2, []),
        ([1], 3, [(-1, 1), (1, 3)]),
        ([0, 2], 3, [(0, 2)]),
        ([0, 1, 4], 5, [(1, 4)]),
    ],
)
def test_gaps_are_what_stands_between_letters_with_a_place(anchors: list[int], length: int, gaps: list[tuple[int, int]]) -> None:  # fmt: skip
    assert list(_gaps(anchors, length)) == gaps


def _offsets(text: str) -> list[tuple[tuple[int | None, ...], ...]]:
    return [block.offsets for block in place_characters(SourceText("t.md", text), HERE)]


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("甲", [((0,),)]),
        ("甲乙。", [((0, 1, 2),)]),
        ("12甲34", [((0, 1, 2, 3, 4),)]),
        ("甲12乙", [((0, 1, 2, 3),)]),
        ("甲 *乙* 丙", [((0, 1, 3, 5, 6),)]),
        ("甲*1乙2*丙", [((0, 2, 3, 4, 6),)]),
        ("甲\n乙", [((0, None, 2),)]),
        ("甲  1", [((0, 1, None),)]),
        ("甲--乙", [((0, None, 3),)]),
        ("甲---1乙", [((0, None, 4, 5),)]),
        ('"甲"', [((None, 1, None),)]),
        ("甲[@osd]乙", [((0,), (7,))]),
        ("12[@osd]甲", [((None, None), (8,))]),
        ("> 甲1\n>2乙", [((2, 3, None, 6, 7),)]),
        ("甲\\*乙", [((0, 2, 3),)]),
        ("甲\\*\\*乙", [((0, None, 4, 5),)]),
        ("甲**aa**b", [((0, 3, 4, None),)]),
        ("---\nx: 1\n---\n甲", [((13,),)]),
        ("12", [((None, None),)]),
        ("甲\n\n| 1 | 乙 |\n|---|---|\n", [((0,),), ((5,),), ((9,),)]),
        ("# 甲 {en=12}", [((2,),), ((8, 9),)]),
        ("# 甲 {en='1&2'}", [((2,),), ((9, 10, 11),)]),
    ],
)  # fmt: skip
def test_each_character_stands_where_the_source_has_it(text: str, offsets: list[tuple[tuple[int | None, ...], ...]]) -> None:  # fmt: skip
    assert _offsets(text) == offsets


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [(0, 2, Place("t.md", 4, 6)), (1, 3, None), (2, 3, None), (3, 5, Place("t.md", 9, 11)), (0, 0, None), (1, 4, None)],
)
def test_a_run_of_characters_has_a_place_where_it_stands_in_one_piece(start: int, end: int, place: Place | None) -> None:  # fmt: skip
    block = PlacedBlock(TextBlock(("甲乙丙丁戊",), at(1)), ((4, 5, None, 9, 10), ()))
    assert block.place(0, start, end, "t.md") == place
    assert block.place(1, start, end, "t.md") is None


def test_no_letter_is_marked_in_the_place_of_a_token() -> None:
    text = "[ {#i甲乙](b)[{k} {+id}\n"
    made = mark(text)
    assert made.decode(made.text) == text
    assert not [found for found in made.letters.values() if 4 <= found.offset < 7]
