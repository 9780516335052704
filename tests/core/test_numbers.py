"""Numbers of headings, figures and tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.languages import Bilingual
from pipeline.core.numbers import FIGURE, SECTION, TABLE, CaptionCounter, HeadingCounter, Number, letters
from pipeline.core.wording import chinese_number


@pytest.mark.parametrize(
    ("parts", "printed", "chinese", "english"),
    [
        ((1,), "一、", "第一节", "Section 1"),
        ((12,), "十二、", "第十二节", "Section 12"),
        ((1, 2), "（二）", "第一节（二）", "Section 1.2"),
        ((1, 2, 3), "3.", "第一节（二）3", "Section 1.2.3"),
        ((1, 2, 3, 4), "（4）", "第一节（二）3（4）", "Section 1.2.3.4"),
        ((0, 2), "（二）", "（二）", "Section 0.2"),
    ],
)
def test_a_section(parts: tuple[int, ...], printed: str, chinese: str, english: str) -> None:
    number = Number(SECTION, parts)
    assert number.printed == printed
    assert number.label == Bilingual(chinese, english)
    assert number.text.en == ".".join(map(str, parts))


@pytest.mark.parametrize(
    ("kind", "parts", "chinese", "english"),
    [(FIGURE, (3,), "图\u00a03", "Fig.\u00a03"), (TABLE, (2, 1), "表\u00a02-1", "Table\u00a02-1")],
)
def test_a_caption(kind: str, parts: tuple[int, ...], chinese: str, english: str) -> None:
    number = Number(kind, parts)
    assert number.label == Bilingual(chinese, english)
    assert number.text == Bilingual.same("-".join(map(str, parts)))


def test_sections_below_an_unnumbered_heading_are_counted_anew() -> None:
    counter = HeadingCounter()
    assert counter.numbered_heading(1).label.zh == "第一节"
    assert counter.numbered_heading(2).label.zh == "第一节（一）"
    counter.unnumbered_heading(1, "sec-x", Bilingual("附录", "Appendix"))
    first = counter.numbered_heading(2)
    assert (first.printed, first.label, first.group) == ("（一）", Bilingual("“附录”（一）", "“Appendix” 1"), "sec-x")
    third = counter.numbered_heading(3)
    assert (third.printed, third.label.zh, third.label.en) == ("1.", "“附录”（一）1", "“Appendix” 1.1")
    assert counter.numbered_heading(1).label.zh == "第二节"
    assert counter.numbered_heading(2).label == Bilingual("第二节（一）", "Section 2.1")
    counter.unnumbered_heading(2, "sec-s", Bilingual("小结"))
    deep = counter.numbered_heading(3)
    assert (deep.label, deep.start) == (Bilingual("“小结”1", "“小结” 1"), 2)
    assert counter.numbered_heading(2).label.zh == "第二节（二）"


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=40))
def test_labels_of_sections_are_unique(headings: list[tuple[int, bool]]) -> None:
    counter, labels = HeadingCounter(), []
    for place, (level, numbered) in enumerate(headings):
        if numbered:
            labels.append(counter.numbered_heading(level).label)
        else:
            counter.unnumbered_heading(level, f"sec-{place}", Bilingual(f"题{place}", f"T{place}"))
    assert len(set(labels)) == len(labels)
    assert len({label.zh for label in labels}) == len(labels)


def test_captions_are_counted_through_or_by_chapter() -> None:
    through, by_chapter = CaptionCounter(FIGURE, by_chapter=False), CaptionCounter(FIGURE, by_chapter=True)
    for counter in (through, by_chapter):
        counter.enter_chapter()
    assert [through.next().parts, through.next().parts] == [(1,), (2,)]
    assert [by_chapter.next().parts, by_chapter.next().parts] == [(1, 1), (1, 2)]
    for counter in (through, by_chapter):
        counter.enter_chapter()
    assert through.next().parts == (3,)
    assert by_chapter.next().parts == (2, 1)


@given(st.integers(1, 10_000))
def test_letters_count_on_behind_z(number: int) -> None:
    assert [letters(count) for count in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert letters(number) < letters(number + 1) or len(letters(number)) < len(letters(number + 1))


def test_captions_are_counted_anew_in_each_appendix() -> None:
    counter = CaptionCounter(FIGURE, by_chapter=False)
    counter.enter_chapter()
    first = counter.next()
    counter.enter_appendix()
    inside = counter.next()
    counter.leave_chapters()
    assert [number.text.zh for number in (first, inside, counter.next())] == ["1", "A.1", "2"]
    assert not inside.follows(first)


def test_what_stands_in_no_chapter_has_a_count_of_its_own() -> None:
    counter = CaptionCounter(TABLE, by_chapter=True)
    made = [counter.next()]
    counter.enter_chapter()
    made.append(counter.next())
    counter.leave_chapters()
    made += [counter.next(), counter.next()]
    counter.enter_chapter()
    made.append(counter.next())
    counter.enter_appendix()
    made.append(counter.next())
    counter.leave_chapters()
    made.append(counter.next())
    assert [number.text.zh for number in made] == ["1", "1-1", "2", "3", "2-1", "A.1", "4"]
    assert [number.is_outside for number in made] == [True, False, True, True, False, False, True]
    assert made[3].follows(made[2]) and not made[2].follows(made[1])


def test_what_follows_in_a_range() -> None:
    assert Number(FIGURE, (2,)).follows(Number(FIGURE, (1,)))
    assert Number(FIGURE, (2, 3)).follows(Number(FIGURE, (2, 2)))
    assert not Number(FIGURE, (3, 1)).follows(Number(FIGURE, (2, 0)))
    assert not Number(FIGURE, (2,)).follows(Number(TABLE, (1,)))
    assert not Number(FIGURE, (3,)).follows(Number(FIGURE, (1,)))
    assert not Number(SECTION, (2,)).follows(Number(SECTION, (1,)))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (0, "0"),
        (100, "100"),
    ],
)
def test_chinese_numerals(number: int, written: str) -> None:
    assert chinese_number(number) == written
