"""Knows where forms stand in the text of a run, and keeps it for a text that comes again while a report is written;
must not know which forms there are."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.checks.forms import Form

_MOST, _LONGEST = 2**13, 4000
"""How many texts are kept at the most, and of how many characters."""


class Match(NamedTuple):
    """Where a form stands."""

    form: Form
    start: int
    end: int


class Matcher:
    """Some forms, and where they were found before."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self.forms = forms
        self._kept = lru_cache(_MOST)(self._found)

    def found(self, text: str, kind: str, *, is_in_note: bool) -> tuple[Match, ...]:
        """Every place of every form that may stand in a run of a kind, in the order of the forms."""
        return (self._kept if len(text) <= _LONGEST else self._found)(text, kind, is_in_note)

    def _found(self, text: str, kind: str, is_in_note: bool) -> tuple[Match, ...]:
        return tuple(
            Match(form, *found.span())
            for form in self.forms
            if kind in form.blocks and (is_in_note or not form.in_notes)
            for found in form.compiled.finditer(text)
        )


@lru_cache(2)
def matcher(forms: tuple[Form, ...]) -> Matcher:
    """That of some forms: those of a report are others only when it calls other keys."""
    return Matcher(forms)
