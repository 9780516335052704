"""Knows how the body is parsed with positions that are proved, not guessed; must not know what the blocks mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pipeline.core.decoding import FORBIDDEN, references, shown
from pipeline.core.diagnostics import Diagnostic, Diagnostics, ExitCode, PipelineError
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import hardness
from pipeline.reading.marking import Mark, MarkedText, mark
from pipeline.reading.neighbours import join_citations
from pipeline.reading.notes import call_of, is_called_again, share_notes
from pipeline.reading.places import is_place, place_span
from pipeline.reading.quotes import with_signs, without_signs
from pipeline.reading.veiling import veil
from pipeline.tools import pandoc

Json = Any
# What stands for no character.
NONE = "\ufffd"
# pandoc's names for what its Markdown reader warns of, and how we say it.
_WARNINGS = {
    "UnclosedDiv": "unclosed_block",
    "NoteDefinedButNotUsed": "unused_note",
    "DuplicateNoteReference": "note_twice",
    "DuplicateLinkReference": "reference_twice",
    "CircularReference": "reference_in_a_circle",
}


# An id that is given twice is told where it stands (XRF102).
_TOLD_ELSEWHERE = ("DuplicateIdentifier",)


@dataclass(frozen=True)
class ParsedBody:
    """The plain AST, of which some blocks may be left out, and its marked twin with the marks that give positions.

    `blocks` are the marked top-level blocks, each with whether its decoded form equals the plain one; `start` is where
    the body begins in the source.
    """

    ast: str
    source: SourceText
    marks: MarkedText
    blocks: tuple[tuple[Json, bool], ...]
    start: int = 0

    def tree(self) -> str:
        """The tree that goes on, as pandoc JSON: what stands in `blocks`, every original put back."""
        blocks = [decode(block, self.marks) for block, _ in self.blocks]
        return json.dumps({**json.loads(self.ast), "blocks": blocks}, ensure_ascii=False)

    def mark_span(self, found: Mark) -> Span:
        return self.source.span(found.start, found.end - found.start)


@dataclass(frozen=True)
class Prepared:
    """A body as pandoc reads it, of the length of the source, and what its symbols stand for by code point."""

    source: SourceText
    start: int
    text: str
    veiled: Mapping[int, str]


@dataclass(frozen=True)
class Parsed:
    """What pandoc makes of a body: the plain tree without its blocks, its warnings, the marks and the marked top-level
    blocks, each with whether its decoded form equals the plain one. Citations side by side are joined."""

    ast: str
    warnings: Sequence[Mapping[str, Any]]
    marks: MarkedText
    blocks: Sequence[tuple[Json, bool]]


def parse(source: SourceText, body_start: int, *, every_letter: bool = False) -> tuple[ParsedBody, Diagnostics]:
    """Parse the body of a source from an offset on; lines keep their numbers. With `every_letter` each letter is
    marked, and not one a line.

    SRC113 is reported for a block whose positions could not be proved.
    """
    body = prepare(source, body_start)
    return finish(body, parse_whole(body, every_letter=every_letter))


def prepare(source: SourceText, body_start: int) -> Prepared:
    """The body of a source from an offset on."""
    body, veiled = veil(with_signs(_without_front_matter(source.text, body_start)))
    hardness.refuse_brackets(source, body)
    return Prepared(source, body_start, body, veiled)


def parse_whole(body: Prepared, *, every_letter: bool = False) -> Parsed:
    """A body as pandoc reads it."""
    return parse_marked(body, mark(body.text, every_letter=every_letter))


def parse_marked(body: Prepared, marks: MarkedText) -> Parsed:
    """The same with the marks of a body."""
    plain_ast, warnings, marked_ast = _parse_twice(body, marks)
    plain = without_signs(hardness.blocks_of(plain_ast, body.text, body.source))
    marked = without_signs(json.loads(marked_ast)["blocks"])
    if len(plain) != len(marked):
        marks = mark(body.text, with_letters=False)
        marked = without_signs(json.loads(pandoc.parse(marks.text)[0].translate(body.veiled))["blocks"])
    if len(plain) == len(marked):
        blocks = [
            (twin, True) if decode(twin, marks) == block else (block, False)
            for block, twin in zip(plain, marked, strict=True)
        ]
    else:
        blocks = [(block, False) for block in plain]
    join_citations([block for block, _ in blocks], marks.decode)
    return Parsed(plain_ast, warnings, marks, blocks)


def finish(body: Prepared, found: Parsed) -> tuple[ParsedBody, Diagnostics]:
    """The parsed body with what is to be said of it."""
    share_notes([block for block, _ in found.blocks], found.marks, body.text)
    parsed = ParsedBody(found.ast, body.source, found.marks, tuple(found.blocks), body.start)
    turned = _escapes(body.source, body.start, found.ast)
    return parsed, (*turned, *_pandoc_warnings(found.warnings, body.source), *_unproved(parsed))


def _escapes(source: SourceText, body_start: int, ast: str) -> list[Diagnostic]:
    """SRC121 for character references that turn letters.

    Raises:
        PipelineError: SRC103 for those that stand for what no text may hold.
    """
    problems = [
        Diagnostic("SRC103" if FORBIDDEN.search(meant) else "SRC121", span, {"character": shown(meant)})
        for span, meant in references(source, body_start)
        # In code they stand for themselves; pandoc itself replaces what is no character at all.
        if any(made in ast and made not in source.text for made in (json.dumps(meant, ensure_ascii=False)[1:-1], NONE))
    ]
    if any(problem.code == "SRC103" for problem in problems):
        raise PipelineError(problems, ExitCode.UNREADABLE)
    return problems


def _without_front_matter(text: str, body_start: int) -> str:
    blank = "".join("\n" if character == "\n" else " " for character in text[:body_start])
    return blank + text[body_start:]


def _parse_twice(body: Prepared, marks: MarkedText) -> tuple[str, list[dict[str, Any]], str]:
    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(hardness.parsed, body.text, body.source)
        marked = pool.submit(pandoc.parse, marks.text)
        # The plain one is waited for first: what is wrong with it is told with its place.
        ast, warnings = plain.result()
        return ast.translate(body.veiled), warnings, marked.result()[0].translate(body.veiled)


def decode(node: Json, marks: MarkedText) -> Json:
    """A marked AST node with every original put back (element names are left alone)."""
    if isinstance(node, str):
        return marks.decode(node)
    if isinstance(node, list):
        return [decode(child, marks) for child in node]
    if is_place(node):
        return place_span(node)
    if is_called_again(node):
        return call_of(node, decode(node["c"], marks))
    if isinstance(node, dict):
        return {key: value if key == "t" else decode(value, marks) for key, value in node.items()}
    return node


def _pandoc_warnings(warnings: Sequence[Mapping[str, Any]], source: SourceText) -> list[Diagnostic]:
    problems = []
    for warning in warnings:
        if is_told_elsewhere(warning):
            continue
        place = warning.get("openpos", warning)
        line = place.get("line") if isinstance(place, dict) else None
        span = Span(source.name, line, place.get("column")) if line else Span(source.name)
        problems.append(Diagnostic("SRC114", span, {"reason": _worded(warning)}, str(warning.get("type", ""))))
    return problems


def is_told_elsewhere(warning: Mapping[str, Any]) -> bool:
    """Whether what pandoc warns of is told where it stands."""
    return warning.get("type") in _TOLD_ELSEWHERE


def _worded(warning: Mapping[str, Any]) -> Reason:
    kind = str(warning.get("type", ""))
    if kind in _WARNINGS:
        return Reason(_WARNINGS[kind], name=str(warning.get("contents", warning.get("key", ""))))
    return Reason("pandoc_guessed", words=str(warning.get("pretty", kind)).split("\n", maxsplit=1)[0])


def _unproved(parsed: ParsedBody) -> list[Diagnostic]:
    count = sum(not proved for _, proved in parsed.blocks)
    return [Diagnostic("SRC113", Span(parsed.source.name), {"count": count})] if count else []
