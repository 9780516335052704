"""Knows the commands of the author's desk; must not know what is done there."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.commands.options import FORMAT_NAMES, LANGUAGE, PROJECT
from pipeline.core.diagnostics import ExitCode
from pipeline.core.failures import reason_of
from pipeline.core.languages import LANGUAGES, Language
from pipeline.core.visible import visible
from pipeline.core.wording import told, word

_OUT = click.option("--out", type=click.Path(path_type=Path), help="Where outputs go.  [default: out/ of the project]")


@click.command()
@click.option("--stdio", is_flag=True, help="As editors ask for it: it always speaks on standard input and output.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of messages.  [default: that of the editor]", is_eager=True
)
def lsp(stdio: bool, lang: Language | None) -> None:
    """Be a language server for an editor: findings while typing, completion, hover, definition, rename, outline."""
    from pipeline.core.scratch import run_folder
    from pipeline.desk.server import serve

    with run_folder():
        serve(lang)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port.  [default: one that is free]")
@click.option("--editor", default="", help='What a click on a block opens: code, or "gvim +{line} {file}".')
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
@PROJECT
@_OUT
@LANGUAGE
def preview(port: int, editor: str, browser: bool, project: Path, out: Path | None, lang: Language) -> None:
    """Show the report in the browser of this machine, and change the page whenever the source is saved."""
    from pipeline.core.files import real
    from pipeline.core.scratch import run_folder
    from pipeline.desk.editors import command
    from pipeline.desk.preview.running import run

    def announce(address: str) -> None:
        click.echo(word("preview_at", lang, address=address))
        click.echo(word("preview_stop", lang))
        if browser and sys.stdout.isatty():
            click.launch(address)

    root = _report_folder(project, lang)
    opening = command(editor, os.environ)
    if editor and not (opening and shutil.which(opening[0])):
        raise click.BadParameter(word("editor_unusable", lang, name=editor), param_hint="--editor")
    try:
        with run_folder():
            run(
                root,
                real(out or root / "out"),
                lang,
                port=port,
                editor=opening if opening and shutil.which(opening[0]) else (),
                announce=announce,
            )
    except OSError as error:
        raise click.BadParameter(reason_of(error).said(lang), param_hint="--port") from error


@click.command()
@click.argument("formats", nargs=-1, type=click.Choice(FORMAT_NAMES))
@PROJECT
@_OUT
@LANGUAGE
def watch(formats: Sequence[str], project: Path, out: Path | None, lang: Language) -> None:
    """Build FORMATS (all four by default) whenever the source is saved, and say which findings come and go."""
    from pipeline.core.files import real
    from pipeline.desk.building import Build, Row, build
    from pipeline.desk.preview.watching import Watch

    def show(name: str, rows: Sequence[Row]) -> None:
        for row in rows:
            place = ":".join(part for part in (row.file, str(row.line or "")) if part)
            words = " ".join(filter(None, (word(name, lang), place, row.level, row.code, row.message)))
            click.echo(visible(words))
            if name == "watch_new" and row.hint:
                click.echo(visible(f"    {row.hint}"))

    root = _report_folder(project, lang)
    target = real(out or root / "out")
    changes = Watch(root, target)
    last: Build | None = None
    try:
        while True:
            made = build(root, target, formats, lang)
            show("watch_new", made.new_since(last))
            show("watch_gone", last.new_since(made) if last else ())
            if made.code and not made.findings:
                click.echo(word("watch_failed", lang, code=made.code))
            elif not made.findings and (last is None or last.findings):
                click.echo(word("preview_none", lang))
            last = made
            click.echo(word("watch_rest", lang))
            changes.wait()
            click.echo(told("watch_again", lang, time=time.strftime("%H:%M:%S")))
    finally:
        changes.close()


def _report_folder(project: Path, lang: Language) -> Path:
    from pipeline.core.files import real

    root = real(project)
    if not (root / "source").is_dir():
        shown = told("no_source_folder", lang, folder=str(project))
        click.echo(f"kanben: {shown}", err=True)
        sys.exit(ExitCode.UNREADABLE)
    return root
