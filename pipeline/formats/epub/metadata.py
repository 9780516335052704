"""Knows the package metadata of the e-book, bilingual and measured from its content; must not know EbookLib."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from pipeline.core.dates import to_the_day
from pipeline.core.facts import folded
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Document, Metadata, Person
from pipeline.core.wording import word
from pipeline.tools.ebook import Meta

# ONIX code list 5: identifier types (EPUB 3.3, D.3.7).
_PREFIX = {"doi": "doi:", "isbn": "urn:isbn:"}


def identifier(metadata: Metadata) -> str:
    """The book's own identifier: its DOI or ISBN, else a UUID made from publisher, title and date (RFC 9562, version
    5)."""
    for item in metadata.identifiers:
        if item.scheme in _PREFIX:
            return _PREFIX[item.scheme] + item.value.replace("-", "" if item.scheme == "isbn" else "-")
    texts = map(metadata.languages.first, (metadata.publisher, metadata.title, metadata.subtitle))
    name = "\n".join((*texts, metadata.date[:4]))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def package_metadata(document: Document, chapters: Sequence[str]) -> list[Meta]:
    """The metadata elements in order; `chapters` is the XHTML they describe."""
    metadata, languages = document.metadata, document.metadata.languages
    rows = [Meta("dc:identifier", identifier(metadata), {"id": "pub-id"})]
    rows += _bilingual("dc:title", metadata.title, "title", languages)
    rows.append(Meta("meta", "main", {"property": "title-type", "refines": "#title"}))
    if metadata.subtitle:
        rows += _bilingual("dc:title", metadata.subtitle, "subtitle", languages)
        rows.append(Meta("meta", "subtitle", {"property": "title-type", "refines": "#subtitle"}))
    for kind, people in (("creator", metadata.authors), ("contributor", metadata.contributors)):
        for number, person in enumerate(people, 1):
            rows += _person(person, f"{kind}-{number}", kind, languages)
    rows += [Meta("dc:language", tag) for _, tag in languages.tags]
    rows += _bilingual("dc:publisher", metadata.publisher, "publisher", languages)
    rows.append(Meta("dc:date", metadata.date))
    rights = ". ".join(part for part in (metadata.license, languages.first(metadata.rights)) if part)
    rows.append(Meta("dc:rights", rights, {"xml:lang": languages.tag}))
    for one, tag in languages.tags:
        rows += [Meta("dc:subject", text[one], {"xml:lang": tag}) for text in metadata.keywords if text[one]]
    abstract = folded(metadata.abstract)
    for one, tag in languages.tags:
        if abstract[one]:
            rows.append(Meta("dc:description", abstract[one], {"xml:lang": tag}))
    if metadata.series:
        rows.append(
            Meta(
                "meta",
                languages.first(metadata.series),
                {"property": "belongs-to-collection", "id": "series", "xml:lang": languages.tag},
            )
        )
        rows.append(Meta("meta", "series", {"property": "collection-type", "refines": "#series"}))
    rows.append(Meta("meta", f"{to_the_day(metadata.date)}T00:00:00Z", {"property": "dcterms:modified"}))
    return [
        *rows,
        *_accessibility("\n".join(chapters), languages),
        Meta("meta", "", {"name": "cover", "content": "cover-image"}),
    ]


def _bilingual(name: str, text: Bilingual, id_: str, languages: Languages) -> list[Meta]:
    if not text:
        return []
    (_, tag), *others = [(language, tag) for language, tag in languages.tags if text[language]] or languages.tags[:1]
    rows = [Meta(name, languages.first(text), {"id": id_, "xml:lang": tag})]
    for language, other in others:
        properties = {"property": "alternate-script", "refines": f"#{id_}", "xml:lang": other}
        rows.append(Meta("meta", text[language], properties))
    return rows


def _person(person: Person, id_: str, kind: str, languages: Languages) -> list[Meta]:
    rows = _bilingual(f"dc:{kind}", person.name, id_, languages)
    rows.append(Meta("meta", person.role, {"property": "role", "refines": f"#{id_}", "scheme": "marc:relators"}))
    if person.orcid:
        rows.append(
            Meta("meta", f"https://orcid.org/{person.orcid}", {"property": "dcterms:identifier", "refines": f"#{id_}"})
        )
    return rows


def _accessibility(content: str, languages: Languages) -> list[Meta]:
    """Accessibility metadata that the content bears out (EPUB Accessibility 1.1, 2.2)."""
    has_pictures = "<svg" in content or "<img" in content
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"]
    if has_pictures and not re.search(r"<img(?![^>]*alt=\"[^\"]+\")", content):
        features.append("alternativeText")
    if 'class="description"' in content:
        features.append("longDescription")
    if "<math" in content:
        features.append("MathML")
    modes = ["textual", "visual"] if has_pictures else ["textual"]
    rows = [Meta("meta", mode, {"property": "schema:accessMode"}) for mode in modes]
    rows.append(Meta("meta", "textual", {"property": "schema:accessModeSufficient"}))
    rows += [Meta("meta", feature, {"property": "schema:accessibilityFeature"}) for feature in features]
    rows.append(Meta("meta", "none", {"property": "schema:accessibilityHazard"}))
    for one, tag in languages.tags:
        rows.append(
            Meta("meta", word("accessibility", one), {"property": "schema:accessibilitySummary", "xml:lang": tag})
        )
    return rows
