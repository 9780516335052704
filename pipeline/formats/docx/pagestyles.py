"""Knows the paragraph styles of what stands round the text: cover, contents, lists, headers and footers; must not know
how they are written."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.numbers import NUMBERED_LEVELS
from pipeline.formats.docx.wordstyle import ALIASES, Design, WordStyle

_LISTS = WordStyle("table of figures", "图表目录", tab=440, align="left")


def standing(design: Design) -> list[WordStyle]:
    """Cover, header and footer, contents, lists and index."""
    size, color = design.size, design.color
    strong, muted = color["accent-strong"], color["muted"]
    return [
        *_cover(design),
        WordStyle("Header", "页眉", size=size["label"], color=muted, align="left", tab=440, line=1),
        WordStyle("Footer", "页脚", size=size["small"], color=muted, align="center", line=1),
        WordStyle(
            "TOC Heading",
            "目录标题",
            face="sans",
            bold=True,
            size=size["chapter"],
            color=strong,
            after=8,
            page_break=True,
        ),
        *(
            WordStyle(f"toc {level}", f"目录 {level}", left=14 * (level - 1), tab=440, align="left")
            for level in range(1, NUMBERED_LEVELS + 1)
        ),
        _LISTS,
        # What LibreOffice sets the entries of lists in when it makes them anew: else its letters are larger.
        replace(_LISTS, name="Figure Index 1", alias="", based_on=_LISTS.id, is_hidden=True),
        WordStyle("Index Heading", "索引标题", face="sans", bold=True, color=strong, before=8, keep_next=True),
        *(
            WordStyle(f"index {level}", f"索引 {level}", size=size["small"], left=14 * level, hanging=14, align="left")
            for level in (1, 2, 3)
        ),
    ]


def _on(line: WordStyle, design: str, alias: str, **changes: str) -> WordStyle:
    """A style of a cover's line as another design has it."""
    named = replace(line, name=line.name.replace("Cover", design), alias=f"{alias}{line.alias}")
    return replace(named, **changes)  # type: ignore[arg-type]


def _cover(design: Design) -> list[WordStyle]:
    """The lines of a cover, in each of its designs."""
    size, color = design.size, design.color
    strong, muted = color["accent-strong"], color["muted"]
    cover = WordStyle(
        "Cover Title",
        "封面题名",
        face="sans",
        bold=True,
        size=size["title"],
        color=strong,
        align="left",
        before=150,
        line=1.2,
    )
    english = replace(
        cover,
        name=design.named("Cover"),
        alias=f"封面{ALIASES[design.beside]}",
        bold=False,
        size=size["subtitle"],
        color=color["accent"],
        before=6,
    )
    lines = [
        cover,
        replace(english, language=design.beside),
        replace(cover, name="Cover Subtitle", alias="封面副题", bold=False, size=size["subtitle"], color="", before=12),
        WordStyle("Cover Line", "封面文字", size=size["small"], color=muted, align="left"),
        WordStyle("Cover Foot", "封面责任者", size=size["small"], color=muted, align="left", before=60),
        WordStyle(
            "Cover Watermark",
            "封面水印",
            face="sans",
            bold=True,
            size=size["small"],
            color=color["alert"],
            align="left",
        ),
        WordStyle("Cover Logo", "封面标志", align="left", before=14, after=14, line=1),
    ]
    return [
        *lines,
        *(_on(line, "Band", "色底", color=color["on-accent"]) for line in lines),
        *(_on(line, "Centred", "居中", align="center") for line in lines),
    ]
