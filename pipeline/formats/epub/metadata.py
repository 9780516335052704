"""Knows the package metadata of the e-book, in both languages; must not know EbookLib, or what its pages hold."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from pipeline.bibliography.order import filed
from pipeline.core.dates import to_the_day
from pipeline.core.edition import Conformance
from pipeline.core.facts import folded
from pipeline.core.languages import Bilingual, Languages
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.formats.epub.conformance import claim
from pipeline.formats.epub.facts import IDENTIFIER_TYPES
from pipeline.tools.ebook import Meta

_PREFIX = {"doi": "doi:", "isbn": "urn:isbn:"}


def identifier(metadata: Metadata) -> str:
    """The book's own identifier: its DOI or ISBN, else a UUID made from publisher, title and date (RFC 9562, version
    5)."""
    for item in metadata.identifiers:
        if item.scheme in _PREFIX:
            return _identifier(item)
    texts = map(metadata.languages.first, (metadata.publisher, metadata.title, metadata.subtitle))
    name = "\n".join((*texts, metadata.date[:4]))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _identifier(item: Identifier) -> str:
    """An identifier as an address, as far as its scheme has any."""
    return _PREFIX.get(item.scheme, "") + (item.value.replace("-", "") if item.scheme == "isbn" else item.value)


def package_metadata(
    metadata: Metadata, accessible: Mapping[str, Sequence[str]], conformance: Conformance | None
) -> list[Meta]:
    """The metadata elements in order; `accessible` is what the pages bear out, by its names, `conformance` what the
    publisher answers for."""
    languages = metadata.languages
    own = identifier(metadata)
    rows = list(_identifiers(metadata, own))
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
    if metadata.version:
        rows.append(Meta("meta", metadata.version, {"property": "schema:version"}))
    rows.append(Meta("dc:rights", metadata.license))
    for one, tag in languages.tags:
        if metadata.rights[one]:
            rows.append(Meta("dc:rights", metadata.rights[one], {"xml:lang": tag}))
    for one, tag in languages.tags:
        rows += [Meta("dc:subject", text[one], {"xml:lang": tag}) for text in metadata.keywords if text[one]]
    abstract = folded(metadata.abstract)
    for one, tag in languages.tags:
        if abstract[one]:
            rows.append(Meta("dc:description", abstract[one], {"xml:lang": tag}))
    if metadata.series:
        rows += _bilingual("belongs-to-collection", metadata.series, "series", languages)
        rows.append(Meta("meta", "series", {"property": "collection-type", "refines": "#series"}))
    rows.append(Meta("meta", f"{to_the_day(metadata.date)}T00:00:00Z", {"property": "dcterms:modified"}))
    return [
        *rows,
        *_accessibility(accessible),
        *claim(conformance),
        Meta("meta", "", {"name": "cover", "content": "cover-image"}),
    ]


def _identifiers(metadata: Metadata, own: str) -> Iterator[Meta]:
    """The book's own identifier and the others, each with its type (EPUB 3.3, D.3.7)."""
    others = [item for item in metadata.identifiers if _identifier(item) != own]
    named = [item for item in metadata.identifiers if _identifier(item) == own]
    if not named:
        yield Meta("dc:identifier", own, {"id": "pub-id"})
    for number, item in enumerate([*named[:1], *others], 1 if named else 2):
        id_ = "pub-id" if item in named else f"identifier-{number}"
        yield Meta("dc:identifier", _identifier(item), {"id": id_})
        if code := IDENTIFIER_TYPES.get(item.scheme):
            attributes = {"property": "identifier-type", "refines": f"#{id_}", "scheme": "onix:codelist5"}
            yield Meta("meta", code, attributes)


def _bilingual(name: str, text: Bilingual, id_: str, languages: Languages) -> list[Meta]:
    if not text:
        return []
    (_, tag), *others = [(language, tag) for language, tag in languages.tags if text[language]] or languages.tags[:1]
    attributes = {"id": id_, "xml:lang": tag}
    is_core = name.startswith("dc:")
    rows = [
        Meta(name if is_core else "meta", languages.first(text), attributes | ({} if is_core else {"property": name}))
    ]
    for language, other in others:
        properties = {"property": "alternate-script", "refines": f"#{id_}", "xml:lang": other}
        rows.append(Meta("meta", text[language], properties))
    return rows


def _person(person: Person, id_: str, kind: str, languages: Languages) -> list[Meta]:
    rows = _bilingual(f"dc:{kind}", person.name, id_, languages)
    rows.append(Meta("meta", person.role, {"property": "role", "refines": f"#{id_}", "scheme": "marc:relators"}))
    if sound := filed(person.name.zh, person.sort):
        rows.append(Meta("meta", sound, {"property": "file-as", "refines": f"#{id_}"}))
    if person.orcid:
        rows.append(
            Meta("meta", f"https://orcid.org/{person.orcid}", {"property": "dcterms:identifier", "refines": f"#{id_}"})
        )
    return rows


def _accessibility(accessible: Mapping[str, Sequence[str]]) -> Iterator[Meta]:
    for label, texts in accessible.items():
        name, _, tag = label.partition(" ")
        for text in texts:
            yield Meta("meta", text, {"property": name} | ({"xml:lang": tag} if tag else {}))
