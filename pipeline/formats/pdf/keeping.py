"""Knows which blocks of a fragment keep with the next one on pages, by what they say; must not know pages."""

from __future__ import annotations

from pipeline.core.vocabulary import TITLES_BESIDE
from pipeline.formats.hypertext.elements import Element, has_class, new, text_of

_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SHOWN = ("ul", "ol", "pre", "blockquote", "dl")
_ANNOUNCING = ("：", ":")


def mark_kept(body: Element) -> None:
    """Give `keep` to paragraphs that announce what follows, `lead` to the first one under a heading, of which two lines
    stay with it, and put the lists of figures and tables into one box."""
    for paragraph in list(body.iter("p")):
        parent, following = paragraph.getparent(), paragraph.getnext()
        if parent is None or following is None:
            continue
        if parent.tag == "section" and _is_under_heading(paragraph):
            _add(paragraph, "lead")
        if _is_shown(following) or (following.tag != "figure" and text_of(paragraph).endswith(_ANNOUNCING)):
            _add(paragraph, "keep")


def gathered(lists: list[Element]) -> list[Element]:
    """The lists of figures and tables in one box, which is not broken where it fits a page."""
    if not lists:
        return []
    box = new("div", class_="lists")
    box.extend(lists)
    return [box]


def _is_under_heading(paragraph: Element) -> bool:
    before = paragraph.getprevious()
    while before is not None and (
        has_class(before, "summary") or any(has_class(before, name) for name in TITLES_BESIDE.values())
    ):
        before = before.getprevious()
    return before is not None and before.tag in _HEADS


def _is_shown(block: Element) -> bool:
    """Whether a block is shown for the paragraph before it: a list, code, a quotation or a formula by itself."""
    if block.tag in _SHOWN:
        return True
    formulas = [child for child in block if has_class(child, "display")]
    return block.tag == "p" and len(formulas) == 1 and text_of(block) == text_of(formulas[0])


def _add(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())
