"""What axe leaves undecided is told, but for what is known by name to be decided by something else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.formats import rows
from pipeline.formats.inputs import Artifact
from pipeline.formats.judging import of_axe
from pipeline.formats.undecided import DECIDED, FORCED
from pipeline.line.artifacts import artifacts
from pipeline.tools import axe
from pipeline.tools.axe import Violation
from tests.conftest import needs
from tests.small import Small, small

_MODES = ("day", "forced colours")


@pytest.fixture(scope="module")
def artifact() -> Artifact:
    made: Small = small("正文。")
    made.built("html")
    found, _ = artifacts(made.session, rows(("html",)), made.session.document)
    return found[0][1]


def _told(artifact: Artifact, rule: str, cause: str | None) -> list[tuple[str, ...]]:
    said = Violation(_MODES, rule, "words", Path("page"), (), cause)
    return [problem.values["modes"] for problem in of_axe(said, artifact)]  # type: ignore[misc]


def test_what_is_decided_elsewhere_is_not_told(artifact: Artifact) -> None:
    assert [key for key in DECIDED if _told(artifact, *key)] == []
    # The ground of forced colours is none that axe knows.
    assert _told(artifact, *FORCED) == [("day",)]


@pytest.mark.parametrize(
    ("rule", "cause"),
    [
        ("color-contrast", "bgGradient"),
        ("color-contrast", "bgImage"),
        ("color-contrast", ""),
        ("target-size", "imgNode"),
        # What axe decides is told, whatever the rule.
        *((rule, None) for rule, _ in DECIDED),
    ],
)
def test_any_other_doubt_is_told(artifact: Artifact, rule: str, cause: str | None) -> None:
    assert _told(artifact, rule, cause) == [_MODES]


@pytest.mark.gate
def test_axe_names_what_it_cannot_decide(artifact: Artifact, tmp_path: Path) -> None:
    needs(axe.missing())
    page = tmp_path / "report.html"
    text = artifact.data.decode().replace("</style>", "p{background:linear-gradient(#fff,#000)}</style>", 1)
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text), "utf-8")
    said = [one for one in axe.examine([page], (axe.Mode("day"),), tmp_path) if one.cause is not None]
    assert ("color-contrast", "bgGradient") in {(one.rule, one.cause) for one in said}
    assert any(problem for one in said for problem in of_axe(one, artifact))
