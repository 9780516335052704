"""What keeps together on the pages of the Word edition, as its paragraphs say."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx.bookmarks import target_name
from pipeline.formats.docx.fields import field
from pipeline.formats.docx.openxml import clark, part, w
from pipeline.formats.docx.pages import probe
from pipeline.formats.docx.pieces import fields_of
from pipeline.line.build import check
from pipeline.tools import zips
from tests.small import Small, W, small, word

TABLE = """见[@tbl-a]：

``` {.table #tbl-a}
caption: {zh: 题, en: T}
columns: [{name: {zh: 名, en: Name}}, {name: {zh: 值, en: Value}}]
rows: [[子行, 1], [丑行, 2], [寅行, 3], [卯行, 4]]
NOTES
```

后文。"""


def _kept(body: etree._Element) -> dict[str, bool]:
    """Whether each paragraph keeps with the next, by its text."""
    return {
        "".join(text.text or "" for text in paragraph.iter(f"{W}t")): paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in body.iter(f"{W}p")
    }


def test_a_table_keeps_with_its_notes_and_its_head_with_two_rows() -> None:
    kept = _kept(word(TABLE.replace("NOTES", "notes: [{zh: 注文, en: Remark}]\ncredit: {zh: 处, en: Origin}")))
    assert [kept[cell] for cell in ("子行", "丑行", "寅行", "卯行", "4")] == [True, False, True, True, True]
    under = ["注：注文", "来源：处", "Note: Remark", "Source: Origin"]
    assert [kept[line] for line in under] == [True, True, True, False]
    assert kept["见表 1：".replace(" ", "\u00a0")]
    assert not kept["后文。"]


def test_a_table_without_notes_does_not_keep_with_the_text_after_it() -> None:
    kept = _kept(word(TABLE.replace("NOTES", "")))
    assert [kept[cell] for cell in ("子行", "丑行", "寅行", "卯行", "4")] == [True, False, True, False, False]


def test_the_end_of_a_proof_does_not_stand_alone_on_a_page() -> None:
    body = word('# 甲 {en="A"}\n\n::: {.proof}\n证。\n\n$$x=1$$\n:::\n')
    lines = list(body.iter(f"{W}p"))
    end = next(place for place, one in enumerate(lines) if "".join(one.itertext()).strip() == "□")
    assert lines[end - 1].find(f"{W}pPr/{W}keepNext") is not None


def _spacing(body: etree._Element) -> dict[str, dict[str, str]]:
    """The white that each paragraph asks for itself, by its text."""
    found = {}
    for paragraph in body.iter(f"{W}p"):
        spacing = paragraph.find(f"{W}pPr/{W}spacing")
        words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        found[words] = (
            {name.removeprefix(W): value for name, value in spacing.attrib.items()} if spacing is not None else {}
        )
    return found


@pytest.mark.parametrize("after", ["后文。", "**后**文。", "- 一项\n- 又一项", "> 引文。"])
def test_there_is_white_between_a_table_and_the_text_after_it(after: str) -> None:
    first = re.sub(r"[*>\- ]", "", after).partition("\n")[0]
    assert _spacing(word(TABLE.replace("NOTES", "").replace("后文。", after)))[first] == {"before": "200"}
    noted = _spacing(word(TABLE.replace("NOTES", "notes: [{zh: 注文, en: Remark}]").replace("后文。", after)))
    assert (noted["注：注文"], noted["Note: Remark"], noted[first]) == ({"before": "60"}, {"after": "200"}, {})


def test_a_heading_after_a_table_and_what_follows_a_box_keep_their_own_white() -> None:
    body = TABLE.replace("NOTES", "") + "\n\n::: {.callout-note}\n框。\n:::\n\n框后。\n\n" + TABLE.replace("NOTES", "")
    body = body.replace("tbl-a", "tbl-b", 2).replace("后文。", '## 节 {en="S"}\n\n文。')
    assert not any(_spacing(word(body))[words] for words in ("节", "框后。"))


def test_the_head_of_a_table_is_repeated_and_its_notes_are_flush_left() -> None:
    body = word(TABLE.replace("NOTES", "credit: {zh: 处, en: Origin}"))
    (row,) = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert "名" in "".join(text.text or "" for text in row.iter(f"{W}t"))
    styles = word(TABLE.replace("NOTES", "credit: {zh: 处, en: Origin}"), part="word/styles.xml")
    (style,) = styles.xpath("//w:style[@w:styleId='TableNote']", namespaces={"w": W[1:-1]})
    assert style.find(f"{W}pPr/{W}jc").get(f"{W}val") == "left"


def test_a_summary_keeps_with_the_text_under_it() -> None:
    styles = word('# 节 {en="S"}\n\n::: {.summary lang=en}\nWords.\n:::\n\n正文', part="word/styles.xml")
    (style,) = styles.xpath("//w:style[@w:styleId='Summary']", namespaces={"w": W[1:-1]})
    assert style.find(f"{W}pPr/{W}keepNext") is not None


def _sections(body: etree._Element) -> list[tuple[str, str, bool]]:
    """How the pages of each section are numbered, and whether it begins with a page of its own kind."""
    found = []
    for section in body.iter(f"{W}sectPr"):
        numbers = section.find(f"{W}pgNumType")
        form, start = ("", "") if numbers is None else (numbers.get(f"{W}fmt", ""), numbers.get(f"{W}start", ""))
        found.append((form, start, section.find(f"{W}titlePg") is not None))
    return found


def test_cover_front_matter_and_text_are_sections() -> None:
    chapters = '# 甲 {en="A"}\n\n文。\n\n# 乙 {en="B"}\n\n文。'
    wanted = [("", "", True), ("upperRoman", "1", False), ("", "1", False)]
    assert _sections(word(chapters)) == wanted
    lists = "lists: [tables]\n"
    body = word(TABLE.replace("NOTES", ""), lists)
    assert _sections(body) == wanted
    text = [part for part in body.iter(f"{W}sectPr", f"{W}t") if part.tag.endswith("sectPr") or "目录" in part.text]
    assert [(part.text or "").strip() or None for part in text] == [None, "目录", "表格目录", "表格目录", None, None]
    english = word("# A\n\nWords.", "languages: [en]\n")
    assert _sections(english)[1] == ("lowerRoman", "1", False)


def test_no_paragraph_is_there_for_a_break_alone() -> None:
    body = word('# 甲 {en="A"}\n\n文。\n\n::: {.page-break}\n:::\n\n又一页。', "lists: [tables]\n")
    for paragraph in body.iter(f"{W}p"):
        if not list(paragraph.iter(f"{W}t")):
            # After what is no paragraph a section can only end in one of its own.
            assert paragraph.find(f"{W}pPr/{W}sectPr") is not None and paragraph.getprevious().tag == f"{W}sdt"
    (begins,) = [one for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert "".join(begins.itertext()).strip() == "又一页。"


def test_no_page_has_nothing_on_it_beside_pages_on_their_side() -> None:
    turned = "| 甲 | 乙 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {{#tbl-{} en=T size=turned}}\n\n"
    text = '# 甲 {en="A"}\n\n见[@tbl-a]、[@tbl-b]。\n\n::: {.page-break}\n:::\n\n'
    body = word(f"{text}{turned.format('a')}{turned.format('b')}文。")
    ends = [one.getparent().getparent() for one in body.iter(f"{W}sectPr") if one.getparent().tag == f"{W}pPr"]
    assert [("".join(one.itertext()).strip() != "", one.find(f".//{W}pgSz").get(f"{W}orient")) for one in ends[2:]] == [
        (True, None),
        (False, "landscape"),
        (False, "landscape"),
    ]
    assert not list(body.iter(f"{W}pageBreakBefore"))
    # Where a table ends a page on its side the end of the section takes no room.
    heights = [one.find(f"{W}pPr/{W}spacing").attrib for one in ends[3:]]
    assert [(one[f"{W}line"], one[f"{W}lineRule"]) for one in heights] == [("20", "exact")] * 2


def test_columns_are_as_wide_as_their_lines_and_tables_in_the_middle() -> None:
    table = word("| 甲 | 一个较长的栏名 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {#tbl-a en=T}")
    (grid,) = table.iter(f"{W}tblGrid")
    widths = [int(column.get(f"{W}w")) for column in grid]
    assert widths[1] - widths[0] == 6 * 180
    assert table.find(f".//{W}tblPr/{W}jc").get(f"{W}val") == "center"


def test_wide_tables_fill_the_measure() -> None:
    long = "字" * 90
    body = word(f"| 甲 | 乙 |\n|:--|:--|\n| {long} | {long} |\n\n: 题 {{#tbl-a en=T}}")
    section = list(body.iter(f"{W}sectPr"))[-1]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    measure = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    (grid,) = body.iter(f"{W}tblGrid")
    assert measure - 2 <= sum(int(column.get(f"{W}w")) for column in grid) <= measure


def test_no_section_ends_in_a_box() -> None:
    table = "| 甲 | 乙 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {#tbl-a en=T size=turned}"
    for body, count in ((table, 5), (f"::: {{.sidebar}}\n{table}\n:::", 3), (f"::: {{.callout-tip}}\n{table}\n:::", 3)):
        sections = list(word(f'# 甲 {{en="A"}}\n\n文。\n\n{body}\n\n文。').iter(f"{W}sectPr"))
        assert len(sections) == count
        assert not [one for one in sections if next(one.iterancestors(f"{W}tc"), None) is not None]


def test_where_pages_are_counted_no_field_leads_nowhere() -> None:
    """What a field says that finds no bookmark is longer than a page, and moves what is behind it."""
    report = "在第[@tbl-a]{.page}。\n\n" + TABLE.replace("NOTES", "")
    parts = dict(zips.read(Small(report).built("docx")["docx"]))
    asked = w("p", *field(f"PAGEREF {target_name('tbl-a')} \\h", "1"))
    body = etree.fromstring(parts["word/document.xml"])
    body[0].insert(0, asked)
    made, names = probe({**parts, "word/document.xml": part(body)})
    found = etree.fromstring(made["word/document.xml"])
    marks = {one.get(f"{W}name") for one in found.iter(f"{W}bookmarkStart")}
    codes = [one.code.split() for one in fields_of(found)]
    asking = [code[1] for code in codes if code[0] in ("REF", "PAGEREF")]
    assert list(names.values()) == ["b0"] and "b0" in asking
    assert marks.issuperset(asking)


@pytest.mark.parametrize(("kind", "told"), [("none", []), ("lines", ["lines"]), ("characters", ["linesAndChars"])])
def test_lines_keep_to_a_grid_where_it_is_asked_for(kind: str, told: list[str]) -> None:
    made = small('# 甲 {en="A"}\n\n文。\n\n::: {.columns}\n- 一\n- 二\n:::\n', settings=f'[docx]\ngrid = "{kind}"\n')
    body = etree.fromstring(dict(zips.read(made.built("docx")["docx"]))["word/document.xml"])
    # Lines that a grid moves apart would have no room on a cover.
    cover, *sections = body.iter(f"{W}sectPr")
    assert cover.find(f"{W}titlePg") is not None and cover.find(f"{W}docGrid") is None
    grids = [section.find(f"{W}docGrid") for section in sections]
    assert sorted({grid.get(f"{W}type") for grid in grids if grid is not None}) == told
    assert all((grid is not None) == bool(told) for grid in grids) and len(sections) > 2
    assert all(section[-1].tag == f"{W}docGrid" for section in sections if told)


def test_the_header_of_a_turned_page_ends_with_its_lines_and_the_file_says_its_identifier() -> None:
    table = "| 甲 | 乙 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {#tbl-a en=T size=turned}"
    text = f'# 甲 {{en="A"}}\n\n见[@tbl-a]。\n\n{table}\n\n文。'
    made = Small(text, "identifier: {doi: 10.5555/kanben.turned, report: T-1}\n")
    files = dict(zips.read(made.built("docx")["docx"]))
    body, header = (etree.fromstring(files[f"word/{name}.xml"]) for name in ("document", "header3"))
    stops = [(one.get(f"{W}val"), one.get(f"{W}pos")) for one in header.iter(f"{W}tab") if one.get(f"{W}val")]
    assert stops == [("clear", "8800"), ("right", str(16838 - 1587 - 1474))]
    named = {}
    for section in body.iter(f"{W}sectPr"):
        running = section.find(f"{W}headerReference[@{W}type='default']")
        named.setdefault(section.find(f"{W}pgSz").get(f"{W}orient"), set()).add(running.get(clark("r:id")))
    assert named == {None: {"rIdHeader1"}, "landscape": {"rIdHeader3"}}
    core = etree.fromstring(files["docProps/core.xml"])
    assert core.findtext("{http://purl.org/dc/elements/1.1/}identifier") == "https://doi.org/10.5555/kanben.turned"
    found = check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert [one.code for one in found if one.code.startswith("OUT")] == []


@pytest.mark.parametrize(
    ("design", "foot", "title"),
    [
        ("edge", "CoverFoot", "CoverTitle"),
        ("centred", "CentredFoot", "CentredTitle"),
        ("band", "CoverFoot", "BandTitle"),
    ],
)
def test_who_issues_a_report_stands_at_the_foot_of_its_cover_as_far_as_the_title_leaves_room(
    design: str, foot: str, title: str
) -> None:
    white = []
    for length in (1, 10, 60):
        front = f"cover: {design}\nsubtitle: {{zh: {'副题名' * length}, en: {'Subtitle ' * length}}}\n"
        styles = etree.fromstring(dict(zips.read(Small("文。", front).built("docx")["docx"]))["word/styles.xml"])
        named = {one.get(f"{W}styleId"): one.find(f"{W}pPr/{W}spacing") for one in styles.iter(f"{W}style")}
        white.append(tuple(int(named[name].get(f"{W}before")) for name in (foot, title)))
    (short, _), (middle, _), (long, above) = white
    assert short > middle > long >= 240
    # A page is 842 pt high.
    assert short < 842 * 20 and (above == 3000 or long == 240)


def test_text_that_begins_with_columns_begins_on_its_first_page_and_a_page_on_its_side_behind_them_is_one() -> None:
    columns = "::: {.columns}\n- 一\n- 二\n:::\n"
    table = "| 甲 | 乙 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {#tbl-a en=T size=turned}\n"
    made = small(f'{columns}\n# 甲 {{en="A"}}\n\n{columns}\n{table}\n{columns}\n见[@tbl-a]。\n')
    parts, _ = probe(zips.read(made.built("docx")["docx"]))
    body = etree.fromstring(parts["word/document.xml"])
    starts = [section.find(f"{W}pgNumType[@{W}start]") is not None for section in body.iter(f"{W}sectPr")]
    number = len(starts) - 1 - starts[::-1].index(True)
    mark = next(one for one in body.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == f"s{number}")
    assert "".join(text.text for text in mark.getparent().iter(f"{W}t")) == "一"
    for section in body.iter(f"{W}sectPr"):
        if section.find(f"{W}pgSz").get(f"{W}orient") == "landscape":
            assert section.find(f"{W}type") is None
    assert next(reversed(list(body.iter(f"{W}sectPr")))).find(f"{W}type").get(f"{W}val") == "continuous"
