"""Knows how headings and what has a caption are counted, and how a number is printed; must not know trees or formats.

Numbers are counted once, while the text is transformed, and kept in the Document; a format prints them or makes them
live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.core.languages import BOTH, CHINESE, ENGLISH, LANGUAGES, Bilingual, Languages, has_spaces
from pipeline.core.wording import chinese_number, word, word_of
from pipeline.core.words import joined

CONTENTS_DEPTH = 2
"""How many levels of headings the contents of every format show, unless the front matter says otherwise."""
EVERY_LEVEL = 6
"""How many there are at most: as many as bookmarks have, and what a reading system shows beside a book."""

NUMBERED_LEVELS = 4
"""How many levels of headings have numbers (GB/T 9704-2012, 7.3.3)."""

SECTION, FIGURE, TABLE, LISTING, EQUATION = "section", "figure", "table", "listing", "equation"


@dataclass(frozen=True)
class Number:
    """The number of a section, figure, table, listing or formula.

    In an appendix the first of `parts` is printed as a letter: 附录 A, 表 A.1 (GB/T 7713.1-2006, 6.2.9).

    `parts` are the counts from the outermost level on: of a section those of all levels down to its own, of a figure
    the
    chapter where numbers start anew in each, and its own. A section below an unnumbered heading is counted anew:
    `start` is
    the first level that counts, `under` that heading's title, and `group` its id.
    """

    kind: str
    parts: tuple[int, ...]
    start: int = 0
    under: Bilingual = Bilingual()
    group: str = ""
    appendix: bool = False
    languages: Languages = BOTH

    @property
    def printed(self) -> str:
        """What stands before a heading: 一、（一）1.（1） of official documents (GB/T 9704-2012, 7.3.3), or 1.1 of a
        report in English."""
        last, leading = self.parts[-1], self.languages.leading
        if self.appendix or has_spaces(leading):
            is_named = self.appendix and len(self.parts) == 1
            return (self.label if is_named else self.own)[leading] + word("number_gap", leading)
        forms = (f"{chinese_number(last)}、", f"（{chinese_number(last)}）", f"{last}.", f"（{last}）")
        return forms[len(self.parts) - 1]

    @property
    def is_outside(self) -> bool:
        """Whether it counts what stands in no chapter, while others are counted by chapter: its first part is 0 then,
        and not printed."""
        return self.kind != SECTION and len(self.parts) > 1 and not self.parts[0]

    @property
    def text(self) -> Bilingual:
        """The number alone, as references print it: 一（二）3 and 1.2.3, or 2-1 of a figure."""
        if self.appendix:
            return self.own
        if self.kind != SECTION:
            mark, parts = "." if has_spaces(self.languages.leading) else "-", self.parts[self.is_outside :]
            return Bilingual.same(mark.join(map(str, parts)))
        if not self.under:
            return self.own
        chinese, english = (self.under[language] or self.languages.first(self.under) for language in LANGUAGES)
        return Bilingual(joined("“", chinese, f"”{self.own.zh}"), joined("“", english, f"” {self.own.en}"))

    @property
    def own(self) -> Bilingual:
        """The number of a section without the heading that it is counted under; of anything in an appendix."""
        if self.appendix:
            return Bilingual.same(".".join((letters(self.parts[0]), *map(str, self.parts[1:]))))
        english = ".".join(map(str, self.parts[self.start :]))
        # Where a level was passed over, only Arabic numbers tell which one it was.
        if has_spaces(self.languages.leading) or 0 in self.parts[max(self.start, 1) :]:
            return Bilingual.same(english)
        levels = range(self.start, len(self.parts))
        return Bilingual("".join(_reference_form(level, self.parts[level]) for level in levels), english)

    @property
    def label(self) -> Bilingual:
        """The number with its word: 第一节（二）, 图 2-1."""
        text = self.text
        if self.kind == SECTION and self.appendix:
            return Bilingual.each(lambda language: f"{word('appendix', language)}\u00a0{text[language]}")
        if self.kind == SECTION and self.under:
            return text
        if self.kind == SECTION:
            first = _reference_form(0, self.parts[0])
            rest = text.zh.removeprefix(first)
            chinese = text.zh if rest and not first else word(SECTION, CHINESE, number=first) + rest
            if text.zh == text.en:
                chinese = word(SECTION, CHINESE, number=text.zh)
            return Bilingual(chinese, word(SECTION, ENGLISH, number=text.en))
        if self.kind == EQUATION:
            return equation_label(text)
        return Bilingual.each(lambda language: f"{word_of(self.kind, language, self.languages)}\u00a0{text[language]}")

    @property
    def alone(self) -> Bilingual:
        """The number as it is printed without its word: that of a formula stands in brackets."""
        return equation_number(self.text) if self.kind == EQUATION else self.text

    def follows(self, other: Number) -> bool:
        """Whether the two stand next to each other in a range: of one kind, and in one chapter."""
        ours, theirs = self.parts, other.parts
        if self.appendix != other.appendix:
            return False
        neighbours = ours[:-1] == theirs[:-1] and ours[-1] == theirs[-1] + 1
        return self.kind != SECTION and self.kind == other.kind and neighbours


def equation_label(number: Bilingual) -> Bilingual:
    """How a reference speaks of a formula: 式（1）, Eq. (1)."""
    return Bilingual.each(lambda language: word(EQUATION, language, number=number[language]))


def equation_number(number: Bilingual) -> Bilingual:
    """The number of a formula as it stands beside it: （1） in Chinese, (1) in English."""
    return Bilingual.each(lambda language: word("equation_number", language, number=number[language]))


def _reference_form(level: int, count: int) -> str:
    """A level of a section's number inside a reference; nothing for a first level that is not there."""
    if not count:
        return ""
    return (chinese_number(count), f"（{chinese_number(count)}）", str(count))[level] if level < 3 else f"（{count}）"


