"""The contents of the e-book stand in both languages, or in that of the report alone, and are checked so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from lxml import etree

from pipeline.formats import rows
from pipeline.line.build import check
from pipeline.tools import zips
from tests.small import epub, small

BODY = """# 甲 *乙* $x^2$ {#sec-a en="First *of*: $x^2$"}

文。

# 丙 {#sec-b}

文。

## 丁 {#sec-c en="Fourth"}

文。
"""
NAV, NCX = "EPUB/text/nav.xhtml", "EPUB/toc.ncx"


@dataclass
class _Contents:
    """The languages inside the entries of the navigation document, the labels of the NCX, and what the check tells."""

    spoken: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def _contents(settings: str, before: bytes = b"", after: bytes = b"", part: str = NAV) -> _Contents:
    made = small(BODY, settings=settings)
    files = dict(zips.read(made.built("epub")["epub"]))
    if before:
        assert before in files[part]
        files[part] = files[part].replace(before, after)
        made.session.project.output(".epub").write_bytes(zips.write(files.items()))
    nav, ncx = (etree.fromstring(files[name]) for name in (NAV, NCX))
    links = [link for link in nav.find(".//{*}nav").iter("{*}a") if "#sec-" in link.get("href", "")]
    return _Contents(
        [[str(one.get("lang")) for one in link.iter("{*}span") if one.get("lang")] for link in links],
        [str(label.text) for label in ncx.iter("{*}text")][1:],
        [
            one.code
            for one in check(made.session, rows(("epub",)), 1, lambda _: None).diagnostics
            if one.code.startswith("OUT")
        ],
    )


def test_the_contents_of_the_book_stand_in_both_languages_or_in_one() -> None:
    both, one = _contents(""), _contents('[epub]\ncontents = "leading"\n')
    assert (both.codes, one.codes) == ([], [])
    assert both.spoken == [["en"], [], ["en"]] and one.spoken == [[], [], []]
    assert both.labels[2:5] == [f"{one.labels[2]} First of: x²", one.labels[3], f"{one.labels[4]} Fourth"]
    assert one.labels[-1] == "版权与引用" and both.labels[-1] == "版权与引用 Colophon"


@pytest.mark.parametrize("part", [NAV, NCX])
def test_a_title_in_the_other_language_that_is_another_in_the_contents_is_told(part: str) -> None:
    assert _contents("", b"Fourth", b"Fifth", part).codes == ["OUT114"]


def test_a_title_in_the_other_language_is_not_there_where_it_is_not_wanted() -> None:
    settings = '[epub]\ncontents = "leading"\n'
    assert _contents(settings, "丁</a>".encode(), "丁 <span>Fourth</span></a>".encode()).codes == ["OUT114"]


def test_contents_of_many_entries_may_be_parted_between_any_two() -> None:
    """A title in the other language is held to its own entry, and not to the next one as below a heading."""
    sheet = epub(BODY)["EPUB/css/report.css"].decode()
    rule = next(rule for rule in re.findall(r"[^{}]+\{[^{}]*\}", sheet) if "nav .heading-en" in rule)
    assert "display:block" in rule and "break-after:auto" in rule and "page-break-after:auto" in rule


def test_a_report_without_headings_has_an_entry_for_its_text() -> None:
    made = small("第一段。[@osd]\n\n第二段。\n")
    files = dict(zips.read(made.built("epub")["epub"]))
    nav, ncx = (etree.fromstring(files[name]) for name in (NAV, NCX))
    links = {"".join(map(str, link.itertext())): link.get("href") for link in nav.find(".//{*}nav").iter("{*}a")}
    assert links["正文"] == "03-part-3.xhtml#part-3"
    assert [str(label.text) for label in ncx.iter("{*}text")][1:4] == ["摘要", "Abstract", "正文"]

    def codes(changed: dict[str, bytes]) -> list[str]:
        made.session.project.output(".epub").write_bytes(zips.write({**files, **changed}.items()))
        found = check(made.session, rows(("epub",)), 1, lambda _: None).diagnostics
        return [one.code for one in found if one.code.startswith("OUT")]

    assert codes({}) == []
    assert codes({NAV: files[NAV].replace('<li><a href="03-part-3.xhtml#part-3">正文</a></li>'.encode(), b"")}) == [
        "OUT114"
    ]
    assert codes({NCX: files[NCX].replace("正文".encode(), "别的".encode())}) == ["OUT114"]
