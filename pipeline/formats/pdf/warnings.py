"""Knows what the layout engine's warnings mean to an author: the rule of a style sheet, the picture or the link that
they are about, in our words; must not know how pages are laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import Phrases
from pipeline.core.model import Document
from pipeline.core.reasons import HEARD, Reason, Value
from pipeline.core.scripts import is_ignorable
from pipeline.core.text import Span, nearest
from pipeline.styling.sheets import Sheets

# `name: value` is the declaration that it tells of; what it makes of it stands at the end.
_DECLARATION = r"(?s)\A(?:Ignored|Deprecated) `(?P<name>[^:`]+): ?(?P<value>.*?)` at \d+:\d+, "
_SELECTOR, _LINK = "css_selector", "link_to_nothing"
_PHRASES = Phrases(
    "WeasyPrint",
    (
        (_DECLARATION + r"unknown property", "css_unknown_property"),
        (_DECLARATION + r"(?:property|descriptor|prefix).*not supported", "css_not_in_print"),
        (_DECLARATION + r"the property does not apply", "css_not_in_print"),
        (_DECLARATION, "css_invalid_value"),
        (r"(?s)Invalid math function at \d+:\d+: (?P<value>.*)", "css_math"),
        (r"selector", _SELECTOR),
        (r"(?:Parse error|Error:|Unknown|Empty|Invalid prelude|Invalid media|Missing) ?", "css_no_rule"),
        (r"Font-face '(?P<name>[^']*)'", "css_font"),
        (r"(?:Failed to load image|Failed to render SVG)", "picture_not_drawn"),
        (r"[Nn]o anchor #(?P<name>\S+)", _LINK),
        ("", "left_out_of_pages"),
    ),
)
_PLACE = re.compile(r" at (\d+):(\d+)")
_BOX = re.compile(r"\.notdef.*\(U\+([0-9A-Fa-f]+)\)", re.S)
_LONGEST = 60


def boxes_of(messages: Sequence[str]) -> frozenset[str]:
    """The characters that the layout engine says it has drawn as empty boxes."""
    found = (chr(int(code, 16)) for words in messages for code in _BOX.findall(words))
    return frozenset(character for character in found if not is_ignorable(character))


@dataclass(frozen=True)
class Warnings:
    """What the layout engine warned of while a document was set.

    `before` is how many lines stood before the style sheets `names`, `properties` are the properties that there are.
    """

    document: Document
    sheets: Sheets
    names: Sequence[str]
    before: int
    properties: Sequence[str]

    def told(self, messages: Sequence[str], pictures: str) -> Iterator[Diagnostic]:
        """PDF101 for each warning, at the rule of the author's style sheet or at the figure that it names; `pictures`
        is what the addresses of figures begin with."""
        figures = {pictures + figure.id: figure for figure in self.document.inventory.figures}
        selectors = iter(list(self._selectors()))
        for words in messages:
            if ".notdef" in words:
                # The sign is told once, with its place, where the faces are asked for it.
                continue
            reason = self._reason(words)
            if reason.name == _LINK and dict(reason.values)["name"] in self._told_elsewhere():
                continue
            figure = next((figures[word] for word in re.findall(r"[^\s']+", words) if word in figures), None)
            # What it says of a selector has no place.
            span = next(selectors, None) if reason.name == _SELECTOR else self._rule(words)
            span = figure.span if figure else span
            key = figure.id if figure else "weasyprint"
            yield Diagnostic("PDF101", span, {"reason": reason, HEARD: words}, key)

    def _told_elsewhere(self) -> frozenset[str]:
        """The ids that links of the author and citations lead to: where there is no such id, it is told of the
        source."""
        inventory = self.document.inventory
        targets = (unquote(link.target[1:]) for link in inventory.links if link.target.startswith("#"))
        return frozenset((*targets, *(f"ref-{citation.key}" for citation in inventory.citations)))

    def _reason(self, words: str) -> Reason:
        reason = _PHRASES.worded(words)
        blanks: dict[str, Value] = {
            name: " ".join(str(value).split())[:_LONGEST] for name, value in reason.values if value
        }
        if reason.name == "css_unknown_property":
            guess = nearest(str(blanks["name"]), self.properties)
            blanks["guess"] = f" → {guess}?" if guess else ""
        return Reason(reason.name, **blanks)

    def _selectors(self) -> Iterator[Span]:
        """Where in the author's style sheets selectors stand that cannot be used, in order."""
        from pipeline.typesetting.selectors import unusable

        for name in self.names:
            for text in list(self.sheets.texts.get(name, ()))[1:]:
                yield from (Span(f"styles/{name}", line) for line in unusable(text))

    def _rule(self, words: str) -> Span | None:
        place = _PLACE.search(words)
        return self.sheets.place(self.names, int(place[1]) - self.before) if place else None
