"""Knows what EPUBCheck, Ace and axe say of a book and what Chromium and reading systems show of it, and how that
becomes findings with places; must not know how they are run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.formats.epub import seen
from pipeline.formats.epub.policy import for_checkers
from pipeline.formats.epub.seen import Unseen
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import LONGEST, few, ids_at, of_axe, of_layout, place, skipped
from pipeline.tools import ace, axe, epubcheck, layout, readers, zips
from pipeline.tools.axe import Mode
from pipeline.tools.judges import Unavailable
from pipeline.tools.readers import EPUB_JS, FOLIATE, Reading, Shown

_TEXT = "EPUB/text"
_WIDTHS = (390,)
_UGLY = "stretched"
"""The rule of Chromium that is no matter of access."""
# What concerns a whole web page (its main part, its first heading) is no matter of a chapter's file; Ace asks for the
# rest of good practice.
_NIGHT = {"prefers-color-scheme": "dark"}
_CONTRAST = ("color-contrast", "color-contrast-enhanced")
_MODES = (
    Mode("day", tags=axe.WCAG),
    Mode("narrow", width=390, height=844, tags=axe.WCAG),
    # What reading systems put beside the style of a book: its ground and ink alone, or as the scheme of the page.
    Mode("night", rules=_CONTRAST, media=_NIGHT, style=":root { color-scheme: light dark; background: #121212 }"),
    Mode("black", rules=_CONTRAST, style=":root { color-scheme: light; background: #000; color: #fff }"),
    Mode("sepia", rules=_CONTRAST, style=":root { background: #f7efdc; color: #3d2f1f }"),
    Mode("forced colours", rules=_CONTRAST, media={"forced-colors": "active", **_NIGHT}),
)

_READERS = ("Foliate", "epub.js", "epub.js, NCX")
# As Foliate shows pages, by day and by night.
_FOLIATE = (
    Mode("Foliate", tags=axe.WCAG, style="html { color-scheme: light dark }"),
    Mode(
        "Foliate, night",
        rules=_CONTRAST,
        media=_NIGHT,
        style="html { color-scheme: light dark; background: #222; color: #e0e0e0 }",
    ),
)


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT105 for what EPUBCheck says, GAT106 for Ace, GAT107 for axe, GAT112 and GAT113 for what Chromium shows, GAT116
    for what Foliate's engine and epub.js do not; GAT103 or GAT104 where one of them cannot be asked; GAT114 where a
    book says that it is accessible and they do not bear that out."""
    judges: Mapping[str, Callable[[Artifact, Mapping[str, bytes], Path], Iterator[Diagnostic]]] = {
        "EPUBCheck": _epubcheck,
        "Ace": _ace,
        "axe": _axe,
        "Chromium": _layout,
        readers.NAME: _readers,
    }
    try:
        files = zips.read(artifact.data)
    except ReasonedError:
        # EPUBCheck says so in its own words, and nothing is there for the others.
        files, judges = {}, {"EPUBCheck": _epubcheck}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.epub")
        path.write_bytes(artifact.data)
        doubted, told = [], set[tuple[str, str, Span | None]]()
        for name, ask in judges.items():
            try:
                # What axe says of a file it says again in a reading system.
                found = [one for one in few(ask(artifact, files, path)) if (one.code, one.key, one.span) not in told]
            except Unavailable as error:
                found = [skipped(name, error.reason, artifact.name)]
            yield from found
            told.update((one.code, one.key, one.span) for one in found)
            if any(problem.key != _UGLY for problem in found):
                doubted.append(name)
    if doubted and artifact.epub.conformance is not None:
        yield Diagnostic("GAT114", Span(artifact.name), {"judges": tuple(doubted)})


def _epubcheck(artifact: Artifact, files: Mapping[str, bytes], book: Path) -> Iterator[Diagnostic]:
    for said in epubcheck.examine(book):
        markup = files.get(said.file, b"")
        ids = ids_at(markup, said.line, said.column) if said.line and markup else ()
        there = Span(
            f"{artifact.name}!{said.file}" if said.file else artifact.name, said.line or None, said.column or None
        )
        values = {"severity": said.severity, "rule": said.rule, "message": said.words[:LONGEST]}
        yield Diagnostic("GAT105", place(artifact, ids, there), values, said.rule)


def _ace(artifact: Artifact, files: Mapping[str, bytes], book: Path) -> Iterator[Diagnostic]:
    folder = book.parent / "ace"
    folder.mkdir()
    (book := folder / book.name).write_bytes(zips.write(for_checkers(files).items()))
    for said in ace.examine(book, book.parent):
        there = place(artifact, said.ids, Span(f"{artifact.name}!EPUB/{said.file}"))
        yield Diagnostic("GAT106", there, {"rule": said.rule, "message": said.words[:LONGEST]}, said.rule)


def _axe(artifact: Artifact, files: Mapping[str, bytes], book: Path) -> Iterator[Diagnostic]:
    folder = book.parent / "book"
    pages = list(_unpacked(files, folder))
    for said in axe.examine(pages, _MODES, book.parent):
        yield from of_axe(said, artifact, f"!{said.page.relative_to(folder).as_posix()}")


def _layout(artifact: Artifact, files: Mapping[str, bytes], book: Path) -> Iterator[Diagnostic]:
    folder = book.parent / "book"
    pages = list(_unpacked(files, folder))
    faults = layout.examine(pages, _WIDTHS, book.parent)
    yield from of_layout(faults, artifact, lambda page: f"!{page.relative_to(folder).as_posix()}")


def _readers(artifact: Artifact, files: Mapping[str, bytes], book: Path) -> Iterator[Diagnostic]:
    older = book.with_name("older.epub")
    try:
        older.write_bytes(zips.write(seen.without_navigation(files).items()))
        readings = (
            Reading(FOLIATE, book, _FOLIATE),
            Reading(EPUB_JS, book),
            Reading(EPUB_JS, older, has_chapters=False),
        )
        shown = readers.examine(readings, book.parent)
        for name, contents, one in zip(_READERS, (seen.NAV, seen.NAV, seen.NCX), shown, strict=True):
            yield from _of_reader(artifact, name, one, seen.unseen(files, one, contents))
    except (KeyError, StopIteration, etree.XMLSyntaxError) as error:
        # EPUBCheck says of what is no book that it cannot be read.
        raise Unavailable(Reason("said_nothing", who=readers.NAME)) from error


def _of_reader(artifact: Artifact, name: str, shown: Shown, unseen: Iterable[Unseen]) -> Iterator[Diagnostic]:
    for said in shown.said:
        yield from of_axe(said, artifact, f"!{said.page.as_posix()}")
    for words in shown.errors:
        yield Diagnostic("GAT116", Span(artifact.name), {"who": name, "reason": quoted(name, words)}, "error")
    # What else lacks where a script failed, lacks by that.
    for file, why, ids in unseen if not shown.errors else ():
        there = place(artifact, ids, Span(f"{artifact.name}!{file}"))
        yield Diagnostic("GAT116", there, {"who": name, "reason": why}, f"{name} {why.name}")


def _unpacked(files: Mapping[str, bytes], folder: Path) -> Iterator[Path]:
    """The pages of a book whose files are put into a folder, and nowhere else."""
    for name, data in files.items():
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/"):
            continue
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if name.startswith(_TEXT) and path.suffix == ".xhtml":
            yield path
