"""Knows how bibliographies in the exchange forms BibTeX and RIS are read with places; must not know citation styles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.model import Entry
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading import bibtex, expansions, ris
from pipeline.reading.records import Reading

FORMS: Mapping[str, Callable[[SourceText, Container[str] | None], Reading]] = {".bib": bibtex.read, ".ris": ris.read}
"""The form by file name."""
LIBRARY = 200
"""Entries of a file above which it is taken for a whole library, of which only what is cited is worked out."""


def read(
    source: SourceText, suffix: str, cited: Collection[str] | None = None
) -> tuple[tuple[Entry, ...], Diagnostics]:
    """The entries of a file; CIT103 for a key given twice (the first entry is kept), CIT119 for an entry that cannot be
    read, CIT117 for a file that is not of its form."""
    if suffix == ".bib" and (fault := expansions.fault_of(source)):
        return (), (Diagnostic("CIT117", fault[0], {"reason": fault[1]}, source.name),)
    is_library = source.text.count("\n@" if suffix == ".bib" else "TY  -") > LIBRARY
    reading = FORMS[suffix](source, cited if is_library else None)
    if not reading.entries and source.text.strip():
        reason = Reason("no_entries")
        nothing = Diagnostic("CIT117", Span(source.name), {"reason": reason}, source.name)
        return (), (*reading.problems, *([] if reading.problems else [nothing]))
    return tuple(reading.entries.values()), tuple(reading.problems)
