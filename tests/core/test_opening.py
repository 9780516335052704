"""Which files of a project are opened, and which are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.core.opening import Folder, Unopened, read_within


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A project with a file, a link inside, a link out, a pipe, a link to it, a folder, and a link in a circle."""
    root = tmp_path / "project"
    (root / "source/data").mkdir(parents=True)
    (tmp_path / "outside.csv").write_text("secret")
    (tmp_path / "away").mkdir()
    (tmp_path / "away/a.csv").write_text("secret")
    source = root / "source"
    (source / "a.csv").write_text("12345")
    (root / "common.csv").write_text("common")
    (source / "in.csv").symlink_to("../common.csv")
    (source / "out.csv").symlink_to("../../outside.csv")
    (source / "away").symlink_to("../../away")
    (source / "circle").symlink_to("circle")
    os.mkfifo(source / "pipe")
    (source / "to-pipe").symlink_to("pipe")
    (source / "null").symlink_to("/dev/null")
    return Folder(source, root)


@pytest.mark.parametrize(("name", "text"), [("a.csv", b"12345"), ("in.csv", b"common"), ("data/../a.csv", b"12345")])
def test_what_is_read(folder: Folder, name: str, text: bytes) -> None:
    assert folder.read(name, 10) == text


@pytest.mark.parametrize(
    ("name", "cause", "reason"),
    [
        ("none.csv", "missing", "no_such_file"),
        ("a\0b", "refused", "character_of_name"),
        ("\ud800", "refused", "character_of_name"),
        ("a.csv/b", "refused", "no_folder"),
        ("a" * 300, "refused", "name_too_long"),
        ("circle", "refused", "links_in_a_circle"),
        ("data", "irregular", "no_regular_file"),
        ("pipe", "irregular", "no_regular_file"),
        ("to-pipe", "irregular", "no_regular_file"),
        ("null", "outside", "outside_the_project"),
        ("out.csv", "outside", "outside_the_project"),
        ("away/a.csv", "outside", "outside_the_project"),
        ("../common.csv", "outside", "outside_the_project"),
        ("../../outside.csv", "outside", "outside_the_project"),
        ("/etc/hostname", "outside", "outside_the_project"),
        ("../../../no/such/place", "outside", "outside_the_project"),
        ("in.csv", "large", "file_too_large"),
    ],
)
def test_what_is_not(folder: Folder, name: str, cause: str, reason: str) -> None:
    with pytest.raises(Unopened) as caught:
        folder.read(name, 5)
    assert (caught.value.cause, caught.value.reason.name) == (cause, reason)


def test_a_limit_is_the_most_that_is_read(folder: Folder) -> None:
    assert folder.read("a.csv", 5) == b"12345"
    with pytest.raises(Unopened) as caught:
        folder.read("a.csv", 4)
    assert (caught.value.cause, caught.value.size) == ("large", 5)


def test_without_a_project_a_file_may_lie_anywhere(folder: Folder) -> None:
    assert read_within(folder.root.parent / "outside.csv", None, 10) == b"secret"


def test_a_project_reached_through_a_link_is_inside_itself(folder: Folder) -> None:
    link = folder.root.parent / "link"
    link.symlink_to(folder.root)
    assert read_within(link / "source/a.csv", link, 10) == b"12345"


def test_names_are_shown_from_the_project_on(folder: Folder) -> None:
    assert folder.shown("data/x.csv") == "source/data/x.csv"
    assert folder.shown("../x.csv") == "x.csv"
    assert folder.shown("../../../x.csv") == "../../../x.csv"
