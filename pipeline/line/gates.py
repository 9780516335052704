"""Knows how built files are put before the outside judges of their formats; must not know any judge."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.result import Result, ran
from pipeline.formats import FORMATS
from pipeline.formats.base import Format
from pipeline.line.artifacts import artifacts
from pipeline.line.session import Session


def judge(session: Session, rows: Sequence[Format]) -> Result:
    """What the gates of some formats say of their built files; OUT108 for a file that is not there."""
    found, missing = artifacts(session, rows, session.document)
    said = [problem for row, artifact in found if row.gate is not None for problem in row.gate.judge(artifact)]
    judged, every = ({row.name for row in some if row.gate} for some in (rows, FORMATS))
    return Result((*missing, *said), ran=ran("gate", judged) | ({"gates"} if judged >= every else frozenset()))
