"""Knows how the other files that a report is written in are found and read; must not know what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.core.decoding import BrokenText, decode_data
from pipeline.core.diagnostics import Diagnostic, Diagnostics, unreadable
from pipeline.core.joined import File, JoinedText
from pipeline.core.opening import Folder, Unopened
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.reading.frontmatter import split
from pipeline.reading.sourcefile import MAX_BYTES, decoded
from pipeline.reading.variables import insertions, values_of
from pipeline.tools import yaml

MAX_PARTS = 500
_NAMED = re.compile(r"^[\"']?parts[\"']?\s*:", re.M)


def join_parts(first: SourceText, report: Path, root: Path) -> JoinedText:
    """The text of a report with that of the files that its front matter names under `parts`, which lie in its folder,
    and with the facts that it names.

    Raises:
        PipelineError: SRC141 where a part cannot be one, else what `read_source` raises for its own file.
    """
    files, folder = [first], Folder(report.parent, root)
    left = MAX_BYTES - len(first.text)
    for name, span in _named(first):
        shown = folder.shown(name)
        if shown in [file.name for file in files]:
            raise unreadable("SRC141", span, file=name, reason=Reason("part_twice"))
        try:
            data = folder.read(name, max(left, 0))
        except Unopened as error:
            raise unreadable("SRC141", span, file=name, reason=error.reason) from error
        part = decoded(data, shown)
        if split(part)[0] is not None:
            raise unreadable("SRC142", part.line_span(1))
        files.append(part)
        left -= len(data)
    values = values_of(first) if any("{{" in file.text for file in files) else {}
    return JoinedText(tuple(File(file, insertions(file, values)) for file in files))


def join_data(joined: JoinedText, names: Iterable[str], folder: Folder) -> JoinedText:
    """A text with those of some files of data behind it; one that cannot be read is told where its table is."""
    found: dict[str, File] = {}
    for name in names:
        shown = folder.shown(name)
        with suppress(Unopened, BrokenText):
            found.setdefault(shown, File(decode_data(folder.read(name, MAX_BYTES), shown)))
    return replace(joined, files=(*joined.files, *found.values()))


def unnamed(joined: JoinedText, report: Path, root: Path) -> Diagnostics:
    """SRC143 for each Markdown file that lies in a folder of the parts and is none; README.md is not for readers of
    the report."""
    if len(joined.files) == 1:
        return ()
    named = {root / file.source.name for file in joined.files}
    found = sorted(path for folder in {path.parent for path in named} for path in folder.glob("*.md"))
    names = [path.relative_to(root).as_posix() for path in found if path not in named and path.stem != "README"]
    return tuple(
        Diagnostic("SRC143", Span(name), {"file": name}, name) for name in names if not Path(name).name.startswith(".")
    )


def _named(source: SourceText) -> list[tuple[str, Span]]:
    """The names of the parts with their places; none where the front matter says it otherwise than it should, which
    is told where that is read."""
    block, _ = split(source)
    if block is None or not _NAMED.search(block):
        return []
    found, _problems = yaml.load(block, yaml.Origin(source, first_line=2))
    names = found.data.get("parts") if found is not None and isinstance(found.data, dict) else None
    if found is None or not isinstance(names, list):
        return []
    return [
        (name, found.locate(("parts", place)))
        for place, name in enumerate(names[:MAX_PARTS])
        if isinstance(name, str) and name.strip()
    ]
