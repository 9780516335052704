"""Headers and footers of a publisher's template stand in the place of ours, without what acts or leads outside."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.formats.docx import furniture
from pipeline.formats.docx.house import House
from pipeline.formats.docx.housecontent import Content
from pipeline.formats.docx.housefields import canonical
from pipeline.formats.docx.opened import RefusedWord
from pipeline.line.build import build, check
from pipeline.tools import zips
from tests.conftest import run
from tests.house import LOGO, STYLES, field, part_of, related, template, with_headers
from tests.small import Small, W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BODY = '# 甲 {#sec-a en="A"}\n\n文。\n'
DRAFT = "watermark: {zh: 草稿, en: Draft}\n"
WORDS = "<w:r><w:t>社</w:t></w:r>"


@pytest.fixture(scope="module")
def made() -> tuple[Small, dict[str, bytes], list[str]]:
    small = Small(BODY, DRAFT, settings='[docx]\nreference = "house.docx"\n')
    (small.folder / "house.docx").write_bytes(with_headers())
    told = [
        f"{one.values['name']} {dict(one.values['reason'].values)['what']}"
        for one in build(small.session, rows(["docx"]), 1, lambda _: None).diagnostics
        if one.code == "SET109" and one.values["reason"].name == "furniture_in_part"
    ]
    return small, dict(zips.read((small.folder / "out/report.docx").read_bytes())), told


def _said(data: bytes) -> str:
    root = etree.fromstring(data)
    marks = {"instrText": "{%s}", "t": "%s", "drawing": "{drawing}", "textpath": "(%s)"}
    pieces = []
    for one in root.iter():
        mark = marks.get(etree.QName(one).localname)
        if mark and one.get("on") is None:
            pieces.append(mark % (one.text or one.get("string") or "").strip() if "%" in mark else mark)
    return "".join(pieces)


def test_they_stand_in_the_place_of_ours(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    _, parts, told = made
    names = [name for name in sorted(parts) if re.fullmatch(r"word/(?:header|footer)\d\.xml", name)]
    assert {name: _said(parts[name]) for name in names} == {
        "word/header4.xml": "(草稿){drawing}某某出版社{STYLEREF 1}",
        "word/header5.xml": "(草稿){TITLE}小报告 / Small Report",
        "word/header6.xml": "(草稿)双页",
        "word/footer4.xml": "—{PAGE}1",
    }
    assert told == ["word/header1.xml a:hlinkClick"]
    relations = {row.get("Id"): row.get("Target") for row in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    sections = list(etree.fromstring(parts["word/document.xml"]).iter(f"{W}sectPr"))
    for section in sections:
        shown = {
            (etree.QName(row).localname[:6], row.get(f"{W}type")): relations[row.get(f"{R}id")]
            for row in section
            if etree.QName(row).localname.endswith("Reference")
        }
        assert shown == {
            ("header", "default"): "header4.xml",
            ("header", "first"): "header5.xml",
            ("header", "even"): "header6.xml",
            ("footer", "default"): "footer4.xml",
            ("footer", "even"): "footer4.xml",
        }
    assert [one.find(f"{W}titlePg") is not None for one in sections] == [True, False, False]
    assert [one.find(f"{W}pgNumType").get(f"{W}fmt") for one in sections[1:]] == ["upperRoman", None]
    assert b"evenAndOddHeaders" in parts["word/settings.xml"] and b'styleId="zz"' in parts["word/styles.xml"]
    (picture,) = etree.fromstring(parts["word/_rels/header4.xml.rels"])
    assert f"word/{picture.get('Target')}" in parts and b"example.org" not in b"".join(parts.values())


def test_a_check_knows_them(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    small, parts, _ = made
    found = check(small.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert [one for one in found if one.code.startswith("OUT")] == []
    house = House.open(with_headers()).letterhead
    body, metadata = etree.fromstring(parts["word/document.xml"]), small.session.document.metadata

    def told(part: str, find: str, put: str, *known: object) -> list[str]:
        changed = {**parts, part: parts[part].decode().replace(find, put, 1).encode()}
        assert changed != parts or not find
        return [one.code for one in furniture.check(metadata, changed, body, "out/report.docx", *known)]

    assert told("word/header4.xml", "", "", house) == told("word/header4.xml", "", "") == []
    assert told("word/header4.xml", "某某", "别的", house) == ["OUT123", "OUT106"]
    assert told("word/header5.xml", "小报告", "大报告", house) == ["OUT123", "OUT106"]
    assert told("word/footer4.xml", "PAGE", "DATE", house) == ["OUT123", "OUT106"]


def test_a_check_knows_the_template_of_the_command_line(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    (made[0].folder / "bare.docx").write_bytes(template())
    called = ("check", "docx", "--project", str(made[0].folder), "--reference", str(made[0].folder / "bare.docx"))
    outcome = run(*called)
    assert outcome.code == 1 and "OUT123" in outcome.output and "header4.xml" in outcome.output


def test_they_end_with_the_lines_of_a_page_on_its_side() -> None:
    """Stops in the middle and at the end move, of a style and their own, and tables as wide as the lines are widened."""
    cell = '<w:tc><w:tcPr><w:tcW w:type="{}" w:w="{}"/></w:tcPr><w:p/></w:tc>'
    grid = '<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000"/></w:tblPr><w:tblGrid><w:gridCol w:w="{}"/></w:tblGrid>'
    own = f'<w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="7900"/></w:tabs></w:pPr>{WORDS}</w:p>'
    tables = "".join(
        f"{grid.format(wide)}<w:tr>{cell.format(*one)}</w:tr></w:tbl>{own}"
        for wide, one in ((7800, ("dxa", 7800)), (900, ("dxa", 900)))
    )
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/><w:tab w:val="center" w:pos="3910"/></w:tabs></w:pPr>'
    styles = STYLES.replace("<w:pPr><w:keepNext/></w:pPr></w:style>", f"{stops}</w:style>", 1).replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="zz"><w:name w:val="社页眉"/><w:basedOn w:val="a9"/></w:style></w:styles>',
    )
    turned = "| 甲 | 乙 |\n|:--|:--|\n| 一 | 二 |\n\n: 题 {#tbl-a en=T size=turned}"
    small = Small(f"{BODY}\n见[@tbl-a]。\n\n{turned}\n\n文。\n", settings='[docx]\nreference = "house.docx"\n')
    (small.folder / "house.docx").write_bytes(
        with_headers(
            {
                "word/styles.xml": styles.encode(),
                "word/footer1.xml": part_of("ftr", tables),
            }
        )
    )
    files = dict(zips.read(small.built("docx")["docx"]))
    names = {row.get("Id"): row.get("Target") for row in etree.fromstring(files["word/_rels/document.xml.rels"])}
    (section,) = etree.fromstring(files["word/document.xml"]).xpath(
        "//w:sectPr[w:pgSz/@w:orient='landscape']", namespaces={"w": W[1:-1]}
    )
    shown = {
        f"{etree.QName(one).localname[:6]} {one.get(f'{W}type')}": names[one.get(f"{R}id")]
        for one in section
        if one.get(f"{R}id")
    }
    assert shown == {
        "header default": "header7.xml", "header first": "header5.xml", "header even": "header6.xml",
        "footer default": "footer7.xml", "footer even": "footer7.xml",
    }  # fmt: skip
    header, footer = (etree.fromstring(files[f"word/{name}7.xml"]) for name in ("header", "footer"))
    assert [(one.get(f"{W}val"), one.get(f"{W}pos")) for one in header.iter(f"{W}tab") if one.get(f"{W}val")] == [
        ("clear", "3910"), ("center", str(round(3910 * 12071 / 7819))),
    ]  # fmt: skip
    assert {one.get(f"{W}pos") for one in footer.iter(f"{W}tab")} == {"12071"}
    assert [one.get(f"{W}w") for one in footer.iter(f"{W}gridCol", f"{W}tcW")] == [
        str(round(7800 * 12071 / 7819))
    ] * 2 + ["900"] * 2
    assert files["word/_rels/header7.xml.rels"] == files["word/_rels/header4.xml.rels"]
    found = check(small.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert [one for one in found if one.code.startswith("OUT")] == []


def test_pages_have_their_number_once() -> None:
    """Where only the header of a template says it, the footer does not; where nothing of it does, ours stays."""
    blank = part_of("ftr", "<w:p/>")
    for header, pages in ((field("PAGE"), []), (WORDS, ["footer1.xml"])):
        small = Small(BODY, settings='[docx]\nreference = "house.docx"\n')
        changes = {"word/header1.xml": part_of("hdr", f"<w:p>{header}</w:p>"), "word/footer1.xml": blank}
        (small.folder / "house.docx").write_bytes(with_headers({**changes, "word/settings.xml": None}))
        parts = dict(zips.read(small.built("docx")["docx"]))
        assert [name[5:] for name in parts if name.startswith("word/footer")] == pages
        assert not [
            one for one in check(small.session, rows(["docx"]), 1, lambda _: None).diagnostics if "OUT" in one.code
        ]


@pytest.mark.parametrize(
    ("inner", "kept", "lost"),
    [
        (f"<w:p>{WORDS}<w:r><w:pict><v:shape/></w:pict></w:r></w:p>", "社", ["w:pict"]),
        (f"<w:p>{WORDS}<w:r><w:object><v:shape/></w:object></w:r></w:p>", "社", ["w:object"]),
        (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp/></w:drawing></mc:Choice>'
            f"</mc:AlternateContent></w:r>{WORDS}</w:p>",
            "社",
            ["mc:AlternateContent"],
        ),
        (f'<w:p><w:hyperlink r:id="rId2">{WORDS}</w:hyperlink></w:p>', "社", ["w:hyperlink"]),
        (f"<w:p>{WORDS}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>", "社", ["w:vanish"]),
        (f"<w:p>{field('INCLUDETEXT a.txt')}{WORDS}</w:p>", "社", ["INCLUDETEXT a.txt"]),
        (f'<w:p><w:fldSimple w:instr="DDE a b">{WORDS}</w:fldSimple></w:p>', "", ["DDE a b"]),
        (f'<w:p>{field("IF " + field("PAGE"))}{WORDS}</w:p>', "社", ["w:fldChar"]),
        (f'<w:p>{WORDS}<w:r><w:instrText>DDE</w:instrText></w:r></w:p>', "社", ["w:fldChar"]),
        (f'<w:p>{WORDS}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{WORDS}</w:p>', "社", ["w:fldChar"]),
        (f"<w:p><w:ins>{WORDS}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>", "社", []),
        (f'<w:tbl><w:tr w:rsidR="1"><w:tc><w:p>{WORDS}</w:p></w:tc></w:tr></w:tbl>', "社", []),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>[键入]</w:t></w:r></w:p></w:sdtContent></w:sdt>", "", ["w:sdt"]),
        ("<w:p/>", "", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_a_header_is_left_out_and_named(inner: str, kept: str, lost: list[str]) -> None:
    content = Content(etree.fromstring(part_of("hdr", inner)))
    assert _said(etree.tostring(content.root)) == kept and content.lost == lost
    assert content.says_something == bool(kept) and content.root[-1].tag == f"{W}p"
    assert b"rsid" not in etree.tostring(content.root)


@pytest.mark.parametrize(
    ("code", "made"),
    [
        (" page  \\* MERGEFORMAT ", "PAGE"),
        ("PAGE \\* ArabicDash", "PAGE \\* ArabicDash"),
        ('STYLEREF "标题 2" \\n \\* MERGEFORMAT', "STYLEREF 2 \\n"),
        ('STYLEREF "Heading 1"', "STYLEREF 1"),
        ("TITLE   \\* MERGEFORMAT", "TITLE"),
        ("NUMPAGES", "NUMPAGES"),
        ("STYLEREF 正文", ""),
        ("DATE", ""),
        ("MACROBUTTON x", ""),
        ("INCLUDEPICTURE a.png", ""),
        ("", ""),
    ],
)
def test_fields_are_written_as_ours(code: str, made: str) -> None:
    assert canonical(code) == made


def test_pictures_that_are_none_are_left_out() -> None:
    for change in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xd7\xcd\xc6\x9a"):
        letterhead = House.open(with_headers({"word/media/logo.png": change})).letterhead
        assert letterhead.pieces["header", "default"].pictures == {}
        assert str(dict(dict(letterhead.told)["word/header1.xml"].values)["what"]).endswith("w:drawing")
    alone = {"word/header1.xml": part_of("hdr", f"<w:p>{LOGO}</w:p>"), "word/media/logo.png": b""}
    assert ("header", "default") not in House.open(with_headers(alone)).letterhead.pieces


def test_what_no_page_of_a_template_shows_is_not_taken() -> None:
    assert not House.open(template({"word/header1.xml": part_of("hdr", f"<w:p>{WORDS}</w:p>")})).letterhead.pieces
    shown = House.open(with_headers({"word/settings.xml": None})).letterhead
    assert sorted(shown.pieces) == [("footer", "default"), ("header", "default"), ("header", "first")]
    gone = {
        "word/_rels/document.xml.rels": related(
            ("header1", "header", "nowhere.xml"), ("header2", "header", "settings.xml")
        )
    }
    assert not House.open(with_headers(gone)).letterhead.pieces


def test_a_broken_header_is_refused() -> None:
    for broken in (b"<w:hdr", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        with pytest.raises(RefusedWord):
            House.open(with_headers({"word/header1.xml": broken}))
