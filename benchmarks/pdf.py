"""CPU and wall time of the PDF writer against WeasyPrint alone on the same HTML and CSS, untagged, with its own counters; and Typst's."""

from __future__ import annotations

import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import clreq  # noqa: E402
from benchmarks.bench import capture  # noqa: E402
from pipeline.citing import cite  # noqa: E402
from pipeline.figures import workshop  # noqa: E402
from pipeline.figures.kind import DrawingContext  # noqa: E402
from pipeline.formats.inputs import WriterInput  # noqa: E402
from pipeline.line.session import Session  # noqa: E402
from pipeline.project import open_project  # noqa: E402
from pipeline.transforms import transform  # noqa: E402

RUNS = 3
FILL = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
SIZES = {"short": 1, "long": 44, "book": 131}


def report(folder: Path, chapters: int) -> Path:
    """A report of text with notes, mixed scripts and headings: about two pages a chapter."""
    front = (
        (ROOT / "tests/project/source/report.md")
        .read_text("utf-8")
        .split("\n---\n")[0]
        .replace("lists: [figures, tables]", "")
    )
    parts = []
    for chapter in range(chapters):
        parts.append(f'# 第{chapter}章 {{#sec-c{chapter} en="Chapter {chapter}"}}')
        for number in range(9):
            start = (chapter * 7 + number * 3) % len(FILL)
            text = (FILL * 5)[start : start + 170]
            note = f"^[注{chapter}-{number}：{FILL[:30]}。]" if number % 4 == 0 else ""
            parts.append(f"{text}，使用Linux与GitHub协作的项目有{number + 3}个{note}，{text[:40]}。")
    (folder / "source").mkdir(parents=True)
    (folder / "source/report.md").write_text(front + "\n---\n\n" + "\n\n".join(parts) + "\n", "utf-8")
    (folder / "source/references.yaml").write_text("references: []\n", "utf-8")
    return folder


def given(root: Path) -> WriterInput:
    """The finished document of a report, ready to be written."""
    project = open_project(root)
    session = Session(project)
    draw = partial(map, partial(workshop.draw, DrawingContext(project.folder, session.tokens, ())))
    transformed, _ = transform(session.document, draw, proof=False)
    return WriterInput(cite(transformed, project.style), session.tokens, session.sheets)


def spent(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a whole process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - start


def rivals(root: Path) -> str:
    """Wall seconds and megabytes of Typst and Vivliostyle on the same paragraphs, headings and notes, without contents or tags of ours."""
    parts = (root / "source/report.md").read_text("utf-8").split("\n---\n")[1].strip().split("\n\n")
    cells = []
    for name in ("Typst", "Vivliostyle"):
        start = time.perf_counter()
        try:
            data = (
                _typst(parts)
                if name == "Typst"
                else clreq.set_page("".join(clreq.html_block(part.removeprefix("#")) for part in parts))
            )
            cells.append(f"{time.perf_counter() - start:.1f} s, {len(data) / 1e6:.2f} MB")
        except (ImportError, FileNotFoundError):
            cells.append("not there")
    return " | ".join(cells)


def _typst(parts: list[str]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "book.typ")
        path.write_text(
            clreq.TYPST
            + "\n\n".join(
                clreq.typst_block(part.replace("# ", "## ", 1) if part.startswith("# ") else part) for part in parts
            ),
            "utf-8",
        )
        return bytes(typst.compile(str(path)))


def main() -> None:
    """Print the table of benchmarks/README.md."""
    print(
        "| pages | Kanben CPU (s) | WeasyPrint CPU (s) | ratio of CPU | of wall time | Kanben MB | WeasyPrint MB | Typst | Vivliostyle |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="kanben-") as name:
        for size, chapters in SIZES.items():
            folder = Path(name, size)
            root = report(folder / "project", chapters)
            (folder / "given.pickle").write_bytes(pickle.dumps(given(root)))
            html, sheet = capture(root, folder)
            # Contents numbers by WeasyPrint's own counters.
            sheet.write_text(
                sheet.read_text("utf-8").replace("attr(data-page)", "target-counter(attr(href), page)"), "utf-8"
            )
            code = (
                "import pickle;from pathlib import Path;from pipeline.formats.pdf import write as pdf;"
                f"Path('{folder}/ours.pdf').write_bytes(pdf.write(pickle.loads(Path('{folder}/given.pickle').read_bytes()))[0])"
            )
            ours = [sys.executable, "-c", code]
            peer = [
                sys.executable,
                str(ROOT / "benchmarks/plain_weasyprint.py"),
                str(html),
                str(sheet),
                str(folder / "plain.pdf"),
                "untagged",
            ]
            pairs = [(spent(ours), spent(peer)) for _ in range(RUNS)]
            cpu = statistics.median(one[0] / other[0] for one, other in pairs)
            wall = statistics.median(one[1] / other[1] for one, other in pairs)
            times = [statistics.median(pair[place][0] for pair in pairs) for place in (0, 1)]
            sizes = [(folder / f"{which}.pdf").stat().st_size / 1e6 for which in ("ours", "plain")]
            import pikepdf

            with pikepdf.open(folder / "ours.pdf") as document:
                pages = len(document.pages)
            row = f"| {pages} | {times[0]:.1f} | {times[1]:.1f} | {cpu:.2f} | {wall:.2f} | {sizes[0]:.2f} | {sizes[1]:.2f} | {rivals(root)} |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
