"""Knows what a style sheet of a project may hold: no address, no file outside the project; must not know media."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.opening import Unopened
from pipeline.core.pictures import PictureFile
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.tools import css
from pipeline.tools.css import Token

ADDRESS = "kanben:"
"""What the addresses of a style sheet's pictures begin with, until a format puts its own in their place."""
LARGEST, LONGEST = 10_000, 2_000
"""The largest number, and the most letters of a text, in a style sheet of a project."""
_GROUPS = frozenset(
    ["media", "supports", "layer", "container", "scope", "starting-style", "keyframes", "-webkit-keyframes"]
)
_MARGINS = frozenset(
    f"{side}-{place}"
    for sides, places in (
        (("top", "bottom"), ("left-corner", "left", "center", "right", "right-corner")),
        (("left", "right"), ("top", "middle", "bottom")),
    )
    for side in sides
    for place in places
)
_BLOCKS = _MARGINS | {"page", "font-face", "counter-style", "property", "footnote"}
_CAUSES = {"missing": "no_such_picture", "outside": "not_in_project"}
_BROKEN = frozenset(["error"])


Piece: TypeAlias = tuple[int, str]
"""A part of a style sheet, with the line that it begins on; 0 where that is all the same."""


class SheetError(ReasonedError):
    """A style sheet, or something in it, may not stand."""


class Finder:
    """Finds the pictures that the style sheets of one folder name, inside the project, and keeps them by address."""

    def __init__(self, folder: Path, root: Path, load: Callable[[Path, Path], PictureFile]) -> None:
        self.folder, self.root, self.load = folder, root, load
        self.found: dict[str, PictureFile] = {}

    def find(self, address: str) -> PictureFile:
        """The picture under an address that is relative to the style sheet.

        Raises:
            ReasonedError, OSError: for an address of elsewhere, a file outside the project, no file, or no picture.
        """
        if address not in self.found:
            self.found[address] = self.load(self._path(address), self.root)
        return self.found[address]

    def _path(self, address: str) -> Path:
        shown = address[:80]
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise SheetError(Reason("not_in_project", name=shown)) from error
        if parts.scheme or parts.netloc or address.strip().startswith(("//", "\\")):
            raise SheetError(Reason("address_outside", address=shown))
        return self.folder / unquote(parts.path)


