"""Knows how bibliographies in the exchange forms BibLaTeX and RIS are read with places; must not know citation
styles."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError, Values
from pipeline.core.failures import Phrases
from pipeline.core.model import Entry
from pipeline.core.reasons import HEARD, Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import expansions
from pipeline.tools import pandoc

# The form by file name, how an entry's key stands in it, and the fields that CSL calls otherwise.
FORMS: Mapping[str, str] = {".bib": "biblatex", ".ris": "ris"}
_KEYS = {
    ".bib": re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,{}()]+)\s*,", re.M | re.I),
    ".ris": re.compile(r"^ID  - *(\S+)", re.M),
}
_PLACE = re.compile(r"line (\d+)(?:, column (\d+))?")
_PHRASES = Phrases("pandoc", (("end of input", "bib_end"), (r"line \d+", "bib_broken")))
_NEAR = {".bib": "bib_entry", ".ris": "ris_line"}
_TYPE = re.compile(r"^TY  -", re.M)
_FIELDS = {
    ".bib": {
        "DOI": "doi",
        "URL": "url",
        "ISBN": "isbn",
        "issued": "date|year",
        "accessed": "urldate",
        "container-title": "journal(?:title)?|booktitle",
    },
    ".ris": {
        "DOI": "DO",
        "URL": "UR",
        "ISBN": "SN",
        "issued": "PY|Y1|DA",
        "accessed": "Y2",
        "title": "TI|T1",
        "author": "AU|A1",
        "language": "LA",
    },
}


@dataclass(frozen=True)
class Place:
    """Where the key of an entry stands, and the offsets that the entry lies between."""

    key: Span
    start: int
    end: int


def read(source: SourceText, suffix: str) -> tuple[tuple[Entry, ...], Diagnostics]:
    """The entries of a file; CIT103 for a key given twice (the first entry is kept), CIT117 for a file that is not of
    its form."""
    places: dict[str, Place] = {}
    problems: list[Diagnostic] = []
    for key, place in _places(source, suffix):
        if key in places:
            problems.append(Diagnostic("CIT103", place.key, {"key": key}, key, (places[key].key,)))
        places.setdefault(key, place)
    if suffix == ".bib" and (fault := expansions.fault_of(source)):
        return (), (*problems, Diagnostic("CIT117", fault[0], {"reason": fault[1]}, source.name))
    try:
        items = pandoc.bibliography(source.text, FORMS[suffix])
    except PipelineError as error:
        if error.diagnostics[0].code not in ("TOL103", "TOL107"):
            raise
        return (), (*problems, _unread(error.diagnostics[0].values, source, suffix, list(places.values())))
    if not items and source.text.strip():
        reason = Reason("no_entries")
        return (), (*problems, Diagnostic("CIT117", Span(source.name), {"reason": reason}, source.name))
    entries: dict[str, Entry] = {}
    for item in items:
        id_ = str(item["id"])
        own = places.get(id_)
        csl = json.dumps(item, ensure_ascii=False, sort_keys=True)
        span, fields = (own.key, _fields(source, suffix, item, own)) if own else (Span(source.name), ())
        entries.setdefault(id_, Entry(id_, csl, span, fields))
    return tuple(entries.values()), tuple(problems)


def _unread(values: Values, source: SourceText, suffix: str, places: Sequence[Place]) -> Diagnostic:
    """CIT117 at the place that pandoc names, or with what it took too much of."""
    reason, span = values.get("reason"), Span(source.name)
    if not isinstance(reason, Reason):
        words = str(values.get(HEARD, ""))
        reason = _PHRASES.worded(words)
        if "end of input" in words and places:
            # Where the last entry begins: its end is what is missing.
            span = places[-1].key
        elif place := _PLACE.search(words):
            line = min(int(place[1]), source.text.rstrip("\n").count("\n") + 1)
            column = int(place[2] or 0)
            near = source.line(line)[column - 1 : column + 11].strip() if column else ""
            span = Span(source.name, line, column) if near else source.line_span(line)
            reason = Reason(_NEAR[suffix], near=near) if near else reason
    return Diagnostic("CIT117", span, {"reason": reason}, source.name)


def _places(source: SourceText, suffix: str) -> Iterator[tuple[str, Place]]:
    """Each key with its place, and the offsets that its entry lies between."""
    keys = list(_KEYS[suffix].finditer(source.text))
    # In RIS the key may stand below other fields; an entry begins with its type.
    starts = [found.start() for found in (_TYPE.finditer(source.text) if suffix == ".ris" else keys)]
    for found in keys:
        number = bisect_right(starts, found.start())
        start = starts[number - 1] if number else 0
        end = starts[number] if number < len(starts) else len(source.text)
        yield found[1], Place(source.span(found.start(1), len(found[1])), start, end)


def _fields(source: SourceText, suffix: str, item: Mapping[str, object], place: Place) -> tuple[tuple[str, Span], ...]:
    places = []
    for name in item:
        own = _FIELDS[suffix].get(name, name)
        pattern = rf"^[ \t]*(?:{own})\s*=" if suffix == ".bib" else rf"^(?:{own})  -"
        if match := re.compile(pattern, re.M | re.I).search(source.text, place.start, place.end):
            places.append((name, source.line_span(source.line_of(match.start()))))
    return tuple(places)
