"""Knows what was read as markup and probably not meant, by what stands in it and round it; must not know what looks
like markup and was not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.checks.base import Source
from pipeline.checks.finding import Finder, Place
from pipeline.checks.runs import Marked, Run
from pipeline.core.diagnostics import Diagnostic, Edit
from pipeline.core.reasons import Reason
from pipeline.core.scripts import HAN
from pipeline.core.text import SourceText

_POINTS = "，。、；：！？"
_WITH_POINT = rf".(?:.*[{_POINTS}].*)."
_SHOWN = 40  # characters
_IN_TEXT = re.compile(r"\\(?:text|mbox|mathrm|textbf|textit|operatorname)\s*\{[^{}]*\}")


@dataclass(frozen=True)
class Rule:
    """Markup of these kinds was not meant where `pattern` matches what stands in it, with the character before and the
    one after, each a blank where there is none. `meant` is the wording that says what was; `escapes` whether a
    backslash before its marks surely puts it right; `shifts` whether what follows was read by the same mistake."""

    kinds: tuple[str, ...]
    pattern: str
    meant: str
    escapes: bool = True
    shifts: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.S)


RULES: tuple[Rule, ...] = (
    # Ranges: 10~20万人，共3~5个; 周一~周五和周六~周日
    Rule(("Subscript",), _WITH_POINT, "not_a_subscript"),
    Rule(("Subscript",), rf"\d\d(?:[^{HAN}]*\d|.*[{HAN}].*\w)", "not_a_subscript"),
    Rule(("Subscript",), rf"[{HAN}%％℃]\w.*[{HAN}\d]", "not_a_subscript"),
    Rule(("Subscript",), r"\w\w+[和与及或]\w+", "not_a_subscript"),
    # A mark left out: H2O~和CO~2~
    Rule(("Subscript",), rf"\w[{HAN}]+[A-Za-z]+\d", "subscript_with_one_mark", escapes=False, shifts=True),
    Rule(("Strikeout",), r"\d\d(?:.*\d)?\d", "not_struck_out"),
    # Powers: 2^10和2^20, x^2+y^2
    Rule(("Superscript",), rf"{_WITH_POINT}|._+.", "not_a_superscript", escapes=False),
    Rule(("Superscript",), rf"\w.*[+=<>{HAN}].*[0-9A-Za-z]", "not_a_superscript", escapes=False),
    Rule(("Superscript",), r"\d\d*\d", "not_a_superscript", escapes=False),
    # Products: 3*4*5, a*b*c, 长*宽=面积，底*高=面积
    Rule(("Emph", "Strong"), r"[0-9A-Za-z].*[0-9A-Za-z]", "not_emphasis"),
    Rule(("Emph", "Strong"), r"\S\d.*\d", "not_emphasis"),
    Rule(("Emph", "Strong"), r"\w.*[=＝].*\w", "not_emphasis"),
    # One that never ended, up to the next that began: *甲 *乙
    Rule(("Emph", "Strong"), r".\S.*[ \u3000]\S", "not_emphasis_before_blank", escapes=False),
    # Items without their space, each on its line
    Rule(("Emph", "Strong"), r".+\n.", "not_emphasis_of_items", escapes=False),
    # Marks of notes: 增长*，下降*; p<0.1，**p<0.05
    Rule(("Emph", "Strong"), rf".[{_POINTS}）].*\w.*", "not_emphasis"),
    Rule(("Emph", "Strong"), r".(?:.*p ?[<＜=≤].*|.*显著.*)[，,；;、 ].", "not_emphasis"),
)

# What may stand between a number and the mark of a range.
_UNITS = "万亿千百十%％‰℃°年月日元米吨个人岁倍"


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC132 markup that arose by chance, SRC131 what its indent or the line under it makes of a paragraph."""
    finder = source.finder
    for index, run in enumerate(source.runs):
        if run.kind == "CodeBlock":
            yield from _indented(finder, index)
        elif run.kind == "Header":
            yield from _underlined(finder.source, run)
        yield from _unpaired(finder, index)
        told = 0
        # What stands in others comes after them.
        for marked in sorted(run.marked, key=lambda one: (one.start, -one.end)):
            if marked.end <= told:
                continue
            rule = next((rule for rule in RULES if marked.kind in rule.kinds and _breaks(rule, run, marked)), None)
            if rule:
                told = len(run.text) if rule.shifts else marked.end
                yield from _told(finder, index, marked, rule)
            elif marked.kind == "Math" and _is_prose(marked.inside):
                yield from _dollars(finder, index, marked)


