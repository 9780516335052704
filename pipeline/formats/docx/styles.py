"""Knows the paragraph styles of the Word edition, as a table; must not know how they are written.

pandoc finds styles by their English names, so names stay English and the Chinese names are aliases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.core.languages import ENGLISH, WORD_TAGS
from pipeline.core.numbers import NUMBERED_LEVELS
from pipeline.formats.docx.numbering import HEADING_NUMBERING
from pipeline.styling.tokens import Tokens

_ENGLISH = WORD_TAGS[ENGLISH]


@dataclass(frozen=True)
class WordStyle:
    """A paragraph style. Sizes are pt, spacing pt, `line` a multiple; `face` is serif, sans or kai."""

    name: str
    alias: str = ""
    based_on: str = "Normal"
    size: float = 0
    face: str = ""
    bold: bool = False
    color: str = ""
    before: float = 0
    after: float = 0
    line: float = 0
    align: str = ""
    first_line: int | None = None
    left: float = 0
    hanging: float = 0
    keep_next: bool = False
    outline: int | None = None
    numbering: tuple[int, int] | None = None
    fill: str = ""
    tab: float = 0
    page_break: bool = False
    language: str = ""

    @property
    def id(self) -> str:
        return (
            "".join(self.name.title().split())
            if not self.name[0].islower()
            else self.name.replace(" ", "").upper()[:3] + self.name[-1]
        )


def styles(tokens: Tokens) -> list[WordStyle]:
    """Every paragraph style of the report, from the tokens."""
    size = {name: float(value) for name, value in tokens["size"].items()}
    color = {name: str(value).lstrip("#").upper() for name, value in tokens["color"].items()}
    body = WordStyle("Body Text", "正文段落", align="both", first_line=200)
    made = [body, replace(body, name="First Paragraph", alias="正文首段"), WordStyle("Compact", "紧凑")]
    return [
        *made,
        *_headings(size, color),
        *_captions(size, color),
        *_blocks(size, color, body),
        *_furniture(size, color),
    ]


def _headings(size: Mapping[str, float], color: Mapping[str, str]) -> list[WordStyle]:
    """Four levels, each numbered and unnumbered, and the English title below."""
    first = WordStyle(
        "Heading 1", face="sans", bold=True, color=color["accent-strong"], line=1.2, keep_next=True, align="left"
    )
    english = WordStyle(
        "Heading English",
        "英文标题",
        size=size["small"],
        color=color["muted"],
        after=6,
        keep_next=True,
        language=_ENGLISH,
    )
    made = [
        english,
        replace(english, name="Summary", alias="英文提要", left=14, after=8, align="both"),
    ]
    made.append(
        replace(
            english, name="English Text", alias="英文正文", size=size["body"], color="", keep_next=False, align="both"
        )
    )
    levels = (("chapter", 24, 8), ("section", 16, 6), ("subsection", 12, 4), ("body", 10, 4))
    for level, (name, before, after) in enumerate(levels):
        ordinal = "一二三四"[level]
        one = replace(
            first,
            name=f"Heading {level + 1}",
            alias=f"{ordinal}级标题",
            size=size[name],
            before=before,
            after=after,
            outline=level,
        )
        made.append(replace(one, numbering=(HEADING_NUMBERING, level)))
        made.append(
            replace(
                one,
                name=f"Unnumbered Heading {level + 1}",
                alias=f"无编号{ordinal}级标题",
                based_on=one.id,
                numbering=(0, level),
            )
        )
    return made


def _captions(size: Mapping[str, float], color: Mapping[str, str]) -> list[WordStyle]:
    """Pictures, captions and sources."""
    muted = color["muted"]
    caption = WordStyle("Caption", "题注", size=size["caption"], face="sans", align="center")
    english = replace(
        caption,
        name="Caption English",
        alias="英文题注",
        size=size["label"],
        color=muted,
        keep_next=True,
        language=_ENGLISH,
        after=2,
    )
    return [
        caption,
        english,
        replace(caption, name="Image Caption", alias="图题", before=4, keep_next=True),
        replace(caption, name="Table Caption", alias="表题", before=10, keep_next=True),
        replace(caption, name="Listing Caption", alias="代码题", before=10, keep_next=True, align="left"),
        replace(english, name="Listing Caption English", alias="英文代码题", align="left", after=4, keep_next=True),
        WordStyle("Source Line", "图表来源", size=size["label"], color=muted, align="center", after=2),
        WordStyle("Table Note", "表注", size=size["label"], color=muted, align="left", after=2),
        WordStyle("Figure", "图", align="center", before=10, keep_next=True, line=1),
        WordStyle("Captioned Figure", "带题图", align="center", keep_next=True, line=1),
    ]


def _blocks(size: Mapping[str, float], color: Mapping[str, str], body: WordStyle) -> list[WordStyle]:
    """Abstract, box, notes, references, terms, code."""
    warm = color["warm"]
    box = WordStyle("Box Text", "小贴士正文", size=size["small"] + 0.5)
    return [
        replace(body, name="Abstract Text", alias="摘要正文"),
        WordStyle("Keywords", "关键词", before=6),
        box,
        replace(
            box, name="Box Heading", alias="小贴士标题", face="sans", bold=True, color=warm, keep_next=True, before=4
        ),
        replace(
            box,
            name="Box English",
            alias="小贴士英文",
            size=size["label"],
            color=color["muted"],
            keep_next=True,
            language=_ENGLISH,
        ),
        WordStyle("Block Text", "引文", face="kai", left=24, align="both"),
        WordStyle("Footnote Text", "脚注", size=size["note"], line=1.2, align="both"),
        WordStyle("Footnote Block Text", "脚注引文", face="kai", size=size["note"], line=1.2, left=18, align="both"),
        WordStyle("Bibliography", "参考文献条目", size=size["small"], left=24, hanging=24, tab=24, line=1.3),
        WordStyle(
            "Definition Term", "用语", face="sans", bold=True, color=color["accent-strong"], keep_next=True, before=4
        ),
        WordStyle("Definition", "释义", left=21),
        WordStyle(
            "Source Code",
            "代码",
            size=size["small"],
            line=1.2,
            align="left",
            fill=color["accent-soft"],
            before=2,
            after=8,
        ),
        WordStyle("Statement Title", "定理定义标题", face="sans", keep_next=True, before=8, after=2),
        WordStyle("Equation", "公式", align="center", before=4, after=4, line=1),
        WordStyle("Equation Number", "公式编号", align="right", line=1),
        replace(body, name="Continued Paragraph", alias="接排段落", first_line=None),
        WordStyle("Editorial Note", "编辑批注", fill=color["mark"]),
    ]


def _on(line: WordStyle, design: str, alias: str, **changes: str) -> WordStyle:
    """A style of a cover's line as another design has it."""
    return replace(line, name=line.name.replace("Cover", design), alias=f"{alias}{line.alias}", **changes)  # type: ignore[arg-type]


def _furniture(size: Mapping[str, float], color: Mapping[str, str]) -> list[WordStyle]:
    """Cover, contents, header and footer."""
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
        name="Cover English",
        alias="封面英文",
        bold=False,
        size=size["subtitle"],
        color=color["accent"],
        before=6,
    )
    lines = [
        cover,
        replace(english, language=_ENGLISH),
        replace(cover, name="Cover Subtitle", alias="封面副题", bold=False, size=size["subtitle"], color="", before=12),
        WordStyle("Cover Line", "封面文字", size=size["small"], color=muted, align="left"),
    ]
    return [
        *lines,
        *(_on(line, "Band", "色底", color=color["on-accent"]) for line in lines),
        *(_on(line, "Centred", "居中", align="center") for line in lines),
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
        WordStyle("Index Heading", "索引标题", face="sans", bold=True, color=strong, before=8, keep_next=True),
        *(
            WordStyle(f"index {level}", f"索引 {level}", size=size["small"], left=14 * level, hanging=14, align="left")
            for level in (1, 2, 3)
        ),
    ]
