"""Numbers of a column in Word have their points under each other and are numbers where they are pasted; captions have one
style that the others follow."""

from __future__ import annotations

from lxml import etree

from tests.small import W, findings, word

NUMBERS = """# 甲 {en="A"}

| 项 | 值 |
|:--|--:|
| 甲 | 1.25 |
| 乙 | 12.5 |
| 丙 | 100 |
| 丁 | — |

: 题 {#tbl-a en=T decimal=2}
"""


def _cells(body: etree._Element) -> dict[str, str]:
    """How far each cell is set in from the right, by its text."""
    found = {}
    for cell in body.iter(f"{W}tc"):
        indent = cell.find(f"{W}p/{W}pPr/{W}ind")
        text = "".join(one.text or "" for one in cell.iter(f"{W}t"))
        found[text] = "" if indent is None else indent.get(f"{W}right", "")
    return found


def test_numbers_are_set_in_by_the_digits_that_others_have_more() -> None:
    body = word(NUMBERS)
    cells = _cells(body)
    assert {text: cells[text] for text in ("1.25", "12.5", "100", "—")} == {
        "1.25": "", "12.5": "90", "100": "225", "—": ""
    }  # fmt: skip
    assert "\u2007" not in "".join(body.itertext()) and findings(NUMBERS) == []
    assert not [one for one in body.iter(etree.Element) if not str(one.tag).startswith("{")]


def test_captions_follow_one_style() -> None:
    styles = {style.get(f"{W}styleId"): style for style in word(NUMBERS, part="word/styles.xml").iter(f"{W}style")}
    for name in ("TableCaption", "CaptionEnglish"):
        style = styles[name]
        assert style.find(f"{W}basedOn").get(f"{W}val") == "Caption"
        assert style.find(f"{W}rPr/{W}rFonts") is None and style.find(f"{W}pPr/{W}jc") is None
        assert style.find(f"{W}pPr/{W}keepNext") is not None
    assert styles["Caption"].find(f"{W}name").get(f"{W}val") == "caption"
