"""Knows the chart engine: a line of JSON in, a line of JSON out; must not know anything else, and runs as a program of
its own. The only importer of vl_convert."""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import sys

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG (prctl(2))


def main() -> None:
    """Answer until there is nothing more to read."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import vl_convert  # a V8 engine

    for line in sys.stdin.buffer:
        try:
            # An address that nothing can have: no data is fetched, whatever the specification says.
            svg = vl_convert.vegalite_to_svg(
                json.loads(line), vl_version="5.21", allowed_base_urls=["https://no-address.invalid/"]
            )
            answer = {"svg": svg}
        except ValueError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