def _breaks(rule: Rule, run: Run, marked: Marked) -> bool:
    before = run.text[marked.start - 1] if marked.start else " "
    text = before + run.text[marked.start : marked.end] + (run.text[marked.end : marked.end + 1] or " ")
    return rule.compiled.fullmatch(text) is not None


def _told(finder: Finder, index: int, marked: Marked, rule: Rule) -> Iterator[Diagnostic]:
    place = finder.marks(index, marked)
    start, end = place.start, place.end
    typed = finder.source.text[start:end]
    text = finder.found[index].text
    fixed = _escaped(text[max(marked.start - 1, 0) : marked.start], typed, text[marked.end : marked.end + 1])
    edit = Edit(start, end, fixed) if rule.escapes and place.is_exact else None
    yield _diagnostic("SRC132", finder.source, Place(start, end), rule.meant, edit)


def _escaped(before: str, typed: str, after: str) -> str:
    """What was read as markup with its marks escaped: of two, the one alone that stands between numbers, since the
    other may belong to markup that was meant (`10~20万吨，H~2~O`)."""
    ends = list(re.finditer(r"\A[*~^_]+|[*~^_]+\Z", typed))
    whole = before + typed + after
    between = [
        found
        for found in ends
        if re.match(rf"[\d{_UNITS}]", whole[len(before) + found.start() - 1 :] if before or found.start() else " ")
        and re.match(r"\d", whole[len(before) + found.end() :])
    ]
    made = typed
    for found in reversed(between if len(between) == 1 else ends):
        made = made[: found.start()] + "".join(f"\\{mark}" for mark in found.group()) + made[found.end() :]
    return made


def _is_prose(formula: str) -> bool:
    """Whether what stands between two dollars is no formula: Chinese words with punctuation, or behind an amount."""
    bare = _IN_TEXT.sub("", formula)
    return re.search(f"[{HAN}]", bare) is not None and re.search(rf"[{_POINTS}]|\A\d[\d,.]*[{HAN}]", bare) is not None


def _dollars(finder: Finder, index: int, marked: Marked) -> Iterator[Diagnostic]:
    place = finder.place(index, marked.start, marked.end)
    if place:
        is_whole = finder.source.text[place.start : place.end] == f"${marked.inside}$"
        edit = Edit(place.start, place.end, rf"\${marked.inside}\$") if is_whole else None
        yield _diagnostic("SRC132", finder.source, place, "not_a_formula", edit)


def _indented(finder: Finder, index: int) -> Iterator[Diagnostic]:
    """Words that four spaces at the beginning of their line made code of."""
    first = finder.found[index].text.split("\n", maxsplit=1)[0]
    if not re.search(rf"[{HAN}][^{{}}<>=;#]*[{_POINTS}]", first):
        return
    place = finder.search(index, rf"(?<=\n)(?: {{4}}|\t)[ \t]*{re.escape(first)}")
    if place is None:
        return
    source = finder.source
    above = source.line(source.line_of(place.start) - 1).strip()
    if not above.startswith(("```", "~~~")):
        yield _diagnostic("SRC131", source, place, "not_code")


def _underlined(source: SourceText, run: Run) -> Iterator[Diagnostic]:
    """A sentence that the line under it made a heading of."""
    if run.place is None or not re.search(f"[{_POINTS}]\\Z|\n", run.text.strip()):
        return
    number = run.place.line + run.text.count("\n") + 1
    if re.fullmatch(r"[-=]{3,}\s*", source.line(number)):
        start = source.starts[number - 1]
        line = Place(start, start + len(source.line(number)))
        yield _diagnostic("SRC131", source, line, "not_a_heading", Edit(start, start, "\n"))


def _unpaired(finder: Finder, index: int) -> Iterator[Diagnostic]:
    """Straight quotation marks that became closing ones, with no opening one before them; inches apart."""
    text = finder.found[index].text
    is_open = False
    for place, mark in enumerate(text):
        if mark == "”" and not is_open and not text[place - 1 : place].isdigit():
            typed = finder.place(index, max(place - 1, 0), place + 1)
            if typed and finder.source.text[typed.end - 1] == '"':
                yield _diagnostic("SRC131", finder.source, typed, "not_paired")
        if mark in "“”":
            is_open = mark == "“"


def _diagnostic(code: str, source: SourceText, place: Place, meant: str, edit: Edit | None = None) -> Diagnostic:
    shown = " ".join(source.text[place.start : place.end].split())[:_SHOWN]
    span = source.span(place.start, place.end - place.start)
    return Diagnostic(code, span, {"text": shown, "meant": Reason(meant)}, meant, edit=edit)
