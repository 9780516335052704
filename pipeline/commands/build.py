"""Knows the commands of the line: build, check, figures; must not know the line's steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import ALLOW, FORMAT_NAMES, GATE_NAMES, REFERENCE, Run, checked, with_options
from pipeline.core.edition import Edition
from pipeline.core.result import Result
from pipeline.core.wording import word
from pipeline.formats import FORMATS, rows

if TYPE_CHECKING:
    from pipeline.line.session import Session


@click.command()
@click.argument("formats", nargs=-1, type=click.Choice(FORMAT_NAMES))
@click.option(
    "--proof",
    is_flag=True,
    help="A proof: with editorial notes, and in the PDF with line numbers, findings and marks of change.",
)
@click.option("--since", metavar="REV", default="", help="With --proof: mark what has changed since a revision of git.")
@click.option(
    "--print",
    "for_print",
    is_flag=True,
    help="The PDF for the press: bleed, crop marks, inner and outer margins, no colour.",
)
@REFERENCE
@click.option("--gallery", is_flag=True, help="Not the report, but a file that shows each style by its name.")
@click.option("--cache/--no-cache", default=True, help="Give again what was built, where nothing has changed.")
@with_options
def build(formats: Sequence[str], proof: bool, since: str, for_print: bool, cache: bool, **options: Any) -> None:
    """Build FORMATS (all four by default) and check the source."""
    from pipeline.commands.keeping import keeper_of, replay
    from pipeline.commands.running import execute

    if (proof and for_print) or (since and not proof):
        raise click.UsageError(word("proof_or_print", options["lang"]))
    formats = formats or tuple(row.name for row in FORMATS if for_print and row.for_press)

    is_gallery = options["gallery"]
    if is_gallery and not any(row.gallery for row in rows(formats)):
        raise click.UsageError(word("no_gallery", options["lang"]))

    def work(session: Session, run: Run) -> Result:
        from pipeline.line import build as line
        from pipeline.line.gallery import show_styles

        if is_gallery:
            return show_styles(session, rows(formats), run.console.step)
        return line.build(session, rows(formats), run.jobs, run.console.step)

    run = checked(options, Edition(proof, for_print, since))
    is_as_set = run.reference is None and not is_gallery
    keeper = keeper_of(run, [row.name for row in rows(formats)], wanted=cache and is_as_set)
    replay(run, keeper)
    with keeper.steps():
        execute(run, work, lambda report, result: keeper.keep(report, result.written))


@click.command()
@click.argument("formats", nargs=-1, type=click.Choice(FORMAT_NAMES))
@click.option("--online", is_flag=True, help="Ask for outside links too, and registrars about DOIs.")
@click.option(
    "--fix",
    is_flag=True,
    help="Put right what is surely right to change: marks of the text and fields of the bibliography; "
    "with --online, moved links.",
)
@click.option(
    "--gate",
    "gates",
    multiple=True,
    type=click.Choice(GATE_NAMES),
    help="Put a built file before outside judges, which `kanben doctor` lists.",
)
@ALLOW
@REFERENCE
@with_options
def check(
    formats: Sequence[str], online: bool, fix: bool, gates: Sequence[str], allow: Sequence[str], **options: Any
) -> None:
    """Check the source, and the built FORMATS against it (those there are, by default)."""
    from pipeline.commands.keeping import keeper_of
    from pipeline.commands.running import execute

    def work(session: Session, run: Run) -> Result:
        from pipeline.line import build as line
        from pipeline.line import gates as gating
        from pipeline.line.mending import mend
        from pipeline.line.references import make_plain

        project = session.project
        written = (*make_plain(project.source / "references.yaml"), *mend(project)) if fix else ()
        wanted = [row for row in rows(formats) if formats or project.output(row.suffix).is_file()]
        result = Result((), written) + line.check(session, wanted, run.jobs, run.console.step)
        if gates:
            result += gating.judge(session, rows(gates))
        if online:
            from pipeline.line.entries import audit_entries  # an HTTP client: loaded only where the outside is asked
            from pipeline.line.links import check_links

            result += check_links(session, allow, run.console.tick, fix=fix) + audit_entries(session, allow)
        return result

    run = checked(options)
    with keeper_of(run, (), wanted=True).steps():
        execute(run, work)


@click.command()
@with_options
def figures(**options: Any) -> None:
    """Draw the figures alone, as SVG and PNG in each language, with a page to look at them, into --out (out/figures
    by default)."""
    from pipeline.commands.running import execute

    def work(session: Session, run: Run) -> Result:
        from pipeline.line.figures import render

        return render(session, run.out or session.project.out / "figures", run.console.step)

    execute(checked(options), work)
