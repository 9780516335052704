"""The parts of a Word file beside its text: settings, faces, languages and styles are ours, and Word knows their names."""

from __future__ import annotations

import hashlib
import io
import json
import re

import pytest
from lxml import etree
from PIL import Image

from pipeline.formats import rows
from pipeline.formats.docx.pictures import stand_in
from pipeline.line.build import build, check
from pipeline.tools import zips
from tests.small import Small, W, word

BODY = """\
# 甲 {#sec-a en="A"}

文，见[@tbl-a]。*Kai* `code`。[English words]{lang=en}、[Deutsch]{lang=de}、[日本]{lang=ja}。[@osd]

::: {.summary lang=en}
Words.
:::

| 甲 | 乙 |
|:--|--:|
| 一 | 2 |

: 题 {#tbl-a en=T}

> 引文。
"""


@pytest.fixture(scope="module")
def parts() -> dict[str, etree._Element]:
    found = zips.read(Small(BODY, "lists: [tables]\n").built("docx")["docx"])
    return {name: etree.fromstring(data) for name, data in found.items() if name.endswith(".xml")}


def _styles(root: etree._Element) -> dict[str, etree._Element]:
    return {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}


def _named(root: etree._Element, *tags: str) -> set[str]:
    return {one.get(f"{W}val") for one in root.iter(*(f"{W}{tag}" for tag in tags))}


def test_no_style_lacks_and_none_is_left_over(parts: dict[str, etree._Element]) -> None:
    known = _styles(parts["word/styles.xml"])
    named = {
        one
        for name, root in parts.items()
        if name.startswith("word/")
        for one in _named(root, "pStyle", "rStyle", "tblStyle")
    }
    bases = set().union(*(_named(style, "basedOn") for style in known.values()))
    assert named <= set(known) and bases <= set(known)
    defaults = {name for name, style in known.items() if style.get(f"{W}default")}
    ready = {
        name
        for name in known
        if re.fullmatch(r"Heading\d|BodyText|FootnoteText|FootnoteReference|Hyperlink|Table", name)
    }
    # What LibreOffice sets lists in that it makes anew.
    assert set(known) - named - bases - defaults - ready == {"FigureIndex1"}
    assert not {"BoxTip", "CoverLogo", "CodeKeyword", "IND1"} & set(known)


def test_word_knows_its_own_styles_by_their_names(parts: dict[str, etree._Element]) -> None:
    names = {style.find(f"{W}name").get(f"{W}val") for style in parts["word/styles.xml"].iter(f"{W}style")}
    assert {"heading 1", "heading 4", "footnote text", "header", "footer", "toc 1", "table of figures"} <= names
    assert not {"Heading 1", "Footnote Text", "Header"} & names
    assert parts["word/styles.xml"].find(f"{W}latentStyles") is not None
    title = _styles(parts["word/styles.xml"])["CoverTitle"]
    assert title.find(f"{W}name").get(f"{W}val") == "Title" and f"{W}customStyle" not in title.attrib


def test_languages_stand_where_word_looks_for_them(parts: dict[str, etree._Element]) -> None:
    told = {
        (name.removeprefix(W), value)
        for part in ("document", "footnotes", "styles")
        for one in parts[f"word/{part}.xml"].iter(f"{W}lang")
        for name, value in one.attrib.items()
    }
    assert told == {("val", "en-US"), ("val", "de"), ("eastAsia", "zh-CN"), ("eastAsia", "ja"), ("bidi", "ar-SA")}
    runs = {
        run.find(f"{W}t").text: run.find(f"{W}rPr/{W}lang")
        for run in parts["word/document.xml"].iter(f"{W}r")
        if run.find(f"{W}t") is not None
    }
    assert runs["Deutsch"].attrib == {f"{W}val": "de"} and runs["日本"].attrib == {f"{W}eastAsia": "ja"}


