"""Knows what the schemas of all data have in common: strict mappings, texts in the languages of a report; must not know
any particular schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from pipeline.core.languages import Bilingual, Languages
from pipeline.core.reasons import Reason, ReasonedError


class Strict(BaseModel):
    """A mapping that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True)


class Text(Strict):
    """A text in the languages of a report. One may be missing to the parser; a check reports it.

    A report in one language has plain texts; which one it is, the context of the validation says.
    """

    zh: Annotated[str, Field(description="中文")] = ""
    en: Annotated[str, Field(description="English")] = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any, info: ValidationInfo) -> Any:
        is_plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
        if is_plain and isinstance(info.context, Languages) and not info.context.beside:
            return {info.context.leading: str(value)}
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if not (self.zh or self.en):
            raise ReasonedError(Reason("text_in_no_language"))
        return self

    def bilingual(self) -> Bilingual:
        return Bilingual(self.zh, self.en)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A mapping or, in a report of one language, a plain text, which YAML may take for a number."""
        mapping = handler(core_schema)
        plain = {"type": ["string", "number"], "description": "in a report of one language"}
        return {"anyOf": [mapping, plain]}


def text_paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where in some data its texts stand, by what was made of them."""
    parts: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, Text):
        yield path
    elif isinstance(value, BaseModel):
        parts = ((field.alias or name, getattr(value, name)) for name, field in type(value).model_fields.items())
    elif isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    for key, part in parts:
        yield from text_paths(part, (*path, key))


def checked(fault_of: Callable[[str], Reason | None]) -> AfterValidator:
    """A text that a rule finds no fault in."""

    def check(text: str) -> str:
        if fault := fault_of(text):
            raise ReasonedError(fault)
        return text

    return AfterValidator(check)
