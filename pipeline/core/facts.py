"""Knows the bibliographic facts of a report as one table, which every format's metadata is written from and held
against; must not know how a format spells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.core.languages import ENGLISH_NAMES, Bilingual, Language, is_chinese
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.scripts import CLOSING, FULL_WIDTH, OPENING
from pipeline.core.wording import word

Texts = tuple[Bilingual, ...]


def folded(text: Bilingual) -> Bilingual:
    """A text of several paragraphs on one line, as metadata hold it: nothing stands between two Chinese sentences, a
    blank between others."""

    def one_line(language: Language) -> str:
        closed = FULL_WIDTH + (CLOSING + OPENING + "—…" if is_chinese(language) else "")
        return " ".join(re.sub(rf"(?<=[{closed}])[ \t]*\n\s*(?=[{closed}])", "", text[language]).split())

    return Bilingual.each(one_line)


def names(people: tuple[Person, ...]) -> Texts:
    """The names of some people or bodies."""
    return tuple(person.name for person in people)


def identifier(metadata: Metadata, scheme: str) -> str:
    """The value of an identifier of a scheme: `doi`, `isbn`, `report`; empty where there is none."""
    return next((item.value for item in metadata.identifiers if item.scheme == scheme), "")


def addresses(metadata: Metadata) -> tuple[str, ...]:
    """The identifiers as addresses, in the order of schemes; the number of a report has none."""
    forms = {"doi": "https://doi.org/{}", "isbn": "urn:isbn:{}", "report": "{}"}
    return tuple(
        form.format(value.replace("-", "") if scheme == "isbn" else value)
        for scheme, form in forms.items()
        if (value := identifier(metadata, scheme))
    )


def doi_address(doi: str) -> str:
    """Where a DOI leads to what it names; what parts an address is encoded in it (DOI Handbook, 3.7)."""
    return f"https://doi.org/{quote(doi, safe='/:;()')}" if doi else ""


_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")


def license_address(license_: str) -> str:
    """Where a licence can be read: one of Creative Commons, another that SPDX has a name for, or its own address; empty
    for an expression of several, and for what has a name of its owner's."""
    if license_.startswith("https://"):
        return license_
    if license_ == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if commons := _COMMONS.fullmatch(license_):
        return f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
    is_listed = re.fullmatch(r"(?!LicenseRef-)[\w.-]+", license_) is not None
    return f"https://spdx.org/licenses/{license_}.html" if is_listed else ""


def named(item: Identifier, language: Language) -> str:
    """An identifier with the name of its scheme, as it is printed."""
    return f"{word('report_number', language) if item.scheme == 'report' else item.scheme.upper()} {item.value}"


FACTS: Mapping[str, Callable[[Metadata], Texts]] = {
    "title": lambda metadata: (metadata.title,),
    "subtitle": lambda metadata: (metadata.subtitle,),
    "abstract": lambda metadata: (folded(metadata.abstract),),
    "keywords": lambda metadata: metadata.keywords,
    "authors": lambda metadata: names(metadata.authors),
    "contributors": lambda metadata: names(metadata.contributors),
    "publisher": lambda metadata: (metadata.publisher,),
    "series": lambda metadata: (metadata.series,),
    "funding": lambda metadata: metadata.funding,
    "rights": lambda metadata: (metadata.rights,),
    "date": lambda metadata: (Bilingual.same(metadata.date),),
    "version": lambda metadata: (Bilingual.same(metadata.version),),
    "license": lambda metadata: (Bilingual.same(metadata.license),),
    "doi": lambda metadata: (Bilingual.same(identifier(metadata, "doi")),),
    "isbn": lambda metadata: (Bilingual.same(identifier(metadata, "isbn")),),
    "report number": lambda metadata: (Bilingual.same(identifier(metadata, "report")),),
    "languages": lambda metadata: tuple(Bilingual.same(tag) for _, tag in metadata.languages.tags),
}

Rows = Iterable[tuple[str, str]]
"""Texts, each with what its name has behind it: nothing, or a language."""
Spelling = Callable[[Metadata, Texts], Rows]


def leading(metadata: Metadata, texts: Texts) -> Rows:
    """Each text in the leading language; in the other if that is missing."""
    return [("", metadata.languages.first(text)) for text in texts]


def each(metadata: Metadata, texts: Texts) -> Rows:
    """Each text in all languages, one after the other."""
    return [("", part) for text in texts for part in metadata.languages.all(text)]


def same(_: Metadata, texts: Texts) -> Rows:
    """Each text that is the same in all languages, as a date is."""
    return [("", text.en) for text in texts]


def tagged(metadata: Metadata, texts: Texts) -> Rows:
    """The texts of each language under its tag."""
    return [
        (f" {tag}", text[language]) for language, tag in metadata.languages.tags for text in texts if text[language]
    ]


def called(metadata: Metadata, texts: Texts) -> Rows:
    """The texts of each language under its English name."""
    return [
        (ENGLISH_NAMES[language], text[language]) for language in metadata.languages for text in texts if text[language]
    ]


def beside(metadata: Metadata, texts: Texts) -> Rows:
    """The same without the leading language."""
    return [row for row in called(metadata, texts) if row[0] != ENGLISH_NAMES[metadata.languages.leading]]


def by_language(metadata: Metadata, texts: Texts) -> Rows:
    """All texts of a language, and then those of the other."""
    return [("", text) for _, text in tagged(metadata, texts)]


def address(prefix: str) -> Spelling:
    """A DOI or ISBN as an address."""
    hyphen = "" if "isbn" in prefix else "-"
    return lambda _, texts: [("", prefix + text.en.replace("-", hyphen)) for text in texts]


def joined(separator: str, spelling: Spelling) -> Spelling:
    """The texts of a name as one."""

    def spell(metadata: Metadata, texts: Texts) -> Rows:
        found: dict[str, list[str]] = {}
        for suffix, text in spelling(metadata, texts):
            found.setdefault(suffix, []).append(text)
        return [(suffix, separator.join(parts)) for suffix, parts in found.items()]

    return spell


@dataclass(frozen=True)
class Carried:
    """A fact under the name that the metadata of a format have for it, and how they spell it."""

    fact: str
    name: str
    spell: Spelling = leading

    def rows(self, metadata: Metadata) -> Rows:
        """Each text that has to be there, with its name."""
        texts = tuple(text for text in FACTS[self.fact](metadata) if text)
        return [(self.name + suffix, text) for suffix, text in self.spell(metadata, texts) if text]
