"""Knows Word's own index: marks in the text, and a field that already shows its entries (ECMA-376, part 1, 17.16.5.79
and 17.16.5.35); must not know how entries are ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.core.model import Document
from pipeline.formats.docx import fields
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, markup, w
from pipeline.formats.docx.pieces import style_of
from pipeline.formats.hypertext.index import SEPARATOR, Locator, once
from pipeline.tools import ast
from pipeline.tools.plain import plain_all

_BEHIND_ALL = 10**9
_ENTRY = re.compile(r"IND\d")
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


def dressed(entries: ast.Node, *, has_pages: bool) -> ast.Node:
    """The printed index as a field with its last result: pages, or sections where there are none."""
    rows = list(_rows(entries, 0, has_pages))
    opening, end = fields.bounds(_CODE)
    made = []
    for place, row in enumerate(rows):
        first, last = opening if place == 0 else [], [end] if place == len(rows) - 1 else []
        properties, *runs = row
        made.append(w("p", properties, *first, *runs, *last))
    return ast.RawBlock(markup(made), format="openxml")


def _rows(block: ast.Node, level: int, has_pages: bool) -> Iterator[list[Element]]:
    """The paragraphs of an index, each as its properties and runs."""
    for child in block.content:
        if isinstance(child, ast.Div):
            yield [_style("IndexHeading"), fields.run(ast.stringify(child).strip())]
        elif isinstance(child, ast.BulletList):
            for item in child.content:
                yield from _rows(item, level + 1, has_pages)
        else:
            yield [_style(f"IND{level}"), *_entry(child, has_pages)]


def _style(name: str) -> Element:
    return w("pPr", w("pStyle", val=name))


def _entry(line: ast.Node, has_pages: bool) -> Iterator[Element]:
    places = [child for child in line.content if isinstance(child, ast.Span) and "locators" in child.classes]
    links: list[Locator] = [
        (link.url, ast.stringify(link)) for span in places for link in span.content if isinstance(link, ast.Link)
    ]
    others = [child for child in line.content if isinstance(child, ast.Span) and "see" in child.classes]
    words = [child.to_json() for child in line.content if child not in (*places, *others)]
    yield fields.run(plain_all([words])[0])
    for place, (address, text) in enumerate(links if has_pages else once(links)):
        id_ = address.removeprefix("#")
        if place:
            yield fields.run(SEPARATOR)
        said = fields.page_of(id_) if has_pages else [fields.run(text)]
        yield w("hyperlink", *said, anchor=target_name(id_), history=1)
    for other in others:
        yield fields.run(ast.stringify(other))


def print_once(body: Element) -> None:
    """Leave of places on one page the first, as Word does."""
    for paragraph in body.iter(clark("w:p")):
        if not _ENTRY.fullmatch(style_of(paragraph)):
            continue
        said: set[str] = set()
        for link in paragraph.findall("w:hyperlink", NAMESPACES):
            page = "".join(text.text or "" for text in link.iter(clark("w:t")))
            before = link.getprevious()
            if page in said and before is not None:
                paragraph.remove(before)
                paragraph.remove(link)
            said.add(page)


def pages_of_entries(document: Document, body: Element, asked: Mapping[str, str]) -> Mapping[str, str]:
    """The pages of all that is marked, by ids: those that are `asked`, and of what an entry does not say again the page
    that it says already, where it can stand on that."""
    first, last = _bounds(body, {target_name(id_): int(page) for id_, page in asked.items() if page.isdecimal()})
    entries: dict[tuple[str, ...], list[str]] = {}
    for id_, levels, *_ in document.index:
        entries.setdefault(tuple(levels), []).append(id_)
    made = dict(asked)
    for ids in entries.values():
        said = [asked[id_] for id_ in ids if asked.get(id_, "").isdecimal()]
        for id_, name in ((id_, target_name(id_)) for id_ in ids if id_ not in asked):
            fits = (page for page in said if first.get(name, 0) <= int(page) <= last.get(name, 0))
            if page := next(fits, ""):
                made[id_] = page
    return made


def _bounds(body: Element, pages: Mapping[str, int]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """On which pages each bookmark can stand, by those before and behind it whose pages are known: from and to."""
    names = [str(mark.get(clark("w:name"))) for mark in body.iter(clark("w:bookmarkStart"))]
    first, last = dict[str, int](), dict[str, int]()
    low, high = 1, _BEHIND_ALL
    for name in names:
        first[name] = low = pages.get(name, low)
    for name in reversed(names):
        last[name] = high = pages.get(name, high)
    return first, last
