"""Knows what of the CSS in an SVG may stay: properties by name, values without addresses; must not know elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.figures.svg_lists import FUNCTIONS, PROPERTIES, SILENT_PROPERTIES
from pipeline.figures.svg_numbers import LIMIT
from pipeline.tools import css, fonts
from pipeline.tools.css import Token

_KINDS = frozenset(
    ["ident", "literal", "whitespace", "string", "hash", "number", "percentage", "dimension", "function", "url"]
)
Painted = tuple[str, str, str]
"""A selector, `*` for one that is not simple, a property, and the id that the rule paints with."""
_FACED = ("font", "font-family")
# The families of which the system has its own idea (CSS Fonts 4, 2.1.1).
_GENERIC = frozenset(("serif", "sans-serif", "monospace", "cursive", "fantasy", "math", "system-ui"))
_GENERIC |= {f"ui-{name}" for name in ("serif", "sans-serif", "monospace", "rounded")}
_SILENT_RULES = frozenset(["charset"])


class Sheets:
    """Cleans the CSS of one picture, and notes what it drops and which ids its rules paint with.

    `told` are the names of what was dropped, `painted` what is painted with. `families` are those that stand for
    what names no family, or a general one, which the system would choose.
    """

    def __init__(self, families: str = "") -> None:
        self.families = families
        self.told: set[str] = set()
        self.painted: set[Painted] = set()

    def sheet(self, text: str) -> str:
        """A style sheet with what may stay. No rule with an at-sign does: the picture has one look everywhere."""
        kept = []
        for rule in css.rules(text):
            if rule.type == "at-rule":
                self._tell(f"@{rule.lower_at_keyword}", silent=rule.lower_at_keyword in _SILENT_RULES)
            elif rule.type == "qualified-rule" and _is_sound(rule.prelude):
                written = self._block(rule.content, list(_selectors(rule.prelude)))
                kept.append(f"{css.text(rule.prelude).strip()}{{{written}}}" if written else "")
            else:
                self._tell("{}")
        return "\n".join(filter(None, kept))

    def attribute(self, text: str) -> str:
        """The declarations of a `style` attribute that may stay."""
        return self._block(text, [])

    def faced(self, tokens: Sequence[Token]) -> str:
        """The value of a font, with the families of the design before those that the system would choose: general ones,
        and all where it has none of those that are named."""
        if not self.families:
            return css.text(tokens)
        sizes = [place for place, token in enumerate(tokens) if token.type in ("dimension", "percentage", "number")]
        start = sizes[-1] + 1 if sizes else 0
        before, listed = css.text(tokens[:start]), tokens[start:]
        if any(name in _installed() for name in _named(listed)):
            return before + "".join(
                f"{self.families},{token.lower_value}" if _is_generic(token) else css.text([token]) for token in listed
            )
        return f"{before} {self.families},{css.text(listed).strip()}"

    def _block(self, block: str | Sequence[Token], selectors: list[str]) -> str:
        kept = []
        for row in css.contents(block):
            if row.type != "declaration":
                self._tell("{}")
            elif row.lower_name not in PROPERTIES or not is_value(row.value):
                self._tell(f"{row.lower_name}:", silent=row.lower_name.startswith(SILENT_PROPERTIES))
            else:
                ids = list(local_ids(row.value))
                self.painted |= {(selector, row.lower_name, id_) for selector in selectors for id_ in ids}
                important = " !important" if row.important else ""
                value = self.faced(row.value) if row.lower_name in _FACED else css.text(row.value)
                kept.append(f"{row.lower_name}:{value.strip()}{important}")
        return ";".join(kept)

    def _tell(self, name: str, *, silent: bool = False) -> None:
        if not silent:
            self.told.add(name)


def _is_generic(token: Token) -> bool:
    return bool(token.type == "ident" and token.lower_value in _GENERIC)


@cache
def _installed() -> frozenset[str]:
    """The families of this machine, in lower case."""
    return frozenset(name.lower() for name in fonts.installed())


def _named(tokens: Sequence[Token]) -> Iterator[str]:
    """The families of a list, in lower case, without general ones."""
    for part in css.text([token for token in tokens if not _is_generic(token)]).split(","):
        yield " ".join(part.strip().strip("'\"").split()).lower()


def is_value(tokens: Sequence[Token]) -> bool:
    """Whether a value has known functions, no address but `url(#id)`, and no number that is too large."""
    return not css.is_deep(tokens) and all(_may_stand(token) for token in css.walk(tokens))


def local_ids(tokens: Sequence[Token]) -> Iterator[str]:
    """The ids that a value leads to."""
    for token in css.walk(tokens):
        address = css.address(token)
        if address:
            yield address.strip()[1:]


def _may_stand(token: Token) -> bool:
    if css.is_loader(token):
        address = (css.address(token) or "").strip()
        return address.startswith("#") and len(address) > 1 and not set(address) & set("\"'()\\<> \t\r\n")
    if token.type == "function":
        return token.lower_name in FUNCTIONS
    if token.type in ("number", "percentage", "dimension"):
        return bool(abs(token.value) <= LIMIT)
    return token.type in _KINDS or token.type == "() block"


def _is_sound(prelude: Sequence[Token]) -> bool:
    return not css.is_deep(prelude) and not any(
        token.type == "error" or css.is_loader(token) for token in css.walk(prelude)
    )


def _selectors(prelude: Sequence[Token]) -> Iterator[str]:
    """Each selector of a rule: `.class`, `#id` or `element` as they are, `*` for any other."""
    one: list[Token] = []
    for token in [*prelude, None]:
        if token is not None and token != ",":
            one += [token] if token.type != "whitespace" else []
            continue
        match [part.type for part in one]:
            case ["ident"]:
                yield str(one[0].value)
            case ["hash"]:
                yield f"#{one[0].value}"
            case ["literal", "ident"] if one[0] == ".":
                yield f".{one[1].value}"
            case _:
                yield "*"
        one = []
