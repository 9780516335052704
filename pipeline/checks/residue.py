"""Knows how what looks like markup is told where it would be printed as text; must not know its forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from pipeline.checks.base import Source
from pipeline.checks.fields import fields
from pipeline.checks.finding import Finder
from pipeline.checks.forms import FORMS, SURE, Form
from pipeline.checks.runs import CODE, SPEAKING, Run
from pipeline.core.diagnostics import Diagnostic, Edit, Values
from pipeline.core.model import Document
from pipeline.core.reasons import Reason

_SHOWN = 40  # characters
_QUOTED_VALUE = re.compile(r"(?<=[\s{])([a-z]+)=(“[^”\s]*”)")
_DIRECTIVE = Form("meant_directive", "")
_STRAIGHT = Form("meant_straight_quotes", "", ("[“”]", '"'))


def check(source: Source) -> Iterator[Diagnostic]:
    """SRC130 markup that was not read and would be printed as it stands, SRC131 what looks like it."""
    searched = (*source.runs, *fields(source.document))
    finder = Finder(source.text, source.body_start, searched)
    forms = (*FORMS, *_names(source.document))
    for index, run in enumerate(searched):
        # Its words begin below the fence.
        above = finder.region(index - 1)[0] if index else source.body_start
        if directive := _directive(run, source, (above, finder.region(index)[1])):
            yield _told(source, _DIRECTIVE, *directive.span())
        for form, start, end in _matches(run, forms):
            place = finder.place(index, start, end, form.typed)
            if place:
                yield _told(source, form, *place)
    for value in _QUOTED_VALUE.finditer(finder.text):
        # Read with its quotes; one with a space in it stayed text, and is a form.
        if json.dumps([value[1], value[2]], ensure_ascii=False) in source.document.ast:
            yield _told(source, _STRAIGHT, *value.span())


def _names(document: Document) -> Iterator[Form]:
    """Keys and ids of the report in brackets of another kind, or without their @."""
    known = {entry.id for entry in document.bibliography} | set(document.cross_reference_ids())
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True) if name[0].isalpha())
    if names:
        yield Form(
            "meant_wide_citation",
            rf"[\[【［（(]{SPEAKING}[\]】］）)]",
            (r"\A.(.*).\Z", r"[\1]"),
            typed=rf"[\[【［（(]@\{{?(?:{names})\}}?[\]】］）)]",
        )
        yield Form(
            "meant_key",
            rf"[\[【［][@＠#＃]?(?:{names})[\]】］]|[（(][＠#＃](?:{names})[）)]|(?<![A-Za-z0-9_#&/])[＠#＃](?:{names})(?![\w-])",
            (r"\A\W*(.*?)\W*\Z", r"[@\1]"),
        )


def _directive(run: Run, source: Source, region: tuple[int, int]) -> re.Match[str] | None:
    """A fence with a name in braces, as other programs write directives: the parser takes all of it for code in a
    line."""
    is_code = run.text == CODE and re.match(r"\{[A-Za-z][\w:-]*\}", run.marked[0].inside)
    return re.compile(r"`{3,}\{[^`\n]*").search(source.text.text, *region) if is_code else None


def _matches(run: Run, forms: Sequence[Form]) -> list[tuple[Form, int, int]]:
    """What is found in a run, in its order; one thing is found once."""
    made: list[tuple[Form, int, int]] = []
    for form in forms:
        is_told = form.once and any(other.once for other, _, _ in made)
        if is_told or run.kind not in form.blocks or (form.in_notes and not run.depth):
            continue
        for found in form.compiled.finditer(run.text):
            start, end = found.span()
            if not any(
                start < (len(run.text) if one.takes_rest else last) and first < end for one, first, last in made
            ):
                made.append((form, start, end))
                if form.once:
                    break
    return sorted(made, key=lambda row: row[1])


def _told(source: Source, form: Form, start: int, end: int) -> Diagnostic:
    typed = source.text.text[start:end]
    fixed = re.sub(form.fix[0], form.fix[1], typed, count=0, flags=re.S) if form.fix else typed
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
