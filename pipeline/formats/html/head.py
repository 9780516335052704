"""Knows what the head of the web page says: the report's facts, its style, and the one script that runs; must not know
its text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.edition import HtmlOptions
from pipeline.core.facts import addresses, folded
from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata
from pipeline.formats.html import facts
from pipeline.formats.html.script import policy, script
from pipeline.formats.html.structured import KIND, structured
from pipeline.formats.hypertext.elements import Element, new
from pipeline.tools import pandoc


def head_of(metadata: Metadata, options: HtmlOptions, sheet: str) -> Element:
    """The head of the page, with a style sheet."""
    head = new("head")
    head.append(new("meta", charset="utf-8"))
    head.append(_meta("viewport", "width=device-width, initial-scale=1"))
    head.append(new("meta", http_equiv="Content-Security-Policy", content=policy()))
    head.append(new("title", metadata.languages.first(metadata.title)))
    head.extend(_facts(metadata))
    for line in _cited(metadata, options):
        # What says the same has both names.
        same = next((one for one in head if _is_same(one, line)), None)
        if same is None:
            head.append(line)
        else:
            same.set("property", line.get("property", ""))
    head.append(new("script", structured(metadata, options), type=KIND))
    head.append(new("style", f"\n{sheet}\n"))
    head.append(new("script", script()))
    head.text = "\n"
    for line in head:
        line.tail = "\n"
    return head


def _facts(metadata: Metadata) -> Iterator[Element]:
    """Descriptive metadata: what browsers and search engines know, and Dublin Core terms in all languages."""
    languages, abstract = metadata.languages, folded(metadata.abstract)
    for person in metadata.authors:
        yield _meta("author", languages.first(person.name))
    yield from _terms(metadata, "title", metadata.title)
    yield from _terms(metadata, "alternative", metadata.subtitle)
    yield from _terms(metadata, "creator", *(person.name for person in metadata.authors))
    yield from _terms(metadata, "contributor", *(person.name for person in metadata.contributors))
    yield from _terms(metadata, "publisher", metadata.publisher)
    yield from _terms(metadata, "abstract", abstract)
    yield _meta("description", languages.first(abstract))
    keywords = [keyword[language] for language in languages for keyword in metadata.keywords if keyword[language]]
    yield _meta("keywords", ", ".join(keywords))
    yield from _terms(metadata, "isPartOf", metadata.series)
    yield _meta("dcterms.date", metadata.date)
    if metadata.version:
        yield _meta("version", metadata.version)
    for _, tag in languages.tags:
        yield _meta("dcterms.language", tag)
    yield from (_meta("dcterms.identifier", text) for text in addresses(metadata))
    yield _meta("generator", f"Kanben, pandoc {pandoc.version()}")
    yield from _terms(metadata, "rights", metadata.rights)
    yield _meta("dcterms.license", metadata.license)


def _cited(metadata: Metadata, options: HtmlOptions) -> Iterator[Element]:
    """What reference managers (Highwire Press) and those who show a link (Open Graph) read, and the page's links to
    other things."""
    for carried in facts.CITED:
        yield from (_meta(name, text) for name, text in carried.rows(metadata))
    yield new("meta", property="og:type", content="article")
    for carried in facts.SHARED:
        yield from (new("meta", property=name, content=text) for name, text in carried.rows(metadata))
    for name, text in facts.addresses_of(options):
        yield new("meta", **{"property" if ":" in name else "name": name}, content=text)
    for relation, kind, address in facts.links_of(metadata, options):
        yield new("link", rel=relation, href=address, **({"type": kind} if kind else {}))


def _is_same(one: Element, other: Element) -> bool:
    """Whether a line says what another one says under a property, and has none."""
    is_property = other.get("property") is not None and one.get("name") is not None
    return (
        is_property and not one.get("lang") and not one.get("property") and one.get("content") == other.get("content")
    )


def _terms(metadata: Metadata, name: str, *texts: Bilingual) -> Iterator[Element]:
    """Texts under a name of Dublin Core, each language with its tag."""
    for language, tag in metadata.languages.tags:
        for text in texts:
            if text[language]:
                yield new("meta", name=f"dcterms.{name}", lang=tag, content=text[language])


def _meta(name: str, content: str) -> Element:
    return new("meta", name=name, content=content)
