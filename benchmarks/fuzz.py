"""Knows how the readers of what authors write are fed with what a machine makes up, guided by what each run covers.

    python -m benchmarks.fuzz --seconds 600        all readers in turn (make fuzz)
    python -m benchmarks.fuzz --seconds 60 svg     one of them

atheris ends the process that finds something, so each reader has a process of its own; what it was given is kept in
`out/fuzz/`. The readers, and the texts that a run begins with, are those of `tests/targets.py`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

FOUND = Path("out/fuzz")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for all readers together")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*")
    given = parser.parse_args()
    if given.here:
        return _fuzz(given.targets[0], given.seconds)
    from tests.targets import TARGETS

    names = given.targets or list(TARGETS)
    failed = []
    for name in names:
        command = [
            sys.executable,
            "-m",
            "benchmarks.fuzz",
            "--here",
            "--seconds",
            str(given.seconds // len(names)),
            name,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = [line for line in done.stderr.splitlines() if "exec/s" in line]
        print(
            f"{name}: {'nothing found' if not done.returncode else 'FOUND'}; {runs[-1].strip() if runs else ''}",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
            print(done.stderr[-4000:])
    return 1 if failed else 0


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from tests.targets import SEEDS, TARGETS

    corpus = FOUND / name.replace(" ", "-")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_text(seed, "utf-8")
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-max_len=2000",
        f"-artifact_prefix={corpus}/found-",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
