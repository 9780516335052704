"""Addresses in the text: percent-encoded as targets in every format, shown as they were written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from lxml import html as html_parser

from pipeline.tools import zips
from tests.small import small

_ROOT = "https://example.org"
_BODY = (
    f"见[甲]({_ROOT}/100%/a\\\\b)、[乙]({_ROOT}/c|d?e=`f`)、[丙]({_ROOT}/%E4%B8%AD%zz)、"
    f"[丁](https://doi.org/10.1002/(SICI)1096(199803)19:4%3C377::AID%3E3.0.CO;2-P)、<{_ROOT}/g%h>。"
)
_TARGETS = {
    f"{_ROOT}/100%25/a%5Cb",
    f"{_ROOT}/c%7Cd?e=%60f%60",
    f"{_ROOT}/%E4%B8%AD%25zz",
    "https://doi.org/10.1002/(SICI)1096(199803)19:4%3C377::AID%3E3.0.CO;2-P",
    f"{_ROOT}/g%25h",
}


def _targets(built: dict[str, bytes]) -> Iterator[tuple[str, set[str]]]:
    page = html_parser.document_fromstring(built["html"])
    yield "html", {str(link.get("href")) for link in page.iter("a")}
    chapters = b"".join(data for name, data in zips.read(built["epub"]).items() if name.endswith("html"))
    yield "epub", set(re.findall(r'href="([^"]*)"', chapters.decode()))
    rels = zips.read(built["docx"])["word/_rels/document.xml.rels"].decode()
    yield "docx", set(re.findall(r'Target="([^"]*)"', rels))
    with pikepdf.open(io.BytesIO(built["pdf"])) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        yield "pdf", {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


@pytest.mark.parametrize("entries", [None, "[]"])
def test_targets_are_encoded_in_every_format_with_and_without_entries(entries: str | None) -> None:
    made = small(_BODY, files={"references.yaml": entries} if entries else None)
    built = made.built("html", "epub", "docx", "pdf")
    for name, found in _targets(built):
        assert {target for target in found if "example.org" in target or "10.1002" in target} == _TARGETS, name
    text = html_parser.document_fromstring(built["html"]).text_content()
    assert f"{_ROOT}/g%h。" in text
