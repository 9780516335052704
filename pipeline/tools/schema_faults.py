"""Knows how a pydantic verdict becomes diagnostics with places, in our words; must not know any particular schema."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES, of_text
from pipeline.core.reasons import Reason, ReasonedError, Value
from pipeline.core.text import Span, nearest
from pipeline.tools.schema import Text
from pipeline.tools.schema_forms import elsewhere, meaning

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


def explain(
    error: ValidationError, locate: Callable[[Path, bool], Span], forms: Mapping[str, str], whole: str = ""
) -> list[Diagnostic]:
    """A diagnostic for each cause: YML102 unknown key (with the nearest of `forms`, which say how each key is written),
    YML104 missing, YML103 otherwise; `whole` is what messages call the data as a whole, the tag of a union where it is
    one."""
    faults = [Fault(fault, _path(fault, whole), whole) for fault in error.errors(include_url=False)]
    unknown = {fault.path for fault in faults if fault.kind == "extra_forbidden"}
    lacking = [fault.path for fault in faults if fault.kind == "missing"]
    meant = {path: _meant(path, unknown, lacking) or _meaning(str(path[-1]), forms) for path in unknown}
    problems, told = [], set[Path]()
    for fault in faults:
        parent, name = fault.path[:-1], fault.name
        values: dict[str, Value] = {"name": name}
        if fault.kind == "extra_forbidden":
            if _is_text_in_place_of(fault.path, faults):
                continue
            guess = meant[fault.path]
            values |= {
                "name": fault.key,
                "guess": f" → {guess}?" if guess else "",
                "how": _how(fault.key, guess, forms),
            }
            problems.append(Diagnostic("YML102", locate(fault.path, True), values, fault.key))
        elif fault.kind in ("missing", "union_tag_not_found"):
            # What is only spelt otherwise is told of that.
            if any(path[:-1] == parent and guess == fault.key for path, guess in meant.items()):
                continue
            values |= fault.how(forms)
            problems.append(Diagnostic("YML104", locate(parent, True), values, fault.key))
        elif not ((fault.is_plain_text or fault.is_row_of_words) and parent in told):
            reason = _reason(fault.given)
            values |= {"reason": reason, **fault.how(forms)}
            # What is told of a row stands there.
            row = dict(reason.values).get("row")
            path = (*fault.path, "rows", row - 1) if isinstance(row, int) else fault.path
            problems.append(Diagnostic("YML103", locate(path, "[key]" in fault.given["loc"]), values, fault.key))
            if (fault.is_plain_text or fault.is_row_of_words) and isinstance(fault.path[-1], int):
                told.add(parent)
    return problems


@dataclass(frozen=True)
class Fault:
    """A verdict of pydantic, with where in the file it is."""

    given: Mapping[str, Any]
    path: Path
    whole: str

    @property
    def kind(self) -> str:
        return str(self.given["type"])

    @property
    def key(self) -> str:
        return str(self.path[-1]) if self.path else self.whole

    @property
    def name(self) -> str:
        return ".".join(map(str, self.path)) or self.whole

    @property
    def is_plain_text(self) -> bool:
        """Whether a text stands where one in both languages should."""
        return self.kind.startswith("model") and self.given.get("ctx", {}).get("class_name") == Text.__name__

    @property
    def is_row_of_words(self) -> bool:
        """Whether a text stands where a row of a list of rows should."""
        is_plain = isinstance(self.given.get("input"), str | int | float)
        return self.kind == "list_type" and isinstance(self.path[-1:][0] if self.path else "", int) and is_plain

    def how(self, forms: Mapping[str, str]) -> dict[str, Value]:
        """What to write instead, where that can be said."""
        # What a rule of its own refuses has the right form; how it is mended is the rule's to say.
        form = self.form(forms) if self.path and self.kind != "value_error" else ""
        # Of a key that is written in several ways its name alone is known.
        return {"how": Reason("written_so", form=form)} if re.search("[:=]|^- ", form) else {}

    def form(self, forms: Mapping[str, str]) -> str:
        """How the key is written; with the author's own words where they are known."""
        names = [part for part in reversed(self.path) if isinstance(part, str)]
        # What the author named himself is written as its parent.
        named = next((name for name in names if name in forms), (names or [self.whole])[0])
        own = f".{named}" if self.path[:1] == (named,) else named
        form, given = forms.get(own, forms.get(named, named)), self.given.get("input")
        if self.kind in ("literal_error", "union_tag_invalid"):
            context = self.given["ctx"]
            choices = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags"))))
            given = context.get("tag", given)
            before = re.match(rf"{re.escape(named)}\s*[:=] ?", form)
            guess = meaning(str(given), dict.fromkeys(choices, ""))
            if not guess and len(choices) > 1:
                # The message lists what there is.
                return named
            guess = guess or choices[0]
            quote = '"' if " = " in form else ""
            return f"{before.group() if before else f'{named}: '}{quote}{guess}{quote}"
        if self.kind in _NUMBERS and (number := _number(str(given))):
            return re.sub(r"(?<=[:=] ).*", number, form)
        if self.is_row_of_words:
            items = re.split(r"\s*[、，；,;|]\s*|\s+", str(given).strip())
            text = forms.get("caption", "").removeprefix("caption: ")
            return f"- [{', '.join(item if _number(item) == item else _filled(text, item) for item in items if item)}]"
        if isinstance(given, str) and given.strip() and len(given) <= _MAX_SHOWN and "\n" not in given.strip():
            items = _SEPARATORS.split(given.strip()) if self.kind == "list_type" else [given.strip()]
            one = form.partition("[")[2].rpartition("]")[0]
            made = ", ".join(_filled(one, item) for item in items if item) if one else ""
            return f"{form.partition('[')[0]}[{made}]" if made else _filled(form, given.strip())
        return form


