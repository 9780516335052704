"""The `kanben cite` commands: work on the bibliography file; a thin skin that knows no entry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pipeline.bibliography.layout import CannotFormat, formatted
from pipeline.core.diagnostics import ExitCode, PipelineError
from pipeline.core.files import write_atomically
from pipeline.project import Project, open_project

_PROJECT = click.option(
    "--project", type=click.Path(path_type=Path), default=Path(), help="The report folder, with source/ in it.", show_default="here"
)


@click.group()
def cite() -> None:
    """Work on the bibliography."""


def make_plain(project: Project) -> tuple[Path, ...]:
    """Rewrite the entries of references.yaml where that is surely right; returns the file if it was changed."""
    path = project.source / "references.yaml"
    try:
        text = path.read_text("utf-8")
        made = formatted(text, sort=False)
    except (OSError, UnicodeDecodeError, CannotFormat):
        # What is wrong with the file is found by the check itself.
        return ()
    if made == text:
        return ()
    write_atomically(path, made.encode())
    return (path,)


@cite.command(name="format")
@_PROJECT
def format_references(project: Path) -> None:
    """Sort references.yaml by key and make its fields plain; comments stay with their entries."""
    path = project / "source" / "references.yaml"
    try:
        text = path.read_text("utf-8")
        made = formatted(text)
        if made != text:
            write_atomically(path, made.encode())
        click.echo(f"{'wrote' if made != text else 'unchanged'} {path}")
    except (OSError, UnicodeDecodeError, CannotFormat, PipelineError) as error:
        click.echo(f"kanben: {path} is left as it is: {error}", err=True)
        sys.exit(ExitCode.UNREADABLE)


@cite.command()
@click.argument("identifier")
@click.option("--allow-host", "allow", multiple=True, metavar="HOST", help="A host of one's own network that may be asked.")
@_PROJECT
def add(identifier: str, allow: Sequence[str], project: Path) -> None:
    """Look up a DOI, an ISBN or an http address online, and write its entry into references.yaml."""
    from pipeline import linking  # an HTTP client: loaded only where something is looked up
    from pipeline.links.lookup import NotFound

    try:
        key = linking.add_entry(open_project(project), identifier, allow, date.today().isoformat())
        click.echo(f"wrote [@{key}] into {project / 'source' / 'references.yaml'}: compare it with the work")
    except NotFound as error:
        click.echo(f"kanben: {error}", err=True)
        sys.exit(ExitCode.FINDINGS)
    except (OSError, UnicodeDecodeError, CannotFormat, PipelineError) as error:
        click.echo(f"kanben: nothing is written: {error}", err=True)
        sys.exit(ExitCode.UNREADABLE)
