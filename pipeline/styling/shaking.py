"""Knows which rules of a style sheet can hold on a page, by the names that stand on it; must not know which page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pipeline.tools import css
from pipeline.tools.css import Token

_ASKED = re.compile(r"var\(--((?:color|font|size|line)-[\w-]+)")
_VALUE = re.compile(r"--((?:color|font|size|line)-[\w-]+):(?:\"[^\"\\]*\"|[^;{}()\"\\])+(?:;|(?=\}))")
_SPOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|,:lang\((\w+)\)")
_QUOTED = re.compile(r"(\[[\w-]+[~|^$*]?=)\"([A-Za-z][\w-]*)\"\]")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def names_on(page: etree._Element) -> frozenset[str]:
    """The names of elements, classes and ids on a page, from its `html` on, without its head; and its languages, with a
    colon before each."""
    found: set[str] = set()
    head = set(page.iter("{*}head"))
    for element in page.iter():
        if isinstance(element.tag, str) and head.isdisjoint((element, element.getparent())):
            found.update((element.tag.rpartition("}")[2].lower(), *element.get("class", "").split()))
            found.add(element.get("id", ""))
            for tag in (element.get("lang"), element.get(_LANG)):
                found.add(f":{(tag or '').partition('-')[0].lower()}")
    return frozenset(found)


def names_in(pages: Iterable[etree._Element]) -> frozenset[str]:
    """The same for pages that have one sheet."""
    return frozenset().union(*map(names_on, pages))


@lru_cache(maxsize=16)  # a page that is made again has the same sheets, and most often the same names
def shaken(sheet: str, names: frozenset[str], paints: frozenset[str] = frozenset()) -> str:
    """A minified style sheet without the rules of its own level that ask for a name that does not stand on the page,
    the ways to count that no rule asks for, and the colours, families and sizes that no rule and none of some `paints`
    asks for; a language behind others in a list that nothing on the page is in is left out of it, and so are the marks
    round a value that is a name."""
    rules = [rule for rule in _rules(sheet) if not rule.is_dead(names)]
    text = "".join(rule.text for rule in rules if not rule.counter)
    kept = "".join(rule.text for rule in rules if not rule.counter or rule.counter in text)
    asked = {*_ASKED.findall(kept), *paints}
    kept = _VALUE.sub(lambda found: found[0] if found[1] in asked else "", kept)
    kept = _SPOKEN.sub(lambda found: "" if found[1] and f":{found[1].lower()}" not in names else found[0], kept)
    return _QUOTED.sub(r"\1\2]", kept)


def said(rule: str) -> frozenset[str]:
    """What a rule says, piece by piece, without what depends on the other things that stand on a page: the languages
    behind others in a list, and the marks round a value that is a name."""
    spoken = _SPOKEN.sub(lambda found: "" if found[1] else found[0], " ".join(rule.split()))
    return frozenset(piece.strip() for piece in re.split("[;{}]", _QUOTED.sub(r"\1\2]", spoken)))


@dataclass(frozen=True)
class _Rule:
    """A rule as it is written; the way to count that it declares; and the names that each of its selectors asks for,
    none where it is no rule of its own level."""

    text: str
    counter: str
    selectors: tuple[frozenset[str], ...]

    def is_dead(self, names: Collection[str]) -> bool:
        """Whether each selector asks for an element, a class or an id that is not there."""
        return bool(self.selectors) and all(
            any(asked not in names and asked.lower() not in names for asked in selector) for selector in self.selectors
        )


@lru_cache(maxsize=8)  # a sheet is held against many pages
def _rules(sheet: str) -> tuple[_Rule, ...]:
    return tuple(_Rule(css.written([rule]), _counter(rule), _asked(rule)) for rule in css.rules(sheet))


def _counter(rule: Token) -> str:
    """The name of a way to count that a rule declares."""
    is_counter = rule.type == "at-rule" and rule.lower_at_keyword == "counter-style"
    return css.written(rule.prelude).strip() if is_counter else ""


def _asked(rule: Token) -> tuple[frozenset[str], ...]:
    return tuple(map(_names, _selectors(rule.prelude))) if rule.type == "qualified-rule" else ()


def _selectors(prelude: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _names(selector: Sequence[Token]) -> frozenset[str]:
    """The elements, classes and ids that a selector asks for; what stands in brackets is not looked at."""
    found: set[str] = set()
    before: Token | str = ""
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            found.add(token.value)
        before = token
    return frozenset(filter(None, found))