_NUMBERS = ("float_type", "float_parsing", "int_type", "int_parsing")


def _number(text: str) -> str:
    """The number that a text surely stands for: without commas, blanks, a percent sign, or in wide digits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"([+-]?)(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)?\s*%?", plain)
    return f"{found[1]}{re.sub('[, ]', '', found[2])}{found[3] or ''}" if found else ""


_EMPTY = re.compile(r"\{(?:\w+: …(?:, )?){2}\}|^…$")
_SEPARATORS = re.compile(r"\s*[、，；,;]\s*")


def _filled(form: str, text: str) -> str:
    """A form of a text with a plain text at its place: that of its language, where there are two."""
    plain = text if not re.search(r"[,:#\[\]{}\"']", text) else '"' + text.replace('"', "'") + '"'
    known = f"{of_text(text)}: "
    # Of a mapping that begins with an example the text is what stands there, as the name of a file.
    if first := re.match(r"(\w+: \{\w+: )[^…{},]+(?=[,}])", form):
        return f"{first[1]}{plain}{form[first.end() :]}"

    def put(empty: re.Match[str]) -> str:
        return empty.group().replace(f"{known}…", known + plain) if empty.group() != "…" else plain

    return _EMPTY.sub(put, form, count=1)


def _is_text_in_place_of(path: Path, faults: Iterable[Fault]) -> bool:
    """Whether an unknown key is a language of a text that lacks its own key: `{zh: …, en: …}` for `{name: {…}}`."""
    lacking = any(fault.kind == "missing" and fault.path[:-1] == path[:-1] for fault in faults)
    return lacking and path[-1] in LANGUAGES


def _meant(path: Path, unknown: Collection[Path], lacking: Collection[Path]) -> str | None:
    """The key that is missing beside an unknown one, where they are alike, or are the only ones."""
    missing = [str(other[-1]) for other in lacking if other[:-1] == path[:-1]]
    strange = [other for other in unknown if other[:-1] == path[:-1]]
    return nearest(str(path[-1]), missing) or (missing[0] if len(missing) == len(strange) == 1 else None)


def _meaning(key: str, forms: Mapping[str, str]) -> str | None:
    """The key that is most likely meant; none for one that other programs have, and that has another place here."""
    return None if elsewhere(key) else meaning(key, forms)


def _how(key: str, guess: str | None, forms: Mapping[str, str]) -> Value:
    if guess:
        return Reason("written_so", form=forms.get(guess, guess))
    return Reason(place) if (place := elsewhere(key)) else ""


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
    if context.get("class_name") == Text.__name__:
        return Reason("plain_text")
    shown = context.get("tag", fault["input"])
    blanks: dict[str, Value] = {
        "value": " ".join(str(shown).split())[:_MAX_SHOWN],
        "expected": tuple(re.findall(r"'([^']*)'", str(context.get("expected_tags", context.get("expected", ""))))),
    }
    blanks |= {name: number for name, number in context.items() if isinstance(number, int)}
    blanks |= {name: f"{number:g}" for name, number in context.items() if isinstance(number, float)}
    blanks |= {name: str(context[name]) for name in ("pattern",) if name in context}
    return Reason(_WORDINGS.get(fault["type"], "wrong_value"), **blanks)
