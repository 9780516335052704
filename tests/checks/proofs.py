"""Faults of proofs that come back from editors: what an editor did with the Word file, or what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.proofs.editor import Editor

Fault = Callable[[Path, pytest.MonkeyPatch], None]


def _returned(project: Path, patch: pytest.MonkeyPatch, work: Callable[[Editor], None]) -> None:
    """Lay `back.docx`, as an editor left it, into the project, which the command runs in."""
    from pipeline.core.origin import digests
    from pipeline.line.drafts import draft
    from pipeline.line.session import Session
    from pipeline.project import open_project
    from pipeline.proofs.rounds import sources_of
    from pipeline.proofs.sending import marked

    opened = open_project(project)
    editor = Editor(marked(draft(Session(opened)), digests(sources_of(opened))[1]))
    work(editor)
    (project / "back.docx").write_bytes(editor.data())
    patch.chdir(project)


def _edited(project: Path, patch: pytest.MonkeyPatch) -> None:
    _returned(project, patch, lambda editor: editor.replace("包含每一种写法", "每一种", "各种"))


def _label(project: Path, patch: pytest.MonkeyPatch) -> None:
    _returned(project, patch, lambda editor: editor.replace("关键词：", "关键词", "主题词"))


def _commented(project: Path, patch: pytest.MonkeyPatch) -> None:
    _returned(project, patch, lambda editor: editor.comment("包含每一种写法", "写法", "是否过多？"))


def _header(project: Path, patch: pytest.MonkeyPatch) -> None:
    def work(editor: Editor) -> None:
        name = next(name for name in sorted(editor.parts) if name.startswith("word/header"))
        change = b'<w:ins w:id="1" w:author="X" w:date="2026-11-26T10:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
        editor.parts[name] = editor.parts[name].replace(b"</w:p>", change, 1)

    _returned(project, patch, work)


def _untouched(project: Path, patch: pytest.MonkeyPatch) -> None:
    _returned(project, patch, lambda _: None)


def _broken(project: Path, patch: pytest.MonkeyPatch) -> None:
    (project / "back.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document")
    patch.chdir(project)


def _misread(project: Path, patch: pytest.MonkeyPatch) -> None:
    """A new paragraph that is not tracked, whose end is taken out again, which is: no edit says both."""

    def work(editor: Editor) -> None:
        editor.new_paragraph("包含每一种写法", "新的一段。", tracked=False)
        editor.join("新的一段。")

    _returned(project, patch, work)


def _sent(project: Path, _: pytest.MonkeyPatch) -> None:
    from pipeline.core.files import write_all
    from pipeline.core.origin import digests
    from pipeline.project import open_project
    from pipeline.proofs.rounds import Round, folder_of, kept, sources_of

    opened = open_project(project)
    sources = sources_of(opened)
    files, digest = digests(sources)
    folder = folder_of(opened, 1)
    row = Round(1, "李编辑", digest, "", files)
    write_all({folder / name: data for name, data in kept(row, sources).items()})


def _received(project: Path, patch: pytest.MonkeyPatch) -> None:
    """One of two edits was made, and a comment came with them."""
    from pipeline.line.session import Session
    from pipeline.project import open_project
    from pipeline.proofs.orders import Orders, Selection
    from pipeline.proofs.receiving import receive
    from pipeline.proofs.returned import open_returned

    def work(editor: Editor) -> None:
        editor.replace("包含每一种写法", "每一种", "各种")
        editor.comment("包含", "写法", "是否过多？")
        editor.replace("关键词：", "关键词", "主题词")

    _sent(project, patch)
    _returned(project, patch, work)
    orders = Orders(Selection(is_all=True))
    receive(Session(open_project(project)), [open_returned(Path("back.docx"))], orders, lambda _: None)


PROOFS: Mapping[str, Fault] = {
    "edited_proof": _edited,
    "edited_label": _label,
    "commented_proof": _commented,
    "edited_header": _header,
    "broken_proof": _broken,
    "misread_proof": _misread,
    "untouched_proof": _untouched,
    "sent_proof": _sent,
    "received_proof": _received,
}
