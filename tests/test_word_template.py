"""A publisher's template of Word: its styles and its page are taken, what it lacks is added, what acts is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.diagnostics import PipelineError
from pipeline.formats import rows
from pipeline.formats.docx.house import House
from pipeline.formats.docx.opened import RefusedWord
from pipeline.line.build import build, check
from pipeline.tools import zips
from tests.conftest import run
from tests.house import STYLES, relation, template
from tests.small import Small, W

BODY = """\
# 甲 {#sec-a en="A"}

文，见[@tbl-a]。

| 甲 | 乙 |
|:--|--:|
| 一 | 2 |

: 题 {#tbl-a en=T}
"""


def _made(data: bytes) -> tuple[Small, dict[str, bytes], list[str]]:
    made = Small(BODY, settings='[docx]\nreference = "house.docx"\n')
    (made.folder / "house.docx").write_bytes(data)
    result = build(made.session, rows(["docx"]), 1, lambda _: None)
    told = [
        f"{one.code} {one.values['name']} {one.values['reason'].name}"
        for one in result.diagnostics
        if one.code == "SET109"
    ]
    return made, dict(zips.read(made.built("docx")["docx"])), told


@pytest.fixture(scope="module")
def made() -> tuple[Small, dict[str, bytes], list[str]]:
    return _made(template())


def _style(parts: dict[str, bytes], id_: str) -> etree._Element:
    (style,) = [
        one for one in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style") if one.get(f"{W}styleId") == id_
    ]
    return style


def _value(style: etree._Element, path: str, name: str = "val") -> str:
    found = style.find("/".join(f"{W}{part}" for part in path.split("/")))
    return "" if found is None else found.get(f"{W}{name}", "")


def test_looks_of_the_house_under_our_ids(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    _, parts, _ = made
    heading = _style(parts, "Heading1")
    assert _value(heading, "rPr/color") == "C00000" and _value(heading, "basedOn") == "a9"
    assert _value(_style(parts, "a9"), "basedOn") == "Normal"
    # Its numbers are the report's, and its level.
    assert _value(heading, "pPr/numPr/numId") == "77" and _value(heading, "pPr/outlineLvl") == "0"
    assert heading.find(f"{W}link") is None
    # By its Chinese name, though the house has the id of another style of ours for it.
    assert _value(_style(parts, "TableCaption"), "rPr/color") == "0000C0"
    assert _style(parts, "TableCaption").find(f"{W}pPr/{W}keepNext") is not None
    assert _value(_style(parts, "BodyText"), "name") == "Body Text"
    assert b"w:vanish" not in parts["word/styles.xml"]
    assert b"ligatures" not in parts["word/styles.xml"] and "仿宋".encode() in parts["word/styles.xml"]


def test_its_page_is_ours_and_tabs_end_on_it(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    _, parts, _ = made
    for section in etree.fromstring(parts["word/document.xml"]).iter(f"{W}sectPr"):
        assert _value(section, "pgSz", "w") == "10319" and _value(section, "pgMar", "left") == "1300"
        assert _value(section, "docGrid", "linePitch") == "312"
    assert _value(_style(parts, "TOC1"), "pPr/tabs/tab", "pos") == str(10319 - 1200 - 1300)


def test_clashes_are_told_and_the_file_is_sound(made: tuple[Small, dict[str, bytes], list[str]]) -> None:
    small, _, told = made
    assert sorted(told) == [
        "SET109 heading 1 style_that_numbers",
        "SET109 keywords style_that_hides",
        "SET109 source line style_of_another_kind",
    ]
    found = check(small.session, rows(["docx"]), 1, lambda _: None).diagnostics
    assert [one.code for one in found if one.code.startswith("OUT")] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        template()[:-200],
        template({"word/document.xml": None}),
        template({"word/styles.xml": None}),
        template({"word/styles.xml": b"<w:styles"}),
        template({"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + STYLES.encode()}),
        template({"word/theme/theme1.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        template({"word/vbaProject.bin": b"x"}),
        template({"word/activeX/activeX1.xml": b"<a/>"}),
        template(kind="application/vnd.ms-word.template.macroEnabledTemplate"),
        template({"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://example.org/a.dotm")}),
        template({"word/_rels/header1.xml.rels": relation("image", "file://server/share/a.png")}),
        template({"../outside.xml": b"<a/>"}),
        template({f"word/{number}.xml": b"" for number in range(5_001)}),
    ],
    ids=[
        *("empty", "no-zip", "password", "cut", "no-body", "no-styles", "broken", "entity", "dtd", "macro", "control"),
        *("macro-type", "template-outside", "picture-outside", "path", "parts"),
    ],
)
def test_what_acts_or_leads_outside_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedWord):
        House.open(data)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(RefusedWord):
        House.open(template({"word/a.xml": bytes(513 * 2**20)}))


@pytest.mark.parametrize(
    "page", [b'<w:pgSz w:w="0" w:h="9"/>', b'<w:pgSz w:w="x" w:h="1"/>', b'<w:pgSz w:w="999999" w:h="1"/>', b""]
)
def test_a_page_that_is_none_leaves_ours(page: bytes) -> None:
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:sectPr>'
    house = House.open(template({"word/document.xml": start + page + b"</w:sectPr></w:body></w:document>"}))
    assert house.page == () and house.measure() == 0


def test_a_template_that_is_not_there_or_outside_is_told() -> None:
    for name in ("nowhere.docx", "../outside.docx", "/etc/passwd"):
        with pytest.raises(PipelineError) as told:
            Small("文。", settings=f'[docx]\nreference = "{name}"\n').session  # noqa: B018
        assert [one.code for one in told.value.diagnostics] == ["SET108"]


def test_a_refused_template_stops_the_build() -> None:
    with pytest.raises(PipelineError) as told:
        _made(b"no zip")
    assert [one.code for one in told.value.diagnostics] == ["SET108"]


def test_a_template_on_the_command_line_takes_the_place_of_that_of_the_settings(tmp_path: Path) -> None:
    made = Small(BODY, settings='[docx]\nreference = "house.docx"\n')
    (made.folder / "house.docx").write_bytes(b"no zip")
    other = tmp_path / "other.dotx"
    other.write_bytes(template())
    called = ("build", "docx", "--project", str(made.folder), "--fail-on", "never")
    outcome = run(*called, "--reference", str(other))
    assert outcome.code == 0, outcome.output
    parts = dict(zips.read((made.folder / "out/report.docx").read_bytes()))
    assert _value(_style(parts, "Heading1"), "rPr/color") == "C00000"
    for name, data in (("nowhere.docx", None), ("bad.docx", b"no zip")):
        if data:
            (tmp_path / name).write_bytes(data)
        outcome = run(*called, "--reference", str(tmp_path / name))
        assert outcome.code == 3 and "SET108" in outcome.output and name in outcome.output


def test_the_gallery_shows_each_style_by_its_names() -> None:
    made = Small(BODY)
    outcome = run("build", "docx", "--gallery", "--project", str(made.folder), "--fail-on", "never")
    assert outcome.code == 0, outcome.output
    file = made.folder / "out/styles.docx"
    parts = dict(zips.read(file.read_bytes()))
    assert not (made.folder / "out/report.docx").exists()
    body, styles = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "styles"))
    shown = {one.get(f"{W}val") for one in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    known = [one for one in styles.iter(f"{W}style") if one.find(f"{W}semiHidden") is None]
    assert {one.get(f"{W}styleId") for one in known} == shown and len(shown) > 40
    text = "".join(body.itertext())
    for style in known:
        names = [style.find(f"{W}{tag}") for tag in ("name", "aliases")]
        assert all(one.get(f"{W}val").casefold() in text.casefold() for one in names if one is not None)
    assert "天地玄黄" in text and "quick brown fox" in text
    run("clean", "--project", str(made.folder))
    assert not file.exists()


def test_what_has_no_styles_to_show_is_told() -> None:
    made = Small(BODY)
    outcome = run("build", "epub", "--gallery", "--project", str(made.folder))
    assert outcome.code == 2 and "--gallery" in outcome.output
