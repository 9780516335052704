"""Knows which pages and which elements have the same styles; must not know documents.

WeasyPrint 70 works the styles of a page and its sixteen margin boxes out for every page, and looks for them among
those of all pages before.
It shares the styles of elements that the same rules apply to, but an id or a language is a rule of its own there: all
that stands in a chapter
with an id has styles of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint import css
from weasyprint.layout import page

_setting_page_styles: Callable[..., None] = page.set_page_type_computed_styles
_setting_styles: Callable[..., None] = css.StyleFor.set_computed_styles


def _set_page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Set the styles of a page; takes the place of WeasyPrint's."""
    rules = tuple(
        (id(declarations), tuple(specificity), pseudo)
        for sheet, _, _ in style_for._sheets
        for _, selectors, declarations in sheet.page_rules
        for specificity, pseudo, selector in selectors
        if style_for._page_type_match(selector, page_type)
    )
    pages = style_for.__dict__.setdefault("kanben_pages", {})
    if rules not in pages:
        _setting_page_styles(page_type, html, style_for)
        cascaded = style_for.get_cascaded_styles()
        pages[rules] = {None: style_for(page_type)} | {
            pseudo: style_for(*key) for key in cascaded if (pseudo := key[1])
        }
        cascaded.clear()
    styles = style_for.get_computed_styles()
    styles |= {(page_type, pseudo): style for pseudo, style in pages[rules].items()}


def _set_styles(style_for: Any, element: Any, parent: Any, pseudo_type: str | None = None, **options: Any) -> None:
    """Set the styles of an element, and find the first one whose children would inherit the same from it."""
    _setting_styles(style_for, element, parent, pseudo_type=pseudo_type, **options)
    if pseudo_type is not None or parent is None:
        return
    style = style_for.get_computed_styles()[element, None]
    # An anchor is not inherited; a language is a text.
    rules = tuple(
        (name, value if name == "lang" else id(value))
        for name, (value, _) in style.cascaded.items()
        if name != "anchor"
    )
    first = style_for.__dict__.setdefault("kanben_firsts", {}).setdefault((_identity(style.parent_style), rules), style)
    style.kanben_identity = id(first)


def _identity(item: Any) -> int:
    """What WeasyPrint tells the styles of parents apart by; takes the place of `id`."""
    return int(getattr(item, "kanben_identity", 0) or id(item))


def install() -> None:
    """Let WeasyPrint ask here; calling it again changes nothing."""
    css.StyleFor.set_computed_styles = _set_styles
    css.id = _identity
    page.set_page_type_computed_styles = _set_page_styles
