"""Knows what the gates of all formats share: where in the source a judge's finding lies, how many of one kind are told,
what axe says of pages and Chromium shows of them, and how it is told that a judge could not be asked; must not know how
judges are run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.undecided import is_decided
from pipeline.tools import layout
from pipeline.tools.axe import Violation

LONGEST = 300
"""How many characters are told of what a judge says."""
SHOWN = 20
"""How many findings of one rule are told: a fault of a writer shows in every place of its kind."""


def place(artifact: Artifact, ids: Iterable[str], otherwise: Span) -> Span:
    """Where the first of some ids stands in the source; the nearest come first."""
    targets = {target.id: target.span for target in artifact.document.inventory.targets}
    return next((targets[id_] for id_ in ids if id_ in targets), otherwise)


def ids_at(markup: bytes, line: int, column: int) -> list[str]:
    """The ids of the elements round a place of some XML, the nearest first; line and column begin at 1."""
    opened: list[str] = []
    parser = expat.ParserCreate()

    def is_before() -> bool:
        return (parser.CurrentLineNumber, parser.CurrentColumnNumber) < (line, column)

    def start(_: str, attributes: dict[str, str]) -> None:
        if is_before():
            opened.append(attributes.get("id", ""))

    def end(_: str) -> None:
        if is_before():
            opened.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    # What is broken behind the place does not matter.
    with suppress(expat.ExpatError):
        parser.Parse(markup, True)
    return [id_ for id_ in reversed(opened) if id_]


def few(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The first findings of each rule, which its key names."""
    told: Counter[tuple[str, str]] = Counter()
    for problem in found:
        key = problem.code, problem.key
        told[key] += 1
        if told[key] <= SHOWN:
            yield problem


def of_axe(said: Violation, artifact: Artifact, page: str = "") -> Iterator[Diagnostic]:
    """GAT107 for an element of a page, which is a part of the file or the whole of it; nothing where axe is undecided
    and something else decides."""
    there = place(artifact, said.ids, Span(f"{artifact.name}{page}"))
    modes = tuple(dict.fromkeys(said.modes))
    if said.cause is not None:
        modes = tuple(mode for mode in modes if not is_decided(said.rule, said.cause, is_forced="forced" in mode))
    if modes:
        words = said.words[:LONGEST]
        yield Diagnostic("GAT107", there, {"rule": said.rule, "modes": modes, "message": words}, said.rule)


def of_layout(
    faults: Iterable[layout.Fault], artifact: Artifact, page: Callable[[Path], str] = lambda _: ""
) -> Iterator[Diagnostic]:
    """GAT112 for a text that is not read where Chromium draws it, GAT113 for a line that is driven apart: the first of
    each kind at each place, since what has one cause shows in many lines."""
    told: set[tuple[str, Span]] = set()
    for said in faults:
        there = place(artifact, said.ids, Span(f"{artifact.name}{page(said.page)}"))
        if (said.rule, there) in told:
            continue
        told.add((said.rule, there))
        code = "GAT113" if said.rule == "stretched" else "GAT112"
        yield Diagnostic(code, there, {"width": said.width, "reason": _drawn(said)}, said.rule)


def _drawn(said: layout.Fault) -> Reason:
    reasons = {
        "overprint": Reason("text_over_text", text=said.text, other=said.other),
        "beyond": Reason("text_beyond", text=said.text),
        "small-type": Reason("small_type", text=said.text, size=said.other, least=str(layout.LEAST)),
        "stretched": Reason("line_driven_apart", text=said.text),
    }
    return reasons[said.rule]


def skipped(judge: str, reason: Reason, name: str) -> Diagnostic:
    """A judge that could not be asked is a failure in CI, and a named skip on a user's machine."""
    code = "GAT104" if os.environ.get("CI") else "GAT103"
    return Diagnostic(code, Span(name), {"judge": judge, "reason": reason}, judge)
