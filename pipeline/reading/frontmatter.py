"""Knows the schema of the front matter and how to read it; must not know Markdown beyond where the front matter
ends."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import LANGUAGES
from pipeline.core.model import Bilingual, Identifier, Metadata, Person
from pipeline.core.text import SourceText
from pipeline.tools import yaml
from pipeline.tools.schema import Strict, Text, explain, field_names

# MARC relator codes that a report uses: https://id.loc.gov/vocabulary/relators
Role = Literal["aut", "ctb", "edt", "trl", "ill", "pbl", "fnd", "rev", "cmp", "isb"]


def _checked_isbn(value: str) -> str:
    digits = value.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise ValueError("an ISBN has 13 digits and starts with 978 or 979")
    # ISO 2108: weights 1 and 3 in turn, the sum a multiple of 10.
    if sum(int(digit) * (1, 3)[index % 2] for index, digit in enumerate(digits)) % 10:
        raise ValueError("the check digit of the ISBN is wrong")
    return value


def _checked_orcid(value: str) -> str:
    digits = value.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    # ISO 7064 MOD 11-2, as ORCID prescribes.
    expected = (12 - total % 11) % 11
    if digits[-1] != ("X" if expected == 10 else str(expected)):
        raise ValueError("the check digit of the ORCID iD is wrong")
    return value


Orcid = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", description="ORCID iD, sixteen digits with hyphens"),
    AfterValidator(_checked_orcid),
]
Doi = Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$", description="a bare DOI, without https://doi.org/")]
Isbn = Annotated[str, AfterValidator(_checked_isbn), Field(description="ISBN-13")]
# An SPDX identifier or expression, or the licence's address.
License = Annotated[
    str, Field(pattern=r"^(https://\S+|[A-Za-z0-9][A-Za-z0-9.+-]*( (AND|OR|WITH) [A-Za-z0-9][A-Za-z0-9.+-]*)*)$")
]


class PersonField(Strict):
    """An author or contributor."""

    name: Text
    affiliation: Text | None = None
    orcid: Orcid | None = None
    role: Role = "aut"


class IdentifierField(Strict):
    """What names the report to the world: at least one of the three."""

    doi: Doi | None = None
    isbn: Isbn | None = None
    report: Annotated[str | None, Field(description="report number of the issuing body")] = None


def _real_date(text: str) -> str:
    """Refuse a day that no month has."""
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text} is no day of the calendar") from error
    return text


class FrontMatter(Strict):
    """The YAML block at the top of `report.md`."""

    title: Text
    subtitle: Text | None = None
    abstract: Annotated[Text, Field(description="plain text; a blank line starts a new paragraph")]
    keywords: Annotated[list[Text], Field(min_length=1)]
    publisher: Text
    authors: Annotated[list[PersonField], Field(min_length=1)]
    date: Annotated[
        str,
        AfterValidator(_real_date),
        Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", description="ISO 8601, such as 2026-11-22"),
    ]
    version: str
    license: License
    identifier: IdentifierField | None = None
    rights: Text | None = None
    series: Text | None = None
    contributors: list[PersonField] = []
    funding: list[Text] = []
    lang: Annotated[Literal["zh-CN"], Field(description="the language of the text")] = "zh-CN"
    glossary: Annotated[list[Text], Field(description="terms; the lettering of figures keeps them on one line")] = []
    numbering: Annotated[Literal["continuous", "chapter"], Field(description="figures and tables: 图 3, or 图 2-1")] = (
        "continuous"
    )
    references: Annotated[
        Literal["document", "chapter"], Field(description="one reference list at the end, or one in each chapter")
    ] = "document"
    lists: Annotated[list[Literal["figures", "tables"]], Field(description="lists to print after the contents")] = []

    def metadata(self) -> Metadata:
        """The same facts as the core knows them."""
        named = self.identifier.model_dump(exclude_none=True) if self.identifier else {}
        return Metadata(
            title=self.title.bilingual(),
            subtitle=_text(self.subtitle),
            abstract=self.abstract.bilingual(),
            keywords=tuple(keyword.bilingual() for keyword in self.keywords),
            publisher=self.publisher.bilingual(),
            rights=_text(self.rights),
            series=_text(self.series),
            authors=tuple(_person(person) for person in self.authors),
            contributors=tuple(_person(person) for person in self.contributors),
            funding=tuple(grant.bilingual() for grant in self.funding),
            date=self.date,
            version=self.version,
            lang=self.lang,
            identifiers=tuple(Identifier(scheme, value) for scheme, value in named.items()),
            license=self.license,
            glossary=tuple(term.bilingual() for term in self.glossary),
            numbering=self.numbering,
            references=self.references,
            lists=tuple(dict.fromkeys(self.lists)),
        )


def _text(text: Text | None) -> Bilingual:
    return text.bilingual() if text else Bilingual()


def _person(person: PersonField) -> Person:
    return Person(person.name.bilingual(), _text(person.affiliation), person.orcid or "", person.role)


def split(source: SourceText) -> tuple[str | None, int]:
    """The YAML between the opening `---` and its closing line, and the 0-based offset where the body starts."""
    match = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", source.text, re.S | re.M)
    return (match.group(1), match.end()) if match else (None, 0)


def body_start(source: SourceText) -> int:
    """The 0-based offset where the text begins behind the front matter."""
    return split(source)[1]


def read(source: SourceText) -> tuple[Metadata, Diagnostics]:
    """The metadata of a source; empty metadata with the reasons where it cannot be read."""
    block, _ = split(source)
    if block is None:
        return Metadata(), (Diagnostic("MET101", source.line_span(1)),)
    found, problems = yaml.load(block, yaml.Origin(source, first_line=2))
    if found is None:
        return Metadata(), problems
    try:
        front_matter = FrontMatter.model_validate(found.data)
    except ValidationError as error:
        names = field_names(FrontMatter)
        return Metadata(), (*problems, *explain(error, lambda path, key: found.locate(path, key=key), names))
    return front_matter.metadata(), (*problems, *_one_language(front_matter, found))


def _one_language(front_matter: FrontMatter, found: yaml.YamlData) -> list[Diagnostic]:
    """MET102 for each text that stands in one language only."""
    problems = []
    for path in sorted(found.values, key=str):
        value = found.data
        for part in path:
            value = value[part]
        if (isinstance(value, dict) and value and set(value) < {"zh", "en"}) or (
            isinstance(value, dict) and set(value) == {"zh", "en"} and not all(value.values())
        ):
            name = ".".join(str(part) for part in path)
            missing = next(language for language in LANGUAGES if not value.get(language))
            problems.append(
                Diagnostic("MET102", found.locate(path, key=True), {"name": name, "missing": missing}, str(path[0]))
            )
    return problems
