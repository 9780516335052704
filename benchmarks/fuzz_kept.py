"""Makes random edits of a report and builds after each with what was kept and without; run by `make fuzz-kept`.

The files and the findings of both have to be the same. The seed is printed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORTS = (".", "tests/project")
_LETTERS = "字词，。1aé \n“”*_`$@#[]{}|:-"
_SETTINGS = (
    "",
    '[html]\nscheme = "light"\n',
    '[pdf]\nopenings = "recto"\n',
    "[tools]\nseconds = 50\n",
    "[cache]\nmegabytes = 20\n",
    'style = "author-date"\n',
)
_SHEETS = ("", "p { color: #333 }\n", ".box { border: 1px solid }\n", "p { font-size: }\n")
_TOKENS = ("", '[color]\naccent = "#7A1F1F"\n', "[color]\naccent = 1\n")
_SEEN = {".md", ".yaml", ".csv", ".bib", ".dot"}


@dataclass
class Folder:
    """A copy of a report that is edited, what its files were, and the numbers that decide."""

    root: Path
    texts: dict[Path, str]
    random: random.Random

    def text(self) -> str:
        """A letter or a few put in, taken out, or put in the place of others."""
        path = self.random.choice(sorted(self.texts))
        now = path.read_text("utf-8")
        place, length = self.random.randrange(len(now) + 1), self.random.randrange(4)
        new = "".join(self.random.choices(_LETTERS, k=self.random.randrange(4)))
        path.write_text(now[:place] + new + now[place + length :], "utf-8")
        return f"{path.name}@{place}"

    def undo(self) -> str:
        """A file as it was at first, so that what was kept is asked for again."""
        path = self.random.choice(sorted(self.texts))
        path.write_text(self.texts[path], "utf-8")
        return path.name

    def languages(self) -> str:
        """The report in one language, or in both."""
        path = self.root / "source/report.md"
        row = self.random.choice(["", "languages: [zh]\n", "languages: [en, zh]\n"])
        lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("languages:")]
        path.write_text("\n".join([lines[0], *row.splitlines(), *lines[1:]]), "utf-8")
        return row.strip()

    def settings(self) -> str:
        """Other settings, style sheets or tokens."""
        name, rows = self.random.choice(
            [("kanben.toml", _SETTINGS), ("styles/screen.css", _SHEETS), ("styles/tokens.toml", _TOKENS)]
        )
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.random.choice(rows), "utf-8")
        return name


def main() -> None:
    """Count the edits after which anything is otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100, help="of each report")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    count: Counter[str] = Counter()
    for name in REPORTS:
        with tempfile.TemporaryDirectory() as folder:
            count += _report(ROOT / name, Path(folder), given.edits, given.seed)
            print(f"{name}: seed {given.seed}, {dict(count)}", flush=True)
    raise SystemExit(1 if count["otherwise"] else 0)


def _report(report: Path, folder: Path, edits: int, seed: int) -> Counter[str]:
    root, count = folder / "report", Counter[str]()
    shutil.copytree(report / "source", root / "source")
    if (report / "styles").is_dir() and report != ROOT:
        shutil.copytree(report / "styles", root / "styles")
    texts = {path: path.read_text("utf-8") for path in (root / "source").rglob("*") if path.suffix in _SEEN}
    edited = Folder(root, texts, random.Random(seed))
    ways: list[Callable[[], str]] = [edited.text] * 6 + [edited.undo] * 3 + [edited.languages, edited.settings]
    for number in range(edits):
        told = edited.random.choice(ways)()
        formats = edited.random.choice((["html"], ["html", "docx"], ["epub"], ["pdf"], ["pdf", "epub", "docx", "html"]))
        warm = _built(root, folder / "warm", formats)
        cold = _built(root, folder / "cold", [*formats, "--no-cache"])
        count["same" if warm == cold else "otherwise"] += 1
        count["built" if cold[0] in (0, 1) else "refused"] += 1
        if warm != cold:
            print(f"{report.name} edit {number} ({told}) {formats}: otherwise", flush=True)
    return count


def _built(root: Path, out: Path, arguments: list[str]) -> tuple[int, str, dict[str, bytes]]:
    """The exit code, the findings, and the files that lie in the folder of outputs then."""
    found = out.with_suffix(".jsonl")
    found.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pipeline", "build", *arguments, "--project", str(root), "--out", str(out)]
    command += ["--report", f"json={found}", "--quiet", "--lang", "en"]
    made = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "KANBEN_CACHE": "on"}, capture_output=True, text=True, check=False
    )
    files = {path.name: path.read_bytes() for path in sorted(out.glob("report.*"))}
    return made.returncode, found.read_text("utf-8") if found.exists() else made.stderr, files


if __name__ == "__main__":
    main()
