"""The `kanben` command: reads arguments, calls the line, shows what came of it; a thin skin that knows no step."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline import __version__, doctor, starter
from pipeline import build as line
from pipeline.citecommands import cite, make_plain
from pipeline.core.codes import catalogue
from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError, tool_failed
from pipeline.core.files import write_atomically
from pipeline.core.report import resolve
from pipeline.core.text import Language, nearest
from pipeline.core.variant import Variant
from pipeline.core.wording import word
from pipeline.options import FORMATS, Run, checked, locale_language, with_options
from pipeline.project import open_project
from pipeline.reporting import REPORTERS
from pipeline.reporting.base import Showing
from pipeline.writers import WRITERS


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kanben")
def main() -> None:
    """Kanben 刊本: one annotated Markdown report as PDF, EPUB, DOCX and accessible HTML, with checks.

    Exit codes: 0 clean · 1 findings at or above --fail-on · 2 usage · 3 the project cannot be read or the output written ·
    4 an outside tool failed · 130 interrupted.
    """


def _with_allow(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--allow-host", "allow", multiple=True, metavar="HOST", help="A host of one's own network that links may lead to.")(
        command
    )


@main.command()
@click.argument("formats", nargs=-1, type=click.Choice(FORMATS))
@click.option(
    "--proof", is_flag=True, help="A proof: with editorial notes, and in the PDF with line numbers, findings and marks of change."
)
@click.option("--since", metavar="REV", default="", help="With --proof: mark what has changed since a revision of git.")
@click.option("--print", "for_print", is_flag=True, help="The PDF for the press: bleed, crop marks, inner and outer margins, no colour.")
@with_options
def build(formats: Sequence[str], proof: bool, since: str, for_print: bool, **options: Any) -> None:
    """Build FORMATS (all four by default) and check the source."""
    if (proof and for_print) or (since and not proof):
        raise click.UsageError("--print makes no proof, and --since marks changes in one: choose --proof or --print")
    run = checked(options, Variant(proof, for_print, since))
    formats = formats or (("pdf",) if for_print else ())
    _execute(run, lambda project, run: line.build(project, line.rows(formats), run.jobs, run.console.step), complete=False)


@main.command()
@click.argument("formats", nargs=-1, type=click.Choice(FORMATS))
@click.option("--online", is_flag=True, help="Ask for outside links too, and registrars about DOIs.")
@click.option(
    "--fix", is_flag=True, help="Put right what is surely right to change: fields of the bibliography; with --online, moved links."
)
@click.option(
    "--gate", "gates", multiple=True, type=click.Choice(["pdf"]), help="Put a built file before outside judges: veraPDF and outloud."
)
@_with_allow
@with_options
def check(formats: Sequence[str], online: bool, fix: bool, gates: Sequence[str], allow: Sequence[str], **options: Any) -> None:
    """Check the source, and the built FORMATS against it (those there are, by default)."""

    def work(project: Any, run: Run) -> line.Result:
        written = make_plain(project) if fix else ()
        rows = [row for row in line.rows(formats) if formats or (project.out / f"report{row.suffix}").is_file()]
        result = line.check(project, rows, run.jobs, run.console.step)
        if gates:
            from pipeline import gating

            result = line.Result((*result.diagnostics, *gating.judge(project, gates).diagnostics))
        if not online:
            return line.Result(result.diagnostics, written)
        from pipeline import linking

        found = linking.check_links(project, allow, run.console.tick, fix=fix).diagnostics
        return line.Result((*result.diagnostics, *found, *linking.audit_entries(project, allow)), written)

    _execute(checked(options), work, complete=True)


@main.command()
@click.option("--fix", is_flag=True, help="Write the new address where a link has moved for good.")
@_with_allow
@with_options
def links(allow: Sequence[str], fix: bool, **options: Any) -> None:
    """Ask for every outside link of the text, the bibliography and the front matter, and report those that are not sound."""
    from pipeline import linking  # an HTTP client: loaded only where links are asked for

    _execute(checked(options), lambda project, run: linking.check_links(project, allow, run.console.tick, fix=fix), complete=False)


@main.command()
@with_options
def figures(**options: Any) -> None:
    """Draw the figures alone, as SVG and PNG in each language, with a page to look at them, into --out (out/figures by default)."""

    from pipeline import contact_sheet

    def work(project: Any, run: Run) -> line.Result:
        return contact_sheet.render(project, run.out or project.out / "figures", run.console.step)

    _execute(checked(options), work, complete=False)


def _execute(run: Run, work: Callable[[Any, Run], line.Result], *, complete: bool) -> None:
    """Run the line, show everything found, and leave with the documented exit code."""
    overrides: Sequence[Any] = ()
    code = ExitCode.CLEAN
    try:
        project = open_project(run.project, run.out, run.variant)
        overrides = project.overrides
        result = work(project, run)
        run.console.finish(project, result.written)
        diagnostics: Sequence[Diagnostic] = result.diagnostics
    except PipelineError as error:
        diagnostics, code, complete = error.diagnostics, error.exit_code, False
    except KeyboardInterrupt:
        run.console.clear()
        click.echo("kanben: interrupted", err=True)
        sys.exit(130)
    except Exception as error:  # the last resort: a fault of ours is told without a traceback
        if run.console.verbose:
            traceback.print_exc()
        diagnostics, code, complete = (
            tool_failed("TOL106", reason=f"{type(error).__name__}: {error}"[:300]).diagnostics,
            ExitCode.TOOL_FAILED,
            False,
        )
    run.console.clear()
    report = resolve(diagnostics, overrides, complete=complete)
    for name, path in run.reports:
        color = path is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        text = REPORTERS[name](Showing(report, run.console.language, run.project.resolve(), color))
        if path is None:
            if report.findings or not run.console.quiet:
                click.echo(text, nl=False)
        else:
            try:
                write_atomically(path, text.encode())
            except PipelineError:
                click.echo(f"kanben: cannot write the report to {path}", err=True)
                code = code or ExitCode.UNREADABLE
    sys.exit(code or (ExitCode.FINDINGS if report.reaches(run.fail_on) else ExitCode.CLEAN))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a starter report into FOLDER."""
    try:
        for path in starter.write(folder):
            click.echo(f"wrote {path}")
    except starter.NotEmpty as error:
        raise click.UsageError(str(error)) from error
    except PipelineError as error:
        click.echo(f"kanben: cannot write to {folder}", err=True)
        sys.exit(error.exit_code)
    click.echo(f"Now: kanben build --project {folder}")