def test_nothing_of_pandocs_is_left_in_settings_and_faces(parts: dict[str, etree._Element]) -> None:
    said = {etree.QName(one).localname for one in parts["word/settings.xml"]}
    assert "footnotePr" in said and not {"doNotTrackMoves", "embedSystemFonts", "proofState", "rsids"} & said
    faces = {one.get(f"{W}name"): one.find(f"{W}altName") for one in parts["word/fontTable.xml"]}
    assert "Aptos" not in faces and faces["宋体"].get(f"{W}val") == "SimSun"
    asked = {
        font.get(f"{W}{kind}") for font in parts["word/styles.xml"].iter(f"{W}rFonts") for kind in ("ascii", "eastAsia")
    }
    assert asked - {None} <= set(faces)


def test_references_are_set_as_references(parts: dict[str, etree._Element]) -> None:
    (entry,) = [one for one in parts["word/document.xml"].iter(f"{W}p") if "开放源代码" in "".join(one.itertext())]
    assert entry.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Bibliography"


def test_a_field_has_one_look(parts: dict[str, etree._Element]) -> None:
    """Word takes the look of the code for what it computes."""
    for paragraph in parts["word/document.xml"].iter(f"{W}p"):
        look: str | None = None
        is_open = False
        for run in paragraph.iter(f"{W}r"):
            mark = run.find(f"{W}fldChar")
            style = run.find(f"{W}rPr/{W}rStyle")
            own = "" if style is None else style.get(f"{W}val")
            if mark is not None and mark.get(f"{W}fldCharType") == "begin":
                is_open, look = True, own
            if is_open:
                assert own == look
            if mark is not None and mark.get(f"{W}fldCharType") == "end":
                is_open = False


def test_a_proof_lets_moves_be_tracked() -> None:
    said = {etree.QName(one).localname for one in word("文。", part="word/settings.xml")}
    assert "doNotTrackMoves" not in said and "trackRevisions" not in said


