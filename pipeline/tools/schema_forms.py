"""Knows how each key of a schema is written by an author, as an example; must not know any particular schema.

The examples come from the JSON Schema that the same model has, so no key can be without one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from pipeline.core.languages import LANGUAGES, Languages
from pipeline.core.text import nearest

_WORDS = {"string": "…", "integer": "2", "number": "1.5", "boolean": "true", "object": "{…}"}
_TEXT = "{zh: …, en: …}"
# What authors call a key by habit.
_HABITS: Mapping[str, str] = {
    "标题": "title", "题名": "title", "题目": "title", "副标题": "subtitle", "作者": "authors", "摘要": "abstract",
    "关键词": "keywords", "关键字": "keywords", "tags": "keywords", "日期": "date",
    "版本": "version", "许可": "license",
    "出版": "publisher", "发布机构": "publisher", "institute": "publisher", "organization": "publisher", "单位": "unit",
    "language": "languages", "语言": "languages", "institution": "publisher", "密级": "classification",
    "水印": "watermark",
    "toc": "contents", "toc-depth": "contents", "toc_depth": "contents", "tocdepth": "contents", "目录": "contents",
    "lof": "lists", "lot": "lists", "list-of-figures": "lists", "list-of-tables": "lists", "doi": "identifier",
    "file-as": "sort", "拼音": "sort",
    "isbn": "identifier", "report-number": "identifier", "报告编号": "identifier", "基金": "funding", "系列": "series",
    "copyright": "rights", "cover-image": "cover", "封面": "cover",
    "标签": "label", "图题": "caption", "表题": "caption", "来源": "credit", "source": "credit",
    "替代文字": "alt", "注": "notes", "数据": "data", "行": "rows", "列": "columns", "cn": "zh",
    "chinese": "zh", "中文": "zh", "zh-cn": "zh", "english": "en", "英文": "en", "eng": "en",
}  # fmt: skip

# What other programs say in a front matter, and Kanben elsewhere: a row of the wording that says where.
_ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(("foreword", "preface", "acknowledgements", "acknowledgments", "前言", "致谢"), "key_is_a_heading"),
    **dict.fromkeys(("css", "template", "style", "stylesheet", "header", "footer", "theme"), "key_is_a_style"),
    **dict.fromkeys(("font", "mainfont", "fontsize", "geometry", "margin", "papersize"), "key_is_a_style"),
    **dict.fromkeys(("colorlinks", "header-includes"), "key_is_a_style"),
    **dict.fromkeys(("页眉", "页脚"), "key_is_a_style"),
    **dict.fromkeys(("bibliography", "csl", "nocite", "references-file"), "key_is_entries"),
    **dict.fromkeys(("format", "output", "documentclass", "pdf-engine", "execute", "jupyter"), "key_is_a_setting"),
    **dict.fromkeys(("number-sections", "numbersections", "secnumdepth"), "key_is_by_itself"),
}  # fmt: skip


def elsewhere(key: str) -> str | None:
    """The wording of where that is said for which other programs have a key."""
    return _ELSEWHERE.get(key.strip().lower())


def in_languages(forms: Mapping[str, str], languages: Languages) -> dict[str, str]:
    """How keys are written in a report of some languages: their texts in its order, or plainly where it has one."""
    text = f"{{{', '.join(f'{language}: …' for language in languages)}}}" if languages.beside else "…"
    return {name: form.replace(_TEXT, text) for name, form in forms.items()}


def forms(*models: type[BaseModel], toml: bool = False) -> dict[str, str]:
    """All keys of some models and of those inside them, each as it is written: `title: {zh: …, en: …}`, or in TOML
    `standard = "ua-1"`; the bare name where one key is written in several ways."""
    found: dict[str, set[str]] = {}
    free: set[str] = set()
    for model in models:
        schema = model.model_json_schema()
        parts = [schema, *schema.get("$defs", {}).values()]
        for name, part in _properties(parts):
            written = f"{name} = {_toml(part, schema)}" if toml else f"{name}: {_yaml(part, schema)}"
            found.setdefault(name, set()).add(written)
            if "const" not in part:
                free.add(name)
    return {name: _one_of(name, ways) if len(ways) == 1 or name not in free else name for name, ways in found.items()}


def _one_of(name: str, ways: set[str]) -> str:
    """A key with its value, or with each that it may have."""
    first, *rest = sorted(ways)
    return " | ".join([first, *(way.removeprefix(f"{name}: ") for way in rest)])


def own(model: type[BaseModel]) -> dict[str, str]:
    """The keys of a model itself, with a full stop before each, as they are written: one inside it may have the same
    name."""
    schema = model.model_json_schema()
    return {f".{name}": f"{name}: {_yaml(part, schema)}" for name, part in _properties([schema])}


def _properties(parts: list[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in parts:
        yield from part.get("properties", {}).items()
        # A text is a mapping, or plain.
        yield from _properties(part.get("anyOf", []))


def _meant(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a schema without references, and of several the first that is not null."""
    if "$ref" in part:
        return _meant(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    for name in ("anyOf", "oneOf"):
        if name in part:
            return _meant(next(one for one in part[name] if one.get("type") != "null"), schema)
    return part


def _yaml(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    meant = _meant(part, schema)
    if example := _example({**meant, **part}):
        return example
    if meant.get("type") == "array":
        return f"[{_yaml(meant.get('items', {}), schema)}]"
    named = [*meant.get("patternProperties", {}).values(), meant.get("additionalProperties")]
    if isinstance(named[0], dict):
        return f"{{a: {_yaml(named[0], schema)}}}"
    if set(LANGUAGES) <= set(meant.get("properties", {})):
        return _TEXT
    if wanted := meant.get("required") or list(meant.get("properties", {}))[:1]:
        inner = ", ".join(f"{name}: {_yaml(meant['properties'][name], schema)}" for name in wanted)
        return f"{{{inner}}}"
    return _WORDS.get(str(meant.get("type")), "…")


def _toml(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    meant = _meant(part, schema)
    if meant.get("type") == "array":
        return f"[{_toml(meant.get('items', {}), schema)}]"
    example = _example({**meant, **part})
    if meant.get("type", "string") == "string":
        return json.dumps(example or "…", ensure_ascii=False)
    return example or _WORDS.get(str(meant.get("type")), "…")


def _example(part: Mapping[str, Any]) -> str:
    """What the schema itself gives as an example, or the first of its choices."""
    if part.get("examples"):
        return str(part["examples"][0])
    if part.get("enum"):
        return str(part["enum"][0])
    return str(part.get("const", ""))


# What authors call a value of ours by habit: the roles of people are codes of MARC.
_VALUES = {
    "author": "aut", "作者": "aut", "contributor": "ctb", "参与": "ctb", "editor": "edt", "编辑": "edt", "主编": "edt",
    "translator": "trl", "译者": "trl", "翻译": "trl", "illustrator": "ill", "插图": "ill", "publisher": "pbl",
    "出版": "pbl", "funder": "fnd", "资助": "fnd", "reviewer": "rev", "审稿": "rev", "校对": "rev", "compiler": "cmp",
    "编写": "cmp",
}  # fmt: skip


def meaning(key: str, forms: Mapping[str, str]) -> str | None:
    """The key that one of another name most likely stands for; the same name may belong to another place."""
    known = [name for name in forms if name != key and not name.startswith(".")]
    word = key.strip().lower()
    habit = next((names[word] for names in (_HABITS, _VALUES) if names.get(word) in known), None)
    return habit if habit else nearest(key, known) or nearest(key.lower(), known)
