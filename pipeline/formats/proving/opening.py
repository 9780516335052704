"""Knows how a built archive is opened, and how it is told that a file does not open; must not know formats."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import reason_of
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.tools import zips
from pipeline.tools.xml_reasons import XML

_MARKUP = (".xml", ".rels", ".xhtml", ".opf", ".ncx", ".svg")


def unopened(artifact: Artifact, error: Exception) -> Diagnostic:
    """OUT101: the file is no archive, lacks a part, or a part is no markup."""
    if isinstance(error, KeyError):
        reason = Reason("part_is_missing", part=str(error.args[0]))
    elif isinstance(error, (etree.XMLSyntaxError, etree.ParserError)):
        reason = XML.worded(str(error))
    else:
        reason = reason_of(error)
    return Diagnostic("OUT101", Span(artifact.name), {"reason": reason}, artifact.format)


def files_of(data: bytes) -> Mapping[str, bytes]:
    """The files of an archive by name, with all its markup sound: readers open parts that no check asks for.

    Raises:
        RefusedZip, ReasonedError
    """
    files = zips.read(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name, part in files.items():
        if name.endswith(_MARKUP):
            try:
                etree.fromstring(part, parser)
            except etree.XMLSyntaxError as error:
                raise ReasonedError(Reason("part_is_broken", part=name, reason=XML.worded(str(error)))) from error
    return files
