"""Knows how many changes of finished outputs their checks find: each kind, drawn by seeds, of the report and of the
samples; the count is kept for the docs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from pipeline.formats import FORMATS
from pipeline.formats.inputs import Artifact
from pipeline.line.artifacts import artifacts
from pipeline.line.build import _finish, build
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.project import open_project
from tests.mutants import KNOWN, checked, mutants

ROOT = Path(__file__).parent.parent
COUNTED = Path(__file__).with_suffix(".json")
SAMPLES = {"report": ROOT, "project": ROOT / "tests/project", "torture": ROOT / "tests/torture"}
LEAST = 98.0
"""Percent of all changes that have to be found."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="draws of each kind in each sample")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    made = [(name, artifact) for name, folder in SAMPLES.items() for artifact in outputs(folder)]
    told = [f"{name} {artifact.format}" for name, artifact in made if checked(artifact)]
    if told:
        print(f"told of, though unchanged: {', '.join(told)}", file=sys.stderr)
        return 2
    tasks = [(name, artifact, seed) for seed in range(given.seeds) for name, artifact in made]
    with ProcessPoolExecutor(given.processes) as pool:
        results = [row for rows in pool.map(_count, tasks) for row in rows]
    rows = []
    for format_ in dict.fromkeys(row[0] for row in results):
        own = [row for row in results if row[0] == format_]
        rows.append(
            {
                "format": format_,
                "kinds": len({row[2] for row in own}),
                "changes": len(own),
                "found": sum(row[3] for row in own),
            }
        )
        print(f"{format_}: {rows[-1]['found']} of {len(own)} changes of {rows[-1]['kinds']} kinds")
    COUNTED.write_text(json.dumps({"formats": rows}, indent=1) + "\n", "utf-8")
    for format_, name, kind, is_found in results:
        if not is_found:
            print(f"not found: {kind} in {format_} of {name}: {KNOWN.get(kind, 'unknown')}")
    return 0 if 100 * sum(row[3] for row in results) >= LEAST * len(results) else 1


def _count(task: tuple[str, Artifact, int]) -> list[tuple[str, str, str, bool]]:
    """Each change of an output, and whether it is found."""
    name, artifact, seed = task
    warnings.simplefilter("ignore")
    return [
        (artifact.format, name, kind, checked(replace(artifact, data=data)))
        for kind, data in mutants(artifact, f"{name} {seed}")
    ]


def outputs(folder: Path) -> list[Artifact]:
    """The outputs of a project, built anew in a folder of their own."""
    with tempfile.TemporaryDirectory() as made:
        project = Path(made, "project")
        project.mkdir()
        for part in ("source", "styles", "kanben.toml"):
            path = folder / part
            if path.is_dir():
                shutil.copytree(path, project / part)
            elif path.exists():
                shutil.copy(path, project)
        build(Session(open_project(project)), FORMATS, 2, lambda _: None)
        session = Session(open_project(project))
        with Workers((), 1) as workers:
            document, _ = _finish(session, workers, lambda _: None)
        found, _ = artifacts(session, FORMATS, document)
        return [artifact for _, artifact in found]


if __name__ == "__main__":
    sys.exit(main())
