"""Knows the paragraph styles of the Word edition, as a table; must not know how they are written.

pandoc finds styles by their English names, so names stay English and the Chinese names are aliases.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.languages import ENGLISH, Languages
from pipeline.formats.docx.numbering import HEADING_NUMBERING
from pipeline.formats.docx.pagestyles import standing
from pipeline.formats.docx.wordstyle import ALIASES, Design, WordStyle, body_style, text_beside
from pipeline.styling.tokens import Tokens


def styles(tokens: Tokens, languages: Languages) -> list[WordStyle]:
    """Every paragraph style of the report, from the tokens; those of a language beside where there is one."""
    size = {name: float(value) for name, value in tokens["size"].items()}
    color = {name: str(value).lstrip("#").upper() for name, value in tokens["color"].items()}
    body = body_style("Body Text", "正文段落", languages.leading)
    made = [body, replace(body, name="First Paragraph", alias="正文首段"), WordStyle("Compact", "紧凑")]
    design = Design(size, color, languages.beside or ENGLISH, languages.beside or "")
    made += [*_beside(design), *_headings(design), *_captions(design), *_blocks(design, body), *standing(design)]
    return [style for style in made if languages.beside or not style.language]


def _beside(design: Design) -> list[WordStyle]:
    """The title of a heading in the language beside, the summary of a section, and an abstract in that language."""
    size, color = design.size, design.color
    title = WordStyle(
        design.named("Heading"),
        design.alias("标题"),
        size=size["small"],
        color=color["muted"],
        after=6,
        keep_next=True,
        language=design.beside,
    )
    return [
        title,
        replace(title, name="Summary", alias="英文提要", left=14, after=8, align="both", language=design.summary),
        replace(
            title,
            name=text_beside(design.beside),
            alias=design.alias("正文"),
            size=size["body"],
            color="",
            keep_next=False,
            align="both",
            first_line=body_style("", "", design.beside).first_line,
        ),
    ]


def _headings(design: Design) -> list[WordStyle]:
    """Four levels, each numbered and unnumbered."""
    made, size = list[WordStyle](), design.size
    color = design.color["accent-strong"]
    first = WordStyle("Heading 1", face="sans", bold=True, color=color, line=1.2, keep_next=True, align="left")
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


def _captions(design: Design) -> list[WordStyle]:
    """Pictures, captions, all of which change with one style (题注), and sources."""
    size, color = design.size, design.color
    muted = color["muted"]
    caption = WordStyle("Caption", "题注", size=size["caption"], face="sans", align="center")
    own = WordStyle("", based_on=caption.id, keep_next=True)
    english = replace(
        own,
        name=design.named("Caption"),
        alias=design.alias("题注"),
        size=size["label"],
        color=muted,
        language=design.beside,
        after=2,
    )
    return [
        caption,
        english,
        replace(own, name="Image Caption", alias="图题", before=4),
        replace(own, name="Table Caption", alias="表题", before=10),
        replace(own, name="Listing Caption", alias="代码题", before=10, align="left"),
        replace(english, name=design.named("Listing Caption"), alias=design.alias("代码题"), align="left", after=4),
        WordStyle("Source Line", "图表来源", size=size["label"], color=muted, align="center", after=2),
        WordStyle("Table Note", "表注", size=size["label"], color=muted, align="left", after=2),
        WordStyle("Figure", "图", align="center", before=10, keep_next=True, line=1),
        WordStyle("Captioned Figure", "带题图", align="center", keep_next=True, line=1),
    ]


def _blocks(design: Design, body: WordStyle) -> list[WordStyle]:
    """Abstract, box, notes, references, terms, code."""
    size, color = design.size, design.color
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
            name=design.named("Box"),
            alias=f"小贴士{ALIASES[design.beside]}",
            size=size["label"],
            color=color["muted"],
            keep_next=True,
            language=design.beside,
        ),
        WordStyle("Block Text", "引文", face="kai", left=24, align="both"),
        WordStyle("Verse", "诗行", left=42, before=6, after=6, align="left"),
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
    ]
