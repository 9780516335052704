"""Knows which accessibility metadata the pages of an e-book bear out (EPUB Accessibility 1.1, 2.2), and reads them off
finished pages; must not know the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.core.facts import identifier
from pipeline.core.languages import has_spaces
from pipeline.core.model import Metadata
from pipeline.core.wording import word
from pipeline.formats.proving.markup import Element, local

BREAK = "pagebreak"
"""What marks the beginning of a printed page is."""
PAGE_FEATURES = ("pageBreakMarkers", "pageNavigation")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_ALWAYS = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA")


def page_source(metadata: Metadata) -> str:
    """What names the printed edition that pages are counted by: its ISBN or DOI, its number, else its title (EPUB
    Accessibility 1.1, 3.3.1)."""
    isbn, doi, number = (identifier(metadata, scheme) for scheme in ("isbn", "doi", "report"))
    if isbn:
        return f"urn:isbn:{isbn.replace('-', '')}"
    return f"doi:{doi}" if doi else number or f"{metadata.languages.first(metadata.title)} (PDF, {metadata.date})"


def borne_out(pages: Iterable[Element], metadata: Metadata) -> Mapping[str, list[str]]:
    """The names of accessibility metadata with what they may say of some pages, which are those of the text."""
    elements = [element for page in pages for element in page.iter() if isinstance(element.tag, str)]
    pictures = [element for element in elements if local(element) in ("img", "svg")]
    features = list(_ALWAYS)
    if pictures and all(map(_is_named, pictures)):
        features.append("alternativeText")
    if any("description" in str(element.get("class", "")).split() for element in elements):
        features.append("longDescription")
    if any(local(element) == "math" for element in elements):
        features.append("MathML")
    has_breaks = any(element.get(_TYPE) == BREAK for element in elements)
    if has_breaks:
        features.append(PAGE_FEATURES[0])
    told = [*features[len(_ALWAYS) :], _ALWAYS[0]]
    if has_breaks:
        features.append(PAGE_FEATURES[1])
    summaries = {
        f"schema:accessibilitySummary {tag}": [
            (" " if has_spaces(language) else "").join(word(f"accessibility_{name}", language) for name in told)
        ]
        for language, tag in metadata.languages.tags
    }
    return {
        "schema:accessMode": ["textual", "visual"] if pictures else ["textual"],
        "schema:accessModeSufficient": ["textual"],
        "schema:accessibilityFeature": features,
        "schema:accessibilityHazard": ["none"],
        **({"pageBreakSource": [page_source(metadata)]} if has_breaks else {}),
        **summaries,
    }


def _is_named(picture: Element) -> bool:
    if local(picture) == "img":
        return bool(str(picture.get("alt", "")).strip())
    return any((child.text or "").strip() for child in picture if local(child) == "title")
