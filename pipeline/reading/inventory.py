"""Knows how to list every thing in the parsed body with its span; must not judge what it finds, save what the syntax
forbids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.model import Citation, EditorialNote, Heading, Inventory, Link, TableCaption, Target, TextBlock
from pipeline.core.text import Span
from pipeline.core.vocabulary import EDITORIAL, REFERENCE_FORMS, is_plain_id
from pipeline.reading.attributes import TABLE_NOTE, Attributes, may_have_notes
from pipeline.reading.datablocks import DataBlocks, texts
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.places import placed
from pipeline.reading.prose import prose
from pipeline.reading.walker import Walker, flatten, unique_place

BOX = "sidebar"
Json = Any


class Surveyor(Walker):
    """Lists what it meets in document order."""

    def __init__(self, parsed: ParsedBody, folder: Path) -> None:
        super().__init__(parsed)
        self.in_box, self.in_note = False, False
        self.call_line: int | None = None
        self.problems: list[Diagnostic] = []
        self.data = DataBlocks(parsed.source, folder)
        self.attributes = Attributes(parsed.source)
        self.headings: list[Heading] = []
        self.targets: list[Target] = []
        self.citations: list[Citation] = []
        self.links: list[Link] = []
        self.tables: list[TableCaption] = []
        self.notes: list[EditorialNote] = []
        self.blocks: list[TextBlock] = []
        self.marked: list[tuple[str, ...]] = []

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

    def text_block(self, inlines: Json, row: int | None = None, after: int = 0) -> int:
        """List the author's words of a block; in a row it stands after a 0-based index, and the index after it is
        returned."""
        flat, segments = prose(inlines)
        # Every line with a word has a mark; a note without one is an inline note on the line of its call.
        if self.in_note and row is None and any(character.isalpha() for character in flat):
            row = self.call_line
        self.locate(flat, row)
        words = tuple(segment for segment in segments if segment.strip())
        place = self.place_of(flat, after)
        if words:
            self.words(words, place)
        self.visit(inlines)
        if words and self.proved and place.line:
            inlines.insert(0, placed(place))
        return (place.column or 1) - 1 + len(self.decoded(flat).strip())

    visit_para = visit_plain = text_block

    def visit_header(self, content: Json) -> None:
        level, attributes, inlines = content
        self.locate(prose(inlines)[0])
        english = dict(attributes[2]).get("en", "")
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.target(attributes, "sec", span)
        self.attributes.hold("Header", attributes, span.line)
        text = "".join(prose(self.decoded(inlines))[1])
        self.headings.append(
            Heading(level, self.decoded(attributes[0]), text, self.decoded(english), span, self.in_box)
        )
        self.text_block(inlines)
        self.english(english)

    def words(self, segments: tuple[str, ...], place: Span) -> None:
        """List a block of the author's words; what was marked is kept beside it."""
        self.blocks.append(TextBlock(tuple(map(self.decoded, segments)), place, self.in_note))
        self.marked.append(segments)

    def english(self, text: str) -> None:
        if text:
            self.column = None
            self.words((text,), self.place_of(text))

    def target(self, attributes: Json, kind: str, span: Span) -> None:
        """List what an id names; an id of other characters than it may have is taken off (XRF106)."""
        id_ = self.decoded(attributes[0])
        if id_ and not is_plain_id(id_):
            place = span if self.marks.find(attributes[0]) else self.attributes.place("id", span.line)
            self.report("XRF106", place, id_, id=id_[:60])
            attributes[0] = ""
        elif id_:
            self.targets.append(Target(id_, kind, span))

    def visit_div(self, content: Json) -> None:
        attributes, blocks = content
        self.locate(flatten(blocks))
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.attributes.hold("Div", attributes, self.line)
        if not may_have_notes(self.previous):
            self.attributes.without_effect("Div", attributes, (TABLE_NOTE,), self.line)
        is_box = BOX in attributes[1]
        self.target(attributes, "box" if is_box else "other", span)
        if kind := next((name for name in attributes[1] if name in EDITORIAL), ""):
            self.notes.append(EditorialNote(kind, self.decoded(flatten(blocks)).strip(), span))
            return
        outside, self.in_box = self.in_box, self.in_box or is_box
        self.visit(blocks)
        self.in_box = outside

    def visit_table(self, content: Json) -> None:
        attributes, caption, _, head, bodies, foot = content
        self.locate(flatten([caption, head, bodies]))
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.target(attributes, "tbl", span)
        self.attributes.hold("Table", attributes, span.line, columns=len(content[2]))
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
        line, after = self.line, 0
        for cell in cells:
            for block in cell[4]:
                if block.get("t") in ("Para", "Plain"):
                    after = self.text_block(block["c"], line, after)
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
        self.attributes.hold("CodeBlock", attributes, span.line)
        kind = next(iter(attributes[1]), "")
        if not kind:
            if text.strip():
                self.words((text,), self.here())
            return
        self.target(attributes, "fig" if kind == "figure" else "tbl", span)
        if kind == "figure":
            self.data.read_figure(self.decoded(attributes[0]), self.decoded(text), self.line, span)
            return
        table = self.data.read_table(self.decoded(attributes[0]), self.decoded(text), self.line, span)
        for words in texts(table) if table else ():
            self.words((words,), self.here())

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
        self.attributes.hold("Link", attributes, span.line)
        self.links.append(Link(self.decoded(target), span))
        self.visit(inlines)

    def visit_image(self, content: Json) -> None:
        target = content[2][0]
        self.report("SRC112", self.token_span(target), target=self.decoded(target))

    def visit_span(self, content: Json) -> None:
        attributes, inlines = content
        self.target(attributes, "other", self.token_span(attributes[0]))
        self.attributes.hold("Span", attributes, self.line)
        if not any(inline.get("t") == "Cite" for inline in inlines):
            self.attributes.without_effect("Span", attributes, REFERENCE_FORMS, self.line)
        self.visit(inlines)
        if kind := next((name for name in attributes[1] if name in EDITORIAL), ""):
            self.notes.append(EditorialNote(kind, self.decoded(flatten(inlines)), self.here()))

    def visit_note(self, blocks: Json) -> None:
        line, self.in_note = self.line, True
        self.call_line = line
        self.visit(blocks)
        self.line, self.in_note = line, False

    def visit_code(self, content: Json) -> None:
        self.attributes.hold("Code", content[0], self.line)
        self.visit_str(content[1])

    def visit_math(self, _: Json) -> None:
        """A formula holds no ids, keys or links."""
