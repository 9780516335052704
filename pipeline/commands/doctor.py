"""Knows the command `kanben doctor`; must not know how parts are looked for."""

from __future__ import annotations

import sys

import click

from pipeline.commands.options import LANGUAGE
from pipeline.core.diagnostics import ExitCode
from pipeline.core.languages import Language
from pipeline.core.wording import word


@click.command()
@LANGUAGE
def doctor(lang: Language) -> None:
    """Say which outside parts are there, and how to install what is missing."""
    from pipeline.line.doctor import examine

    parts = examine()
    for part in parts:
        state = word("doctor_there" if part.found else "doctor_missing", lang)
        click.echo(f"{state} {part.name:<26} {part.version:<14} {word(part.purpose, lang, **part.values)}")
        if not part.found:
            click.echo(f"        → {part.install}")
    sys.exit(ExitCode.CLEAN if all(part.found or not part.required for part in parts) else ExitCode.TOOL_FAILED)
