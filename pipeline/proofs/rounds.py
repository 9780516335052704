"""Knows what is kept of each round of proofs in `out/proof`: the sources as they were sent, and their digests; must not
know what is in a proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline import __version__
from pipeline.core.diagnostics import unreadable
from pipeline.core.opening import Unopened, read_within
from pipeline.core.origin import digests
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.project import Project
from pipeline.tools import zips

MAX_FILE = 64 * 2**20
MANIFEST, SOURCES = "manifest.json", "sources.zip"
PROPERTY = "ProofDigest"
"""The custom property of a proof that says what it was made of."""


@dataclass(frozen=True)
class Round:
    """A proof that was sent: its number, to whom, what it was made of (SHA-256 of each file by its name, and of all),
    the commit, the version of Kanben, the permanent identifier of its PDF, and what its headers and footers say."""

    number: int
    to: str
    digest: str
    commit: str
    files: dict[str, str]
    kanben: str = __version__
    pdf: str = ""
    around: list[str] = field(default_factory=list)


def sources_of(project: Project) -> Mapping[str, bytes]:
    """The files that a report is made of, by their names in the project."""
    try:
        return {project.name(path): read_within(path, project.root, MAX_FILE) for path in project.files()}
    except Unopened as error:
        raise unreadable("PRF106", None, reason=error.reason) from error


def folder_of(project: Project, number: int) -> Path:
    return project.out / "proof" / str(number)


def rounds(project: Project) -> Iterator[Round]:
    """The rounds that are known, in order."""
    folders = (path for path in (project.out / "proof").glob("*") if path.name.isdecimal() and path.is_dir())
    for folder in sorted(folders, key=lambda path: int(path.name)):
        try:
            yield Round(**json.loads(read_within(folder / MANIFEST, folder, MAX_FILE)))
        except Unopened:
            continue
        except (ValueError, TypeError) as error:
            raise unreadable("PRF106", Span(str(folder / MANIFEST)), reason=Reason("damaged_inside")) from error


def kept(sent: Round, sources: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """What is kept of a round, by the name of the file."""
    manifest = json.dumps(asdict(sent), ensure_ascii=False, indent=2) + "\n"
    return {MANIFEST: manifest.encode(), SOURCES: zips.write(sorted(sources.items()))}


def sent_sources(project: Project, sent: Round) -> Mapping[str, bytes]:
    """The sources of a round.

    Raises:
        PipelineError: PRF106 where they are not there any more, or are others.
    """
    folder = folder_of(project, sent.number)
    try:
        files = zips.read(read_within(folder / SOURCES, folder, MAX_FILE))
    except (Unopened, zips.RefusedZip) as error:
        raise unreadable("PRF106", Span(str(folder / SOURCES)), reason=error.reason) from error
    if digests(files)[1] != sent.digest:
        raise unreadable("PRF106", Span(str(folder / SOURCES)), reason=Reason("proof_sources_differ"))
    return files
