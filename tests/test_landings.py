"""Every kind of inner link of every format is followed: a target taken away is found, and nothing else changes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.tools import zips
from tests.conftest import run


def _found(project: Path, name: str) -> list[str]:
    report = project / "findings.jsonl"
    outcome = run("check", name, "--project", str(project), "--quiet", report=report)
    assert "Traceback" not in outcome.output
    return sorted({str(row["code"]) for row in outcome.findings})


@pytest.mark.parametrize(
    ("name", "part", "find", "replace"),
    [
        ("epub", "EPUB/text/nav.xhtml", 'epub:type="bodymatter" href="', 'epub:type="bodymatter" href="none-'),
        ("epub", "EPUB/text/nav.xhtml", 'epub:type="loi" href="', 'epub:type="loi" href="none-'),
        ("epub", "EPUB/text/nav.xhtml", "</nav>", '<ol><li><a epub:type="page-list" href="nav.xhtml#p9">9</a></li></ol></nav>'),
        ("epub", "EPUB/text/nav.xhtml", 'aria-labelledby="toc-title"', 'aria-labelledby="toc-tittle"'),
        ("epub", "EPUB/toc.ncx", "#sec-second", "#sec-none"),
        ("docx", "word/document.xml", "<w:footnoteReference w:id=", "<w:footnoteReference w:id=\"9876\" w:old="),
        ("docx", "word/document.xml", 'w:name="_At_sec_second"', 'w:name="_At_sec_none"'),
        ("html", "", 'id="fnref1"', 'id="fnref0"'),
        ("html", "", 'id="fn1"', 'id="fn0"'),
        ("html", "", 'id="contents-title"', 'id="contents-tittle"'),
    ],
)  # fmt: skip
def test_a_missing_target_is_found(built: Path, tmp_path: Path, name: str, part: str, find: str, replace: str) -> None:
    project = Path(shutil.copytree(built, tmp_path / "project"))
    path = project / f"out/report.{name}"
    if part:
        parts = dict(zips.read(path.read_bytes()))
        assert find.encode() in parts[part]
        parts[part] = parts[part].replace(find.encode(), replace.encode())
        path.write_bytes(zips.write(parts.items()))
    else:
        text = path.read_text("utf-8")
        assert find in text
        path.write_text(text.replace(find, replace), "utf-8")
    assert "OUT103" in _found(project, name)


def _lose_bookmark(pdf: Any) -> None:
    item = pdf.Root.Outlines.First
    for key in ("/A", "/Dest"):
        if key in item:
            del item[key]


def _lose_name(pdf: Any) -> None:
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    del names["sec-second"]


@pytest.mark.parametrize("change", [_lose_bookmark, _lose_name])
def test_a_missing_place_of_the_pdf_is_found(built: Path, tmp_path: Path, change: Callable[[Any], None]) -> None:
    project = Path(shutil.copytree(built, tmp_path / "project"))
    path = project / "out/report.pdf"
    out = io.BytesIO()
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(out)
    path.write_bytes(out.getvalue())
    assert "OUT103" in _found(project, "pdf")
