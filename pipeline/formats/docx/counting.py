"""Knows how Word counts: the numbers of paragraphs (ECMA-376, part 1, 17.9) that no text says; must not know what is
right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.wording import chinese_number
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.proving.labels import number_of

_STYLES = {
    "decimal": "Decimal",
    "lowerLetter": "LowerAlpha",
    "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman",
    "upperRoman": "UpperRoman",
}
BULLET = "•"
_SUFFIXES = {"space": " "}
"""What stands behind a number without being part of it (17.9.28)."""


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    suffix: str

    def printed(self, counts: Mapping[int, int], forms: Mapping[int, str]) -> str:
        return re.sub(r"%(\d)", lambda level: _digits(counts, forms, int(level.group(1)) - 1), self.text) + self.suffix


def _digits(counts: Mapping[int, int], forms: Mapping[int, str], level: int) -> str:
    number, form = counts.get(level, 1), forms.get(level, "decimal")
    return chinese_number(number) if form.startswith("chinese") else number_of(number, _STYLES.get(form, "Decimal"))


@dataclass
class Counter:
    """Numbers paragraphs in their order: what a paragraph of a list or a heading begins with, by its list (`numId`)
    and level."""

    _levels: Mapping[str, Mapping[int, _Level]]
    _lists: Mapping[str, str]
    _starts: Mapping[tuple[str, int], int]
    _by_style: Mapping[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element, styles: Element) -> Counter:
        """A counter for a document's lists, and for the styles that are numbered."""
        levels = {
            str(one.get(clark("w:abstractNumId"))): dict(map(_level, one.iterfind("w:lvl", NAMESPACES)))
            for one in numbering.iterfind("w:abstractNum", NAMESPACES)
        }
        lists, starts, own = {}, {}, {}
        for one in numbering.iterfind("w:num", NAMESPACES):
            name = str(one.get(clark("w:numId")))
            lists[name] = _value(one, "w:abstractNumId")
            changed = one.iterfind("w:lvlOverride/w:lvl", NAMESPACES)
            own[name] = {**levels.get(lists[name], {}), **dict(map(_level, changed))}
            for override in one.iterfind("w:lvlOverride", NAMESPACES):
                if (start := _value(override, "w:startOverride")).isdigit():
                    starts[name, _level_of(override)] = int(start)
        by_style = {}
        for style in styles.iterfind("w:style", NAMESPACES):
            if (found := list_of(style)) and found[0]:
                by_style[str(style.get(clark("w:styleId")))] = found
        return cls(own, lists, starts, by_style)

    def number(self, paragraph: Element, style: str) -> str:
        """What a paragraph begins with; a bullet as •; nothing where it has no number."""
        name, level = list_of(paragraph) or self._by_style.get(style, ("0", 0))
        kind = self._lists.get(name, "")
        found = self._levels.get(name, {}).get(level)
        if found is None or not found.text.strip():
            return ""
        if found.form == "bullet":
            return BULLET
        counts = self._counts.setdefault(kind, {})
        begins = name not in self._begun and (name, level) in self._starts
        self._begun.add(name)
        if begins:
            counts[level] = self._starts[name, level]
        else:
            counts[level] = counts.get(level, found.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return found.printed(counts, {other: row.form for other, row in self._levels[name].items()})


def list_of(holder: Element) -> tuple[str, int] | None:
    """The list and the level that the properties of a paragraph or a style name."""
    properties = holder.find("w:pPr/w:numPr", NAMESPACES)
    if properties is None:
        return None
    level = _value(properties, "w:ilvl")
    return _value(properties, "w:numId"), int(level) if level.isdigit() else 0


def _level(row: Element) -> tuple[int, _Level]:
    start = _value(row, "w:start")
    form, text, suffix = (_value(row, f"w:{name}") for name in ("numFmt", "lvlText", "suff"))
    level = _Level(int(start) if start.isdigit() else 0, form, text, _SUFFIXES.get(suffix, ""))
    return _level_of(row), level


def _level_of(row: Element) -> int:
    return int(str(row.get(clark("w:ilvl"))))


def _value(holder: Element, name: str) -> str:
    found = holder.find(name, NAMESPACES)
    return "" if found is None else str(found.get(clark("w:val"), ""))
