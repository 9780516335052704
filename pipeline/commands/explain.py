"""Knows the commands that tell about Kanben itself: codes, formats, schemas, completion; must not read a project."""

from __future__ import annotations

import click

from pipeline.commands.options import LANGUAGE
from pipeline.core.codes import catalogue
from pipeline.core.languages import Language
from pipeline.core.text import nearest
from pipeline.core.wording import word
from pipeline.formats import FORMATS


@click.command()
@click.argument("code")
@LANGUAGE
def explain(code: str, lang: Language) -> None:
    """Explain a finding's CODE."""
    row = catalogue().get(code.upper())
    if row is None:
        guess = nearest(code.upper(), catalogue())
        raise click.UsageError(
            word("no_such_code_guess" if guess else "no_such_code", lang, code=code, guess=guess or "")
        )
    click.echo(f"{row.id}  {row.title[lang]}\n")
    for name, text in (
        ("level", word(f"level_{row.level.name.lower()}", lang)),
        ("why", row.why[lang]),
        ("fix", row.fix[lang]),
    ):
        click.echo(f"{word(name, lang)}: {text}".replace("{{", "{").replace("}}", "}"))


@click.command()
@LANGUAGE
def formats(lang: Language) -> None:
    """List the formats."""
    for row in FORMATS:
        click.echo(f"{row.name:<6} report{row.suffix:<7} {row.title[lang]}")


@click.command()
@click.argument("part", type=click.Choice(["front-matter", "figure", "table", "settings"]), default="front-matter")
def schema(part: str) -> None:
    """Print the JSON Schema of PART, for completion in editors."""
    import json

    from pipeline.line.schemas import json_schema

    click.echo(json.dumps(json_schema(part), ensure_ascii=False, indent=2))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a SHELL: eval "$(kanben completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None and context.parent is not None:
        click.echo(kind(context.parent.command, {}, "kanben", "_KANBEN_COMPLETE").source())
