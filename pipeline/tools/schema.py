"""Knows what the schemas of all data have in common: strict mappings, texts in both languages; must not know any
particular schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.core.languages import Bilingual
from pipeline.core.reasons import Reason, ReasonedError


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
            raise ReasonedError(Reason("text_in_no_language"))
        return self

    def bilingual(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


def checked(fault_of: Callable[[str], Reason | None]) -> AfterValidator:
    """A text that a rule finds no fault in."""

    def check(text: str) -> str:
        if fault := fault_of(text):
            raise ReasonedError(fault)
        return text

    return AfterValidator(check)
