"""Knows the commands of the author's desk; must not know what is done there."""

from __future__ import annotations

import click

from pipeline.core.languages import LANGUAGES, Language


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
