"""The smallest report there is round a few words of text, and what each format makes of it: one line a test.

`html("正文")`, `word("正文")`, `epub("正文")` and `pdf("正文")` give the trees and the pages; `findings("正文")` what is found.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from lxml import etree
from lxml import html as html_parser

from pipeline.core.codes import message
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.edition import RELEASE, Edition
from pipeline.core.report import resolve
from pipeline.formats import FORMATS, rows
from pipeline.line.build import build, check
from pipeline.line.session import Session
from pipeline.project import open_project
from pipeline.tools import zips

Element = etree._Element
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FRONT = """\
title: {zh: 小报告, en: Small Report}
abstract: {zh: 摘要。, en: Abstract.}
keywords: [{zh: 词, en: word}]
publisher: {zh: 社, en: Press}
authors: [{name: {zh: 甲, en: A}}]
date: 2026-11-22
version: "0.1"
license: CC-BY-4.0
"""
REFERENCES = """\
- id: osd
  type: book
  title: 开放源代码
  author: [{literal: 张三}]
  publisher: 出版社
  publisher-place: 北京
  issued: "2020"
  language: zh
"""
BODY_START = FRONT.count("\n") + 3
"""The line of the first line of a body."""


_FOLDER = tempfile.mkdtemp(prefix="kanben-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


@dataclass(frozen=True)
class Small:
    """A small report as text: its body, more front matter, settings, other files of `source/`, and the edition."""

    body: str
    front: str = ""
    settings: str = ""
    files: Mapping[str, str] | None = None
    edition: Edition = RELEASE

    @cached_property
    def folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(dir=_FOLDER))
        (folder / "source").mkdir()
        (folder / "source/report.md").write_text(f"---\n{FRONT}{self.front}---\n{self.body}\n", "utf-8")
        (folder / "source/references.yaml").write_text(REFERENCES, "utf-8")
        for name, text in (self.files or {}).items():
            path = folder / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        if self.settings:
            (folder / "kanben.toml").write_text(self.settings, "utf-8")
        return folder

    @cached_property
    def session(self) -> Session:
        return Session(open_project(self.folder, edition=self.edition))

    def built(self, *formats: str) -> dict[str, bytes]:
        """The files of some formats by suffix."""
        result = build(self.session, rows(formats), 1, lambda _: None)
        return {path.suffix[1:]: path.read_bytes() for path in result.written}

    def checked(self) -> tuple[Diagnostic, ...]:
        """What is found in the source, and in all formats once they are built."""
        self.built(*(row.name for row in FORMATS))
        return tuple(check(self.session, FORMATS, 1, lambda _: None).diagnostics)


def small(body: str, front: str = "", settings: str = "", files: Mapping[str, str] | None = None) -> Small:
    return Small(body, front, settings, files)


def html(body: str, front: str = "", **more: str) -> Element:
    """The tree of the web edition."""
    return html_parser.document_fromstring(small(body, front, **more).built("html")["html"])


def word(body: str, front: str = "", part: str = "word/document.xml", **more: str) -> Element:
    """The tree of a part of the Word edition."""
    return etree.fromstring(dict(zips.read(small(body, front, **more).built("docx")["docx"]))[part])


def epub(body: str, front: str = "", **more: str) -> dict[str, bytes]:
    """The files of the e-book by name."""
    return dict(zips.read(small(body, front, **more).built("epub")["epub"]))


def pdf(body: str, front: str = "", **more: str) -> list[str]:
    """The text of each page of the print edition."""
    document = pypdfium2.PdfDocument(small(body, front, **more).built("pdf")["pdf"])
    return [page.get_textpage().get_text_bounded() for page in document]


def paragraphs(body: Element) -> list[str]:
    """The text of each paragraph of a Word document, field codes left out."""
    return ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in body.iter(f"{W}p")]


def findings(
    body: str, front: str = "", *, without: Iterable[str] = ("HED102", "CIT102", "FIG105", "TBL103"), **more: str
) -> list[str]:
    """What is found in the source, as `CODE line:column-end message`; lines are those of the body, from 1.

    What every small text lacks (an English heading, a citation, a reference to its figure) is left out.
    """
    made = small(body, front, **more)
    result = check(made.session, (), 1, lambda _: None)
    rows_ = []
    for finding in resolve(result.diagnostics, made.session.project.overrides).findings:
        found = finding.diagnostic
        if found.code in set(without):
            continue
        span = found.span
        line = (
            span.line - BODY_START + 1 if span and span.line and span.file == "source/report.md" else span and span.line
        )
        place = f"{line}:{span.column}-{span.end_column}" if span and span.column else f"{line}" if line else "-"
        rows_.append(f"{found.code} {place} {message(found, 'en')}")
    return rows_
