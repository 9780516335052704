"""Knows what is said of a name where it stands: how it is printed, and what it names; must not know protocols."""

from __future__ import annotations

import json
from dataclasses import replace

from pipeline import citing
from pipeline.core.diagnostics import PipelineError
from pipeline.core.languages import Bilingual, Language
from pipeline.core.model import Citation, Document, Entry
from pipeline.core.numbers import Number
from pipeline.core.text import Span
from pipeline.core.wording import word
from pipeline.desk.symbols import Symbol
from pipeline.desk.verbatim import without_verbatim
from pipeline.desk.workspace import Reading
from pipeline.tools import ast

_BESIDE = {"csl-left-margin", "backlinks"}
"""What stands round an entry in the list of all: its number there, and the ways back from it."""
_LONGEST = 600
"""Letters of what an entry of a glossary or a note says."""


def told_of(reading: Reading, symbol: Symbol, language: Language) -> str:
    """A few lines of Markdown about a symbol; empty where there is nothing to say."""
    if reading.document is None:
        return ""
    match symbol.kind:
        case "entry":
            return _entry(reading, symbol.name)
        case "target":
            label, title = told_target(reading, symbol.name)
            return "　".join(
                filter(None, (f"**{_plain(label)}**" if label and title else _plain(label), _plain(title)))
            )
        case "note":
            return _plain(_note(reading.session.text.text, symbol.name))
        case "term":
            return _plain(_definition(reading, symbol.name)) or word("desk_no_definition", language)


def told_target(reading: Reading, id_: str) -> tuple[str, str]:
    """The number of a target as references print it, and its caption or title."""
    if reading.document is None:
        return "", ""
    try:
        finished = reading.finished
    except PipelineError:
        return "", ""
    number = dict(finished.numbers).get(id_)
    return _label(number), _caption(reading.document, id_) or dict(finished.titles).get(id_, "")


def printed_entry_line(entry: Entry) -> tuple[str, str]:
    """Who wrote something and when, and its title, as its fields say."""
    if not entry.csl:
        return "", ""
    item = json.loads(entry.csl)
    names = [str(name.get("literal") or name.get("family") or "") for name in item.get("author", ())]
    title, issued = str(item.get("title", "")), item.get("issued", "")
    year = str(issued)[:4] if isinstance(issued, str) else ""
    return " ".join(filter(None, [", ".join(names[:2]), year])), title


def _entry(reading: Reading, key: str) -> str:
    """An entry of the bibliography as the style of the project prints it."""
    assert reading.document is not None
    entry = next((entry for entry in reading.document.bibliography if entry.id == key), None)
    if entry is None:
        return ""
    try:
        return _plain(_printed(reading.document, reading, key)) or _plain(" ".join(printed_entry_line(entry)))
    except PipelineError:
        return _plain(" ".join(printed_entry_line(entry)))


def _printed(document: Document, reading: Reading, key: str) -> str:
    mark = ast.Citation(id=key)
    tree = ast.Document(
        ast.Para(ast.Cite(ast.Str(key), citations=[mark])), ast.div([], "references", identifier="refs")
    )
    inventory = replace(document.inventory, citations=(Citation(key, Span(document.source)),))
    alone = replace(document, ast=ast.dump(tree), inventory=inventory)
    project = reading.project
    cited = citing.cite(alone, project.style, by_strokes=project.by_strokes)
    parts = list(ast.descend(ast.load(cited.ast)))
    for part in parts:
        if isinstance(part, ast.Span) and not _BESIDE.isdisjoint(part.classes):
            part.content = []
    entries = (part for part in parts if isinstance(part, ast.Div) and part.identifier == f"ref-{key}")
    return next((ast.stringify(entry).strip() for entry in entries), "")


def _label(number: Number | None) -> str:
    if number is None:
        return ""
    label = number.label
    return " ".join(dict.fromkeys(filter(None, (number.languages.only(label).zh, number.languages.only(label).en))))


def _caption(document: Document, id_: str) -> str:
    inventory = document.inventory
    captions: dict[str, Bilingual] = {row.id: row.caption for row in (*inventory.tables, *inventory.listings)}
    captions |= {row.id: row.caption for row in inventory.figures}
    caption = captions.get(id_)
    heading = next((row for row in inventory.headings if row.id == id_), None)
    if caption is not None:
        return " ".join(dict.fromkeys(filter(None, (caption.zh, caption.en))))
    return " ".join(filter(None, (heading.text, heading.beside))) if heading else ""


def _note(text: str, name: str) -> str:
    start = without_verbatim(text).find(f"\n[^{name}]:")
    return text[start:].split("]:", 1)[1].strip().split("\n\n")[0][:_LONGEST] if start >= 0 else ""


def _definition(reading: Reading, name: str) -> str:
    """What stands below a term, as it is written."""
    assert reading.document is not None
    term = next((row for row in reading.document.inventory.terms if row.name == name), None)
    source = reading.session.text
    if term is None or term.span.line is None:
        return ""
    below = [source.line(number) for number in range(term.span.line + 1, term.span.line + 8)]
    told = next((row for row in below if row.lstrip().startswith((":", "~"))), "")
    return told.lstrip(" :~")[:_LONGEST]


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, with nothing to follow or fetch."""
    return "".join("\\" + sign if sign in "\\`*_{}[]<>()#+-!|&~$" else sign for sign in " ".join(text.split()))
