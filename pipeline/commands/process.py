"""Knows how the command lives as a process: which signals end it, where its words go, what it tells the shell; must not
know any command."""

from __future__ import annotations

import sys
from typing import Any

import click

from pipeline.commands import interface, streams
from pipeline.commands.options import locale_language
from pipeline.core.diagnostics import ExitCode
from pipeline.core.failures import reason_of
from pipeline.core.languages import Language
from pipeline.core.signals import Interrupted, heard
from pipeline.core.wording import word


class Command(click.Group):
    """A group of commands that ends by a signal, or with what cannot be shown, as it is documented."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        called = arguments[0] if arguments else options.get("args")
        interface.speak(self, interface.language_of(sys.argv[1:] if called is None else called, locale_language()))
        with streams.guarded() as (out, error), heard():
            try:
                return super().main(*arguments, **options)
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else ExitCode.FINDINGS if left.code else ExitCode.CLEAN
                out.flush()
                if out.lost is not None and not isinstance(out.lost, BrokenPipeError):
                    language = locale_language()
                    reason = reason_of(out.lost).said(language)
                    click.echo(f"kanben: {word('cannot_show', language, reason=reason)}", err=True)
                raise SystemExit(streams.exit_code(code, (out, error))) from None

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Interrupted as error:
            leave(error, locale_language())


def leave(error: Interrupted, language: Language) -> None:
    """Say that the run was interrupted, and end with the exit code of the signal."""
    name = "" if error.name == "SIGINT" else error.name
    click.echo(f"kanben: {word('interrupted_by' if name else 'interrupted', language, signal=name)}", err=True)
    sys.exit(error.exit_code)
