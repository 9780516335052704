"""Knows where an output must lead: to what the source links outside, and to each section from its contents; must not
know formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.text import Span
from pipeline.tools import ast


def check(document: Document, output: str, outside: Iterable[str], contents: Iterable[str]) -> Iterator[Diagnostic]:
    """OUT112 an outside address of the source that an output lacks, OUT113 one that it made up, OUT114 a section its
    contents lack.

    As every output is held against the document, the addresses are the same in all of them.
    """
    tree = ast.load(document.ast)
    wanted, found = set(map(unquote, _addresses(tree))), set(map(unquote, outside))
    yield from (Diagnostic("OUT112", Span(output), {"target": target}, target) for target in sorted(wanted - found))
    yield from (Diagnostic("OUT113", Span(output), {"target": target}, target) for target in sorted(found - wanted))
    listed = set(map(unquote, contents))
    sections = _sections(tree, document.metadata.contents)
    yield from (Diagnostic("OUT114", Span(output), {"id": id_}, id_) for id_ in sections if id_ not in listed)


def _addresses(tree: ast.Doc) -> Iterator[str]:
    return (
        element.url
        for element in ast.descend(tree)
        if isinstance(element, ast.Link) and not element.url.startswith("#")
    )


def _sections(tree: ast.Doc, depth: int) -> Iterator[str]:
    """The ids of the sections that contents lists show; boxes keep theirs to themselves."""
    for element in ast.descend(tree):
        if (
            isinstance(element, ast.Header)
            and element.level <= depth
            and element.identifier
            and ast.is_section(element)
        ):
            yield element.identifier
