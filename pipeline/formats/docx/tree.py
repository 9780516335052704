"""Knows the order of a Word document: contents and page breaks among the dressed blocks; must not know zip parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.core.languages import SCRIPT_TAGS, Language
from pipeline.core.model import Document, Metadata
from pipeline.core.pictures import Drawing
from pipeline.core.wording import word
from pipeline.formats.docx import covers, fields, notes
from pipeline.formats.docx.blocks import raw, styled
from pipeline.formats.docx.bookmarks import lent
from pipeline.formats.docx.breaks import COVER_END, PAGE_BREAK, columns_end, front_end
from pipeline.formats.docx.classes import HeadingRow
from pipeline.formats.docx.dresser import Dresser
from pipeline.formats.docx.openxml import markup
from pipeline.tools import ast

_UNNUMBERED = "Unnumbered Heading 1"
_FRONT = ("cover", "abstract", "preface", "listing")


def dress(
    document: Document, picture: Callable[[Drawing], bytes], *, on_pages: bool, has_pages: bool, is_proof: bool = False
) -> str:
    """Pandoc JSON for the DOCX writer; with `on_pages`, each chapter begins on a page, with `has_pages` there is room
    for the numbers of pages, and in a proof citations can be told from other words."""
    tree, leading = ast.load(document.ast), document.metadata.languages.leading
    ast.take_out_places(tree)
    ast.name_language(tree, SCRIPT_TAGS[leading])
    dresser = Dresser(document, tree, picture, has_pages=has_pages, is_proof=is_proof)
    foot = covers.foot_of(tree)
    notes.repeat_numbers(tree)
    ast.walk(tree, dresser.visit)
    contents = _contents(dresser.headings, document.metadata, has_pages=has_pages)
    blocks: list[ast.Node] = []
    front = _Front(contents, leading)
    for block in tree.content:
        classes = block.classes if isinstance(block, ast.Div) else ()
        before = front.before(classes)
        blocks += before
        if on_pages and not before and _is_chapter(block):
            blocks.append(raw(PAGE_BREAK))
        blocks += covers.dressed(block, foot) if "cover" in classes else _in_columns(block, classes)
    tree.content = blocks
    _name_targets(tree)
    return ast.dump(tree)


class _Front:
    """What stands between the parts of the front matter, which come in order, and before the text."""

    def __init__(self, contents: list[ast.Node], leading: Language) -> None:
        self._contents, self._leading = contents, leading
        self._last = ""

    def before(self, classes: Sequence[str]) -> list[ast.Node]:
        """What stands before a block of some classes."""
        kind = next((name for name in _FRONT if name in classes), "text")
        last, self._last = self._last, kind
        made: list[ast.Node] = []
        if last == "cover" and kind != "cover":
            made.append(raw(COVER_END))
        elif kind == "preface":
            made.append(raw(PAGE_BREAK))
        if kind in ("listing", "text") and last not in ("listing", "text"):
            made += self._contents
            is_after = bool(self._contents) or last != "cover"
            made += [raw(front_end(self._leading))] if kind == "text" and is_after else []
            made += [raw(PAGE_BREAK)] if kind == "listing" and is_after else []
        elif kind == "text" and last == "listing":
            made.append(raw(front_end(self._leading)))
        return made


def _name_targets(tree: ast.Doc) -> None:
    """Give what has an id, and the links to it, names that Word takes for bookmarks."""
    for element in ast.descend(tree):
        if getattr(element, "identifier", ""):
            element.identifier = lent(element.identifier)
        if isinstance(element, ast.Link) and element.url.startswith("#"):
            element.url = f"#{lent(element.url[1:])}"


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


def _contents(headings: Sequence[HeadingRow], metadata: Metadata, *, has_pages: bool) -> list[ast.Node]:
    """A contents field that already shows its entries, each a link (17.16.5.68), in what Word knows as a table of
    contents (17.5.2.13)."""
    if not headings:
        return []
    depth = metadata.contents
    title = styled([ast.Para(*ast.words(word("contents", metadata.languages.leading)))], "TOC Heading")
    rows = [(f"TOC{level}", id_, text) for level, id_, text in headings if level <= depth]
    listed = fields.contents(f'TOC \\o "1-{depth}" \\h \\z \\u', rows, has_pages=has_pages)
    before, after = fields.gallery("Table of Contents")
    return [raw(before), title, raw(markup(listed) + after)]
