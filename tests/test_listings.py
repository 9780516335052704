"""Listings: numbered, named in both languages, with lines of their own or of a file, in all four formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.code_tokens import CODE_STYLES
from pipeline.tools import zips
from tests import small
from tests.conftest import TORTURE, run
from tests.small import W, findings, html, pdf, word

CODE = '``` {.python #lst-a caption="增长" en="Growth"}\ndef f(x):  # 注\n    return "a" + 1\n```\n'
TEXT = f"见[@lst-a]。\n\n{CODE}"


def test_a_listing_has_a_number_a_caption_and_coloured_words() -> None:
    page = html(TEXT)
    (listing,) = page.xpath("//figure[@class='code-listing']")
    assert listing.get("id") == "lst-a"
    captions = ["".join(line.itertext()).strip() for line in listing.xpath(".//div[@class='caption']")]
    assert [caption.replace("\u00a0", " ") for caption in captions] == ["代码 1　增长", "Listing 1\u2002Growth"]
    words = {(span.get("class"), span.text) for span in listing.xpath(".//span[starts-with(@class, 'code-')]")}
    assert {("code-keyword", "def"), ("code-comment", "# 注"), ("code-string", '"a"'), ("code-number", "1")} <= words
    assert "".join(listing.find("pre").itertext()) == 'def f(x):  # 注\n    return "a" + 1'
    (link,) = page.xpath("//a[@href='#lst-a']")
    assert "".join(link.itertext()) == "代码\u00a01"


def test_lines_have_numbers_where_they_are_wanted() -> None:
    numbered = CODE.replace("#lst-a", '#lst-a .numberLines startFrom="9"')
    (pre,) = html(f"见[@lst-a]。\n\n{numbered}").xpath("//pre[@class='numbered']")
    assert (pre.get("class"), pre.get("style")) == ("numbered", "counter-reset: line 8")
    text = "\n".join(pdf(f"见[@lst-a]。\n\n{numbered}"))
    assert "9 def f(x):" in text.replace("\r\n", " ").replace("  ", " ")
    runs = word(f"见[@lst-a]。\n\n{numbered}").xpath(
        ".//w:r[w:rPr/w:rStyle[@w:val='CodeLineNumber']]/w:t/text()", namespaces={"w": W[1:-1]}
    )
    assert [run.strip() for run in runs] == ["9", "10"]
    assert not findings(f"见[@lst-a]。\n\n{numbered}")


def test_word_has_our_styles_for_words_of_code_and_none_of_pandocs() -> None:
    root = word(TEXT)
    used = set(root.xpath(".//w:rStyle/@w:val", namespaces={"w": W[1:-1]}))
    assert {"CodeKeyword", "CodeComment", "CodeString", "CodeNumber"} <= used
    assert not [name for name in used if name.endswith("Tok")]
    styles = dict(zips.read(small.small(TEXT).built("docx")["docx"]))["word/styles.xml"].decode()
    assert "Tok" not in styles
    # Those that are used, and no others.
    ours = {name.title().replace("-", "") for name in CODE_STYLES.values()}
    assert {name for name in ours if f'w:styleId="{name}"' in styles} == used & ours


@pytest.mark.parametrize(
    ("lines", "expected"), [("", ["a", "b", "c"]), ('lines="2-3"', ["b", "c"]), ('lines="3"', ["c"])]
)
def test_lines_may_come_from_a_file(lines: str, expected: list[str], project: Path, tmp_path: Path) -> None:
    report = project / "source/report.md"
    report.write_text(
        report.read_text("utf-8")
        + f'\n``` {{.text #lst-f file="x.txt" {lines} caption="甲" en="A"}}\n```\n\n见[@lst-f]。\n',
        "utf-8",
    )
    (project / "source/x.txt").write_text("a\nb\nc\n", "utf-8")
    for command in ("build", "check"):
        assert run(command, "html", "--project", str(project), report=tmp_path / "f.jsonl").findings == []
    from lxml import html as parser

    page = parser.parse(str(project / "out/report.html"))
    assert "".join(page.xpath("//figure[@id='lst-f']/pre")[0].itertext()).split("\n") == expected


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('file="../kanben.toml"', "outside"),
        ('file="none.py"', "no such file"),
        ('file="report.md" lines="2-9999"', "9999"),
        ('file="report.md" lines="9-2"', "9-2"),
        ('file="."', "regular"),
    ],
)
def test_a_file_that_gives_no_lines_is_told(attributes: str, words: str) -> None:
    found = findings(f'见[@lst-f]。\n\n``` {{.python #lst-f {attributes} caption="甲" en="A"}}\n```\n')
    assert [(row.split()[0], words in row) for row in found] == [("LST104", True)], found


def test_code_of_a_file_keeps_every_character(project: Path) -> None:
    """Also those that positions are marked with while the source is read."""
    rare = "".join(map(chr, range(0x20000, 0x20040))) + "".join(map(chr, range(0x12000, 0x12040)))
    (project / "source/x.txt").write_text(rare, "utf-8")
    report = project / "source/report.md"
    report.write_text(report.read_text("utf-8") + '\n``` {file="x.txt"}\n```\n', "utf-8")
    run("build", "html", "--project", str(project), "--fail-on", "never")
    assert rare in (project / "out/report.html").read_text("utf-8")
    outcome = run("check", "html", "--project", str(project), report=project / "f.jsonl")
    assert [row for row in outcome.findings if str(row["code"]).startswith("OUT")] == []


def test_code_in_lists_notes_and_boxes_stays_there() -> None:
    body = f'# 甲 {{#sec-z en="Z"}}\n\n1. 一\n\n    ``` bash\n    make pdf\n    ```\n\n2. 二\n\n::: {{.sidebar #box-b}}\n## 盒 {{#sec-b en="Box"}}\n\n{CODE}\n:::\n\n见[@lst-a]与[@box-b]。[^n]\n\n[^n]: 注。\n\n    ``` python\n    x = 1\n    ```\n'
    page = html(body)
    assert len(page.xpath("//li//pre")) == 2
    assert len(page.xpath("//aside//figure[@class='code-listing']")) == 1
    assert not findings(body)


def test_the_torture_report_has_listings() -> None:
    assert "#lst-long .numberLines" in (TORTURE / "source/report.md").read_text("utf-8")
