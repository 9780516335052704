"""Knows what may be written at a place of a source; must not know how an editor shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.vocabulary import AUTHOR
from pipeline.desk.choices import Choice, keys_below, values_of
from pipeline.desk.hovering import printed_entry_line, told_target
from pipeline.desk.regions import Region, region_at
from pipeline.desk.symbols import occurrences
from pipeline.desk.workspace import Reading
from pipeline.project import STYLES
from pipeline.tools.identifiers import listed_licenses

_CITED = re.compile(r"(?<![\w])@\{?([^\s\[\]{}(),;，；。]*)$")
_LINKED = re.compile(r"\]\(#([^\s()]*)$")
_FILED = re.compile(r"(?:\]\(|\b(?:file|data)\s*[:=]\s*[\"']?)([^\s()\"'#]*)$")
_NOTED = re.compile(r"\[\^([^\]\s^]*)$")
_BRACES = re.compile(r"^(.*?)\{(?!\{)([^{}]*)$")
_CLASS = re.compile(r"(?:^|\s)\.([\w-]*)$")
_ATTRIBUTE = re.compile(r"(?:^|\s)([A-Za-z][\w-]*)?$")
_VALUE = re.compile(r"[\"']?([\w-]+)[\"']?\s*[:=]\s*[\"']?([\w.:-]*)$")
_ITEM = re.compile(r"[\"']?([\w-]+)[\"']?\s*[:=]\s*\[(?:[^\[\]{}]*,)?\s*[\"']?([\w./-]*)$")
_DASH = re.compile(r"\s*-\s+[\"']?([\w./-]*)$")
_WORD = re.compile(r"[\w-]*$")
_KIND = re.compile(r"^\s*kind:\s*[\"']?(\w+)", re.M)
_MOST_FILES = 2000


@dataclass(frozen=True)
class Completion:
    """What may stand from a 1-based column of the line up to the place that was asked about."""

    start: int
    choices: tuple[Choice, ...] = ()


def complete(reading: Reading, name: str, text: str, line: int, column: int) -> Completion:
    """What may be written at a place, line and column from 1, of a file as it stands in the editor."""
    rows = text.split("\n")
    before = rows[line - 1][: column - 1] if line <= len(rows) else ""
    region = region_at("\n".join([*rows[: line - 1], before]), line, is_settings=name == "kanben.toml")
    if region.part == "code":
        return Completion(column)
    rules = (_references, _links, _files, _notes) + ((_markup,) if region.part == "prose" else ())
    for rule in rules:
        found = rule(reading, before)
        if found is not None:
            word, choices = found
            return Completion(column - len(word), tuple(choices))
    return Completion(column) if region.part == "prose" else _data(reading, region, before, column)


Found = tuple[str, Iterable[Choice]] | None


def _references(reading: Reading, before: str) -> Found:
    found = _CITED.search(before)
    if not found or reading.document is None:
        return None
    document = reading.document
    targets = [Choice(target.id, "target", *told_target(reading, target.id)) for target in document.inventory.targets]
    entries = [Choice(entry.id, "entry", *printed_entry_line(entry)) for entry in document.bibliography]
    return found[1], [*targets, *entries]


def _links(reading: Reading, before: str) -> Found:
    found = _LINKED.search(before)
    if not found or reading.document is None:
        return None
    targets = reading.document.inventory.targets
    return found[1], [Choice(target.id, "target", *told_target(reading, target.id)) for target in targets]


def _files(reading: Reading, before: str) -> Found:
    found = _FILED.search(before)
    if not found:
        return None
    folder = reading.project.source
    names = (path.relative_to(folder).as_posix() for path in _own_files(folder))
    return found[1], [Choice(file, "file") for file in names if not file.endswith(".md")]


def _own_files(folder: Path) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            found.append(path)
            if len(found) == _MOST_FILES:
                break
    return sorted(found)


def _notes(reading: Reading, before: str) -> Found:
    found = _NOTED.search(before)
    if not found:
        return None
    names = {row.symbol.name for row in occurrences(reading) if row.symbol.kind == "note" and row.defines}
    return found[1], [Choice(name, "note") for name in sorted(names)]


def _markup(_: Reading, before: str) -> Found:
    braces = _BRACES.match(before)
    if not braces:
        return None
    allowed = AUTHOR[_element(braces[1])]
    if value := _VALUE.search(braces[2]):
        form = allowed.attributes.get(value[1], "")
        words = form.split("|") if re.fullmatch(r"[\w|-]+", form) and "|" in form else []
        return value[2], [Choice(word, "value") for word in words]
    if found := _CLASS.search(braces[2]):
        return found[1], [Choice(word, "class") for word in allowed.classes]
    if found := _ATTRIBUTE.search(braces[2]):
        return found[1] or "", [Choice(word, "attribute") for word in allowed.attributes]
    return None


def _element(before: str) -> str:
    """The element of pandoc's tree whose braces stand behind a text of their line."""
    if re.match(r"^[ >]*#{1,6}\s", before):
        return "Header"
    if re.match(r"^[ \t>]*:{3,}", before):
        return "Div"
    if re.match(r"^[ \t>]*(`{3,}|~{3,})", before):
        return "CodeBlock"
    if re.match(r"^[ \t>]*(:|Table:)\s", before):
        return "Table"
    return "Code" if before.endswith("`") else "Link" if before.endswith(")") else "Span"


def _data(reading: Reading, region: Region, before: str, column: int) -> Completion:
    kind = _KIND.search("\n".join(region.lines)) if region.part == "figure" else None
    named = kind[1] if kind else ""
    path = region.path
    value = _VALUE.search(before) or _ITEM.search(before)
    is_toml = region.part == "settings"
    if value and (is_toml or path[-1:] == (value[1],)):
        whole = (*path, value[1]) if is_toml else path
        return Completion(column - len(value[2]), tuple(_values(reading, region, whole, named)))
    keys, item = keys_below(region.part, path, named), _DASH.match(before)
    if item and not keys:
        return Completion(column - len(item[1]), tuple(_values(reading, region, path, named)))
    found = _WORD.search(before)
    word = found[0] if found else ""
    return Completion(column - len(word), tuple(keys))


def _values(reading: Reading, region: Region, path: Sequence[str], kind: str) -> Iterable[Choice]:
    """What a key may have as its value, or as an item of it, where that is a word to choose from."""
    folder = reading.project.source
    match region.part, *path:
        case "front-matter", "license":
            return (Choice(name, "value") for name in listed_licenses())
        case "front-matter", "parts":
            names = (path.relative_to(folder).as_posix() for path in _own_files(folder))
            return (Choice(name, "file") for name in names if name.endswith(".md") and name != "report.md")
        case "settings", "style":
            return (Choice(path.stem, "value") for path in sorted(STYLES.glob("*.csl")))
    return values_of(region.part, path, kind)
