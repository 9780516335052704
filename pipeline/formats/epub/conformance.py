"""Knows how an e-book says which accessibility its publisher answers for (EPUB Accessibility 1.1, 4); must not know
whether that is so, nor who says it.

It is a claim about people's work and no measurement: without it in the settings, a book says nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.edition import Conformance
from pipeline.tools.ebook import Meta

_CLAIM, _CERTIFIER = "conformance", "certifier"


def claim(conformance: Conformance | None) -> Iterator[Meta]:
    """The claim, who certifies it, by which credential, and the report: rows of the package's metadata."""
    if conformance is None:
        return
    yield Meta("meta", _level(conformance), {"property": "dcterms:conformsTo", "id": _CLAIM})
    named = {"property": "a11y:certifiedBy", "refines": f"#{_CLAIM}", "id": _CERTIFIER}
    yield Meta("meta", conformance.certifier, named)
    if conformance.credential.startswith("https://"):
        yield _link("a11y:certifierCredential", conformance.credential)
    elif conformance.credential:
        entitled = {"property": "a11y:certifierCredential", "refines": f"#{_CERTIFIER}"}
        yield Meta("meta", conformance.credential, entitled)
    if conformance.report:
        yield _link("a11y:certifierReport", conformance.report)


def said(conformance: Conformance | None) -> dict[str, list[str]]:
    """The name of the claim with all that refines it, as a package is read."""
    if conformance is None:
        return {}
    credential = [f"a11y:certifierCredential: {conformance.credential}"] if conformance.credential else []
    report = [f"a11y:certifierReport: {conformance.report}"] if conformance.report else []
    certified = " / ".join([f"a11y:certifiedBy: {conformance.certifier}", *credential, *report])
    return {"dcterms:conformsTo": [f"{_level(conformance)} | {certified}"]}


def _level(conformance: Conformance) -> str:
    return f"EPUB Accessibility 1.1 - WCAG {conformance.wcag} Level {conformance.level}"


def _link(name: str, address: str) -> Meta:
    return Meta("link", "", {"rel": name, "refines": f"#{_CERTIFIER}", "href": address})
