"""Knows how Word shows code: the words of a language in character styles of ours, and numbers before lines; must not
know the document."""

from __future__ import annotations

from pipeline.core.code_tokens import CODE_STYLES
from pipeline.core.vocabulary import NUMBERED_LINES
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, markup, w
from pipeline.tools import ast

LINE_NUMBER = "Code Line Number"

_NUMBERED = "NumberedCode"


def code_style(name: str) -> str:
    """The name of the character style of a class of words in code: `Code Keyword` of `code-keyword`."""
    return name.replace("-", " ").title()


def numbered(element: ast.Node) -> ast.Replacement:
    """Code whose lines are numbered has a paragraph before it that says so; `dress_code` takes it away."""
    if NUMBERED_LINES not in element.classes:
        return None
    first = element.attributes.get("startFrom", "1")
    mark = w("p", w("pPr", w("pStyle", val=_NUMBERED)), w("r", w("t", first)))
    return [ast.RawBlock(markup([mark]), format="openxml"), element]


def dress_code(body: Element) -> None:
    """Put runs of code in our character styles, and the numbers of lines before them."""
    for style in body.iter(clark("w:rStyle")):
        value = style.get(clark("w:val"), "")
        if value.endswith("Tok"):
            name = CODE_STYLES.get(value, "")
            style.set(clark("w:val"), code_style(name).replace(" ", "") if name else "VerbatimChar")
    for mark in [found for found in body.iter(clark("w:p")) if _style_of(found) == _NUMBERED]:
        following = mark.getnext()
        while following is not None and following.tag != clark("w:p"):
            following = following.getnext()
        if following is not None:
            _number(following, int("".join(str(part) for part in mark.itertext())))
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


def drop_token_styles(styles: Element) -> None:
    """Take out the styles that pandoc adds for words in code, none of which is used."""
    for style in styles.findall("w:style", NAMESPACES):
        if style.get(clark("w:styleId"), "").endswith("Tok"):
            styles.remove(style)


def _style_of(paragraph: Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    return "" if style is None else style.get(clark("w:val"), "")


def _number(paragraph: Element, first: int) -> None:
    """A number at the start of each line, as wide as the widest (U+2007 FIGURE SPACE)."""
    starts = [paragraph.find("w:r", NAMESPACES)]
    starts += [run for run in paragraph.findall("w:r", NAMESPACES) if run.find("w:br", NAMESPACES) is not None]
    widest = len(str(first + len(starts) - 1))
    for place, run in enumerate(starts):
        if run is None:
            continue
        text = f"{first + place:\u2007>{widest}}\u2007\u2007"
        number = w("r", w("rPr", w("rStyle", val=LINE_NUMBER.replace(" ", ""))), w("t", text))
        if place:
            run.addnext(number)
        else:
            run.addprevious(number)
