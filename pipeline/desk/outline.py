"""Knows the headings of each file as a tree, what may be folded, and where links lead; must not know protocols."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.core.text import SourceText, Span
from pipeline.desk.verbatim import without_verbatim
from pipeline.desk.workspace import Reading

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_DIV = re.compile(r"^[ \t>]*:{3,}[ \t]*([^\s:]?)")
_FILE = re.compile(r"!?\[[^\]\n]*\]\(([^\s()#:]+)\)|\bfile=\"([^\"\n]+)\"|^[ ]*(?:file|data):[ ]*([^\s#]+)[ ]*$", re.M)


@dataclass
class Section:
    """A heading of a file, `name` in the languages that it has, with the lines from its own to the last below it."""

    name: str
    beside: str
    level: int
    line: int
    last: int
    inner: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class FileLink:
    """A place that names a file of the project, with where that lies from the project on."""

    span: Span
    file: str


def sections(reading: Reading, name: str) -> list[Section]:
    """The headings of a file of the report, each with those below it."""
    source = reading.file(name)
    if reading.document is None or source is None:
        return []
    flat = []
    for heading in reading.document.inventory.headings:
        home = reading.joined.home(heading.span)
        if home.file == name and home.line and heading.is_section:
            flat.append(Section(heading.text, heading.beside, heading.level, home.line, len(source.starts)))
    top: list[Section] = []
    open_: list[Section] = []
    for section in flat:
        while open_ and open_[-1].level >= section.level:
            open_.pop().last = section.line - 1
        (open_[-1].inner if open_ else top).append(section)
        open_.append(section)
    return top


def folds(source: SourceText, tree: list[Section]) -> list[tuple[int, int]]:
    """First and last lines of what may be folded: sections, front matter, blocks of code and data, divs."""
    found = [*_folds_of(tree), *_blocks(source)]
    return sorted({(first, last) for first, last in found if last > first})


def file_links(reading: Reading, source: SourceText) -> list[FileLink]:
    """Every place of a text that names a file which is there."""
    found = []
    for match in _FILE.finditer(source.text):
        group = next(number for number in (1, 2, 3) if match[number])
        written = match[group].strip("\"'")
        path = reading.project.source / written
        if path.is_file() and path.resolve().is_relative_to(reading.project.root.resolve()):
            start = match.start(group) + match[group].index(written)
            found.append(FileLink(source.span(start, len(written)), reading.project.name(path)))
    return found


def _folds_of(tree: list[Section]) -> list[tuple[int, int]]:
    return [row for section in tree for row in ((section.line, section.last), *_folds_of(section.inner))]


def _blocks(source: SourceText) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    fence: tuple[str, int] | None = None
    divs: list[int] = []
    bare = without_verbatim(source.text).split("\n")
    for number, row in enumerate(source.text.split("\n"), 1):
        mark = _FENCE.match(row)
        if mark and fence is None:
            fence = mark[1], number
        elif mark and fence and mark[1].startswith(fence[0]):
            found.append((fence[1], number))
            fence = None
        elif div := _DIV.match(bare[number - 1]):
            if div[1]:
                divs.append(number)
            elif divs:
                found.append((divs.pop(), number))
    front = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", source.text, re.S | re.M)
    return [*found, *([(1, front[0].count("\n") + 1)] if front else [])]
