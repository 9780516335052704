"""Knows what a problem is: a value with a code, a place and details; must not know its level or print anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from pipeline.core.reasons import Value
from pipeline.core.text import Span

Values = Mapping[str, Value]


class Level(IntEnum):
    """How much a finding matters; ordered, so that `--fail-on` is a comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class ExitCode(IntEnum):
    """What the command tells the shell."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    TOOL_FAILED = 4
    HUNG_UP = 129
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


@dataclass(frozen=True)
class Edit:
    """What puts a problem surely right: the text that takes the place of the characters from `start` to before `end`
    of its file, as 0-based offsets in the text as it was read."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Diagnostic:
    """One problem. The catalogue row of `code` gives its words; `values` fill them in.

    `key` names the thing concerned (a citation key, an id, a field) so that settings can address it.
    """

    code: str
    span: Span | None = None
    values: Values = field(default_factory=dict)
    key: str = ""
    related: tuple[Span, ...] = ()
    edit: Edit | None = None


Diagnostics = tuple[Diagnostic, ...]


class PipelineError(Exception):
    """Stops the run: the project cannot be read, the output cannot be written, or an outside tool failed."""

    def __init__(self, diagnostics: Iterable[Diagnostic], exit_code: ExitCode) -> None:
        self.diagnostics = tuple(diagnostics)
        self.exit_code = exit_code
        super().__init__(", ".join(str(d.span or d.code) for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[PipelineError], tuple[Diagnostics, ExitCode]]:
        # Exceptions cross process borders when formats are written side by side.
        return type(self), (self.diagnostics, self.exit_code)


def unreadable(code: str, span: Span | None, **values: Value) -> PipelineError:
    """The error that says the project cannot be read (or written), exit code 3."""
    return PipelineError([Diagnostic(code, span, values)], ExitCode.UNREADABLE)


def tool_failed(code: str, **values: Value) -> PipelineError:
    """The error that says an outside tool is missing or failed, exit code 4."""
    return PipelineError([Diagnostic(code, None, values)], ExitCode.TOOL_FAILED)