class OwnSheet:
    """A style sheet of a project: `text` is what may stand of it, `problems` says what may not, at its line."""

    def __init__(self, name: str, text: str, finder: Finder) -> None:
        self.name, self.finder = name, finder
        self.problems: list[Diagnostic] = []
        rules = css.rules(text)
        self.text = _on_their_lines(piece for rule in rules for piece in self._rule(rule))
        if not css.is_closed(text):
            last = max(rules, key=lambda rule: (rule.source_line, rule.source_column), default=None)
            self._tell(last, Reason("css_not_closed"))

    def _tell(self, token: Token | None, reason: Reason) -> None:
        span = Span(self.name, token.source_line, token.source_column) if token is not None else Span(self.name)
        self.problems.append(Diagnostic("SET107", span, {"reason": reason}, self.name))

    def _rule(self, rule: Token) -> list[Piece]:
        """A rule with what may stand of it; empty for one that may not."""
        if rule.type == "error":
            self._tell(rule, css.fault(rule))
        elif rule.type == "at-rule":
            return self._at_rule(rule)
        elif self._is_prelude(rule.prelude):
            start = f"{css.text(rule.prelude).strip()} {{"
            return [(rule.source_line, start), *self._block(css.contents(rule.content)), (0, "}")]
        return []

    def _at_rule(self, rule: Token) -> list[Piece]:
        name = rule.lower_at_keyword
        if name == "charset":
            return []
        if name not in _GROUPS | _BLOCKS:
            self._tell(rule, Reason("css_rule", name=name[:40]))
            return []
        if not self._is_prelude(rule.prelude):
            return []
        start = f"@{name}{css.text(rule.prelude).rstrip()}"
        if rule.content is None:
            return [(rule.source_line, f"{start};")]
        if css.is_deep(rule.content):
            self._tell(rule, Reason("css_too_deep", limit=css.MAX_DEPTH))
            return []
        return [(rule.source_line, f"{start} {{"), *self._block(css.contents(rule.content)), (0, "}")]

    def _block(self, rows: Sequence[Token]) -> list[Piece]:
        kept: list[Piece] = []
        for row in rows:
            if row.type != "declaration":
                kept += self._rule(row)
            elif made := self._declaration(row):
                kept.append((row.source_line, made))
        return kept

    def _declaration(self, row: Token) -> str:
        try:
            value = [self._value(token) for token in row.value] if self._is_sound(row.value) else None
        except _Refused as refused:
            self._tell(refused.token, refused.reason)
            value = None
        if value is None:
            return ""
        important = " !important" if row.important else ""
        return f"{css.name(row.name)}: {css.text(value).strip()}{important};"

    def _value(self, token: Token) -> Token:
        """A token of a value with its picture under `ADDRESS`."""
        if token.type in ("number", "percentage", "dimension") and not abs(token.value) <= LARGEST:
            raise _Refused(token, Reason("css_too_large", limit=f"{LARGEST:,}"))
        if token.type == "string" and len(token.value) > LONGEST:
            raise _Refused(token, Reason("text_too_long", max_length=LONGEST))
        if css.is_loader(token):
            return self._loader(token)
        for place, part in enumerate(css.inner(token)):
            css.put(token, place, self._value(part))
        return token

    def _loader(self, token: Token) -> Token:
        """`url(x)` and its kin; each part of an `image-set()` has to name its picture as plainly."""
        address = css.address(token)
        if address is None:
            for place, part in enumerate(css.inner(token)):
                if css.is_loader(part):
                    css.put(token, place, self._loader(part))
                elif part.type == "string" and token.lower_name not in ("url", "src"):
                    css.put(token, place, self._url(part, str(part.value)))
                elif (part.type == "function" and part.lower_name != "type") or part.type == "string":
                    raise _Refused(part, Reason("css_loader", name=token.lower_name))
            if token.lower_name in ("url", "src"):
                raise _Refused(token, Reason("css_loader", name=token.lower_name))
            return token
        return token if address.startswith("#") else self._url(token, address)

    def _url(self, token: Token, address: str) -> Token:
        try:
            return css.url(ADDRESS + self.finder.find(address).name)
        except Unopened as error:
            name = _CAUSES.get(error.cause)
            raise _Refused(token, Reason(name, name=address[:80]) if name else error.reason) from error
        except ReasonedError as error:
            raise _Refused(token, error.reason) from error

    def _is_prelude(self, tokens: Sequence[Token]) -> bool:
        """Whether what stands before a block is CSS and names no file."""
        loader = next(filter(css.is_loader, css.walk(tokens)), None)
        if loader is not None:
            self._tell(loader, Reason("css_loader", name="url"))
        return loader is None and self._is_sound(tokens)

    def _is_sound(self, tokens: Sequence[Token]) -> bool:
        """Whether tokens are CSS; what is broken in them is told."""
        if css.is_deep(tokens):
            self._tell(tokens[0], Reason("css_too_deep", limit=css.MAX_DEPTH))
            return False
        broken = next((token for token in css.walk(tokens) if token.type in _BROKEN), None)
        if broken is not None:
            self._tell(broken, css.fault(broken))
        return broken is None


def _on_their_lines(pieces: Iterable[Piece]) -> str:
    """Pieces as a text in which each begins on the line that it stands on in the style sheet, as far as that goes: what
    a renderer says of a line is said of the author's."""
    text, line = "", 1
    for wanted, piece in pieces:
        gap = "\n" * (wanted - line) if wanted > line else " " if text else ""
        text += gap + piece
        line += gap.count("\n") + piece.count("\n")
    return text


class _Refused(ReasonedError):
    """A token of a value may not stand."""

    def __init__(self, token: Token, reason: Reason) -> None:
        super().__init__(reason)
        self.token = token
