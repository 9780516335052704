"""What a Word file holds is in the order of its schemas, and what a judge says of it leads to the source."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.reasons import ReasonedError
from pipeline.core.text import Span
from pipeline.formats.docx import agreeing, foreign, package, sequences
from pipeline.formats.docx.check import check
from pipeline.formats.docx.counting import Counter
from pipeline.formats.docx.gate import bookmarks_at
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w
from pipeline.formats.docx.pieces import fields_of
from pipeline.formats.docx.schema import put_in_order
from pipeline.formats.inputs import Artifact
from pipeline.tools import openxml_sdk, zips
from tests.conftest import needs
from tests.mutants import checked
from tests.mutants.schemas import BROKEN, broken
from tests.small import word
from tests.test_damaged import sound

__all__ = ["sound"]


def _names(element: Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


@pytest.mark.parametrize("given", [*itertools.permutations(("pStyle", "pageBreakBefore", "numPr", "sectPr"))])
def test_properties_come_in_the_order_of_the_schema(given: tuple[str, ...]) -> None:
    body = w("body", w("p", w("pPr", *map(w, given))), w("tbl", w("tblPr", w("tblLook"), w("tblStyle"))))
    put_in_order(body)
    assert _names(body[0][0]) == ["pStyle", "pageBreakBefore", "numPr", "sectPr"]
    assert _names(body[1][0]) == ["tblStyle", "tblLook"]


def test_what_a_judge_refused_is_mended() -> None:
    """A heading without a number that begins a page, and text and cases in a formula."""
    table = '| 项 | 值 |\n| --- | --- |\n| 甲 | 1 |\n\n: 表题 {#tbl-a en="Table"}\n'
    formula = r"$$|x| = \begin{cases} x & \text{若 } x > 0 \\ -x \end{cases}$$"
    body = word(f"# 一\n\n{formula}\n\n{table}", "lists: [tables]\n", settings='[docx]\nopenings = "page"\n')
    first = [_names(one) for one in body.iter(clark("w:pPr")) if one.find("w:pageBreakBefore", NAMESPACES) is not None]
    assert first and all(names.index("pageBreakBefore") < names.index("numPr") for names in first if "numPr" in names)
    columns = [_names(one) for one in body.iter(clark("m:mcPr"))]
    assert columns and all(names == ["count", "mcJc"] for names in columns)
    texts = [_names(one) for one in body.iter(clark("m:rPr")) if one.find("m:nor", NAMESPACES) is not None]
    assert texts and all("sty" not in names for names in texts)


def test_bookmarks_at_a_place_come_nearest_first() -> None:
    def marked(name: str) -> Element:
        return w("p", w("bookmarkStart", name=name), w("r", w("t", name)))

    body = w("document", w("body", marked("one"), marked("two"), w("p", w("r")), marked("last")))
    at = "/w:document[1]/w:body[1]/w:p[{}]"
    assert bookmarks_at(part(body), at.format(2)) == ["two", "one"]
    assert bookmarks_at(part(body), at.format(3) + "/w:r[1]") == ["two", "one"]
    for path in ("", "not a path[", "/x:unknown[1]", at.format(9)):
        assert bookmarks_at(part(body), path) == []
    assert bookmarks_at(b"", at.format(1)) == bookmarks_at(b"no markup", at.format(1)) == []


def test_a_file_names_the_program_that_made_it_and_counts_nothing() -> None:
    root = word("# 一\n\n文。\n", part="docProps/app.xml")
    assert [(etree.QName(one).localname, one.text) for one in root] == [("Application", "Kanben")]


@pytest.mark.gate
@pytest.mark.slow
def test_files_that_break_a_schema_are_refused(sound: dict[str, Artifact], tmp_path: Path) -> None:
    needs(openxml_sdk.missing())
    file, tried, missed = tmp_path / "report.docx", 0, []
    for kind, parts in broken(dict(zips.read(sound["docx"].data))):
        file.write_bytes(zips.write(list(parts.items())))
        tried += 1
        if not checked(replace(sound["docx"], data=file.read_bytes())) and not openxml_sdk.examine(file, tmp_path):
            missed.append(kind)
    assert tried >= len(BROKEN) - 2
    assert missed == []


@pytest.mark.parametrize("value", ["first", "", "-1", "1.5", "٣", "9" * 30])
def test_what_is_counted_with_has_to_be_a_number(sound: dict[str, Artifact], value: str) -> None:
    parts = dict(zips.read(sound["docx"].data))
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b'w:ilvl="0"', f'w:ilvl="{value}"'.encode(), 1)
    data = zips.write(list(parts.items()))
    assert checked(replace(sound["docx"], data=data))


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "word/footer1.xml"])
@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_field_that_lacks_a_mark_is_told(sound: dict[str, Artifact], part: str, kind: str) -> None:
    """The first one and the last, without which the rest of a part is of another field, or of none."""
    parts = dict(zips.read(sound["docx"].data))
    package.prove(parts)
    whole, mark = parts[part].decode(), f'<w:fldChar w:fldCharType="{kind}"/>'
    before, _, after = whole.partition(mark)
    for changed in (before + after, "".join(whole.rpartition(mark)[::2])):
        with pytest.raises(ReasonedError) as told:
            package.prove({**parts, part: changed.encode()})
        assert "field_lacks_a_mark" in repr(told.value.reason)


def test_a_broken_field_is_told_once(sound: dict[str, Artifact]) -> None:
    parts = dict(zips.read(sound["docx"].data))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b'<w:fldChar w:fldCharType="end"/>', b"", 1)
    found = list(check(replace(sound["docx"], data=zips.write(list(parts.items())))))
    assert [one.code for one in found] == ["OUT101"]


def test_a_number_that_is_another_and_a_section_in_a_cell_are_told(sound: dict[str, Artifact]) -> None:
    parts = dict(zips.read(sound["docx"].data))
    body = etree.fromstring(parts["word/document.xml"])
    field = next(one for one in fields_of(body) if one.code.startswith("REF "))
    field.texts[-1].text = "99"
    assert [one.code for one in sequences.check(body, Counter({}, {}, {}, {}), Span("x"))] == ["OUT124"]
    body = etree.fromstring(parts["word/document.xml"])
    next(body.iter(clark("w:tc"))).find("w:p/w:pPr", NAMESPACES).append(w("sectPr"))
    found = foreign.check("out/report.docx", {"word/document.xml": part(body)})
    assert [(one.code, one.values["what"]) for one in found] == [("OUT127", "w:sectPr")]


_PAGE = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF {} \\h </w:instrText></w:r>' + (
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_FRONT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    f'<w:p>{_PAGE.format("_At_a", "I")}</w:p><w:p><w:bookmarkStart w:id="1" w:name="_At_a"/></w:p>'
    '<w:p><w:pPr><w:sectPr><w:pgNumType w:fmt="upperRoman" w:start="1"/></w:sectPr></w:pPr></w:p>'
    f"<w:p>{_PAGE.format('_At_b', '12').replace('PAGEREF _At_b', 'TOC')}{_PAGE.format('_At_b', '12')}"
    '<w:bookmarkStart w:id="2" w:name="_At_b"/></w:p><w:sectPr><w:pgNumType w:start="1"/></w:sectPr>'
    "</w:body></w:document>"
).replace(" TOC \\h", ' TOC \\o "1-2" \\h')


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("_At_b", "_At_" + "b" * 40, ["_At_" + "b" * 40]),
        ("_At_b", "_At_b-c", ["_At_b-c"]),
        ("1-2", "1-1", ['TOC \\o "1-1" \\h']),
        ('<w:pgNumType w:start="1"/>', "", ["w:pgNumType"]),
        ('w:fmt="upperRoman"', "", ["w:pgNumType I"]),
        (">12<", ">xii<", ["w:pgNumType xii"]),
        ("<w:sectPr/>", '<w:sectPr><w:pgSz w:w="2" w:h="3" w:orient="landscape"/></w:sectPr>', ["w:pgSz"]),
        ("</w:body>", "<w:tbl><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl></w:body>", ["w:gridCol"]),
        ("SETTINGS", "<w:updateFields/>", ["w:updateFields"]),
    ],
)
def test_names_contents_and_pages_agree(old: str, new: str, told: list[str]) -> None:
    body = etree.fromstring(_FRONT.replace(old, new) if old else _FRONT)
    files = {"word/settings.xml": new.encode() if old == "SETTINGS" else b""}
    assert [one.values["what"] for one in agreeing.check(files, body, 2, Span("x"))] == told


@pytest.mark.parametrize(("level", "count", "told"), [("0", 1, []), ("1", 1, ["Heading1"]), ("0", 2, ["w:cols"])])
def test_headings_are_in_the_outline_and_columns_are_as_many_as_are_asked_for(
    level: str, count: int, told: list[str]
) -> None:
    styles = w("styles", w("style", w("pPr", w("outlineLvl", val=level)), styleId="Heading1"))
    body = w("document", w("body", w("sectPr", w("cols", num=2))))
    assert [one.values["what"] for one in agreeing.check_looks(styles, body, count, Span("x"))] == told
