"""Knows the bibliographic facts of a report as one table, which every format's metadata is written from and held
against;
must not know how a format spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.core.languages import Bilingual, Language
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.wording import word

Texts = tuple[Bilingual, ...]


def folded(text: Bilingual) -> Bilingual:
    """A text of several paragraphs on one line, as metadata hold it."""
    return Bilingual.each(lambda language: " ".join(text[language].split()))


def names(people: tuple[Person, ...]) -> Texts:
    """The names of some people or bodies."""
    return tuple(person.name for person in people)


def identifier(metadata: Metadata, scheme: str) -> str:
    """The value of an identifier of a scheme: `doi`, `isbn`, `report`; empty where there is none."""
    return next((item.value for item in metadata.identifiers if item.scheme == scheme), "")


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
}


@dataclass(frozen=True)
class Carried:
    """A fact that the metadata of a format carry, in all languages of the report or in the leading one; there in the
    other if that is missing."""

    name: str
    in_all: bool = True

    def values(self, metadata: Metadata) -> Iterator[str]:
        """Each text that has to be there, once."""
        languages, texts = metadata.languages, [text for text in FACTS[self.name](metadata) if text]
        if self.in_all:
            yield from dict.fromkeys(part for text in texts for part in languages.all(text))
        else:
            yield from dict.fromkeys(languages.first(text) for text in texts)


def both(*names_: str) -> tuple[Carried, ...]:
    """Facts that are carried in all languages."""
    return tuple(Carried(name) for name in names_)


def leading(*names_: str) -> tuple[Carried, ...]:
    """Facts that are carried in the leading language alone."""
    return tuple(Carried(name, in_all=False) for name in names_)
