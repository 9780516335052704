"""Knows which structure type an element of a report's HTML becomes in a PDF; must not know boxes or pages.

The types are those of ISO 32000-1, 14.8.4 for PDF/UA-1, and of ISO 32000-2, 14.8.4 for PDF/UA-2.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}svg"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
# What holds blocks: loose text in it needs a paragraph.
GROUPS = frozenset({"Document", "Part", "Sect", "Div", "BlockQuote", "Aside", "NonStruct"})
# Types that only the first standard has stand in its name space (ISO 32000-2, 14.8.6).
FIRST_ONLY = frozenset({"TOC", "TOCI", "Reference", "BlockQuote", "Code"})

_BOTH = {
    **{name.lower(): name for name in HEADINGS},
    "p": "P", "pre": "P", "div": "Div", "main": "Part", "blockquote": "BlockQuote",
    "section": "Sect", "header": "Sect", "footer": "Sect", "nav": "Sect", "article": "Sect",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "caption": "Caption", "figcaption": "Caption", "img": "Figure", SVG: "Figure", MATH: "Formula", "math": "Formula",
    "ruby": "Ruby", "rb": "RB", "rt": "RT", "rp": "RP", "code": "Code",
}  # fmt: skip
_FIRST = {"aside": "Sect", "figure": "Div"}
# In the first, a reader that takes the Alt of a figure would leave its caption out; in the second the caption belongs
# to it (ISO 14289-2, 8.2.5.27).
_SECOND = {"aside": "Aside", "figure": "Figure", "em": "Em", "strong": "Strong"}
_BY_CLASS = {
    "front": "Part",
    "body": "Part",
    "entries": "L",
    "csl-entry": "LI",
    "csl-left-margin": "Lbl",
    "csl-right-inline": "LBody",
    "math": "Formula",
    "figure-scroll": "Span",
    "table-caption": "Caption",
}


def structure_type(tag: str, element: Element, *, in_contents: bool, second: bool) -> str:
    """The structure type of an element; `Span` for what needs none of its own."""
    if in_contents and tag in ("ol", "ul", "li"):
        return "TOCI" if tag == "li" else "TOC"
    for name in str(element.get("class") or "").split():
        if name in _BY_CLASS:
            return _BY_CLASS[name]
    if tag == "a":
        return "Link" if element.get("href") else "Span"
    return _BOTH.get(tag) or (_SECOND if second else _FIRST).get(tag, "Span")


def alternative(tag: str, element: Element) -> str:
    """The text that stands for a picture or a formula: its name and its description."""
    parts = [element.get("alt") or element.get("aria-label")]
    if tag == SVG:
        parts += [element.findtext(SVG.replace("}svg", "}title")), element.findtext(SVG.replace("}svg", "}desc"))]
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def numbering(tag: str, style: str, *, second: bool) -> str:
    """The ListNumbering of a list (ISO 32000-1, table 347; ISO 32000-2, table 382)."""
    if tag == "dl":
        return "Description" if second else "None"
    if tag == "div":
        # The reference list, with numbers of its own.
        return "Ordered" if second else "Decimal"
    names = {
        "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal", "none": "None",
        "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha", "lower-roman": "LowerRoman",
        "upper-roman": "UpperRoman",
    }  # fmt: skip
    return names.get(style, "Decimal" if tag == "ol" else "Disc")


def scope(element: Element) -> str:
    """What a head cell heads (ISO 32000-1, table 349)."""
    return "/Row" if str(element.get("scope") or "").startswith("row") else "/Column"
