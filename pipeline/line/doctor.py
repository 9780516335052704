"""Knows which outside parts the pipeline stands on, and how each is installed; must not know what a report is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from pipeline.bootstrap import PACKAGES
from pipeline.core.diagnostics import PipelineError
from pipeline.project import STYLES
from pipeline.styling.tokens import load_tokens, text
from pipeline.tools import (
    ace,
    axe,
    docx_preview,
    epubcheck,
    fonts,
    libraries,
    nu,
    openxml_sdk,
    outloud,
    pandoc,
    readers,
    verapdf,
    walk,
)


@dataclass(frozen=True)
class Part:
    """An outside part: whether it was found, which version, the wording of what it is for, and how it is installed."""

    name: str
    found: bool
    version: str
    purpose: str
    install: str
    required: bool = True
    values: Mapping[str, str] = field(default_factory=dict)


_PACKAGES = {
    "weasyprint": "doctor_pdf",
    "EbookLib": "doctor_epub",
    "panflute": "doctor_tree",
    "uharfbuzz": "doctor_fonts",
    "resvg_py": "doctor_png",
    "vl-convert-python": "doctor_charts",
    "pikepdf": "doctor_pdf_back",
    "pypdfium2": "doctor_text_back",
    "typst": "doctor_formulas",
}
_LIBRARIES = {"pangoft2-1.0": "doctor_layout", "harfbuzz-subset": "doctor_subsets"}
_FACES = ("serif-latin", "sans-latin", "math", "serif-han", "sans-han", "mono", "kai-han")
_PROGRAMS = {
    "fc-list": ("doctor_families", "fontconfig"),
    "git": ("doctor_git", "git"),
    "dot": ("doctor_graph", "graphviz"),
    "java": ("doctor_java", "default-jre-headless"),
    "node": ("doctor_node", "nodejs"),
    "gs": ("doctor_ghostscript", "ghostscript"),
    "soffice": ("doctor_word", "libreoffice-writer"),
    "chromium": ("doctor_axe", "chromium"),
}
_JUDGES = {
    "veraPDF": ("doctor_judge_pdf", verapdf.missing),
    "outloud": ("doctor_judge_pdf", outloud.missing),
    "EPUBCheck": ("doctor_judge_epub", epubcheck.missing),
    "Ace": ("doctor_judge_epub", ace.missing),
    "axe": ("doctor_judge_epub", axe.missing),
    readers.NAME: ("doctor_judge_epub", readers.missing),
    "Nu": ("doctor_judge_html", nu.missing),
    "HTML CodeSniffer": ("doctor_judge_html", walk.missing),
    "Open XML SDK": ("doctor_judge_docx", openxml_sdk.missing),
    docx_preview.NAME: ("doctor_judge_docx", docx_preview.missing),
}


def examine() -> list[Part]:
    """Look for every part."""
    return [_pandoc(), *_packages(), *_libraries(), *_fonts(), *_programs()]


def _pandoc() -> Part:
    try:
        found, known = True, pandoc.version() if pandoc.program() else ""
    except PipelineError:
        found, known = False, ""
    return Part("pandoc", found, known, "doctor_pandoc", "make setup")


def _packages() -> Iterator[Part]:
    for name, purpose in _PACKAGES.items():
        try:
            yield Part(name, True, version(name), purpose, "make setup")
        except PackageNotFoundError:
            yield Part(name, False, "", purpose, "make setup")


def _libraries() -> Iterator[Part]:
    for name, purpose in _LIBRARIES.items():
        package = PACKAGES["build"][f"library:lib{name}.so.0"]
        yield Part(name, libraries.is_there(name, 0), "", purpose, f"apt-get install {package}")


def _fonts() -> Iterator[Part]:
    tokens = load_tokens([STYLES])
    for role in _FACES:
        family = text(tokens, "font", role)
        package = PACKAGES["build"][f"font:{family}"]
        try:
            known = fonts.find(family).path.suffix.lstrip(".")
            yield Part(family, True, known, "doctor_face", f"apt-get install {package}", values={"role": role})
        except PipelineError:
            yield Part(family, False, "", "doctor_face", f"apt-get install {package}", values={"role": role})


def _programs() -> Iterator[Part]:
    for program, (purpose, package) in _PROGRAMS.items():
        yield Part(
            program, shutil.which(program) is not None, "", purpose, f"apt-get install {package}", required=False
        )
    for name, (purpose, lacking) in _JUDGES.items():
        yield Part(name, not lacking(), "", purpose, lacking(), required=False)
