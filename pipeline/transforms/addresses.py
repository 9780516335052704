"""Knows where the facts of a colophon lead to: DOIs, ORCID iDs and licences; must not know where they are printed."""

from __future__ import annotations

import re

from pipeline.core.facts import doi_address, license_address, named
from pipeline.core.languages import Language
from pipeline.core.model import Identifier, Person
from pipeline.core.words import joined, linked

_OPERATORS = ("AND", "OR", "WITH")


def numbered(item: Identifier, language: Language) -> str:
    """An identifier with the name of its scheme; a DOI leads to what it names, and the others have no address."""
    address = doi_address(item.value) if item.scheme == "doi" else ""
    return joined(named(item, language).removesuffix(item.value), linked(item.value, address))


def filed(person: Person) -> str:
    """The ORCID iD of a person behind the name, nothing for who has none."""
    return joined(" ORCID ", linked(person.orcid, f"https://orcid.org/{person.orcid}")) if person.orcid else ""


def licensed(expression: str) -> str:
    """A licence that leads to its text; each of an expression of several (SPDX 2.3, annex D)."""
    if address := license_address(expression):
        return linked(expression, address, rel="license")
    parts = re.split(r"([\s()]+)", expression)
    return joined(
        *(part if part in _OPERATORS else linked(part, license_address(part), rel="license") for part in parts if part)
    )
