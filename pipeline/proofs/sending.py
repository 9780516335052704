"""Knows how a proof goes out: the Word edition with its changes tracked, the PDF for proofreading, a covering page, and
what is kept of the round; must not know what comes back."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pipeline.core.edition import Edition
from pipeline.core.files import write_all
from pipeline.core.opening import read_within
from pipeline.core.origin import digests
from pipeline.core.result import Progress, Result
from pipeline.formats import FORMATS
from pipeline.formats.docx.openxml import Element, clark, part
from pipeline.line.build import build
from pipeline.line.drafts import EDITED
from pipeline.line.session import Session
from pipeline.proofs.around import around_of
from pipeline.proofs.covering import covering_page
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.rounds import MAX_FILE, PROPERTY, Round, folder_of, kept, rounds, sources_of
from pipeline.tools import git, zips
from pipeline.tools.pdf_marks import identifier

PAGES = next(row for row in FORMATS if row.for_press)
"""The format that shows the pages."""
_PROPERTIES = "docProps/custom.xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def send(session: Session, to: str, jobs: int, progress: Progress) -> Result:
    """Make the next round of proofs in `out/proof/NUMBER`."""
    project = session.project
    number = max((sent.number for sent in rounds(project)), default=0) + 1
    folder = folder_of(project, number)
    sources = sources_of(project)
    files, digest = digests(sources)
    sent = Round(number, to, digest, git.commit(project.root, project.files()), files)
    made = Session(replace(project, out=folder, edition=Edition(proof=True)))
    result = build(made, [EDITED, PAGES], jobs, progress)
    word = next(path for path in result.written if path.suffix == EDITED.suffix)
    names = [path.name for path in result.written]
    pages = next(path for path in result.written if path.suffix == PAGES.suffix)
    around = around_of(ReturnedFile.open(read_within(word, folder, MAX_FILE)))
    sent = replace(sent, pdf=identifier(read_within(pages, folder, MAX_FILE)), around=around)
    written = {
        word: marked(read_within(word, folder, MAX_FILE), digest),
        **{folder / name: data for name, data in kept(sent, sources).items()},
        folder / "letter.html": covering_page(session.document.metadata, sent, names),
    }
    write_all(written)
    return Result(result.diagnostics, (*result.written, *(path for path in written if path != word)), result.ran)


def marked(data: bytes, digest: str) -> bytes:
    """A Word document that says what it was made of."""
    parts = dict(zips.read(data))
    properties = etree.fromstring(parts[_PROPERTIES])
    _set_property(properties, PROPERTY, digest)
    return zips.write((parts | {_PROPERTIES: part(properties)}).items())


def _set_property(properties: Element, name: str, value: str) -> None:
    number = max((int(str(row.get("pid", "1"))) for row in properties), default=1) + 1
    row = etree.SubElement(properties, clark("custom:property"), {"fmtid": _FORMAT, "pid": str(number), "name": name})
    etree.SubElement(row, clark("vt:lpwstr")).text = value
