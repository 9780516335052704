"""Knows how a command of the line runs: what it found is shown, and the exit code is the documented one; must not
know its work."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.commands.options import Run
from pipeline.commands.process import leave
from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError, tool_failed
from pipeline.core.failures import RemoteFault, fault_of, reason_of
from pipeline.core.files import real, write_atomically
from pipeline.core.report import Override, Report, resolve
from pipeline.core.result import Result
from pipeline.core.scratch import run_folder
from pipeline.core.signals import Interrupted
from pipeline.core.text import Span
from pipeline.core.wording import told
from pipeline.reporting import REPORTERS
from pipeline.reporting.base import ReportContext

if TYPE_CHECKING:
    from pipeline.line.session import Session


def execute(
    run: Run, work: Callable[[Session, Run], Result], keep: Callable[[Report, Result], None] | None = None
) -> None:
    """Open the project, do the work, show everything found, and leave with the documented exit code.

    `keep` is given what came of a run that went to its end.
    """
    from pipeline.line.session import Session
    from pipeline.project import open_project
    from pipeline.tools import processes

    overrides: Sequence[Override] = ()
    result, code, is_whole = Result(()), ExitCode.CLEAN, False
    try:
        with run_folder():
            project = open_project(run.project, run.out, run.edition, run.reference)
            overrides = project.overrides
            processes.set_bounds(project.bounds)
            session = Session(project)
            try:
                result = work(session, run)
            except PipelineError as error:
                raise PipelineError(session.at_home(error.diagnostics), error.exit_code) from error
            if not result.at_home:
                result = replace(result, diagnostics=session.at_home(result.diagnostics))
            run.console.finish(result.written)
            is_whole = True
    except PipelineError as error:
        result, code = Result(error.diagnostics), error.exit_code
    except Interrupted as error:
        run.console.clear()
        leave(error, run.console.language)
    except OSError as error:
        # A disk that is full, a limit on files: what a tool of ours writes aside is told as what we write ourselves.
        place = Span(str(error.filename)) if error.filename else None
        result, code = Result((Diagnostic("WRT101", place, {"reason": reason_of(error)}),)), ExitCode.UNREADABLE
    except Exception as error:  # the last resort: a fault of ours is told without a traceback
        if run.console.verbose:
            traceback.print_exc()
            if isinstance(error, RemoteFault):
                click.echo(error.trace, err=True)
        result, code = Result(tool_failed("TOL106", reason=fault_of(error)).diagnostics), ExitCode.TOOL_FAILED
    run.console.clear()
    report = resolve(result.diagnostics, overrides, result.ran, result.judged)
    if keep is not None and is_whole:
        keep(report, result)
    show_and_leave(report, run, code)


def show_and_leave(report: Report, run: Run, code: ExitCode = ExitCode.CLEAN) -> NoReturn:
    """Show what was found, and leave with a code, or with that of the findings."""
    shown = _show(report, run)
    code = code or shown
    sys.exit(code or (ExitCode.FINDINGS if report.reaches(run.fail_on) else ExitCode.CLEAN))


def _show(report: Report, run: Run) -> ExitCode:
    """Write the report in each wanted form; an exit code that says whether all could be written."""
    code = ExitCode.CLEAN
    for name, path in run.reports:
        color = path is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        text = REPORTERS[name](
            ReportContext(report, run.console.language, real(run.project), color, run.console.verbose)
        )
        if path is None:
            if report.findings or not run.console.quiet:
                click.echo(text, nl=False)
            continue
        try:
            write_atomically(path, text.encode(errors="backslashreplace"))
        except PipelineError:
            click.echo(f"kanben: {told('cannot_write_report', run.console.language, path=str(path))}", err=True)
            code = ExitCode.UNREADABLE
    return code
