"""Knows how a proof goes out: the Word edition with its changes tracked, the PDF for proofreading, a covering page, and
what is kept of the round; must not know what comes back."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pipeline.core.edition import Edition
from pipeline.core.files import write_all
from pipeline.core.opening import read_within
from pipeline.core.result import Progress, Result
from pipeline.formats import FORMATS
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w
from pipeline.line.build import build
from pipeline.line.drafts import EDITED
from pipeline.line.session import Session
from pipeline.proofs.covering import covering_page
from pipeline.proofs.rounds import MAX_FILE, PROPERTY, Round, digests, folder_of, kept, rounds, sources_of
from pipeline.tools import git, zips

PAGES = next(row for row in FORMATS if row.for_press)
"""The format that shows the pages."""
_SETTINGS, _PROPERTIES, _TYPES = "word/settings.xml", "docProps/custom.xml", "[Content_Types].xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
# What stands before `w:trackRevisions` in the settings (ECMA-376, part 1, 17.15.1.78).
_BEFORE = (
    *(
        "writeProtection",
        "view",
        "zoom",
        "removePersonalInformation",
        "removeDateAndTime",
        "doNotDisplayPageBoundaries",
    ),
    *("displayBackgroundShape", "printPostScriptOverText", "printFractionalCharacterWidth", "printFormsData"),
    *("embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "saveFormsData", "mirrorMargins"),
    *("alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop"),
    *("hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle", "proofState", "formsDesign"),
    *("attachedTemplate", "linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge"),
    "revisionView",
)


def send(session: Session, to: str, jobs: int, progress: Progress) -> Result:
    """Make the next round of proofs in `out/proof/NUMBER`."""
    project = session.project
    number = max((sent.number for sent in rounds(project)), default=0) + 1
    folder = folder_of(project, number)
    sources = sources_of(project)
    files, digest = digests(sources)
    sent = Round(number, to, digest, git.commit(project.root, project.files()), files)
    result = Result(())
    for row, edition in ((EDITED, project.edition), (PAGES, Edition(proof=True))):
        made = Session(replace(project, out=folder, edition=edition))
        made_result = build(made, [row], jobs, progress)
        result = Result(made_result.diagnostics, (*result.written, *made_result.written))
    word = next(path for path in result.written if path.suffix == EDITED.suffix)
    written = {
        word: tracked(read_within(word, folder, MAX_FILE), digest),
        **{folder / name: data for name, data in kept(sent, sources).items()},
        folder / "letter.html": covering_page(session.document.metadata, sent, [path.name for path in result.written]),
    }
    write_all(written)
    return Result(result.diagnostics, (*result.written, *(path for path in written if path != word)), result.ran)


def tracked(data: bytes, digest: str) -> bytes:
    """A Word document in which changes are tracked, and which says what it was made of."""
    parts = dict(zips.read(data))
    settings, properties = (etree.fromstring(parts[name]) for name in (_SETTINGS, _PROPERTIES))
    if settings.find("w:trackRevisions", NAMESPACES) is None:
        before = [child for child in settings if str(child.tag).rpartition("}")[2] in _BEFORE]
        settings.insert(settings.index(before[-1]) + 1 if before else 0, w("trackRevisions"))
    _set_property(properties, PROPERTY, digest)
    parts |= {_SETTINGS: part(settings), _PROPERTIES: part(properties)}
    return zips.write(parts.items())


def _set_property(properties: Element, name: str, value: str) -> None:
    number = max((int(str(row.get("pid", "1"))) for row in properties), default=1) + 1
    row = etree.SubElement(properties, clark("custom:property"), {"fmtid": _FORMAT, "pid": str(number), "name": name})
    etree.SubElement(row, clark("vt:lpwstr")).text = value
