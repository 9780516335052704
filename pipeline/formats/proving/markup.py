"""Knows how XHTML and HTML are read back; must not know which format they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

Element = etree._Element


def parse_html(data: bytes) -> Element:
    """The tree of an HTML file as a browser would build it, near enough."""
    return html.document_fromstring(data.decode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def ids(tree: Element) -> list[str]:
    """All ids, in document order."""
    return [str(element.get("id")) for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]


def links(tree: Element) -> Iterator[str]:
    """The destinations of all links."""
    return (str(element.get("href")) for element in tree.iter() if local(element) == "a" and element.get("href"))


def named(tree: Element) -> Iterator[str]:
    """The ids that other elements name: labels, descriptions, heads of cells (WAI-ARIA 1.2, HTML 4.9.11)."""
    for element in tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "aria-details", "headers", "for"):
            yield from str(element.get(name) or "").split() if isinstance(element.tag, str) else ()


def references(tree: Element) -> Iterator[tuple[str, str]]:
    """Everything a page would load: the element's name and the address."""
    for element in tree.iter():
        name = local(element)
        for key, value in element.attrib.items():
            attribute = str(key).rpartition("}")[2].rpartition(":")[2]
            if attribute in ("src", "srcset", "data", "poster") or (
                attribute == "href" and name in ("link", "image", "use")
            ):
                yield name, str(value)
