"""Seconds that the Word file of a long report takes, against bare pandoc on the same source, in turn, in one run."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.bench import synthetic
from pipeline.citing import cite
from pipeline.core.edition import DocxOptions, Options
from pipeline.figures import workshop
from pipeline.figures.kind import DrawingContext
from pipeline.formats.docx.write import write
from pipeline.formats.inputs import WriterInput
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.tools import pandoc
from pipeline.transforms import transform

RUNS = 3
COPIES = 34
"""About 300 pages of Word, and 102 figures."""


def given(root: Path) -> WriterInput:
    """What the writer gets: the finished document, with drawings as the workers make them."""
    session = Session(open_project(root))
    read = session.document
    context = DrawingContext(
        session.project.folder, session.tokens, read.metadata.terms, read.metadata.languages, has_pixels=True
    )
    document = cite(
        transform(read, partial(map, partial(workshop.draw, context)), proof=False)[0], session.project.style
    )
    # LibreOffice's share, which bare pandoc has no answer to, is not counted.
    return WriterInput(document, session.tokens, session.sheets, options=Options(docx=DocxOptions(pages="word")))


def bare(root: Path, out: Path) -> list[str]:
    """pandoc's own command for the same source."""
    source = root / "source"
    bibliography = f"--bibliography={source / 'references.yaml'}"
    options = ["--citeproc", bibliography, "--number-sections", "--toc", "--to", "docx", "--output", str(out)]
    return [pandoc.program(), str(source / "report.md"), *options]


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the table of benchmarks/README.md."""
    with tempfile.TemporaryDirectory() as folder:
        root = synthetic(Path(folder, "project"), COPIES)
        ready = given(root)
        command = bare(root, Path(folder, "bare.docx"))
        rows = [
            (timed(partial(write, ready)), timed(partial(subprocess.run, command, check=True, capture_output=True)))
            for _ in range(RUNS)
        ]
        ratios = [ours / theirs for ours, theirs in rows]
        medians = [statistics.median(column) for column in zip(*rows, strict=True)]
        figures = len(ready.document.drawings)
        print("| figures | docx.write (s) | bare pandoc (s) | ratio, median | range |")
        print("| --- | --- | --- | --- | --- |")
        print(
            f"| {figures} | {medians[0]:.2f} | {medians[1]:.2f} | {statistics.median(ratios):.2f}"
            f" | {min(ratios):.2f}–{max(ratios):.2f} |"
        )


if __name__ == "__main__":
    main()
