"""Knows the words of each block of the tree as one text, with signs for what is no text; must not know what is looked
for in them.

Signs are characters of Unicode's private use area, so no pattern takes them for letters or marks of the author.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.core.languages import LANGUAGES
from pipeline.core.places import Position
from pipeline.core.scripts import QUOTES
from pipeline.core.vocabulary import CALLED_AGAIN, EDITORIAL, is_cross_reference

Json = Any
CODE, SPEAKING, CITED, NOTE, DISPLAY, OBJECT = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
"""Code in the line; a key that speaks of its authors (`@key`); another citation; a note; a formula of its own; what
else is no text."""
ESCAPED = "\ue006"
"""A mark of which its author said that it is text."""
SIGNS = CODE + SPEAKING + CITED + NOTE + DISPLAY + OBJECT + ESCAPED
# What an empty one of these was made of: pandoc prints nothing for it.
_EMPTY = {"Subscript": "~~", "Superscript": "^^", "Emph": "", "Strong": "", "Strikeout": ""}
_TEXT = {"Str": "", "Space": " ", "SoftBreak": "\n", "LineBreak": "\n", "Image": OBJECT, "RawInline": OBJECT}
FIELD = "Field"
"""The kind of a run that is no block: a value of the front matter, of an attribute, of a figure."""
_BLOCKS = ("Para", "Plain", "Header")


@dataclass(frozen=True)
class Marked:
    """What was read as markup: pandoc's `kind` for it, and the characters of the run from `start` to before `end`; what
    is in code or a formula, for which the run has a sign."""

    kind: str
    start: int
    end: int
    inside: str = ""


@dataclass(frozen=True)
class Run:
    """The text of one block, line ends as in the source; `kind` is pandoc's name for the block, `Term` for one of a
    definition, `Cell` for what stands in a table. `depth` is how many notes it stands in; `level`, `classes` and
    `beside` are those of a heading or of code, `at_top` whether the heading is one of the report's sections;
    `is_quoted` whether it stands in a quotation of its own."""

    kind: str
    text: str
    place: Position | None = None
    depth: int = 0
    marked: tuple[Marked, ...] = ()
    level: int = 0
    classes: tuple[str, ...] = ()
    at_top: bool = False
    beside: str = ""
    is_quoted: bool = False


def runs(blocks: Json) -> Iterator[Run]:
    """The runs of some blocks in document order; those of a note follow the run of its call. What an editor wrote
    (`todo`, `query`) is passed over."""
    for block in blocks:
        for run in _of(block, depth=0):
            yield run if block.get("t") != "Header" else Run(**{**vars(run), "at_top": True})


def _of(node: Json, *, depth: int) -> Iterator[Run]:
    if isinstance(node, list):
        for child in node:
            yield from _of(child, depth=depth)
        return
    if not isinstance(node, dict):
        return
    kind, content = str(node.get("t")), node.get("c", [])
    if kind in _BLOCKS:
        yield from _run(kind, content, depth=depth)
    elif kind == "Table":
        # Words of a cell begin no list, heading or quotation, whatever they begin with.
        for run in _of(content, depth=depth):
            yield replace(run, kind="Cell") if run.kind in ("Para", "Plain") else run
    elif kind == "BlockQuote":
        for run in _of(content, depth=depth):
            yield replace(run, is_quoted=True)
    elif kind == "LineBlock":
        broken = [part for line in content for part in (*line, {"t": "LineBreak"})][:-1]
        yield from _run("LineBlock", broken, depth=depth)
    elif kind == "DefinitionList":
        for term, definitions in content:
            yield from _run("Term", term, depth=depth)
            yield from _of(definitions, depth=depth)
    elif kind == "CodeBlock":
        yield Run("CodeBlock", content[1], depth=depth, classes=tuple(content[0][1]))
    elif not (kind == "Div" and set(EDITORIAL) & set(content[0][1])):
        yield from _of(content, depth=depth)


def _run(kind: str, content: Json, *, depth: int) -> Iterator[Run]:
    level, classes, beside, inlines = 0, tuple[str, ...](), "", content
    if kind == "Header":
        level, inlines = content[0], content[2]
        classes = tuple(content[1][1])
        beside = next((value for name, value in content[1][2] if name in LANGUAGES), "")
    made = _Collector()
    made.add(inlines)
    yield Run(kind, "".join(made.parts), made.place, depth, tuple(made.marked), level, classes, beside=beside)
    for note in made.notes:
        yield from _of(note, depth=depth + 1)


@dataclass
class _Collector:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marked: list[Marked] = field(default_factory=list)
    notes: list[Json] = field(default_factory=list)
    place: Position | None = None

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def add(self, node: Json) -> None:
        if isinstance(node, list):
            for child in node:
                self.add(child)
        elif isinstance(node, dict):
            kind, content = str(node.get("t")), node.get("c")
            if kind in _TEXT:
                self.put(_TEXT[kind] or str(content))
            elif kind in _EMPTY:
                self._marked(kind, content)
            elif handler := getattr(self, f"_{kind.lower()}", None):
                handler(content)
            else:
                self.add(content)

    def _marked(self, kind: str, inlines: Json) -> None:
        start = self.length
        self.add(inlines)
        if start == self.length:
            self.put(_EMPTY[kind])
        else:
            self.marked.append(Marked(kind, start, self.length))

    def _quoted(self, content: Json) -> None:
        opening, closing = QUOTES[content[0]["t"]]
        self.put(opening)
        self.add(content[1])
        self.put(closing)

    def _code(self, content: Json) -> None:
        self.marked.append(Marked("Code", self.length, self.length + 1, content[1]))
        self.put(CODE)

    def _math(self, content: Json) -> None:
        self.marked.append(Marked("Math", self.length, self.length + 1, content[1]))
        self.put(DISPLAY if content[0]["t"] == "DisplayMath" else OBJECT)

    def _cite(self, content: Json) -> None:
        first = content[0][0]
        if first["citationMode"]["t"] == "AuthorInText":
            self.put(OBJECT if first["citationSuffix"] else SPEAKING)
        else:
            self.put(OBJECT if any(is_cross_reference(one["citationId"]) for one in content[0]) else CITED)

    def _note(self, blocks: Json) -> None:
        self.put(NOTE)
        self.notes.append(blocks)

    def _link(self, content: Json) -> None:
        # An address is no text of its author; the words of another link are.
        attributes, words, (target, _) = content
        if CALLED_AGAIN in attributes[1]:
            self.put(NOTE)
            return
        is_address = len(words) == 1 and words[0].get("c") in (target, target.removeprefix("mailto:"))
        self.put(OBJECT) if is_address else self.add(words)

    def _span(self, content: Json) -> None:
        attributes, inlines = content
        if "place" in attributes[1]:
            self.place = Position.parse(dict(attributes[2])["at"])
        elif set(EDITORIAL) & set(attributes[1]):
            self.put(OBJECT)
        else:
            self.add(inlines)
