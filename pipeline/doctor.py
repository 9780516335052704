"""Knows which outside parts the pipeline stands on, and how each is installed; must not know what a report is."""

from __future__ import annotations

import ctypes.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from pipeline.core.diagnostics import PipelineError
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens, text
from pipeline.tools import fonts, outloud, pandoc, verapdf


@dataclass(frozen=True)
class Part:
    """An outside part: whether it was found, which version, what it is for and how it is installed."""

    name: str
    found: bool
    version: str
    purpose: str
    install: str
    required: bool = True


_PACKAGES = {
    "weasyprint": "sets the PDF",
    "EbookLib": "packs the EPUB",
    "panflute": "reads pandoc's tree",
    "uharfbuzz": "measures and subsets fonts",
    "resvg_py": "draws PNG fallbacks for Word",
    "vl-convert-python": "draws charts",
    "pikepdf": "reads PDFs back",
    "pypdfium2": "reads PDF text back",
}
_LIBRARIES = {
    "pangoft2-1.0": ("text layout of the PDF", "libpangoft2-1.0-0"),
    "harfbuzz-subset": ("fast font subsets in the PDF", "libharfbuzz-subset0"),
}
_FONT_PACKAGES = {
    "serif-latin": "fonts-texgyre",
    "sans-latin": "fonts-texgyre",
    "serif-han": "fonts-noto-cjk",
    "sans-han": "fonts-noto-cjk",
    "mono": "fonts-dejavu-core",
    "kai-han": "fonts-lxgw-wenkai",
}
_GATES = {
    "dot": ("Graphviz: figures of the kind graph", "graphviz"),
    "java": ("EPUBCheck in tests, veraPDF", "default-jre-headless"),
    "gs": ("Ghostscript: opens the PDF in tests", "ghostscript"),
    "soffice": ("opens the Word file in tests", "libreoffice-writer"),
    "chromium": ("axe in tests", "chromium"),
}


def examine() -> list[Part]:
    """Look for every part."""
    return [_pandoc(), *_packages(), *_libraries(), *_fonts(), *_gates()]


def _pandoc() -> Part:
    try:
        found, known = True, pandoc.version() if pandoc.program() else ""
    except PipelineError:
        found, known = False, ""
    return Part("pandoc", found, known, "reads Markdown; writes HTML, DOCX", "make setup")


def _packages() -> Iterator[Part]:
    for name, purpose in _PACKAGES.items():
        try:
            yield Part(name, True, version(name), purpose, "make setup")
        except PackageNotFoundError:
            yield Part(name, False, "", purpose, "make setup")


def _libraries() -> Iterator[Part]:
    for name, (purpose, package) in _LIBRARIES.items():
        found = ctypes.util.find_library(name)
        yield Part(name, bool(found), "", purpose, f"apt-get install {package}")


def _fonts() -> Iterator[Part]:
    tokens = load_tokens([STYLES])
    for role, package in _FONT_PACKAGES.items():
        family = text(tokens, "font", role)
        try:
            known = fonts.find(family).path.suffix.lstrip(".")
            yield Part(family, True, known, f"the {role} face", f"apt-get install {package}")
        except PipelineError:
            yield Part(family, False, "", f"the {role} face", f"apt-get install {package}")


def _gates() -> Iterator[Part]:
    for program, (purpose, package) in _GATES.items():
        yield Part(program, shutil.which(program) is not None, "", purpose, f"apt-get install {package}", required=False)
    for name, lacking in (("veraPDF", verapdf.missing()), ("outloud", outloud.missing())):
        yield Part(name, not lacking, "", "judges the PDF: kanben check --gate pdf", lacking, required=False)
