"""Knows the order of a Word document: contents and page breaks among the dressed blocks; must not know zip parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.core.languages import SCRIPT_TAGS, Language
from pipeline.core.model import Document
from pipeline.core.pictures import Drawing
from pipeline.core.wording import word
from pipeline.formats.docx import covers, fields, notes
from pipeline.formats.docx.blocks import raw, styled
from pipeline.formats.docx.breaks import PAGE_BREAK, columns_end
from pipeline.formats.docx.classes import HeadingRow
from pipeline.formats.docx.dresser import Dresser
from pipeline.formats.docx.openxml import markup
from pipeline.tools import ast

_UNNUMBERED = "Unnumbered Heading 1"


def dress(document: Document, picture: Callable[[Drawing], bytes], *, on_pages: bool = False) -> str:
    """Pandoc JSON for the DOCX writer; with `on_pages`, each chapter begins on a page."""
    tree, leading = ast.load(document.ast), document.metadata.languages.leading
    ast.name_language(tree, SCRIPT_TAGS[leading])
    dresser = Dresser(document, picture)
    foot = covers.foot_of(tree)
    notes.repeat_numbers(tree)
    ast.walk(tree, dresser.visit)
    contents = _contents(dresser.headings, document.metadata.contents, leading)
    blocks: list[ast.Node] = []
    has_abstract = False
    for block in tree.content:
        classes = block.classes if isinstance(block, ast.Div) else ()
        if "abstract" in classes and not has_abstract:
            has_abstract = True
            blocks.append(raw(PAGE_BREAK))
        if "preface" in classes:
            blocks.append(raw(PAGE_BREAK))
        if contents and not {"cover", "abstract", "preface"} & set(classes):
            blocks += contents
            contents = []
        elif on_pages and _is_chapter(block):
            blocks.append(raw(PAGE_BREAK))
        blocks += covers.dressed(block, foot) if "cover" in classes else _in_columns(block, classes)
    tree.content = blocks
    return ast.dump(tree)


def _is_chapter(block: ast.Node) -> bool:
    """Whether a block is the heading of a chapter, or begins with one."""
    if isinstance(block, ast.Div) and block.attributes.get("custom-style") != _UNNUMBERED:
        is_part = {"references", "colophon"} & set(block.classes)
        return bool(is_part and block.content and _is_chapter(block.content[0]))
    return isinstance(block, ast.Div) or (isinstance(block, ast.Header) and block.level == 1)


def _in_columns(block: ast.Node, classes: Sequence[str]) -> list[ast.Node]:
    """A block, between the ends of two sections where it is set in columns."""
    if "columns" not in classes:
        return [block]
    before, after = columns_end(block.attributes.get("count", "2"))
    return [raw(before), block, raw(after)]


def _contents(headings: Sequence[HeadingRow], depth: int, leading: Language) -> list[ast.Node]:
    """A contents field that already shows its entries, each a link (17.16.5.68)."""
    if not headings:
        return []
    title = styled([ast.Para(*ast.words(word("contents", leading)))], "TOC Heading")
    rows = [row for row in headings if row[0] <= depth]
    code = f'TOC \\o "1-{depth}" \\h \\z \\u'
    return [title, raw(markup(fields.contents(code, rows))), raw(PAGE_BREAK)]
