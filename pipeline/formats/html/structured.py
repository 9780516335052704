"""Knows what search engines and reference managers are told of the report as data: schema.org's Report in JSON-LD; must
not know where it stands."""

from __future__ import annotations

import json
from typing import Any

from pipeline.core.edition import HtmlOptions
from pipeline.core.facts import addresses, folded, license_address
from pipeline.core.languages import WEB_TAGS, Bilingual
from pipeline.core.model import Metadata, Person

KIND = "application/ld+json"
Json = Any


def structured(metadata: Metadata, options: HtmlOptions) -> str:
    """The report as a block of data, which no browser runs; a text stands in each language that it is in."""

    def said(text: Bilingual) -> list[Json]:
        return [{"@language": WEB_TAGS[one], "@value": text[one]} for one in metadata.languages if text[one]]

    facts = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": said(metadata.title),
        "alternativeHeadline": said(metadata.subtitle),
        "abstract": said(folded(metadata.abstract)),
        "keywords": [row for keyword in metadata.keywords for row in said(keyword)],
        "author": [_person(person, said) for person in metadata.authors],
        "contributor": [_person(person, said) for person in metadata.contributors],
        "publisher": {"@type": "Organization", "name": said(metadata.publisher)} if metadata.publisher else {},
        "datePublished": metadata.date,
        "version": metadata.version,
        "inLanguage": [tag for _, tag in metadata.languages.tags],
        "identifier": list(addresses(metadata)),
        "reportNumber": next((item.value for item in metadata.identifiers if item.scheme == "report"), ""),
        "license": license_address(metadata.license) or metadata.license,
        "copyrightNotice": said(metadata.rights),
        "isPartOf": {"@type": "CreativeWorkSeries", "name": said(metadata.series)} if metadata.series else {},
        "url": options.address,
    }
    # Nothing of a text can end the block.
    return json.dumps(
        {name: value for name, value in facts.items() if value}, ensure_ascii=False, separators=(",", ":")
    ).replace("<", "\\u003c")


def _person(person: Person, said: Any) -> Json:
    """An author by the names; a person for certain where there is an ORCID iD or an affiliation, else a person or a
    body."""
    told: Json = {"name": said(person.name)}
    if person.orcid or person.affiliation:
        told["@type"] = "Person"
    if person.orcid:
        told["@id"] = f"https://orcid.org/{person.orcid}"
    if person.affiliation:
        told["affiliation"] = {"@type": "Organization", "name": said(person.affiliation)}
    return told
