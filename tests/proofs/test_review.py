"""The page on which edits are looked through, as a browser shows it and as the keyboard drives it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import needs
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, receive, send

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]


def everything(editor: Editor) -> None:
    """An edit of each kind that the page shows: made, not tracked, refused, without words, a format, a comment."""
    editor.replace("步骤甲", "甲", "一")
    editor.replace("步骤乙", "乙", "", tracked=False)
    editor.replace("来源：作者", "来源", "出处")
    editor.embolden("第二句在", "第二句")
    editor.new_paragraph("最后一段。", "新的一段，https://example.org/" + "a" * 120)
    editor.comment("引用的一段话", "引用", "出处？")


@pytest.mark.gate
def test_the_page_is_accessible_wide_and_narrow_light_and_dark(project: Path) -> None:
    receive(project, edited(send(project), everything), options=())
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    program = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), "")
    needs("" if program else "chromium is not installed: see `kanben doctor`")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(bypass_csp=True)
        for width, scheme in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.goto((project / "out/proof/review.html").as_uri())
            verdict = Axe().run(page, options={"runOnly": RULES})
            assert verdict.violations_count == 0, (width, scheme, verdict.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth") == width, (width, scheme)
        chromium.close()
