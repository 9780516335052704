"""Knows the document in the middle of the line, as frozen values; must not know Markdown, formats or tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.core.editorial import EditorialNote
from pipeline.core.formulas import Formula
from pipeline.core.languages import BOTH, Bilingual, Languages
from pipeline.core.marked import IndexMark, Term
from pipeline.core.numbers import CONTENTS_DEPTH, Number
from pipeline.core.pictures import Drawing
from pipeline.core.places import Position
from pipeline.core.text import Span
from pipeline.core.words import Words


@dataclass(frozen=True)
class Person:
    """An author or contributor, a person or a body; `role` is a MARC relator code, `sort` how the name is filed where
    its sound does not say so."""

    name: Bilingual
    affiliation: Bilingual = Bilingual()
    orcid: str = ""
    role: str = "aut"
    sort: str = ""


@dataclass(frozen=True)
class Identifier:
    """A DOI, ISBN or report number."""

    scheme: str
    value: str


@dataclass(frozen=True)
class Metadata:
    """The front matter, checked. `keywords` are in the order of the source; `date` is ISO 8601, a day or a month."""

    title: Bilingual = Bilingual()
    subtitle: Bilingual = Bilingual()
    abstract: Bilingual = Bilingual()
    keywords: tuple[Bilingual, ...] = ()
    publisher: Bilingual = Bilingual()
    rights: Bilingual = Bilingual()
    series: Bilingual = Bilingual()
    classification: Bilingual = Bilingual()
    watermark: Bilingual = Bilingual()
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    funding: tuple[Bilingual, ...] = ()
    date: str = ""
    version: str = ""
    languages: Languages = BOTH
    identifiers: tuple[Identifier, ...] = ()
    license: str = ""
    glossary: tuple[Bilingual, ...] = ()
    abbreviations: tuple[tuple[str, Bilingual], ...] = ()
    numbering: str = "continuous"
    references: str = "document"
    lists: tuple[str, ...] = ()
    contents: int = CONTENTS_DEPTH
    cover: str = "edge"
    logo: FigureBlock | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """The Chinese words that stay whole: of the glossary and the keywords."""
        return tuple(dict.fromkeys(term.zh for term in (*self.glossary, *self.keywords) if len(term.zh) > 1))


@dataclass(frozen=True)
class Heading:
    """A heading, `beside` in the other language; in a box, a list, a quotation or a note it is no section. `prints` is
    what stands below it by itself: `index`, `glossary`."""

    level: int
    id: str
    text: str
    beside: str
    span: Span
    is_section: bool = True
    prints: str = ""


@dataclass(frozen=True)
class Target:
    """Something that an id names: a section, figure, table, box or any other element."""

    id: str
    kind: str
    span: Span


@dataclass(frozen=True)
class Citation:
    """One key inside a citation or cross-reference."""

    key: str
    span: Span


@dataclass(frozen=True)
class Link:
    """A link destination in the source."""

    target: str
    span: Span


@dataclass(frozen=True)
class TextBlock:
    """The author's words of one paragraph, heading, cell or note, without generated text.

    `segments` are cut wherever something generated (a citation, a cross-reference, a note mark) stands.
    """

    segments: tuple[str, ...]
    span: Span
    in_note: bool = False


@dataclass(frozen=True)
class TableCaption:
    """A table or a block of code with its caption (empty where a language is missing)."""

    id: str
    caption: Bilingual
    span: Span


Listing = TableCaption
LongDescription = Literal["author", "data", "none"]
"""What tells a figure at length: its author, or its data; or nothing, and its alternative text alone has to."""


@dataclass(frozen=True)
class FigureBlock:
    """A figure as its author defines it: `kind` is shown, `definition` JSON that `figures` reads, `text` where its DOT
    begins (no column: line by line), `file` where the name of its file stands."""

    id: str
    kind: str
    span: Span
    caption: Bilingual
    alt: Bilingual
    credit: Bilingual
    long_description: LongDescription
    definition: str
    description: Bilingual = Bilingual()
    text: Span | None = None
    file: Span | None = None


@dataclass(frozen=True)
class TableBlock:
    """A table definition as validated JSON text, its rows in it, and the name of the file that they come from."""

    id: str
    definition: str
    span: Span
    data: str = ""


@dataclass(frozen=True)
class Entry:
    """A bibliography entry as CSL-JSON text, with the place of its id and of each field; without a text where it was
    not worked out, as what nothing cites of a library, or cannot be read."""

    id: str
    csl: str
    span: Span
    fields: tuple[tuple[str, Span], ...] = ()

    def place(self, name: str) -> Span:
        """Where a field stands; the id's place where it has none."""
        return next((span for field_name, span in self.fields if field_name == name), self.span)


@dataclass(frozen=True)
class Inventory:
    """Every thing that a check can ask about, in document order, each with its span. `loose_keys` are those of an
    `@key` that stayed text, `included` the lines that blocks of code take from files."""

    headings: tuple[Heading, ...] = ()
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[TableCaption, ...] = ()
    figures: tuple[FigureBlock, ...] = ()
    notes: tuple[EditorialNote, ...] = ()
    blocks: tuple[TextBlock, ...] = ()
    table_blocks: tuple[TableBlock, ...] = ()
    loose_keys: tuple[Citation, ...] = ()
    listings: tuple[Listing, ...] = ()
    included: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ()
    index: tuple[IndexMark, ...] = ()
    terms: tuple[Term, ...] = ()
    term_uses: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Document:
    """What passes along the line. `ast` is pandoc JSON, each block with its place in the file called `source`;
    steps return changed copies. `numbers` are those of the ids that have one, `titles` what each heading says in
    plain text, with its number, `titles_beside` the same in the other language, without; `texts` what texts in
    attributes and tables of data say, by their source, where that is more than plain text; `index` the levels of
    the entry of each id that the index leads to, in plain text, how they sound where their author says so, and what
    is printed in place of places."""

    metadata: Metadata
    ast: str
    inventory: Inventory = Inventory()
    bibliography: tuple[Entry, ...] = ()
    is_bibliography_read: bool = True
    drawings: tuple[Drawing, ...] = ()
    source: str = ""
    numbers: tuple[tuple[str, Number], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    titles_beside: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, Words], ...] = ()
    index: tuple[tuple[str, tuple[str, ...], str, str], ...] = ()

    def span(self, position: Position | None) -> Span:
        """A position of the tree as a span; the file alone where there is none."""
        return Span(self.source, position.line, position.column) if position else Span(self.source)

    def pictures(self) -> Iterator[FigureBlock]:
        """What is drawn: the figures of the text, and the logo."""
        yield from self.inventory.figures
        if self.metadata.logo:
            yield self.metadata.logo

    def cross_reference_ids(self) -> Iterator[str]:
        """The ids that a cross-reference may name."""
        return (target.id for target in self.inventory.targets)
