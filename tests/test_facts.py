"""The facts of a report in the metadata of every format: each one written, and each one missed when it is not there."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.core.facts import FACTS, both, folded, identifier, leading
from pipeline.core.languages import Bilingual
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.text import Span
from pipeline.formats.docx.check import CARRIED as DOCX
from pipeline.formats.epub.check import CARRIED as EPUB
from pipeline.formats.html.check import CARRIED as HTML
from pipeline.formats.pdf.check import CARRIED as PDF
from pipeline.formats.proving import metadata

FULL = Metadata(
    title=Bilingual("题名", "Title"),
    subtitle=Bilingual("副题", "Subtitle"),
    abstract=Bilingual("摘要\n\n二段", "Abstract"),
    keywords=(Bilingual("词", "word"), Bilingual("另", "other")),
    publisher=Bilingual("社", "Press"),
    authors=(Person(Bilingual("甲", "A")), Person(Bilingual("", "B"))),
    date="2026-11-22",
    version="1.10",
    identifiers=(Identifier("doi", "10.5555/x"),),
    license="CC-BY-4.0",
)
SPAN = Span("out/report.html")


def _missing(said: list[str], *names: str) -> list[str]:
    return [problem.key for problem in metadata.check(FULL, both(*names), said, SPAN)]


def test_each_fact_is_read_from_the_metadata() -> None:
    assert set(FACTS) >= {row.name for table in (DOCX, EPUB, HTML, PDF) for row in table}
    assert folded(FULL.abstract).zh == "摘要 二段"
    assert (identifier(FULL, "doi"), identifier(FULL, "isbn")) == ("10.5555/x", "")
    assert list(both("keywords")[0].values(FULL)) == ["词", "word", "另", "other"]
    assert list(leading("authors")[0].values(FULL)) == ["甲", "B"]
    assert list(both("date")[0].values(FULL)) == ["2026-11-22"]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (["题名 / Title", "词, word, 另, other"], []),
        (["题名", "词, word, 另, other"], ["title"]),
        (["题名 / Title", "词, word, 另"], ["keywords"]),
        ([], ["title", "keywords"]),
    ],
)
def test_a_fact_that_is_missing_is_found(said: list[str], missing: list[str]) -> None:
    assert _missing(said, "title", "keywords") == missing


def test_texts_of_metadata() -> None:
    tree = etree.fromstring("<m><!-- no --><a name='n' content='甲 &amp; 乙'/><b>c</b></m>")
    assert metadata.texts_of(tree) == ["n", "甲 & 乙", "c"]
