"""Knows Word's own index: marks in the text, and a field that already shows its entries (ECMA-376, part 1, 17.16.5.79
and 17.16.5.35); must not know how entries are ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.formats.docx import fields
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import Element, markup, w
from pipeline.formats.hypertext.index import SEPARATOR, Locator, once
from pipeline.tools import ast
from pipeline.tools.plain import plain_all

_CODE = 'INDEX \\h "A" \\e "\u2003" \\c "2" \\z "2052"'
"""With headings of letters, and in the order of Chinese."""


def mark(levels: tuple[str, ...], sort: str, refers: str) -> ast.Node:
    """The mark of an entry, which is not seen; what it refers to is printed in place of its page."""
    code = f'XE "{":".join(map(_escaped, levels))}"'
    code += f' \\y "{_escaped(sort)}"' if sort else ""
    code += f' \\t "{_escaped(refers)}"' if refers else ""
    return ast.RawInline(markup(fields.hidden(code)), format="openxml")


def _escaped(text: str) -> str:
    """A text in which nothing is a sign of the field's own: the end, the next level, the sound."""
    return re.sub(r'([\\":;])', r"\\\1", text)


def dressed(entries: ast.Node) -> ast.Node:
    """The printed index as a field with its last result."""
    rows = list(_rows(entries, 0))
    opening, end = fields.bounds(_CODE)
    made = []
    for place, row in enumerate(rows):
        first, last = opening if place == 0 else [], [end] if place == len(rows) - 1 else []
        properties, *runs = row
        made.append(w("p", properties, *first, *runs, *last))
    return ast.RawBlock(markup(made), format="openxml")


def _rows(block: ast.Node, level: int) -> Iterator[list[Element]]:
    """The paragraphs of an index, each as its properties and runs."""
    for child in block.content:
        if isinstance(child, ast.Div):
            yield [_style("IndexHeading"), fields.run(ast.stringify(child).strip())]
        elif isinstance(child, ast.BulletList):
            for item in child.content:
                yield from _rows(item, level + 1)
        else:
            yield [_style(f"IND{level}"), *_entry(child)]


def _style(name: str) -> Element:
    return w("pPr", w("pStyle", val=name))


def _entry(line: ast.Node) -> Iterator[Element]:
    places = [child for child in line.content if isinstance(child, ast.Span) and "locators" in child.classes]
    links: list[Locator] = [
        (link.url, ast.stringify(link)) for span in places for link in span.content if isinstance(link, ast.Link)
    ]
    others = [child for child in line.content if isinstance(child, ast.Span) and "see" in child.classes]
    words = [child.to_json() for child in line.content if child not in (*places, *others)]
    yield fields.run(plain_all([words])[0])
    for place, (address, text) in enumerate(once(links)):
        if place:
            yield fields.run(SEPARATOR)
        yield w("hyperlink", fields.run(text), anchor=target_name(address.removeprefix("#")), history=1)
    for other in others:
        yield fields.run(ast.stringify(other))
