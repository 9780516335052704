"""Knows how to call pandoc; must not know why. The only importer of pypandoc."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from pipeline.core.diagnostics import tool_failed
from pipeline.core.languages import BOTH, SCRIPT_TAGS
from pipeline.core.steps import kept
from pipeline.tools import processes
from pipeline.tools.processes import Bounds, OutOfBounds, bounds

# No native_divs and native_spans: raw HTML stays raw in the AST, where it is reported.
# No auto_identifiers: an id that the author did not write is ours to give.
READER = (
    "markdown-auto_identifiers-implicit_figures-implicit_header_references-native_divs-native_spans"
    "-markdown_in_html_blocks-latex_macros-task_lists-yaml_metadata_block-pandoc_title_block"
)

API_VERSION = [1, 23]
"""That of the trees in JSON that are made here."""

# What the runtime of Haskell ends with where a program has used up its heap (`-M`).
_HEAP_EXHAUSTED = 251
_ROOM = 64
"""Megabytes."""


@cache
def program() -> str:
    """The path of the pandoc that pypandoc carries; of one that it finds where it carries none.

    Raises:
        PipelineError: TOL101 where there is none.
    """
    carried = Path(pypandoc.__file__).parent / "files" / "pandoc"
    if carried.is_file():
        # pypandoc itself would take a newer one that stands on PATH.
        return str(carried)
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise tool_failed("TOL101") from error


@cache
def version() -> str:
    """The version of pandoc, such as `3.9`."""
    return run(["--version"], "").decode().split()[1]


def run(arguments: Sequence[str], text: str, within: Bounds | None = None) -> bytes:
    """Run pandoc on a text and return what it prints.

    `--sandbox` keeps it from reading or fetching anything that the call does not name.

    Raises:
        PipelineError: TOL103 with pandoc's own words where it fails, TOL107 where it goes beyond its bounds.
    """
    limits = within or bounds()
    # A little less than the system would refuse, so that pandoc itself ends; and room for new values, so that it need
    # not look for old ones.
    heap = ["+RTS", f"-M{limits.memory * 9 // 10 // 2**20}m", f"-A{_ROOM}m", "-RTS"]
    try:
        result = processes.run([program(), *heap, "--sandbox", *arguments], text.encode(), within=limits)
        if result.returncode == _HEAP_EXHAUSTED:
            raise limits.too_large()
    except OutOfBounds as error:
        raise tool_failed("TOL107", tool="pandoc", reason=error.reason) from error
    except OSError as error:
        raise tool_failed("TOL101") from error
    if result.returncode != 0:
        raise tool_failed("TOL103", tool="pandoc", words=result.stderr.decode("utf-8", "replace").strip()[:500])
    return result.stdout


def parse(markdown: str, within: Bounds | None = None) -> tuple[str, list[dict[str, Any]]]:
    """Markdown to pandoc JSON, with pandoc's warnings as its typed log gives them."""
    return _logged(["--from", READER, "--to", "json"], markdown, within)


def mathematics(formulas: Sequence[tuple[str, bool]]) -> tuple[str, list[dict[str, Any]]]:
    """Formulas in TeX, each with whether it is a display, as MathML in a paragraph of XHTML; with pandoc's warnings."""
    kinds = ({"t": "InlineMath"}, {"t": "DisplayMath"})
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [kinds[display], tex]}]} for tex, display in formulas]
    document = json.dumps({"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks})
    return _logged(["--from", "json", "--to", "html5", "--mathml", "--wrap=none"], document)


def _logged(arguments: Sequence[str], text: str, within: Bounds | None = None) -> tuple[str, list[dict[str, Any]]]:
    """What pandoc prints, and its typed log."""
    given = ("logged", str(within), *arguments, text)
    log, _, printed = kept("pandoc", given, lambda: _run_logged(arguments, text, within)).partition(b"\n")
    return printed.decode(), json.loads(log)


def _run_logged(arguments: Sequence[str], text: str, within: Bounds | None) -> bytes:
    """The log in one line, and below it what pandoc prints."""
    handle, log = tempfile.mkstemp(prefix="kanben-", suffix=".json")
    os.close(handle)
    try:
        printed = run([*arguments, f"--log={log}"], text, within)
        told = Path(log).read_text("utf-8").strip()
        return json.dumps(json.loads(told) if told else []).encode() + b"\n" + printed
    finally:
        Path(log).unlink(missing_ok=True)


def cite(
    ast: str, style: Path, references: Sequence[Mapping[str, Any]], language: str = SCRIPT_TAGS[BOTH.leading]
) -> str:
    """Run citeproc over pandoc JSON with CSL-JSON references, in the words of a language; return pandoc JSON."""
    listed = json.dumps(list(references), ensure_ascii=False)
    given = ("cited", ast, style.read_bytes(), listed, language)
    return kept("pandoc", given, lambda: _run_citeproc(ast, style, listed, language)).decode()


def _run_citeproc(ast: str, style: Path, references: str, language: str) -> bytes:
    document = json.loads(ast)
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, "references.json")
        path.write_text(references, "utf-8")
        # The metadata's language decides the style's locale; zh-Hans has no false warnings, zh-CN has.
        document["meta"] = {"lang": {"t": "MetaInlines", "c": [{"t": "Str", "c": language}]}}
        arguments = [
            "--from",
            "json",
            "--to",
            "json",
            "--citeproc",
            f"--bibliography={path}",
            f"--csl={style}",
            "-M",
            "link-citations=true",
        ]
        cited = json.loads(run(arguments, json.dumps(document)))
    # citeproc leaves the paths of its files in the metadata.
    return json.dumps({**cited, "meta": {}}, ensure_ascii=False).encode()


def write(ast: str, arguments: Sequence[str], reference: Path | None = None) -> bytes:
    """Pandoc JSON to a format, for example `["--to", "html5"]`; `reference` is the document whose styles it has. No
    argument may name a file."""
    given = ("written", *arguments, reference.read_bytes() if reference else "", ast)
    named = [f"--reference-doc={reference}"] if reference else []
    return kept("pandoc", given, lambda: run(["--from", "json", *arguments, *named], ast))


@cache
def code_languages() -> frozenset[str]:
    """The languages of code whose words pandoc tells apart, by their names."""
    return frozenset(run(["--list-highlight-languages"], "").decode().split())
