"""Knows the fields that programs keep in an entry's note, such as the `Extra` of Zotero; must not know their values.

A line `page: 19` of a note, or `{:page: 19}` in it, is a field of CSL that its program has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.bibliography.shapes import DATES, EVERY_NAME, Item

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z ._-]*?)\s*:\s*(.*?)\s*")
_BRACED = re.compile(r"\{:\s*([A-Za-z][A-Za-z _-]*?)\s*:\s*([^}]*?)\s*\}")
_TEXTS = (
    "archive archive-place archive_location authority call-number chapter-number collection-number collection-title "
    "container-title CSTR dimensions division DOI edition event-place event-title genre ISBN ISSN issue language "
    "medium number number-of-pages number-of-volumes original-publisher original-publisher-place original-title page "
    "part-number part-title printing-number PMCID PMID publisher publisher-place scale section source status "
    "supplement-number type URL version volume volume-title"
)
_FIELDS = {re.sub("[-_]", "", name).lower(): name for name in (*_TEXTS.split(), *DATES, *EVERY_NAME)}


def unfolded(item: Mapping[str, object]) -> Item:
    """The item with the fields of its note in their places, where they are the later word, and without them in the
    note."""
    note = item.get("note")
    if not isinstance(note, str) or ":" not in note:
        return dict(item)
    made = dict(item)
    rest: list[str] = []
    people: dict[str, list[object]] = {}
    for name, value in _lines(note, rest):
        if name in EVERY_NAME:
            people.setdefault(name, []).append(_name(value))
        else:
            made[name] = value
    made.update(people)
    if rest:
        made["note"] = "\n".join(rest)
    else:
        del made["note"]
    return made


def _lines(note: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    """The fields of a note; the lines that are none are put into `rest`."""
    for line in note.split("\n"):
        for braced in _BRACED.finditer(line):
            if name := _field(braced[1]):
                yield name, braced[2]
        words = _BRACED.sub(lambda found: "" if _field(found[1]) else found[0], line)
        found = _LINE.fullmatch(words)
        name = _field(found[1]) if found else ""
        if found and name and found[2]:
            yield name, found[2]
        elif words.strip():
            rest.append(words)


def _field(name: str) -> str:
    return _FIELDS.get(re.sub("[-_ ]", "", name).lower(), "")


def _name(text: str) -> dict[str, object]:
    family, mark, given = text.partition("||")
    return {"family": family.strip(), "given": given.strip()} if mark else {"literal": text}
