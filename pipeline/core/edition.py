"""Knows which edition of a report is made, and how its PDF is; must not know where that is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """Which edition of a report is made; `since` is the revision that a proof marks changes against."""

    proof: bool = False
    for_print: bool = False
    since: str = ""

    @property
    def suffix(self) -> str:
        """What the names of its files carry."""
        return "-proof" if self.proof else "-print" if self.for_print else ""


RELEASE = Edition()
EDITIONS = (RELEASE, Edition(proof=True), Edition(for_print=True))


@dataclass(frozen=True)
class PdfOptions:
    """How a PDF is made: its standard (`ua-1`, `ua-2`); where chapters begin (`any`, `page`, `right`); notes numbered
    through
    (`continuous`) or on each `page`; whether stops hang, and the source is attached."""

    standard: str = "ua-1"
    openings: str = "any"
    notes: str = "continuous"
    hanging: bool = False
    attach: bool = False
