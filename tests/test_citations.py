"""Citations: every reference case exact in both styles and all four formats, forms in the text, entries made plain."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as html_parser
from ruamel.yaml import YAML

from pipeline import citing
from pipeline.bibliography.described import described
from pipeline.bibliography.fields import date_of, is_after
from pipeline.bibliography.names import mention
from pipeline.bibliography.normalize import language_of, normalize
from pipeline.citing import cite
from pipeline.core.model import Citation, Document, Entry, Inventory, Metadata
from pipeline.core.text import Span
from pipeline.formats.docx.bookmarks import target_name
from pipeline.project import STYLES
from pipeline.tools import pandoc, zips
from tests.conftest import PROJECT, TESTS, run
from tests.small import small

CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((TESTS / "citations.yaml").read_text("utf-8"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELDS = {"2025-numeric": "numeric", "2025-author-date": "author_date", "2015-numeric": "numeric_2015"}
KEYS = [case["item"]["id"] for case in CASES]


def rendered(body: str, items: list[dict[str, Any]], style: str) -> etree._Element:
    parsed, _ = pandoc.parse(body)
    entries = tuple(Entry(item["id"], json.dumps(item), Span("r.yaml")) for item in items)
    keys = tuple(Citation(item["id"], Span("t.md")) for item in items)
    document = cite(Document(Metadata(), parsed, Inventory(citations=keys), entries), STYLES / f"{style}.csl")
    html = pandoc.write(document.ast, ["--to", "html5", "--wrap=none"]).decode()
    return etree.fromstring(f"<div>{html}</div>")


def without_backlinks(entry: etree._Element) -> str:
    back = entry.xpath("string(.//span[@class='backlinks'])")
    return re.sub(r"^\[\d+\]\s*", "", "".join(entry.itertext()).replace(back, "").strip())


@pytest.fixture(scope="module", params=["2025-numeric", "2025-author-date", "2015-numeric"])
def page(request: pytest.FixtureRequest) -> tuple[str, etree._Element]:
    items = [case["item"] for case in CASES]
    return request.param, rendered("\n\n".join(f"[@{key}]" for key in KEYS), items, f"gbt7714-{request.param}")


def test_every_reference_case_is_exact(page: tuple[str, etree._Element]) -> None:
    style, tree = page
    found = {
        str(entry.get("id"))[4:]: without_backlinks(entry)
        for entry in tree.xpath("//div[contains(@class,'csl-entry')]")
    }
    wanted = {case["item"]["id"]: case[FIELDS[style]] for case in CASES}
    assert found == wanted
    assert len(wanted) * 2 >= 120


def test_citations_in_the_text_are_exact(page: tuple[str, etree._Element]) -> None:
    style, tree = page
    found = ["".join(span.itertext()) for span in tree.xpath("//span[@class='citation']")]
    assert found == (
        [f"[{number}]" for number in range(1, len(CASES) + 1)]
        if style != "2025-author-date"
        else [case["cited"] for case in CASES]
    )


@pytest.mark.slow
def test_every_case_is_exact_in_all_formats(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    front = (
        (PROJECT / "source/report.md").read_text("utf-8").split("\n---\n")[0].replace("lists: [figures, tables]\n", "")
    )
    body = "".join(f"第{number}处引用[@{key}]。\n\n" for number, key in enumerate(KEYS, 1))
    (source / "report.md").write_text(f'{front}\n---\n\n# 引文 {{#sec-a en="Citations"}}\n\n{body}', "utf-8")
    with (source / "references.yaml").open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"references": [case["item"] for case in CASES]}, stream)
    outcome = run("build", "--project", str(tmp_path), "--fail-on", "never")
    assert outcome.code == 0, outcome.output
    texts = {
        name: _text_of((tmp_path / f"out/report.{name}").read_bytes(), name) for name in ("html", "epub", "docx", "pdf")
    }
    for case in CASES:
        for name, text in texts.items():
            assert _squeezed(case["numeric"]) in text, (name, case["numeric"])


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010\u2060\ufffe\x02-]+", "", text)


def _text_of(data: bytes, name: str) -> str:
    if name == "pdf":
        return _squeezed("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)))
    if name == "html":
        return _squeezed("".join(etree.HTML(data.decode()).itertext()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [part for part in archive.namelist() if part.endswith(".xhtml") or part == "word/document.xml"]
        return _squeezed("".join("".join(etree.fromstring(archive.read(part)).itertext()) for part in names))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[@a]", "[1]"),
        ("[@a; @b; @c]", "[1-3]"),
        ("[@a; @c]", "[1,3]"),
        ("[@a, 15]", "[1]15"),
        ("[@a, p. 15]", "[1]15"),
        ("[@a, pp. 15–17]", "[1]15-17"),
        ("[@b, 第15页]", "[2]15"),
        ("[@b, 15-17页]", "[2]15-17"),
        ("[@a, 15; @c, 20-25]", "[1]15[3]20-25"),
        ("[@a; @b; @c, 7]", "[1,2][3]7"),
        ("[@a, 3; @b; @c]", "[1]3[2,3]"),
        ("[@a, 扉页]", "[1]扉页"),
        ("[@a, chap. 3]", "[1]chap. 3"),
        ("[@a, §5; @b]", "[1]§5[2]"),
        ("[@a, 第12-15页, 表3]", "[1]第12-15页, 表3"),
        ("[@b, pp. xii–xv]", "[2]xii-xv"),
        ("[@a{pp. 5}]", "[1]5"),
        ("[@a, {附录 A}]", "[1]附录 A"),
        ("[@a, 15页及以下]", "[1]15页及以下"),
        ("[@a; @a]", "[1]"),
        ("[@a; @b; @a]", "[1,2]"),
        ("[@a; @a, 7]", "[1][1]7"),
        ("@a wrote", "张三[1]"),
        ("@b wrote", "Smith and Roe[2]"),
        ("@c wrote", "李四等[3]"),
    ],
)
def test_numeric_forms(text: str, printed: str) -> None:
    items = [
        {"id": "a", "type": "book", "title": "书", "author": [{"literal": "张三"}]},
        {
            "id": "b",
            "type": "book",
            "title": "Book",
            "author": [{"family": "Smith", "given": "J"}, {"family": "Roe"}],
            "language": "en",
        },
        {"id": "c", "type": "book", "title": "丙", "author": [{"literal": name} for name in ("李四", "王五", "赵六")]},
    ]
    tree = rendered(f"[@a] [@b] [@c]\n\n{text}", items, "gbt7714-2025-numeric")
    made = "".join(tree.xpath("//p[2]//span[@class='citation']")[0].itertext()).replace("\u00a0", " ")
    assert made == printed
    assert set(tree.xpath("//p[2]//a/@href")) <= {"#ref-a", "#ref-b", "#ref-c"}


def test_entries_link_back_to_all_their_places() -> None:
    items = [{"id": "a", "type": "book", "title": "书"}, {"id": "b", "type": "book", "title": "书二"}]
    tree = rendered("一[@a]，二[@b; @a]。[^n]\n\n[^n]: 注[@a]。", items, "gbt7714-2025-numeric")
    for key, count in (("a", 3), ("b", 1)):
        links = tree.xpath(f"//div[@id='ref-{key}']//span[@class='backlinks']/a/@href")
        assert len(links) == count
        assert all(tree.xpath(f"//*[@id='{link[1:]}']//a[@href='#ref-{key}']") for link in links)


_CHAPTERS = """
# 甲章 {#sec-a en="Chapter A"}

