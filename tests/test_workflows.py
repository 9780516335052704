"""The workflow files are valid by the schema that GitHub publishes, and call what the README says."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from tests import bare
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_valid(path: object) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_bare_machines_are_those_of_make_bare() -> None:
    job = YAML(typ="safe").load(ROOT / ".github/workflows/test.yml")["jobs"]["bare"]
    assert job["strategy"]["matrix"]["release"] == list(bare.RELEASES)
    said = "\n".join(step.get("run", "") for step in job["steps"])
    assert all(command in said for commands in bare.COMMANDS.values() for command in commands)
    assert "make bare" in (ROOT / ".ci/run").read_text()


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text()
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("make test", "make all check"):
        assert command in script
        assert command in readme


def test_the_handbook_is_published_with_the_release() -> None:
    steps = YAML(typ="safe").load(ROOT / ".github/workflows/release.yml")["jobs"]["release"]["steps"]
    said = "\n".join(str(step) for step in steps)
    assert "make handbook" in said and "docs/handbook/out/report.$format" in said and "release/handbook.*" in said
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nhandbook:")[2].partition("\n\n")[0]
    assert recipe.count("--project docs/handbook --fail-on warning") == 2
    assert "handbook" in makefile.partition("\ndocs:")[2].partition("\n\n")[0]
