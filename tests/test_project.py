"""Which files are a report's own."""

from __future__ import annotations

from pathlib import Path

from pipeline.project import open_project


def test_links_out_of_the_project_and_hidden_files_are_not_its_own(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", "utf-8")
    (project / "source/link.txt").symlink_to(outside)
    (project / "source/inside.md").symlink_to(project / "source/report.md")
    (project / "source/.hidden").mkdir()
    (project / "source/.hidden/key").write_text("key", "utf-8")
    (project / "kanben.toml").write_text("[pdf]\nattach = true\n", "utf-8")
    opened = open_project(project)
    names = {path.relative_to(project).as_posix() for path in opened.files()}
    assert {"source/report.md", "source/inside.md", "kanben.toml"} <= names
    assert not names & {"source/link.txt", "source/.hidden/key"}
    attached = dict(opened.attachments())
    assert "inside.md" in attached
    assert "SHA256SUMS.txt" in attached
    assert not {"link.txt", ".hidden/key"} & set(attached)
    assert b"secret" not in b"".join(attached.values())
