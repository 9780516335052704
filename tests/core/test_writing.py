"""Files are replaced whole, links and devices are left what they are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pipeline.core.diagnostics import PipelineError
from pipeline.core.files import write_atomically


def test_a_file_is_replaced_with_the_mode_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a/b.txt", b"1")
        write_atomically(tmp_path / "a/b.txt", b"2")
    finally:
        os.umask(before)
    assert (tmp_path / "a/b.txt").read_bytes() == b"2"
    assert stat.S_IMODE((tmp_path / "a/b.txt").stat().st_mode) == 0o640
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "target.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("target.txt")
    write_atomically(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "target.txt").read_bytes() == b"new"


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    write_atomically(Path(os.devnull), b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    if Path("/dev/full").exists():
        with pytest.raises(PipelineError) as caught:
            write_atomically(Path("/dev/full"), b"x")
        assert caught.value.diagnostics[0].code == "WRT101"
        assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(PipelineError):
        write_atomically(tmp_path, b"x")
    assert tmp_path.is_dir()
