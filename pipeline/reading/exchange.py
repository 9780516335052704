"""Knows how bibliographies in the exchange forms BibLaTeX and RIS are read with places; must not know citation
styles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipeline.core.diagnostics import Diagnostic, Diagnostics, PipelineError
from pipeline.core.failures import quoted
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason, Value
from pipeline.core.text import SourceText, Span
from pipeline.reading import expansions
from pipeline.tools import pandoc

# The form by file name, how an entry's key stands in it, and the fields that CSL calls otherwise.
FORMS: Mapping[str, str] = {".bib": "biblatex", ".ris": "ris"}
_KEYS = {
    ".bib": re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,{}()]+)\s*,", re.M | re.I),
    ".ris": re.compile(r"^ID  - *(\S+)", re.M),
}
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


def read(source: SourceText, suffix: str) -> tuple[tuple[Entry, ...], Diagnostics]:
    """The entries of a file; CIT103 for a key given twice (the first entry is kept), CIT117 for a file that is not of
    its form."""
    places: dict[str, tuple[int, int]] = {}
    problems: list[Diagnostic] = []
    found = list(_KEYS[suffix].finditer(source.text))
    for number, match in enumerate(found):
        key, span = match[1], source.span(match.start(1), len(match[1]))
        end = found[number + 1].start() if number + 1 < len(found) else len(source.text)
        if key in places:
            first = source.span(source.text.index(key, places[key][0]), len(key))
            problems.append(Diagnostic("CIT103", span, {"key": key}, key, (first,)))
        places.setdefault(key, (match.start(), end))
    if suffix == ".bib" and (fault := expansions.fault_of(source)):
        return (), (*problems, Diagnostic("CIT117", fault[0], {"reason": fault[1]}, source.name))
    try:
        items = pandoc.bibliography(source.text, FORMS[suffix])
    except PipelineError as error:
        if error.diagnostics[0].code not in ("TOL103", "TOL107"):
            raise
        return (), (*problems, _unread(error.diagnostics[0].values["reason"], source))
    if not items and source.text.strip():
        reason = Reason("no_entries")
        return (), (*problems, Diagnostic("CIT117", Span(source.name), {"reason": reason}, source.name))
    entries: dict[str, Entry] = {}
    for item in items:
        id_ = str(item["id"])
        start, end = places.get(id_, (0, 0))
        key_at = source.text.find(id_, start)
        span = source.span(key_at, len(id_)) if id_ in places else Span(source.name)
        entries.setdefault(
            id_,
            Entry(
                id_,
                json.dumps(item, ensure_ascii=False, sort_keys=True),
                span,
                _fields(source, suffix, item, start, end),
            ),
        )
    return tuple(entries.values()), tuple(problems)


def _unread(reason: Value, source: SourceText) -> Diagnostic:
    """CIT117 with pandoc's words, on the line that they name, or with what it took too much of."""
    if isinstance(reason, Reason):
        return Diagnostic("CIT117", Span(source.name), {"reason": reason}, source.name)
    words = " ".join(str(reason).split())
    line = re.search(r"line (\d+)", words)
    span = source.line_span(min(int(line[1]), source.text.count("\n") + 1)) if line else Span(source.name)
    return Diagnostic("CIT117", span, {"reason": quoted("pandoc", words[:200])}, source.name)


def _fields(
    source: SourceText, suffix: str, item: Mapping[str, object], start: int, end: int
) -> tuple[tuple[str, Span], ...]:
    places = []
    for name in item:
        own = _FIELDS[suffix].get(name, name)
        pattern = rf"^[ \t]*(?:{own})\s*=" if suffix == ".bib" else rf"^(?:{own})  -"
        if match := re.compile(pattern, re.M | re.I).search(source.text, start, end):
            places.append((name, source.line_span(source.line_of(match.start()))))
    return tuple(places)
