"""Knows the table of Word styles and its XML (ECMA-376, part 1, 17.7); must not know documents.

pandoc finds styles by their English names, so names stay English and the Chinese names are aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.styling.tokens import Tokens, number, text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADING_NUMBERING = 77


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
        language="en-US",
    )
    made = [
        english,
        replace(english, name="Summary", alias="英文提要", left=14, after=8, keep_next=False, align="both"),
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
        language="en-US",
        after=2,
    )
    return [
        caption,
        english,
        replace(caption, name="Image Caption", alias="图题", before=4, keep_next=True),
        replace(caption, name="Table Caption", alias="表题", before=10, keep_next=True),
        WordStyle("Source Line", "图表来源", size=size["label"], color=muted, align="center", after=2),
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
            language="en-US",
        ),
        WordStyle("Block Text", "引文", face="kai", left=24, align="both"),
        WordStyle("Footnote Text", "脚注", size=size["note"], line=1.2, align="both"),
        WordStyle("Bibliography", "参考文献条目", size=size["small"], left=24, hanging=24, tab=24, line=1.3),
        WordStyle(
            "Definition Term", "用语", face="sans", bold=True, color=color["accent-strong"], keep_next=True, before=4
        ),
        WordStyle("Definition", "释义", left=21),
        WordStyle("Source Code", "代码", size=size["small"], line=1.2, align="left"),
        WordStyle("Editorial Note", "编辑批注", fill=color["mark"]),
    ]


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
    return [
        cover,
        replace(english, language="en-US"),
        replace(cover, name="Cover Subtitle", alias="封面副题", bold=False, size=size["subtitle"], color="", before=12),
        WordStyle("Cover Line", "封面文字", size=size["small"], color=muted, align="left"),
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
            for level in (1, 2, 3)
        ),
    ]


def style_xml(style: WordStyle, tokens: Tokens) -> str:
    """One w:style element."""
    custom = (
        ""
        if style.name in _BUILT_IN or (style.name.startswith(("Heading ", "toc ")) and style.name[-1].isdigit())
        else ' w:customStyle="1"'
    )
    alias = f'<w:aliases w:val="{style.alias}"/>' if style.alias else ""
    next_style = '<w:next w:val="BodyText"/>' if style.outline is not None else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{alias}<w:basedOn w:val="{style.based_on}"/>{next_style}'
        f"<w:qFormat/><w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_run(style, tokens)}</w:rPr></w:style>"
    )


_BUILT_IN = {"Body Text", "Caption", "Block Text", "Footnote Text", "Header", "Footer", "TOC Heading", "Bibliography"}


def _paragraph(style: WordStyle) -> str:
    """Paragraph properties in schema order (17.3.1)."""
    parts: list[str] = []
    if style.keep_next:
        parts += ["<w:keepNext/>", "<w:keepLines/>"]
    if style.page_break:
        parts.append("<w:pageBreakBefore/>")
    if style.numbering:
        number_id, level = style.numbering
        parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')
    if style.fill:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill}"/>')
    if style.tab:
        leader = ' w:leader="dot"' if style.name.startswith("toc") else ""
        side = "right" if style.tab > 100 else "left"
        parts.append(f'<w:tabs><w:tab w:val="{side}"{leader} w:pos="{style.tab * 20:.0f}"/></w:tabs>')
    if style.before or style.after or style.line:
        line = f' w:line="{style.line * 240:.0f}" w:lineRule="auto"' if style.line else ""
        parts.append(f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}"{line}/>')
    if style.first_line is not None:
        parts.append(f'<w:ind w:firstLineChars="{style.first_line}" w:firstLine="{style.first_line * 2.1:.0f}"/>')
    elif style.left or style.hanging:
        hanging = f' w:hanging="{style.hanging * 20:.0f}"' if style.hanging else ""
        parts.append(f'<w:ind w:left="{style.left * 20:.0f}"{hanging}/>')
    if style.align:
        parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{style.outline}"/>')
    return "".join(parts)


def _run(style: WordStyle, tokens: Tokens) -> str:
    """Run properties in schema order (17.3.2)."""
    parts = [fonts_xml(style.face, tokens)] if style.face else []
    if style.bold:
        parts += ["<w:b/>", "<w:bCs/>"]
    if style.color:
        parts.append(f'<w:color w:val="{style.color}"/>')
    if style.size:
        parts.append(f'<w:sz w:val="{style.size * 2:.0f}"/><w:szCs w:val="{style.size * 2:.0f}"/>')
    if style.language:
        parts.append(f'<w:lang w:val="{style.language}"/>')
    return "".join(parts)


def fonts_xml(face: str, tokens: Tokens) -> str:
    """The fonts of a run: Latin for Latin letters, Chinese for the rest."""
    latin = text(tokens, "font", "word-sans-latin" if face == "sans" else "word-serif-latin")
    han = text(tokens, "font", f"word-{face}-han")
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{han}" w:cs="{latin}"/>'


def styles_xml(tokens: Tokens, own: Iterable[WordStyle]) -> str:
    """The whole styles part: defaults, our paragraph styles, and the character and table styles that pandoc uses."""
    body, line = number(tokens, "size", "body"), number(tokens, "line", "body")
    link, muted = text(tokens, "color", "link").lstrip("#"), text(tokens, "color", "muted").lstrip("#")
    mono = text(tokens, "font", "mono")
    warm, warm_soft = (text(tokens, "color", name).lstrip("#") for name in ("warm", "warm-soft"))
    sides = (("top", 24), ("left", 4), ("bottom", 4), ("right", 4))
    box_borders = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{warm}"/>' for side, width in sides
    )
    paragraphs = "".join(style_xml(style, tokens) for style in own)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml("serif", tokens)}<w:sz w:val="{body * 2:.0f}"/><w:szCs w:val="{body * 2:.0f}"/>
<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="{line * 0.85 * 240:.0f}" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:aliases w:val="正文"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>
<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/><w:aliases w:val="三线表"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:pPr><w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr><w:tblPr><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="auto"/>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Box"><w:name w:val="Box"/><w:aliases w:val="小贴士"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblBorders>{box_borders}</w:tblBorders><w:tblCellMar><w:top w:w="120" w:type="dxa"/><w:left w:w="200" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>
<w:right w:w="200" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{warm_soft}"/></w:tcPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/><w:rPr><w:rFonts w:ascii="{mono}" w:hAnsi="{mono}"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{link}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="EmphasisDots"><w:name w:val="Emphasis Dots"/><w:aliases w:val="着重号"/><w:rPr><w:em w:val="underDot"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="ProperName"><w:name w:val="Proper Name"/><w:aliases w:val="专名号"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="BookTitleLine"><w:name w:val="Book Title Line"/><w:aliases w:val="书名号"/><w:rPr><w:u w:val="wave"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/><w:aliases w:val="编号"/><w:rPr><w:b/><w:color w:val="{muted}"/></w:rPr></w:style>
{paragraphs}</w:styles>"""
