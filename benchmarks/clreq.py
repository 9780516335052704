"""Sets the board of Chinese typography by Typst and Vivliostyle too, measures all alike, and prints the table kept in docs/clreq.md."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.clreq.board import CASES, ours, paragraphs, score, table  # noqa: E402

# The page of our own design, so that one measure serves all.
TYPST = """#set page(width: 210mm, height: 297mm, margin: (left: 28mm, right: 26mm, top: 27mm, bottom: 25mm))
#set text(font: ((name: "TeX Gyre Termes", covers: "latin-in-cjk"), "Noto Serif CJK SC"), size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.75em, spacing: 0.75em)
#show emph: it => text(font: "LXGW WenKai", style: "normal", it.body)
"""
CSS = """@page { size: 210mm 297mm; margin: 27mm 26mm 25mm 28mm; }
html { lang: zh-CN; }
body { font: 10.5pt/1.75 Latin, 'Noto Serif CJK SC'; margin: 0; text-align: justify; line-break: strict;
  text-spacing: auto; text-autospace: normal; text-spacing-trim: trim-both; hanging-punctuation: none; hyphens: auto; widows: 2; orphans: 2; }
@font-face { font-family: Latin; src: local('TeX Gyre Termes'), local('TeXGyreTermes-Regular'); unicode-range: U+20-7E, U+A0-B6, U+B8-24F; }
h1 { break-before: page; font-size: 16pt; margin: 0 0 1em; }
p { margin: 0; text-indent: 2em; }
em { font-family: 'LXGW WenKai'; font-style: normal; }
.dots { text-emphasis: filled dot; text-emphasis-position: under right; }
.proper-name { text-decoration: underline; } .book-title { text-decoration: underline wavy; }
.note { float: footnote; font-size: 8.5pt; text-indent: 0; }
"""
_INLINE = re.compile(
    r'\[([^\]]+)\]\{ruby="([^"]+)"\}|\[([^\]]+)\]\{\.([a-z-]+)\}|\*([^*]+)\*|\^\[(.+?。)\]|([^\[*^]+)|(.)', re.S
)


def typst_text(text: str) -> str:
    made = []
    for ruby, _, marked, name, stressed, note, plain, other in _INLINE.findall(text):
        if stressed:
            made.append(f"#emph[#{json.dumps(stressed, ensure_ascii=False)}]")
        elif note:
            made.append(f"#footnote[#{json.dumps(note, ensure_ascii=False)}]")
        elif marked and name in ("proper-name", "book-title"):
            # Typst has no wavy line, and no dots of emphasis.
            made.append(f"#underline[#{json.dumps(marked, ensure_ascii=False)}]")
        else:
            made.append(f"#{json.dumps(ruby or marked or plain or other, ensure_ascii=False)};")
    return "".join(made)


ENGLISH = re.compile(r"::: \{lang=en\}\n(.*)\n:::")


def typst_block(text: str) -> str:
    if english := ENGLISH.fullmatch(text):
        return f'#text(lang: "en", hyphenate: true)[{english[1]}]'
    if text.startswith("## "):
        return f'#block(above: 24pt, below: 12pt, text(size: 13pt)[#"{text[3:].split("{", maxsplit=1)[0].strip()}"])'
    if text.startswith("- "):
        return "#list(" + ", ".join(f"[{typst_text(item[2:])}]" for item in text.split("\n")) + ")"
    return typst_text(text)


def typst() -> bytes:
    """The board set by Typst."""
    import typst as engine

    parts = []
    for number, case in enumerate(CASES):
        parts.append(f'#pagebreak(weak: true)\n#block(text(size: 16pt)[#"例{number:02d}"])\n')
        parts += [typst_block(text) + "\n" for text in paragraphs(case)]
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "board.typ")
        path.write_text(TYPST + "\n".join(parts), "utf-8")
        return bytes(engine.compile(str(path)))


def html_text(text: str) -> str:
    made = []
    for ruby, reading, marked, name, stressed, note, plain, other in _INLINE.findall(text):
        if ruby:
            made.append(
                "<ruby>"
                + "".join(f"{one}<rt>{said}</rt>" for one, said in zip(ruby, reading.split(), strict=True))
                + "</ruby>"
            )
        elif marked:
            made.append(f'<span class="{name}">{html.escape(marked)}</span>')
        elif stressed:
            made.append(f"<em>{html.escape(stressed)}</em>")
        elif note:
            made.append(f'<span class="note">{html.escape(note)}</span>')
        else:
            made.append(html.escape(plain or other))
    return "".join(made)


def html_block(text: str) -> str:
    if english := ENGLISH.fullmatch(text):
        return f'<p lang="en" style="hyphens: auto; text-indent: 0">{html.escape(english[1])}</p>'
    if text.startswith("## "):
        return f"<h2>{html.escape(text[3:].split('{', maxsplit=1)[0])}</h2>"
    if text.startswith("- "):
        return "<ul>" + "".join(f"<li>{html_text(item[2:])}</li>" for item in text.split("\n")) + "</ul>"
    return f"<p>{html_text(text)}</p>"


def vivliostyle() -> bytes:
    """The board set by Vivliostyle, with the local Chromium."""
    parts = []
    for number, case in enumerate(CASES):
        parts.append(f"<h1>例{number:02d}</h1>" + "".join(map(html_block, paragraphs(case))))
    return set_page("".join(parts))


def set_page(body: str) -> bytes:
    """A page of HTML set by Vivliostyle."""
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        page = f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>x</title><style>{CSS}</style><body>{body}</body></html>'
        Path(folder, "board.html").write_text(page, "utf-8")
        program = shutil.which("vivliostyle")
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if program is None or browser is None:
            raise FileNotFoundError("npm install -g @vivliostyle/cli, and Chromium")
        command = [program, "build", "board.html", "-o", "board.pdf", "--executable-browser", browser]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=600)
        if not Path(folder, "board.pdf").is_file():
            raise FileNotFoundError(done.stderr.decode()[-500:] + done.stdout.decode()[-500:])
        return Path(folder, "board.pdf").read_bytes()


def main() -> None:
    """Print the board of every engine that is there."""
    engines: Mapping[str, Callable[[], bytes]] = {"Kanben": ours, "Typst": typst, "Vivliostyle": vivliostyle}
    scores: dict[str, Any] = {}
    for name, engine in engines.items():
        try:
            scores[name] = score(engine())
        except (ImportError, FileNotFoundError) as error:
            print(f"{name} is not there: {error}", file=sys.stderr)
    print(table(scores))


if __name__ == "__main__":
    main()
