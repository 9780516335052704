"""Knows which links were sound lately; must not judge any. A failure is never kept."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict

from pipeline.core.diagnostics import PipelineError
from pipeline.core.files import write_atomically
from pipeline.core.opening import read_within
from pipeline.links.verdicts import Verdict

AGE = 7 * 24 * 3600.0
_KEPT = ("ok", "moved")
_MAX_BYTES = 64 * 2**20


class Row(TypedDict):
    """When a link was sound, in seconds since 1970, and where it led if not to itself."""

    at: float
    moved: NotRequired[str]


@dataclass
class Cache:
    """Sound links by their whole address, fragment and all, with the second they were asked for."""

    path: Path
    rows: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Cache:
        """The cache in a file; an empty one where the file is missing or broken."""
        rows: dict[str, Row] = {}
        with suppress(ValueError, RecursionError):
            data: dict[str, Row] | list[object] = json.loads(read_within(path, None, _MAX_BYTES))
            known = data.items() if isinstance(data, dict) else ()
            rows = {url: row for url, row in known if isinstance(row, dict) and isinstance(row.get("at"), (int, float))}
        return cls(path, rows)

    def get(self, url: str, now: float) -> Verdict | None:
        """What was found, if that is not too old; ages differ by a third, so that not all links are asked for on one
        day."""
        row = self.rows.get(url)
        if row is None:
            return None
        import hashlib

        share = int(hashlib.sha256(url.encode()).hexdigest()[:4], 16) / 0xFFFF
        if not 0 <= now - row["at"] < AGE * (2 + share) / 3:
            return None
        return Verdict("moved" if row.get("moved") else "ok", "", str(row.get("moved") or ""))

    def put(self, url: str, verdict: Verdict, now: float) -> None:
        if verdict.kind in _KEPT:
            self.rows[url] = {"at": now, "moved": verdict.final} if verdict.kind == "moved" else {"at": now}
        else:
            self.rows.pop(url, None)

    def save(self) -> None:
        """Write the file; a cache that cannot be written is no reason to fail."""
        with suppress(PipelineError):
            write_atomically(self.path, json.dumps(self.rows, ensure_ascii=False, sort_keys=True).encode())
