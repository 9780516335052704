"""Knows which parts of a text its author puts before the contents: a foreword, a summary, thanks; must not know
formats."""

from __future__ import annotations

from pipeline.core.vocabulary import FRONT
from pipeline.tools import ast


def taken(tree: ast.Doc) -> list[ast.Node]:
    """The parts that an author puts before the contents, each a Div; they are taken off the beginning of the text."""
    made: list[list[ast.Node]] = []
    blocks = list(tree.content)
    while blocks and (made or _opens_preface(blocks[0])):
        is_chapter = isinstance(blocks[0], ast.Header) and blocks[0].level == 1
        if is_chapter and not _opens_preface(blocks[0]):
            break
        if is_chapter:
            made.append([])
        made[-1].append(blocks.pop(0))
    tree.content = blocks
    return [ast.div(part, "preface") for part in made]


def _opens_preface(block: ast.Node) -> bool:
    return isinstance(block, ast.Header) and block.level == 1 and FRONT in block.classes
