"""Knows which accessibility metadata the pages of an e-book bear out (EPUB Accessibility 1.1, 2.2), and reads them off
finished pages; must not know the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.core.languages import Languages, has_spaces
from pipeline.core.wording import word
from pipeline.formats.proving.markup import Element, local

_ALWAYS = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA")


def borne_out(pages: Iterable[Element], languages: Languages) -> Mapping[str, list[str]]:
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
    told = [*features[len(_ALWAYS) :], _ALWAYS[0]]
    summaries = {
        f"schema:accessibilitySummary {tag}": [
            (" " if has_spaces(language) else "").join(word(f"accessibility_{name}", language) for name in told)
        ]
        for language, tag in languages.tags
    }
    return {
        "schema:accessMode": ["textual", "visual"] if pictures else ["textual"],
        "schema:accessModeSufficient": ["textual"],
        "schema:accessibilityFeature": features,
        "schema:accessibilityHazard": ["none"],
        **summaries,
    }


def _is_named(picture: Element) -> bool:
    if local(picture) == "img":
        return bool(str(picture.get("alt", "")).strip())
    return any((child.text or "").strip() for child in picture if local(child) == "title")