@main.command()
@click.argument("code")
@click.option("--lang", type=click.Choice(["en", "zh"]), default=locale_language)
def explain(code: str, lang: Language) -> None:
    """Explain a finding's CODE."""
    row = catalogue().get(code.upper())
    if row is None:
        guess = nearest(code.upper(), catalogue())
        raise click.UsageError(f"no such code: {code}" + (f" (did you mean {guess}?)" if guess else ""))
    click.echo(f"{row.id}  {row.title[lang]}\n")
    for name, text in (("level", word(f"level_{row.level.name.lower()}", lang)), ("why", row.why[lang]), ("fix", row.fix[lang])):
        click.echo(f"{word(name, lang)}: {text}".replace("{{", "{").replace("}}", "}"))


@main.command()
@click.option("--lang", type=click.Choice(["en", "zh"]), default=locale_language)
def formats(lang: Language) -> None:
    """List the formats."""
    for row in WRITERS:
        click.echo(f"{row.name:<6} report{row.suffix:<7} {row.title[lang]}")


@main.command()
@click.argument("part", type=click.Choice(["front-matter", "figure", "table", "settings"]), default="front-matter")
def schema(part: str) -> None:
    """Print the JSON Schema of PART, for completion in editors."""
    from pipeline.schemas import json_schema

    click.echo(json.dumps(json_schema(part), ensure_ascii=False, indent=2))


@main.command(name="doctor")
def doctor_command() -> None:
    """Say which outside parts are there, and how to install what is missing."""
    parts = doctor.examine()
    for part in parts:
        click.echo(f"{'ok     ' if part.found else 'MISSING'} {part.name:<26} {part.version:<14} {part.purpose}")
        if not part.found:
            click.echo(f"        → {part.install}")
    sys.exit(ExitCode.CLEAN if all(part.found or not part.required for part in parts) else ExitCode.TOOL_FAILED)


@main.command()
@click.option("--project", type=click.Path(path_type=Path), default=Path())
@click.option("--out", type=click.Path(path_type=Path))
def clean(project: Path, out: Path | None) -> None:
    """Remove what was built, and nothing else."""
    folder = out or project / "out"
    for path in [folder / f"report{variant}{row.suffix}" for row in WRITERS for variant in ("", "-proof", "-print")]:
        if path.is_file():
            path.unlink()
            click.echo(f"removed {path}")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a SHELL: eval "$(kanben completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(main, {}, "kanben", "_KANBEN_COMPLETE").source())


main.add_command(cite)
