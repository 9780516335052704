"""Knows the parts of the handbook that are made from the code: codes, settings, fields, mistakes, entries; must not know how they are printed."""

from __future__ import annotations

import json
import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipeline.core.codes import Code, catalogue
from pipeline.core.diagnostics import Level
from pipeline.line.schemas import json_schema

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs/handbook"
WORDS = HANDBOOK / "words.toml"
LANGUAGES = ("zh", "en")
LEVELS = {Level.ERROR: ("错误", "error"), Level.WARNING: ("警告", "warning"), Level.INFO: ("提示", "info")}
LONGEST_MISTAKE = 64
# The names of columns.
_CODES = (("代码", "Code"), ("问题", "Finding"), ("处理办法", "What to do"))
_MISTAKES = (("误", "Wrong"), ("正", "Right"), ("代码", "Code"))
_ENTRIES = (("类型", "Type"), ("著录", "Entry"))
_FIELDS = (("字段", "Field"), ("取值", "Value"), ("必填", "Needed"), ("含义", "Meaning"))
_SETTINGS = (("设置", "Setting"), ("取值", "Value"), ("默认", "Default"), ("含义", "Meaning"))
# What of a sentence of the catalogue is typed by the author: syntax, commands, names of files.
_TYPED = re.compile(
    r"kanben [a-z]+(?: DIR)?|make setup|--[a-z]+|(?:(?:#+|:) \S+ |\[[^\[\]]*\])?\{[^{}]*\}|\[\w+\] \w+(?: = \[.*?\])?|\w+=\"[^\"]*\""
    r"|[!-~…]*[\[\]{}@#\"=\\_/~^*][!-~…]*|[\w-]+\.(?:toml|yaml|md)\b|(?<!\w)\.[a-z]+\b|[a-z]+: [a-z]+(?= 和)|[a-z]+:(?=。)",
    re.ASCII,
)
_ENDS = re.compile(r"^([(]?)(.*?:|.*?)([.,;)]*)$", re.S)
_MARKS = re.compile(r"([\\`*_~^\[\]<>$@#{}|\"'])")

Pair = tuple[str, str]
Cell = str | dict[str, str]


def made() -> dict[str, str]:
    """Each part that is made, by its path in `source/` of the handbook."""
    words = tomllib.loads(WORDS.read_text("utf-8"))
    tables = {
        "entries": (_ENTRIES, _entries()),
        "mistakes-front": (_MISTAKES, _mistakes("front_matter")),
        "mistakes-text": (_MISTAKES, _mistakes("text")),
        "fields": (_FIELDS, _front_matter(words)),
        "settings": (_SETTINGS, _settings(words)),
    }
    parts = {f"made/{name}.md": _table(name, words["captions"][name], *table) for name, table in tables.items()}
    return {**parts, "made/codes.md": "\n".join(_codes(words["families"]))}


def write() -> None:
    """Write each part into its place."""
    for name, text in made().items():
        path = HANDBOOK / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def _table(name: str, caption: Mapping[str, str], columns: Iterable[Pair], rows: Iterable[Iterable[Cell]]) -> str:
    """A table as data, `tbl-` and its name for an id. JSON is YAML, and no text can leave its quotes."""
    lines = [f"``` {{.table #tbl-{name}}}", f"caption: {_json(dict(caption))}", "columns:"]
    lines += [f"  - name: {_json(_both(column))}" for column in columns]
    lines += ["headings: 0", "rows:", *(f"  - {_json(list(row))}" for row in rows), "```", ""]
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _both(texts: Pair) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


