"""Fixtures: the good project, copies of it to damage, and its four outputs built once a session."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import brotli
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from pipeline.commands.cli import main
from pipeline.tools import fonts, office, webface

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PROJECT = TESTS / "project"
TORTURE = TESTS / "torture"
BULLETIN = TESTS / "bulletin"
# A slow machine is no fault; on a new one Hypothesis makes its table of Unicode first.
settings.register_profile("house", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what comes out as what is expected")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first, and judges of whole books before all: else they would run alone at the end."""

    def rank(item: pytest.Item) -> int:
        marks = {mark.name for mark in item.iter_markers()}
        return -("slow" in marks) - ({"slow", "gate"} <= marks)

    items.sort(key=rank)


OFFICE = office.program


@pytest.fixture(scope="session", autouse=True)
def _without_cache() -> Iterator[None]:
    """A test that builds is one that builds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KANBEN_CACHE", "off")
        yield


WOFF2, _LITTLE = webface.woff2, 3


@pytest.fixture(scope="session", autouse=True)
def _with_loose_faces() -> Iterator[None]:
    """To press faces small takes a third of the time of a page: only tests of weights ask for it."""

    def press(data: bytes, **_: object) -> bytes:
        return brotli.compress(data, quality=_LITTLE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webface, "woff2", lambda face, *, small: WOFF2(face, small=False))
        patch.setattr(webface, "brotli", SimpleNamespace(**{**vars(brotli), "compress": press}))
        yield


@pytest.fixture
def pressed_faces() -> Iterator[None]:
    """Faces as small as a build makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webface, "woff2", WOFF2)
        patch.setattr(webface, "brotli", brotli)
        fonts._web.cache_clear()
        yield
        fonts._web.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _without_office() -> Iterator[None]:
    """LibreOffice takes seconds for each Word file: only tests that need the numbers of pages ask it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "program", lambda: "")
        yield


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@dataclass(frozen=True)
class Outcome:
    """What a call of the command gave: exit code, findings and everything it printed."""

    code: int
    findings: list[dict[str, object]]
    output: str

    @property
    def lines(self) -> list[str]:
        """Each finding as `level CODE file:line:column-end message`, `-` where it has no place."""
        return [f"{row['level']} {row['code']} {_place(row)} {row['message']}" for row in self.findings]


def _place(row: dict[str, object]) -> str:
    start = ":".join(str(row[name]) for name in ("file", "line", "column") if row[name] is not None)
    return (start or "-") + (f"-{row['end_column']}" if row["end_column"] is not None else "")


def needs(*lacking: str) -> None:
    """What a test cannot do without: a failure in CI, a named skip elsewhere. Empty texts mean that all is there."""
    for reason in filter(None, lacking):
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


# `kanben` as a process that hears Ctrl-C: a shell starts what runs in the background deaf to it.
KANBEN = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from pipeline.__main__ import run; run()",
]


def run(*arguments: str, report: Path | None = None) -> Outcome:
    """Call `kanben` in this process, with one job unless a test says otherwise."""
    if arguments and arguments[0] in ("build", "check") and "--jobs" not in arguments:
        arguments = (*arguments, "--jobs", "1")
    extra = ["--report", f"json={report}", "--report", "terminal"] if report else []
    result = CliRunner().invoke(main, [*arguments, *extra])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    findings = (
        [json.loads(line) for line in report.read_text("utf-8").splitlines()] if report and report.exists() else []
    )
    return Outcome(result.exit_code, findings, result.output)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the good project that a test may change."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good project with its four outputs; not to be changed."""
    folder = Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("built") / "project"))
    outcome = run("build", "--project", str(folder), "--quiet", report=folder / "findings.jsonl")
    assert outcome.code == 0, outcome.output
    assert outcome.findings == []
    return folder


@pytest.fixture
def damaged(built: Path, tmp_path: Path) -> Path:
    """A copy of the built project whose outputs a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "project"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    needs("" if path else "chromium is not installed: see `kanben doctor`")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
