"""The catalogue of codes and the wordings: whole, in both languages, and in step with the code."""

from __future__ import annotations

import ast
import re
import string
import tomllib

import pytest

from pipeline.core.codes import catalogue
from tests.conftest import ROOT

SOURCE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("id_", catalogue())
def test_row_is_whole(id_: str) -> None:
    code = catalogue()[id_]
    for text in (code.title, code.message, code.why, code.fix):
        assert text["en"].strip() and text["zh"].strip()
        assert re.search(r"[\u4e00-\u9fff]", text["zh"]) or not re.search(
            "[A-Za-z]{4}", string.Formatter().vformat(text["zh"], (), _Blank())
        )
    assert _fields(code.message["en"]) == _fields(code.message["zh"])
    assert _fields(code.fix["en"]) == _fields(code.fix["zh"])


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def test_codes_raised_and_codes_listed_agree() -> None:
    raised = set(re.findall(r'"([A-Z]{3}\d{3})"', SOURCE))
    assert raised == set(catalogue())


def test_values_given_fit_the_message() -> None:
    """Where a diagnostic is made with a literal mapping, it gives what the words ask for."""
    calls = [
        node
        for node in ast.walk(ast.parse(SOURCE.replace("from __future__ import annotations", "")))
        if isinstance(node, ast.Call)
    ]
    checked = 0
    for call in calls:
        match call.args:
            case [ast.Constant(value=str(code)), _, ast.Dict(keys=keys), *_] if (
                code in catalogue() and None not in keys
            ):
                given = {key.value for key in keys if isinstance(key, ast.Constant)}
                row = catalogue()[code]
                assert _fields(row.message["en"]) | _fields(row.fix["en"]) <= given, code
                checked += 1
    assert checked > 30


def test_wordings_have_both_languages() -> None:
    words = tomllib.loads((ROOT / "pipeline/core/wording.toml").read_text("utf-8"))
    for name, row in words.items():
        assert set(row) - {"fix", "leading"} == {"zh", "en"}, name
        if "fix" in row:
            assert set(row["fix"]) == {"zh", "en"} and _fields(row["fix"]["zh"]) == _fields(row["fix"]["en"]), name
            assert _fields(row["fix"]["zh"]) <= _fields(row["zh"]) | {"entry", "day", "month", "guess"}, name
        assert _fields(row["zh"]) == _fields(row["en"]), name
    used = set(re.findall(r'word\(\s*"(\w+)"', SOURCE))
    assert used <= set(words)


STEP_OF_ROOM = {
    "reading": "read", "tables": "read", "transforms": "transform", "figures": "transform", "citing": "cite", "checks": "check",
}  # fmt: skip


def _steps_that_raise(code: str) -> set[str]:
    """The steps whose rooms hold a code; none for rooms that serve all steps."""
    steps = set()
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if f'"{code}"' not in path.read_text("utf-8"):
            continue
        room, *rest = path.relative_to(ROOT / "pipeline").parts
        if room == "formats":
            kind = rest[-1].removesuffix(".py")
            step = "check" if kind.startswith("check") else kind if kind == "gate" else "write"
            shared = {"proving": "outputs", "judging.py": "gates"}
            steps.add(shared.get(rest[0]) or f"{step} {rest[0]}")
        elif room in STEP_OF_ROOM:
            steps.add(STEP_OF_ROOM[room])
    return steps


@pytest.mark.parametrize("id_", catalogue())
def test_the_step_that_finds_a_code_is_that_of_its_room(id_: str) -> None:
    raised, found = _steps_that_raise(id_), catalogue()[id_].found
    if found and raised:
        assert found == (raised.pop() if len(raised) == 1 else "outputs")


@pytest.mark.parametrize("id_", catalogue())
def test_code_is_marked_as_code_in_both_languages(id_: str) -> None:
    """What an author types or runs stands between the same marks, whichever language it is told in."""
    code = catalogue()[id_]
    for text in (code.message, code.why, code.fix):
        english, chinese = (sorted(re.findall("`([^`]+)`", text[language])) for language in ("en", "zh"))
        assert len(english) == len(chinese), (english, chinese)
