"""The report that is sent, and what is known of it, once for all tests of the loop."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.base import Base, base_of

REPORT = Path(__file__).parent / "report"


@pytest.fixture(scope="session")
def session() -> Session:
    return Session(open_project(REPORT))


@pytest.fixture(scope="session")
def sent(session: Session) -> bytes:
    return draft(session)


@pytest.fixture(scope="session")
def base(session: Session) -> Base:
    return base_of(session)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the report that may be changed."""
    return shutil.copytree(REPORT, tmp_path / "report")
