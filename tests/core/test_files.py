"""Files that are put in place: all or none, with the mode of new files; links stay links, devices are written to."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from pipeline.core import files
from pipeline.core.diagnostics import PipelineError
from pipeline.core.signals import heard

OLD, NEW = {"a": b"old a", "b": b"old b", "c": b"old c"}, {"a": b"new a", "b": b"new b", "c": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def there(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def write(folder: Path) -> None:
    files.write_all({folder / name: data for name, data in NEW.items()})


def refuse_at(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """The rename of a number of the set fails."""
    replace, seen = Path.replace, list[Path]()

    def refused(self: Path, target: Path) -> Path:
        seen.append(self)
        if len(seen) == place:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)


def test_a_set_is_put_in_place(folder: Path) -> None:
    write(folder)
    assert there(folder) == NEW


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_rename_that_fails_puts_all_back(folder: Path, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    (folder / "a").unlink()
    refuse_at(monkeypatch, place)
    with pytest.raises(PipelineError) as raised:
        write(folder)
    assert there(folder) == {"b": OLD["b"], "c": OLD["c"]}
    (found,) = raised.value.diagnostics
    assert (found.code, str(found.span)) == ("WRT101", str(folder / "abc"[place - 1]))


def test_without_second_names_the_failure_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", refused)
    refuse_at(monkeypatch, 2)
    with pytest.raises(PipelineError):
        write(folder)
    assert there(folder) == {**OLD, "a": NEW["a"]}


def test_one_folder_that_cannot_be_keeps_the_others_old(folder: Path) -> None:
    (folder / "c").unlink()
    (folder / "c").mkdir()
    with pytest.raises(PipelineError):
        write(folder)
    (folder / "c").rmdir()
    (folder / "file").write_bytes(b"")
    with pytest.raises(PipelineError):
        files.write_all({folder / "a": b"new", folder / "file" / "below": b"new"})
    assert there(folder) == {"a": OLD["a"], "b": OLD["b"], "file": b""}


def test_a_signal_leaves_the_old_set_or_the_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every call of the system that writing makes."""
    calls, at = 0, 0

    def counted(function):  # type: ignore[no-untyped-def]
        def call(*given, **named):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            if calls == at:
                os.kill(os.getpid(), 15)
            return function(*given, **named)

        return call

    for name in ("open", "fsync", "link"):
        monkeypatch.setattr(files.os, name, counted(getattr(os, name)))
    for name in ("replace", "unlink", "resolve", "mkdir"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    found = set()
    for at in range(1, 30):
        calls = 0
        for name, data in OLD.items():
            (folder / name).write_bytes(data)
        before = calls
        with pytest.raises(SystemExit) if at > before else pytest.MonkeyPatch.context(), heard():
            write(folder)
            if calls < at:
                raise SystemExit(0)
        found.add(there(folder) == NEW)
        assert there(folder) in (OLD, NEW)
    assert found == {True, False}


def test_new_files_have_the_mode_that_the_umask_leaves(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        write(folder)
    finally:
        os.umask(before)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in NEW} == {0o640}


def test_a_link_stays_one_and_a_pipe_is_written_to(folder: Path) -> None:
    (folder / "link").symlink_to("a")
    os.mkfifo(folder / "pipe")
    read = list[bytes]()
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()))
    reader.start()
    files.write_all({folder / "link": b"through", folder / "pipe": b"piped", folder / "b": b"new"})
    reader.join(30)
    assert (folder / "link").is_symlink()
    assert there(folder) == {**OLD, "a": b"through", "link": b"through", "b": b"new"}
    assert read == [b"piped"]
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_a_device_that_is_full_keeps_the_set_old(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with pytest.raises(PipelineError) as raised:
        files.write_all({folder / "a": b"new", Path("/dev/full"): b"new"})
    assert raised.value.diagnostics[0].code == "WRT101"
    assert there(folder) == OLD
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
