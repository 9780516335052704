"""Knows how to list every block of the parsed body with its span; must not judge what it finds, save what the syntax
forbids."""

from __future__ import annotations

from pipeline.core.languages import Languages
from pipeline.core.model import Heading, Inventory, Listing, TableCaption, TextBlock
from pipeline.core.opening import Folder
from pipeline.core.text import Span, nearest
from pipeline.core.vocabulary import BOX, CALLOUTS, COLUMNS, DATA, NUMBERED_LINES, STATEMENTS
from pipeline.reading.attributes import TABLE_NOTE, may_have_notes
from pipeline.reading.datablocks import DataBlocks, texts
from pipeline.reading.editorial import editorial_note, idle_attributes
from pipeline.reading.fields import Fields
from pipeline.reading.inlines import InlineSurveyor
from pipeline.reading.listings import has_caption, listing_of, with_lines
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.openings import Openings
from pipeline.reading.places import placed
from pipeline.reading.prose import Pieces, in_pieces, prose, take_indent
from pipeline.reading.tablelines import table_line
from pipeline.reading.walker import Json, flatten

_KINDS = dict(zip(DATA, ("fig", "tbl"), strict=True))


class Surveyor(InlineSurveyor):
    """Lists what it meets in document order."""

    def __init__(self, parsed: ParsedBody, folder: Folder, fields: Fields, languages: Languages) -> None:
        super().__init__(parsed, languages)
        self.in_box, self.at_top = False, True
        self.openings = Openings()
        self.fields = fields
        self.data = DataBlocks(parsed.source, folder, fields, languages)
        self.headings: list[Heading] = []
        self.tables: list[TableCaption] = []
        self.blocks: list[TextBlock] = []
        self.listings: list[Listing] = []
        self.included: list[str] = []
        self.marked: list[tuple[Pieces, ...]] = []

    def inventory(self) -> Inventory:
        tables = sorted((*self.tables, *self.data.captions), key=lambda one: (one.span.line or 0, one.span.column or 0))
        return Inventory(
            tuple(self.headings),
            tuple(self.targets),
            tuple(self.citations),
            tuple(self.links),
            tuple(tables),
            tuple(self.data.figures),
            tuple(self.notes),
            tuple(self.blocks),
            tuple(self.data.tables),
            tuple(self.loose),
            tuple(self.listings),
            tuple(self.included),
            tuple(self.formulas),
            tuple(self.index),
            tuple(self.terms.defined),
            tuple(self.terms.used),
        )

    # Blocks

    def text_block(self, inlines: Json, row: int | None = None, after: int = 0) -> int:
        """List the author's words of a block; in a row it stands after a 0-based index, and the index after it is
        returned."""
        self.equations.settle(inlines)
        flat, segments = in_pieces(inlines)
        # Every line with a word has a mark; a note without one is an inline note on the line of its call.
        if self.in_note and row is None and any(character.isalpha() for character in flat):
            row = self.call_line
        self.locate(flat, row)
        words = tuple(pieces for pieces in segments if "".join(pieces).strip())
        place = self.place_of(flat, after)
        if words:
            self.words(words, place)
        self.visit(inlines)
        if words and self.proved and place.line:
            inlines.insert(0, placed(place))
        return (place.column or 1) - 1 + len(self.decoded(flat).strip())

    def visit_para(self, inlines: Json) -> None:
        take_indent(inlines)
        self.text_block(inlines)

    visit_plain = visit_para

    def visit_header(self, content: Json) -> None:
        level, attributes, inlines = content
        take_indent(inlines)
        self.locate_heading(level, prose(inlines)[0])
        beside = self.beside(attributes)
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.target(attributes, "sec", span)
        self.attributes.hold("Header", attributes, span.line)
        is_section = self.at_top and not self.in_box
        self.openings.meet(level, attributes[1], is_section=is_section, begins=not self.headings and not self.previous)
        idle = self.openings.idle(level, attributes[1], is_section=is_section)
        self.attributes.without_effect(attributes, idle)
        if not self.at_top and not self.in_box:
            self.report("HED105", span, self.decoded(attributes[0]), title=self.decoded(flatten(inlines))[:40])
        text = "".join(prose(self.decoded(inlines))[1])
        if not text.strip() and any(inline["t"] == "Math" for inline in inlines):
            text = self.decoded(flatten(inlines))
        prints = self.terms.enter(attributes[1], is_section=is_section)
        self.headings.append(
            Heading(level, self.decoded(attributes[0]), text, self.decoded(beside), span, self.at_top, prints)
        )
        self.text_block(inlines, span.line)
        self.translation(beside)

    def words(self, segments: tuple[Pieces, ...], place: Span) -> None:
        """List a block of the author's words; what was marked is kept beside it."""
        self.blocks.append(
            TextBlock(tuple("".join(map(self.decoded, pieces)) for pieces in segments), place, self.in_note)
        )
        self.marked.append(segments)

    def translation(self, text: str) -> None:
        if text:
            self.column = None
            place = self.place_of(text)
            self.fields.add(self.decoded(text), place)
            self.field(text, place)

    def field(self, text: str, place: Span) -> None:
        """List a text that is inline Markdown of its own."""
        self.fields.blocks[len(self.blocks)] = self.decoded(text)
        self.words(((text,),), place)

    def visit_div(self, content: Json) -> None:
        attributes, blocks = content
        self.locate(flatten(blocks))
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.attributes.hold("Div", attributes, self.line)
        self.attributes.hold_summary(attributes)
        self.attributes.without_effect(attributes, () if COLUMNS in attributes[1] else ("count",))
        self.attributes.without_effect(attributes, idle_attributes(attributes, flatten(blocks)))
        if not may_have_notes(self.previous):
            self.attributes.without_effect(attributes, (TABLE_NOTE,))
        boxes = [name for name in attributes[1] if name in (BOX, *CALLOUTS, *STATEMENTS)]
        # A box is of one kind: the first that is named.
        self.attributes.without_effect(attributes, tuple({*boxes[1:]} - {*boxes[:1]}))
        self.target(attributes, STATEMENTS.get(boxes[0], "box") if boxes else "other", span)
        if note := editorial_note(attributes, self.decoded(flatten(blocks)).strip(), span):
            self.notes.append(note)
            return
        outside, self.in_box = self.in_box, self.in_box or bool(boxes)
        self.visit(blocks)
        self.in_box = outside

    def visit_table(self, content: Json) -> None:
        attributes, caption, _, head, bodies, foot = content
        before = self.line or 1
        self.locate(flatten([caption, head, bodies]))
        if self.proved and not self.line:
            # Nothing in it has a mark: numbers, or words of one letter.
            self.line = table_line(self.source, before)
        beside = self.beside(attributes)
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        self.target(attributes, "tbl", span)
        self.attributes.hold("Table", attributes, span.line, columns=len(content[2]))
        words = "".join("".join(prose(self.decoded(block["c"]))[1]) for block in caption[1])
        self.tables.append(
            TableCaption(self.decoded(attributes[0]), self.languages.text(words, self.decoded(beside)), span)
        )
        self.visit(caption[1])
        self.translation(beside)
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

    def visit_lineblock(self, lines: Json) -> None:
        for line in lines:
            self.text_block(line)

    def visit_definitionlist(self, items: Json) -> None:
        self.terms.order(items)
        for term, definitions in items:
            self.text_block(term)
            self.terms.define(term, self.blocks[-1].span if self.blocks else self.here())
            self.visit(definitions)

    def visit_codeblock(self, content: Json) -> None:
        attributes, text = content
        self.locate(text)
        span = self.token_span(attributes[0]) if attributes[0] else self.here()
        written = self.decoded(attributes[1])
        self.attributes.hold("CodeBlock", attributes, span.line)
        kind = next((name for name in attributes[1] if name in DATA), "")
        if not kind:
            meant = next(filter(None, (nearest(name, DATA) for name in written if name not in attributes[1])), "")
            self.code(content, span, _KINDS.get(meant, "other"))
            return
        self.target(attributes, _KINDS[kind], span)
        if kind == "figure":
            self.data.read_figure(self.decoded(attributes[0]), self.decoded(text), self.line, span)
            return
        table = self.data.read_table(self.decoded(attributes[0]), self.decoded(text), self.line, span)
        for words in texts(table, self.languages) if table else ():
            self.field(words, self.here())

    def code(self, content: Json, span: Span, kind: str) -> None:
        """A block of code, which an id of a `kind` names where it is no listing; lines that come from a file are kept
        in the inventory, which the tree names by number."""
        attributes, text = content
        id_ = self.decoded(attributes[0])
        is_listing = has_caption([id_, *attributes[1:]])
        self.target(attributes, "lst" if is_listing else kind, span)
        if is_listing:
            self.listings.append(listing_of([id_, *attributes[1:]], span, self.languages))
            for words in self.languages.all(self.listings[-1].caption):
                self.fields.add(words, span)
                self.field(words, span)
        is_numbered = NUMBERED_LINES in attributes[1]
        if any(name == "file" for name, _ in attributes[2]):
            # A block without a line of its own has its place by what it says of itself.
            lines, problem = with_lines(attributes, text, self.data.folder, self.attributes.last["file"])
            self.problems += [problem] if problem else []
            attributes[2].append(["file", str(len(self.included))])
            self.included.append(lines)
            content[1] = ""
            # Words of another file: nothing in them is a mark of ours.
            segments = tuple(lines.split("\n")) if is_numbered else (lines,)
            if lines.strip():
                self.blocks.append(TextBlock(segments, self.here(), self.in_note))
                self.marked.append(tuple(() for _ in segments))
            return
        self.attributes.without_effect(attributes, ("lines",))
        if text.strip():
            self.words(tuple((line,) for line in text.split("\n")) if is_numbered else ((text,),), self.here())

    def visit_rawblock(self, content: Json) -> None:
        before = self.line
        self.locate(content[1])
        self.line = self.line or before
        self.raw(content)
