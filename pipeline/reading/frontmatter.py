"""Knows the schema of the front matter and how to read it; must not know Markdown beyond where the front matter
ends."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import BOTH, Bilingual, Languages
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.numbers import CONTENTS_DEPTH, NUMBERED_LEVELS
from pipeline.core.reasons import Reason, ReasonedError, Value
from pipeline.core.text import SourceText
from pipeline.reading import logo
from pipeline.reading.dates import DAY, MONTH, date_fault
from pipeline.reading.fields import Fields, texts_of
from pipeline.reading.filling import NAMES
from pipeline.reading.logo import LogoField
from pipeline.reading.translations import lacking, without_foreign
from pipeline.tools import schema_forms, yaml
from pipeline.tools.identifiers import (
    DOI_PATTERN,
    ORCID_PATTERN,
    doi_fault,
    license_fault,
    new_isbn_fault,
    orcid_fault,
)
from pipeline.tools.schema import Strict, Text, checked, text_paths
from pipeline.tools.schema_faults import explain

# MARC relator codes that a report uses: https://id.loc.gov/vocabulary/relators
Role = Literal["aut", "ctb", "edt", "trl", "ill", "pbl", "fnd", "rev", "cmp", "isb"]
# What is no fact of the report, or a fact of another shape.
_APART = ("identifier", "parts", "variables", "languages", "lang", "logo")


Orcid = Annotated[
    str,
    checked(orcid_fault),
    Field(
        examples=["0000-0002-1825-0097"],
        json_schema_extra={"pattern": f"^{ORCID_PATTERN}$"},
        description="ORCID iD, sixteen digits with hyphens",
    ),
]
Doi = Annotated[
    str,
    checked(doi_fault),
    Field(
        examples=["10.1234/abc"],
        json_schema_extra={"pattern": f"^{DOI_PATTERN}$"},
        description="a bare DOI, without https://doi.org/",
    ),
]
Isbn = Annotated[str, checked(new_isbn_fault), Field(description="ISBN-13", examples=["978-7-302-00000-6"])]
License = Annotated[
    str,
    checked(license_fault),
    Field(description="an SPDX identifier or expression, or the licence's https address", examples=["CC-BY-4.0"]),
]


class PersonField(Strict):
    """An author or contributor."""

    name: Text
    affiliation: Text | None = None
    orcid: Orcid | None = None
    role: Role = "aut"
    sort: Annotated[str, Field(description="how the name is filed, where not by its sound", examples=["Shan Yu"])] = ""


class IdentifierField(Strict):
    """What names the report to the world: at least one of the three."""

    doi: Doi | None = None
    isbn: Isbn | None = None
    report: Annotated[str | None, Field(description="report number of the issuing body")] = None


class FrontMatter(Strict):
    """The YAML block at the top of `report.md`."""

    title: Text
    subtitle: Text | None = None
    abstract: Annotated[Text, Field(description="a blank line starts a new paragraph")]
    keywords: Annotated[list[Text], Field(min_length=1)]
    publisher: Text
    authors: Annotated[list[PersonField], Field(min_length=1)]
    date: Annotated[
        str,
        checked(date_fault),
        Field(
            json_schema_extra={"pattern": f"^{MONTH}({DAY})?$"},
            description="ISO 8601, such as 2026-11-22, or 2026-11 of a month",
            examples=["2026-11-22"],
        ),
    ]
    version: Annotated[str, Field(examples=['"1.0"'])]
    license: License
    identifier: IdentifierField | None = None
    rights: Text | None = None
    series: Text | None = None
    logo: Annotated[LogoField | None, Field(description="a picture of the project, on the cover")] = None
    classification: Annotated[Text | None, Field(description="who may read it, on the cover: 内部, Internal")] = None
    watermark: Annotated[Text | None, Field(description="across the pages of a draft: 草稿, DRAFT")] = None
    contributors: list[PersonField] = []
    funding: list[Text] = []
    languages: Annotated[
        list[Literal["zh", "en"]],
        Field(min_length=1, max_length=2, description="the language of the text first, then the one beside it, if any"),
    ] = ["zh", "en"]
    lang: Annotated[
        Literal["zh-CN", "en"] | None, Field(description="the tag of the first language, which follows from languages")
    ] = None
    glossary: Annotated[list[Text], Field(description="terms; the lettering of figures keeps them on one line")] = []
    abbreviations: Annotated[
        dict[str, Text], Field(description="what each stands for", examples=[{"GDP": {"zh": "国内生产总值"}}])
    ] = {}
    numbering: Annotated[Literal["continuous", "chapter"], Field(description="figures and tables: 图 3, or 图 2-1")] = (
        "continuous"
    )
    references: Annotated[
        Literal["document", "chapter"], Field(description="one reference list at the end, or one in each chapter")
    ] = "document"
    cover: Annotated[Literal["edge", "band", "centred"], Field(description="how the cover looks")] = "edge"
    contents: Annotated[
        int, Field(ge=1, le=NUMBERED_LEVELS, description="how many levels of headings the contents show")
    ] = CONTENTS_DEPTH
    lists: Annotated[
        list[Literal["figures", "tables", "listings", "equations", "abbreviations"]],
        Field(description="lists to print after the contents"),
    ] = []
    parts: Annotated[
        list[str],
        Field(
            max_length=500,
            description="files of the text that follow report.md, in order, in its folder",
            examples=[["chapters/method.md", "chapters/results.md"]],
        ),
    ] = []
    variables: Annotated[
        dict[str, str | dict[str, str]],
        Field(
            description="texts that stand in the report as {{name}}, or {{name.en}}",
            examples=[{"sample": "1,203", "region": {"zh": "华北", "en": "North China"}}],
        ),
    ] = {}

    @field_validator("lang")
    @classmethod
    def _is_the_first(cls, tag: str | None, info: ValidationInfo) -> str | None:
        languages = info.context if isinstance(info.context, Languages) else BOTH
        if tag and tag != languages.tag:
            raise ReasonedError(Reason("lang_is_another", tag=tag, languages=tuple(languages)))
        return tag

    def metadata(self) -> Metadata:
        """The same facts as the core knows them."""
        named = self.identifier.model_dump(exclude_none=True) if self.identifier else {}
        fields = {name: _plain(getattr(self, name)) for name in type(self).model_fields if name not in _APART}
        return Metadata(
            **fields,
            languages=Languages.of(self.languages),
            identifiers=tuple(Identifier(scheme, value) for scheme, value in named.items()),
        )


def _plain(value: object) -> Any:
    """A value of the schema as the core knows it: texts as `Bilingual`, people as `Person`, lists as tuples."""
    if value is None:
        return Bilingual()
    if isinstance(value, Text):
        return value.bilingual()
    if isinstance(value, PersonField):
        return Person(value.name.bilingual(), _plain(value.affiliation), value.orcid or "", value.role, value.sort)
    if isinstance(value, dict):
        return tuple((name, _plain(part)) for name, part in value.items())
    if isinstance(value, list):
        parts = map(_plain, value)
        return tuple(dict.fromkeys(parts)) if all(isinstance(part, str) for part in value) else tuple(parts)
    return value


def split(source: SourceText) -> tuple[str | None, int]:
    """The YAML between the opening `---` and its closing line, and the 0-based offset where the body starts."""
    match = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", source.text, re.S | re.M)
    return (match.group(1), match.end()) if match else (None, 0)


def _front(line: str) -> dict[str, Value]:
    """What to do about a front matter that cannot be found, by the first line of its file."""
    if re.fullmatch(r"---[ \t]*", line):
        return {"how": Reason("front_not_closed")}
    return {"how": Reason("front_dashes")} if re.fullmatch(r"\s*[-—–－_=]+\s*", line) else {}


def body_start(source: SourceText) -> int:
    """The 0-based offset where the text begins behind the front matter."""
    return split(source)[1]


@cache
def forms() -> dict[str, str]:
    """How the keys of the front matter are written."""
    return schema_forms.forms(FrontMatter)


def read(source: SourceText, fields: Fields | None = None) -> tuple[Metadata, Diagnostics]:
    """The metadata of a source; empty metadata with the reasons where it cannot be read. Its texts are added to
    `fields`."""
    block, _ = split(source)
    if block is None:
        return Metadata(), (Diagnostic("MET101", source.line_span(1), _front(source.line(1))),)
    found, problems = yaml.load(block, yaml.Origin(source, first_line=2))
    if found is None:
        return Metadata(), problems
    languages = Languages.named(found.data)
    found, strange = without_foreign(found, languages)
    written = schema_forms.in_languages(forms(), languages)
    try:
        front_matter = FrontMatter.model_validate(found.data, context=languages)
    except ValidationError as error:
        faults = explain(error, lambda path, key: found.locate(path, key=key), written, source.name)
        return Metadata(), (*problems, *strange, *faults)
    texts = set(text_paths(front_matter))
    if fields is not None:
        for path, text, place in texts_of(found.values, found.data, texts):
            if path[0] in NAMES:
                fields.texts.append((text, place))
            else:
                fields.add(text, place)
    metadata = replace(front_matter.metadata(), logo=logo.block_of(front_matter.logo, found))
    return metadata, (*problems, *strange, *lacking(found, languages, written))
