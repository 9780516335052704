"""Knows the command `kanben links`; must not know how links are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import ALLOW, Run, checked, with_options
from pipeline.core.result import Result

if TYPE_CHECKING:
    from pipeline.line.session import Session


@click.command()
@click.option("--fix", is_flag=True, help="Write the new address where a link has moved for good.")
@ALLOW
@with_options
def links(allow: Sequence[str], fix: bool, **options: Any) -> None:
    """Ask for every outside link of the text, the bibliography and the front matter, and report those that are not
    sound."""
    from pipeline.commands.running import execute

    def work(session: Session, run: Run) -> Result:
        from pipeline.line.links import check_links  # an HTTP client: loaded only where links are asked for

        return check_links(session, allow, run.console.tick, fix=fix)

    execute(checked(options), work)
