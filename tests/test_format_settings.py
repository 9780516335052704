"""What `kanben.toml` says of each format beside the PDF is done, and what it cannot say is told."""

from __future__ import annotations

import pytest

from pipeline.core.diagnostics import PipelineError
from tests.small import W, epub, small, word

CHAPTERS = (
    "# 甲 {en=A}\n\n文[^1]。[@osd]\n\n[^1]: 注。\n\n# 乙 {en=B}\n\n文。\n\n# 致谢 {.unnumbered en=Thanks}\n\n文。"
)


def _pages(settings: str) -> list[str]:
    """The first words of what begins a page in Word."""
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in word(CHAPTERS, settings=settings).iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]


def test_chapters_begin_on_pages_of_word() -> None:
    assert _pages("") == []
    # The first begins a section.
    assert _pages('[docx]\nopenings = "page"\n') == ["乙", "致谢", "参考文献", "版权与引用"]


def test_notes_of_word_are_numbered_anew_on_each_page() -> None:
    body = word(CHAPTERS, settings='[docx]\nnotes = "page"\n')
    sections = list(body.iter(f"{W}sectPr"))
    restarts = [section.find(f"{W}footnotePr/{W}numRestart") for section in sections]
    assert [restart.get(f"{W}val") for restart in restarts] == ["eachPage"] * len(sections)
    # In the order of the schema: behind the headers and footers, before the size of the page (17.6.17).
    names = [child.tag.removeprefix(W) for child in body.find(f".//{W}body/{W}sectPr")]
    assert names[:5] == ["headerReference", "headerReference", "footerReference", "footnotePr", "pgSz"]
    assert not list(word(CHAPTERS).iter(f"{W}numRestart"))


def test_the_web_page_is_light_where_the_settings_say_so() -> None:
    usual, light = (
        small("正文。", settings=settings).built("html")["html"].decode()
        for settings in ("", '[html]\nscheme = "light"\n')
    )
    assert "prefers-color-scheme" in usual and "color-scheme:light dark" in usual
    assert "prefers-color-scheme" not in light and "color-scheme:light;" in light


def test_a_book_without_faces_of_its_own_keeps_that_of_formulas() -> None:
    usual, bare = (
        [name for name in epub("正文 $x^2$。", settings=settings) if name.endswith(".woff2")]
        for settings in ("", "[epub]\nfonts = false\n")
    )
    assert len(usual) > 4 and [name.rpartition("/")[2] for name in bare] == ["TeXGyreTermesMath-Regular.woff2"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[docx]\nopening = "page"\n', "YML102"),
        ('[docx]\nopenings = "right"\n', "YML103"),
        ('[html]\nscheme = "dark"\n', "YML103"),
        ('[epub]\nfonts = "no"\n', "YML103"),
        ("[word]\n", "YML102"),
    ],
)
def test_what_no_setting_is_is_told_at_its_place(settings: str, code: str) -> None:
    with pytest.raises(PipelineError) as stopped:
        small("正文。", settings=settings).session  # noqa: B018
    (problem,) = stopped.value.diagnostics
    assert problem.code == code and problem.span.file == "kanben.toml" and problem.span.line == 1 + ("=" in settings)
