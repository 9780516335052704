"""Changes of finished outputs, drawn by kind and seed, are found; a reduced run of `make mutants-of-outputs`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.formats.inputs import Artifact
from tests.mutants import KNOWN, checked, mutants
from tests.test_damaged import sound

__all__ = ["sound"]


@pytest.mark.parametrize("name", ["html", "epub", "docx", "pdf"])
def test_changes_of_outputs_are_found(sound: dict[str, Artifact], name: str) -> None:
    artifact = sound[name]
    assert not checked(artifact)
    missed = [kind for kind, data in mutants(artifact, "0") if not checked(replace(artifact, data=data))]
    assert set(missed) <= set(KNOWN)
