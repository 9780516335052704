"""Knows what of a formula does not reach the outputs, and where in it that stands; must not know how formulas are
drawn."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.checks.base import Source, inside_formula
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.formulas import Formula, drawable, percents, shown
from pipeline.core.reasons import Reason
from pipeline.core.text import SourceText, Span
from pipeline.tools import pandoc

_ANNOTATION = "{http://www.w3.org/1998/Math/MathML}annotation"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
# What pandoc's reader of TeX takes and gives to no format.
_LOST = (
    (re.compile(rf"\\color\s*{_GROUP}"), "no_color_in_formulas"),
    (re.compile(rf"\\(?:tag\*?|label)\s*{_GROUP}"), "formula_number"),
    (re.compile(r"\\hline(?![A-Za-z])"), "no_rules_in_arrays"),
    (re.compile(r"\\hyperref\s*(?:\[[^\]]*\])?"), "no_links_in_formulas"),
)
_COLUMNS = re.compile(rf"\\begin\s*\{{array\}}\s*({_GROUP})")
# What has letters that are for no reader: names of environments and colours, columns, lengths.
_SILENT = re.compile(
    rf"\\begin\s*\{{(?:array|alignat\*?|alignedat)\}}\s*{_GROUP}|\\(?:begin|end)\s*{_GROUP}|\\color\s*{_GROUP}"
    rf"|\\hyperref\s*\[[^\]]*\]|\\[hm]space\*?\s*{_GROUP}|\\genfrac(?:\s*(?:{_GROUP}|\\?.)){{4}}"
    r"|\\\\\s*\[[^\]]*\]|\\[A-Za-z]+|\\."
)
_DEFINES = re.compile(r"\\(?:def|newcommand|renewcommand|providecommand|DeclareMathOperator)(?![A-Za-z])")
_PAIRS = (
    ("left", "right", Reason("left_without_right")),
    ("begin", "end", Reason("begin_without_end")),
)
# Two subscripts or two superscripts of one letter.
_SCRIPT = rf"(?:{_GROUP}|\\[A-Za-z]+(?:\s*{_GROUP})*|\\.|[^\s{{}}\\^_&])"
_TWICE = re.compile(
    rf"(?<!\\)(_)\s*{_SCRIPT}\s*(?:\^\s*{_SCRIPT}\s*)?_|(?<!\\)(\^)\s*{_SCRIPT}\s*(?:_\s*{_SCRIPT}\s*)?\^"
)
_REFERENCES = (r"\eqref", r"\ref", r"\autoref", r"\cref", r"\pageref")
_UNKNOWN = re.compile(r"unexpected control sequence (\\\S+)")


def check(source: Source) -> Iterator[Diagnostic]:
    """MTH101 formulas that are not understood, MTH102 what of a formula is printed nowhere, MTH105 formulas that
    TeX refuses."""
    formulas = source.document.inventory.formulas
    if not formulas:
        return
    texts = list(dict.fromkeys((formula.tex, formula.is_display) for formula in formulas))
    html, log = pandoc.mathematics([(drawable(tex), display) for tex, display in texts])
    paragraphs = etree.fromstring(f"<body>{html}</body>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    printed = dict(zip(texts, map(_letters_of, paragraphs), strict=True))
    told = {str(entry.get("contents")): str(entry.get("message")) for entry in log}
    for formula in formulas:
        letters = printed[formula.tex, formula.is_display]
        if letters is None:
            yield _not_understood(formula, told.get(drawable(formula.tex), ""), source.text)
        elif reason := _refused_by_tex(formula.tex):
            yield Diagnostic("MTH105", formula.span, {"tex": shown(formula.tex), "reason": reason}, formula.tex)
        yield from _lost(formula, letters, source.text)


def _letters_of(paragraph: etree._Element) -> str | None:
    """What a formula prints; None where it is not understood."""
    mathematics = next(paragraph.iter(_MATH), None)
    if mathematics is None:
        return None
    return "".join(part.text or "" for part in mathematics.iter() if part.tag != _ANNOTATION)


def _not_understood(formula: Formula, told: str, text: SourceText) -> Diagnostic:
    tex = formula.tex
    span, reason = formula.span, _unbalanced(tex)
    if reason is None and (unknown := _UNKNOWN.search(told)):
        command = unknown[1]
        place = re.search(re.escape(command) + (r"(?![A-Za-z])" if command[-1].isalpha() else ""), tex)
        offset = place.start() if place else 0
        span = inside_formula(text, formula, offset, len(command))
        is_bare = not tex[offset + len(command) :].strip().strip("}&")
        if command == r"\\":
            reason = Reason("row_end_outside")
        elif command in _REFERENCES:
            reason = Reason("reference_in_formula", command=command)
        else:
            reason = Reason("command_without_argument" if is_bare else "unknown_command", command=command)
    if reason is None:
        offset = _caret(tex, told)
        span = inside_formula(text, formula, offset, len(tex.split("\n")[0]) - offset)
        reason = Reason("not_tex", near=shown(tex[offset:]))
    return Diagnostic("MTH101", span, {"tex": shown(tex), "reason": reason}, tex)


def _refused_by_tex(tex: str) -> Reason | None:
    """What pandoc reads and TeX does not, since it may be meant in two ways."""
    if double := _TWICE.search(drawable(tex)):
        return Reason("script_twice", sign=double[1] or double[2])
    return next((reason for one, other, reason in _PAIRS[:1] if _is_odd(tex, one, other)), None)


def _unbalanced(tex: str) -> Reason | None:
    """Which pair of a formula has one side alone."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            break
    if depth:
        return Reason("unbalanced_braces")
    return next((reason for one, other, reason in _PAIRS if _is_odd(tex, one, other)), None)


