"""Each check of the document on the least document there is: what is told of which thing, and what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import pytest

from pipeline.checks import (
    CHECKS,
    anchors,
    bibliography,
    check_source,
    citations,
    editorial,
    figures,
    headings,
    prose,
    tables,
)
from pipeline.checks.base import Source
from pipeline.core.codes import message
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.editorial import EditorialNote
from pipeline.core.languages import Bilingual
from pipeline.core.model import (
    Citation,
    Document,
    Entry,
    FigureBlock,
    Heading,
    Inventory,
    Link,
    Metadata,
    TableCaption,
    Target,
)
from pipeline.core.text import SourceText, Span

SPAN = Span("report.md", 1, 1, 2)
BOTH = Bilingual("甲", "A")


def _spans(count: int) -> list[Span]:
    return [Span("report.md", number + 1, 1) for number in range(count)]


def _found(check: Callable[[Source], Iterable[Diagnostic]], inventory: Inventory, *entries: Entry) -> list[str]:
    document = Document(Metadata(date="2026-11-22"), '{"blocks": []}', inventory, entries)
    found = list(check(Source(document, SourceText("report.md", ""))))
    assert all(problem.span is not None for problem in found)
    return [f"{problem.code} {problem.key}: {message(problem, 'en')}" for problem in found]


def _heading(level: int, text: str = "甲", en: str = "A", id_: str = "sec-a") -> Heading:
    return Heading(level, id_, text, en, SPAN)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([_heading(1), _heading(2), _heading(3), _heading(4), _heading(1)], []),
        ([_heading(2)], ["HED101 sec-a: “甲” is of level 2 after level 0"]),
        ([_heading(1), _heading(3), _heading(4)], ["HED101 sec-a: “甲” is of level 3 after level 1"]),
        ([_heading(1, en="")], ["HED102 sec-a: “甲” has no English title"]),
        ([_heading(1, en="", id_="")], ["HED102 甲: “甲” has no English title"]),
        ([_heading(1, text=" ")], ["HED103 sec-a: the heading has no text"]),
        (
            [_heading(level) for level in (1, 2, 3, 4, 5)],
            ["HED104 sec-a: “甲” is of level 5; four levels have numbers"],
        ),
    ],
)
def test_headings(given: list[Heading], found: list[str]) -> None:
    assert _found(headings.check, Inventory(headings=tuple(given))) == found


def _figure(
    id_: str = "fig-a", caption: Bilingual = BOTH, alt: Bilingual = Bilingual("说明乙", "Text B"), long: str = "none"
) -> FigureBlock:
    return FigureBlock(id_, "tree", SPAN, caption, alt, BOTH, long, "{}")  # type: ignore[arg-type]


CITED = (Citation("fig-a", SPAN), Citation("tbl-a", SPAN))


@pytest.mark.parametrize(
    ("figure", "codes"),
    [
        (_figure(), []),
        (_figure("a"), ["FIG101 a"]),
        (_figure("fig-b"), ["FIG105 fig-b"]),
        (_figure(caption=Bilingual("甲", "")), ["FIG102 fig-a"]),
        (_figure(alt=Bilingual("", "Text")), ["FIG102 fig-a"]),
        (_figure(caption=Bilingual("说明乙", "A")), ["FIG103 fig-a"]),
        (_figure(caption=Bilingual("甲", "Text B"), alt=Bilingual("说明乙", "Text B")), ["FIG103 fig-a"]),
        (_figure(caption=Bilingual("甲", "Abcdefghij"), alt=Bilingual("说明乙", "Abcdefghik")), []),
        (_figure(caption=Bilingual("甲", "Abcdefghijk"), alt=Bilingual("说明乙", "Abcdefghijkl")), ["FIG103 fig-a"]),
        (_figure(alt=Bilingual("说明乙", " figure-1.PNG ")), ["FIG106 fig-a"]),
        (_figure(alt=Bilingual("说明乙", "see figure.png below, at the left")), []),
        (_figure(alt=Bilingual("长" * 150, "Text B")), []),
        (_figure(alt=Bilingual("长" * 151, "Text B")), ["FIG104 fig-a"]),
        (_figure(alt=Bilingual("长" * 151, "Text B"), long="data"), []),
        (_figure(alt=Bilingual("长" * 151, "Text B"), long="author"), []),
    ],
)
def test_figures(figure: FigureBlock, codes: list[str]) -> None:
    told = _found(figures.check, Inventory(figures=(figure,), citations=CITED))
    assert [line.split(":")[0] for line in told] == codes


def test_what_is_told_of_a_figure_names_the_language_and_the_limit() -> None:
    (missing,) = _found(figures.check, Inventory(figures=(_figure(caption=Bilingual("甲", "")),), citations=CITED))
    assert "caption" in missing and "en" in missing
    (long,) = _found(figures.check, Inventory(figures=(_figure(alt=Bilingual("长" * 151, "B")),), citations=CITED))
    assert "151" in long and "150" in long


@pytest.mark.parametrize(
    ("id_", "caption", "codes"),
    [
        ("tbl-a", BOTH, []),
        ("a", BOTH, ["TBL101 a"]),
        ("", BOTH, ["TBL101 "]),
        ("tbl-b", BOTH, ["TBL103 tbl-b"]),
        ("tbl-a", Bilingual("甲", ""), ["TBL102 tbl-a"]),
        ("tbl-a", Bilingual(), ["TBL107 tbl-a"]),
        ("", Bilingual(), ["TBL107 "]),
    ],
)
def test_tables(id_: str, caption: Bilingual, codes: list[str]) -> None:
    told = _found(tables.check, Inventory(tables=(TableCaption(id_, caption, SPAN),), citations=CITED))
    assert [line.split(":")[0] for line in told] == codes


def test_ids() -> None:
    first, second, third, fourth, fifth = _spans(5)
    targets = (
        Target("sec-a", "sec", first),
        Target("sec-a", "sec", second),
        Target("cover", "other", third),
        Target("fig-b", "sec", fourth),
        Target("free", "other", fifth),
    )
    document = Document(Metadata(), "", Inventory(targets=targets))
    found = list(anchors.check_ids(Source(document, SourceText("report.md", ""))))
    assert [(problem.code, problem.span, problem.related, problem.key) for problem in found] == [
        ("XRF102", second, (first,), "sec-a"),
        ("XRF104", third, (), "cover"),
        ("XRF105", fourth, (), "fig-b"),
    ]


def test_references() -> None:
    inventory = Inventory(
        targets=(Target("fig-impact", "fig", SPAN),),
        citations=tuple(Citation(key, SPAN) for key in ("fig-impact", "fig-inpact", "sec-zzz", "osd")),
    )
    one, other = _found(anchors.check_references, inventory)
    assert one.startswith("XRF101 fig-inpact:") and one.endswith(" → fig-impact?")
    assert other.startswith("XRF101 sec-zzz:") and "→" not in other


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("#sec-a", ""),
        ("#%E7%AB%A0", ""),
        ("https://example.org", ""),
        ("mailto:a@example.org", ""),
        ("#sec-b", "XRF103 #sec-b: "),
        ("#zzz", "XRF103 #zzz: "),
        ("javascript:x", "SRC111 javascript:x: "),
        ("file.md", "SRC111 file.md: "),
        ("x" * 90, f"SRC111 {'x' * 80}: "),
    ],
)
def test_links(target: str, found: str) -> None:
    targets = (Target("sec-a", "sec", SPAN), Target("章", "sec", SPAN))
    told = _found(anchors.check_links, Inventory(links=(Link(target, SPAN),), targets=targets))
    assert len(told) == bool(found)
    assert not told or told[0].startswith(found)
    assert not told or ("→ #sec-a?" in told[0]) == (target == "#sec-b")


def _entry(id_: str = "a", **fields: object) -> Entry:
    csl = {
        "id": id_,
        "type": "article-journal",
        "title": "T",
        "language": "en",
        "container-title": "J",
        "issued": "2024",
        **fields,
    }
    kept = {name: value for name, value in csl.items() if value is not None}
    return Entry(id_, json.dumps(kept), SPAN)


def test_citations() -> None:
    keys = tuple(Citation(key, SPAN) for key in ("known", "knwon", "zzz", "fig-a"))
    told = _found(citations.check, Inventory(citations=keys), _entry("known"), _entry("other"))
    assert [line.split(":")[0] for line in told] == ["CIT101 knwon", "CIT101 zzz", "CIT102 other"]
    assert [line.endswith(" → known?") for line in told] == [True, False, False]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ""),
        ({"title": None}, "CIT104 title"),
        ({"title": " "}, "CIT104 title"),
        ({"type": None}, "CIT104 type"),
        ({"type": "artcle-journal"}, "CIT110 → article-journal?"),
        ({"type": "journal-article"}, "CIT110 → article-journal?"),
        ({"type": "zzz"}, "CIT110 zzz"),
        ({"container-title": None}, "CIT108 container-title"),
        ({"DOI": "https://doi.org/10.1/x"}, "CIT105 10.1/x"),
        ({"ISBN": "978-7-302-00000-7"}, "CIT111 978-7-302-00000-7"),
        ({"URL": "example.org"}, "CIT112 example.org"),
        ({"accessed": "2026-11-23"}, "CIT113 2026-11-22"),
        ({"accessed": "2026-11-22"}, ""),
        ({"accessed": "2023"}, "CIT113 2024"),
        ({"author": [{"family": "Doe and Roe"}]}, "CIT114 Doe and Roe"),
        ({"author": [{"literal": "张三、李四"}]}, "CIT114 张三、李四"),
        ({"author": "Doe, Jane"}, "CIT114 Doe, Jane"),
        ({"author": [{"literal": "Department of Trade and Industry"}]}, ""),
        ({"author": [{"literal": "科学、技术委员会"}]}, ""),
        ({"editor": [{"literal": "张三等"}]}, "CIT115 张三等"),
        ({"author": [{"literal": "Doe et al."}]}, "CIT115 Doe et al."),
        ({"language": None}, "CIT116 en"),
        ({"language": "zh"}, "CIT116 zh"),
        ({"language": "fr"}, ""),
        ({"title": "题"}, "CIT116 en"),
        ({"title": "題", "language": "ja"}, ""),
        ({"title": "題", "language": "zh-TW"}, ""),
        ({"title": "題", "language": "fr"}, "CIT116 fr"),
        ({"title": "かな", "language": "zh"}, ""),
        ({"title": "123", "language": None}, ""),
        ({"volume": "第3卷"}, "CIT107 3"),
        ({"edition": "1"}, "CIT107 —"),
        ({"volume": "第" + "3" * 80 + "卷"}, "CIT107 " + "3" * 59),
        ({"publisher": {"name": "x"}}, "CIT118 publisher"),
    ],
)  # fmt: skip
def test_one_entry(fields: dict[str, object], found: str) -> None:
    told = [line.split(":", 1) for line in _found(bibliography.check, Inventory(), _entry(**fields))]
    code, _, words = found.partition(" ")
    # An unknown type, or none, needs no fields of its own; what is missing beside a fault is told in its own case.
    kept = [(place, text) for place, text in told if place.startswith(code or "CIT")]
    assert [place for place, _ in kept] == ([f"{code} a"] if code else [])
    assert {place[:6] for place, _ in told} <= {code, "CIT108"}
    assert all(words in text for _, text in kept)


def test_a_finding_stands_at_its_field() -> None:
    field = Span("references.yaml", 9, 5)
    entry = Entry("a", _entry(URL="x").csl, SPAN, (("URL", field),))
    source = Source(Document(Metadata(), "", Inventory(), (entry,)), SourceText("report.md", ""))
    assert [(problem.code, problem.span) for problem in bibliography.check(source)] == [("CIT112", field)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"DOI": "10.1000/x"}, {"DOI": "10.1000/X", "title": "Other"}, True),
        ({"DOI": "10.1000/x"}, {"DOI": "10.1000/y"}, False),
        ({"container-title": None}, {"container-title": None, "title": "t."}, True),
        ({"container-title": None}, {"container-title": None, "issued": "2024-05"}, True),
        ({"container-title": None}, {"container-title": None, "issued": "2025"}, False),
        ({"container-title": None}, {"container-title": None, "volume": "2"}, False),
        ({"container-title": None}, {"container-title": None, "type": "book"}, False),
        ({"container-title": None, "issued": None}, {"container-title": None, "issued": None}, False),
        ({}, {}, False),
    ],
)
def test_two_entries_of_one_work(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    told = _found(bibliography.check, Inventory(), _entry("a", **one), _entry("b", **other))
    twice = [line for line in told if line.startswith("CIT109")]
    assert len(twice) == same
    assert not twice or (twice[0].startswith("CIT109 b:") and "a" in twice[0].split(":", 1)[1])


def test_notes_of_the_editors_are_told_by_their_kind_in_one_line() -> None:
    notes = (EditorialNote("todo", "甲\n 乙 " + "丙" * 80, SPAN),)
    (line,) = _found(editorial.check, Inventory(notes=notes))
    assert line.startswith("EDT101 todo:")
    assert "甲 乙 " + "丙" * 56 in line
    assert "丙" * 57 not in line


@pytest.mark.parametrize(("key", "told"), [("osd", ["osd"]), ("fig-none", ["fig-none"]), ("none", [])])
def test_keys_that_a_letter_hides(key: str, told: list[str]) -> None:
    document = Document(Metadata(), '{"blocks": []}', Inventory(loose_keys=(Citation(key, SPAN),)), (_entry("osd"),))
    found = list(prose.check(Source(document, SourceText("report.md", ""))))
    assert [(problem.code, problem.span, problem.key) for problem in found] == [("CIT106", SPAN, key) for key in told]


def test_every_check_of_the_table_runs() -> None:
    inventory = Inventory(
        headings=(_heading(2),),
        figures=(_figure("a"),),
        tables=(TableCaption("a", BOTH, SPAN),),
        targets=(Target("cover", "other", SPAN),),
        citations=(Citation("fig-none", SPAN), Citation("none", SPAN)),
        links=(Link("#none", SPAN),),
        notes=(EditorialNote("todo", "x", SPAN),),
    )
    found = {line.split()[0] for line in _found(check_source, inventory, _entry("osd", title=None))}
    assert {"HED101", "FIG101", "TBL101", "XRF104", "XRF101", "XRF103", "CIT101", "CIT104", "EDT101"} <= found
    assert len(CHECKS) == len(set(CHECKS)) == 22
