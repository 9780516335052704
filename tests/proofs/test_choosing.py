"""Edits that are gone through on a terminal, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.commands.cli import main
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, send, text


def _three(editor: Editor) -> None:
    editor.replace("步骤甲", "甲", "一")
    editor.replace("步骤乙", "乙", "二\u202e")
    editor.replace("最后一段", "最后", "末")


def _choose(project: Path, keys: str, *options: str) -> Result:
    path = project / "back.docx"
    path.write_bytes(edited(send(project), _three))
    arguments = ["proof", "receive", str(path), "--project", str(project), "--interactive", "--lang", "en", *options]
    return CliRunner().invoke(main, arguments, input=keys)


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ("arnw", "一"),
        ("aaaw", "一二末"),
        ("AnaW", "一末"),
        ("aakraw", "一末"),
        ("kkraxyaw", "二末"),
        ("aaw", "一二"),
        ("aaaq", ""),
        ("aaa\x03", ""),
        ("aaa\x04", ""),
        ("rrrw", ""),
        ("w", ""),
    ],
)
def test_keys_choose_edits(project: Path, keys: str, made: str) -> None:
    outcome = _choose(project, keys)
    assert outcome.exit_code == 0, outcome.output
    said = text(project)
    found = {"一": "步骤一", "二": "步骤二", "末": "末一段"}
    assert "".join(sign for sign, words in found.items() if words in said) == made


def test_an_edit_is_shown_with_its_place_and_what_stands_round_it(project: Path) -> None:
    shown = _choose(project, "arnw").output
    assert "source/report.md" in shown
    assert "见图 1、表 2和第一节。最后一段。" in shown.replace("\u00a0", " ")
    assert "见图 1、表 2和第一节。末一段。" in shown.replace("\u00a0", " ")
    assert "1 edit accepted. W makes them" in shown
    assert "\u202e" not in shown


def test_an_input_that_ends_wants_nothing(project: Path) -> None:
    before = text(project)
    assert _choose(project, "aa").exit_code == 0
    assert text(project) == before
