"""Knows which commands `kanben` has; must not know what they do."""

from __future__ import annotations

import click

from pipeline import __version__
from pipeline.commands.build import build, check, figures
from pipeline.commands.cite import cite
from pipeline.commands.desk import lsp, preview, watch
from pipeline.commands.doctor import doctor
from pipeline.commands.explain import completion, explain, formats, schema
from pipeline.commands.links import links
from pipeline.commands.process import Command
from pipeline.commands.project import clean, new
from pipeline.commands.proof import proof


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kanben")
def main() -> None:
    """Kanben 刊本: one annotated Markdown report as PDF, EPUB, DOCX and accessible HTML, with checks.

    Exit codes: 0 clean · 1 findings at or above --fail-on · 2 usage · 3 the project cannot be read, or the output, a
    report or standard output written · 4 an outside tool failed · 130 interrupted (129 by SIGHUP, 143 by SIGTERM) ·
    141 standard output was broken off.
    """


for command in (
    build,
    check,
    links,
    figures,
    proof,
    preview,
    watch,
    lsp,
    cite,
    new,
    explain,
    formats,
    schema,
    doctor,
    clean,
    completion,
):
    main.add_command(command)
