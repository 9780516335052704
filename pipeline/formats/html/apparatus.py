"""Knows what stands on the page beside the report: the reader's settings, ways to cite, what is said of access; must
not know the text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from pipeline.core.citation import bibtex, cite_as, ris
from pipeline.core.edition import HtmlOptions
from pipeline.core.languages import Languages
from pipeline.core.model import Metadata
from pipeline.core.wording import word, word_of
from pipeline.formats.html.access import statement
from pipeline.formats.hypertext.elements import find_all, text_of
from pipeline.formats.proving.markup import Element

_SETTINGS = {
    "size": ("small", "normal", "large", "huge"),
    "width": ("narrow", "normal", "wide"),
    "theme": ("auto", "light", "dark"),
}
"""What a reader may set, and to what; the script keeps the values."""
_RECORDS = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
}


def tools(metadata: Metadata, *, is_dark: bool) -> str:
    """What the script takes out and uses, as XHTML: a template, which is nothing where no script runs. `is_dark`: there
    are dark colours to choose."""
    settings = dict(_SETTINGS)
    if not is_dark:
        del settings["theme"]
    if metadata.languages.beside:
        settings = {"language": ("both", *metadata.languages), **settings}
    fields = "".join(_choice(metadata, name, values) for name, values in settings.items())
    buttons = "".join(
        f'<button type="button" value="{name}">{_words(metadata, f"page_{name}")}</button>'
        for name in ("smaller", "larger", "close")
    )
    return (
        f'<template id="page-tools"{_machine_words(metadata.languages)}>'
        f'<details id="page-settings"><summary>{_words(metadata, "page_settings")}</summary>{fields}</details>'
        '<div id="page-preview" role="tooltip" hidden="hidden"></div>'
        f'<dialog id="page-zoom"><p>{buttons}</p><div tabindex="0" role="group"></div></dialog>'
        f'<button type="button" value="enlarge">{_words(metadata, "page_enlarge")}</button>'
        f'<button type="button" value="copy">{_words(metadata, "page_copy")}</button>'
        f'<span role="status">{_words(metadata, "page_copied")}</span>'
        "</template>"
    )


_MACHINE = ("skip_to_text", "contents", "long_description", "notes", "page_about", "permalink", "back_to_text")
_COUNTED = ("note_number", "figure", "table", "formula")
"""What the page says of itself in the language of its text, and the script in the other where that is chosen."""


def _machine_words(languages: Languages) -> str:
    """Each wording in the language of the text and in the other, as an attribute, without the blanks that are filled;
    first what stands between two of them."""
    if languages.beside is None:
        return ""
    rows = [[word("label_colon", one) for one in languages]]
    rows += [
        [word_of(name, one, languages).partition("{")[0].rstrip(" ：:") for one in languages]
        for name in (*_MACHINE, *_COUNTED)
    ]
    return f' data-words="{escape("|".join(map("=".join, rows)))}"'


def _choice(metadata: Metadata, name: str, values: tuple[str, ...]) -> str:
    options = "".join(
        f'<label{lang}><input type="radio" name="page-{name}" value="{value}" />{words}</label>'
        for value in values
        for lang, words in [_named(metadata, name, value)]
    )
    return f"<fieldset><legend>{_words(metadata, f'page_{name}')}</legend>{options}</fieldset>"


def _named(metadata: Metadata, name: str, value: str) -> tuple[str, str]:
    """What a value is called, and the attribute of its language; a language is called by its own name in any other."""
    for language, tag in metadata.languages.tags if name == "language" else ():
        if language == value:
            return f' lang="{tag}"', word(f"page_{name}_{value}", language)
    return "", _words(metadata, f"page_{name}_{value}")


def about(metadata: Metadata, options: HtmlOptions, page: Element) -> str:
    """The foot of a finished page, as XHTML: how to cite the report, and what the page bears out of access to it."""
    return (
        f'<footer id="page-about" aria-label="{escape(word("page_about", metadata.languages.leading))}">'
        f'<details id="page-cite"><summary>{_words(metadata, "page_cite")}</summary>'
        f"{''.join(_citations(metadata))}</details>"
        f'<details id="page-access"><summary>{_words(metadata, "page_access")}</summary>'
        f"{''.join(_statement(metadata, page))}</details>{_versions(metadata, options)}</footer>"
    )


def _versions(metadata: Metadata, options: HtmlOptions) -> str:
    """Where this version, the latest one and all of them are, as far as that is said."""
    known = {"this": options.address, "latest": options.latest, "history": options.history}
    rows = "".join(
        f'<li><a href="{escape(address)}">{_words(metadata, f"page_version_{name}")}</a></li>'
        for name, address in known.items()
        if address
    )
    return f"<ul>{rows}</ul>" if rows else ""


def _citations(metadata: Metadata) -> Iterator[str]:
    for language, tag in metadata.languages.tags:
        if metadata.title[language]:
            text = escape(cite_as(metadata, language), quote=False)
            name = word(f"page_language_{language}", language)
            yield f'<div lang="{tag}"><h2>GB/T 7714 {name}</h2><pre>{text}</pre></div>'
    for suffix, (name, kind, make) in _RECORDS.items():
        text = make(metadata)
        address = escape(f"data:{kind};charset=utf-8,{_in_address(text)}")
        saving = _words(metadata, "page_save", name=f"report.{suffix}")
        yield f'<h2>{name}</h2><pre translate="no">{escape(text, quote=False)}</pre>'
        yield f'<p><a download="report.{suffix}" href="{address}">{saving}</a></p>'


def _in_address(text: str) -> str:
    """A text in an address, which may hold any letter but not any mark (URL Standard, valid URL string)."""
    return "".join(letter if letter > "\x9f" else quote(letter, "/:;=@,()") for letter in text)


def _statement(metadata: Metadata, page: Element) -> Iterator[str]:
    for language, tag in metadata.languages.tags:
        told = statement(page, metadata.languages, language)
        paragraphs = "".join(f"<p>{escape(text, quote=False)}</p>" for text in told)
        yield f'<div lang="{tag}">{paragraphs}</div>'


def _words(metadata: Metadata, name: str, /, **values: str) -> str:
    """Words in each language of the report; the style sheet shows those of the reader's."""
    return "".join(
        f'<span lang="{tag}">{escape(word(name, language, **values), quote=False)}</span>'
        for language, tag in metadata.languages.tags
    )


def copied(page: Element) -> Iterator[tuple[Element, str]]:
    """What the script writes into elements: titles in the other language into the contents, labels into buttons, notes
    and entries into previews, words of the page in the other language where they stand."""
    titles, labels, notes = (
        "".join(text_of(one) for name in names for one in find_all(page, name))
        for names in (("heading-en", "heading-zh"), ("label",), ("footnotes", "csl-entry"))
    )
    yield from ((contents, titles) for contents in find_all(page, "contents"))
    yield from ((part, labels) for button in page.iter("button") for part in button)
    yield from ((box, notes) for box in page.iter("div") if box.get("id") == "page-preview")
    said = dict(
        pair.split("=")
        for template in page.iter("template")
        for pair in template.get("data-words", "").split("|")
        if pair
    )
    yield from ((one, said[one.text]) for one in page.iter("a", "h2", "summary") if one.text in said)