def letters(number: int) -> str:
    """A count as appendices are named: A to Z, then AA."""
    text = ""
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(ord("A") + place) + text
    return text


class HeadingCounter:
    """Counts the headings of a document in order; those inside boxes are not shown to it."""

    LEVELS = 6

    def __init__(self, languages: Languages = BOTH) -> None:
        self.languages = languages
        self.counts = [0] * self.LEVELS
        self.unnumbered: list[tuple[str, Bilingual] | None] = [None] * self.LEVELS
        self.appendices = 0
        self.in_appendix = False

    def unnumbered_heading(self, level: int, id_: str, title: Bilingual) -> None:
        """A heading without a number: what stands below it is counted anew."""
        self._enter(level)
        self.in_appendix = self.in_appendix and level > 1
        self.unnumbered[level - 1] = (id_, title)

    def numbered_heading(self, level: int) -> Number:
        """The number of the next heading of a level."""
        self._enter(level)
        self.unnumbered[level - 1] = None
        if level > 1 and self.in_appendix:
            self.counts[level - 1] += 1
            return self._number((self.appendices, *self.counts[1:level]), appendix=True)
        self.in_appendix = False
        self.counts[level - 1] += 1
        parts = tuple(self.counts[:level])
        above = [place for place in range(level - 1) if self.unnumbered[place]]
        if not above:
            return self._number(parts)
        place = above[-1]
        id_, title = self.unnumbered[place] or ("", Bilingual())
        return self._number(parts, start=place + 1, under=title, group=id_)

    def appendix_heading(self) -> Number:
        """The number of the next appendix, a heading of the first level."""
        self._enter(1)
        self.unnumbered[0] = None
        self.in_appendix = True
        self.appendices += 1
        return self._number((self.appendices,), appendix=True)

    def _number(self, parts: tuple[int, ...], **values: Any) -> Number:
        return Number(SECTION, parts, languages=self.languages, **values)

    def _enter(self, level: int) -> None:
        self.counts[level:] = [0] * (self.LEVELS - level)
        self.unnumbered[level:] = [None] * (self.LEVELS - level)


class CaptionCounter:
    """Counts figures, tables, listings or formulas: through the document, or anew in each chapter (图 2-1), where those
    in no chapter have a count of their own (图 1); anew in each appendix (图 A.1)."""

    def __init__(self, kind: str, *, by_chapter: bool, languages: Languages = BOTH) -> None:
        self.kind, self.by_chapter, self.languages = kind, by_chapter, languages
        self.chapter = self.chapters = self.count = self.outside = 0
        self.appendix = self.count_in_appendix = 0
        self.in_appendix = False

    def enter_chapter(self) -> None:
        """A numbered heading of the first level begins."""
        self.in_appendix = False
        if self.by_chapter:
            self.chapters, self.count = self.chapters + 1, 0
            self.chapter = self.chapters

    def enter_appendix(self) -> None:
        """An appendix begins."""
        self.appendix, self.count_in_appendix, self.in_appendix = self.appendix + 1, 0, True

    def leave_chapters(self) -> None:
        """A heading of the first level without a number begins."""
        self.in_appendix = False
        if self.by_chapter:
            self.chapter, self.count = 0, self.outside

    def next(self) -> Number:
        """The number of the next one."""
        if self.in_appendix:
            self.count_in_appendix += 1
            return Number(self.kind, (self.appendix, self.count_in_appendix), appendix=True, languages=self.languages)
        self.count += 1
        self.outside = self.outside if self.chapter else self.count
        parts = (self.chapter, self.count) if self.by_chapter else (self.count,)
        return Number(self.kind, parts, languages=self.languages)
