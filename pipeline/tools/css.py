"""Knows how CSS is read into tokens and written again; the only importer of tinycss2. Must not know what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import tinycss2

from pipeline.core.reasons import Reason

Token: TypeAlias = Any
"""A node of tinycss2: `type` says which; escapes are read, positions kept (`source_line`, `source_column`)."""

MAX_DEPTH = 40
"""Brackets in brackets beyond which a text is no style sheet that anybody wrote."""
_FAULTS = {
    "bad-string": "css_bad_string",
    "eof-in-string": "css_bad_string",
    "bad-url": "css_bad_url",
    "eof-in-url": "css_bad_url",
    "number": "number_too_large",
}
_LONG = re.compile(r"[0-9]{1000,}")
"""More digits than Python makes a number of."""
_ID = re.compile(r"#[^\s\"'()\\<>]+")
_LOADERS = frozenset(["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"])


def rules(text: str) -> list[Token]:
    """The rules of a style sheet: `qualified-rule`, `at-rule` and `error`."""
    return _unless_long(text, lambda: tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def contents(block: str | Sequence[Token]) -> list[Token]:
    """What stands in the braces of a rule, or in a `style` attribute: `declaration`, rules in rules, and `error`."""
    return _unless_long(block, lambda: tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True))


def values(text: str) -> list[Token]:
    """The tokens of a value."""
    return _unless_long(text, lambda: tinycss2.parse_component_value_list(text, skip_comments=True))


def _unless_long(text: str | Sequence[Token], read: Callable[[], list[Token]]) -> list[Token]:
    """What is read of a text; an error in its place where a number of it has too many digits to be one."""
    found = _LONG.search(text) if isinstance(text, str) else None
    if found is None:
        return list(read())
    before = found.string[: found.start()].split("\n")
    return [tinycss2.ast.ParseError(len(before), len(before[-1]) + 1, "number", found.group())]


def inner(token: Token) -> Sequence[Token]:
    """The tokens within a token."""
    if token.type == "function":
        return list(token.arguments)
    if token.type in ("() block", "[] block", "{} block"):
        return list(token.content)
    return ()


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens, and those within them, in order."""
    rest = list(tokens)[::-1]
    while rest:
        token = rest.pop()
        yield token
        rest += list(inner(token))[::-1]


def is_deep(tokens: Iterable[Token]) -> bool:
    """Whether there are more brackets in brackets than `MAX_DEPTH`."""
    level = list(tokens)
    for _ in range(MAX_DEPTH):
        level = [part for token in level for part in inner(token)]
        if not level:
            return False
    return True


def is_loader(token: Token) -> bool:
    """Whether a token names a file or an address, in whatever way."""
    return token.type == "url" or (token.type == "function" and token.lower_name in _LOADERS)


def address(token: Token) -> str | None:
    """The address of `url(x)`, `url("x")` or `src("x")`, with escapes read; None for what names its file otherwise."""
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name in ("url", "src"):
        words = [part for part in token.arguments if part.type != "whitespace"]
        if len(words) == 1 and words[0].type == "string":
            return str(words[0].value)
    return None


def fault(token: Token) -> Reason:
    """Why a token of the type `error` is none."""
    if name := _FAULTS.get(token.kind):
        return Reason(name)
    return Reason("css_loose_bracket", bracket=token.kind) if token.kind in ")]}" else Reason("css_no_rule")


def put(token: Token, place: int, part: Token) -> None:
    """Put a token in the place of one within another."""
    (token.arguments if token.type == "function" else token.content)[place] = part


def is_closed(sheet: str) -> bool:
    """Whether no block, string or comment of a style sheet is still open at its end."""
    last = _unless_long(sheet, lambda: tinycss2.parse_component_value_list(f"{sheet}\n}}"))[-1]
    return bool(last.type == "error" and last.kind in ("}", "number"))


def name(text_: str) -> str:
    """A name as an identifier, escaped where it has to be."""
    return str(tinycss2.serialize_identifier(text_))


def url(address_: str) -> Token:
    """A token `url("…")`."""
    return tinycss2.parse_one_component_value(f'url("{_quoted(address_)}")')


def text(tokens: Iterable[Token]) -> str:
    """Tokens as text, in which no `</` is left: the end of an element of HTML can stand in no style sheet."""
    listed = list(tokens)
    for token in walk(listed):
        if token.type in ("string", "url"):
            words = f'"{_quoted(token.value)}"'
            # Not every reader of SVG takes quotes round an id.
            plain = token.type == "url" and _ID.fullmatch(token.value.strip())
            token.representation = words if token.type == "string" else f"url({plain[0] if plain else words})"
    return str(tinycss2.serialize(listed)).replace("</", "< /")


def written(tokens: Iterable[Token]) -> str:
    """Tokens or rules as they were read."""
    return str(tinycss2.serialize(list(tokens)))


_TIGHT = frozenset(";,>")
"""Marks beside which no blank says anything, in a selector, a query or a value."""


@lru_cache(maxsize=16)  # a page that is made again has the same sheets
def minified(sheet: str) -> str:
    """A style sheet without comments and without the blanks that say nothing."""
    tokens = _unless_long(sheet, lambda: tinycss2.parse_component_value_list(sheet, skip_comments=True))
    return str(tinycss2.serialize(_minified(tokens)))


def _minified(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "whitespace":
            before = kept[-1] if kept else None
            if before is None or after is None or _is_tight(before) or before == ":" or _is_tight(after):
                continue
            token.value = " "
        elif token.type == "function":
            token.arguments = _minified(token.arguments)
        elif inner(token):
            token.content = _minified(token.content)
            if token.type == "{} block" and token.content and token.content[-1] == ";":
                token.content.pop()
        kept.append(token)
    return kept


def _is_tight(token: Token) -> bool:
    return token.type == "{} block" or (token.type == "literal" and token.value in _TIGHT)


def _quoted(value: str) -> str:
    """What stands between the quotes of a string."""
    return str(tinycss2.serializer.serialize_string_value(value)).replace("<", "\\3c ")
