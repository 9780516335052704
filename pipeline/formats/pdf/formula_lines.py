"""Knows how a formula fits the measure: whole, in lines that begin or end at its signs, or smaller; must not know how
it is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from pipeline.core.scripts import is_full_width
from pipeline.formats.hypertext.elements import Element, has_class, text_of
from pipeline.formats.pdf.mathml import name_of
from pipeline.styling.tokens import Tokens, number

# In em. A formula in a line of text stays whole up to the first; a display has at least the second above and below;
# lines after its first one are indented by the third, as is what stands in a list or a box.
_WHOLE, _WHITE, _INDENT = 12.0, 0.4, 2.0
# How much smaller than its text a display may be set.
_LEAST = 0.8
# How far the middle of a line of text stands above its baseline, in em.
_MIDDLE = 0.39
_INDENTED = ("li", "dd", "blockquote", "aside")
_LATIN_WIDTH, _BEFORE_NUMBER = 0.7, 0.5
_SPACE, _NO_BREAK, _SPACE_WIDTH = " ", "\u00a0", 0.25
# Signs of TeX's classes Rel and Bin that are met between terms (TeXbook, chapter 17).
_RELATIONS = frozenset("=≠<>≤≥≪≫≈≃≅∼≡∝∈∉∋⊂⊃⊆⊇≺≻⪯⪰≔≜≐→←↔⇒⇐⇔↦⟶⟵⟷⟹⟸⟺⇌⊢⊨⩽⩾≲≳:")
_BINARIES = frozenset("+−-±∓×÷⋅·∗∘∪∩∧∨⊕⊖⊗⊙∖")
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")


class Sign(Enum):
    """What a sign between two terms is."""

    RELATION = "relation"
    BINARY = "binary"


@dataclass(frozen=True)
class Part:
    """Some elements of a row that stay together: a term, or a sign between two."""

    elements: tuple[Element, ...]
    sign: Sign | None = None


@dataclass(frozen=True)
class Fit:
    """How a formula fits into its place: its parts where it is cut, how wide the place is in em, the distance of lines
    there, and how wide its number is at the end of the line."""

    parts: tuple[Part, ...]
    is_display: bool
    room: float
    line: float
    number: float = 0.0

    @classmethod
    def of(cls, formula: Element, width: float, tokens: Tokens) -> Fit:
        """How a formula that is so wide where it is whole, in em, fits into its place."""
        is_display, beside = formula.get("display") == "block", _number_beside(formula)
        room = _room(formula, tokens) - beside
        found = parts(formula) if width > (room if is_display else _WHOLE) else []
        return cls(tuple(found) if len(found) > 1 else (), is_display, room, number(tokens, "line", "body"), beside)

    def margins(self, widths: Sequence[float]) -> str:
        """The style of the line that a formula shares with its number: it stands in the middle, where it has room."""
        longest = widths[0] if len(widths) == 1 and not self.parts else self.room
        return f"padding:0 {self.number:.4f}em 0 {min(self.number, max(self.room - longest, 0.0)):.4f}em"

    def gaps(self, widths: Sequence[float]) -> list[str]:
        """The white before each part but the first. In text a line ends after a sign; in a display it begins with a
        relation, or with any sign where that is not enough."""
        if not self.parts:
            return []
        if not self.is_display:
            return [_SPACE if part.sign else _NO_BREAK for part in self.parts[:-1]]
        lines = self._longest(widths, (Sign.RELATION,)) <= self.room - _INDENT
        breaking = (Sign.RELATION,) if lines else tuple(Sign)
        return [_SPACE if part.sign in breaking else _NO_BREAK for part in self.parts[1:]]

    def style(self, widths: Sequence[float], height: float, depth: float = 0.0) -> str:
        """The style of what holds a formula, from the widths of its parts, or of the whole; its height, and how much of
        that stands below its baseline."""
        if not self.is_display:
            return ""
        room = self.room - (_INDENT if self.parts else 0.0)
        longest = self._longest(widths, tuple(Sign)) if self.parts else widths[0]
        size = min(1.0, room / longest) if longest else 1.0
        # What would have to be smaller still is left as wide as it is, and told.
        size = size if size >= _LEAST else 1.0
        smaller = f";font-size:{size:.4f}em" if size < 1 else ""
        # Whole lines, so that the text after it stands on the grid.
        lines = math.ceil((height * size + 2 * _WHITE) / self.line) * self.line / size
        if self.parts:
            # Its middle in the middle of its lines.
            low = _MIDDLE - height / 2 + depth
            hanging = f"padding-left:{_INDENT}em;text-indent:-{_INDENT}em;text-align:left"
            return f"{hanging};margin:{-low:.4f}em 0 {low:.4f}em;line-height:{lines:.4f}{smaller}"
        # As much white above as below; margins of two would be one.
        return f"padding:{(lines - height) / 2:.4f}em 0{smaller}"

    def _longest(self, widths: Sequence[float], breaking: Sequence[Sign]) -> float:
        """How long the longest line is, where each begins with a sign of some kinds."""
        longest = line = 0.0
        for part, width in zip(self.parts, widths, strict=True):
            line = width if part.sign in breaking else line + width + (_SPACE_WIDTH if line else 0.0)
            longest = max(longest, line)
        return longest


def _room(formula: Element, tokens: Tokens) -> float:
    """How wide a display may be in its place, in em of its text."""
    margins = sum(number(tokens, "page", f"margin-{side}") for side in ("inside", "outside"))
    outside = [element for element in formula.iterancestors() if isinstance(element.tag, str)]
    is_note = any(has_class(element, "note") for element in outside)
    size = number(tokens, "size", "note" if is_note else "body")
    points = (number(tokens, "page", "width") - margins) * 72 / 25.4
    return points / size - _INDENT * sum(element.tag in _INDENTED for element in outside)


def _number_beside(formula: Element) -> float:
    """How wide the number of a formula is, with the white before it, in em; nothing where it has none."""
    number_ = formula.getnext()
    if number_ is None or not has_class(number_, "equation-number"):
        return 0.0
    return sum(1.0 if is_full_width(letter) else _LATIN_WIDTH for letter in text_of(number_)) + _BEFORE_NUMBER


def parts(formula: Element) -> list[Part]:
    """The row of a formula, cut at the signs between its terms that stand in no brackets."""
    found: list[Part] = []
    waiting: list[Element] = []
    for element, sign in _signs(_row(formula)):
        if sign is not None:
            found += [Part(tuple(waiting)), Part((element,), sign)]
            waiting = []
        else:
            waiting.append(element)
    if waiting:
        return [*found, Part(tuple(waiting))]
    # A sign at the end keeps its term.
    joined = tuple(element for part in found[-2:] for element in part.elements)
    return [*found[:-2], Part(joined)]


def _row(formula: Element) -> Sequence[Element]:
    """The elements that stand side by side in a formula."""
    row = next(iter(formula), formula)
    if name_of(row) == "semantics":
        row = row[0]
    while name_of(row) == "mrow" and len(row) == 1:
        row = row[0]
    fenced = any(child.get("stretchy") == "true" and "minsize" not in child.attrib for child in row)
    return list(row) if name_of(row) == "mrow" and not fenced else [row]


def _signs(row: Sequence[Element]) -> Iterator[tuple[Element, Sign | None]]:
    """Each element with what it is between two terms: a sign after a sign, or at the start, belongs to its term."""
    depth, after_term = 0, False
    for element in row:
        text = element.text or "" if name_of(element) == "mo" else ""
        depth += (text in _OPENING) - (text in _CLOSING)
        sign = None
        if text and after_term and depth <= 0:
            is_relation = text in _RELATIONS or text == ":="
            sign = Sign.RELATION if is_relation else Sign.BINARY if text in _BINARIES else None
        if name_of(element) != "mspace":
            after_term = not text or text in _CLOSING
        yield element, sign
