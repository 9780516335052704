"""Knows what inlines of pandoc's tree say as plain text, which is all that a bookmark or a line of metadata can hold;
must not know where the text goes.

Formulas, superscripts and subscripts are written in Unicode as far as it has them; of a ruby its base is left, of notes
and citations nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree

from pipeline.core.scripts import QUOTES, is_full_width
from pipeline.core.words import Words
from pipeline.tools import pandoc
from pipeline.tools.plain_formula import in_line, lowered, raised

Json = Any
_UNSAID = ("Note", "Cite")
_MARKS = {"place", "source-line", "backlinks"}
_LINE_END = re.compile(r"(.?) *\n *(.?)", re.S)


def plain(inlines: Json) -> str:
    """The text of some inlines, or of an element with inlines in it."""
    return plain_all([inlines])[0]


def plain_all(many: Sequence[Json]) -> list[str]:
    """The texts of many; their formulas are put into lines in one run of pandoc."""
    formulas = tuple(dict.fromkeys(tex for inlines in many for tex in _formulas(inlines)))
    lines = dict(zip(formulas, _lines(formulas), strict=True))
    return [_folded(_say(inlines, lines)) for inlines in many]


def name_of(inlines: Json) -> str:
    """What a term is called: its words without those that are marked as another language's."""
    return plain([inline for inline in inlines if not _is_foreign(inline)])


def _is_foreign(inline: Json) -> bool:
    return inline["t"] == "Span" and any(name == "lang" for name, _ in inline["c"][0][2])


def quoted_words(many: Sequence[Json]) -> list[str]:
    """Lists of inlines as texts that may be printed once more, elsewhere: without notes, citations, readings, links and
    ids."""
    kept = [_without_own(inlines) for inlines in many]
    return [_words(inlines, said) for inlines, said in zip(kept, plain_all(kept), strict=True)]


def _words(inlines: Json, said: str) -> str:
    is_plain = all(inline["t"] in ("Str", "Space") for inline in inlines)
    return said if is_plain else Words(said, json.dumps(inlines, ensure_ascii=False))


def _without_own(inlines: Json) -> Json:
    """Inlines without what belongs to their own place alone."""
    made: list[Json] = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind in (*_UNSAID, "RawInline", "Image"):
            continue
        if kind == "Span" and _MARKS & set(content[0][1]):
            continue
        if kind == "Link" or (kind == "Span" and any(name == "ruby" for name, _ in content[0][2])):
            made += _without_own(content[1])
        elif kind in ("Span", "Quoted"):
            own = ["", *content[0][1:]] if kind == "Span" else content[0]
            made.append({"t": kind, "c": [own, _without_own(content[1])]})
        elif kind in ("Code", "Math", "Str") or content is None:
            made.append({"t": kind, "c": [["", [], []], content[1]]} if kind == "Code" else inline)
        else:
            made.append({"t": kind, "c": _without_own(content)})
    while made and made[-1]["t"] in ("Space", "SoftBreak", "LineBreak"):
        made.pop()
    return made


def _formulas(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _formulas(child)
    elif isinstance(node, dict) and node.get("t") not in _UNSAID:
        if node.get("t") == "Math":
            yield str(node["c"][1])
        else:
            yield from _formulas(node.get("c", []))


@lru_cache(maxsize=64)
def _lines(formulas: tuple[str, ...]) -> tuple[str, ...]:
    """Formulas in TeX as lines of text; one that cannot be read stays as it is."""
    if not formulas:
        return ()
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for tex in formulas]
    tree = json.dumps({"pandoc-api-version": pandoc.API_VERSION, "meta": {}, "blocks": blocks})
    html = pandoc.write(tree, ["--to", "html5", "--mathml", "--wrap=none"]).decode()
    made = etree.fromstring(f"<body>{html}</body>", etree.XMLParser(resolve_entities=False))
    return tuple(
        in_line(row[0]) if len(row) and str(row[0].tag).endswith("math") else tex
        for row, tex in zip(made, formulas, strict=True)
    )


Lines = Mapping[str, str]
_SAID: Mapping[str, Callable[[Json, Lines], str]] = {
    "Str": lambda content, _: str(content),
    "Space": lambda *_: " ",
    "SoftBreak": lambda *_: "\n",
    "LineBreak": lambda *_: "\n",
    "Code": lambda content, _: str(content[1]),
    "Math": lambda content, lines: lines.get(content[1], content[1]),
    "Superscript": lambda content, lines: raised(_say(content, lines)),
    "Subscript": lambda content, lines: lowered(_say(content, lines)),
    "Quoted": lambda content, lines: _say(content[1], lines).join(QUOTES[content[0]["t"]]),
    "Span": lambda content, lines: "" if _MARKS & set(content[0][1]) else _say(content[1], lines),
    **dict.fromkeys(("Note", "Cite", "RawInline", "RawBlock"), lambda *_: ""),
}


def _say(node: Json, lines: Lines) -> str:
    """What a node says: by its kind, else what stands in it behind its attributes."""
    if isinstance(node, list):
        return "".join(_say(child, lines) for child in node if isinstance(child, (list, dict)))
    kind, content = node.get("t"), node.get("c", [])
    return _SAID[kind](content, lines) if kind in _SAID else _say(content, lines) if isinstance(content, list) else ""


def _folded(text: str) -> str:
    """White space folded; a line end is nothing beside an ideograph."""
    joined = _LINE_END.sub(
        lambda found: found[1] + ("" if any(map(is_full_width, found[1] + found[2])) else " ") + found[2], text
    )
    return " ".join(part for part in re.split(r"[ \t\n\r]+", joined.replace("\u2060", "")) if part)
