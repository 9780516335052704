"""Words of languages that run from right to left, in every format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.tools.identifiers import is_right_to_left
from tests.conftest import run
from tests.small import small

_WORDS = """
甲[שלום [le mot]{lang=fr}]{lang=he}乙[Arabic]{lang=ar-Latn}丙[abc]{dir=rtl}。

::: {lang=he}
שלום [甲]{lang=zh}
:::
"""


@pytest.mark.parametrize("tag", ["ar", "he", "fa", "ur", "yi", "az-Arab", "pa-PK", "ff-Adlm"])
def test_languages_that_run_from_the_right(tag: str) -> None:
    assert is_right_to_left(tag)


@pytest.mark.parametrize("tag", ["zh-CN", "zh-Hans", "en", "ja", "ar-Latn", "ug-Cyrl", "und", "x-own"])
def test_languages_that_do_not(tag: str) -> None:
    assert not is_right_to_left(tag)


def test_what_is_checked_may_run_from_the_right_and_be_foreign_in_a_heading() -> None:
    body = "# 章[le mot]{lang=fr}节 {#sec-a en=A}\n" + _WORDS + "\n乙。[^n]\n\n[^n]: 注[שלום]{lang=he}。\n"
    made = small(body)
    made.built("html", "epub", "docx", "pdf")
    told = check(made.session, rows(("html", "epub", "docx", "pdf")), 1, lambda _: None).diagnostics
    assert [problem for problem in told if problem.code.startswith("OUT")] == []
    path = made.session.project.output(".html")
    path.write_bytes(path.read_bytes().replace(b'dir="rtl"', b'dir="up"', 1))
    changed = check(made.session, rows(("html",)), 1, lambda _: None).diagnostics
    assert "OUT127" in {problem.code for problem in changed}


def test_the_direction_follows_the_language_in_every_format(project: Path) -> None:
    source = project / "source" / "report.md"
    source.write_text(source.read_text("utf-8") + _WORDS, "utf-8")
    outcome = run("build", "html", "epub", "docx", "--project", str(project), report=project / "findings.jsonl")
    # No face of the design has Hebrew letters.
    assert {finding["code"] for finding in outcome.findings} == {"WRT102"}
    page = (project / "out" / "report.html").read_text("utf-8")
    with zipfile.ZipFile(project / "out" / "report.epub") as book:
        chapters = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    with zipfile.ZipFile(project / "out" / "report.docx") as document:
        words = document.read("word/document.xml").decode()
    for text in (page, chapters):
        directed = re.findall(r'<(span|div)(?: lang="([\w-]+)")? dir="(\w+)"', text)
        assert directed == [
            ("span", "he", "rtl"),
            ("span", "fr", "ltr"),
            ("span", "", "rtl"),
            ("div", "he", "rtl"),
            ("span", "zh-CN", "ltr"),
        ]
    assert '<w:rtl/><w:lang w:bidi="he"/>' in words
    assert "<w:bidi/>" in words
