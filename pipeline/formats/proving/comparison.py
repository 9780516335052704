"""Knows what is said of an output that prints something else than is expected; must not know any format."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.model import Document
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.core.vocabulary import is_own_id
from pipeline.formats.proving.alignment import Alignment, Difference, align
from pipeline.formats.proving.coverage import covered, innermost, without
from pipeline.formats.proving.printed import NAMES, Feature, Kind, Printed

_LONGEST = 24
"""Characters of a text that a finding shows."""
_DOUBLED = 12
"""Characters; less may stand in many places."""
_SHORT, _BESIDE = 4, 8
"""Characters; less is shown with as many before and after it."""
_POINTS: Collection[Kind] = ("blank", "block", "cell", "formula", "item", "note", "picture")
_NESTED: Kind = "language"
_LACKING: Mapping[Kind, str] = {"link": "OUT112", "picture": "OUT111", "formula": "OUT126"}
_SURPLUS: Mapping[Kind, str] = {"link": "OUT113", "formula": "OUT126"}
"""The codes of what is lacking and of what nothing accounts for; OUT124 for all else."""


@dataclass(frozen=True)
class Proof:
    """What is held against each other: the output of a format, by the kinds of features that can be read from it;
    there may be more of the `lenient` ones. `pictures` are the ids of what pictures are told by.
    Where an id is no mark in the text, `destinations` say on which page it is: `#page=5`."""

    document: Document
    output: Span
    format: str
    kinds: Collection[Kind]
    lenient: Collection[Kind] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    destinations: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, Span]:
        """Where what is printed stands in the source."""
        return dict(places(self.document))

    def compare(self, wanted: Printed, found: Printed) -> Iterator[Diagnostic]:
        """OUT106, OUT107 and OUT123 for the text; OUT111 to OUT113 and OUT124 to OUT126 for what holds of it."""
        alignment = align(wanted.text, found.text)
        pair = _Pair(self, wanted, found, alignment)
        for difference in alignment.differences:
            yield pair.told(difference)
        for kind in self.kinds:
            yield from pair.anchors() if kind == "anchor" else pair.points(kind) if kind in _POINTS else pair.held(kind)


def places(document: Document) -> Iterator[tuple[str, Span]]:
    """The places of blocks by their beginnings, and of what has an id."""
    inventory = document.inventory
    for block in inventory.blocks:
        yield f"{block.span.line}:{block.span.column}", block.span
    yield from ((f"#{target.id}", target.span) for target in inventory.targets)
    yield from ((f"#{figure.id}", figure.span) for figure in document.pictures())
    for entry in document.bibliography:
        yield f"#ref-{entry.id}", entry.span


@dataclass(frozen=True)
class _Pair:
    """What is wanted and what was found, side by side."""

    proof: Proof
    wanted: Printed
    found: Printed
    alignment: Alignment

    def told(self, difference: Difference) -> Diagnostic:
        """A text that is lacking or another, or one that nothing accounts for."""
        (start, end), (first, last) = difference.wanted, difference.found
        surplus = self.found.text[first:last]
        values: Values = {"text": _excerpt(self.wanted.said(start, end) or self.found.said(first, last))}
        if end > start:
            # A change of a letter or two is shown with what stands round it.
            shown = self._around(start, end) if surplus else values["text"]
            return self._finding("OUT106", {"text": shown}, start, first)
        before = self.wanted.text.find(surplus) if len(surplus) >= _DOUBLED else -1
        if before >= 0:
            return self._finding("OUT107", values, before, first)
        return self._finding("OUT123", values, start, first)

    def held(self, kind: Kind) -> Iterator[Diagnostic]:
        """What holds of other characters than it should."""
        wanted, found = self._stretches(self.wanted, kind), self._stretches(self.found, kind)
        moved = {value: list(self._moved(stretches)) for value, stretches in found.items()}
        gaps = self.alignment.gaps
        compared = {value: list(without(stretches, gaps)) for value, stretches in wanted.items()}
        for value in dict.fromkeys((*compared, *moved)):
            here, there = compared.get(value, []), moved.get(value, [])
            for start, end in without(here, there):
                yield self._feature(Feature(kind, value, start, end), is_lacking=True)
            for start, end in without(there, here) if kind not in self.proof.lenient else ():
                yield self._feature(Feature(kind, value, start, end), is_lacking=False)
        if kind == "link":
            yield from self._led_astray()

    def _led_astray(self) -> Iterator[Diagnostic]:
        """Links in text of no source, to what nothing of the document leads to."""
        known = {unquote(one.value) for one in self.wanted.features if one.kind == "link"}
        for one in self.found.features:
            if one.kind == "link" and unquote(one.value) not in known and not any(self._moved([(one.start, one.end)])):
                yield Diagnostic("OUT113", self.proof.output, {"target": one.value}, one.value)

    def points(self, kind: Kind) -> Iterator[Diagnostic]:
        """What stands between other characters than it should, or is something else."""
        wanted = Counter(_in_order(one for one in self.wanted.points(kind) if self._is_sure(one[0])))
        moved = ((self.alignment.wanted_at(offset), value) for offset, value in self.found.points(kind))
        found = Counter(_in_order((at, value) for at, value in moved if at is not None and self._is_sure(at)))
        lacking = sorted((wanted - found).elements())
        told = {offset for offset, _, _ in lacking}
        for start, _, value in lacking:
            if kind != "blank" or self.alignment.found_at(start) not in self.found.ends:
                yield self._feature(Feature(kind, value, start, start), is_lacking=True)
        for start, _, value in sorted((found - wanted).elements()) if kind not in self.proof.lenient else ():
            # What stands where something is lacking stands for it.
            if start not in told:
                yield self._feature(Feature(kind, value, start, start), is_lacking=False)

    def anchors(self) -> Iterator[Diagnostic]:
        """OUT125 for each id that is not there once, where it should be; where a format is lenient, for those of the
        author and those that are led to."""
        targets, led = ({one.value for one in of.features if one.kind == "link"} for of in (self.wanted, self.found))
        # Contents lead to every heading.
        targets |= {f"#{id_}" for id_, _ in self.proof.document.titles}
        is_lenient = "anchor" in self.proof.lenient
        found: dict[str, list[int | None]] = defaultdict(list)
        for offset, id_ in self.found.points("anchor"):
            found[id_].append(self.alignment.wanted_at(offset))
        for offset, id_ in self.wanted.points("anchor"):
            is_needed = not is_lenient or not is_own_id(id_) or f"#{id_}" in targets
            # A link that leads nowhere has been told of (OUT103).
            is_told = not found[id_] and f"#{id_}" in led and id_ not in self.proof.destinations
            if is_needed and not is_told and self._is_sure(offset) and not self._is_there(id_, offset, found[id_]):
                yield self._finding("OUT125", {"id": id_}, offset, None)

    def _is_there(self, id_: str, offset: int, found: Sequence[int | None]) -> bool:
        if id_ not in self.proof.destinations:
            return list(found) == [offset]
        place = self.alignment.found_at(offset)
        on_page = place is not None and self.found.where(place) == self.proof.destinations[id_]
        return on_page and list(found) in ([], [offset])

    def _is_sure(self, offset: int) -> bool:
        """Whether no text is lacking at a place, which would be told of."""
        differences = self.alignment.differences
        place = bisect_right(differences, offset, key=lambda one: one.wanted[0]) - 1
        return place < 0 or offset > differences[place].wanted[1]

    def _stretches(self, printed: Printed, kind: Kind) -> Mapping[str, Sequence[tuple[int, int]]]:
        features = [one for one in printed.features if one.kind == kind]
        if kind == "link":
            # Formats write the same address with more or fewer of its characters encoded.
            features = [replace(one, value=unquote(one.value)) for one in features]
        return innermost(features, len(printed.text)) if kind == _NESTED else covered(features)

    def _moved(self, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Stretches of the found text as those of the wanted one."""
        runs = [run for run in self.alignment.runs if run[2]]
        place = 0
        for start, end in stretches:
            while place and runs[place - 1][1] + runs[place - 1][2] > start:
                place -= 1
            for left, right, length in runs[place:]:
                place += right + length <= start
                if right >= end:
                    break
                inside = max(start, right), min(end, right + length)
                if inside[0] < inside[1]:
                    yield left + inside[0] - right, left + inside[1] - right

    def _feature(self, feature: Feature, *, is_lacking: bool) -> Diagnostic:
        code = (_LACKING if is_lacking else _SURPLUS).get(feature.kind, "OUT124")
        values: Values = {"text": self._around(feature.start, feature.end)}
        if feature.kind == "link":
            values = {"target": feature.value}
        elif code == "OUT111":
            values = {"id": self.proof.pictures.get(feature.value, "")}
        elif code == "OUT124":
            name = Reason(NAMES[feature.kind], value=feature.value.partition("\n")[0])
            values = {**values, "what": Reason("feature_lacking" if is_lacking else "feature_surplus", feature=name)}
        return self._finding(code, values, feature.start, self.alignment.found_at(feature.start))

    def _around(self, start: int, end: int) -> str:
        """A stretch of the text, with what is beside it where it is short."""
        beside = _BESIDE * (end - start < _SHORT)
        return _excerpt(self.wanted.said(max(0, start - beside), max(end, start + beside)))

    def _finding(self, code: str, values: Values, wanted: int, found: int | None) -> Diagnostic:
        span = self.proof.places.get(self.wanted.where(wanted), self.proof.output)
        where = self.found.where(found) if found is not None else ""
        related = (replace(self.proof.output, file=self.proof.output.file + where),) if where else ()
        key = str(values.get("target") or values.get("id") or self.proof.format)
        return Diagnostic(code, span, {**values, "format": self.proof.format}, key, related)


def _in_order(points: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Points with their places among those between the same two characters."""
    counts: Counter[int] = Counter()
    for offset, value in points:
        yield offset, counts[offset], value
        counts[offset] += 1


def _excerpt(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
