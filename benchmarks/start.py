"""How long the command takes before it does anything, beside click alone: medians of whole processes, one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

TIMES = 15
_COMPLETION = {"_KANBEN_COMPLETE": "bash_complete", "COMP_WORDS": "kanben bu", "COMP_CWORD": "1"}
CALLS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "python -c 'import click'": ((sys.executable, "-c", "import click"), {}),
    "kanben --version": ((sys.executable, "-m", "pipeline", "--version"), {}),
    "completion of kanben bu": ((sys.executable, "-m", "pipeline"), _COMPLETION),
}


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds from start to end of one process."""
    start = time.perf_counter()
    subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a median for each call; the calls take turns."""
    taken: dict[str, list[float]] = {name: [] for name in CALLS}
    for _ in range(TIMES):
        for name, (command, environment) in CALLS.items():
            taken[name].append(seconds(command, environment))
    for name, found in taken.items():
        print(f"{name:<28} {statistics.median(found):.3f} s  ({min(found):.3f} to {max(found):.3f})")


if __name__ == "__main__":
    main()
