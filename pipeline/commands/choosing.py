"""Knows how the edits of a proof are gone through on a terminal, one by one; must not know how they are made."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from pipeline.commands.console import Console
from pipeline.core.codes import message
from pipeline.core.diagnostics import unreadable
from pipeline.core.languages import Language
from pipeline.core.reasons import Reason, said
from pipeline.core.visible import visible
from pipeline.core.wording import word
from pipeline.proofs.orders import Question, Selection

_ACCEPT, _REJECT, _NEXT, _BACK, _WRITE, _QUIT = "arnkwq"
_ENDS = ("\x03", "\x04", "")
"""What a terminal gives for Ctrl-C, Ctrl-D, and where it has ended."""


def choose(console: Console, questions: Sequence[Question]) -> Selection:
    """Ask of each edit whether it is wanted. What is left open is not; who quits wants nothing.

    Raises:
        PipelineError: PRF106 where there is no terminal.
    """
    console.clear()
    language = console.language
    wanted: dict[int, bool] = {}
    at, key = 0, ""
    while key != _WRITE:
        if at < len(questions):
            _show(questions[at], f"{at + 1}/{len(questions)}", wanted, language)
        else:
            click.echo(word("choose_end", language, count=sum(wanted.values())), err=True)
        key = _key()
        if key == _QUIT:
            return Selection()
        if key in (_ACCEPT, _REJECT) and at < len(questions):
            wanted[questions[at].number] = key == _ACCEPT
        at += {_BACK: -1 if at else 0, _ACCEPT: 1, _REJECT: 1, _NEXT: 1}.get(key, 0)
        at = min(at, len(questions))
    return Selection(numbers=frozenset(number for number, is_wanted in wanted.items() if is_wanted))


def _key() -> str:
    try:
        key = click.getchar()
    except (OSError, EOFError) as error:
        raise unreadable("PRF106", None, reason=Reason("no_terminal")) from error
    return _QUIT if key in _ENDS else key.lower()


def _show(question: Question, count: str, wanted: dict[int, bool], language: Language) -> None:
    """An edit with what stands round it, and the keys."""
    finding, before, behind = question.finding, question.before, question.behind
    old, new = (str(said(finding.values[name], language)) for name in ("old", "new"))
    state = {True: "choose_accepted", False: "choose_rejected", None: "choose_open"}[wanted.get(question.number)]
    lines = (
        "",
        _paint(f"{count} {finding.span or ''}", "1") + f" {word(state, language)}",
        f"  {visible(message(finding, language))}",
        f"  {visible(before)}{_paint(visible(old), '31;9')}{visible(behind)}",
        f"  {visible(before)}{_paint(visible(new), '32;4')}{visible(behind)}",
        word("choose_keys", language),
    )
    click.echo("\n".join(lines), err=True)


def _paint(text: str, color: str) -> str:
    is_painted = text and sys.stderr.isatty() and "NO_COLOR" not in os.environ
    return f"\033[{color}m{text}\033[0m" if is_painted else text
