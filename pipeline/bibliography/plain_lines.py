"""Knows how the lines of an entry in YAML are made plain where they stand; must not know the order of entries."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipeline.bibliography.normalize import Change, normalize
from pipeline.bibliography.shapes import NAMES, Item, names_of
from pipeline.core.text import Span
from pipeline.tools import yaml

# A line that is left out; a value of its own, so that an empty line is not taken for it.
GONE = "\0gone"
_FIELDS = ("DOI", "URL", "volume", "issue", "edition", "page", "language", "medium", "type")
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#][^#\n]*?(?=\s*(?:\s#|$))")
_FLOW_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,}\]\n]*[^\s,}\]\n]")
_FLOW_NAME = re.compile(r"\{[^{}\n]*\}")


def make_plain(lines: list[str], item: Item, path: yaml.Path, found: yaml.YamlData) -> None:
    """Rewrite, in the lines of a file, what the normaliser changes in an entry, and name its language where it has
    none.

    What stands in a form that cannot be rewritten surely is left as it is.
    """
    made, changes = normalize(item)
    steps: list[tuple[tuple[int, int], Callable[[], None]]] = []
    for change in changes:
        if change.field in NAMES:
            places = _places(item[change.field], (*path, change.field))
            for (before, where), after in zip(places, names_of(made, change.field), strict=True):
                if before != after and set(after) == {"literal"}:
                    step = partial(_name, lines, str(after["literal"]), where, found)
                    steps.append((_place(found.locate(where)), step))
        elif change.field == "language" and not change.before:
            span = found.locate((*path, "id"))
            steps.append((_place(span), partial(_add_language, lines, change.after, span)))
        elif change.field in _FIELDS and change.before:
            span = found.locate((*path, change.field))
            steps.append((_place(span), partial(_field, lines, change, span)))
    # From the end on, so that the places of what is still to come stay true.
    for _, rewrite in sorted(steps, key=lambda row: row[0], reverse=True):
        rewrite()


def _places(names: object, path: yaml.Path) -> list[tuple[object, yaml.Path]]:
    """The names of a field and where each stands; one alone may be without a list."""
    if not isinstance(names, list):
        return [(names, path)]
    return [(name, (*path, place)) for place, name in enumerate(names)]


def _field(lines: list[str], change: Change, span: Span) -> None:
    number, start = _place(span)
    if not change.after:
        if lines[number].lstrip().startswith(f"{change.field}:"):
            lines[number] = GONE
        return
    token = _token(lines[number], span)
    if token:
        written = change.after if re.fullmatch(r"[A-Za-z][\w./:()-]*", change.after) else f'"{change.after}"'
        lines[number] = lines[number][:start] + written + lines[number][token.end() :]


def _name(lines: list[str], literal: str, path: yaml.Path, found: yaml.YamlData) -> None:
    """A Chinese name in one piece: `{family: 张, given: 三}`, or the two lines of a block, as `literal: 张三`."""
    number, start = _place(found.locate(path))
    flow = _FLOW_NAME.match(lines[number], start)
    if flow:
        lines[number] = f"{lines[number][:start]}{{literal: {literal}}}{lines[number][flow.end() :]}"
        return
    family, given = (found.locate((*path, part)) for part in ("family", "given"))
    first, _ = _place(family)
    last, _ = _place(given)
    alone = lines[last].strip().startswith("given:") and "#" not in lines[last]
    line = re.sub(r"family:.*$", f"literal: {literal}", lines[first])
    if alone and first != last and "#" not in lines[first] and line != lines[first]:
        lines[first], lines[last] = line, GONE


def _add_language(lines: list[str], language: str, id_: Span) -> None:
    number, _ = _place(id_)
    line = lines[number]
    token = _token(line, id_)
    if token and _is_flow(line, id_):
        lines[number] = f"{line[: token.end()]}, language: {language}{line[token.end() :]}"
    elif token and "id:" in line:
        lines[number] = f"{line}\n{' ' * line.index('id:')}language: {language}"


def _place(span: Span) -> tuple[int, int]:
    return (span.line or 1) - 1, (span.column or 1) - 1


def _token(line: str, span: Span) -> re.Match[str] | None:
    return (_FLOW_TOKEN if _is_flow(line, span) else _TOKEN).match(line, (span.column or 1) - 1)


def _is_flow(line: str, span: Span) -> bool:
    before = line[: (span.column or 1) - 1]
    return before.count("{") > before.count("}")
