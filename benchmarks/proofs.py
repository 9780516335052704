"""Times of bringing edits of a returned proof into the source, in renders of the report's text, in one run: 25 edits of
the report, 200 edits of a text of 100,000 characters."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.line.drafts import draft
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.proofs.base import base_of
from pipeline.proofs.edits import read_edits
from pipeline.proofs.locating import locate
from pipeline.proofs.package import ReturnedFile
from pipeline.proofs.proving import Proved, Prover
from tests.proofs.editor import Editor, text_of
from tests.small import FRONT

ROOT = Path(__file__).resolve().parent.parent
LENGTH, SENTENCES, RUNS = 100_000, 4, 3


def main() -> None:
    """Print a line for each report."""
    with tempfile.TemporaryDirectory() as folder:
        _bench("report", ROOT, 25, Path(folder))
        long = Path(folder, "long")
        (long / "source").mkdir(parents=True)
        (long / "source/report.md").write_text(f"---\n{FRONT}---\n\n{_text()}", "utf-8")
        _bench(f"{LENGTH:,} characters", long, 200, Path(folder))


def _text() -> str:
    chance = random.Random(1)
    letters = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    paragraphs, length = [], 0
    while length < LENGTH:
        said = "".join("".join(chance.choices(letters, k=24)) + "，共 1,203 项。" for _ in range(SENTENCES))
        paragraphs.append(said)
        length += len(said)
    return "\n\n".join(paragraphs) + "\n"


def _bench(name: str, root: Path, edits: int, out: Path) -> None:
    opened = open_project(root, out)
    back = ReturnedFile.open(_edited(draft(Session(opened)), edits))
    renders, loops, proved = [], [], None
    for _ in range(RUNS):
        renders.append(_seconds(lambda: draft(Session(opened))))
        start = time.perf_counter()
        proved = _receive(Session(opened), back)
        loops.append(time.perf_counter() - start)
    ratio = min(loops) / min(renders)
    made = len(proved.made) if proved else 0
    print(f"{name}: {edits} edits, {made} made: {min(loops):.2f} s, one render {min(renders):.2f} s, {ratio:.1f} times")


def _edited(data: bytes, count: int) -> bytes:
    editor, chance = Editor(data), random.Random(7)
    paragraphs = [one for one in editor.paragraphs() if len(text_of(one)) > 40]
    for _ in range(count):
        paragraph = chance.choice(paragraphs)
        start = chance.randrange(len(text_of(paragraph)) - 2)
        editor.edit(paragraph, start, start + 2, "改动", tracked=chance.random() < 0.7)
    return editor.data()


def _receive(session: Session, back: ReturnedFile) -> Proved:
    base = base_of(session)
    found = read_edits([row.passage for row in base.passages], back.passages)
    return Prover(session, base).prove([locate(base, edit) for edit in found.edits])


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
