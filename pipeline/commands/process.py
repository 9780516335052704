"""Knows how the command lives as a process: which signals end it, where its words go, what it tells the shell; must not
know any command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from pipeline.commands import interface, streams
from pipeline.commands.options import locale_language
from pipeline.core.diagnostics import ExitCode
from pipeline.core.failures import reason_of
from pipeline.core.languages import Language
from pipeline.core.signals import Interrupted, heard
from pipeline.core.visible import visible
from pipeline.core.wording import told


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
                    click.echo(f"kanben: {told('cannot_show', language, reason=reason)}", err=True)
                raise SystemExit(streams.exit_code(code, (out, error))) from None

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _plainly():
            return super().make_context(*arguments, **options)

    def invoke(self, context: click.Context) -> Any:
        try:
            with _plainly():
                return super().invoke(context)
        except Interrupted as error:
            leave(error, locale_language())


@contextmanager
def _plainly() -> Iterator[None]:
    """What click says of an argument must not steer the terminal."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = visible(error.message)
        raise


def leave(error: Interrupted, language: Language) -> None:
    """Say that the run was interrupted, and end with the exit code of the signal."""
    name = "" if error.name == "SIGINT" else error.name
    click.echo(f"kanben: {told('interrupted_by' if name else 'interrupted', language, signal=name)}", err=True)
    sys.exit(error.exit_code)
