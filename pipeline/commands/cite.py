"""Knows the `kanben cite` commands, which work on the bibliography file; must not know entries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.commands.options import ALLOW, LANGUAGE, PROJECT
from pipeline.core.codes import message
from pipeline.core.diagnostics import ExitCode, PipelineError
from pipeline.core.failures import reason_of
from pipeline.core.languages import Language
from pipeline.core.scratch import run_folder
from pipeline.core.visible import visible
from pipeline.core.wording import told


@click.group()
def cite() -> None:
    """Work on the bibliography."""


@cite.command(name="format")
@PROJECT
@LANGUAGE
def format_references(project: Path, lang: Language) -> None:
    """Sort references.yaml by key and make its fields plain; comments stay with their entries."""
    from pipeline.bibliography.layout import CannotFormat
    from pipeline.line.references import put_in_order

    path = project / "source" / "references.yaml"
    try:
        with run_folder():
            name = "wrote_file" if put_in_order(path) else "unchanged"
    except (CannotFormat, PipelineError) as error:
        click.echo(f"kanben: {told('left_as_it_is', lang, path=str(path), reason=_told(error, lang))}", err=True)
        sys.exit(ExitCode.UNREADABLE)
    click.echo(told(name, lang, path=str(path)))


def _told(error: Exception, language: Language) -> str:
    """Why a file is left as it is."""
    found = error.diagnostics[0] if isinstance(error, PipelineError) else None
    return message(found, language) if found else reason_of(error).said(language)


@cite.command()
@click.argument("identifier")
@ALLOW
@PROJECT
@LANGUAGE
def add(identifier: str, allow: Sequence[str], project: Path, lang: Language) -> None:
    """Look up a DOI, an ISBN or an http address online, and write its entry into references.yaml."""
    from datetime import date

    from pipeline.bibliography.layout import CannotFormat
    from pipeline.line.entries import add_entry  # an HTTP client: loaded only where something is looked up
    from pipeline.links.lookup import NotFound
    from pipeline.project import open_project

    try:
        with run_folder():
            key = add_entry(open_project(project), identifier, allow, date.today().isoformat())
    except NotFound as error:
        click.echo(f"kanben: {visible(error.reason.said(lang))}", err=True)
        sys.exit(ExitCode.FINDINGS)
    except (CannotFormat, PipelineError) as error:
        click.echo(f"kanben: {told('nothing_written', lang, reason=_told(error, lang))}", err=True)
        sys.exit(ExitCode.UNREADABLE)
    click.echo(told("wrote_entry", lang, key=key, path=str(project / "source" / "references.yaml")))
