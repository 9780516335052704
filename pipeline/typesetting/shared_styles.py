"""Knows which pages and which elements have the same styles; must not know documents.

WeasyPrint 70 works the styles of a page and its sixteen margin boxes out for every page, and looks for them among those
of all pages before. It shares the styles of elements that the same rules apply to, but an id or a language is a rule of
its own there: all that stands in a chapter with an id has styles of its own. Nothing on the page changes by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import HTML, css
from weasyprint.css import ComputedStyle
from weasyprint.layout import page
from weasyprint.layout.page import PageType

_original_set_page_type_computed_styles: Callable[..., None] = page.set_page_type_computed_styles


class StyleFor(css.StyleFor):  # type: ignore[misc]
    """WeasyPrint's styles of a document, shared by elements whose rules differ in nothing that is inherited, and by
    pages that the same rules apply to."""

    def __init__(self, *arguments: Any) -> None:
        self.page_styles: dict[tuple[object, ...], dict[str | None, ComputedStyle]] = {}
        self._shared: dict[tuple[object, ...], ComputedStyle] = {}
        self._anchored: dict[tuple[Element, None], ComputedStyle] = {}
        super().__init__(*arguments)
        # What stands in an element with an anchor has taken its styles from one without.
        self._computed_styles |= self._anchored

    def set_computed_styles(
        self, element: Element, parent: Element | None, pseudo_type: str | None = None, **options: Any
    ) -> None:
        """Set the style of an element to the first one that is the same but for an anchor, which is not inherited."""
        super().set_computed_styles(element, parent, pseudo_type=pseudo_type, **options)
        if pseudo_type is not None or parent is None:
            return
        style = self._computed_styles[element, None]
        cascaded = style.cascaded
        if "anchor" in cascaded:
            self._anchored[element, None] = style
            cascaded = {name: value for name, value in cascaded.items() if name != "anchor"}
        # A language is a text, and a text of its own for each element.
        rules = tuple((name, value if name == "lang" else id(value)) for name, (value, _) in cascaded.items())
        key = id(style.parent_style), rules
        if key not in self._shared:
            self._shared[key] = style if cascaded is style.cascaded else _style_with(style, cascaded)
        self._computed_styles[element, None] = self._shared[key]


def _style_with(style: ComputedStyle, cascaded: dict[str, tuple[object, object]]) -> ComputedStyle:
    """A style like another, from other rules."""
    return ComputedStyle(
        style.parent_style,
        cascaded,
        style.pseudo_type,
        style.root_style,
        style.base_url,
        style.font_config,
        style.initial_page_sizes,
    )


def set_page_type_computed_styles(page_type: PageType, html: HTML, style_for: StyleFor) -> None:
    """Set the styles of a page: those of the first page that the same rules apply to."""
    rules = tuple(
        (id(declarations), tuple(specificity), pseudo)
        for sheet, _, _ in style_for._sheets
        for _, selectors, declarations in sheet.page_rules
        for specificity, pseudo, selector in selectors
        if style_for._page_type_match(selector, page_type)
    )
    pages = style_for.page_styles
    if rules not in pages:
        _original_set_page_type_computed_styles(page_type, html, style_for)
        cascaded = style_for.get_cascaded_styles()
        pages[rules] = {None: style_for(page_type)} | {
            pseudo: style_for(*key) for key in cascaded if (pseudo := key[1])
        }
        cascaded.clear()
    styles = style_for.get_computed_styles()
    styles |= {(page_type, pseudo): style for pseudo, style in pages[rules].items()}
