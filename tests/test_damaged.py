"""Outputs that are damaged inside are told to be so (OUT101), and never end in a fault of ours."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.formats import FORMATS
from pipeline.formats.inputs import Artifact
from pipeline.line.artifacts import artifacts
from pipeline.line.build import _finish
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.project import open_project

CHECKS = {row.name: row.check for row in FORMATS}


@pytest.fixture(scope="module")
def sound(built: Path) -> dict[str, Artifact]:
    """The four outputs of the good project, with what they were built from."""
    session = Session(open_project(built))
    with Workers((), 1) as workers:
        document, _ = _finish(session, workers, lambda _: None)
    found, _ = artifacts(session, FORMATS, document)
    return {row.name: artifact for row, artifact in found}


def _codes(artifact: Artifact, data: bytes) -> set[str]:
    return {problem.code for problem in CHECKS[artifact.format](replace(artifact, data=data))}


def _changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_sound_has_no_findings(sound: dict[str, Artifact], name: str) -> None:
    assert _codes(sound[name], sound[name].data) == set()


@pytest.mark.parametrize("name", ["epub", "docx"])
def test_a_part_of_an_archive_that_is_broken_is_told(sound: dict[str, Artifact], name: str) -> None:
    artifact = sound[name]
    parts = [
        part
        for part in zipfile.ZipFile(io.BytesIO(artifact.data)).namelist()
        if part.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx"))
    ]
    assert len(parts) > 10
    for part in parts:
        cut = _changed(artifact.data, lambda other, data, part=part: data[: len(data) // 2] if other == part else data)
        assert _codes(artifact, cut) == {"OUT101"}, part


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("data", [b"", b"\0" * 1000, b"PK\x03\x04", b"%PDF-1.7\n", b"<"])
def test_what_is_no_such_file_is_told(sound: dict[str, Artifact], name: str, data: bytes) -> None:
    assert _codes(sound[name], data) & {"OUT101", "OUT102"}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("seed", range(12))
def test_noise_in_a_file_is_told(sound: dict[str, Artifact], name: str, seed: int) -> None:
    draw = random.Random(f"{name} {seed}")
    data = bytearray(sound[name].data)
    for _ in range(40):
        data[draw.randrange(len(data))] = draw.randrange(256)
    assert _codes(sound[name], bytes(data))
