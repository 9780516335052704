"""Knows how the other formats are made behind the page, when nothing was saved for a while; must not know what is
shown of them."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.core import itself
from pipeline.core.edition import RELEASE, Edition
from pipeline.core.languages import Language
from pipeline.desk.building import rows_of
from pipeline.formats import FORMATS

State = Literal["waiting", "running", "made", "failed"]
_REST = 1.5
"""Seconds without a change after which it is worth beginning."""
_NICENESS = 10


@dataclass(frozen=True)
class Output:
    """A file beside the page: its name, its size in bytes (0 where it is not there), and when it was written, in
    seconds of the system's clock."""

    name: str
    size: int
    written: float


class Background:
    """Makes PDF, EPUB and Word file of a report at low priority; what was begun is ended when the source changes."""

    def __init__(self, root: Path, out: Path, language: Language) -> None:
        self.root, self.out, self.language = root, out, language
        self.state, self.reason = "waiting", ""
        self.edition = RELEASE
        self.tell: Callable[[], None] = lambda: None
        """Called from another thread whenever the state is another."""
        self._timer: threading.Timer | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._number = 0

    @property
    def formats(self) -> Sequence[str]:
        """The formats that are made of the edition."""
        return tuple(
            row.name for row in FORMATS if row.name != "html" and (row.for_press or not self.edition.for_print)
        )

    def restart(self, edition: Edition) -> None:
        """The source has changed: begin when it has rested."""
        self.close()
        with self._lock:
            self.edition = edition
            self._number += 1
            self.state, self.reason = "waiting", ""
            self._timer = threading.Timer(_REST, self._run, (self._number,))
            self._timer.daemon = True
            self._timer.start()

    def outputs(self) -> tuple[Output, ...]:
        """The files of the edition, those that are there and those that are to come."""
        found = []
        for row in FORMATS:
            if row.name in self.formats:
                path = self.out / f"report{self.edition.suffix}{row.suffix}"
                status = path.stat() if path.is_file() else None
                found.append(Output(path.name, status.st_size if status else 0, status.st_mtime if status else 0.0))
        return tuple(found)

    def close(self) -> None:
        """End what is under way."""
        with self._lock:
            self._number += 1
            if self._timer is not None:
                self._timer.cancel()
            process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _run(self, number: int) -> None:
        edition = ("--proof",) if self.edition.proof else ("--print",) if self.edition.for_print else ()
        asked = ["build", *self.formats, *edition]
        asked += ["--project", str(self.root), "--out", str(self.out), "--quiet", "--fail-on", "never", "--jobs", "1"]
        command = itself.command(*asked, "--report", "json", "--lang", self.language)
        with self._lock:
            if number != self._number:
                return
            self.state = "running"
            self._process = process = subprocess.Popen(
                ["nice", f"-n{_NICENESS}", *command] if os.name == "posix" else command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        self.tell()
        rows = rows_of(process.communicate()[0])
        with self._lock:
            if number != self._number:
                return
            self.state = "failed" if process.returncode else "made"
            if self.state == "failed":
                self.reason = next((f"{row.code} {row.message}" for row in rows if row.level == "error"), "")
        self.tell()
