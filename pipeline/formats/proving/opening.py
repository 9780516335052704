"""Knows how it is told that a built file does not open; must not know how any is read."""

from __future__ import annotations

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact


def unopened(artifact: Artifact, error: Exception) -> Diagnostic:
    """OUT101: the file is no archive, lacks a part, or a part is no markup."""
    if isinstance(error, KeyError):
        reason = Reason("part_is_missing", part=str(error.args[0]))
    elif isinstance(error, (etree.XMLSyntaxError, etree.ParserError)):
        reason = quoted("XML", str(error))
    else:
        reason = reason_of(error)
    return Diagnostic("OUT101", Span(artifact.name), {"reason": reason}, artifact.format)
