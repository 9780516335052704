"""The board of Chinese typography: every case holds on our pages, and the measures see what is wrong."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from tests.clreq import measure
from tests.clreq.board import CASES, ours, score, split_pages


@pytest.fixture(scope="module")
def board() -> bytes:
    return ours()


def test_every_case_of_the_board_holds(board: bytes) -> None:
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {name: fault for name, fault in score(board).items() if fault} == {}


def test_the_measures_see_faults(board: bytes) -> None:
    """A measure that holds for its own case fails for a case that is set otherwise."""
    pages = split_pages(measure.read(board))
    wrong = [
        ("not_first", "天", "stop"), ("not_last", "。", "stop"), ("together", "元黄宇宙", "long"), ("indent", 3, "stop"), ("last_line", 30, "flush"),
        ("advance", {"pair": "，乙", "em": [0.4, 0.6]}, "squeeze-not"), ("ink_gap", {"pair": "，乙", "em": [0.0, 0.1]}, "squeeze-not"),
        ("reads", "不在此处", "gap-text"), ("face", {"text": "强调", "like": "Song"}, "emphasis-kai"), ("under", {"text": "这是", "each": True}, "emphasis-dots"),
        ("above", {"text": "字", "reading": "hàn"}, "ruby"), ("raised", {"mark": "…", "em": [0.8, 1.0]}, "ellipsis-centre"),
        ("extent", {"text": "——", "next": "协", "em": [1.0, 1.1]}, "dash-full"), ("note_pages", 13, "note-page"), ("inside", -5, "address"),
        ("start_ink", {"mark": "《", "em": -1}, "line-start-open"), ("end_ink", {"mark": "。", "em": -1}, "line-end-stop"), ("leading", -1, "leading"), ("grid", {"step": 17.0, "off": 0.15}, "grid"),
        ("widows", 99, "widows"), ("flush", -1, "flush"),
    ]  # fmt: skip
    for name, wanted, case in wrong:
        assert measure.judge(name, wanted, pages[case if case in pages else "flush"]), name


def test_a_hanging_stop_leaves_the_measure(tmp_path: Path) -> None:
    from tests.conftest import PROJECT, run

    source = tmp_path / "source"
    source.mkdir()
    front = (
        (PROJECT / "source/report.md").read_text("utf-8").split("\n---\n")[0].replace("lists: [figures, tables]", "")
    )
    text = "\n\n".join(
        "天地玄黄宇宙洪荒日月" * 3 + "盈" * length + "。" + "寒来暑往秋收冬藏" * 6 + "。" for length in range(5, 16)
    )
    (source / "report.md").write_text(f'{front}\n---\n\n# 例 {{#sec-a en="Case"}}\n\n{text}\n', "utf-8")
    ends = []
    for hangs in ("false", "true"):
        (tmp_path / "kanben.toml").write_text(f"[pdf]\nhanging = {hangs}\n", "utf-8")
        assert run("build", "pdf", "--project", str(tmp_path)).code == 0
        sheets = measure.read((tmp_path / "out/report.pdf").read_bytes())
        lines = [line for sheet in sheets for line in sheet.lines() if line[-1].text == "。" and len(line) > 36]
        assert lines
        ends.append(max(line[-1].left for line in lines))
    assert ends[0] < measure.RIGHT < ends[1] + 1


def test_a_file_without_text_is_not_measured() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    assert set(score(out.getvalue()).values()) == {"not set"}
