"""Knows how a formula on a line of its own is given an id and a number, and how it is referred to, in our notation and
in TeX's; must not know how formulas are counted.

`$$x$$ {#eq-a}` and `$$x \\label{eq:a}$$` are a span with an id round the formula; `\\eqref{eq:a}` is `[-@eq-a]`. Text
between braces that is no list of attributes is left as it is, and told as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipeline.core.vocabulary import TAG, is_cross_reference
from pipeline.reading.prose import prose

Json = Any
_BRACES = re.compile(r"([ \n]?)(\{[^{}]*\})")
_ATTRIBUTE = re.compile(
    r"#(?P<id>[^\s{}#.=]+)|\.(?P<name>[\w-]+)|(?P<key>\w+)=(?:[“\"](?P<quoted>[^”\"]*)[”\"]|(?P<value>\S+))"
)
_LABEL, _TAG = re.compile(r"\\label\s*\{([^{}]*)\}"), re.compile(r"\\tag\s*\{([^{}]*)\}")
_REFERENCE = re.compile(r"\\(eqref|ref|autoref|[cC]ref)\s*\{([^{}\s]+)\}")
_WORDLESS = ("eqref", "ref")
_KINDS = {"tab": "tbl"}
_BRACKETS = {"（": "）", "(": ")"}
# What inlines hold other inlines in.
_HOLDERS = {"Emph": None, "Strong": None, "Strikeout": None, "Quoted": 1, "Span": 1, "Link": 1}
_LOOSE = ("Str", "Space", "SoftBreak", "Quoted")


def id_of(label: str) -> str:
    """The id that a label of TeX stands for: `eq-growth` of `eq:growth` and of `growth`."""
    kind, _, rest = label.strip().partition(":")
    id_ = re.sub(r"[^\w.-]", "-", f"{_KINDS.get(kind, kind)}-{rest}" if rest else label.strip())
    return id_ if is_cross_reference(id_) else f"eq-{id_}"


def is_equation(inlines: Json) -> bool:
    """Whether some inlines are a formula on a line of its own, and nothing else."""
    return len(inlines) == 1 and _is_display(inlines[0])


def understood(tex: str, id_: str) -> tuple[str, ...]:
    """What of a formula in TeX is its id, which is known, and its number."""
    labels, tags = list(_LABEL.finditer(tex)), list(_TAG.finditer(tex))
    read = [label[0] for label in labels if len(labels) == 1 and id_of(label[1]) == id_]
    return (*read, *(tag[0] for tag in tags if len(tags) == 1 and re.fullmatch(TAG, tag[1])))


class Equations:
    """Settles the formulas and references among inlines, in place; `decoded` puts originals in the place of marks."""

    def __init__(self, decoded: Callable[[Json], Json]) -> None:
        self.decoded = decoded

    def settle(self, inlines: Json) -> None:
        made: list[Json] = []
        left = list(inlines)
        while left:
            inline = left.pop(0)
            kind = inline["t"]
            if _is_display(inline):
                made.append(self._numbered(inline, left))
            elif kind == "RawInline" and (reference := self._reference(inline, made, left)):
                made += reference
            else:
                if kind in _HOLDERS:
                    place = _HOLDERS[kind]
                    self.settle(inline["c"] if place is None else inline["c"][place])
                made.append(inline)
        inlines[:] = [_with_tag(inline, self.decoded) if inline["t"] == "Span" else inline for inline in made]

    def _numbered(self, formula: Json, left: list[Json]) -> Json:
        """A formula, in a span with what the braces behind it say, or what it says itself; they are taken off."""
        attributes = _take_braces(left)
        labels = _LABEL.findall(self.decoded(formula["c"][1]))
        if attributes is None and len(labels) != 1 and not _tag_of(formula, self.decoded):
            return formula
        id_, classes, pairs = attributes or ["", [], []]
        if not id_ and len(labels) == 1 and labels[0].strip():
            id_ = id_of(labels[0])
        return {"t": "Span", "c": [[id_, classes, pairs], [formula]]}

    def _reference(self, raw: Json, made: list[Json], left: list[Json]) -> list[Json]:
        """A reference of TeX as one of ours; brackets round the number of a formula, which has its own, are taken
        off."""
        found = _REFERENCE.fullmatch(self.decoded(raw["c"][1]).strip()) if raw["c"][0] == "tex" else None
        if not found:
            return []
        key = id_of(found[2])
        before, after = made[-1] if made else {}, left[0] if left else {}
        if found[1] == "ref" and key.startswith("eq-") and _are_brackets(before, after):
            before["c"], after["c"] = before["c"][:-1], after["c"][1:]
        mode = "SuppressAuthor" if found[1] in _WORDLESS else "NormalCitation"
        citation = {"citationId": key, "citationPrefix": [], "citationSuffix": [], "citationMode": {"t": mode}}
        words = [{"t": "Str", "c": f"[@{key}]"}]
        return [{"t": "Cite", "c": [[{**citation, "citationNoteNum": 0, "citationHash": 0}], words]}]


def _are_brackets(before: Json, after: Json) -> bool:
    """Whether a text ends with a bracket that the next one closes."""
    if (before.get("t"), after.get("t")) != ("Str", "Str"):
        return False
    return bool(_BRACKETS.get(before["c"][-1:], "\0") == after["c"][:1])


def _is_display(inline: Json) -> bool:
    return bool(inline.get("t") == "Math" and inline["c"][0]["t"] == "DisplayMath")


def _tag_of(formula: Json, decoded: Callable[[Json], Json]) -> str:
    tags = _TAG.findall(decoded(formula["c"][1]))
    return tags[0] if len(tags) == 1 and re.fullmatch(TAG, tags[0]) else ""


def _with_tag(span: Json, decoded: Callable[[Json], Json]) -> Json:
    """The number that a formula gives itself, as an attribute of the span round it."""
    attributes, inlines = span["c"]
    tag = _tag_of(inlines[0], decoded) if is_equation(inlines) else ""
    if tag and not any(name == "tag" for name, _ in attributes[2]):
        attributes[2].append(["tag", tag])
    return span


def _take_braces(left: list[Json]) -> Json | None:
    """The attributes between the braces that some inlines begin with, which are taken off; None where there are
    none."""
    text, count = "", 0
    while count < len(left) and left[count]["t"] in _LOOSE and "}" not in text:
        text += prose([left[count]])[0]
        count += 1
    found = _BRACES.match(text)
    if not found or found[2] == "{}":
        return None
    attributes: Json = ["", [], []]
    rest = found[2][1:-1].strip()
    while rest:
        one = _ATTRIBUTE.match(rest)
        if not one:
            return None
        if one["id"]:
            attributes[0] = one["id"]
        elif one["name"]:
            attributes[1].append(one["name"])
        else:
            attributes[2].append([one["key"], one["quoted"] if one["value"] is None else one["value"]])
        rest = rest[one.end() :].lstrip()
    after = text[found.end() :]
    # A line end is kept, so that lines are counted.
    kept = [{"t": "SoftBreak"}] if found[1] == "\n" and (after or left[count:]) else []
    left[:count] = [*kept, *([{"t": "Str", "c": after}] if after else [])]
    return attributes
