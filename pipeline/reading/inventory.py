"""Knows how to list every thing in the parsed body with its span; must not judge what it finds, save what the syntax
forbids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import (
    Bilingual,
    Citation,
    EditorialNote,
    Heading,
    Inventory,
    Link,
    TableCaption,
    Target,
    TextBlock,
)
from pipeline.core.text import Span, nearest
from pipeline.reading.attributes import attributes_faults
from pipeline.reading.datablocks import DataBlocks, texts
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.prose import prose
from pipeline.reading.walker import Walker, flatten, unique_place

BOX_CLASS = "sidebar"
DIV_CLASSES = (BOX_CLASS, "summary", "table-note")
NOTE_CLASSES = ("todo", "query")
HEADING_CLASSES = ("unnumbered",)
SPAN_CLASSES = ("page", "number", "dots", "proper-name", "book-title")
DATA_CLASSES = ("figure", "table")
Json = Any


def survey(parsed: ParsedBody, folder: Path) -> tuple[Inventory, Diagnostics]:
    """The inventory of a parsed body, and what its syntax forbids (SRC11x, YML1xx, TBL10x); data files are in
    `folder`."""
    surveyor = _Surveyor(parsed, folder)
    for block, proved in parsed.blocks:
        surveyor.proved = proved
        surveyor.line = None
        surveyor.visit(block)
    return surveyor.inventory(), (*surveyor.problems, *surveyor.data.problems)


class _Surveyor(Walker):
    """Lists what it meets in document order."""

    def __init__(self, parsed: ParsedBody, folder: Path) -> None:
        super().__init__(parsed)
        self.in_box, self.in_note = False, False
        self.call_line: int | None = None
        self.problems: list[Diagnostic] = []
        self.data = DataBlocks(parsed.source, folder)
        self.headings: list[Heading] = []
        self.targets: list[Target] = []
        self.citations: list[Citation] = []
        self.links: list[Link] = []
        self.tables: list[TableCaption] = []
        self.notes: list[EditorialNote] = []
        self.blocks: list[TextBlock] = []

    def inventory(self) -> Inventory:
        return Inventory(
            tuple(self.headings),
            tuple(self.targets),
            tuple(self.citations),
            tuple(self.links),
            tuple(
                sorted(
                    (*self.tables, *self.data.captions),
                    key=lambda table: (table.span.line or 0, table.span.column or 0),
                )
            ),
            tuple(self.data.figures),
            tuple(self.notes),
            tuple(self.blocks),
            tuple(self.data.tables),
        )

    def report(self, code: str, span: Span, key: str = "", **values: str | int) -> None:
        self.problems.append(Diagnostic(code, span, values, key))

    # Blocks

    def text_block(self, inlines: Json, row: int | None = None) -> None:
        flat, segments = prose(inlines)
        # Every line with a word has a mark; a note without one is an inline note on the line of its call.
        if self.in_note and row is None and any(character.isalpha() for character in flat):
            row = self.call_line
        self.locate(flat, row)
        words = tuple(self.decoded(segment) for segment in segments if segment.strip())
        if words:
            self.blocks.append(TextBlock(words, self.here(), self.in_note))
        self.visit(inlines)

    visit_para = visit_plain = text_block

    def visit_header(self, content: Json) -> None:
        level, attributes, inlines = content
        self.locate(prose(inlines)[0])
        id_, english = attributes[0], dict(attributes[2]).get("en", "")
        span = self.token_span(id_) if id_ else self.here()
        self.target(attributes, "sec", span)
        for name in attributes[1]:
            self.known_class(name, HEADING_CLASSES, span)
        text = "".join(prose(self.decoded(inlines))[1])
        self.headings.append(Heading(level, self.decoded(id_), text, self.decoded(english), span, self.in_box))
        self.text_block(inlines)
        self.english(english)

    def english(self, text: str) -> None:
        if text:
            self.blocks.append(TextBlock((self.decoded(text),), self.here(), self.in_note))

    def target(self, attributes: Json, kind: str, span: Span) -> None:
        if attributes[0]:
            self.targets.append(Target(self.decoded(attributes[0]), kind, span))
        self.problems += attributes_faults(self.decoded(attributes[2]), self.source, span)

    def visit_div(self, content: Json) -> None:
        attributes, blocks = content
        self.locate(flatten(blocks))
        classes = attributes[1]
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        is_box = BOX_CLASS in classes
        self.target(attributes, "box" if is_box else "other", span)
        for name in classes:
            if name in NOTE_CLASSES:
                self.notes.append(EditorialNote(name, self.decoded(flatten(blocks)).strip(), span))
                return
            self.known_class(name, (*DIV_CLASSES, *NOTE_CLASSES), span)
        outside, self.in_box = self.in_box, self.in_box or is_box
        self.visit(blocks)
        self.in_box = outside

    def known_class(self, name: str, known: tuple[str, ...], span: Span) -> None:
        if name not in known:
            guess = nearest(name, known)
            self.report("SRC116", span, name, name=name, guess=f" → {guess}?" if guess else "")

    def visit_table(self, content: Json) -> None:
        attributes, caption, _, head, bodies, foot = content
        self.locate(flatten([caption, head, bodies]))
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.target(attributes, "tbl", span)
        english = dict(attributes[2]).get("en", "")
        words = "".join("".join(prose(block["c"])[1]) for block in caption[1])
        self.tables.append(
            TableCaption(self.decoded(attributes[0]), Bilingual(self.decoded(words), self.decoded(english)), span)
        )
        self.visit(caption[1])
        self.english(english)
        for rows in (head[1], *(part for body in bodies for part in body[2:]), foot[1]):
            for row in rows:
                self.row(row[1])

    def row(self, cells: Json) -> None:
        self.locate(flatten(cells))
        line = self.line
        for cell in cells:
            for block in cell[4]:
                if block.get("t") in ("Para", "Plain"):
                    self.text_block(block["c"], line)
                else:
                    self.visit(block)

    def visit_definitionlist(self, items: Json) -> None:
        for term, definitions in items:
            self.text_block(term)
            self.visit(definitions)

    def visit_codeblock(self, content: Json) -> None:
        attributes, text = content
        self.locate(text)
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        kind = next((name for name in attributes[1] if name in DATA_CLASSES), "")
        if not kind:
            for name in attributes[1]:
                if guess := nearest(name, DATA_CLASSES):
                    self.report("SRC116", span, name, name=name, guess=f" → {guess}?")
            if text.strip():
                self.blocks.append(TextBlock((self.decoded(text),), self.here()))
            return
        self.target(attributes, "fig" if kind == "figure" else "tbl", span)
        if kind == "figure":
            self.data.read_figure(self.decoded(attributes[0]), self.decoded(text), self.line, span)
            return
        table = self.data.read_table(self.decoded(attributes[0]), self.decoded(text), self.line, span)
        self.blocks += [TextBlock((words,), self.here()) for words in texts(table)] if table else []

    def visit_rawblock(self, content: Json) -> None:
        self.locate(content[1])
        self.raw(content)

    # Inlines

    def raw(self, content: Json) -> None:
        text = self.decoded(content[1])
        span = self.here() if self.line else unique_place(self.source, text)
        self.report("SRC110", span, content[0], format=content[0], text=text.strip().split("\n")[0][:60])

    def visit_rawinline(self, content: Json) -> None:
        self.visit_str(content[1])
        self.raw(content)

    def visit_cite(self, content: Json) -> None:
        citations, _ = content
        for citation in citations:
            key = citation["citationId"]
            self.citations.append(Citation(self.decoded(key), self.token_span(key)))
            self.visit(citation["citationPrefix"])
            self.visit(citation["citationSuffix"])

    def visit_link(self, content: Json) -> None:
        attributes, inlines, (target, _) = content
        self.target(attributes, "other", self.here())
        span = self.token_span(target)
        self.links.append(Link(self.decoded(target), span))
        self.visit(inlines)

    def visit_image(self, content: Json) -> None:
        target = content[2][0]
        self.report("SRC112", self.token_span(target), target=self.decoded(target))

    def visit_span(self, content: Json) -> None:
        attributes, inlines = content
        self.target(attributes, "other", self.token_span(attributes[0]))
        for name in attributes[1]:
            if name in NOTE_CLASSES:
                self.visit(inlines)
                self.notes.append(EditorialNote(name, self.decoded(flatten(inlines)), self.here()))
                return
            self.known_class(name, (*NOTE_CLASSES, *SPAN_CLASSES), self.here())
        self.visit(inlines)

    def visit_note(self, blocks: Json) -> None:
        line, self.in_note = self.line, True
        self.call_line = line
        self.visit(blocks)
        self.line, self.in_note = line, False

    def visit_code(self, content: Json) -> None:
        self.problems += attributes_faults(self.decoded(content[0][2]), self.source, self.here())
        self.visit_str(content[1])

    def visit_math(self, _: Json) -> None:
        """A formula holds no ids, keys or links."""
