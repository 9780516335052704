"""Which changes of a report folder are seen: those of what it is made of, wherever that lies, and after folders have
come and gone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.desk.preview.watching import Watch

_REST = 0.4
"""Seconds in which all that a change leads to has been seen."""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Watch]]:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "report.md").write_text("一", "utf-8")
    watch = Watch(tmp_path, tmp_path / "out")
    time.sleep(_REST)
    try:
        yield tmp_path, watch
    finally:
        watch.close()


def _is_seen(watch: Watch, change: Callable[[], object], seconds: float = 5) -> bool:
    time.sleep(_REST)
    watch.wait(0)
    change()
    return watch.wait(seconds)


def test_a_folder_that_was_made_later_or_anew_is_watched(watched: tuple[Path, Watch]) -> None:
    root, watch = watched
    report, sheet = root / "source" / "report.md", root / "styles" / "base.css"
    sheet.parent.mkdir()
    assert _is_seen(watch, lambda: sheet.write_text("p {}", "utf-8"))
    assert _is_seen(watch, sheet.unlink)
    # As a change of branch does it.
    assert _is_seen(watch, lambda: shutil.rmtree(root / "source"))
    report.parent.mkdir()
    assert _is_seen(watch, lambda: report.write_text("二", "utf-8"))
    report.parent.rename(root / "away")
    assert _is_seen(watch, lambda: (root / "away").rename(report.parent))
    assert _is_seen(watch, lambda: report.write_text("三", "utf-8"))


def test_what_the_settings_name_is_watched_as_long_as_they_do(watched: tuple[Path, Watch]) -> None:
    root, watch = watched
    style, settings = root / "csl" / "own.csl", root / "kanben.toml"
    style.parent.mkdir()
    style.write_text("<style/>", "utf-8")
    assert _is_seen(watch, lambda: settings.write_text('style = "csl/own.csl"\n', "utf-8"))
    assert _is_seen(watch, lambda: style.write_text("<style />", "utf-8"))
    assert not _is_seen(watch, lambda: (root / "csl" / "other.csl").write_text("<style/>", "utf-8"), 0.3)
    assert _is_seen(watch, lambda: settings.write_text("", "utf-8"))
    assert not _is_seen(watch, lambda: style.write_text("<style/>", "utf-8"), 0.3)
