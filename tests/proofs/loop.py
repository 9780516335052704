"""A round of proofs as tests have it: what is sent, what an editor does, what the command says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.origin import digests
from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.applying import changed
from pipeline.proofs.around import around_of
from pipeline.proofs.base import Base, base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Prover
from pipeline.proofs.rounds import Round, folder_of, kept, sources_of
from pipeline.proofs.sending import marked
from tests.conftest import Outcome, run
from tests.proofs.editor import Editor


def send(project: Path) -> bytes:
    """A proof of a report as it is, with what is kept of its round."""
    opened = open_project(project)
    sources = sources_of(opened)
    files, digest = digests(sources)
    folder = folder_of(opened, 1)
    folder.mkdir(parents=True)
    word = draft(Session(opened))
    sent = Round(1, "", digest, "", files, around=around_of(ReturnedFile.open(word)))
    for name, data in kept(sent, sources).items():
        (folder / name).write_bytes(data)
    return marked(word, digest)


def receive(project: Path, *files: bytes, options: tuple[str, ...] = ("--apply", "all")) -> Outcome:
    names = []
    for number, data in enumerate(files):
        path = project / f"back{number}.docx"
        path.write_bytes(data)
        names.append(str(path))
    report = project / "findings.jsonl"
    return run(
        "proof", "receive", *names, "--project", str(project), *options, "--quiet", "--lang", "en", report=report
    )


@dataclass(frozen=True)
class Sent:
    """A report with what is known of its proof, for many editors of one and the same."""

    session: Session
    base: Base
    word: bytes

    @classmethod
    def of(cls, project: Path) -> Sent:
        session = Session(open_project(project))
        return cls(session, base_of(session), draft(session))

    def source_after(self, work: Callable[[Editor], None]) -> str:
        """The source with all that an editor did; nothing of it is refused or left."""
        passages = [row.passage for row in self.base.passages]
        found = read_edits(passages, ReturnedFile.open(edited(self.word, work)).passages)
        proved = Prover(self.session, self.base).prove([locate(self.base, edit) for edit in found.edits])
        assert [(row.edit, reason.name) for row, reason in proved.refused] == []
        assert (found.unexplained, found.restyled) == ((), ())
        return changed(self.session.text.text, proved.replacements)


def edited(sent: bytes, *works: Callable[[Editor], None], author: str = "编辑甲") -> bytes:
    editor = Editor(sent, author)
    for work in works:
        work(editor)
    return editor.data()


def text(project: Path) -> str:
    return (project / "source/report.md").read_text("utf-8")


def typed(jobs: list[dict[str, object]], folder: Path) -> list[list[list[str]]]:
    """What LibreOffice typed into some files, which it saved."""
    path = folder / "jobs.json"
    path.write_text(json.dumps(jobs), "utf-8")
    command = ["/usr/bin/python3", str(Path(__file__).with_name("typist.py")), str(path)]
    ran = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300)
    return list(json.loads(ran.stdout))