def _codes(families: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A section with a table for each family of the catalogue."""
    grouped: dict[str, list[Code]] = {}
    for code in catalogue().values():
        grouped.setdefault(code.id[:3], []).append(code)
    for family, codes in grouped.items():
        name, id_ = _words_of(families, family, "families"), f"codes-{family.lower()}"
        caption = {"zh": f"{name['zh']}的问题代码", "en": f"Codes of findings on {name['of']}"}
        yield f'## {name["zh"]}（{family}） {{#sec-{id_} en="{name["en"]} ({family})"}}\n'
        yield f"以 {family} 开头的代码见[@tbl-{id_}]。\n"
        yield _table(id_, caption, _CODES, map(_code, sorted(codes, key=lambda code: code.id)))


def _words_of(words: Mapping[str, Any], name: str, part: str) -> Mapping[str, str]:
    try:
        row: Mapping[str, str] = words[name]
    except KeyError:
        raise LookupError(f"docs/handbook/words.toml: say what {name} is, in [{part}]") from None
    return row


def _code(code: Code) -> Iterator[Cell]:
    yield _both((f"`{code.id}` {LEVELS[code.level][0]}", f"`{code.id}` {LEVELS[code.level][1]}"))
    for texts in (code.title, code.fix):
        yield _both((plain(_unfilled(texts["zh"])), plain(_unfilled(texts["en"]))))


def _unfilled(template: str) -> str:
    """A sentence of the catalogue with … for what each finding fills in."""
    return "".join(
        text + ("" if field is None else "…") for text, field, *_ in string.Formatter().parse(template)
    ).replace("……", "…")


def plain(text: str) -> str:
    """Text as inline Markdown: what an author types is code, and no other character is markup."""
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(piece if piece.startswith("`") and len(piece) > 1 else _with_code(piece) for piece in pieces)


def _with_code(text: str) -> str:
    """A text without code of its own, in which what is typed becomes code, with its neighbours of the same kind."""
    found, end = [], 0
    for match in _TYPED.finditer(text):
        before, typed, after = _ENDS.fullmatch(match.group()).groups()  # type: ignore[union-attr]
        found += [_escaped(text[end : match.start()] + before), _code_span(typed) if typed else "", _escaped(after)]
        end = match.end()
    joined = "".join([*found, _escaped(text[end:])])
    return re.sub(r"(?<=[^`])` `(?=[^`])", " ", joined)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _code_span(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _leaves(schema: dict[str, Any], part: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Each field of a schema by its name, `authors[].name` below `authors`; and whether it is needed there."""
    for name, field in part["properties"].items():
        options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
        inner = {**field, **options[0]}
        many = inner.get("type") == "array"
        target = inner.get("items", {}) if many else inner
        below = schema["$defs"][target["$ref"].rpartition("/")[2]] if "$ref" in target else {}
        named = f"{path}{name}{'[]' if many and below and not _is_text(below) else ''}"
        if below and not _is_text(below):
            yield from _leaves(schema, below, f"{named}.")
        else:
            yield named, {**inner, "text": bool(below), "many": many}, name in part.get("required", ())


def _is_text(part: dict[str, Any]) -> bool:
    return any(set(option.get("properties", ())) == {"zh", "en"} for option in part.get("anyOf", ()))


def _values(field: dict[str, Any]) -> Pair:
    """What a field may hold, in both languages."""
    items = field.get("items", {}) if field["many"] else field
    if field["text"]:
        found = ("中英文字", "text in both languages")
    elif "enum" in items:
        listed = [f"`{value}`" for value in items["enum"]]
        found = ("、".join(listed), ", ".join(listed))
    elif "const" in items:
        found = (f"`{items['const']}`",) * 2
    elif items.get("type") == "boolean":
        found = ("`true`、`false`", "`true`, `false`")
    elif items.get("type") in ("number", "integer"):
        least = items.get("minimum", items.get("exclusiveMinimum"))
        found = (f"{least}～{items['maximum']}", f"{least} to {items['maximum']}")
    elif items.get("type") == "object":
        found = ("名称与文字", "names and texts")
    else:
        found = ("文字", "text")
    return (f"{found[0]}，可多项", f"{found[1]}; several") if field["many"] else found


def _settings(words: Mapping[str, Any]) -> Iterator[list[Cell]]:
    schema = json_schema("settings")
    for name, field, needed in _leaves(schema, schema):
        default = field.get("default")
        shown = "—" if needed or default in ("", None, []) else _code_span(json.dumps(default).strip('"'))
        meaning = _words_of(words["settings"], name, "settings")
        yield [_code_span(name), _both(_values(field)), shown, dict(meaning)]


def _front_matter(words: Mapping[str, Any]) -> Iterator[list[Cell]]:
    schema = json_schema("front-matter")
    for name, field, needed in _leaves(schema, schema):
        need = _both(("必填", "needed") if needed else ("选填", "optional"))
        meaning = _words_of(words["front-matter"], name, "front-matter")
        yield [_code_span(name), _both(_values(field)), need, dict(meaning)]


def _entries() -> Iterator[list[Cell]]:
    """The first entry of each type among the reference cases, as it is printed."""
    seen = set()
    for case in YAML(typ="safe").load(ROOT / "tests/citations.yaml"):
        type_ = case["item"]["type"]
        if type_ not in seen and "numeric" in case:
            seen.add(type_)
            yield [f"`{type_}`", _escaped(case["numeric"])]


def _mistakes(name: str) -> Iterator[list[Cell]]:
    """Mistakes of one line that the tests hold, each with what was meant and the code that tells it."""
    rows = tomllib.loads((ROOT / f"tests/mistakes/{name}.toml").read_text("utf-8"))
    for row in rows.values():
        lines = [row[side].strip() for side in ("wrong", "right")]
        if all(line.isprintable() and 0 < len(line) <= LONGEST_MISTAKE for line in lines):
            title = catalogue()[row["code"]].title
            told = (f"`{row['code']}` {plain(title['zh'])}", f"`{row['code']}` {plain(title['en'])}")
            yield [*map(_code_span, lines), _both(told)]
