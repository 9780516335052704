"""Knows how the report itself is cited: GB/T 7714, and records of BibTeX and RIS for reference managers; must not know
where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.facts import doi_address, folded, identifier
from pipeline.core.languages import ENGLISH_NAMES, WEB_TAGS, Bilingual, Language
from pipeline.core.model import Metadata
from pipeline.core.wording import word
from pipeline.core.words import joined, linked, listed

_TEX = {character: f"\\{character}" for character in "{}%&#_$"} | {
    "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
}  # fmt: skip


def cite_as(metadata: Metadata, language: Language) -> str:
    """How to cite the report in a text: a report entry (GB/T 7714-2025, type R)."""
    authors = word("name_separator", language).join(
        person.name[language] for person in metadata.authors if person.name[language]
    )
    comma, doi = word("name_separator", language), identifier(metadata, "doi")
    ending = joined(" DOI:", linked(doi, doi_address(doi)), ".") if doi else ""
    publisher = f"[R]. {metadata.publisher[language]}{comma}{metadata.date[:4]}."
    return joined(f"{authors}. ", _title(metadata, language), publisher, ending)


def bibtex(metadata: Metadata) -> str:
    """The report as an entry of BibTeX in its leading language. Names stand in braces: none is taken apart."""
    year, month = (*metadata.date.split("-"), "", "")[:2]
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(metadata)),
        "title": f"{{{_tex(_title(metadata, metadata.languages.leading))}}}",
        "institution": f"{{{_tex(_first(metadata, metadata.publisher))}}}",
        "number": _tex(identifier(metadata, "report")),
        "year": year,
        "month": month.lstrip("0"),
        "doi": identifier(metadata, "doi"),
        "isbn": identifier(metadata, "isbn"),
        "language": ENGLISH_NAMES[metadata.languages.leading].lower(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}")]
    return f"@techreport{{{_key(metadata)},\n" + ",\n".join(lines) + "\n}\n"


def ris(metadata: Metadata) -> str:
    """The report as a record of RIS in its leading language, a value on a line."""
    return "".join(f"{tag}  - {value}\n" for tag, value in _tags(metadata) if value or tag == "ER")


def _tags(metadata: Metadata) -> Iterator[tuple[str, str]]:
    leading, doi = metadata.languages.leading, identifier(metadata, "doi")
    yield "TY", "RPRT"
    yield from (("AU", name) for name in _authors(metadata))
    yield "TI", _title(metadata, leading)
    yield "T3", _first(metadata, metadata.series)
    yield "PB", _first(metadata, metadata.publisher)
    yield "PY", metadata.date[:4]
    yield "DA", metadata.date.replace("-", "/")
    yield "M1", identifier(metadata, "report")
    yield "SN", identifier(metadata, "isbn")
    yield "DO", doi
    yield "UR", f"https://doi.org/{doi}" if doi else ""
    yield "LA", WEB_TAGS[leading]
    yield "AB", _first(metadata, folded(metadata.abstract))
    yield from (("KW", _first(metadata, keyword)) for keyword in metadata.keywords)
    yield "ER", ""


def _title(metadata: Metadata, language: Language) -> str:
    parts = [part[language] for part in (metadata.title, metadata.subtitle) if part[language]]
    return listed(word("label_colon", language), parts)


def _authors(metadata: Metadata) -> list[str]:
    return [_first(metadata, person.name) for person in metadata.authors]


def _first(metadata: Metadata, text: Bilingual) -> str:
    return " ".join(metadata.languages.first(text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _key(metadata: Metadata) -> str:
    """A key that every program takes: the first longer word of the English title, and the year."""
    words = re.findall(r"[A-Za-z]{3,}", metadata.title.en)
    return f"{words[0].lower() if words else 'report'}{metadata.date[:4]}"
