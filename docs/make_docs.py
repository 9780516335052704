"""Draws the pictures of the README and of the handbook from the built report, and writes what is made from the code; run by `make docs`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from pipeline.core.codes import catalogue
from pipeline.core.facts import FACTS
from pipeline.core.vocabulary import AUTHOR, OURS
from pipeline.core.wording import word
from pipeline.formats.docx import check as docx_check
from pipeline.formats.docx import facts as docx
from pipeline.formats.epub import check as epub_check
from pipeline.formats.epub import facts as epub
from pipeline.formats.html import check as html_check
from pipeline.formats.html import facts as html
from pipeline.formats.pdf import check as pdf_check
from pipeline.formats.pdf import facts as pdf
from pipeline.formats.proving.printed import EVERY_KIND, NAMES

ROOT = Path(__file__).resolve().parent.parent
# The same module, whether this one is run or imported.
sys.path[:0] = [str(ROOT / "docs"), str(ROOT)]
import handbook_parts  # noqa: E402

from tests.mutants import KNOWN  # noqa: E402

IMAGES = ROOT / "docs/images"
DRAWN = handbook_parts.HANDBOOK / "source/figures"
# Name of a picture, and words by which its page is found.
PAGES = {
    "cover": "Studies in Open Source",
    "text": "From closed research to open collaboration",
    "figure": "Fig. 2",
}
COLORS = 48
PROOF_HEAD = """\
# What is proved of the outputs

Made by `make docs` from the checks and from the last count of `make mutants-of-outputs`. `kanben check` reads each finished file back and
holds it against the document: all that it prints is one run of characters, with what holds of them and what stands between them. What is
lacking, another, too much, doubled, elsewhere or of another kind is told with the place in the source and in the output.
"""
PROOF_TAIL = """
“That it is there” means that there may be more of it than in the document: a format shows some things in paragraphs of their own, or a reader
of the file cannot tell. In the PDF, emphasis and what stands raised can only be seen, and the text is in the tags; a number of an item is text.

Beside that: contents, the NCX and the bookmarks say the titles of the sections in order and lead to them (OUT114, OUT123); the metadata are
those of [metadata.md](metadata.md) (OUT102); every inner link leads somewhere (OUT103); running heads and folios are right (OUT106, OUT123);
Word's live numbers are those that Word will count (OUT124); nothing is there that is not listed by name (OUT110, OUT127).

Not proved: white space beside wide characters, colours and sizes but for contrast (OUT120) and edges (OUT117), the PNG beside an SVG
in Word, the letters inside drawings of the PDF, and where on its page a destination of the PDF lies."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def vocabulary_table() -> str:
    """The classes of the tree as a Markdown table: the author's by element, then ours in the order of the vocabulary."""
    lines = ["| on | class | written by | what it is |", "| --- | --- | --- | --- |"]
    for element, writable in AUTHOR.items():
        names = " ".join(f"`{name}`" for name in writable.classes) or "none"
        attributes = " ".join(f"`{name}`" for name in writable.attributes) or "none"
        lines.append(f"| {element} | {names} | the author | with the attributes: {attributes} |")
    lines += [f"| {row.on} | `{row.name}` | {row.by} | {row.what} |" for row in OURS]
    return "\n".join(lines) + "\n"


