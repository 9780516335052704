"""Makes random edits in LibreOffice, reads the files that it saves, and counts what comes back; run by `make fuzz-proof`.

Each edit has to be made and proved, or refused with a reason; no paragraph may be left unexplained. The seeds are printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.base import base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Prover

ROOT = Path(__file__).parent.parent
REPORTS = (".", "tests/torture", "tests/project", "tests/bulletin")
_PYTHON = "/usr/bin/python3"
_OF_OTHERS = ("edit_of_generated", "edit_over_generated", "edit_of_field")
"""The reasons that say that the words are not the author's own."""


def main() -> None:
    """Count the edits of some files of each report, half of them tracked."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--files", type=int, default=10, help="files of each report")
    arguments.add_argument("--edits", type=int, default=26, help="edits of each file")
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    total: Counter[str] = Counter()
    for name in REPORTS:
        with tempfile.TemporaryDirectory() as folder:
            for count in _report(ROOT / name, Path(folder), options.files, options.edits, options.seed):
                total += count
                print(f"{name}: {dict(count)}", flush=True)
    print(f"all: {dict(total)}")
    tried = total["made"] + total["refused"]
    print(f"of edits of the author's words {total['made']} of {tried} made ({total['made'] / max(tried, 1):.1%})")
    raise SystemExit(1 if total["unexplained"] else 0)


def _report(root: Path, folder: Path, files: int, edits: int, seed: int) -> Iterator[Counter[str]]:
    session = Session(open_project(root, folder))
    sent = folder / "sent.docx"
    sent.write_bytes(draft(session))
    jobs = [
        {
            "file": str(sent),
            "out": str(folder / f"{number}.docx"),
            "seed": number,
            "count": edits,
            "tracked": number % 2 == 0,
        }
        for number in range(seed, seed + files)
    ]
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    typist = ROOT / "tests/proofs/typist.py"
    ran = subprocess.run([_PYTHON, str(typist), str(folder / "jobs.json")], capture_output=True, check=True, text=True)
    base = base_of(session)
    for job, typed in zip(jobs, json.loads(ran.stdout), strict=True):
        returned = ReturnedFile.open(Path(str(job["out"])).read_bytes())
        found = read_edits([row.passage for row in base.passages], returned.passages)
        proved = Prover(session, base).prove([locate(base, edit) for edit in found.edits])
        count: Counter[str] = Counter(reason.name for _, reason in proved.refused)
        for row, reason in proved.refused:
            if reason.name not in _OF_OTHERS:
                count["refused"] += 1
                said = base.passages[row.edit.passage].text
                print(f"  seed {job['seed']}, {reason.name}: {row.edit.old!r} → {row.edit.new_text!r} in {said!r}")
        count += Counter(typed=len(typed), read=len(found.edits), made=len(proved.made))
        count += Counter(unexplained=len(found.unexplained), renders=proved.renders)
        yield count


if __name__ == "__main__":
    main()
