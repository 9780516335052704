"""Knows which classes and attributes an author may write, and where in the source one of them stands; must not know
what
they do.

What is not in the vocabulary is taken off the element here, so that nothing of it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import BOTH, LANGUAGES, Languages
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span, nearest
from pipeline.core.vocabulary import AUTHOR, BOX, COUNT, DATA, DIRECTIVES, NUMBERS, SUMMARY, Writable
from pipeline.reading.translations import foreign
from pipeline.tools.identifiers import language_fault
from pipeline.tools.pandoc import code_languages

Json = Any
_NONE = Writable()
TABLE_NOTE = "table-note"
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
# What other programs call a box, and its name here.
_BOXES = {
    **dict.fromkeys(("note", "info", "abstract"), "callout-note"),
    **dict.fromkeys(("tip", "hint", "success"), "callout-tip"),
    **dict.fromkeys(("warning", "caution", "attention", "danger", "error"), "callout-warning"),
    "important": "callout-important",
    "def": "definition",
    "thm": "theorem",
    "prop": "proposition",
    "exercise": "example",
    "remark": "callout-note",
    **dict.fromkeys(("callout", "admonition", "box", "infobox", "aside", "details"), BOX),
}
_CODE_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_FENCE = re.compile(r"[ \t>]*:::")


class Attributes:
    """Holds the attributes of elements against the vocabulary, in document order."""

    def __init__(self, source: SourceText, decoded: Callable[[Json], Json], languages: Languages = BOTH) -> None:
        self.source, self.decoded, self.languages = source, decoded, languages
        self.problems: list[Diagnostic] = []
        self.used: set[int] = set()
        self.last: dict[str, Span] = {}

    def hold(self, kind: str, attributes: Json, line: int | None, columns: int | None = None) -> None:
        """Take off what may not stand on an element of pandoc's `kind` that begins on a line, a table with so many
        columns; report it.

        SRC116 an unknown class, SRC117 an unknown attribute, SRC118 a value of another form than the attribute
        has, SRC120 a `lang` that is no language tag.
        """
        # Over two lines a name may hold a mark.
        attributes[1:] = self.decoded(attributes[1:])
        _, classes, pairs = attributes
        if kind == "CodeBlock" and line and not _CODE_FENCE.match(self.source.line(line)):
            # Its text begins below the fence.
            line = max(line - 1, 1)
        allowed = AUTHOR.get(kind, _NONE)
        is_definition = kind == "CodeBlock" and bool(set(DATA) & set(classes))
        for name in list(classes):
            if name in allowed.classes or (kind == "CodeBlock" and not is_definition and name in code_languages()):
                self._class(kind, name, line)
                continue
            classes.remove(name)
            guess = (kind == "Div" and _BOXES.get(name.removeprefix("callout-"))) or nearest(name, allowed.classes)
            # A class of a code block that is like none of ours names its language.
            if kind != "CodeBlock" or is_definition or guess or name in DIRECTIVES:
                how = _instead(kind, guess)
                self._report("SRC116", self._class(kind, name, line), name, name=name, guess=_hint(guess), how=how)
        for pair in list(pairs):
            name, value = pair
            form = self._form(allowed, name)
            fault = language_fault(value) if name == "lang" else None
            place = self.place(name, line, upwards=kind == "Div")
            if form and not fault and re.fullmatch(form, value) and not _beyond(form, value, columns):
                continue
            pairs.remove(pair)
            if form and fault:
                self._report("SRC120", place, value, reason=fault)
            elif name in allowed.attributes and name in LANGUAGES and name not in tuple(self.languages):
                self.problems.append(foreign(f"{name}=", name, self.languages, place))
            elif form is None:
                names = tuple(known for known in allowed.attributes if self._form(allowed, known))
                guess = nearest(name, names)
                how = Reason("written_so", form=f"{guess}=…") if guess else _attributes_of(names)
                self._report("SRC117", place, name, name=name, guess=_hint(guess), how=how)
            else:
                self._report("SRC118", place, name, name=name, value=value[:40])

    def _form(self, allowed: Writable, name: str) -> str | None:
        """The form of an attribute that may be written; of those that are named as languages the one beside alone."""
        is_other = name in LANGUAGES and name != self.languages.beside
        return None if is_other else allowed.attributes.get(name)

    def place(self, name: str, line: int | None, *, upwards: bool = False) -> Span:
        """Where an attribute is given a value: from a line on, or in the fences above it."""
        place = self._find(rf"(?<![\w-]){re.escape(name)}\s*=", line, upwards=upwards)
        self.last[name] = place
        return place

    def without_effect(self, attributes: Json, names: tuple[str, ...]) -> None:
        """SRC119 for classes and attributes that do nothing where they stand; `hold` has found them before."""
        for name in [name for name in attributes[1] if name in names]:
            attributes[1].remove(name)
            self._report("SRC119", self.last[name], name, name=name)
        for pair in [pair for pair in attributes[2] if pair[0] in names]:
            attributes[2].remove(pair)
            self._report("SRC119", self.last[pair[0]], pair[0], name=pair[0])

    def hold_summary(self, attributes: Json) -> None:
        """SRC120 for a summary of a section in a language that is none of the report's; `hold` has found its `lang`."""
        if SUMMARY in attributes[1] and not self.languages.has(dict(attributes[2]).get("lang", self.languages.tag)):
            self._report("SRC120", self.last["lang"], SUMMARY, reason=Reason("summary_in_english"))

    def unknown(self, names: tuple[str, ...], line: int | None) -> None:
        """SRC116 for a class that pandoc makes an element of, and we know not."""
        place = self._find(rf"\.(?:{'|'.join(names)})(?![\w-])", line)
        written = self.source.line(place.line)[: place.end_column or 1] if place.line else ""
        name = next((name for name in names if f".{name}" in written), names[0])
        self._report("SRC116", place, name, name=name, guess="", how=_instead("Span", None))

    def _report(self, code: str, span: Span, key: str, **values: str | Reason) -> None:
        self.problems.append(Diagnostic(code, span, values, key))

    def _class(self, kind: str, name: str, line: int | None) -> Span:
        fences = {"Div": ":::", "CodeBlock": "```|~~~"}
        bare = rf"(?<={fences[kind]})\s*{re.escape(name)}(?![\w-])" if kind in fences else None
        place = self._find(rf"\.{re.escape(name)}(?![\w-])", line, other=bare, upwards=kind == "Div")
        self.last[name] = place
        return place

    def _find(self, pattern: str, line: int | None, *, other: str | None = None, upwards: bool = False) -> Span:
        """The first place that is not yet taken of a pattern between braces: from a line on, or in the fences above
        it."""
        if not line:
            return self._next(pattern, other)
        numbers = self._fences(line) if upwards else range(line, min(line + 40, len(self.source.starts) + 1))
        found = (self._in_line(number, pattern, other) for number in numbers)
        return next(filter(None, found), self.source.line_span(line))

    def _next(self, pattern: str, other: str | None) -> Span:
        """The first place of a pattern that is not yet taken, from the last one on, for an element without a line;
        else the file alone."""
        first = self.source.line_of(max(self.used, default=0))
        for number in range(first, len(self.source.starts) + 1):
            if place := self._in_line(number, pattern, other):
                return place
        return Span(self.source.name)

    def _in_line(self, number: int, pattern: str, other: str | None) -> Span | None:
        start = self.source.starts[number - 1]
        for found in _places(self.source.line(number), pattern, other):
            offset = start + found.start() + len(found.group()) - len(found.group().lstrip())
            if offset not in self.used:
                self.used.add(offset)
                return self.source.span(offset, len(found.group().strip(" =")))
        return None

    def _fences(self, line: int) -> Iterator[int]:
        """The lines above the text of a Div down to it: fences, blank lines, and what has no letter."""
        first = line
        while first > 1 and (not self.source.line(first - 1).strip() or _FENCE.match(self.source.line(first - 1))):
            first -= 1
        return iter(range(first, line + 1))


