"""Failures of the system as reasons, files that are replaced whole, and values in messages."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from pipeline.core import files
from pipeline.core.diagnostics import Diagnostic, ExitCode, PipelineError, tool_failed, unreadable
from pipeline.core.edition import EDITIONS, RELEASE, Edition, PdfOptions
from pipeline.core.failures import quoted, reason_of, toml_place
from pipeline.core.files import write_atomically
from pipeline.core.reasons import Reason, ReasonedError, said
from pipeline.core.result import LINE, STEPS, ran
from pipeline.core.text import Span
from pipeline.core.vocabulary import MOST_PADDING, is_own_id, part_id
from pipeline.core.wording import bracketed, word


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (errno.ENOENT, "no_such_file"),
        (errno.EACCES, "not_permitted"),
        (errno.EPERM, "not_permitted"),
        (errno.EISDIR, "is_a_folder"),
        (errno.ENOTDIR, "no_folder"),
        (errno.EEXIST, "in_the_way"),
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.ENAMETOOLONG, "name_too_long"),
        (errno.ELOOP, "links_in_a_circle"),
        (errno.EIO, "broken_device"),
        (errno.ECONNREFUSED, "connection_refused"),
        (errno.EADDRINUSE, "port_taken"),
        (errno.ECONNRESET, "connection_broken"),
        (errno.EHOSTUNREACH, "host_out_of_reach"),
        (errno.ENETUNREACH, "host_out_of_reach"),
    ],
)
def test_what_the_system_says_is_worded(number: int, name: str) -> None:
    assert reason_of(OSError(number, "x")) == Reason(name)
    assert Reason(name).said("zh") != Reason(name).said("en")


def test_what_it_says_beyond_that_is_kept_aside() -> None:
    assert reason_of(OSError(errno.EXDEV, "odd\nthing")) == Reason("system_says", code="EXDEV", words="odd thing")
    assert reason_of(OSError("odd")) == Reason("system_says", code="OSError", words="odd")
    assert reason_of(TimeoutExpired("x", 1.5)) == Reason("took_too_long", seconds="1.5")
    assert reason_of(KeyError("x")) == Reason("fault_of_ours", kind="KeyError", words="'x'")
    assert reason_of(ReasonedError(Reason("no_folder"))) == Reason("no_folder")
    assert reason_of(UnicodeDecodeError("utf-8", b"a\x0e", 1, 2, "x")) == Reason("not_utf8", byte="0x0E")


def test_where_json_breaks() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads('{\n "a": }')
    assert reason_of(caught.value) == Reason("broken_json", line=2, column=7)


def test_words_of_others_stand_on_one_line_of_300_characters() -> None:
    assert quoted("x", "a\n  b") == Reason("says", who="x", words="a b")
    assert quoted("x", "a" * 301) == Reason("says", who="x", words="a" * 300)


def test_toml_tells_its_place_or_none() -> None:
    assert toml_place(ValueError("bad (at line 3, column 14)"), "k.toml") == Span("k.toml", 3, 14)
    assert toml_place(ValueError("bad (at end of document)"), "k.toml") == Span("k.toml")


def test_a_file_is_written_into_new_folders_and_may_be_read_by_all(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [child.name for child in path.parent.iterdir()] == ["c.txt"]


def test_a_file_that_cannot_be_replaced_stays_and_nothing_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")
    seen = []

    def full(_: int) -> None:
        seen.extend(child.name for child in tmp_path.iterdir() if child != path)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(PipelineError) as caught:
        write_atomically(path, b"new")
    assert caught.value.diagnostics == (Diagnostic("WRT101", Span(str(path)), {"reason": Reason("disk_full")}),)
    assert caught.value.exit_code == ExitCode.UNREADABLE
    assert path.read_bytes() == b"old"
    assert [name.startswith(".kanben-") for name in seen] == [True]
    assert list(tmp_path.iterdir()) == [path]


def test_errors_say_where_they_stand_and_how_the_run_ends() -> None:
    error = unreadable("SRC101", Span("a.md", 2, 3), name="x")
    assert (str(error), error.exit_code, error.diagnostics[0].values) == (
        "a.md:2:3",
        ExitCode.UNREADABLE,
        {"name": "x"},
    )
    error = tool_failed("TOL103", tool="pandoc")
    assert (str(error), error.exit_code) == ("TOL103", ExitCode.TOOL_FAILED)
    both = PipelineError([Diagnostic("SRC101"), Diagnostic("SRC102", Span("b"))], ExitCode.USAGE)
    assert str(both) == "SRC101, b"


def test_values_in_a_message() -> None:
    assert said("x", "zh") == "x"
    assert said(3, "en") == 3
    assert (said(("甲", "乙"), "zh"), said(("a", "b"), "en")) == ("甲、乙", "a, b")
    inner = Reason("says", who="x", words="y")
    assert said(inner, "en") == inner.said("en")
    assert str(ReasonedError(inner)) == inner.said("en") != inner.said("zh")


def test_a_note_in_brackets() -> None:
    assert (bracketed("甲", "万元", "zh"), bracketed("A", "CNY", "en")) == ("甲（万元）", "A (CNY)")
    assert [bracketed("甲", "", "zh"), bracketed("", "万元", "zh")] == ["甲", ""]
    assert word("list_separator", "zh") == "、"


def test_editions() -> None:
    assert [edition.suffix for edition in EDITIONS] == ["", "-proof", "-print"]
    assert EDITIONS[0] == RELEASE == Edition()
    assert Edition(proof=True, for_print=True).suffix == "-proof"
    options = PdfOptions()
    assert (options.standard, options.openings, options.notes) == ("ua-1", "any", "continuous")
    assert not options.hanging and not options.attach


def test_the_steps_of_a_run() -> None:
    assert STEPS == ("read", "transform", "cite", "write", "check")
    assert {"read", "transform", "cite", "check"} == LINE
    assert ran("check", ["pdf", "html"]) == {"check pdf", "check html"}
    assert ran("check", ["pdf", "html"], ["html", "pdf"]) == {"check pdf", "check html", "outputs"}
    assert ran("check", ["pdf", "html", "epub"], ["html"]) >= {"outputs"}
    assert ran("check", ["pdf"], ["html", "pdf"]) == {"check pdf"}
    assert ran("check", []) == frozenset()


@pytest.mark.parametrize(
    "id_",
    ["cover", "contents-title", "abstract-zh", "list-figures", "ref", "refs-2", "references-1", "ref-osd", "cite-1",
     "fn1", "fnref12", "par-3", "part-3", "a--title", "text"],
)  # fmt: skip
def test_an_id_that_is_ours(id_: str) -> None:
    assert is_own_id(id_)


@pytest.mark.parametrize(
    "id_",
    ["", "covers", "my-cover", "abstract-fr", "list-boxes", "refsx", "cite-", "cite-a", "fn", "par-x", "a-title", "sec-a"],
)  # fmt: skip
def test_an_id_that_an_author_may_give(id_: str) -> None:
    assert not is_own_id(id_)


def test_the_id_of_a_part_is_ours() -> None:
    assert part_id("fig-a", "title") == "fig-a--title"
    assert is_own_id(part_id("fig-a", "title"))
    assert MOST_PADDING == 12