def test_lines_are_as_far_apart_as_in_the_pdf_whatever_the_face(parts: dict[str, etree._Element]) -> None:
    tokens = Small("文。").session.tokens
    wanted = round(tokens["size"]["body"] * tokens["line"]["body"] * 20)
    spacing = parts["word/styles.xml"].find(f"{W}docDefaults//{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == (str(wanted), "atLeast")
    # Pictures and headings are as high as they are.
    for name in ("Figure", "Heading1"):
        style = _styles(parts["word/styles.xml"]).get(name)
        assert style is None or style.find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "auto"


TWINS = """\
图见[@fig-a]、[@fig-b]。

``` {.figure #fig-a}
kind: tree
caption: {zh: 甲, en: A}
alt: {zh: 甲, en: A}
credit: {zh: 自制, en: Own}
root: {label: {zh: 甲, en: A}}
```

``` {.figure #fig-b}
kind: tree
caption: {zh: 乙, en: B}
alt: {zh: 乙, en: B}
credit: {zh: 自制, en: Own}
root: {label: {zh: 乙, en: B}}
```
"""


def test_pictures_of_one_size_have_each_their_own_pixels() -> None:
    """pandoc is given the size of each alone."""
    found = zips.read(Small(TWINS).built("docx")["docx"])
    pixels = [data for name, data in found.items() if name.endswith(".png")]
    opened = [Image.open(io.BytesIO(data)) for data in pixels]
    assert len({picture.size for picture in opened}) == 1
    assert len({picture.tobytes() for picture in opened}) == len(opened) == 2
    assert all(len(picture.convert("RGB").getcolors(2**20) or ()) > 1 for picture in opened)


def test_a_picture_without_pixels_is_told() -> None:
    made = Small(TWINS)
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    parts = dict(zips.read(path.read_bytes()))
    name = next(name for name in parts if name.endswith(".png"))
    parts[name] = stand_in(parts[name], "fig-a")
    path.write_bytes(zips.write(list(parts.items())))
    told = {one.code for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics}
    assert {code for code in told if code.startswith("OUT")} == {"OUT111"}


def _shapes(document: bytes, parts: dict[str, bytes]) -> list[tuple[float, float]]:
    """Of each picture in order: across to down as it is shown, and of its pixels."""
    shown = [int(across) / int(down) for across, down in re.findall(rb'<wp:extent cx="(\d+)" cy="(\d+)"', document)]
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    names = {str(row.get("Id")): str(row.get("Target")) for row in relations}
    used = [names[id_.decode()] for id_ in re.findall(rb'<a:blip[^>]*r:embed="([^"]+)"', document)]
    sizes = [Image.open(io.BytesIO(parts[f"word/{name}"])).size for name in used if name.endswith(".png")]
    return list(zip(shown, (width / height for width, height in sizes), strict=True))


def test_pictures_have_the_shape_of_their_pixels() -> None:
    """Long and flat ones, and a file of pixels: pandoc reads no size from what stands in for them."""
    branches = ", children: [{label: {zh: 丙, en: C}}, {label: {zh: 丁, en: D}}]}"
    long = TWINS.replace("root: {label: {zh: 甲, en: A}}", "root: {label: {zh: 甲, en: A}" + branches)
    for text in (TWINS, long):
        parts = dict(zips.read(Small(text).built("docx")["docx"]))
        for shown, own in _shapes(parts["word/document.xml"], parts):
            assert shown == pytest.approx(own, rel=0.02)


@pytest.mark.parametrize("factor", [0.9, 1.2])
def test_a_picture_that_is_stretched_is_told(factor: float) -> None:
    made = Small(TWINS)
    (path,) = build(made.session, rows(["docx"]), 1, lambda _: None).written
    parts = dict(zips.read(path.read_bytes()))

    def stretched(found: re.Match[bytes]) -> bytes:
        return b'<wp:extent cx="%s" cy="%d"' % (found[1], int(int(found[2]) * factor))

    document = parts["word/document.xml"]
    parts["word/document.xml"] = re.sub(rb'<wp:extent cx="(\d+)" cy="(\d+)"', stretched, document, count=1)
    path.write_bytes(zips.write(list(parts.items())))
    told = {one.code for one in check(made.session, rows(["docx"]), 1, lambda _: None).diagnostics}
    assert {code for code in told if code.startswith("OUT")} == {"OUT111"}


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0JFIF", b"<svg/>"])
def test_what_is_no_png_goes_through_pandoc(data: bytes) -> None:
    assert stand_in(data, "a") == data


ROWS = """\
| 甲 | 乙 |
|:--|--:|
| 一 | 2 |

: 题 {{#tbl-a en=T {}}}

文。

| 丙 | 丁 |
|:--|--:|
| 一 | 2 |
"""


@pytest.mark.parametrize(("asked", "flag", "look"), [("headings=1", "1", "00A0"), ("", "0", "0020")])
def test_a_table_says_what_it_is_and_whether_its_rows_have_heads(asked: str, flag: str, look: str) -> None:
    first, second = word(ROWS.format(asked)).iter(f"{W}tblPr")
    assert first.find(f"{W}tblCaption").get(f"{W}val") == "表\u00a01\u3000题".replace("\u00a0", " ").replace(
        "\u3000", " "
    )
    assert first.find(f"{W}tblDescription").get(f"{W}val").endswith("T")
    found = first.find(f"{W}tblLook")
    assert (found.get(f"{W}firstColumn"), found.get(f"{W}val")) == (flag, look)
    assert first.find(f"{W}tblStyle").get(f"{W}val") == "Table"
    # What has no caption is told by the heads of its columns.
    assert second.find(f"{W}tblCaption").get(f"{W}val") == "丙 · 丁" and second.find(f"{W}tblDescription") is None


def test_a_file_says_which_source_it_was_made_of() -> None:
    """By all its files: a change that shows nowhere makes it another."""

    def said(made: Small) -> str:
        custom = etree.fromstring(zips.read(made.built("docx")["docx"])["docProps/custom.xml"])
        return next("".join(row.itertext()) for row in custom if row.get("name") == "SourceDigest")

    first, other = Small("文。"), Small("文。", files={"data/unused.csv": "甲\n"})
    files = {
        f"source/{name}": (first.folder / "source" / name).read_bytes() for name in ("references.yaml", "report.md")
    }
    each = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert said(first) == hashlib.sha256(json.dumps(each).encode()).hexdigest()
    assert said(other) != said(first)
    assert not [
        one for one in check(first.session, rows(["docx"]), 1, lambda _: None).diagnostics if one.code == "OUT102"
    ]
