"""Knows how the index is made of marked words: its entries in order, each with links to its places; must not know
formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.core.languages import of_text
from pipeline.core.vocabulary import INDEX
from pipeline.core.wording import word
from pipeline.tools import ast, collation
from pipeline.tools.plain import quoted_words
from pipeline.transforms.context import Context

_WHOLE = ("dots",)
"""Spans whose letters are set one by one, so that nothing inside them can be led to."""


@dataclass
class _Entry:
    """An entry: what it says, how it sounds where that is said, the links to its places, and the entries below it."""

    words: str
    sort: str = ""
    links: list[ast.Node] = field(default_factory=list)
    below: dict[str, _Entry] = field(default_factory=dict)

    def ordered(self) -> list[_Entry]:
        return sorted(self.below.values(), key=lambda entry: collation.key(str(entry.words), entry.sort))


def make_index(tree: ast.Doc, context: Context) -> None:
    """Give the words that are marked for the index ids, and put a Div `index-entries` at the end of the section whose
    heading asks for it."""
    marks = [element for element in ast.descend(tree) if isinstance(element, ast.Span) and INDEX in element.classes]
    said = quoted_words([mark.to_json()["c"][1] for mark in marks])
    sections = _sections(tree)
    top = _Entry("")
    for number, (mark, words) in enumerate(zip(marks, said, strict=True), 1):
        own = mark.attributes.pop("entry", "")
        sort = mark.attributes.pop("sort", "")
        mark.classes = [name for name in mark.classes if name != INDEX]
        levels = [context.read(level.strip()) for level in own.split("!")] if own else [words]
        if not all(levels):
            continue
        id_ = _identified(mark, f"index-{number}")
        context.index[id_] = tuple(map(str, levels)), sort
        label, language = context.labels.get(sections.get(id(mark), "")), of_text(levels[0])
        text = label.short[language] if label else word("body_matter", language)
        _add(top, levels, sort, ast.Link(*ast.words(text), url=f"#{id_}", classes=["locator"]))
    _print(tree, top)


def _sections(tree: ast.Doc) -> dict[int, str]:
    """The id of the section that each span stands in."""
    sections, here = {}, ""
    for element in ast.descend(tree):
        if isinstance(element, ast.Header) and ast.is_section(element):
            here = element.identifier
        elif isinstance(element, ast.Span):
            sections[id(element)] = here
    return sections


def _identified(mark: ast.Node, id_: str) -> str:
    """The id of marked words, which is theirs or that of the whole they are part of."""
    holder, node = mark, mark.parent
    while node is not None:
        if isinstance(node, ast.Span) and (set(_WHOLE) & set(node.classes) or "ruby" in node.attributes):
            holder = node
        node = node.parent
    holder.identifier = holder.identifier or id_
    return str(holder.identifier)


def _add(top: _Entry, levels: Sequence[str], sort: str, link: ast.Node) -> None:
    sorts = [part.strip() for part in sort.split("!")] if sort else []
    entry = top
    for place, words in enumerate(levels):
        entry = entry.below.setdefault(str(words), _Entry(words))
        entry.sort = entry.sort or (sorts[place] if place < len(sorts) else "")
    entry.links.append(link)


def _print(tree: ast.Doc, top: _Entry) -> None:
    """Put the entries at the end of the section of the first heading that asks for them."""
    blocks = list(tree.content)
    asks = [isinstance(block, ast.Header) and INDEX in block.classes for block in blocks]
    if True not in asks or not top.below:
        return
    first = asks.index(True)
    after = (place for place in range(first + 1, len(blocks)) if isinstance(blocks[place], ast.Header))
    tree.content.insert(next(after, len(blocks)), _entries(top))


def _entries(top: _Entry) -> ast.Node:
    made: list[ast.Node] = []
    groups = groupby(top.ordered(), key=lambda entry: collation.initial(entry.sort or str(entry.words)))
    for letter, entries in groups:
        made += [ast.div([ast.Para(ast.Str(letter))], "index-letter"), _list(list(entries))]
    return ast.div(made, "index-entries")


def _list(entries: Sequence[_Entry]) -> ast.Node:
    items = []
    for entry in entries:
        line = ast.words(entry.words)
        if entry.links:
            line += [ast.Str("\u2003"), ast.Span(*entry.links, classes=["locators"])]
        items.append(ast.ListItem(ast.Plain(*line), *([_list(entry.ordered())] if entry.below else [])))
    return ast.BulletList(*items)
