"""Knows the commands of the editors' loop: a proof goes out, what came back is read, where the rounds stand; must not
know how edits are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import Run, checked, with_options
from pipeline.core.languages import Language
from pipeline.core.reasons import Reason
from pipeline.core.result import Result
from pipeline.core.wording import word

if TYPE_CHECKING:
    from pipeline.line.session import Session
    from pipeline.proofs.orders import Selection

_ALL, _TRACKED = "all", "tracked"
# A list of numbers is typed in Chinese too.
_SEPARATORS = str.maketrans({"，": ",", "、": ","})


@click.group()
def proof() -> None:
    """Send proofs to editors, and bring their edits back into the source."""


@proof.command()
@click.option("--to", metavar="NAME", default="", help="Who the proof is for, as the covering page says.")
@with_options
def send(to: str, **options: Any) -> None:
    """Make the next round in out/proof: a Word file that tracks changes, a PDF, a covering page."""
    from pipeline.commands.running import execute

    def work(session: Session, run: Run) -> Result:
        from pipeline.proofs.sending import send as send_proof

        return send_proof(session, to, run.jobs, run.console.step)

    execute(checked(options), work)


def _selection(context: click.Context, _: click.Parameter, value: str | None) -> Selection:
    from pipeline.proofs.orders import Selection

    if value is None:
        return Selection()
    if value in (_ALL, _TRACKED):
        return Selection(value == _ALL, value == _TRACKED)
    numbers = value.translate(_SEPARATORS).replace(" ", "").split(",")
    if not all(number.isdecimal() and len(number) < 7 for number in numbers):
        expected = (_ALL, _TRACKED, "1,3,4")
        raise click.BadParameter(Reason("none_of", value=value, expected=expected).said(context.params["lang"]))
    return Selection(numbers=frozenset(map(int, numbers)))


def _refuse_contradictions(given: Mapping[str, Any], language: Language) -> None:
    """Options that say two things, or that nothing is to be done for."""
    is_making = given["wanted"] or given["interactive"]
    if given["interactive"] and given["wanted"]:
        raise click.UsageError(word("choose_or_apply", language))
    if given["is_committed"] and (given["patch"] or not is_making):
        raise click.UsageError(word("commit_of_what", language))


@proof.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--apply",
    "wanted",
    metavar="all|tracked|1,3",
    callback=_selection,
    help="Make these edits in the source: all, those that were tracked, or those of some numbers.",
)
@click.option(
    "--patch",
    type=click.Path(path_type=Path),
    help="Write the edits as a patch into a file, and leave the source as it is.",
)
@click.option("--commit", "is_committed", is_flag=True, help="Commit the edits that are made: one commit an editor.")
@click.option("--notes", "with_notes", is_flag=True, help="Take comments for edits that put editorial notes in.")
@click.option("--interactive", is_flag=True, help="Go through the edits here, and choose which are made.")
@with_options
def receive(files: Sequence[Path], **options: Any) -> None:
    """Read the edits and comments of returned FILES (Word, or PDF with marks), with the place of each in the source,
    and prove what can be made of them."""
    from pipeline.commands.running import execute

    given = {name: options.pop(name) for name in ("wanted", "patch", "is_committed", "interactive", "with_notes")}
    _refuse_contradictions(given, options["lang"])

    def work(session: Session, run: Run) -> Result:
        from pipeline.commands.choosing import choose
        from pipeline.proofs.orders import Orders
        from pipeline.proofs.receiving import receive as receive_proof
        from pipeline.proofs.returned import open_returned

        ask = partial(choose, run.console) if given["interactive"] else None
        orders = Orders(given["wanted"], ask, given["patch"], given["is_committed"], given["with_notes"])
        return receive_proof(session, [open_returned(path) for path in files], orders, run.console.step)

    execute(checked(options), work)


@proof.command()
@with_options
def status(**options: Any) -> None:
    """List the rounds of proofs."""
    from pipeline.commands.running import execute

    def work(session: Session, _: Run) -> Result:
        from pipeline.proofs.standing import standing

        return standing(session.project)

    execute(checked(options), work)
