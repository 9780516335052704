"""Knows which declarations of a style sheet hold for an element of a page, and which may; must not know what is
declared. Beside the layout engine the only importer of cssselect2."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import cssselect2
from lxml import etree

from pipeline.tools import css
from pipeline.tools.css import Token

Element: TypeAlias = etree._Element
Value: TypeAlias = Sequence[Token]

_GROUPS = frozenset(["media", "supports", "container", "layer"])
# What a reader or a script does to a page, so that a rule may hold or not.
_STATES = frozenset(["hover", "focus", "focus-visible", "focus-within", "active", "target", "checked", "open", "modal"])
_SET_BY_SCRIPTS = ("data-", "aria-", "open", "hidden")
_ANY = css.values(":is(*)")


@dataclass
class Held:
    """The values of a property for an element: what holds last, and what may hold in its place."""

    certain: Value | None = None
    possible: list[Value] = field(default_factory=list)


class Cascade:
    """The rules of a style sheet that declare some properties (CSS Cascading and Inheritance, 6)."""

    def __init__(self, sheet: str, properties: Collection[str]) -> None:
        self._properties = properties
        self._matcher = cssselect2.Matcher()
        self._anywhere: list[tuple[str, Value]] = []
        self._add(css.rules(sheet), may=False)

    def held(self, root: Element) -> Iterator[tuple[Element, dict[str, Held]]]:
        """Each element of a page, in its order, with what its rules say; what is inherited is not in it."""
        for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            if not isinstance(wrapper.etree_element.tag, str):
                continue
            found: dict[str, Held] = {}
            for name, value in self._anywhere:
                found.setdefault(name, Held()).possible.append(value)
            for _, _, pseudo, (may, declared) in self._matcher.match(wrapper):
                for name, value in declared:
                    held = found.setdefault(name, Held())
                    if may or pseudo:
                        held.possible.append(value)
                    else:
                        held.certain = value
            yield wrapper.etree_element, found

    def _add(self, rules: Sequence[Token], *, may: bool) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in _GROUPS:
                self._add(css.contents(rule.content), may=True)
            elif rule.type == "qualified-rule":
                self._add_rule(rule, may=may)

    def _add_rule(self, rule: Token, *, may: bool) -> None:
        parts = css.contents(rule.content)
        for inner in parts:
            if inner.type == "qualified-rule":
                self._anywhere += self._declared(css.contents(inner.content))
        declared = self._declared(parts)
        if not declared:
            return
        prelude, is_known = _at_rest(rule.prelude)
        important = any(part.type == "declaration" and part.important for part in parts)
        try:
            for selector in cssselect2.compile_selector_list(prelude):
                self._matcher.add_selector(selector, (may or important or not is_known, declared))
        except cssselect2.SelectorError:
            self._anywhere += declared

    def _declared(self, parts: Sequence[Token]) -> list[tuple[str, Value]]:
        declarations = [part for part in parts if part.type == "declaration" and part.lower_name in self._properties]
        return [(part.lower_name, list(part.value)) for part in declarations]


def _at_rest(prelude: Sequence[Token]) -> tuple[list[Token], bool]:
    """A selector without its conditions on what changes, and whether it had none."""
    kept: list[Token] = []
    is_known = True
    rest: list[Any] = list(prelude)
    while rest:
        token = rest.pop(0)
        is_state = token == ":" and bool(rest) and rest[0].type == "ident" and rest[0].lower_value in _STATES
        name = (
            next((part.value for part in token.content if part.type == "ident"), "") if token.type == "[] block" else ""
        )
        is_negated = token == ":" and bool(rest) and rest[0].type == "function" and _changes(rest[0])
        if is_state or is_negated or name.startswith(_SET_BY_SCRIPTS):
            kept += _ANY
            is_known = False
            rest = rest[1:] if is_state or is_negated else rest
        else:
            kept.append(token)
    return kept, is_known


def _changes(function: Token) -> bool:
    """Whether the arguments of `:not()` and its kind have conditions on what changes."""
    return not _at_rest(function.arguments)[1]
