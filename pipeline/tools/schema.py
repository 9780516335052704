"""Knows how a pydantic verdict becomes diagnostics with places, in our words; must not know any particular schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import Bilingual
from pipeline.core.reasons import Reason, ReasonedError, Value
from pipeline.core.text import Span, nearest

Path = tuple[str | int, ...]
# The kinds of fault that our schemas can meet, by pydantic's names; the blanks are named as in pydantic's context.
_WORDINGS: Mapping[str, str] = {
    "string_type": "not_text",
    "string_unicode": "not_text",
    "string_pattern_mismatch": "not_of_form",
    "string_too_short": "text_too_short",
    "string_too_long": "text_too_long",
    "int_type": "no_whole_number",
    "int_parsing": "no_whole_number",
    "int_from_float": "no_whole_number",
    "int_parsing_size": "number_too_large",
    "float_type": "no_number",
    "float_parsing": "no_number",
    "finite_number": "not_finite",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "greater_than": "not_greater",
    "greater_than_equal": "too_small",
    "less_than": "not_less",
    "less_than_equal": "too_great",
    "list_type": "no_list",
    "dict_type": "no_mapping",
    "model_type": "no_mapping",
    "model_attributes_type": "no_mapping",
    "too_short": "too_few",
    "too_long": "too_many",
    "literal_error": "none_of",
    "union_tag_invalid": "none_of",
}
_MAX_SHOWN = 60


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


def explain(
    error: ValidationError, locate: Callable[[Path, bool], Span], known: Iterable[str], whole: str = ""
) -> list[Diagnostic]:
    """A diagnostic for each fault: YML102 unknown key (with the nearest of `known`), YML104 missing, YML103
    otherwise; `whole` is what messages call the data as a whole, the tag of a union where it is one."""
    names = list(known)
    problems = []
    for fault in error.errors(include_url=False):
        kind, path = fault["type"], _path(fault, whole)
        name, key = _dotted(path) or whole, str(path[-1]) if path else whole
        if kind == "extra_forbidden":
            # The key may be one of another place.
            guess = nearest(key, [other for other in names if other != key])
            values: dict[str, Value] = {"name": key, "guess": f" → {guess}?" if guess else ""}
            problems.append(Diagnostic("YML102", locate(path, True), values, key))
        elif kind in ("missing", "union_tag_not_found"):
            problems.append(Diagnostic("YML104", locate(path[:-1], True), {"name": name}, key))
        else:
            is_key = "[key]" in fault["loc"]
            values = {"name": name, "reason": _reason(fault)}
            problems.append(Diagnostic("YML103", locate(path, is_key), values, key))
    return problems


def first_reason(error: ValidationError) -> Reason:
    """What is wrong with data that are no part of a file of their own, such as the row of a table."""
    return _reason(error.errors(include_url=False)[0])


def _path(fault: Mapping[str, Any], whole: str) -> Path:
    """Where in the file a fault is. A union puts its tag in the path, and a key is marked as one; neither is a key of
    the file."""
    path = tuple(part for part in fault["loc"] if part not in ("function-after[_not_empty(), Text]", "[key]"))
    if fault["type"].startswith("union_tag"):
        return (*path, fault["ctx"]["discriminator"].strip("'"))
    return path[1:] if path[:1] == (whole,) else path


def _reason(fault: Mapping[str, Any]) -> Reason:
    context = fault.get("ctx", {})
    error = context.get("error")
    if isinstance(error, ReasonedError):
        return error.reason
    shown = context.get("tag", fault["input"])
    blanks: dict[str, Value] = {
        "value": " ".join(str(shown).split())[:_MAX_SHOWN],
        "expected": tuple(re.findall(r"'([^']*)'", str(context.get("expected_tags", context.get("expected", ""))))),
    }
    blanks |= {name: number for name, number in context.items() if isinstance(number, int)}
    blanks |= {name: f"{number:g}" for name, number in context.items() if isinstance(number, float)}
    blanks |= {name: str(context[name]) for name in ("pattern",) if name in context}
    return Reason(_WORDINGS.get(fault["type"], "wrong_value"), **blanks)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def field_names(model: type[BaseModel]) -> set[str]:
    """All key names of a model and the models inside it, for did-you-mean."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}
