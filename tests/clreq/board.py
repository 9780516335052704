"""The board of Chinese typography: every case of cases.yaml set by an engine, measured, and scored. Run by `make clreq`."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from pipeline.core.report import resolve
from tests.clreq import measure

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((HERE / "cases.yaml").read_text("utf-8"))
_FILL = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
_LONG = "".join(_FILL[(place * 7) % len(_FILL)] for place in range(230)) + "。"
_MIXED = (
    "使用Linux与GitHub协作的项目共有35个，其中2024年新增12个；Apache基金会、Eclipse基金会和CNCF都在其中，覆盖Kubernetes、ROS和OpenHarmony等。"
    * 4
)
_DENSE = "甲，乙；丙：丁。戊（己）庚，《辛》壬、癸。子，丑；寅：卯。辰（巳）午，《未》申、酉。" * 7
_PARTS: Mapping[str, str] = {
    "长": _LONG,
    "混": _MIXED,
    "密": _DENSE,
    "注": "".join(f'{_FILL[place : place + 9]}读作[汉字]{{ruby="hàn zì"}}，' for place in range(0, 54, 6)) + "止。",
    "注文": "\n\n".join(f"{_LONG}此处有注【{number}】^[〖{number}〗{_FILL}。]。{_LONG}" for number in range(1, 13)),
    "格": "\n\n".join(
        f'{_LONG[: 70 + number * 9]}。\n\n## 小题 {number} {{#sec-g{number} en="Part"}}\n\n{_LONG[:50]}。\n\n- 甲项\n- 乙项\n\n{_LONG[:90]}。'
        for number in range(8)
    ),
    "多": "\n\n".join(_LONG[: 60 + number * 11 % 150] + "。" for number in range(40)),
}


def paragraphs(case: Mapping[str, Any]) -> list[str]:
    """The paragraphs of a case in Markdown; a sweep puts its piece at every place round the end of the first line."""
    if "text" in case:
        return _PARTS.get(case["text"], case["text"]).split("\n\n")
    after = "" if case.get("ends") else _FILL[20:44] + "。"
    return [(_FILL * 2)[place : place + length] + case["sweep"] + after for place, length in enumerate(range(33, 47))]


def split_pages(sheets: list[measure.Sheet]) -> dict[str, measure.Sheet]:
    """The pages of each case, which begins a page with the line 例NN; contents lists name cases too, and stand before them."""
    found: dict[str, measure.Sheet] = {}
    current = ""
    for sheet in sheets:
        head = "".join(glyph.text for glyph in sheet.glyphs[:14])
        if begins := re.search(r"例(\d\d)", head):
            current = CASES[int(begins[1])]["id"]
            found[current] = measure.Sheet([], [])
        if current:
            found[current].glyphs += sheet.glyphs
            found[current].marks += sheet.marks
    return found


def score(data: bytes) -> dict[str, str]:
    """What is wrong in each case of a document; empty where all measures hold."""
    pages = split_pages(measure.read(data))
    result = {}
    for case in CASES:
        sheet = pages.get(case["id"])
        faults = (
            [measure.judge(name, wanted, sheet) for one in case["expect"] for name, wanted in one.items()]
            if sheet
            else ["not set"]
        )
        result[case["id"]] = "; ".join(fault for fault in faults if fault)
    return result


def ours() -> bytes:
    """The board set by Kanben."""
    from pipeline.formats import rows
    from pipeline.line import build
    from pipeline.line.session import Session
    from pipeline.project import open_project

    front = (
        (ROOT / "tests/project/source/report.md")
        .read_text("utf-8")
        .split("\n---\n")[0]
        .replace("lists: [figures, tables]", "")
    )
    parts = [
        f'# 例{number:02d} {{#sec-c{number:02d} en="Case"}}\n\n'
        + "\n\n".join(text.replace("·", "·") for text in paragraphs(case))
        for number, case in enumerate(CASES)
    ]
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        source = Path(folder, "source")
        source.mkdir()
        (source / "report.md").write_text(f"{front}\n---\n\n" + "\n\n".join(parts) + "\n", "utf-8")
        (Path(folder) / "kanben.toml").write_text('[pdf]\nopenings = "page"\n', "utf-8")
        result = build.build(Session(open_project(Path(folder))), rows(["pdf"]), 1, lambda _: None)
        assert not [found for found in resolve(result.diagnostics, ()).findings if found.level.name == "ERROR"], (
            result.diagnostics
        )
        return (Path(folder) / "out/report.pdf").read_bytes()


ENGINES: dict[str, Callable[[], bytes]] = {"Kanben": ours}


def table(scores: Mapping[str, Mapping[str, str]]) -> str:
    """The board as a Markdown table."""
    names = list(scores)
    lines = [
        "| case | CLREQ | what has to hold | " + " | ".join(names) + " |",
        "| --- | --- | --- |" + " --- |" * len(names),
    ]
    for case in CASES:
        cells = [
            "yes" if not scores[name][case["id"]] else "no: " + scores[name][case["id"]].replace("|", "/")[:60]
            for name in names
        ]
        lines.append(f"| {case['id']} | {case['clause']} | {case['title']} | " + " | ".join(cells) + " |")
    totals = [f"**{sum(not fault for fault in scores[name].values())} of {len(CASES)}**" for name in names]
    return "\n".join([*lines, "| | | | " + " | ".join(totals) + " |"]) + "\n"


if __name__ == "__main__":
    print(table({name: score(engine()) for name, engine in ENGINES.items()}))
    sys.exit(0)
