"""Outside judges over the report and the good project. In CI a judge that cannot run is a failure; elsewhere a named skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from benchmarks import pdf
from pipeline.commands.options import GATE_NAMES
from pipeline.tools import office
from tests.conftest import KANBEN, OFFICE, PROJECT, ROOT, TORTURE, Outcome, needs, run

pytestmark = [pytest.mark.gate, pytest.mark.slow]
VIEWS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (1280, "dark"), (320, "light")]
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    needs("" if found else f"{names[0]} is not installed: see `kanben doctor`")
    assert found is not None
    return found


@pytest.fixture(scope="module", params=["report", "project", "torture", "starter"])
def outputs(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "project":
        return built / "out"
    folder = tmp_path_factory.mktemp("gates")
    source = {"report": ROOT, "torture": TORTURE, "starter": folder / "starter"}[request.param]
    if request.param == "starter":
        assert run("new", str(source)).code == 0
    outcome = run("build", "--project", str(source), "--out", str(folder), report=folder / "findings.jsonl")
    assert outcome.findings == [], outcome.output
    outcome = run("check", "--project", str(source), "--out", str(folder), report=folder / "checked.jsonl")
    assert outcome.findings == [], outcome.output
    (folder / "of").symlink_to(source)
    return folder


def _judged(gate: str, outputs: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """What the gate of a format says of its output; a judge that cannot be asked is a finding."""
    monkeypatch.setenv("CI", os.environ.get("CI", "1"))
    monkeypatch.setattr(office, "program", OFFICE)
    project = built if outputs.parent == built else (outputs / "of").resolve()
    where = ("--project", str(project), "--out", str(outputs))
    findings = outputs.parent / f"{outputs.name}-{gate}.jsonl"
    return run("check", gate, "--gate", gate, *where, "--fail-on", "info", report=findings)


@pytest.mark.parametrize("gate", GATE_NAMES)
def test_the_judges_find_nothing(gate: str, outputs: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _judged(gate, outputs, built, monkeypatch)
    assert (outcome.findings, outcome.code) == ([], 0), outcome.output


def test_libreoffice_shows_every_picture(outputs: Path, tmp_path: Path) -> None:
    command = [
        _program("soffice"),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(outputs / "report.docx"),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    import pikepdf

    from pipeline.tools import zips

    expected = len([name for name in zips.read((outputs / "report.docx").read_bytes()) if name.endswith(".png")])
    with pikepdf.open(tmp_path / "report.pdf") as document:
        text_pages = len(document.pages)
        pictures = 0
        for page in document.pages:
            objects = page.get("/Resources", {}).get("/XObject", {})
            pictures += len(list(objects.keys()))
    assert text_pages >= 4
    assert pictures >= expected


def test_axe(outputs: Path) -> None:
    """Wide, dark and narrow: nothing asked of a network, nothing wider than the window; when narrow nothing against any
    rule, by another driver than that of the gate, which asks axe in five modes."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    requests: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=_program("chromium", "chromium-browser", "google-chrome"), args=BROWSER_FLAGS
        )
        page = browser.new_page(bypass_csp=True)
        page.on("request", lambda request: requests.append(request.url))
        for width, scheme in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.goto((outputs / "report.html").as_uri())
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow == 0, (width, scheme)
        verdict = Axe().run(page, options={"runOnly": rules})
        assert verdict.violations_count == 0, verdict.generate_report()
        browser.close()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


SOURCES = {
    "report": ROOT / "source",
    "project": PROJECT / "source",
    "torture": TORTURE / "source",
    "starter": ROOT / "pipeline/starter",
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_second_standard_passes_too(name: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(SOURCES[name], project / "source")
    (project / "kanben.toml").write_text('[pdf]\nstandard = "ua-2"\nattach = true\n', "utf-8")
    assert run("build", "pdf", "--project", str(project)).code == 0
    outcome = run("check", "pdf", "--gate", "pdf", "--project", str(project), report=tmp_path / "findings.jsonl")
    assert outcome.findings == [], outcome.output


@pytest.mark.parametrize(("standard", "chapters", "least"), [("ua-1", 171, 300), ("ua-2", 34, 60)])
def test_a_book_passes(standard: str, chapters: int, least: int, tmp_path: Path) -> None:
    """All of its text in order, at the length of a book in one standard; the other tags the same elements otherwise."""
    import pypdfium2

    project = pdf.report(tmp_path / "project", chapters)
    (project / "kanben.toml").write_text(f'[pdf]\nstandard = "{standard}"\n', "utf-8")
    # In a process of its own: what a book takes of memory is kept by one that goes on.
    for command in (("build", "pdf"), ("check", "pdf", "--gate", "pdf", "--fail-on", "info")):
        called = [*KANBEN, *command, "--jobs", "1", "--project", str(project)]
        done = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(pypdfium2.PdfDocument(project / "out/report.pdf")) >= least


def test_nothing_of_the_book_is_wider_than_a_narrow_screen(outputs: Path, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    program = _program("chromium", "chromium-browser")
    zipfile.ZipFile(outputs / "report.epub").extractall(tmp_path)
    wide = []
    with sync_playwright() as play:
        page = play.chromium.launch(executable_path=program, args=BROWSER_FLAGS).new_page(
            viewport={"width": 390, "height": 844}
        )
        for path in sorted((tmp_path / "EPUB/text").glob("*.xhtml")):
            page.goto(path.as_uri())
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                wide.append(path.name)
    assert wide == []
