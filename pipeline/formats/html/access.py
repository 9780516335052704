"""Knows what a finished page bears out of access to it, and how that is said; must not know who writes the page."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.languages import Language, Languages
from pipeline.core.wording import word
from pipeline.formats.proving.markup import Element, local


def statement(page: Element, languages: Languages, language: Language) -> Iterator[str]:
    """The paragraphs of an accessibility statement in one language: what the page is made for, what of it was found on
    this page, and what is known to be lacking. Nothing is claimed that was not looked at."""
    yield word("access_aim", language)
    found = [word(f"access_{name}", language, count=count) for name, count in _counted(page).items() if count]
    yield word("access_found", language) + word("access_separator", language).join(found) + word("full_stop", language)
    lacking = "access_lacking" if languages.beside is None else "access_lacking_translation"
    yield word(lacking, language, language=word(f"name_{languages.leading}", language))


def _counted(page: Element) -> dict[str, int]:
    """How many things of each kind can be had without seeing them; nothing is counted of a kind where one cannot."""
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    pictures = [one for one in elements if local(one) in ("img", "svg") and not _is_inside(one, "svg")]
    heads = [one for one in elements if local(one) == "th"]
    formulas = [one for one in elements if local(one) == "math"]
    return {
        "headings": sum(local(one)[:1] == "h" and local(one)[1:].isdigit() for one in elements),
        "pictures": len(pictures) if all(map(_is_named, pictures)) else 0,
        "descriptions": sum(local(one) == "details" for one in elements),
        "tables": len({_table(one) for one in heads}) if all(one.get("scope") for one in heads) else 0,
        "formulas": len(formulas) if all(one.get("alttext") for one in formulas) else 0,
    }


def _is_inside(element: Element, name: str) -> bool:
    return any(local(above) == name for above in element.iterancestors())


def _table(cell: Element) -> Element | None:
    return next((above for above in cell.iterancestors() if local(above) == "table"), None)


def _is_named(picture: Element) -> bool:
    if local(picture) == "img":
        return bool(str(picture.get("alt", "")).strip())
    return any((child.text or "").strip() for child in picture if local(child) == "title")
