"""Hostile and unlucky projects: nothing is run, fetched, read outside or hung on, and what is wrong is told at its place.

The inputs are tables in `tests/hostile/`; see the README there.
"""

from __future__ import annotations

import os
import socket
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TESTS, run
from tests.small import FRONT, REFERENCES

FOLDER = TESTS / "hostile"
CASES = {
    name: case
    for file in sorted(FOLDER.glob("*.toml"))
    for name, case in tomllib.loads(file.read_text("utf-8")).items()
}
EXPECTED = FOLDER / "expected.txt"
CANARY = "outside-canary"
SECONDS = 60
# What each small report lacks.
COMMON = {"HED102", "CIT102", "FIG105", "TBL103", "SET102"}


class Listener:
    """A server of the loopback that counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def count(self) -> int:
        found = 0
        while True:
            try:
                connection, _ = self.socket.accept()
            except BlockingIOError:
                return found
            connection.close()
            found += 1


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def expected(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    found: dict[str, str] = {}
    if EXPECTED.exists():
        for block in EXPECTED.read_text("utf-8").strip().split("\n\n"):
            name, _, rest = block.partition("\n")
            found[name] = rest
    yield found
    if request.config.getoption("--update-golden"):
        blocks = (f"{name}\n{found[name]}\n" for name in sorted(CASES) if name in found)
        EXPECTED.write_text("\n".join(blocks), "utf-8")


def _filled(text: str, case: Mapping[str, Any], port: int) -> str:
    text = text.replace("PORT", str(port))
    made = {name: piece * count for name, (piece, count) in case.get("repeat", {}).items()}
    made |= {
        name: "".join(f"{indent * level}{piece}\n" for level in range(count))
        for name, (piece, count, indent) in case.get("nest", {}).items()
    }
    made |= {
        name: "".join(head + mark * number for number in range(1, count))
        for name, (head, mark, count) in case.get("steps", {}).items()
    }
    made |= {
        name: "".join(piece.replace("%d", str(number)) for number in range(count))
        for name, (piece, count) in case.get("count", {}).items()
    }
    for name, piece in made.items():
        text = text.replace(f"{{{name}}}", piece)
    return text


def _front(case: Mapping[str, Any], port: int) -> str:
    """The front matter with the lines of the case, each in place of the one of its key."""
    more = _filled(case.get("front", ""), case, port)
    keys = {line.split(":", maxsplit=1)[0] for line in more.splitlines() if line[:1].isalpha()}
    kept = "".join(f"{line}\n" for line in FRONT.splitlines() if line.split(":", maxsplit=1)[0] not in keys)
    return f"{kept}{more}\n" if more else kept


def _project(case: Mapping[str, Any], folder: Path, port: int) -> Path:
    outside, project = folder / "outside", folder / "project"
    outside.mkdir()
    for name in ("report.md", "references.yaml", "kanben.toml", "tokens.toml", "my.csl", "a.png", "a.csv", "x.txt"):
        (outside / name).write_text(CANARY, "utf-8")
    (project / "source").mkdir(parents=True)
    texts = {
        "source/report.md": f'---\n{_front(case, port)}---\n\n# 甲章 {{#sec-a en="A"}}\n\n{_filled(case.get("body", "正文。"), case, port)}\n',
        "source/references.yaml": REFERENCES,
        **({"kanben.toml": _filled(case["settings"], case, port)} if "settings" in case else {}),
        **case.get("files", {}),
    }
    special = {*case.get("gone", ()), *case.get("pipes", ()), *case.get("folders", ()), *case.get("links", {})}
    for name, text in texts.items():
        if name in special or any(name.startswith(f"{one}/") for one in special):
            continue
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(text["hex"]) if isinstance(text, dict) else _filled(text, case, port).encode())
    for name in case.get("folders", ()):
        (project / name).mkdir(parents=True, exist_ok=True)
    for name, target in case.get("links", {}).items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            path.rmdir()
        path.symlink_to(target.replace("OUTSIDE", str(outside)))
    for name in case.get("pipes", ()):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(project / name)
    return project


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_input_is_told_and_does_nothing(
    name: str, listener: Listener, expected: dict[str, str], update_golden: bool, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case = CASES[name]
    project = _project(case, tmp_path, listener.port)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KANBEN_TOOL_SECONDS", "6")
    formats = case.get("formats", ["html"])
    started = time.monotonic()
    outcome = run(
        "build", *formats, "--project", str(project), "--lang", "en", "--quiet", report=tmp_path / "findings.jsonl"
    )
    assert time.monotonic() - started < SECONDS
    assert outcome.code in (0, 1, 3) or outcome.code == case.get("exit")
    assert "Traceback" not in outcome.output
    assert not {"TOL106"} & {row["code"] for row in outcome.findings}, outcome.output
    assert listener.count() == 0
    assert not list(tmp_path.rglob("PWNED"))
    outputs = [path.read_bytes() for path in project.glob("out/*") if path.is_file()]
    assert not any(CANARY.encode() in data for data in outputs)
    assert CANARY not in outcome.output
    told = [line for row, line in zip(outcome.findings, outcome.lines, strict=True) if row["code"] not in COMMON]
    assert bool(told) != ("quiet" in case), (case.get("quiet"), told)
    for words in case.get("prints", ()):
        assert any(words.encode() in data for data in outputs), words
    found = "\n".join([f"exit {outcome.code}", *told]).replace(str(tmp_path), "…").replace(str(listener.port), "PORT")
    if update_golden:
        expected[name] = found
    assert found == expected.get(name)