def _beyond(form: str, value: str, columns: int | None) -> bool:
    """Whether a value names a column that a table has not."""
    return form in (NUMBERS, COUNT) and columns is not None and max(map(int, re.findall(r"\d+", value))) > columns


def _places(text: str, pattern: str, other: str | None) -> Iterator[re.Match[str]]:
    # Code says nothing, but for the attributes right behind it.
    text = _CODE.sub(lambda found: "\0" * len(found.group()), text)
    for braces in re.finditer(r"\{[^{}]*\}?", text):
        yield from re.compile(pattern).finditer(text, braces.start(), braces.end())
    if other:
        yield from re.finditer(other, text)


def _instead(kind: str, guess: str | None) -> Reason:
    """What to write in the place of a class that there is not."""
    if guess:
        return Reason("written_so", form=f"::: {{.{guess}}}" if kind == "Div" else f".{guess}")
    return Reason("classes_there_are", names=AUTHOR.get(kind, _NONE).classes or ("—",))


def _attributes_of(names: tuple[str, ...]) -> Reason:
    """Which attributes an element may have."""
    return Reason("attributes_there_are", names=names or ("—",))


def _hint(guess: str | None) -> str:
    return f" → {guess}?" if guess else ""


def may_have_notes(block: Json) -> bool:
    """Whether a block is a table or a note of one, so that a note may follow."""
    if not isinstance(block, dict) or "c" not in block:
        return False
    kind, content = block["t"], block["c"]
    return kind == "Table" or (kind in ("CodeBlock", "Div") and bool({"table", TABLE_NOTE} & set(content[0][1])))
