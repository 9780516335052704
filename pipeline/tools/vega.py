"""Knows how a Vega-Lite specification becomes SVG, without a browser and without the network; must not know reports.

The chart engine runs in a process of its own (`vega_engine`), so that a specification that asks for too much ends the
engine and nothing else.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core.diagnostics import tool_failed
from pipeline.core.reasons import Reason
from pipeline.core.steps import kept
from pipeline.tools.processes import Bounds, OutOfBounds, bounds, confine

_NAME = "Vega-Lite"


def draw(specification: Mapping[str, Any]) -> str:
    """The SVG text of a specification that carries its own data.

    Raises:
        PipelineError: TOL103 with Vega's own words, TOL107 where it takes too long or too much.
    """
    return kept("drawn chart", (json.dumps(specification),), lambda: _draw(specification).encode()).decode()


def _draw(specification: Mapping[str, Any]) -> str:
    limits = bounds()
    try:
        answer = _engine(os.getpid()).ask(specification, limits)
    except OutOfBounds as error:
        _engine(os.getpid()).end()
        _engine.cache_clear()
        raise tool_failed("TOL107", tool=_NAME, reason=error.reason) from error
    if "error" in answer:
        raise tool_failed("TOL103", tool=_NAME, words=_words(str(answer["error"])))
    return str(answer["svg"])


def _words(error: str) -> str:
    """What went wrong, which stands under a line that says that something did, and over the places in the engine."""
    lines = error.split("\n")
    return lines[1] if len(lines) > 1 and not lines[1].startswith("    at") else lines[0]


def warm_up() -> None:
    """Start the engine on the smallest chart."""
    draw({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}})


class _Engine:
    """The process of the chart engine: one line of JSON in, one out."""

    def __init__(self, limits: Bounds) -> None:
        # By its file: nothing of the pipeline is loaded there.
        script = Path(__file__).with_name("vega_engine.py")
        command, pipe = [sys.executable, "-I", str(script)], subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        confine(self.process.pid, limits, once=False)
        atexit.register(self.end)

    def ask(self, specification: Mapping[str, Any], limits: Bounds) -> dict[str, Any]:
        """The engine's answer.

        Raises:
            OutOfBounds: where it takes too long, or dies, as it does where it needs more memory than it may.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(specification).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise OutOfBounds(Reason("engine_ended", size=f"{limits.memory / 2**30:g}")) from None
        said = bytearray()
        until = time.monotonic() + limits.seconds
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not waiting.select(max(until - time.monotonic(), 0)):
                    raise limits.too_slow()
                piece = os.read(self.process.stdout.fileno(), 2**20)
                if not piece:
                    raise OutOfBounds(Reason("engine_ended", size=f"{limits.memory / 2**30:g}"))
                said += piece
        answer: dict[str, Any] = json.loads(said)
        return answer

    def end(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self.process.wait()
        atexit.unregister(self.end)


@cache
def _engine(_process: int) -> _Engine:
    """The engine of this process; one that it forked from has another."""
    return _Engine(bounds())
