"""Knows which accessibility metadata the pages of an e-book bear out (EPUB Accessibility 1.1, 2.2), whether they are
just made or read from a file; must not know the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.core.facts import identifier
from pipeline.core.languages import has_spaces
from pipeline.core.model import Metadata
from pipeline.core.wording import word
from pipeline.formats.proving.markup import Element, local

BREAK = "pagebreak"
"""What marks the beginning of a printed page is."""
_TYPE = "{http://www.idpf.org/2007/ops}type"
_ALWAYS = ("tableOfContents", "readingOrder", "displayTransformability")
"""What EPUB 3.3 asks of every book, and what every text has that the reading device sets."""
_TOLD = {
    "alternativeText": "accessibility_alternativeText",
    "longDescription": "accessibility_longDescription",
    "MathML": "accessibility_MathML",
    "rubyAnnotations": "accessibility_rubyAnnotations",
    "index": "accessibility_index",
    "pageBreakMarkers": "accessibility_pageBreakMarkers",
    "structuralNavigation": "accessibility_structuralNavigation",
}
"""The features that the summary tells of, in order, and their wordings."""
# No script runs in a page of ours (OUT127).
_LIVELY = {"animate", "animateMotion", "animateTransform", "set"} | {"audio", "video", "canvas", "iframe"}
"""What may sound, move or flash."""
_MOVING = re.compile(r"@(?:-webkit-)?keyframes\b", re.I)


def page_source(metadata: Metadata) -> str:
    """What names the printed edition that pages are counted by: its ISBN or DOI, its number, else its title (EPUB
    Accessibility 1.1, 3.3.1)."""
    isbn, doi, number = (identifier(metadata, scheme) for scheme in ("isbn", "doi", "report"))
    if isbn:
        return f"urn:isbn:{isbn.replace('-', '')}"
    return f"doi:{doi}" if doi else number or f"{metadata.languages.first(metadata.title)} (PDF, {metadata.date})"


def borne_out(pages: Iterable[Element], sheet: str, metadata: Metadata) -> Mapping[str, list[str]]:
    """The names of accessibility metadata with what they may say of some pages, which are those of the text, and of
    their style sheet; a name in one language ends in its tag."""
    elements = [element for page in pages for element in page.iter() if isinstance(element.tag, str)]
    pictures = [one for one in elements if _is_picture(one) and not any(map(_is_picture, one.iterancestors()))]
    features = [*_of_structure(elements), *_of_content(elements, pictures)]
    modes = ["textual", "visual"] if pictures else ["textual"]
    is_lively = _MOVING.search(sheet) or any(local(element) in _LIVELY for element in elements)
    return {
        "schema:accessMode": modes,
        "schema:accessModeSufficient": ["textual" if all(map(_is_named, pictures)) else ",".join(modes)],
        "schema:accessibilityFeature": features,
        "schema:accessibilityHazard": ["unknown" if is_lively else "none"],
        **({"pageBreakSource": [page_source(metadata)]} if "pageBreakMarkers" in features else {}),
        **_summaries([name for feature, name in _told(elements).items() if feature in features], metadata),
    }


def _of_structure(elements: Sequence[Element]) -> Iterator[str]:
    """The features of the text's structure (Schema.org Accessibility Properties, 3.2.1)."""
    if any(re.fullmatch("h[1-6]", local(element)) for element in elements):
        yield "structuralNavigation"
    yield from _ALWAYS
    if any(name == "role" or str(name).startswith("aria-") for element in elements for name in element.attrib):
        yield "ARIA"
    if any(element.get("role") == "doc-index" for element in elements):
        yield "index"
    if any(element.get(_TYPE) == BREAK for element in elements):
        yield from ("pageBreakMarkers", "pageNavigation")


def _of_content(elements: Sequence[Element], pictures: Sequence[Element]) -> Iterator[str]:
    """The features of pictures, formulas and characters."""
    if pictures and all(map(_is_named, pictures)):
        yield "alternativeText"
    if any(map(_is_description, elements)):
        yield "longDescription"
    formulas = [element for element in elements if local(element) == "math"]
    if formulas:
        yield "MathML"
    if formulas and all(str(formula.get("alttext", "")).strip() for formula in formulas):
        yield "describedMath"
    if any(local(element) == "ruby" for element in elements):
        yield "rubyAnnotations"


def _told(elements: Sequence[Element]) -> Mapping[str, str]:
    """The wordings of features; not every figure may have a long description."""
    figures = [one for one in elements if local(one) == "figure" and any(map(_is_picture, one.iter()))]
    if all(any(map(_is_description, figure.iter())) for figure in figures):
        return _TOLD
    return {**_TOLD, "longDescription": "accessibility_longDescription_some"}


def _summaries(names: Sequence[str], metadata: Metadata) -> dict[str, list[str]]:
    return {
        f"schema:accessibilitySummary {tag}": [(" " if has_spaces(one) else "").join(word(name, one) for name in names)]
        for one, tag in metadata.languages.tags
    }


def _is_picture(element: Element) -> bool:
    return local(element) in ("img", "svg")


def _is_description(element: Element) -> bool:
    return "description" in str(element.get("class", "")).split()


def _is_named(picture: Element) -> bool:
    if local(picture) == "img":
        return bool(str(picture.get("alt", "")).strip())
    return any((child.text or "").strip() for child in picture if local(child) == "title")
