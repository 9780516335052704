"""Knows how the index is made of marked words, and where it is printed; must not know formats, or how entries look."""

from __future__ import annotations

from pipeline.core.languages import Language, of_text
from pipeline.core.vocabulary import INDEX
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.tools.plain import quoted_words
from pipeline.transforms.context import Context
from pipeline.transforms.entries import Entry, printed, referring

_WHOLE = ("dots",)
"""Spans whose letters are set one by one, so that nothing inside them can be led to."""


def make_index(tree: ast.Doc, context: Context) -> None:
    """Give the words that are marked for the index ids, and put a Div `index-entries` at the end of the section whose
    heading asks for it."""
    marks = [element for element in ast.descend(tree) if isinstance(element, ast.Span) and INDEX in element.classes]
    said = quoted_words([mark.to_json()["c"][1] for mark in marks])
    sections = _sections(tree)
    top = Entry("")
    for number, (mark, words) in enumerate(zip(marks, said, strict=True), 1):
        own, sort, see, also = (mark.attributes.pop(name, "") for name in ("entry", "sort", "see", "also"))
        mark.classes = [name for name in mark.classes if name != INDEX]
        levels = _levels(own, context) if own else (words,)
        if not all(levels):
            continue
        id_ = _identified(mark, f"index-{number}")
        entry = top.at(levels, sort)
        others = [(kind, _levels(other, context)) for kind, other in (("see", see), ("also", also)) if other]
        entry.others += [other for other in others if other not in entry.others]
        context.index[id_] = tuple(map(str, levels)), sort, referring(others, context.languages.leading)
        if not see:
            label, language = context.labels.get(sections.get(id(mark), "")), of_text(levels[0])
            text = label.short[language] if label else word("body_matter", language)
            entry.links.append(ast.Link(*ast.words(text), url=f"#{id_}", classes=["locator"]))
    _print(tree, top, context.languages.leading)


def _levels(entry: str, context: Context) -> tuple[str, ...]:
    return tuple(context.read(level.strip()) for level in entry.split("!"))


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


def _print(tree: ast.Doc, top: Entry, leading: Language) -> None:
    """Put the entries at the end of the section of the first heading that asks for them."""
    blocks = list(tree.content)
    asks = [isinstance(block, ast.Header) and INDEX in block.classes for block in blocks]
    if True not in asks or not top.below:
        return
    first = asks.index(True)
    after = (place for place in range(first + 1, len(blocks)) if isinstance(blocks[place], ast.Header))
    tree.content.insert(next(after, len(blocks)), printed(top, leading))
