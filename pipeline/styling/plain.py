"""Knows how a style sheet is said in selectors that readers of 2012 know (Selectors Level 3), who pass a whole rule by
for one that they do not know; must not know which format asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from pipeline.core.languages import LIKE_CHINESE
from pipeline.tools import css
from pipeline.tools.css import Token

_LATIN = ":--latin"
_LISTS = ("is", "where")
_GROUPS = frozenset(["media", "supports", "container", "layer"])
_ELSEWHERE = "data-language"
"""An attribute that the script of the web page sets: where there are no scripts no element has it."""
_NAMED = ("section", "div", "p", "span", "dt", "dd")
"""The elements whose family base.css sets by their language: in `:where()` their names weigh nothing, written out they
outweigh a class, which is written with them too then."""
_FACES = ("font", "font-family")

Selector: TypeAlias = list[Token]


@lru_cache(maxsize=16)  # a book asks for it for its fonts, for its metadata, and for itself
def plain(sheet: str, languages: tuple[str, ...]) -> str:
    """A style sheet with each `:is()`, `:where()` and list in `:not()` written out, and `:--latin` as those of some
    languages that are set like English; what has no plain form stays as it is.

    A language that an element itself names weighs what its attribute does, so that `[lang]:--latin` is no heavier than
    before; any other `:--latin` weighs as a class.
    """
    return _rules(css.rules(sheet), _latin(languages))


def _latin(languages: Iterable[str]) -> list[str]:
    """The languages that are set like English, as they are named before the first hyphen."""
    names = dict.fromkeys(language.partition("-")[0] for language in languages)
    return [name for name in names if name and name.lower() not in LIKE_CHINESE]


def _rules(rules: Sequence[Token], latin: Sequence[str]) -> str:
    return "\n".join(_rule(rule, latin) for rule in rules)


def _rule(rule: Token, latin: Sequence[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = [one for selector in _split(rule.prelude) for one in _plain(selector, latin)]
        if any(part.type == "declaration" and part.name in _FACES for part in css.contents(rule.content)):
            selectors += [[*css.values(name), *one] for one in selectors if _is_class(one) for name in _NAMED]
        text = ", ".join(dict.fromkeys(css.written(one).strip() for one in selectors))
        return f"{text} {{{css.written(rule.content)}}}" if text else ""
    if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in _GROUPS:
        inner = _rules(css.contents(rule.content), latin)
        return f"@{rule.lower_at_keyword}{css.written(rule.prelude)}{{{inner}}}"
    return css.written([rule])


def _plain(selector: Selector, latin: Sequence[str]) -> Iterator[Selector]:
    """The selectors that together say what one says."""
    for place, (colon, asked) in enumerate(pairwise(selector)):
        if colon != ":":
            continue
        before, after = selector[:place], selector[place + 2 :]
        if asked.type == "ident" and asked.value == _LATIN[1:]:
            options = [css.values(f":lang({css.name(name)})") for name in latin]
        elif asked.type == "function" and asked.lower_name in _LISTS:
            options = _split(asked.arguments)
        elif asked.type == "function" and asked.lower_name == "not" and len(_split(asked.arguments)) > 1:
            options = [[part for one in _split(asked.arguments) for part in css.values(f":not({css.written(one)})")]]
        else:
            continue
        is_light = asked.type == "ident" or asked.lower_name == "where"
        joined = [_joined(before, option, after, is_light=is_light) for option in options]
        if None not in joined:
            for one in joined:
                yield from _plain(one or [], latin)
            return
    yield selector


def _joined(before: Selector, option: Selector, after: Selector, *, is_light: bool) -> Selector | None:
    """A selector with one of a list in the place of the list; None where that would say something else. With
    `is_light`, what weighed nothing should weigh no more than it has to."""
    start = next((at + 1 for at in range(len(before) - 1, -1, -1) if _is_between(before[at])), 0)
    above, beside = before[:start], before[start:]
    if any(map(_is_between, option)):
        return None if before else [*option, *after]
    if is_light and (own := _own_language(beside, option)):
        return [*above, *own, *after]
    if is_light and css.written(option) == f":not([{_ELSEWHERE}])":
        return [*before, *after]
    if not beside or not _is_type(option):
        return [*before, *option, *after]
    if option[0] == "*":
        return [*before, *option[1:], *after]
    return None if _is_type(beside) else [*above, *option, *beside, *after]


def _own_language(beside: Selector, option: Selector) -> Selector:
    """`[lang]:lang(en)` as `[lang|="en"]`; empty for anything else."""
    if len(option) != 2 or option[0] != ":" or option[1].type != "function" or option[1].lower_name != "lang":
        return []
    where = next((at for at, token in enumerate(beside) if css.written([token]) == "[lang]"), None)
    if where is None:
        return []
    named = css.values(f'[lang|="{css.written(option[1].arguments).strip()}"]')
    return [*beside[:where], *named, *beside[where + 1 :]]


def _is_between(token: Token) -> bool:
    """Whether a token parts the elements of a selector."""
    return token.type == "whitespace" or (token.type == "literal" and token.value in (">", "+", "~"))


def _is_class(selector: Selector) -> bool:
    """Whether a selector asks for a class and nothing else."""
    return len(selector) == 2 and selector[0] == "." and selector[1].type == "ident"


def _is_type(compound: Selector) -> bool:
    return bool(compound) and (compound[0].type == "ident" or compound[0] == "*")


def _split(prelude: Sequence[Token]) -> list[Selector]:
    """The selectors of a list, without the blanks round them."""
    found: list[Selector] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return [_stripped(one) for one in found]


def _stripped(selector: Selector) -> Selector:
    blanks = [token.type == "whitespace" for token in selector]
    start = blanks.index(False) if False in blanks else len(blanks)
    end = len(blanks) - (blanks[::-1].index(False) if False in blanks else 0)
    return selector[start:end]