正文[@b]、[@a, 15]，脚注^[注文见某书[@c]。]。@{a}指出如此。

| 名称 | 引文 |
|:-----|:-----|
| 甲项 | [@c] |

: 表题[@b] {#tbl-a en="Table"}

# 乙章 {#sec-b en="Chapter B"}

没有引文，见[@tbl-a]。

# 丙章 {#sec-c en="Chapter C"}

再引[@c]与[@b]，注^[依@{b}所述，见[@c]。]。
"""
_WORKS = [
    {"id": "a", "type": "book", "title": "甲书", "author": [{"literal": "张三"}], "publisher": "社", "publisher-place": "北京", "issued": 2020, "language": "zh"},
    {"id": "b", "type": "book", "title": "乙书", "author": [{"literal": "李四"}], "publisher": "社", "publisher-place": "北京", "issued": 2021, "language": "zh"},
    {"id": "c", "type": "webpage", "title": "Page", "author": [{"literal": "Body"}], "URL": "https://example.org/c", "accessed": "2026-01-02",
     "archive": "https://web.archive.org/web/20260102/https://example.org/c", "language": "en"},
]  # fmt: skip


def _report(folder: Path, body: str, items: list[dict[str, Any]], front: str = "") -> Path:
    (folder / "source").mkdir()
    head = (
        (PROJECT / "source/report.md").read_text("utf-8").split("\n---\n")[0].replace("lists: [figures, tables]", front)
    )
    (folder / "source/report.md").write_text(f"{head}\n---\n{body}", "utf-8")
    with (folder / "source/references.yaml").open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"references": items}, stream)
    return folder


def _build(folder: Path) -> dict[str, bytes]:
    outcome = run("build", "--project", str(folder), report=folder / "findings.jsonl")
    assert outcome.code == 0, outcome.output
    assert run("check", "--project", str(folder), "--fail-on", "warning").code == 0
    return {name: (folder / f"out/report.{name}").read_bytes() for name in ("html", "epub", "docx", "pdf")}


def test_each_chapter_may_have_its_own_list(tmp_path: Path) -> None:
    out = _build(_report(tmp_path, _CHAPTERS, _WORKS, "references: chapter"))
    tree = etree.HTML(out["html"].decode())
    lists = tree.xpath("//section[starts-with(@id,'references-')]")
    assert [
        [without_backlinks(entry)[:2] for entry in part.xpath(".//div[contains(@class,'csl-entry')]")] for part in lists
    ] == [
        ["李四", "张三", "Bo"],
        ["Bo", "李四"],
    ]
    marks = ["".join(span.itertext()) for span in tree.xpath("//main//p//span[@class='citation']")]
    assert marks == ["[1]", "[2]15", "张三[2]", "[1]", "[1]", "[2]", "[3]", "李四[2]", "[1]"]
    for name, data in out.items():
        text = _text_of(data, name)
        assert text.count("张三.甲书[M].北京：社，2020.") == 1, name
        assert "张三[2]指出如此" in text, name
        assert "依李四[2]所述" in text or name == "docx", name  # notes of Word have a part of their own


def test_a_snapshot_is_printed_with_its_entry(tmp_path: Path) -> None:
    out = _build(_report(tmp_path, _CHAPTERS, _WORKS))
    for name, data in out.items():
        assert "Archivedathttps://web.archive.org/web/20260102/https://example.org/c." in _text_of(data, name), name
    assert b'href="https://web.archive.org/web/20260102/https://example.org/c"' in out["html"]


def test_citations_stand_in_notes_captions_and_tables_of_word(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(_build(_report(tmp_path, _CHAPTERS, _WORKS))["docx"])) as archive:
        notes, body = (etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("footnotes", "document"))
    said = _squeezed("".join(notes.itertext()))
    assert "注文见某书[3]。" in said
    assert "依李四[1]所述，见[3]。" in said
    anchors = [link.get(f"{_W}anchor") for part in (notes, body) for link in part.iter(f"{_W}hyperlink")]
    assert anchors.count(target_name("ref-c")) >= 4
    names = {mark.get(f"{_W}name") for mark in body.iter(f"{_W}bookmarkStart")}
    assert set(map(target_name, ("ref-a", "ref-b", "ref-c"))) <= names


def test_any_style_file_of_the_user_is_taken(tmp_path: Path) -> None:
    folder = _report(tmp_path, _CHAPTERS, _WORKS)
    (folder / "own.csl").write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Own</title><id>own</id>'
        '<updated>2026-01-01T00:00:00Z</updated></info><citation><layout prefix="&lt;" suffix="&gt;" delimiter="; ">'
        '<text variable="title"/></layout></citation><bibliography><layout suffix=" !"><text variable="title"/></layout></bibliography></style>',
        "utf-8",
    )
    (folder / "kanben.toml").write_text('style = "own.csl"\n', "utf-8")
    text = _text_of(_build(folder)["html"], "html")
    assert "正文<乙书>" in text
    assert "甲书!" in text


def test_styles_agree_on_what_they_share() -> None:
    """The macros of types, containers and editions are the same in both files of 2025."""
    shared = (
        "type-code",
        "type-mark",
        "container",
        "edition",
        "translator",
        "container-author",
        "accessed",
        "access",
        "full-date",
        "year",
    )
    trees = [etree.parse(STYLES / f"gbt7714-2025-{name}.csl").getroot() for name in ("numeric", "author-date")]
    for name in shared:
        one, other = (etree.tostring(tree.find(f"{{*}}macro[@name='{name}']"), with_tail=False) for tree in trees)
        assert one == other, name


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("DOI", "https://doi.org/10.1000/ab.1.", "10.1000/ab.1"),
        ("DOI", "doi: 10.1000/ab", "10.1000/ab"),
        ("volume", "第3卷", "3"),
        ("volume", "Vol. 12", "12"),
        ("volume", "第1册", "第1册"),
        ("issue", "No. 4", "4"),
        ("issue", "第5期", "5"),
        ("edition", "第2版", "2"),
        ("edition", "3rd ed.", "3"),
        ("edition", "Second edition", "2"),
        ("edition", "修订版", "修订版"),
        ("edition", "2020版", "2020"),
        ("page", "pp. 3–9", "3-9"),
        ("page", "第3-9页", "3-9"),
        ("URL", "https://example.org/a。", "https://example.org/a"),
        ("language", "Chinese", "zh"),
        ("type", "journal-article", "article-journal"),
        ("author", [{"family": "张", "given": "三"}], [{"literal": "张三"}]),
        (
            "author",
            [{"family": "King", "given": "Martin, Jr."}],
            [{"family": "King", "given": "Martin", "suffix": "Jr."}],
        ),
    ],
)
def test_fields_are_made_plain(field: str, before: Any, after: Any) -> None:
    made, changes = normalize({"title": "T", "language": "en", field: before})
    assert made[field] == after
    assert [change.field for change in changes] == ([field] if before != after else [])
    assert normalize(made) == (made, ())


def test_a_first_edition_is_not_stated() -> None:
    made, (change,) = normalize({"title": "T", "language": "en", "edition": "1"})
    assert "edition" not in made
    assert (change.field, change.after) == ("edition", "")


_JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "given", "literal", "date-parts", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["type", "title", "author", "issued", "volume", "page", "keyword", "custom", "note"]),
            _JSON_VALUES,
        ),
        max_size=8,
    )
)
def test_no_form_of_a_field_stops_citeproc(items: list[dict[str, Any]]) -> None:
    made = [described({**item, "id": f"k{number}"}) for number, item in enumerate(items)]
    parsed, _ = pandoc.parse(" ".join(f"[@k{number}]" for number in range(len(items))))
    cited = pandoc.cite(parsed, STYLES / "gbt7714-2025-numeric.csl", made)
    assert cited.count('"Cite"') == parsed.count('"Cite"') == len(items)


@given(
    st.dictionaries(
        st.sampled_from(["title", "DOI", "volume", "edition", "page", "URL", "language", "issue"]), st.text(max_size=20)
    )
)
def test_plain_stays_plain(item: dict[str, str]) -> None:
    made, _ = normalize(item)
    assert normalize(made)[0] == made
    described(item)
    mention(item)


def test_languages_by_title() -> None:
    titles = {
        "数据": "zh",
        "電子書籍の構造": "ja",
        "전자책": "ko",
        "Книга": "ru",
        "Data 数据": "zh",
        "Data": "en",
        "123": "",
    }
    assert {title: language_of({"title": title}) for title in titles} == titles


def test_dates_of_entries() -> None:
    assert date_of({"date-parts": [[2024, 3, 1]]}) == "2024-03-01"
    assert date_of("2024-03") == "2024-03"
    assert date_of(None) == ""
    assert is_after("2024-04", "2024-03-30")
    assert not is_after("2024", "2024-03-30")


_BIB = """% a comment
@article{wang2021,
  title = {开源协作的机制},
  author = {王, 小明 and 李四},
  journal = {软件学报}, year = {2021},
  volume = {32}, number = {5}, pages = {101--110},
  doi = {https://doi.org/10.5555/x.1},
  langid = {chinese}
}

@online{osd,
  title = {{The Open Source Definition}},
  author = {{Open Source Initiative}},
  url = {https://opensource.org/osd},
  urldate = {2026-01-02}
}
"""
_RIS = "TY  - JOUR\nID  - wang2021\nTI  - 开源协作的机制\nAU  - 王小明\nJO  - 软件学报\nPY  - 2021\nVL  - 32\nIS  - 5\nSP  - 101\nEP  - 110\nDO  - 10.5555/x.1\nLA  - zh\nER  - \n"
_JSON = '[{"id": "wang2021", "type": "article-journal", "title": "开源协作的机制", "author": [{"family": "王", "given": "小明"}],\n "container-title": "软件学报", "issued": {"date-parts": [[2021]]}, "volume": "32", "issue": "5", "page": "101-110", "DOI": "10.5555/x.1", "language": "zh"}]'


@pytest.mark.parametrize(
    ("name", "text", "line", "column"), [("bib", _BIB, 2, 10), ("ris", _RIS, 2, 7), ("json", _JSON, 1, 9)]
)
def test_other_forms_are_read_with_places(name: str, text: str, line: int, column: int, tmp_path: Path) -> None:
    from pipeline.reading import references

    path = tmp_path / f"references.{name}"
    path.write_text(text, "utf-8")
    entries, problems = references.read(path, path.name)
    assert problems == ()
    assert (entries[0].id, entries[0].span.line, entries[0].span.column) == ("wang2021", line, column)
    made = described(json.loads(entries[0].csl))
    assert made["DOI"] == "10.5555/x.1"
    assert (made["volume"], made["issue"], made["page"]) == ("32", "5", "101-110")
    assert mention(json.loads(entries[0].csl)) in ("王小明", "王小明和李四")
    if name == "bib":
        assert entries[0].place("DOI").line == 7
        assert entries[1].place("accessed").line == 15


def test_a_key_given_twice_in_bibtex_is_found(tmp_path: Path) -> None:
    from pipeline.reading import references

    path = tmp_path / "references.bib"
    path.write_text("@book{a, title={One}}\n@book{a, title={Two}}\n", "utf-8")
    entries, (problem,) = references.read(path, path.name)
    assert (problem.code, problem.span.line if problem.span else 0) == ("CIT103", 2)
    assert len(entries) == 1


_UNSORTED = """# The whole file.
references:
  - id: zeta  # last
    type: book
    title: Zeta, a book
    edition: "1"
    volume: Vol. 3
    language: en

  # About alpha.
  - id: alpha
    type: article-journal
    title: 甲
    DOI: https://doi.org/10.5555/A.1.
    page: pp. 3–9   # to be checked
    language: zh

  - {id: Mid, type: journal-article, title: "M: x", volume: 第2卷, language: en}
"""


def test_the_file_is_sorted_and_made_plain_without_losing_a_comment() -> None:
    from pipeline.bibliography.layout import formatted

    made = formatted(_UNSORTED)
    assert (
        made
        == """# The whole file.
references:
  # About alpha.
  - id: alpha
    type: article-journal
    title: 甲
    DOI: "10.5555/A.1"
    page: "3-9"   # to be checked
    language: zh

  - {id: Mid, type: article-journal, title: "M: x", volume: "2", language: en}

  - id: zeta  # last
    type: book
    title: Zeta, a book
    volume: "3"
    language: en
"""
    )
    assert formatted(made) == made


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("author: {family: 张, given: 三}", "author: {literal: 张三}"),
        ("author:\n      family: 张\n      given: 三", "author:\n      literal: 张三"),
        ("author: [张三, {family: 李, given: 四}]", "author: [张三, {literal: 李四}]"),
    ],
    ids=["flow", "block", "list"],
)
def test_one_author_may_stand_without_a_list(given: str, plain: str) -> None:
    from pipeline.bibliography.layout import formatted

    entry = "- id: a\n  title: 题\n  language: zh\n  "
    assert formatted(f"{entry}{given}\n") == f"{entry}{plain}\n"


def test_check_puts_right_what_is_surely_right(project: Path, tmp_path: Path) -> None:
    path = project / "source/references.yaml"
    text = path.read_text("utf-8")
    odd = """
  # Odd ones.
  - id: odd1
    title: 开放的边界
    type: book
    author:
      - family: 张
        given: 三
      - {family: 李, given: 四}
    volume: 第2卷
  - {id: odd2, title: Odd, type: journal-article, DOI: "doi:10.5555/X."}
"""
    path.write_text(text + odd, "utf-8")
    before = run("check", "--project", str(project), report=tmp_path / "a.jsonl")
    assert {"CIT107", "CIT116"} <= {str(row["code"]) for row in before.findings}
    outcome = run("check", "--fix", "--project", str(project), report=tmp_path / "b.jsonl")
    assert not {"CIT105", "CIT107", "CIT110", "CIT116"} & {str(row["code"]) for row in outcome.findings}, outcome.output
    assert (
        path.read_text("utf-8")
        == text
        + """
  # Odd ones.
  - id: odd1
    language: zh
    title: 开放的边界
    type: book
    author:
      - literal: 张三
      - {literal: 李四}
    volume: "2"
  - {id: odd2, language: en, title: Odd, type: article-journal, DOI: "10.5555/X"}
"""
    )
    run("check", "--fix", "--project", str(project))
    assert path.read_text("utf-8").count("language: zh") == (text + odd).count("language: zh") + 1


@pytest.mark.parametrize("text", ["", "a: [", "references: 3\n", "- title: x\n", "- {id: a}\n- {id: a, id: b}\n"])
def test_what_cannot_be_formatted_is_left_alone(text: str) -> None:
    from pipeline.bibliography.layout import CannotFormat, formatted

    with pytest.raises(CannotFormat):
        formatted(text)


def test_the_command_formats_the_file(project: Path) -> None:
    path = project / "source/references.yaml"
    path.write_text(_UNSORTED, "utf-8")
    assert run("cite", "format", "--project", str(project)).code == 0
    assert "unchanged" in run("cite", "format", "--project", str(project)).output
    path.write_text("a: [", "utf-8")
    assert run("cite", "format", "--project", str(project)).code == 3
    assert path.read_text("utf-8") == "a: ["


def test_a_refused_address_of_an_entry_is_no_link() -> None:
    made = small("甲[@a]，乙[@b]，丙[@c]，丁[@d]。")
    (made.folder / "source/references.yaml").write_text(
        """\
- {id: a, type: webpage, title: x, URL: "javascript:alert(2)", language: en}
- {id: b, type: webpage, title: y, URL: "https://user:word@example.org/y", language: en}
- {id: c, type: webpage, title: z, URL: "https://example.org/z", language: en}
- {id: d, type: article-journal, title: w, DOI: 'x" onclick="y', language: en}
""",
        "utf-8",
    )
    page = html_parser.document_fromstring(made.built("html")["html"])
    links = page.xpath("//div[contains(@class, 'csl-entry')]//a/@href")
    assert [link for link in links if not link.startswith("#")] == ["https://example.org/z"]
    assert "javascript:alert(2)" in page.text_content()


def test_a_tree_is_prepared_where_something_has_to_be_prepared() -> None:
    def ready(text: str) -> bool:
        return citing._is_ready(pandoc.parse(text)[0])

    assert ready("见[@a]，又[@b]，`[@c, 15]`。") and ready("无。")
    assert not ready("见[@a, 15]。") and not ready("见[@a; @a]。")
    assert not ready("甲\n\n::: {.references}\n:::\n\n乙\n\n::: {.references}\n:::\n")


_SPOKEN = """\
- {id: en1, type: book, title: "Open “institutions”", author: [{literal: O’Reilly}], publisher: P, issued: "2020", language: en}
- {id: ja1, type: book, title: ソース, author: [{literal: 山田}], publisher: 書店, issued: "2019"}
- {id: zh1, type: book, title: 开放, author: [{literal: 张三}], publisher: 社, issued: "2020", language: zh-TW}
"""


def test_an_entry_is_spoken_in_its_own_language_and_its_links_back_are_not() -> None:
    files = small("正文[@en1]、[@ja1]、[@zh1]。", files={"references.yaml": _SPOKEN}).built("html", "docx")
    entries = html_parser.document_fromstring(files["html"]).xpath("//*[@class='csl-right-inline']")
    assert [entry.xpath("string(./span[@lang]/@lang)") for entry in entries] == ["en", "ja", ""]
    assert not any(entry.xpath("./span[@lang]//*[@class='backlinks']") for entry in entries)
    word = etree.fromstring(dict(zips.read(files["docx"]))["word/document.xml"])
    said = word.xpath("//w:r[contains(., 'institutions')]//w:lang/@w:val", namespaces={"w": _W[1:-1]})
    assert said == ["en-US"]