def codes_table() -> str:
    """The catalogue as a Markdown page."""
    lines = [
        "# Finding codes",
        "",
        "Made by `make docs` from `pipeline/core/catalogue.toml`; `kanben explain CODE` prints a row.",
        "",
    ]
    lines += ["| code | level | what | why | what to do |", "| --- | --- | --- | --- | --- |"]
    for code in catalogue().values():
        cells = (
            code.id,
            code.level.name.lower(),
            code.title["en"],
            code.why["en"],
            code.fix["en"].replace("{{", "{").replace("}}", "}"),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def facts_table() -> str:
    """Where the metadata of each format carry each fact, as a Markdown page."""
    tables = {"HTML": html.CARRIED, "EPUB": epub.CARRIED, "DOCX": docx.CARRIED, "PDF": pdf.CARRIED}
    lines = [
        "# Metadata of the outputs",
        "",
        "Made by `make docs` from `pipeline/formats/*/facts.py`. `kanben check` holds what a file says of itself against the front matter:",
        "under each name the same texts in the same order, and no other name (OUT102).",
        "",
        "In HTML and EPUB a text carries its language; in DOCX the names of properties end in `Chinese` or `English`. In PDF a name with a",
        "slash is of the dictionary, any other of the XMP packet; EPUB names are of the package document, where the other language, roles",
        "and ORCID iDs refine them.",
        "",
        "In DOCX `SourceDigest` says what the file was made of: the SHA-256 of the list of all files of the source, the styles and the",
        "settings, each with its own, as the manifest of a proof has it. The commit is not said: the same source gives the same bytes, in a",
        "repository or out of one, and a file that is kept beside its source cannot name the commit that it is in. A proof says it in its header.",
        "",
        f"| fact | {' | '.join(tables)} |",
        f"| --- |{' --- |' * len(tables)}",
    ]
    for fact in FACTS:
        cells = (dict.fromkeys(f"`{row.name}`" for row in table if row.fact == fact) for table in tables.values())
        lines.append(f"| {fact} | " + " | ".join(" ".join(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def proof_table() -> str:
    """What is proved of each format, as a Markdown page."""
    checks = {"HTML": html_check, "EPUB": epub_check, "DOCX": docx_check, "PDF": pdf_check}
    lines = [PROOF_HEAD, f"| what | {' | '.join(checks)} |", f"| --- |{' --- |' * len(checks)}"]
    lines.append("| every character, once, in order | " + " | ".join(["yes"] * len(checks)) + " |")
    for kind in EVERY_KIND:
        name = word(NAMES[kind], "en", value="…")
        cells = (
            "no" if kind not in check.PROVED else "that it is there" if kind in check.LENIENT else "yes"
            for check in checks.values()
        )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [*PROOF_TAIL.splitlines(), *score_table()]
    return "\n".join(lines) + "\n"


def score_table() -> list[str]:
    """How many changes of finished outputs are found, as `make mutants-of-outputs` has counted them last."""
    counted = json.loads((ROOT / "benchmarks/mutants_of_outputs.json").read_text("utf-8"))
    lines = ["", "| output | kinds of change | changes | found |", "| --- | --- | --- | --- |"]
    lines += [f"| {row['format']} | {row['kinds']} | {row['changes']} | {row['found']} |" for row in counted["formats"]]
    kept = [f"- {name}: {reason}" for name, reason in KNOWN.items()]
    return [*lines, "", *(["Not found, and why:", "", *kept] if kept else ["None is known that is not found."])]


def draw_pages(pdf: Path) -> None:
    """Some pages of the print edition, 560 px wide."""
    text = (
        subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True)
        .stdout.replace("\u00a0", " ")
        .split("\f")
    )
    for name, words in PAGES.items():
        page = str(max(number for number, content in enumerate(text, 1) if words in content))
        _draw(pdf, page, IMAGES / name, 560)


def _build_pdf(folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "pipeline", "build", "pdf", "--project", str(folder), "--quiet", *options]
    subprocess.run(command, cwd=ROOT, check=True)


def draw_proof(folder: Path) -> None:
    """A page of a proof of the report, in which an editor has asked and a citation has gone wrong."""
    shutil.copytree(ROOT / "source", folder / "source")
    report = folder / "source/report.md"
    text = report.read_text("utf-8").replace("机器人是软件、", "机器人是软件[请核对出处]{.query}、", 1)
    report.write_text(text.replace("由此可见，", "由此可见[@ros2024]，", 1), "utf-8")
    _build_pdf(folder, "--proof", "--fail-on", "never")
    path = folder / "out/report-proof.pdf"
    pages = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    page = str(next(number for number, content in enumerate(pages, 1) if "ros2024" in content))
    _draw(path, page, IMAGES / "proof", 720)
    _draw(path, page, DRAWN / "proof", 1440, part=0.62)


def draw_press(folder: Path) -> None:
    """A page of text of the report for the press."""
    _build_pdf(ROOT, "--print", "--out", str(folder))
    path = folder / "report-print.pdf"
    pages = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    texts = pages.replace("\u00a0", " ").split("\f")
    page = str(max(number for number, content in enumerate(texts, 1) if PAGES["text"] in content))
    _draw(path, page, DRAWN / "print", 1440, part=0.62)


def _draw(pdf: Path, page: str, target: Path, width: int, part: float = 1.0) -> None:
    """A page as `target`.png, so many pixels wide; its upper part alone where that is enough."""
    size = ["-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1"]
    if part < 1:
        size += ["-x", "0", "-y", "0", "-W", str(width), "-H", str(round(width * 2**0.5 * part))]
    subprocess.run(["pdftoppm", "-png", *size, "-f", page, "-l", page, str(pdf), str(target)], check=True)


def draw_web(page: Path) -> None:
    """The web edition, wide and light, narrow and dark."""
    from playwright.sync_api import sync_playwright

    browser_path = next(
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, width, scheme in (("web", 900, "light"), ("web-dark", 360, "dark")):
            view = browser.new_page(
                viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
            )
            view.goto(page.as_uri() + "#sec-estimate")
            view.wait_for_timeout(400)
            view.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def draw_review(folder: Path) -> None:
    """The page on which the edits of a returned proof are looked through, with one chosen by the keyboard."""
    from playwright.sync_api import sync_playwright

    from tests.proofs.loop import edited, receive, send

    project = shutil.copytree(ROOT / "tests/proofs/report", folder)
    back = edited(
        send(project),
        lambda editor: editor.replace("参与者超过", "150", "160"),
        lambda editor: editor.replace("来源：作者", "来源", "出处"),
        lambda editor: editor.comment("最后一段", "最后", "是否多余？"),
    )
    receive(project, back, options=())
    page = project / "out/proof/review.html"
    page.write_text(page.read_text("utf-8").replace(f"{project}/back0", "report-proof"), "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        view = browser.new_page(viewport={"width": 900, "height": 760})
        view.goto(page.as_uri())
        view.keyboard.press("j")
        view.screenshot(path=IMAGES / "review.png")
        browser.close()


def write_tables() -> None:
    """Write the tables that are made from the code into the pages."""
    (ROOT / "docs/codes.md").write_text(codes_table(), "utf-8")
    (ROOT / "docs/metadata.md").write_text(facts_table(), "utf-8")
    (ROOT / "docs/proof.md").write_text(proof_table(), "utf-8")
    handbook_parts.write()
    page = ROOT / "ARCHITECTURE.md"
    before, start, rest = page.read_text("utf-8").partition("| on | class | written by |")
    _, end, after = rest.partition("\n\n")
    assert start and end
    page.write_text(before + vocabulary_table().rstrip("\n") + end + after, "utf-8")


def main() -> None:
    """Build the report and draw it, or with `--tables` only write the tables."""
    write_tables()
    if "--tables" in sys.argv:
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pipeline",
            "build",
            "pdf",
            "html",
            "--project",
            str(ROOT),
            "--out",
            folder,
            "--quiet",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        draw_pages(Path(folder, "report.pdf"))
        draw_web(Path(folder, "report.html"))
        draw_proof(Path(folder, "proof"))
        draw_press(Path(folder, "print"))
        draw_review(Path(folder, "review"))
    for path in (*IMAGES.glob("*.png"), *DRAWN.glob("*.png")):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLORS)
        small.save(path, optimize=True)
    print(f"docs: {', '.join(sorted(path.name for path in IMAGES.iterdir()))}")


if __name__ == "__main__":
    main()
