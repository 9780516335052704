"""Knows pandoc's abstract syntax tree as Python objects. The only importer of panflute; other rooms take its names
from here."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from typing import Any

import panflute

from pipeline.core import words as texts
from pipeline.core.languages import Language, of_tag
from pipeline.core.places import Position
from pipeline.core.wanted import go_on
from pipeline.tools.pandoc import API_VERSION
from pipeline.tools.walking import Action, Doc, Node, Replacement, descend, walk

__all__ = ["Action", "Doc", "Node", "Replacement", "descend", "walk"]
"""What stands elsewhere and is taken from here, beside all that follows."""

# The classes of elements.
Element: Any = panflute.Element
BulletList: Any = panflute.BulletList
Citation: Any = panflute.Citation
Cite: Any = panflute.Cite
CodeBlock: Any = panflute.CodeBlock
Definition: Any = panflute.Definition
DefinitionItem: Any = panflute.DefinitionItem
DefinitionList: Any = panflute.DefinitionList
Div: Any = panflute.Div
Header: Any = panflute.Header
Image: Any = panflute.Image
LineBreak: Any = panflute.LineBreak
LineBlock: Any = panflute.LineBlock
Link: Any = panflute.Link
ListItem: Any = panflute.ListItem
Math: Any = panflute.Math
Note: Any = panflute.Note
Para: Any = panflute.Para
Plain: Any = panflute.Plain
RawBlock: Any = panflute.RawBlock
RawInline: Any = panflute.RawInline
SoftBreak: Any = panflute.SoftBreak
Space: Any = panflute.Space
Span: Any = panflute.Span
Str: Any = panflute.Str
Superscript: Any = panflute.Superscript
Underline: Any = panflute.Underline
SmallCaps: Any = panflute.SmallCaps
Table: Any = panflute.Table
TableBody: Any = panflute.TableBody
TableCell: Any = panflute.TableCell
TableHead: Any = panflute.TableHead
TableRow: Any = panflute.TableRow
Document: Any = panflute.Doc
stringify: Any = panflute.stringify


def load(text: str) -> Doc:
    """The tree of pandoc JSON."""
    go_on()
    return panflute.load(io.StringIO(text))


def dump(tree: Doc) -> str:
    """Pandoc JSON of a tree."""
    go_on()
    out = io.StringIO()
    panflute.dump(tree, out)
    return out.getvalue()


def put(element: Node, made: list[Node]) -> None:
    """Put others in the place of an element."""
    place = next(number for number, one in enumerate(element.container) if one is element)
    element.container[place : place + 1] = made


def words(text: str) -> list[Node]:
    """A text as inlines, with its markup where it has some."""
    if isinstance(text, texts.Words):
        return paragraphs(text)[0] if text else []
    inlines: list[Node] = []
    # Only plain white space parts words: a no-break or an ideographic space is a character.
    for number, part in enumerate(part for part in re.split(r"[ \t\r\n]+", text) if part):
        if number:
            inlines.append(Space())
        inlines.append(Str(part))
    return inlines


def paragraphs(text: str) -> list[list[Node]]:
    """The paragraphs of a text, which blank lines part, as inlines."""
    if not isinstance(text, texts.Words):
        return [words(part) for part in text.split("\n\n") if part.strip()]
    parts: list[Any] = [[]]
    inlines = texts.inlines_of(text)
    for place, inline in enumerate(inlines):
        if inlines[place : place + len(texts.PARAGRAPH)] == texts.PARAGRAPH:
            parts.append([])
        elif inlines[max(place - 1, 0) : place + 1] != texts.PARAGRAPH:
            parts[-1].append(inline)
    blocks = [{"t": "Plain", "c": part} for part in parts if part]
    tree = load(json.dumps({"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}))
    return [list(block.content) for block in tree.content]


def span(text: str, *classes: str, language: Language | None = None) -> Node:
    """Text in a span with classes and perhaps a language."""
    return Span(*words(text), classes=list(classes), attributes={"lang": language} if language else {})


def div(blocks: Iterable[Node], *classes: str, identifier: str = "", language: Language | None = None) -> Node:
    """Blocks in a div with classes, an id and perhaps a language."""
    return Div(*blocks, classes=list(classes), identifier=identifier, attributes={"lang": language} if language else {})


def is_place(element: Node) -> bool:
    """Whether an element is the empty span that says where its block stands in the source."""
    return isinstance(element, Span) and "place" in element.classes and not element.content


def place_of(block: Node) -> Position | None:
    """Where a paragraph or heading stands in the source, as far as that is known."""
    return next((position_of(child) for child in block.content if is_place(child)), None)


def position_of(place: Node) -> Position:
    """What the span of a place says."""
    return Position.parse(place.attributes["at"])


def is_inside(element: Node, name: str) -> bool:
    """Whether an element stands in a Div or span of a class."""
    node = element.parent
    while node is not None:
        if name in getattr(node, "classes", ()):
            return True
        node = node.parent
    return False


def is_in_citation(element: Node) -> bool:
    """Whether an element stands within a citation."""
    above = element.parent
    while above is not None and not isinstance(above, panflute.Cite):
        above = above.parent
    return above is not None


def is_section(heading: Node) -> bool:
    """Whether a heading stands at the top of the text, or opens a part of ours; one in a list, a quotation, a box or a
    note is none of its sections."""
    own = ("abstract", "preface", "references", "colophon")
    parent = heading.parent
    return isinstance(parent, Document) or any(name in getattr(parent, "classes", ()) for name in own)


def take_out_places(tree: Doc) -> None:
    """Take the places of its blocks out of a tree."""
    for place in [element for element in descend(tree) if is_place(element)]:
        put(place, [])


def without_places(text: str) -> str:
    """Pandoc JSON without the places of its blocks."""
    # As plain JSON: elements need not be made for what is only left out.
    tree = json.loads(text)
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            if any(map(_is_place, node)):
                node[:] = [child for child in node if not _is_place(child)]
            waiting += node
    return json.dumps(tree, ensure_ascii=False)


def _is_place(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Span" and "place" in node["c"][0][1] and not node["c"][1]


def language_of(element: Node) -> Language:
    """The language an element stands in: that of the nearest ancestor that names one, else that of the tree."""
    return of_tag(tag_of(element))


def tag_of(element: Node) -> str:
    """The tag of that language as it was written (BCP 47); empty where there is none."""
    node = element
    while node is not None:
        language = str(getattr(node, "attributes", {}).get("lang", ""))
        if language:
            return language
        if isinstance(node, Document):
            return str(node.get_metadata("lang", ""))
        node = node.parent
    return ""


def name_language(tree: Doc, tag: str) -> None:
    """Say in which language the text of a tree is."""
    tree.metadata = {"lang": tag}


def without_language(tree: Doc) -> Doc:
    """A tree that says nothing of its language, which the metadata of its document hold."""
    tree.metadata = {}
    return tree


def inlines_of(blocks: Iterable[Node]) -> list[Node]:
    """The inlines of some paragraphs, run together."""
    return [inline for block in blocks for inline in getattr(block, "content", ())]
