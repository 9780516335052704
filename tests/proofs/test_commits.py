"""Edits that become commits: one an editor, the editor as its author, and nothing of the repository is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, receive, send, text

COMMIT = ("--apply", "all", "--commit")
REPORT = "source/report.md"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True, text=True).stdout.strip()


@pytest.fixture
def repository(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The report in a folder of a repository, as its first commit, with another file that was changed since."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HOME", str(tmp_path))
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "作者")
    git(tmp_path, "config", "user.email", "author@example.org")
    (tmp_path / ".gitignore").write_text("out/\n*.docx\n*.jsonl\n", "utf-8")
    (tmp_path / "notes.txt").write_text("one\n", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "First")
    (tmp_path / "notes.txt").write_text("two\n", "utf-8")
    git(tmp_path, "add", "notes.txt")
    (tmp_path / "notes.txt").write_text("three\n", "utf-8")
    return project


def _refused(project: Path, outcome: Outcome, reason: str) -> None:
    assert outcome.code == 3, outcome.output
    assert any("PRF110" in line and reason in line for line in outcome.lines), outcome.lines
    assert "末一段" not in text(project)


def _last(editor: Editor) -> None:
    editor.replace("最后一段", "最后", "末")


def test_each_editor_has_a_commit(repository: Path) -> None:
    sent = send(repository)
    one = edited(sent, _last, lambda e: e.replace("How it flows", "How", "Ways: how"))
    two = edited(sent, lambda e: e.replace("步骤乙", "乙", "二"), author="Mary <m> O'Neil")
    outcome = receive(repository, one, two, options=COMMIT)
    assert outcome.code == 0, outcome.output
    log = git(repository, "log", "--reverse", "--format=%an|%ae|%as|%cn|%s|%P").splitlines()
    assert [row.rpartition("|")[0] for row in log[1:]] == [
        "编辑甲||2026-11-26|作者|采纳 编辑甲 的修改 2 处",
        "Mary m O'Neil||2026-11-26|作者|采纳 Mary m O'Neil 的修改 1 处",
    ]
    assert git(repository, "show", f"HEAD:./{REPORT}") == text(repository).strip()
    middle = git(repository, "show", f"HEAD~:./{REPORT}")
    assert ("末一段" in middle, "'Ways: how it flows'" in middle, "步骤二" in middle) == (True, True, False)
    assert git(repository, "show", "--name-only", "--format=", "HEAD") == f"report/{REPORT}"
    status = git(repository, "-c", "core.quotePath=false", "status", "--porcelain", "..")
    assert status.splitlines() == ["MM notes.txt"]


def test_an_edit_of_two_editors_is_one_commit(repository: Path) -> None:
    sent = send(repository)
    receive(repository, edited(sent, _last), edited(sent, _last, author="乙"), options=COMMIT)
    assert git(repository, "log", "--format=%an", "-1") == "编辑甲"
    assert git(repository, "rev-list", "--count", "HEAD") == "2"


def test_what_was_not_tracked_is_by_who_edited_the_rest(repository: Path) -> None:
    back = edited(send(repository), _last, lambda e: e.replace("步骤乙", "乙", "二", tracked=False), author="编辑丙")
    receive(repository, back, options=COMMIT)
    assert git(repository, "log", "--format=%an", "-1") == "编辑丙"
    assert "步骤二" in text(repository)


def test_nothing_of_the_repository_is_run(repository: Path) -> None:
    """Hooks, filters, monitors and signing programs of a configuration that came from anywhere."""
    ran = repository.parent / "ran"
    program = repository.parent / "program"
    program.write_text(f"#!/bin/sh\necho $0 $@ $(tr '\\0' ' ' < /proc/$PPID/cmdline) >> {ran}\nexec cat\n", "utf-8")
    program.chmod(0o755)
    hooks = repository.parent / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "reference-transaction", "post-index-change", "post-commit", "commit-msg"):
        (hooks / name).symlink_to(program)
        (repository.parent / ".git/hooks" / name).unlink(missing_ok=True)
        (repository.parent / ".git/hooks" / name).symlink_to(program)
    for name, value in {
        "core.hooksPath": hooks,
        "core.fsmonitor": program,
        "core.editor": program,
        "core.pager": program,
        "filter.all.clean": program,
        "filter.all.smudge": program,
        "filter.all.process": program,
        "gpg.program": program,
        "commit.gpgSign": "true",
        "i18n.commitEncoding": "gbk",
    }.items():
        git(repository, "config", name, str(value))
    (repository.parent / ".git/info/attributes").write_text("* filter=all diff=all merge=all\n", "utf-8")
    back = edited(send(repository), _last)
    ran.unlink(missing_ok=True)
    outcome = receive(repository, back, options=COMMIT)
    assert outcome.code == 0, outcome.output
    assert not ran.exists(), ran.read_text("utf-8")
    made = git(repository, "-c", "core.fsmonitor=false", "cat-file", "commit", "HEAD")
    assert "gpgsig" not in made
    assert "encoding" not in made
    assert "采纳 编辑甲" in made


def _changed(project: Path) -> None:
    path = project / REPORT
    path.write_text(path.read_text("utf-8") + "\n多出的话。\n", "utf-8")


def _staged(project: Path) -> None:
    path = project / REPORT
    before = path.read_bytes()
    _changed(project)
    git(project, "add", REPORT)
    path.write_bytes(before)


def _link(project: Path) -> None:
    path = project / REPORT
    path.rename(project / "source/other.md")
    path.symlink_to("other.md")
    git(project, "add", "source")
    git(project, "commit", "--quiet", "-m", "Link")


def _merge(project: Path) -> None:
    (project.parent / ".git/MERGE_HEAD").write_text(git(project, "rev-parse", "HEAD") + "\n", "utf-8")


def _nobody(project: Path) -> None:
    git(project, "config", "--unset", "user.name")
    git(project, "config", "--unset", "user.email")
    git(project, "config", "user.useConfigOnly", "true")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (_changed, "source/report.md is not as in the last commit"),
    "staged": (_staged, "source/report.md is not as in the last commit"),
    "not tracked": (lambda project: git(project, "rm", "--cached", "--quiet", REPORT), "is not as in the last commit"),
    "a link": (_link, "is not as in the last commit"),
    "a merge": (_merge, "a merge is not done"),
    "no committer": (_nobody, "does not know who commits"),
    "no repository": (lambda project: (project.parent / ".git").rename(project.parent / "away"), "no git repository"),
    "no commit": (lambda project: git(project, "update-ref", "-d", "HEAD"), "no such revision"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_committed_is_refused(repository: Path, name: str) -> None:
    back = edited(send(repository), _last)
    work, reason = REFUSED[name]
    work(repository)
    before = (repository / REPORT).read_bytes()
    _refused(repository, receive(repository, back, options=COMMIT), reason)
    assert (repository / REPORT).read_bytes() == before


@pytest.mark.parametrize("options", [("--commit",), ("--apply", "all", "--patch", "a", "--commit")])
def test_a_commit_of_nothing_is_wrong_usage(project: Path, options: tuple[str, ...]) -> None:
    assert receive(project, b"", options=options).code == 2
    assert receive(project, b"", options=("--interactive", "--apply", "all")).code == 2
