"""Knows what the finished document prints, block by block, as the run of characters that every output is held against;
must not know any format, and asks what one shows otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from pipeline.core.model import Document
from pipeline.formats.proving.expected_inlines import Inlines, attributes_of
from pipeline.formats.proving.labels import item_label
from pipeline.formats.proving.printed import Printed
from pipeline.formats.proving.shown import Shown

Json = Any
_BULLET = "•"
_MADE = frozenset(("cover", "listing", "index-entries", "references", "colophon"))
"""What stands in no source."""


def expected(document: Document, shown: Shown) -> Printed:
    """All that the text of an output says, each note where it is called."""
    walk = _Blocks(document, shown)
    leading = document.metadata.languages.leading
    with walk.in_language(leading):
        walk.read(json.loads(document.ast)["blocks"])
    return walk.recorder.printed()


def ids(document: Document) -> frozenset[str]:
    """The ids of the tree."""
    return frozenset(_ids(json.loads(document.ast)["blocks"]))


def _ids(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        # The attributes of an element: its id, its classes, and pairs.
        if len(node) == 3 and isinstance(node[0], str) and all(isinstance(part, list) for part in node[1:]):
            yield node[0]
        else:
            for child in node:
                yield from _ids(child)
    elif isinstance(node, dict):
        yield from _ids(node.get("c"))


class _Blocks(Inlines):
    """Goes through the blocks of pandoc's tree in the order of reading."""

    def __init__(self, document: Document, shown: Shown) -> None:
        super().__init__(document, shown)
        self._is_in_index = False
        self.by_type: Mapping[str, Callable[[Json], None]] = {
            **self.by_type,
            "Plain": self._paragraph,
            "Para": self._paragraph,
            "Header": self._header,
            "CodeBlock": self._code_block,
            "BlockQuote": lambda node: self.read(node["c"]),
            "BulletList": lambda node: self._items(node["c"], lambda _: _BULLET),
            "OrderedList": lambda node: self._items(node["c"][1], partial(item_label, *node["c"][0])),
            "DefinitionList": self._definitions,
            "LineBlock": self._lines,
            "Div": self._div,
            "Table": self._table,
        }

    def _paragraph(self, node: Json) -> None:
        (self.read_line if self._is_in_index else self.read)(node["c"])
        self.recorder.end_block()

    def _header(self, node: Json) -> None:
        with self.named(attributes_of(node)), self.recorder.holding("heading", str(node["c"][0])):
            self.read(node["c"][2])
        self.recorder.end_block()

    def _code_block(self, node: Json) -> None:
        (_, classes, pairs), text = node["c"]
        is_numbered = self.shown.line_numbers and "numberLines" in classes
        first = int(dict(pairs).get("startFrom", "1"))
        with self.named(attributes_of(node)), self.recorder.holding("listing", text.strip("\n")):
            for place, line in enumerate(text.split("\n")):
                if is_numbered:
                    self.recorder.write(f"{first + place} ")
                with self.recorder.holding("code"):
                    self.recorder.write(f"{line}\n")
        self.recorder.end_block()

    def _items(self, items: Sequence[Json], label: Callable[[int], str]) -> None:
        self.recorder.end_block()
        for place, item in enumerate(items):
            self.recorder.mark("item", label(place))
            if self.shown.labels and not self.recorder.is_muted("item"):
                self.recorder.write(f"{label(place)} ")
            self.read(item)
            self.recorder.end_block()

    def _definitions(self, node: Json) -> None:
        for term, definitions in node["c"]:
            self.read(term)
            self.recorder.end_block()
            for definition in definitions:
                self.read(definition)

    def _lines(self, node: Json) -> None:
        for line in node["c"]:
            self.read(line)
            self.recorder.write(" ")
        self.recorder.end_block()

    def _div(self, node: Json) -> None:
        attributes = attributes_of(node)
        classes, content = attributes[1], node["c"][1]
        if self.is_apart(classes):
            return
        if "figure" in classes and self.shown.description:
            content = sorted(content, key=_is_caption)
        if not _MADE.isdisjoint(classes):
            self.recorder.place("")
        with self.named(attributes), ExitStack() as held:
            for name in classes:
                held.enter_context(self.recorder.muting(self.shown.plain.get(name, ())))
            if "description" in classes and self.shown.description:
                self.recorder.write(self.shown.description)
                self.recorder.end_block()
            self._is_in_index = "index-entries" in classes or self._is_in_index
            self.read(content)
            self._is_in_index = self._is_in_index and "index-entries" not in classes
        self.recorder.end_block()

    def _table(self, node: Json) -> None:
        (id_, classes, pairs), _, _, head, bodies, foot = node["c"]
        with self.named((id_, classes, dict(pairs))):
            for cells, is_head in _rows(head, bodies, foot):
                for _, _, rows, columns, blocks in cells:
                    self.recorder.mark("cell", f"{'head' if is_head else 'body'} {rows} {columns}")
                    self.read(blocks)
                    self.recorder.end_block()


def _is_caption(node: Json) -> bool:
    return node["t"] == "Div" and not {"caption", "credit"}.isdisjoint(node["c"][0][1])


def _rows(head: Json, bodies: Json, foot: Json) -> Iterator[tuple[Sequence[Json], bool]]:
    """The cells of each row, and whether it is one of the head."""
    yield from ((row[1], True) for row in head[1])
    for _, _, heads, rows in bodies:
        yield from ((row[1], True) for row in heads)
        yield from ((row[1], False) for row in rows)
    yield from ((row[1], False) for row in foot[1])
