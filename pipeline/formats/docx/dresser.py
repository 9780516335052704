"""Knows how each element of the finished tree is dressed for Word: styles, fields, pictures; must not know zip
parts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import partial

from pipeline.core.languages import ENGLISH
from pipeline.core.model import Document
from pipeline.core.numbers import EQUATION, FIGURE, LISTING, TABLE
from pipeline.core.pictures import Drawing
from pipeline.core.vocabulary import TITLES_BESIDE
from pipeline.figures.pixels import fitted
from pipeline.formats.docx import code, equations, fields, index, notes, tablewords
from pipeline.formats.docx.blocks import filled, loosened, raw, styled
from pipeline.formats.docx.breaks import BOX_END, PAGE_BREAK, SECTION_END, TURNED_END, box_start, box_style
from pipeline.formats.docx.classes import CAPTION_STYLES, SEQUENCES, SPAN_STYLES, STYLES, HeadingRow
from pipeline.formats.docx.decimals import mark
from pipeline.formats.docx.handles import held_citation
from pipeline.formats.docx.live import LiveNumbers
from pipeline.formats.docx.numbering import listed
from pipeline.formats.docx.openxml import markup
from pipeline.formats.docx.pictures import stand_in
from pipeline.formats.docx.wordstyle import style_beside, text_beside
from pipeline.formats.hypertext.fragment import ruby_pairs
from pipeline.tools import ast
from pipeline.tools.plain import plain_all

_TITLES = ("title", "subtitle")
_MAX_LEVEL = 4
_EDITORIAL = frozenset(("todo", "query"))
_LISTED = "TableOfFigures"


class Dresser:
    """Dresses the elements of a document, from the inside out; `headings` are those outside boxes, in order."""

    def __init__(
        self, document: Document, tree: ast.Doc, picture: Callable[[Drawing], bytes], *, has_pages: bool, is_proof: bool
    ) -> None:
        self._has_pages = has_pages
        self.headings: list[HeadingRow] = []
        self._languages = document.metadata.languages
        # What nothing stands in where the report has one language.
        self._beside = document.metadata.languages.beside or ENGLISH
        self._drawings = {drawing.id: drawing for drawing in document.drawings}
        self._titles = dict(document.titles)
        self._numbers = dict(document.numbers)
        self._index = {entry[0]: entry[1:] for entry in document.index}
        self._picture = picture
        self._live = LiveNumbers(document, tree, has_pages=has_pages)
        self._by_type: Mapping[type, Callable[[ast.Node], ast.Replacement]] = {
            ast.Str: self._text,
            **dict.fromkeys((ast.Para, ast.Plain), equations.lifted),
            ast.ListItem: filled,
            ast.Header: self._heading,
            ast.Span: self._span,
            ast.Link: self._link,
            ast.Image: self._image,
            ast.Div: self._div,
            ast.CodeBlock: code.numbered,
            ast.Table: tablewords.marked,
            ast.LineBlock: lambda element: styled([element], "Verse"),
            **({ast.Cite: held_citation} if is_proof else {}),
        }
        self._by_class: Mapping[str, Callable[[ast.Node], ast.Replacement]] = {
            # The picture's own description says it to those who need it (wp:docPr).
            "description": lambda _: [],
            # Comments say what editorial notes say.
            **dict.fromkeys(_EDITORIAL, lambda element: list(notes.left_in(element))),
            "figure": self._figure,
            "listing": self._listing,
            "index-entries": partial(index.dressed, has_pages=has_pages),
            "table": self._table,
            "code-listing": self._code_listing,
            "page-break": lambda element: [*element.content, raw(PAGE_BREAK)],
            "sidebar": self._box,
            **dict.fromkeys((*STYLES, *TITLES_BESIDE.values()), self._line),
            "statement": self._statement,
            "abstract": self._abstract,
            # pandoc knows a list of references by an id that is no bookmark of ours.
            "csl-entry": lambda element: styled(list(element.content), "Bibliography", element),
        }

    def visit(self, element: ast.Node, _: ast.Doc) -> ast.Replacement:
        """What an element becomes."""
        handler = self._by_type.get(type(element))
        return handler(element) if handler else None

    def _text(self, element: ast.Node) -> ast.Replacement:
        element.text = element.text.replace("\u2060", "")
        return None

    def _heading(self, element: ast.Node) -> ast.Replacement:
        numbers = [
            child for child in element.content if isinstance(child, ast.Span) and "heading-number" in child.classes
        ]
        element.content = [child for child in element.content if child not in numbers]
        level = min(element.level, _MAX_LEVEL)
        in_box = ast.is_inside(element, "sidebar")
        # Word will list lists of figures and the like as well.
        if ast.is_section(element) or ast.is_inside(element, "listing"):
            id_ = element.identifier
            self.headings.append((level, id_, listed(self._titles.get(id_, ""), self._numbers.get(id_))))
        if "unnumbered" not in element.classes:
            return None
        style = "Box Heading" if in_box else f"Unnumbered Heading {level}"
        # A span with an id becomes the bookmark that a heading would have had.
        return styled([ast.Para(ast.Span(*element.content, identifier=element.identifier))], style)

    def _span(self, element: ast.Node) -> ast.Replacement:
        if "backlinks" in element.classes:
            return []
        if not _EDITORIAL.isdisjoint(element.classes):
            return list(notes.left_in(element))
        if equations.is_equation(element):
            self._live.equation(element)
            return None
        if entry := self._index.get(element.identifier):
            return [index.mark(*entry), *(self._shown(element) or [element])]
        return self._shown(element)

    def _shown(self, element: ast.Node) -> list[ast.Node] | None:
        if element.attributes.get("ruby"):
            pairs = ruby_pairs(ast.stringify(element), element.attributes["ruby"])
            said = (markup(self._live.said(element, [fields.ruby(*pair)])) for pair in pairs)
            made = [ast.RawInline(one, format="openxml") for one in said]
            return [ast.Span(*made, identifier=element.identifier)] if element.identifier else made
        for name, style in SPAN_STYLES.items():
            if name in element.classes:
                element.attributes["custom-style"] = style
        element.content += mark(element.classes)
        return None

    def _link(self, element: ast.Node) -> ast.Replacement:
        return self._live.reference(element) if "xref" in element.classes else None

    def _image(self, element: ast.Node) -> ast.Replacement:
        drawing = self._drawings.get(element.url.removeprefix("figure:"))
        if drawing is None:
            return []
        element.url = "data:image/png;base64," + base64.b64encode(stand_in(self._picture(drawing), drawing.id)).decode()
        element.title = drawing.id
        # Both, since pandoc reads no size from what stands in for a picture.
        sizes = zip(("width", "height"), fitted(drawing), strict=False)
        element.attributes = {name: f"{max(size / 96 * 2.54, 0.01):.2f}cm" for name, size in sizes}
        return None

    def _div(self, element: ast.Node) -> ast.Replacement:
        """By the first of its classes in the table."""
        return next((handler(element) for name, handler in self._by_class.items() if name in element.classes), None)

    def _line(self, element: ast.Node) -> ast.Replacement:
        """Paragraphs in the style of their Div's class and language."""
        name = next(name for name in (*STYLES, *TITLES_BESIDE.values()) if name in element.classes)
        if name in TITLES_BESIDE.values():
            style = style_beside("Box" if ast.is_inside(element, "sidebar") else "Heading", self._beside)
        elif name == "credit" and ast.is_inside(element, "table"):
            style = "Table Note"
        elif name in _TITLES and self._is_beside(element):
            style = style_beside("Cover", self._beside)
        else:
            style = STYLES[name]
        return styled(list(element.content), style, element)

    def _is_beside(self, element: ast.Node) -> bool:
        """Whether an element is in another language than the report."""
        return ast.language_of(element) != self._languages.leading

    def _abstract(self, element: ast.Node) -> ast.Replacement:
        style = text_beside(self._beside) if self._is_beside(element) else "Abstract Text"
        element.content = [styled([part], style) if isinstance(part, ast.Para) else part for part in element.content]
        return element

    def _box(self, element: ast.Node) -> ast.Replacement:
        """On its way a table of one cell, which is opened once its paragraphs are there."""
        ast.walk(element, loosened)
        return [
            raw(box_start(box_style(element.classes))),
            styled(list(element.content), "Box Text", element),
            raw(BOX_END),
        ]

    def _figure(self, element: ast.Node) -> ast.Replacement:
        made = []
        for child in element.content:
            if isinstance(child, ast.Plain):
                made.append(styled([ast.Para(*child.content)], "Figure"))
            else:
                made.append(self._captioned_child(child, element.identifier, FIGURE))
        return ast.Div(*made, identifier=element.identifier)

    def _table(self, element: ast.Node) -> ast.Replacement:
        made = [self._captioned_child(child, element.identifier, TABLE) for child in element.content]
        whole = ast.Div(*made, identifier=element.identifier)
        # A section cannot end in the cell that a box is (17.6.17).
        is_turned = "turned" in element.classes and not ast.is_inside(element, "sidebar")
        return [raw(SECTION_END), whole, raw(TURNED_END)] if is_turned else whole

    def _code_listing(self, element: ast.Node) -> ast.Replacement:
        made = [self._captioned_child(child, element.identifier, LISTING) for child in element.content]
        return ast.Div(*made, identifier=element.identifier)

    def _statement(self, element: ast.Node) -> ast.Replacement:
        """Its number is live, and repeated by the English one."""
        kind = next((name for name in element.classes if name in SEQUENCES), "")
        spans = [child for child in ast.descend(element.content[0]) if isinstance(child, ast.Span)]
        for place, label in enumerate(span for span in spans if kind and "label" in span.classes):
            (self._live.repeat if place else self._live.count)(label, kind, element.identifier)
        return ast.Div(*element.content, identifier=element.identifier)

    def _captioned_child(self, child: ast.Node, id_: str, kind: str) -> ast.Node:
        return self._caption(child, id_, kind) if isinstance(child, ast.Div) and "caption" in child.classes else child

    def _listing(self, element: ast.Node) -> ast.Replacement:
        """A list of figures or tables as a field that already shows its entries (17.16.5.68)."""
        made = []
        for child in element.content:
            if not isinstance(child, ast.BulletList):
                made.append(child)
                continue
            links = [link for link in ast.descend(child) if isinstance(link, ast.Link)]
            kind = self._live.numbered[links[0].url.removeprefix("#")].kind
            if kind == EQUATION:
                # Word's own list would have the numbers alone.
                made += [equations.entry(link, has_page=self._has_pages) for link in links]
                continue
            titles = plain_all([link.to_json() for link in links])
            rows = [(_LISTED, link.url.removeprefix("#"), title) for link, title in zip(links, titles, strict=True)]
            code = f'TOC \\h \\z \\c "{SEQUENCES[kind]}"'
            made.append(raw(markup(fields.contents(code, rows, has_pages=self._has_pages))))
        return ast.Div(*made, classes=element.classes)

    def _caption(self, caption: ast.Node, id_: str, kind: str) -> ast.Node:
        """A caption with a live number, which cross-references refer to; in the other language it repeats."""
        leads = not self._is_beside(caption)
        spans = [child for child in ast.descend(caption) if isinstance(child, ast.Span)]
        for label in [span for span in spans if "label" in span.classes]:
            (self._live.count if leads else self._live.repeat)(label, kind, id_)
        beside = style_beside("Listing Caption" if kind == LISTING else "Caption", self._beside)
        return styled(list(caption.content), CAPTION_STYLES[kind] if leads else beside, caption)