def _is_odd(tex: str, one: str, other: str) -> bool:
    plain = tex.replace(r"\\", "  ")
    counts = [len(re.findall(rf"\\{name}(?![A-Za-z])", plain)) for name in (one, other)]
    return counts[0] != counts[1]


def _caret(tex: str, told: str) -> int:
    """Where in a formula pandoc stops, which it shows by a caret under a piece of it."""
    lines = told.split("\n")
    if len(lines) < 2 or lines[1].strip() != "^":
        return 0
    start = tex.find(lines[0].strip()) if lines[0].strip() else 0
    return min(max(start, 0) + lines[1].index("^"), max(len(tex) - 1, 0))


def _lost(formula: Formula, letters: str | None, text: SourceText) -> Iterator[Diagnostic]:
    """MTH102 for each part that goes to no output."""
    tex = formula.tex
    parts = [(match.span(), name) for pattern, name in _LOST for match in pattern.finditer(tex)]
    parts = [(span, name) for span, name in parts if tex[slice(*span)] not in formula.numbering]
    parts += [(match.span(1), "no_rules_in_arrays") for match in _COLUMNS.finditer(tex) if "|" in match[1]]
    parts += [(span, "comment_in_formula") for span in percents(tex)]
    for (start, end), name in sorted(parts):
        yield _part(formula, inside_formula(text, formula, start, end - start), tex[start:end], name)
    if letters is not None and not parts and (missing := _missing(tex, letters)):
        yield _part(formula, formula.span, missing, "letters_lost")


def _part(formula: Formula, span: Span, part: str, name: str) -> Diagnostic:
    whole, reason = shown(formula.tex), Reason(name)
    return Diagnostic("MTH102", span, {"tex": whole, "part": shown(part), "reason": reason}, formula.tex)


def _missing(tex: str, letters: str) -> str:
    """The letters and digits of a formula in TeX that are not among those which are printed."""
    if _DEFINES.search(tex):
        return ""
    plain = _SILENT.sub(" ", drawable(tex))
    left = Counter(_plain(letters))
    lost = []
    for letter in _plain(plain):
        left[letter] -= 1
        if left[letter] < 0:
            lost.append(letter)
    return "".join(lost)


def _plain(text: str) -> Sequence[str]:
    """Letters and digits without their style."""
    return [letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum()]
