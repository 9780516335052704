"""Knows a formula as its author writes it, in TeX, and what of it is for other purposes than drawing; must not know how
TeX is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.core.text import Span

# `\\` before the end of an environment only ends its last row.
_ROW_ENDS = re.compile(r"(?:\\\\(?:\[[-+0-9. ]{0,20}\\?[A-Za-z]{0,30} ?\])?+\s*+)++(\\end(?=\s*+\{))?")
_NUMBERING = re.compile(r"\\(?:tag\*?|label)\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![A-Za-z])[ \t]*")
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*+(%[^\n]*+)(\n|$)")
# Commands that pandoc's reader has under another name alone.
_SAME = (
    (re.compile(r"\\cfrac(?![A-Za-z])(?:\s*\[[lr]\])?"), r"\\dfrac"),
    (re.compile(r"\{\s*+\\(rm|bf|it|sf|tt)(?![A-Za-z])\s*+([^{}\\]*+)\}"), r"\\math\1{\2}"),
)
_SHOWN = 60


@dataclass(frozen=True)
class Formula:
    """A formula with its place; `is_display` is whether it stands alone on a line, `numbering` what of its TeX is its
    id and its number."""

    tex: str
    is_display: bool
    span: Span
    numbering: tuple[str, ...] = ()


def drawable(tex: str) -> str:
    """What of a formula is drawn, in commands that are known: all but comments, empty last rows, and its number and
    label, which are for the text round it."""
    tex = _COMMENT.sub(_without_comment, tex)
    for command, name in _SAME:
        tex = command.sub(name, tex)
    return _ROW_ENDS.sub(lambda ends: ends[1] or ends[0], _NUMBERING.sub("", tex))


def _without_comment(comment: re.Match[str]) -> str:
    return comment[0] if _is_percent(comment) else comment[0].replace(comment[1], "", 1)


def percents(tex: str) -> list[tuple[int, int]]:
    """Where a % that was meant to be read makes a comment of what follows it."""
    return [comment.span(1) for comment in _COMMENT.finditer(tex) if _is_percent(comment)]


def _is_percent(comment: re.Match[str]) -> bool:
    """A percent sign stands after a digit or a word, or takes the end of a line of text from it."""
    start = comment.start(1)
    before = comment.string[max(start - 1, 0) : start]
    return not comment[2] or before.isalnum() or before == "}"


def shown(tex: str) -> str:
    """A formula as a message shows it, on one line."""
    line = " ".join(tex.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def place_of(formulas: Iterable[Formula], tex: str, block: Span) -> Span:
    """Where a formula stands that is drawn somewhere in a block: the first one like it from there on."""
    alike = [formula.span for formula in formulas if shown(drawable(formula.tex)) == shown(tex)]
    later = (span for span in alike if (span.line or 0) >= (block.line or 0))
    return next(later, alike[0] if alike else block)
