"""Words that are typed stand in the page before it is made anew, and nothing that may be more than words does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.desk.preview.background import Background
from pipeline.desk.preview.made import Block, Made, Patch
from pipeline.desk.preview.serving import Site, start
from pipeline.desk.preview.state import State
from pipeline.desk.preview.typed import TypedWords, read_texts, typed_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LINE = "前面的文字，中间a和后面的文字。"


@pytest.mark.parametrize(
    ("was", "now", "wanted"),
    [
        ("甲\n乙丙丁\n", "甲\n乙丙戊丁\n", TypedWords(2, "乙丙", "", "戊", "丁")),
        ("甲乙丙丁", "甲丁", TypedWords(1, "甲", "乙丙", "", "丁")),
        ("**重** 甲乙丙[@k]", "**重** 甲子丙[@k]", TypedWords(1, "甲", "乙", "子", "丙")),
        ("- 甲乙丙", "- 甲乙，丙", TypedWords(1, "甲乙", "", "，", "丙")),
        # A line more or less, two lines, and nothing at all.
        ("甲乙丙", "甲乙\n丙", None),
        ("甲乙\n丙丁", "甲一乙\n丙二丁", None),
        ("甲乙丙", "甲乙丙", None),
        # What may be markup, or become some.
        *((LINE, LINE.replace("中", f"中{mark}"), None) for mark in "*_`$@#[]{}<>\\|:^~=!&-+\"'/.%\t"),
        ("甲*乙丙", "甲乙丙", None),
        ("甲乙丙", "1甲乙丙", None),
        ("1 甲乙", "12 甲乙", TypedWords(1, "1", "", "2", " 甲乙")),
        ("[甲]乙", "[甲]丙乙", None),
        ("甲", "乙", None),
    ],
)
def test_only_words_within_a_line_are_words(was: str, now: str, wanted: TypedWords | None) -> None:
    assert typed_words(was, now) == wanted


@given(st.text("甲乙丙，a1 *[\n", max_size=20), st.text("甲乙丙，a1 *[\n", max_size=20))
def test_words_put_in_place_make_the_line_that_was_typed(was: str, now: str) -> None:
    words = typed_words(was, now)
    if words is not None:
        line, typed = was.split("\n")[words.line - 1], now.split("\n")[words.line - 1]
        asked = words.before + words.old + words.after
        assert any(
            line[:place] + words.before + words.new + words.after + line[place + len(asked) :] == typed
            for place in range(len(line))
            if line.startswith(asked, place)
        )


def _state(tmp_path: Path, page: str = "", texts: tuple[str, ...] = (LINE, "第二个文件的文字")) -> State:
    state = State(Background(tmp_path, tmp_path, "zh"), "zh")
    state.show(Made(page.encode() or b"page", (), ((1, "source/report.md"), (10, "source/b.md")), texts))
    return state


def test_words_add_up_until_the_page_is_made(tmp_path: Path) -> None:
    state = _state(tmp_path)
    first = LINE.replace("中间", "正中间")
    state.type((first, "第二个文件的文字"))
    state.type((first, "第二个文件里的文字"))
    # What is no word waits for the page, and with it all that is typed after it.
    state.type((first + "\n*", "第二个文件里的文字"))
    assert [(words.line, words.new) for words in state.changes if isinstance(words, TypedWords)] == [
        (1, "正"),
        (10, "里"),
    ]
    news = state.wait(0, 0)
    assert news is not None and [row["new"] for row in news["changes"]] == ["正", "里"] and news["page"] == 1
    # Though the same page is made again, it has no words in it any more.
    state.show(Made(b"page", (), state.files, (LINE, "第二个文件的文字")))
    assert state.changes == () and state.page_number == 2
    state.show(Made(b"page", (), state.files, (LINE, "第二个文件的文字")))
    assert state.page_number == 2


def test_blocks_stand_in_the_page_that_is_kept(tmp_path: Path) -> None:
    state = _state(tmp_path, PAGE)
    block = Block(
        "10:1", '<p data-place="10:1">第二个文件的文字</p>', '<p data-place="10:1">第二个文件的<em>文字</em></p>'
    )
    texts = (LINE, "第二个文件的*文字*")
    state.type((LINE, "第二个文件里的文字"))
    assert not state.patch(Patch((block,), texts), 0) and state.patch(Patch((block,), texts), 1)
    news = state.wait(0, 0)
    assert news is not None and news["page"] == news["made"] == 1 and news["changes"][-1]["html"] == block.html
    # The same page made whole is what stands there already.
    state.show(Made(PAGE.replace(block.was, block.html).encode(), (), state.files, texts))
    assert (state.page_number, state.made, state.changes) == (1, 2, ())
    # Not so where words were typed that stand in no block of it.
    state.type((LINE.replace("中间", "正中间"), texts[1]))
    state.show(Made(state.page, (), state.files, texts))
    assert state.page_number == 2


def test_texts_are_read_within_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("甲\r\n乙".encode())
    (tmp_path / "b.md").write_bytes(b"\xff")
    assert read_texts(tmp_path, ["a.md", "b.md", "../none.md", "none.md"]) == ("甲\n乙", "", "", "")


_PATIENCE = 60_000
"""Milliseconds: a machine that does much else takes its time."""
PAGE = """<!DOCTYPE html><html lang="zh"><body><main>
<p data-place="1:1">前面的<em>文字，中</em>间a和后面的文字。</p>
<p data-place="10:1">第二个文件的文字</p></main></body></html>"""


@contextmanager
def _served(state: State, root: Path) -> Iterator[str]:
    import threading

    site = Site(root, state, (), lambda _: None)
    server = start(site, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}/{site.token}/"
    finally:
        state.end()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.gate
def test_words_stand_in_the_page_before_it_is_made(tmp_path: Path, browser: Browser) -> None:
    from playwright.sync_api import expect

    state = _state(tmp_path, PAGE)
    with _served(state, tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.locator("body")).to_have_attribute("data-shown", "1", timeout=_PATIENCE)
        first, second = (page.frame_locator("iframe:not(.coming)").locator("p").nth(place) for place in (0, 1))
        steps = ["前面的文字，正中间a和后面的文字。", "前面的文字，正间a和后面的文字。", "前面正间a和后面的文字。"]
        for text in steps:
            state.type((text, "第二个文件的文字"))
            expect(first).to_have_text(text, timeout=_PATIENCE)
        state.type((steps[-1], "第二个文件中的<b>文字"))
        state.type((steps[-1], "第二个文件中的文字"))
        expect(second).to_have_text("第二个文件中的文字", timeout=_PATIENCE)
        expect(page.frame_locator("iframe:not(.coming)").locator("em")).to_have_count(1, timeout=_PATIENCE)
        block = '<p data-place="10:1">第二个<strong>文件</strong><script>document.title = "run"</script></p>'
        was = '<p data-place="10:1">第二个文件的文字</p>'
        assert state.patch(Patch((Block("10:1", was, block),), (steps[-1], "第二个**文件**")), 1)
        expect(second.locator("strong")).to_have_text("文件", timeout=_PATIENCE)
        expect(page.locator("#updating")).to_be_visible(timeout=_PATIENCE)
        assert page.evaluate("frames[0].document.title") == ""
        # The page that is made takes the place of it all.
        texts = ("甲乙", "丙丁")
        state.show(Made(b"<!DOCTYPE html><main><p data-place='1:1'>made</p></main>", (), state.files, texts))
        expect(first).to_have_text("made", timeout=_PATIENCE)
        expect(page.locator("#updating")).to_be_hidden(timeout=_PATIENCE)
        page.close()
