"""Knows how a pydantic verdict becomes diagnostics with places; must not know any particular schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Bilingual
from pipeline.core.text import Span, nearest

Path = tuple[str | int, ...]


class Strict(BaseModel):
    """A mapping that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Text(Strict):
    """A text in both languages. One may be missing to the parser; a check reports it."""

    zh: Annotated[str, Field(description="中文")] = ""
    en: Annotated[str, Field(description="English")] = ""

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if not (self.zh or self.en):
            raise ValueError("neither zh nor en is given")
        return self

    def bilingual(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


def explain(error: ValidationError, locate: Callable[[Path, bool], Span], known: Iterable[str]) -> list[Diagnostic]:
    """A diagnostic for each fault: YML102 unknown key (with the nearest of `known`), YML104 missing, YML103
    otherwise."""
    names = list(known)
    problems = []
    for fault in error.errors(include_url=False):
        # A discriminated union puts its tag in the path; the tag is no key of the file.
        path: Path = tuple(part for part in fault["loc"] if part != "function-after[_not_empty(), Text]")
        name = str(path[-1]) if path else ""
        if fault["type"] == "extra_forbidden":
            guess = nearest(name, names)
            problems.append(
                Diagnostic("YML102", locate(path, True), {"name": name, "guess": f" → {guess}?" if guess else ""}, name)
            )
        elif fault["type"] == "missing":
            problems.append(Diagnostic("YML104", locate(path[:-1], True), {"name": _dotted(path)}, name))
        else:
            reason = fault["msg"].removeprefix("Value error, ")
            problems.append(Diagnostic("YML103", locate(path, False), {"name": _dotted(path), "reason": reason}, name))
    return problems


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def field_names(model: type[BaseModel]) -> set[str]:
    """All key names of a model and the models inside it, for did-you-mean."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}
