"""Knows which texts of some YAML are in a language that the report has not, and which lack one that it has; must not
know any schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES, Languages
from pipeline.core.reasons import Reason, Value
from pipeline.tools.yaml import YamlData

Path = tuple[str | int, ...]
_FEWEST = 3
"""Texts of which all lack the same language, so that it is the report that lacks it."""
_WANTED = "labels"
"""The key of a figure or a table that names the language of its labels."""


def without_foreign(found: YamlData, languages: Languages) -> tuple[YamlData, list[Diagnostic]]:
    """The data without what is in a language that the report has not, which is taken out of them; MET103 for each."""
    problems, taken = [], [path for path in found.values if _is_foreign(path, found.data, languages)]
    for path in taken:
        holder = _at(found.data, path[:-1])
        language = str(path[-1] if path[-1] in LANGUAGES else holder[path[-1]])
        del holder[path[-1]]
        problems.append(foreign(".".join(map(str, path)), language, languages, found.locate(path, key=True)))
    return replace(found, values={path: span for path, span in found.values.items() if path not in taken}), problems


def foreign(name: str, language: str, languages: Languages, place: Any) -> Diagnostic:
    """MET103: a text that no reader of the report would see."""
    return Diagnostic("MET103", place, {"name": name, "language": language, "languages": tuple(languages)}, name)


def lacking(found: YamlData, languages: Languages, forms: dict[str, str]) -> Iterator[Diagnostic]:
    """MET102 for each text of a mapping that stands in one of two languages only; one for all where none has the other:
    the report is in one language, and does not say so."""
    wanted, rows, complete = set(languages), list[tuple[Path, str]](), 0
    for path in sorted(found.values, key=str):
        value = _at(found.data, path)
        if isinstance(value, dict) and value and set(value) <= wanted:
            missing = next((language for language in languages if not value.get(language)), "")
            rows += [(path, missing)] if missing else []
            complete += not missing
    if not complete and len(rows) >= _FEWEST and len({missing for _, missing in rows}) == 1:
        missing = rows[0][1]
        how = Reason("written_so", form=f"languages: [{next(one for one in languages if one != missing)}]")
        place = found.locate(("title",), key=True)
        yield Diagnostic("MET102", place, {"name": Reason("every_text"), "missing": missing, "how": how}, "title")
        return
    for path, missing in rows:
        name = ".".join(str(part) for part in path)
        form = forms[next(str(part) for part in reversed(path) if part in forms)]
        values: dict[str, Value] = {"name": name, "missing": missing, "how": Reason("written_so", form=form)}
        yield Diagnostic("MET102", found.locate(path, key=True), values, str(path[0]))


def _is_foreign(path: Path, data: Any, languages: Languages) -> bool:
    """Whether a text, or a wish for labels, is in one of the two languages that is none of the report's."""
    value, others = _at(data, path), set(LANGUAGES) - set(languages)
    if not path or isinstance(value, (dict, list)):
        return False
    return path[-1] in others or (path[-1] == _WANTED and value in others)


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
