"""Knows what EPUBCheck, Ace and axe say of a book and what Chromium shows of it, and how that becomes findings with
places; must not know how they are run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.epub.policy import for_checkers
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import LONGEST, few, ids_at, of_axe, of_layout, place, skipped
from pipeline.tools import ace, axe, epubcheck, layout, zips
from pipeline.tools.axe import Mode
from pipeline.tools.judges import Unavailable

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


def judge(artifact: Artifact) -> Iterator[Diagnostic]:
    """GAT105 for what EPUBCheck says, GAT106 for Ace, GAT107 for axe, GAT112 and GAT113 for what Chromium shows; GAT103
    or GAT104 where one of them cannot be asked; GAT114 where a book says that it is accessible and they do not bear
    that out."""
    judges: Mapping[str, Callable[[Artifact, Mapping[str, bytes], Path], Iterator[Diagnostic]]] = {
        "EPUBCheck": _epubcheck,
        "Ace": _ace,
        "axe": _axe,
        "Chromium": _layout,
    }
    try:
        files = zips.read(artifact.data)
    except ReasonedError:
        # EPUBCheck says so in its own words, and nothing is there for the others.
        files, judges = {}, {"EPUBCheck": _epubcheck}
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "report.epub")
        path.write_bytes(artifact.data)
        doubted = []
        for name, ask in judges.items():
            try:
                found = list(few(ask(artifact, files, path)))
            except Unavailable as error:
                found = [skipped(name, error.reason, artifact.name)]
            yield from found
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
