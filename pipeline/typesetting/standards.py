"""Knows the pairs of PDF/A and PDF/UA that a file can follow, and what WeasyPrint has to be told for each; must not
know reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standard:
    """A pair of standards: the marks in the metadata, and the options that WeasyPrint lays out and writes with."""

    name: str
    marks: Mapping[str, Mapping[str, str]]
    options: Mapping[str, str | bool]


FIRST = Standard(
    "ua-1",
    {"pdfaid": {"part": "3", "conformance": "A"}, "pdfuaid": {"part": "1"}},
    {"pdf_variant": "pdf/a-3a"},
)
"""PDF/A-3a (ISO 19005-3) with PDF/UA-1 (ISO 14289-1): what libraries and readers know today."""

SECOND = Standard(
    "ua-2",
    {"pdfaid": {"part": "4", "rev": "2020"}, "pdfuaid": {"part": "2", "rev": "2024"}},
    {"pdf_variant": "pdf/a-4u", "pdf_tags": True},
)
"""PDF/A-4 (ISO 19005-4) with PDF/UA-2 (ISO 14289-2), both PDF 2.0."""

SECOND_WITH_FILES = Standard(
    "ua-2",
    {"pdfaid": {"part": "4", "rev": "2020", "conformance": "F"}, "pdfuaid": {"part": "2", "rev": "2024"}},
    {"pdf_variant": "pdf/a-4f", "pdf_tags": True},
)
"""The same with attached files of any kind: PDF/A-4f (ISO 19005-4, annex A)."""

STANDARDS = {("ua-1", False): FIRST, ("ua-1", True): FIRST, ("ua-2", False): SECOND, ("ua-2", True): SECOND_WITH_FILES}
"""The standard of a name, for files without and with attachments."""
