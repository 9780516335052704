"""Knows pandoc's abstract syntax tree as Python objects. The only importer of panflute; other rooms take its names
from here."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import panflute

from pipeline.core import words as texts
from pipeline.core.languages import Language, of_tag
from pipeline.core.places import Position
from pipeline.tools.pandoc import API_VERSION

Node = Any
"""An element of the tree: anything to the type checker, since panflute has no type hints."""
Doc = Node
"""A tree."""
Replacement = Node | list[Node] | None
"""What an action puts in place of an element: another, several or none; `None` keeps it."""
Action = Callable[[Node, Doc], Replacement]

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
    return panflute.load(io.StringIO(text))


def dump(tree: Doc) -> str:
    """Pandoc JSON of a tree."""
    out = io.StringIO()
    panflute.dump(tree, out)
    return out.getvalue()


def walk(tree: Node, action: Action) -> Node:
    """Apply an action bottom-up; it returns None to keep an element, another (or a list) in its place.

    As panflute's own walk, but lists of which nothing changes are not made anew, and most do not change.
    """
    return _walk(tree, action, tree.doc)


def _walk(element: Node, action: Action, whole: Doc) -> Replacement:
    for name in element._children:
        child = getattr(element, name)
        if isinstance(child, Element):
            made = _walk(child, action, whole)
            if made is not child:
                setattr(element, name, made)
        elif hasattr(child, "values"):
            for key, part in list(child.items()):
                child[key] = _walk(part, action, whole)
        elif child is not None:
            parts = _walk_list(child, action, whole)
            if parts is not None:
                setattr(element, name, parts)
    made = action(element, whole)
    return element if made is None else made


def _walk_list(children: Node, action: Action, whole: Doc) -> list[Node] | None:
    """What a list becomes; None where it stays as it is."""
    parts: list[Node] = []
    changes = False
    for child in _attached(children):
        # Most are words, for which no call of ours has to be made.
        made = _walk(child, action, whole) if child._children else action(child, whole)
        if made is None or made is child:
            parts.append(child)
            continue
        changes = True
        if isinstance(made, list):
            parts += made
        else:
            parts.append(made)
    return parts if changes else None


def descend(element: Node) -> Iterator[Node]:
    """An element and all below it, in document order."""
    yield element
    for name in element._children:
        child = getattr(element, name)
        if child is None:
            continue
        if isinstance(child, Element):
            yield from descend(child)
        else:
            for part in child.values() if hasattr(child, "values") else _attached(child):
                if part._children:
                    yield from descend(part)
                else:
                    # Most are words, for which no generator has to be made.
                    yield part


def _attached(children: Node) -> Iterator[Node]:
    """The elements of a list, each of which is told where it stands, as panflute does with a call for each."""
    parent, location = children.parent, children.location
    for index, part in enumerate(children.list):
        part.parent, part.location, part.index = parent, location, index
        yield part


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


def without_places(text: str) -> str:
    """Pandoc JSON without the places of its blocks."""
    # As plain JSON: elements need not be made for what is only left out.
    return json.dumps(_without_places(json.loads(text)), ensure_ascii=False)


def _without_places(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_places(child) for child in node if not _is_place(child)]
    return {name: _without_places(child) for name, child in node.items()} if isinstance(node, dict) else node


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
