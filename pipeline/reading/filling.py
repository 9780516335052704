"""Knows which texts of a document are read as inline Markdown, and puts what was read into their places; must not know
how it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from pipeline.core.languages import LANGUAGES, Bilingual
from pipeline.core.model import FigureBlock, Inventory, Metadata, TextBlock
from pipeline.core.words import Words, inlines_of
from pipeline.reading.prose import prose

NAMES = ("authors", "contributors", "publisher", "glossary")
"""What of the front matter are names, which have no markup, and words of figures."""


class Filler:
    """Puts what texts say in the place of their source."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = words

    def metadata(self, metadata: Metadata) -> Metadata:
        names = [part.name for part in fields(metadata) if part.name not in NAMES]
        logo = self._figure(metadata.logo) if metadata.logo else None
        return replace(metadata, **{name: self._filled(getattr(metadata, name)) for name in names} | {"logo": logo})

    def inventory(self, found: Inventory, blocks: Mapping[int, str]) -> Inventory:
        """The inventory, with those of its blocks that are such texts cut like any other."""
        return replace(
            found,
            figures=tuple(map(self._figure, found.figures)),
            headings=tuple(replace(heading, beside=self._text(heading.beside)) for heading in found.headings),
            listings=tuple(replace(listing, caption=self._both(listing.caption)) for listing in found.listings),
            term_uses=tuple(replace(use, name=str(self._text(use.name))) for use in found.term_uses),
            tables=tuple(replace(table, caption=self._both(table.caption)) for table in found.tables),
            blocks=tuple(
                self._block(block, blocks[number]) if number in blocks else block
                for number, block in enumerate(found.blocks)
            ),
        )

    def _figure(self, figure: FigureBlock) -> FigureBlock:
        return replace(
            figure,
            caption=self._both(figure.caption),
            credit=self._both(figure.credit),
            description=self._both(figure.description),
            alt=Bilingual.each(lambda language: str(self._both(figure.alt)[language])),
            definition=json.dumps(self._plain(json.loads(figure.definition)), ensure_ascii=False),
        )

    def _text(self, text: str) -> str:
        return self._words.get(text.strip(), text)

    def _both(self, text: Bilingual) -> Bilingual:
        return Bilingual.each(lambda language: self._text(text[language]))

    def _filled(self, value: Any) -> Any:
        if isinstance(value, Bilingual):
            return self._both(value)
        if isinstance(value, tuple):
            return tuple(map(self._filled, value))
        return value

    def _plain(self, data: Any) -> Any:
        """A definition whose texts say what a drawing can: plain text."""
        if isinstance(data, list):
            return [self._plain(part) for part in data]
        if not isinstance(data, dict):
            return data
        return {
            key: str(self._text(value)) if key in LANGUAGES and isinstance(value, str) else self._plain(value)
            for key, value in data.items()
        }

    def _block(self, block: TextBlock, source: str) -> TextBlock:
        text = self._text(source)
        segments = prose(inlines_of(text))[1]
        return replace(block, segments=tuple(filter(str.strip, segments)))
