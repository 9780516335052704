"""CPU seconds that the e-book of a report takes, against bare pandoc's EPUB of the same source, in turn, in one run."""

from __future__ import annotations

import resource
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import word
from benchmarks.bench import ROOT, synthetic
from pipeline.formats.epub.write import write

RUNS = 5


def used(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those that it started: other work on the machine does not count."""

    def spent() -> float:
        rows = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(row.ru_utime + row.ru_stime for row in rows)

    start = spent()
    work()
    return spent() - start


def row(name: str, root: Path, folder: Path) -> str:
    """A row of the table of benchmarks/README.md."""
    ready = word.given(root)
    command = [part.replace("docx", "epub") for part in word.bare(root, folder / "bare.docx")]
    write(ready)
    pairs = [
        (used(partial(write, ready)), used(partial(subprocess.run, command, check=True, capture_output=True)))
        for _ in range(RUNS)
    ]
    ratios = [ours / theirs for ours, theirs in pairs]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    return (
        f"| {name} | {medians[0]:.2f} | {medians[1]:.2f} | {statistics.median(ratios):.2f}"
        f" | {min(ratios):.2f}–{max(ratios):.2f} |"
    )


def main() -> None:
    print(
        "| report | epub.write (s CPU) | bare pandoc (s CPU) | ratio, median | range |\n| --- | --- | --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as folder:
        print(row("report", ROOT, Path(folder)), flush=True)
        print(row("300 pages", synthetic(Path(folder, "project"), word.COPIES), Path(folder)))


if __name__ == "__main__":
    main()
