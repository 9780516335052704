"""Knows how the author's texts in YAML and in attributes are read as inline Markdown, all in one run of pandoc; must
not know what they are for.

Each stands in a line block of its own, whose lines pandoc reads as inlines and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.formulas import Formula, drawable
from pipeline.core.languages import LANGUAGES
from pipeline.core.reasons import Reason
from pipeline.core.scripts import is_solid_over
from pipeline.core.text import SourceText, Span
from pipeline.core.vocabulary import AUTHOR, INDEX, TERM
from pipeline.core.words import PARAGRAPH, Words
from pipeline.reading.formulas import places_in
from pipeline.reading.hardness import refuse_formula
from pipeline.reading.quotes import with_signs, without_signs
from pipeline.tools import pandoc
from pipeline.tools.plain import plain_all

Json = Any
Path = tuple[str | int, ...]
_CELL = 3  # rows, the number of a row, that of a cell
# Raw markup is text here, and `[x]{…}` has what the vocabulary lets an author write.
_READER = f"{pandoc.READER}-raw_html-raw_tex-raw_attribute-inline_notes-footnotes"
# What a text without markup has none of.
_MARKUP = re.compile(r"[\\`*_^~$\[\]<>&@\"']|--|\.\.\.")
_NOTE = re.compile(r"\[\^[^\]\s]+\]|\^\[[^\]]*\]?")
_SILENT = re.compile(r"\$[^$]*\$|`[^`]*`")
# A line end that parts no paragraphs.
_LINE_END = re.compile(r"(?<!\n)\n(?![ \t]*\n)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
# What words of a sentence have, and no index.
_RUNS_ON = re.compile("[，。、；：！？和与及或]")
_ADDRESSES = {"Link": "field_link", "Image": "field_image"}
_FORMATS = {"Subscript": "~", "Superscript": "^", "Emph": "*", "Strikeout": "~~"}


@dataclass
class Fields:
    """Texts with their places, in the order of the source; a text that stands twice is read once. `blocks` are those
    that are blocks of the inventory, by their number there; `formulas` are those of all, once they are read; `texts`
    are all with their places, also those without markup."""

    places: dict[str, Span] = field(default_factory=dict)
    texts: list[tuple[str, Span]] = field(default_factory=list)
    blocks: dict[int, str] = field(default_factory=dict)
    formulas: list[Formula] = field(default_factory=list)

    def add(self, text: str, place: Span) -> None:
        self.texts.append((text, place))
        if _MARKUP.search(text) or _LINE_END.search(text.strip()):
            self.places.setdefault(text.strip(), place)

    def add_all(self, texts: Iterable[tuple[str, Span]]) -> None:
        for text, place in texts:
            self.add(text, place)

    def read(
        self, keys: Iterable[str], source: SourceText | None = None
    ) -> tuple[Mapping[str, Words], list[Diagnostic]]:
        """What each text says that is more than plain text, and SRC140 for what cannot stand in one; `keys` are those
        that a citation may name, and `source` is where the texts stand.

        Raises:
            PipelineError: SRC122 for a formula that is too hard to read.
        """
        if not self.places:
            return {}, []
        known = frozenset(keys)
        texts = {text: [_on_one_line(part) for part in _BLANK_LINES.split(text)] for text in self.places}
        lines = iter(_read([part for parts in texts.values() for part in parts]))
        problems: list[Diagnostic] = []
        made: dict[str, list[Json]] = {}
        for text, parts in texts.items():
            faults: list[tuple[str, str]] = []
            read = [next(lines) for _ in parts]
            self._list(text, list(_formulas(read)), source)
            made[text] = [_cleaned(inlines, faults, known) for inlines in read]
            faults += [("field_note", found.group()) for found in _NOTE.finditer(_SILENT.sub("", text))]
            problems += [_problem(self.places[text], kind, words) for kind, words in dict.fromkeys(faults)]
        plain = iter(plain_all([inlines for paragraphs in made.values() for inlines in paragraphs]))
        return {
            text: Words(
                "\n\n".join(next(plain) for _ in paragraphs),
                json.dumps(_parted(paragraphs), ensure_ascii=False),
            )
            for text, paragraphs in made.items()
        }, problems

    def _list(self, text: str, formulas: Sequence[tuple[str, bool]], source: SourceText | None) -> None:
        """List the formulas of a text, and refuse what takes too long, before anything is made of them."""
        field_, texs = self.places[text], [tex for tex, _ in formulas]
        places = places_in(field_, text, texs, source) if source else (field_ for _ in texs)
        for (tex, is_display), place in zip(formulas, places, strict=True):
            refuse_formula(tex, place)
            self.formulas.append(Formula(tex, is_display, place))


def _on_one_line(paragraph: str) -> str:
    """A paragraph with its line ends as they are set: as spaces, or as nothing beside a Chinese character."""
    lines = [" ".join(line.split()) for line in paragraph.strip().split("\n")]
    ends = ["" if is_solid_over(*pair) else " " for pair in pairwise(lines)]
    return "".join(map("".join, zip(lines, [*ends, ""], strict=True)))


def _formulas(node: Json) -> Iterator[tuple[str, bool]]:
    """The formulas among inlines, each with whether it is a display."""
    if isinstance(node, list):
        for child in node:
            yield from _formulas(child)
    elif isinstance(node, dict) and node.get("t") == "Math":
        kind, tex = node["c"]
        yield tex.strip(), kind["t"] == "DisplayMath"
    elif isinstance(node, dict) and node.get("t") == "Cite":
        yield from _formulas(node["c"][1])
    elif isinstance(node, dict):
        yield from _formulas(node.get("c"))


def _read(lines: list[str]) -> list[Json]:
    """The inlines of each line."""
    text = with_signs("\n\n".join(f"| {line}" for line in lines))
    tree = without_signs(json.loads(pandoc.run(["--from", _READER, "--to", "json"], text)))
    blocks = [block["c"][0] for block in tree["blocks"] if block["t"] == "LineBlock" and len(block["c"]) == 1]
    if len(blocks) == len(tree["blocks"]) == len(lines):
        return blocks
    # One that pandoc takes for something else stays as it is, and is found by halves.
    half = len(lines) // 2
    return [*_read(lines[:half]), *_read(lines[half:])] if half else [[{"t": "Str", "c": lines[0]}]]


def _parted(paragraphs: list[Json]) -> Json:
    return [inline for place, part in enumerate(paragraphs) for inline in (*(PARAGRAPH if place else ()), *part)]


def _cleaned(inlines: Json, faults: list[tuple[str, str]], known: frozenset[str]) -> Json:
    """Inlines without what cannot stand in a text of this kind, which is noted; its words stay."""
    made: list[Json] = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        before = made[-1]["c"][-1:] if made and made[-1]["t"] == "Str" else ""
        if kind == "Cite":
            words = plain_all([content[1]])[0]
            if words.startswith("[") or any(citation["citationId"] in known for citation in content[0]):
                faults.append(("field_citation", words))
            made += content[1]
        elif kind in _ADDRESSES:
            faults.append((_ADDRESSES[kind], content[2][0]))
            made += _cleaned(content[1], faults, known)
        elif kind in ("Underline", "SmallCaps") or (kind == "Span" and not _is_writable(content[0])):
            faults.append(("field_attribute", plain_all([inline])[0]))
            made += _cleaned(content[1] if kind == "Span" else content, faults, known)
        elif kind in ("Span", "Quoted"):
            made.append({"t": kind, "c": [content[0], _cleaned(content[1], faults, known)]})
        elif kind in _FORMATS and not _is_meant(kind, before, content):
            sign = {"t": "Str", "c": _FORMATS[kind]}
            made += [sign, *_cleaned(content, faults, known), sign]
        elif kind == "Math":
            made.append({"t": kind, "c": [content[0], drawable(content[1])]})
        elif isinstance(content, list) and kind != "Code":
            made.append({"t": kind, "c": _cleaned(content, faults, known)})
        else:
            made.append(inline)
    return made


def _is_writable(attributes: Json) -> bool:
    """Whether a span has classes and attributes of the vocabulary alone, and at least one that shows."""
    allowed = AUTHOR["Span"]
    _, classes, pairs = attributes
    names = {name for name, _ in pairs}
    allowed_classes = set(allowed.classes) - {INDEX, TERM}
    return bool(classes or names) and set(classes) <= allowed_classes and names <= set(allowed.attributes)


def _is_meant(kind: str, before: str, content: Json) -> bool:
    """Whether a format was meant: `10~20万人，3~5个` has no subscript, and `3*4*5` no emphasis."""
    words = plain_all([content])[0]
    if before.isdigit() and words[:1].isdigit():
        return kind == "Superscript" and words.isdigit()
    return kind not in ("Subscript", "Superscript", "Strikeout") or not _RUNS_ON.search(words)


def _problem(place: Span, reason: str, words: str) -> Diagnostic:
    return Diagnostic("SRC140", place, {"what": Reason(reason), "text": words[:60]}, words[:60])


def figures_of(values: Mapping[Path, Span], data: Any) -> Iterator[tuple[str, Span]]:
    """The numbers in the rows of a table as their author wrote them, with their places."""
    for path, place in values.items():
        if path[:1] == ("rows",):
            value = data
            for part in path:
                value = value[part]
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                yield str(value), place


def texts_of(values: Mapping[Path, Span], data: Any, plain: Collection[Path] = ()) -> Iterator[tuple[Path, str, Span]]:
    """The texts in one of the two languages of some YAML, those at the paths of plain ones, and the cells of a table,
    with their places."""
    for path, place in values.items():
        is_cell = path[:1] == ("rows",) and len(path) == _CELL
        if path and (path[-1] in LANGUAGES or is_cell or path in plain):
            value = data
            for part in path:
                value = value[part]
            if isinstance(value, str):
                yield path, value, place
