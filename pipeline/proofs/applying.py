"""Knows how replacements are made in the source, and what a proof of the changed source would say; must not know how
that is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pipeline.core.diagnostics import Edit
from pipeline.core.opening import read_within
from pipeline.core.text import SourceText
from pipeline.line.mending import edited
from pipeline.line.session import Session
from pipeline.proofs.base import Base
from pipeline.proofs.datafiles import field_with, rewritten
from pipeline.proofs.gridcells import settled
from pipeline.proofs.replacing import Replacement, Way
from pipeline.proofs.spelling import in_quotes
from pipeline.proofs.words import Run
from pipeline.reading.sourcefile import MAX_BYTES
from pipeline.tools import yaml


def clashes(ways: Sequence[Way]) -> set[int]:
    """The ways, by number, that change what one before them changes otherwise."""
    taken: list[tuple[Replacement, int]] = []
    found: set[int] = set()
    for number, way in enumerate(ways):
        if any(_clash(one, other) for one in way for other, _ in taken):
            found.add(number)
        else:
            taken += [(one, number) for one in way]
    return found


def _clash(one: Replacement, other: Replacement) -> bool:
    if one == other or one.carries(other) or other.carries(one):
        return False
    if one.start == one.end or other.start == other.end:
        # What is put in stands beside what is replaced, but not inside of it, nor beside another.
        return (
            other.start < one.start < other.end
            or one.start < other.start < one.end
            or (one.start == other.start and one.end == other.end and not _are_together(one, other))
        )
    return one.start < other.end and other.start < one.end


def _are_together(one: Replacement, other: Replacement) -> bool:
    return one.group == other.group != () and one.rank != other.rank


def applied(base: Base, ways: Iterable[Way]) -> tuple[Replacement, ...]:
    """The replacements of some ways, each once, in order; with quotes round what would not be a plain scalar of YAML,
    or a plain field of CSV, any more."""
    wanted = sorted({one for way in ways for one in way}, key=lambda one: (one.start, one.end))
    texts: dict[int, tuple[Run, list[Replacement]]] = {}
    for one in wanted:
        run = None if one.is_lines else base.words.text_at((one.start, one.end))
        if run is not None and run.style in ("plain", "csv"):
            texts.setdefault(run.start, (run, []))[1].append(one)
    for run, own in texts.values():
        field = base.words.source.text[run.start : run.end]
        if run.style == "csv":
            rows = field_with(field, [(one.start - run.start, one.end - run.start, one.text) for one in own])
            wanted = [one for one in wanted if one not in own]
            wanted += [Replacement(run.start + start, run.start + end, text) for start, end, text in rows]
            continue
        written = changed(field, own, run.start)
        if _reads_otherwise(" ".join(written.split()), base.words.source.text, run.start):
            wanted = [one for one in wanted if one not in own] + [Replacement(run.start, run.end, in_quotes(written))]
    wanted = _carried(base.words.source.text, wanted)
    return tuple(sorted(settled(base.words.source.text, wanted, changed), key=_order))


def _carried(source: str, wanted: Sequence[Replacement]) -> list[Replacement]:
    """Replacements, those in what is moved made where it comes to."""
    found = list(wanted)
    for move in wanted:
        if move.moved and move.text:
            inside = [one for one in wanted if move.carries(one)]
            lines = source[slice(*move.moved)]
            text = move.text.replace(lines, changed(lines, inside, move.moved[0]), 1)
            found = [one for one in found if one not in inside and one != move] + [replace(move, text=text)]
    return found


def _order(one: Replacement) -> tuple[int, int, int]:
    return one.start, one.end, one.rank


def _reads_otherwise(scalar: str, source: str, start: int) -> bool:
    """Whether a plain scalar that begins at an offset of a source is read as something else than it says."""
    line = source[source.rfind("\n", 0, start) + 1 : start]
    in_flow = line.count("{") + line.count("[") > line.count("}") + line.count("]")
    found, problems = yaml.load(f"{{a: {scalar}}}" if in_flow else f"a: {scalar}", yaml.Origin(SourceText("", "")))
    return bool(problems) or found is None or not isinstance(found.data, dict) or str(found.data.get("a")) != scalar


def changed(text: str, replacements: Iterable[Replacement], start: int = 0) -> str:
    """A text that begins at an offset, with replacements made in it."""
    for one in sorted(replacements, key=_order, reverse=True):
        text = text[: one.start - start] + one.text + text[one.end - start :]
    return text


def changed_session(session: Session, replacements: Iterable[Replacement]) -> AbstractContextManager[Session]:
    """The same project with a changed source."""
    text, rows = session.with_data.text.text, list(replacements)
    return rewritten(
        session,
        lambda start, end: changed(
            text[start:end], [one for one in rows if start <= one.start and one.end <= end], start
        ),
    )


def files_with(session: Session, replacements: Iterable[Replacement]) -> dict[Path, bytes]:
    """The files of the report that replacements change, with all of them made."""
    project, made = session.project, {}
    for name, own in edits_with(session, replacements).items():
        path = project.root / name
        made[path] = edited(read_within(path, project.root, MAX_BYTES).decode("utf-8"), own).encode()
    return made


def edits_with(session: Session, replacements: Iterable[Replacement]) -> Mapping[str, list[Edit]]:
    """What replacements change in each file, by its name."""
    return session.with_data.edits(_as_edits(replacements))


def _as_edits(replacements: Iterable[Replacement]) -> Iterator[Edit]:
    """Replacements as edits, those at one place as one: what is put in stands before what is replaced."""
    for start, group in groupby(sorted(replacements, key=_order), key=lambda one: one.start):
        own = list(group)
        yield Edit(start, max(one.end for one in own), "".join(one.text for one in own))
