"""Knows what an entry of a reference list carries beyond its style: its language, its snapshot, and the links back;
must not know citations."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from pipeline.bibliography.fields import snapshot_of
from pipeline.bibliography.normalize import is_chinese, normalize
from pipeline.bibliography.shapes import Item
from pipeline.citing.marks import Places
from pipeline.core.languages import CHINESE, ENGLISH, Language, has_spaces, is_spoken_as
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.tools.identifiers import as_target, bare_doi, doi_fault, is_url, language_fault


def finish_entry(element: ast.Node, places: Places, items: Mapping[str, Item], leading: Language) -> None:
    """Give an entry its archived snapshot where it has one, its language where that is another than the report's, and a
    link to each place that cites it in a span `backlinks`."""
    key = element.identifier.removeprefix("ref-")
    paragraph = next((block for block in reversed(list(element.content)) if hasattr(block, "content")), None)
    if paragraph is None:
        return
    # A numeric style sets the number and the text of an entry apart.
    text = next(
        (part for part in paragraph.content if isinstance(part, ast.Span) and "csl-right-inline" in part.classes),
        paragraph,
    )
    if snapshot := snapshot_of(items.get(key, {})):
        language = CHINESE if is_chinese(items[key]) else ENGLISH
        lead = word("snapshot", language)
        gap = [ast.Space()] if has_spaces(language) else []
        text.content += [ast.Space(), *ast.words(lead), *gap, ast.Link(ast.Str(snapshot), url=snapshot), ast.Str(".")]
    if tag := _language(items.get(key, {}), leading):
        # Links back, and a number before the text, are in the language of the report.
        text.content = [ast.Span(*text.content, attributes={"lang": tag})]
    if places.get(key):
        text.content.append(_links_back(places[key], word("back_to_text", leading)))


def _language(item: Item, leading: Language) -> str:
    """The tag of the language that an entry is in, so that it is spoken in it; empty where that is the report's, or
    not known."""
    tag = str(normalize(item)[0].get("language") or "") if item else ""
    return "" if not tag or language_fault(tag) or is_spoken_as(tag, leading) else tag


def refused_addresses(items: Mapping[str, Item]) -> tuple[str, ...]:
    """The addresses and DOIs of entries that are none (CIT112, CIT105); citeproc makes links of them all the same."""
    urls = (str(item.get("URL") or "").strip() for item in items.values())
    dois = (bare_doi(str(item.get("DOI") or "")) for item in items.values())
    return (*(url for url in urls if url and not is_url(url)), *(doi for doi in dois if doi and doi_fault(doi)))


def finish_link(link: ast.Node, refused: tuple[str, ...]) -> None:
    """A link of an entry or a citation to an address that was refused becomes its words; another outside link leads to
    its address as RFC 3986 has it, and shows it as it was written."""
    if link.url.startswith("#"):
        return
    is_refused = not is_url(link.url) or any(address in unquote(link.url) for address in refused)
    if is_refused and (ast.is_inside(link, "csl-entry") or ast.is_in_citation(link)):
        ast.put(link, list(link.content))
    elif link.url.startswith(("http://", "https://")):
        link.url = as_target(link.url)


def _links_back(found: list[str], words: str) -> ast.Node:
    links = []
    for number, place in enumerate(found, 1):
        mark = "↑" if len(found) == 1 else f"↑{number}"
        label = f"{words} {number}" if len(found) > 1 else words
        # On the line of what stands before it.
        links += [ast.Str("\u00a0"), ast.Link(ast.Str(mark), url=f"#{place}", attributes={"aria-label": label})]
    return ast.Span(*links, classes=["backlinks"])
