"""Knows how the Word reference document is made from tokens, afresh at every build; must not know documents."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pipeline.formats.docx.styles import HEADING_NUMBERING, W, styles, styles_xml
from pipeline.styling.tokens import Tokens, number
from pipeline.tools import pandoc, zips

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# 一、（一）1.（1）: the numbers stand in Word's own lists, so that an editor's new heading is numbered too.
_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def reference_docx(tokens: Tokens, title: str) -> bytes:
    """A reference document for pandoc: A4, Chinese styles, heading numbers, a running header with the title, page
    numbers."""
    parts = dict(zips.read(pandoc.run(["--print-default-data-file", "reference.docx"], "")))
    parts["word/styles.xml"] = styles_xml(tokens, styles(tokens)).encode()
    parts["word/numbering.xml"] = _numbering().encode()
    parts["word/settings.xml"] = _settings().encode()
    parts["word/header1.xml"] = _part(
        "hdr", "Header", _run(escape(title)) + "<w:r><w:tab/></w:r>" + _field("STYLEREF", '"Heading 1"', "")
    ).encode()
    parts["word/footer1.xml"] = _part(
        "ftr", "Footer", _field("PAGE", "", "1") + _run(" / ") + _field("NUMPAGES", "", "1")
    ).encode()
    parts["word/document.xml"] = _document(tokens).encode()
    parts["word/_rels/document.xml.rels"] = _with_relationships(parts["word/_rels/document.xml.rels"].decode()).encode()
    parts["[Content_Types].xml"] = _with_types(parts["[Content_Types].xml"].decode()).encode()
    return zips.write(sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0])))


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{index + 1}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for index, (form, pattern) in enumerate(_LEVELS)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="{HEADING_NUMBERING}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum><w:num w:numId="{HEADING_NUMBERING}"><w:abstractNumId w:val="{HEADING_NUMBERING}"/></w:num></w:numbering>'
    )


def _settings() -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:updateFields w:val="true"/>'
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str, argument: str, cached: str) -> str:
    """A complex field with its last result (17.16.18)."""
    code = f" {name} {argument} ".replace("  ", " ")
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run(cached)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _part(name: str, style: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{name} xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:{name}>'


def _document(tokens: Tokens) -> str:
    """An empty document with the page; twentieths of a point from millimetres."""

    def twips(name: str) -> str:
        return f"{number(tokens, 'page', name) / 25.4 * 1440:.0f}"

    page = (
        f'<w:pgSz w:w="{twips("width")}" w:h="{twips("height")}"/><w:pgMar w:top="{twips("margin-top")}" w:right="{twips("margin-outside")}" '
        f'w:bottom="{twips("margin-bottom")}" w:left="{twips("margin-inside")}" w:header="851" w:footer="851" w:gutter="0"/>'
    )
    references = (
        '<w:headerReference w:type="default" r:id="rIdHeader1"/><w:footerReference w:type="default" r:id="rIdFooter1"/>'
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body><w:p/><w:sectPr>{references}{page}<w:titlePg/></w:sectPr></w:body></w:document>'


def _with_relationships(xml: str) -> str:
    kept = re.sub(r'<Relationship [^>]*(?:hyperlink|comments)"[^>]*/>', "", xml)
    added = "".join(
        f'<Relationship Type="{_R}/{kind}" Id="rId{kind.title()}1" Target="{kind}1.xml"/>'
        for kind in ("header", "footer")
    )
    return kept.replace("</Relationships>", f"{added}</Relationships>")


def _with_types(xml: str) -> str:
    added = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind in ("header", "footer")
    )
    return xml.replace("</Types>", f"{added}</Types>")
