"""Knows how the entries of an index are ordered and printed, each with links to its places and to other entries; must
not know how words are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby

from pipeline.core.languages import Language
from pipeline.core.wording import word
from pipeline.tools import ast, collation

Other = tuple[str, tuple[str, ...]]
"""How an entry refers to another (`see` in place of its own places, `also` beside them), and the levels of that one."""


@dataclass
class Entry:
    """An entry: what it says, how it sounds where that is said, the links to its places, the entries that it refers to,
    its id where another refers to it, and the entries below it."""

    words: str
    sort: str = ""
    links: list[ast.Node] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    id: str = ""
    below: dict[str, Entry] = field(default_factory=dict)

    def at(self, levels: Sequence[str], sort: str = "") -> Entry:
        """The entry of some levels below this one, which is made where it is not there."""
        sorts = [part.strip() for part in sort.split("!")] if sort else []
        entry = self
        for place, words in enumerate(levels):
            entry = entry.below.setdefault(str(words), Entry(words))
            entry.sort = entry.sort or (sorts[place] if place < len(sorts) else "")
        return entry

    def ordered(self) -> list[Entry]:
        """Those below it, by scripts and sounds."""
        return sorted(self.below.values(), key=lambda entry: collation.key(str(entry.words), entry.sort))

    def all(self) -> Iterator[Entry]:
        """It, and all below it."""
        yield self
        for entry in self.below.values():
            yield from entry.all()

    def find(self, levels: Sequence[str]) -> Entry | None:
        """The entry of some levels, where there is one."""
        entry: Entry | None = self
        for words in levels:
            entry = entry.below.get(str(words)) if entry else None
        return entry


def referring(others: Sequence[Other], leading: Language) -> str:
    """What is printed of the entries that one refers to, as plain text: 见甲；参见乙."""
    told = (
        word(f"index_{kind}", leading, entry=word("index_levels", leading).join(map(str, levels)))
        for kind, levels in others
    )
    return word("clause_separator", leading).join(told)


def printed(top: Entry, leading: Language) -> ast.Node:
    """The Div `index-entries` of all entries."""
    numbers = count(1)
    for entry in top.all():
        for _, levels in entry.others:
            if (other := top.find(levels)) is not None and not other.id:
                other.id = f"index-entry-{next(numbers)}"
    made: list[ast.Node] = []
    groups = groupby(top.ordered(), key=lambda entry: collation.initial(entry.sort or str(entry.words)))
    for letter, entries in groups:
        made += [ast.div([ast.Para(ast.Str(letter))], "index-letter"), _list(list(entries), top, leading)]
    return ast.div(made, "index-entries")


def _list(entries: Sequence[Entry], top: Entry, leading: Language) -> ast.Node:
    items = []
    for entry in entries:
        line = ast.words(entry.words)
        if entry.id:
            line = [ast.Span(*line, identifier=entry.id)]
        if entry.links:
            line += [ast.Str("\u2003"), ast.Span(*entry.links, classes=["locators"])]
        if entry.others:
            gap = word("clause_separator", leading) if entry.links else "\u2003"
            line += [ast.Span(*_spaced(gap), *_others(entry, top, leading), classes=["see"])]
        items.append(ast.ListItem(ast.Plain(*line), *([_list(entry.ordered(), top, leading)] if entry.below else [])))
    return ast.BulletList(*items)


def _others(entry: Entry, top: Entry, leading: Language) -> Iterator[ast.Node]:
    """The entries that one refers to, each a link where it is there."""
    for place, (kind, levels) in enumerate(entry.others):
        if place:
            yield from _spaced(word("clause_separator", leading))
        before, _, after = word(f"index_{kind}", leading, entry="\0").partition("\0")
        yield from _spaced(before)
        words = [
            part
            for number, level in enumerate(levels)
            for part in (*(_spaced(word("index_levels", leading)) if number else ()), *ast.words(level))
        ]
        other = top.find(levels)
        yield from [ast.Link(*words, url=f"#{other.id}")] if other and other.id else words
        yield from ast.words(after)


def _spaced(text: str) -> list[ast.Node]:
    """Words that others follow, with the space that parts them."""
    return [*ast.words(text), *([ast.Space()] if text.endswith(" ") else [])]
