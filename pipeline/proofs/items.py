"""Knows how new items are written into a list of the source, at the level that each has; must not know edits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.proofs.base import Base, BasePassage

_ITEM = re.compile(r"([ \t>]*)([-*+]|(\d+)([.)]))([ \t]+)")


@dataclass(frozen=True)
class Item:
    """How an item begins: what its line begins with, its sign, and the blanks behind that; its number and what follows
    that, if it has one; where its line begins."""

    indent: str
    sign: str
    number: str
    stop: str
    space: str
    start: int

    @property
    def opening(self) -> str:
        return f"{self.indent}{self.sign}{self.space}"

    def next(self) -> Item:
        number = str(int(self.number) + 1) if self.number else ""
        return Item(self.indent, f"{number}{self.stop}" if number else self.sign, number, self.stop, self.space, -1)

    def child(self) -> Item:
        sign = f"1{self.stop}" if self.number else self.sign
        inside = self.indent + " " * (len(self.sign) + len(self.space))
        return Item(inside, sign, "1" if self.number else "", self.stop, self.space, -1)


_FIRST = Item("", "-", "", "", " ", -1)


def item_at(source: str, first: int) -> Item | None:
    """The item that begins with a character; None where it is in no first line of one."""
    start = source.rfind("\n", 0, first) + 1
    found = _ITEM.match(source, start)
    if found is None or found.end() > first:
        return None
    indent, sign, number, stop, space = found.groups()
    return Item(indent, sign, number or "", stop or "", space, start)


def level_of(passage: BasePassage) -> int:
    return passage.passage.letters[-1].level


def items_over(base: Base, index: int) -> dict[int, Item]:
    """The item of each level that a paragraph stands in, by level."""
    source, found = base.words.source.text, dict[int, Item]()
    wanted = level_of(base.passages[index])
    for passage in base.passages[index::-1]:
        places = [place for place in passage.places if place]
        level = level_of(passage)
        if not wanted or (not level and passage.text.strip()):
            break
        item = item_at(source, places[0][0]) if level == wanted and places else None
        if item is not None:
            found[wanted] = item
            wanted -= 1
    return found


def items_behind(items: dict[int, Item], said: Sequence[tuple[str, int]], further: str | None = None) -> str | None:
    """Paragraphs, each with its level, as they are written behind a paragraph that stands in some items; the first one
    is one more of its item, if it is as deep and there is what its lines begin with (`further`). None where one stands
    in no item."""
    stack, text = dict(items), ""
    for number, (words, level) in enumerate(said):
        deepest = max(stack, default=0)
        if not level:
            text, stack = f"{text}\n\n{words}", {}
        elif further is not None and not number and level == deepest:
            text += f"\n\n{further}{words}"
        else:
            item = stack[level].next() if level in stack else None
            item = item or (stack[level - 1].child() if level - 1 in stack else None)
            if item is None and level > 1:
                return None
            gap = "\n" if stack else "\n\n"
            item = item or _FIRST
            text += f"{gap}{item.opening}{words}"
            stack = {one: known for one, known in stack.items() if one < level} | {level: item}
    return text
