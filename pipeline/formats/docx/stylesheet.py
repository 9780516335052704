"""Knows the styles part of a Word file (ECMA-376, part 1, 17.7): our paragraph styles, and the styles that pandoc
uses; must not know documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.core.code_tokens import CODE_STYLES
from pipeline.core.languages import CHINESE, ENGLISH, WORD_TAGS, Language, is_chinese
from pipeline.formats.docx.code import LINE_NUMBER, code_style
from pipeline.formats.docx.openxml import Element, clark, w
from pipeline.formats.docx.wordstyle import WordStyle
from pipeline.styling.tokens import Tokens, number, text

# The end of a line between elements, which says nothing to Word.
_LINE = "\n"
_BUILT_IN = {
    *("Body Text", "Caption", "Block Text", "Footnote Text", "Header", "Footer", "TOC Heading", "Index Heading"),
    *("Bibliography", "table of figures"),
}


def stylesheet(tokens: Tokens, own: Iterable[WordStyle], leading: Language) -> Element:
    """The styles part: defaults, the table and character styles that pandoc uses, our paragraph styles; with Chinese
    names where Chinese leads."""
    pandocs = [_defaults(tokens), *_basic_styles(), _table_style(), *_character_styles(tokens)]
    lines = [part for style in pandocs for part in (style, _LINE)]
    made = w("styles", *lines, *(_paragraph_style(style, tokens) for style in own))
    if not is_chinese(leading):
        etree.strip_elements(made, clark("w:aliases"))
    return made


def _style(
    kind: str,
    name: str,
    *content: Element | str | None,
    alias: str = "",
    based_on: str = "",
    is_custom: bool = False,
    **attributes: str | int,
) -> Element:
    """A style; its id is its name without spaces, unless `styleId` says otherwise. Word knows those not custom."""
    return w(
        "style",
        w("name", val=name),
        w("aliases", val=alias) if alias else None,
        w("basedOn", val=based_on) if based_on else None,
        *content,
        type=kind,
        customStyle=1 if is_custom else None,
        **{"styleId": "".join(name.title().split()), **attributes},
    )


def _defaults(tokens: Tokens) -> Element:
    language = w("lang", val=WORD_TAGS[ENGLISH], eastAsia=WORD_TAGS[CHINESE], bidi="ar-SA")
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", _fonts("serif", tokens), *_size(number(tokens, "size", "body")), _LINE, language)),
        w("pPrDefault", w("pPr", w("spacing", after=0, **_pitch(number(tokens, "size", "body"), tokens)))),
    )


def _basic_styles() -> Iterator[Element]:
    """What the other styles of each kind are based on."""
    yield _style("paragraph", "Normal", w("qFormat"), alias="正文", default=1)
    yield _style("character", "Default Paragraph Font", w("uiPriority", val=1), w("semiHidden"), default=1)
    sides = (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    margins = w("tblCellMar", *(_margin(side, width) for side, width in sides))
    table = w("tblPr", w("tblInd", w=0, type="dxa"), _LINE, margins)
    priority = w("uiPriority", val=99)
    yield _style("table", "Normal Table", priority, w("semiHidden"), table, default=1, styleId="TableNormal")


def _table_style() -> Element:
    """三线表: rules above and below, and a thinner one under the head."""
    head = w("tcPr", w("tcBorders", _border("bottom", 6)))
    return _style(
        "table",
        "Table",
        w("qFormat"),
        _LINE,
        w("pPr", w("spacing", before=20, after=20, line=280, lineRule="auto")),
        w("rPr", w("sz", val=18)),
        w("tblPr", w("jc", val="center"), w("tblBorders", _border("top", 12), _LINE, _border("bottom", 12))),
        w("tblStylePr", w("rPr", w("b")), head, type="firstRow"),
        alias="三线表",
        based_on="TableNormal",
        is_custom=True,
    )


def _character_styles(tokens: Tokens) -> Iterator[Element]:
    mono = text(tokens, "font", "mono")
    rows = (
        ("Verbatim Char", "", [w("rFonts", ascii=mono, hAnsi=mono)], True),
        ("footnote reference", "", [w("vertAlign", val="superscript")], False),
        ("Hyperlink", "", [w("color", val=_color(tokens, "link")), w("u", val="single")], False),
        ("Emphasis Dots", "着重号", [w("em", val="underDot")], True),
        ("Proper Name", "专名号", [w("u", val="single")], True),
        ("Book Title Line", "书名号", [w("u", val="wave")], True),
        ("Label", "编号", [w("b"), w("color", val=_color(tokens, "muted"))], True),
    )
    for name, alias, properties, is_custom in rows:
        yield _style("character", name, w("rPr", *properties), alias=alias, is_custom=is_custom)
    for name in dict.fromkeys(CODE_STYLES.values()):
        color = w("rPr", w("color", val=_color(tokens, name)))
        yield _style("character", code_style(name), color, based_on="VerbatimChar", is_custom=True)
    muted = w("rPr", w("color", val=_color(tokens, "muted")))
    yield _style("character", LINE_NUMBER, muted, based_on="VerbatimChar", is_custom=True)


def _paragraph_style(style: WordStyle, tokens: Tokens) -> Element:
    is_level = style.name.startswith(("Heading ", "toc ", "index ")) and style.name[-1].isdigit()
    return _style(
        "paragraph",
        style.name,
        w("next", val="BodyText") if style.outline is not None else None,
        w("semiHidden") if style.is_hidden else w("qFormat"),
        w("pPr", *_paragraph_properties(style, tokens)),
        w("rPr", *_run_properties(style, tokens)),
        alias=style.alias,
        based_on=style.based_on,
        styleId=style.id,
        is_custom=not is_level and style.name not in _BUILT_IN,
    )


def _pitch(size: float, tokens: Tokens) -> dict[str, str]:
    """The lines of text of a size as they stand in the PDF, whatever face a machine has for it; what is higher, such as
    formulas and readings, has room (17.3.1.33)."""
    return {"line": _twips(size * number(tokens, "line", "body")), "lineRule": "atLeast"}


def _paragraph_properties(style: WordStyle, tokens: Tokens) -> Iterator[Element]:
    """In the order of the schema (17.3.1)."""
    if style.keep_next:
        yield from (w("keepNext"), w("keepLines"))
    if style.page_break:
        yield w("pageBreakBefore")
    if style.numbering:
        id_, level = style.numbering
        yield w("numPr", w("ilvl", val=level), w("numId", val=id_))
    if style.fill:
        yield w("shd", val="clear", color="auto", fill=style.fill)
    if style.tab:
        side, leader = (
            "right" if style.tab > 100 else "left",
            "dot" if style.name.startswith(("toc", "table of")) else None,
        )
        yield w("tabs", w("tab", val=side, leader=leader, pos=_twips(style.tab)))
    if style.before or style.after or style.line or style.size:
        line = {"line": f"{style.line * 240:.0f}", "lineRule": "auto"} if style.line else {}
        line = _pitch(style.size, tokens) if style.size and not style.line else line
        yield w("spacing", before=_twips(style.before), after=_twips(style.after), **line)
    if style.first_line is not None:
        yield w("ind", firstLineChars=style.first_line, firstLine=f"{style.first_line * 2.1:.0f}")
    elif style.left or style.hanging:
        yield w("ind", left=_twips(style.left), hanging=_twips(style.hanging) if style.hanging else None)
    if style.align:
        yield w("jc", val=style.align)
    if style.outline is not None:
        yield w("outlineLvl", val=style.outline)


def _run_properties(style: WordStyle, tokens: Tokens) -> Iterator[Element]:
    """In the order of the schema (17.3.2)."""
    if style.face:
        yield _fonts(style.face, tokens)
    if style.bold:
        yield from (w("b"), w("bCs"))
    if style.color:
        yield w("color", val=style.color)
    if style.size:
        yield from _size(style.size)
    if style.language:
        yield w("lang", **{"eastAsia" if is_chinese(style.language) else "val": WORD_TAGS[style.language]})


def _fonts(face: str, tokens: Tokens) -> Element:
    """The fonts of a run: Latin for Latin letters, Chinese for the rest."""
    latin = text(tokens, "font", "word-sans-latin" if face == "sans" else "word-serif-latin")
    han = text(tokens, "font", f"word-{face}-han")
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=han, cs=latin)


def _size(points: float) -> tuple[Element, Element]:
    """A size, for Latin and Chinese letters and for other scripts; Word counts half points."""
    return w("sz", val=f"{points * 2:.0f}"), w("szCs", val=f"{points * 2:.0f}")


def _border(side: str, width: int, color: str = "auto") -> Element:
    """A rule; its width is in eighths of a point."""
    return w(side, val="single", sz=width, space=0, color=color)


def _margin(side: str, width: int) -> Element:
    """The white at a side of a cell, in twentieths of a point."""
    return w(side, w=width, type="dxa")


def _twips(points: float) -> str:
    return f"{points * 20:.0f}"


def _color(tokens: Tokens, name: str) -> str:
    return text(tokens, "color", name).lstrip("#")
