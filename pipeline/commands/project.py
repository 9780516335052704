"""Knows the commands that make a report folder and tidy it; must not know what a report holds."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from pipeline.commands.options import LANGUAGE, PROJECT
from pipeline.core.diagnostics import ExitCode, PipelineError
from pipeline.core.languages import Language
from pipeline.core.scratch import run_folder
from pipeline.core.wording import told
from pipeline.starter import REPORTS


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--languages",
    type=click.Choice(list(REPORTS)),
    default="zh,en",
    show_default=True,
    help="The languages of the report, the one it is written in first.",
)
@LANGUAGE
def new(folder: Path, languages: str, lang: Language) -> None:
    """Write a starter report into FOLDER."""
    from pipeline import starter

    try:
        with run_folder():
            for path in starter.write(folder, languages):
                click.echo(told("wrote_file", lang, path=str(path)))
    except starter.NotEmpty as error:
        raise click.UsageError(told("not_empty", lang, folder=str(folder))) from error
    except PipelineError as error:
        click.echo(f"kanben: {told('cannot_write', lang, path=str(folder))}", err=True)
        sys.exit(error.exit_code)
    click.echo(told("build_next", lang, folder=shlex.quote(str(folder))))


@click.command()
@PROJECT
@click.option("--out", type=click.Path(path_type=Path), help="Where outputs lie.  [default: out/ of the project]")
@click.option("--cache", is_flag=True, help="Remove what is kept of builds, and no outputs.")
@LANGUAGE
def clean(project: Path, out: Path | None, cache: bool, lang: Language) -> None:
    """Remove what was built, and nothing else."""
    from pipeline.line.kept import kept_files
    from pipeline.line.outputs import built_files

    folder = out or project / "out"
    for path in kept_files(folder) if cache else built_files(folder):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            click.echo(f"kanben: {told('cannot_remove', lang, path=str(path))}", err=True)
            sys.exit(ExitCode.UNREADABLE)
        click.echo(told("removed", lang, path=str(path)))
