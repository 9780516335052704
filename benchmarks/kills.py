"""Kills builds at random moments, and counts what is left of them: half sets of outputs, processes, temporary files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests import kills


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    told: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="kanben-kills-") as name:
        prepared = kills.prepare(Path(name, "prepared"))
        for case in kills.cases(given.count, given.seed):
            outcome = kills.run(case, prepared, Path(name, case.name))
            told[f"{case.target} {case.signal}: exit {outcome.code}, outputs {outcome.outputs}"] += 1
            wrong += bool(outcome.wrong)
            if outcome.wrong:
                print(f"{case.name}: {'; '.join(outcome.wrong)}\n{outcome.printed}", flush=True)
    for line, count in sorted(told.items()):
        print(f"{count:4} {line}")
    print(f"Seed {given.seed}: {given.count} kills, {wrong} with something wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
