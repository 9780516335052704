"""Whole-process times of `kanben build` against WeasyPrint alone on the same HTML and CSS, in turn, in one run."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.citing import cite
from pipeline.figures import workshop
from pipeline.figures.kind import DrawingContext
from pipeline.formats.inputs import WriterInput
from pipeline.formats.pdf import write as pdf
from pipeline.line.session import Session
from pipeline.project import STYLES, open_project
from pipeline.styling import css
from pipeline.styling.tokens import load_tokens
from pipeline.tools import fonts
from pipeline.transforms import transform
from pipeline.typesetting import render

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
COPIES = 14


def synthetic(folder: Path, copies: int = COPIES) -> Path:
    """The report's own sections, repeated under new ids; by default until the PDF has about a hundred pages."""
    text = (ROOT / "source/report.md").read_text("utf-8")
    front, body = text[: text.index("# 开放协作")], text[text.index("# 开放协作") :]
    parts = [
        re.sub(
            r"([#@](?:sec|fig|tbl|box)-[\w-]+)", rf"\g<1>-{number}", re.sub(r"\[\^(\w+)\]", rf"[^\g<1>{number}]", body)
        )
        for number in range(copies)
    ]
    (folder / "source").mkdir(parents=True)
    (folder / "source/report.md").write_text(front + "\n".join(parts), "utf-8")
    shutil.copy(ROOT / "source/references.yaml", folder / "source")
    return folder


def capture(root: Path, folder: Path) -> tuple[Path, Path]:
    """The HTML and CSS that the PDF writer lays out, with fonts as files."""
    project = open_project(root)
    tokens = load_tokens(project.style_folders())
    document = Session(project).document
    document = cite(
        transform(
            document,
            partial(map, partial(workshop.draw, DrawingContext(project.folder, tokens, document.metadata.terms))),
            proof=False,
        )[0],
        project.style,
    )
    seen: dict[str, str] = {}

    class Spy(render.Renderer):
        def __init__(self, sheet: str, files: object, *rest: object, **options: object) -> None:
            seen["css"] = sheet
            super().__init__(sheet, files, *rest, **options)  # type: ignore[arg-type]

        def lay_out(self, html: str) -> render.Pages:
            seen.setdefault("html", html)
            return super().lay_out(html)

    original, render.Renderer = render.Renderer, Spy  # type: ignore[misc]
    try:
        pdf.write(WriterInput(document, tokens, [STYLES]))
    finally:
        render.Renderer = original  # type: ignore[misc]
    for face in css.latin_faces(tokens):
        seen["css"] = seen["css"].replace(
            face.address, fonts.find(face.family, bold=face.bold, italic=face.italic).path.as_uri()
        )
    paths = folder / "page.html", folder / "page.css"
    paths[0].write_text(seen["html"], "utf-8")
    paths[1].write_text(seen["css"], "utf-8")
    return paths


def timed(command: list[str]) -> float:
    """Wall seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(name: str, root: Path, folder: Path) -> str:
    """A row: medians of both, and the median of the ratios pair by pair."""
    html, sheet = capture(root, folder)
    ours = [
        sys.executable,
        "-m",
        "pipeline",
        "build",
        "--no-cache",
        "--project",
        str(root),
        "--out",
        str(folder / "out"),
        "--quiet",
        "--fail-on",
        "never",
    ]
    peer = [
        sys.executable,
        str(ROOT / "benchmarks/plain_weasyprint.py"),
        str(html),
        str(sheet),
        str(folder / "plain.pdf"),
    ]
    run: Callable[[], tuple[float, float]] = lambda: (timed(ours), timed(peer))  # noqa: E731
    run()
    pairs = [run() for _ in range(RUNS)]
    ratios = [first / second for first, second in pairs]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    import pikepdf

    with pikepdf.open(folder / "out/report.pdf") as document:
        pages = len(document.pages)
    return f"| {name} | {pages} | {medians[0]:.2f} | {medians[1]:.2f} | {statistics.median(ratios):.2f} | {min(ratios):.2f}–{max(ratios):.2f} |"


def main() -> None:
    """Print the table of benchmarks/README.md."""
    print(
        "| report | pages | kanben build, four formats and checks (s) | WeasyPrint alone (s) | ratio, median | range |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("report", "synthetic"):
            place = Path(folder, name)
            place.mkdir()
            print(compare(name, ROOT if name == "report" else synthetic(place / "project"), place), flush=True)


if __name__ == "__main__":
    main()
