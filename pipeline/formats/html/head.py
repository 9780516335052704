"""Knows what the head of the web page says: the report's facts, its style, and that nothing runs; must not know its
text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata
from pipeline.formats.hypertext.elements import Element, new
from pipeline.tools import pandoc

# Belt and braces: even if something hostile got here, nothing runs and nothing is fetched.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def head_of(metadata: Metadata, sheet: str) -> Element:
    """The head of the page, with a style sheet."""
    head = new("head")
    head.append(new("meta", charset="utf-8"))
    head.append(_meta("viewport", "width=device-width, initial-scale=1"))
    head.append(new("meta", http_equiv="Content-Security-Policy", content=_POLICY))
    head.append(new("title", metadata.languages.first(metadata.title)))
    head.extend(_facts(metadata))
    head.append(new("style", f"\n{sheet}\n"))
    head.text = "\n"
    for line in head:
        line.tail = "\n"
    return head


def _facts(metadata: Metadata) -> Iterator[Element]:
    """Descriptive metadata in all languages: Dublin Core terms."""
    languages = metadata.languages
    for person in metadata.authors:
        yield _meta("author", languages.first(person.name))
    abstract = Bilingual.each(lambda language: " ".join(metadata.abstract[language].split()))
    for name, text in (("title", metadata.title), ("abstract", abstract)):
        for language, tag in languages.tags:
            yield new("meta", name=f"dcterms.{name}", lang=tag, content=text[language])
    yield _meta("description", languages.first(abstract))
    keywords = [keyword[language] for language in languages for keyword in metadata.keywords if keyword[language]]
    yield _meta("keywords", ", ".join(keywords))
    yield _meta("dcterms.date", metadata.date)
    yield _meta("generator", f"Kanben, pandoc {pandoc.version()}")
    yield _meta("dcterms.license", metadata.license)


def _meta(name: str, content: str) -> Element:
    return new("meta", name=name, content=content)
