"""Knows which signs of a report no face of its design has, whatever is built of it; must not know formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.text import SourceText, Span
from pipeline.styling.faces import CODE_FACES, TEXT_FACES, lacking
from pipeline.styling.tokens import Tokens

_TOLD = ("PDF102", "PDF105")
"""What the writer of the PDF says of the same signs, who knows what became of them there."""
_REFUSED = "SRC103"
"""What is told of a character that no text may hold: U+FFFD stands for it in what is printed."""
_CODE = ("Code", "CodeBlock")
_UNREAD = ("Math", "RawInline", "RawBlock")
"""Elements whose signs are none of the text's: formulas have a face of their own."""


def left_to_others(
    document: Document, source: SourceText, tokens: Tokens, told: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """WRT102 for each sign that a device, or Word, has to take from a face of its own, where it first stands, but for
    those that have been told."""
    words: tuple[list[str], list[str]] = ([], [])
    for kind, text in _texts(json.loads(document.ast)["blocks"]):
        words[kind != "Str"].append(text)
    told = tuple(told)
    seen = {problem.key for problem in told if problem.code in _TOLD}
    if any(problem.code == _REFUSED for problem in told):
        seen.add("\N{REPLACEMENT CHARACTER}")
    left = (lacking("".join(kind), tokens, faces) for kind, faces in zip(words, (TEXT_FACES, CODE_FACES), strict=True))
    for sign in sorted(set().union(*left) - seen):
        values = {"character": sign, "code": f"U+{ord(sign):04X}"}
        yield Diagnostic("WRT102", _place(document, source, sign), values, sign)


def _texts(tree: Any) -> Iterator[tuple[str, str]]:
    """The texts of a tree of pandoc with the kind of element that each stands in, in no order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
            continue
        kind, content = (node.get("t"), node.get("c")) if isinstance(node, dict) else (None, None)
        if kind == "Str":
            yield kind, str(content)
        elif kind in _CODE and content:
            yield kind, str(content[1])
        elif content and kind not in _UNREAD:
            waiting.append(content)


def _place(document: Document, source: SourceText, sign: str) -> Span:
    """Where a sign is typed: in the words of a block, else anywhere; the whole report where it is not typed itself."""
    block = next((one for one in document.inventory.blocks if any(sign in part for part in one.segments)), None)
    first = source.starts[block.span.line - 1] if block and block.span.line else 0
    offset = next((at for start in (first, 0) if (at := source.text.find(sign, start)) >= 0), -1)
    return source.span(offset, len(sign)) if offset >= 0 else Span(document.source)
