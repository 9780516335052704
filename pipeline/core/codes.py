"""Knows the catalogue of finding codes and their words in both languages; must not know who raises them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.core.diagnostics import Diagnostic, Level
from pipeline.core.languages import LANGUAGES, Language
from pipeline.core.reasons import HEARD, Reason, said
from pipeline.core.wording import filled


@dataclass(frozen=True)
class Code:
    """A catalogue row: the default level, the step that can find it, and title, message, why and fix in `zh` and `en`.

    `message` and `fix` are `str.format` templates over the diagnostic's values.
    """

    id: str
    level: Level
    title: Mapping[Language, str]
    message: Mapping[Language, str]
    why: Mapping[Language, str]
    fix: Mapping[Language, str]
    found: str = ""


@cache
def catalogue() -> Mapping[str, Code]:
    """All codes by id, in the order of the table."""
    text = Path(__file__).with_name("catalogue.toml").read_text("utf-8")
    return {
        id_: Code(
            id=id_,
            level=Level[row["level"].upper()],
            title=_both(row, "title"),
            message=_both(row, "message"),
            why=_both(row, "why"),
            fix=_both(row, "fix"),
            found=row.get("found", ""),
        )
        for id_, row in tomllib.loads(text).items()
    }


def _both(row: Mapping[str, str], name: str) -> Mapping[Language, str]:
    return {language: row[f"{name}_{language}"] for language in LANGUAGES}


def message(diagnostic: Diagnostic, language: Language) -> str:
    """The diagnostic's sentence in one language."""
    return _filled(catalogue()[diagnostic.code].message[language], diagnostic, language)


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """What to do about the diagnostic, in one language: as its reason says, or what may be done about its code."""
    reasons = (value.remedy(language) for value in diagnostic.values.values() if isinstance(value, Reason))
    return next(filter(None, reasons), "") or _filled(catalogue()[diagnostic.code].fix[language], diagnostic, language)


def heard(diagnostic: Diagnostic) -> Iterator[str]:
    """What outside tools said, in their own words, for those who ask for it."""
    for name, value in diagnostic.values.items():
        if isinstance(value, Reason):
            yield from value.heard()
        elif name == HEARD and value:
            yield str(value)


def _filled(template: str, diagnostic: Diagnostic, language: Language) -> str:
    return filled(template, {name: said(value, language) for name, value in diagnostic.values.items()})
