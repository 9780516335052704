"""Knows how what looks like markup is told where it would be printed as text; must not know its forms."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator

from pipeline.checks import blockforms, keyforms, lineforms
from pipeline.checks.base import Source
from pipeline.checks.finding import Finder, Place
from pipeline.checks.forms import SURE, Form
from pipeline.checks.matching import Match, Matcher, matcher
from pipeline.checks.runs import CODE
from pipeline.core.diagnostics import Diagnostic, Edit, Values
from pipeline.core.reasons import Reason
from pipeline.core.scripts import HAN

_SHOWN = 40  # characters
FORMS = (*blockforms.FORMS, *lineforms.FORMS)
"""Those of all reports."""
_QUOTED_VALUE = re.compile(r"(?<=[\s{])([a-z]+)=(“[^”\s]*”)")
_HALF_QUOTED_VALUE = re.compile(r"(?<=[\s{])([a-z]+)=([\"'][^\"'\s{}]*|[^\"'\s{}]+[\"'])(?=[\s}])")
_DIRECTIVE = Form("meant_directive", "")
_FENCE = Form("meant_fence", "")
_STRAIGHT = Form("meant_straight_quotes", "", ("[“”]", '"'))
_PARTED = Form("meant_formula_without_blank", "")
_DISPLAY = re.compile(rf"\$\$[^$#{HAN}]*\$\$")
_BOTH = Form("meant_both_quotes", "")
# The words of a note whose colon or blank line was left out, which is told there, and not at its calls as well.
_NOTE_WORDS = re.compile(r"(?:\A\[\^([^\]\n]{1,200})\](?=：|[ 　]*[\w“《（‘])|\n\[\^([^\]\n]{1,200})\][:：])")


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC130 markup that was not read and would be printed as it stands, SRC131 what looks like it."""
    finder = source.finder
    forms = matcher((*FORMS, *keyforms.forms(source.document, source.text.text)))
    done = opened = 0
    written = {f"[^{found[1] or found[2]}]" for run in finder.found for found in _NOTE_WORDS.finditer(run.text)}
    for index in range(len(finder.found)):
        if directive := _directive(source, index):
            form = _DIRECTIVE if re.fullmatch(r"`+\{[A-Za-z][\w:-]*\}.*", directive.group()) else _FENCE
            yield _told(source, form, Place(*directive.span()))
        for form, start, end in _unescaped(finder, index, forms):
            place = finder.typed(index, start, form.typed) if form.typed else finder.place(index, start, end)
            if place is None or place.start < done:
                continue
            if form.name == "meant_note" and finder.source.text[place.start : place.end] in written:
                continue
            opened += form.name == "meant_directive"
            if opened and form.name == "meant_code_fence" and not finder.found[index].text[start:end].strip("` "):
                # The end of what was told.
                opened -= 1
                continue
            if form.name == "meant_formula" and (parted := _parted(source, place)):
                done = parted.end
                yield _told(source, _PARTED, parted)
            else:
                yield _told(source, form, place)
    for form, pattern in ((_STRAIGHT, _QUOTED_VALUE), (_BOTH, _HALF_QUOTED_VALUE)):
        for value in pattern.finditer(source.bare):
            # Read with its quotes; one with a space in it stayed text, and is a form.
            if (value[1], value[2]) in source.attributes:
                yield _told(source, form, Place(*value.span()))


def _parted(source: Source, place: Place) -> Place | None:
    """Both marks of a display that a blank line parts, with what stands between them."""
    found = _DISPLAY.match(source.bare, place.start)
    return Place(*found.span()) if found and re.search(r"\n[ \t]*\n", found.group()) else None


def _directive(source: Source, index: int) -> re.Match[str] | None:
    """A fence with braces that are no attributes, such as a name alone, as other programs write directives: the parser
    takes all of it for code in a line."""
    run = source.finder.found[index]
    if run.text != CODE or not re.match(r"\{[^{}\n]*\}", run.marked[0].inside):
        return None
    # Its words begin below the fence.
    above = source.finder.region(index - 1)[0] if index else source.body_start
    return re.compile(r"`{3,}[ \t]*\{[^`\n]*").search(source.text.text, above, source.finder.region(index)[1])


def _unescaped(finder: Finder, index: int, forms: Matcher) -> list[Match]:
    """What is found in a run, and would be if what its author marked as text were none of it."""
    run = finder.found[index]
    made = _matches(finder, index, run.text, forms)
    text = finder.unescaped(index) if made else run.text
    if text == run.text:
        return made
    # How a form with a pattern of its own was typed is looked at in the source.
    typed = [row for row in made if row.form.typed]
    others = [
        row
        for row in _matches(finder, index, text, forms)
        if not row.form.typed and not any(row.start < end and start < row.end for _, start, end in typed)
    ]
    return sorted([*typed, *others], key=lambda row: row.start)


def _matches(finder: Finder, index: int, text: str, forms: Matcher) -> list[Match]:
    """What is found in the text of a run, in its order; one thing is found once."""
    run = finder.found[index]
    made: list[Match] = []
    taken: list[tuple[int, int]] = []
    for found in forms.found(text, run.kind, is_in_note=run.depth > 0):
        form, start, end = found
        if form.once and any(other.form.once for other in made):
            continue
        if form.typed and not finder.typed(index, start, form.typed):
            continue
        after = bisect_left(taken, (end, 0))
        # None of them overlap, so the last one that begins before its end is the one that reaches farthest.
        if not after or taken[after - 1][1] <= start:
            made.append(found)
            insort(taken, (start, len(run.text) if form.takes_rest else end))
    return sorted(made, key=lambda row: row.start)


def _told(source: Source, form: Form, place: Place) -> Diagnostic:
    start, end = place.start, place.end
    typed = source.text.text[start:end]
    fixed = re.sub(form.fix[0], form.fix[1], typed, count=0, flags=re.S) if form.fix and place.is_exact else typed
    span = source.text.span(start, end - start)
    if fixed.startswith("\n") and span.column != 1:
        # In a quotation or an item a line begins with marks of its own.
        fixed = typed
    edit = Edit(start, end, fixed) if fixed != typed else None
    shown = " ".join(typed.split())
    values: Values = {"text": shown[:_SHOWN], "meant": Reason(form.name)}
    if form.code == SURE:
        return Diagnostic("SRC130", span, values, form.name, edit=edit)
    return Diagnostic("SRC131", span, values, form.name, edit=edit)
