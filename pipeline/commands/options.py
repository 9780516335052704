"""Knows the options that every command of the line shares, and checks them into one value; must not run anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipeline.commands.console import Console
from pipeline.core.diagnostics import Level
from pipeline.core.edition import RELEASE, Edition
from pipeline.core.languages import LANGUAGES, Language, of_locale
from pipeline.core.reasons import Reason
from pipeline.formats import FORMATS
from pipeline.reporting import REPORTERS

FORMAT_NAMES = tuple(row.name for row in FORMATS)
GATE_NAMES = tuple(row.name for row in FORMATS if row.gate)
_LEVELS: dict[str, Level | None] = {"error": Level.ERROR, "warning": Level.WARNING, "info": Level.INFO, "never": None}


def locale_language() -> Language:
    """The language of the locale, as far as we speak it."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return of_locale(locale)


@dataclass(frozen=True)
class Run:
    """The checked options of a command that runs the line."""

    project: Path
    out: Path | None
    reports: tuple[tuple[str, Path | None], ...]
    fail_on: Level | None
    jobs: int
    console: Console
    edition: Edition = RELEASE
    reference: Path | None = None


def _reports(context: click.Context, _: click.Parameter, values: Sequence[str]) -> tuple[tuple[str, Path | None], ...]:
    found = []
    for value in values or (next(iter(REPORTERS)),):
        name, _sign, path = value.partition("=")
        if name not in REPORTERS:
            raise click.BadParameter(
                Reason("none_of", value=name, expected=tuple(REPORTERS)).said(context.params["lang"])
            )
        found.append((name, Path(path) if path else None))
    return tuple(found)


PROJECT = click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The report folder, with source/ in it.",
    show_default="here",
)
LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=locale_language,
    is_eager=True,
    help="Language of messages.  [default: that of the locale]",
)
ALLOW = click.option(
    "--allow-host", "allow", multiple=True, metavar="HOST", help="A host of one's own network that may be asked."
)
REFERENCE = click.option(
    "--reference",
    type=click.Path(path_type=Path),
    help="A publisher's Word template, in the place of that of the settings.",
)
_OPTIONS = (
    PROJECT,
    click.option("--out", type=click.Path(path_type=Path), help="Where outputs go.  [default: out/ of the project]"),
    click.option(
        "--report",
        "reports",
        multiple=True,
        callback=_reports,
        metavar="KIND[=PATH]",
        help="terminal, json, sarif or github; to a file with =PATH; may be given again.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(list(_LEVELS)),
        default="error",
        show_default=True,
        help="The level of finding that makes the exit code 1.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        default=min(os.cpu_count() or 1, 4),
        help="Processes to use.  [default: one a core, at most 4]",
    ),
    click.option(
        "--verbose", is_flag=True, help="Also show where a fault of Kanben arose, and what outside tools said."
    ),
    click.option("--quiet", is_flag=True, help="Show findings only."),
    LANGUAGE,
)


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the shared options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def checked(options: dict[str, Any], edition: Edition = RELEASE) -> Run:
    """The options of a call as one value."""
    console = Console(options["lang"], quiet=options["quiet"], verbose=options["verbose"])
    return Run(
        options["project"],
        options["out"],
        options["reports"],
        _LEVELS[options["fail_on"]],
        options["jobs"],
        console,
        edition,
        options.get("reference"),
    )
