"""Knows what pandoc's formulas lack to be read as Word writes its own: brackets round what they hold, and the bar over
a letter (ECMA-376, part 1, 22.1.2.24 and 22.1.2.20); must not know what formulas say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.formats.docx.openxml import Element, clark

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_LINES = ("|", "‖")
_BEFORE_OPENING = frozenset("+-−±×·/=≠<>≤≥≈∈,;([{&|‖")
"""What no closing line stands right behind."""
_HOLDING = {clark(f"m:{name}") for name in ("oMath", "e", "num", "den", "sub", "sup", "deg", "lim", "fName")}
_SCRIPTS = {clark(f"m:{name}") for name in ("sSup", "sSub", "sSubSup")}
_OVERLINE, _BAR = "\u203e", "\u0305"


def mend(root: Element) -> None:
    """Where a power stands on a closing bracket alone, or a sum is taken of an opening one, or two brackets differ or
    are lines, let the pair hold what is between them: programs that read formulas as trees find no end of it otherwise,
    and take a line for `or`."""
    for formula in root.iter(clark("m:oMath")):
        for one in formula.iter(clark("m:chr")):
            if one.get(clark("m:val")) == _OVERLINE:
                one.set(clark("m:val"), _BAR)
        # Those within come first.
        for part in [part for part in formula.iter() if part.tag in _HOLDING][::-1]:
            made = _Row(list(part)).held()
            if len(made) != len(part):
                part[:] = made


@dataclass
class _Row:
    """What stands beside one another, and where brackets are open; of a sum it is its operand that opens one."""

    items: list[Element]
    opened: list[int] = field(default_factory=list)
    closed: list[tuple[int, int]] = field(default_factory=list)

    def held(self) -> list[Element]:
        place = 0
        while place < len(self.items):
            item = self.items[place]
            if _opening(item) in _PAIRS:
                self.opened.append(place)
            elif (sign := _closing(item)) in _PAIRS.values() and self.opened:
                place = self._close(self.opened.pop(), place, sign)
            elif sign in _LINES:
                lines = [at for at in range(place) if self._is_free(at) and _sign(self.items[at]) == sign]
                if lines and (item.tag in _SCRIPTS or _sign(self.items[place - 1]) not in _BEFORE_OPENING):
                    place = self._close(lines[-1], place, sign)
            place += 1
        return self.items

    def _is_free(self, place: int) -> bool:
        """Whether what is between a place and the end could be held without breaking a pair."""
        return all(place > start for start in self.opened) and not any(
            start < place < end for start, end in self.closed
        )

    def _close(self, start: int, end: int, sign: str) -> int:
        """Hold what is between two places, if it has to be; gives the place of what holds it."""
        first, last, within = self.items[start], self.items[end], self.items[start + 1 : end]
        begin = _opening(first) or sign
        is_plain = _PAIRS.get(begin) == sign and first.tag == last.tag == clark("m:r")
        if is_plain or any(_sign(one) == "&" for one in within):
            self.closed.append((start, end))
            return end
        made = _delimited(begin, within, sign)
        if last.tag in _SCRIPTS:
            _held_by(last)[:] = [made]
            made = last
        if first.tag == clark("m:nary"):
            _held_by(first)[:] = [made]
            made = first
        self.items[start : end + 1] = [made]
        self.closed = [pair for pair in self.closed if pair[1] < start]
        return start


def _sign(run: Element) -> str:
    """What a run says."""
    return run.findtext(clark("m:t"), "") if run.tag == clark("m:r") else ""


def _held_by(element: Element) -> Element:
    """What a sum is taken of, or a power stands on."""
    found = element.find(clark("m:e"))
    assert found is not None
    return found


def _opening(item: Element) -> str:
    return _alone(item) if item.tag == clark("m:nary") else _sign(item)


def _closing(item: Element) -> str:
    return _alone(item) if item.tag in _SCRIPTS else _sign(item)


def _alone(element: Element) -> str:
    """What the only run says that a sum is taken of, or that a power stands on."""
    held = _held_by(element)
    return _sign(held[0]) if len(held) == 1 else ""


def _delimited(begin: str, within: Sequence[Element], end: str) -> Element:
    """Brackets of the size that they have in the source."""
    made = etree.Element(clark("m:d"))
    properties = etree.SubElement(made, clark("m:dPr"))
    for name, value in (("begChr", begin), ("sepChr", ""), ("endChr", end), ("grow", "0")):
        etree.SubElement(properties, clark(f"m:{name}")).set(clark("m:val"), value)
    etree.SubElement(made, clark("m:e")).extend(within)
    return made
