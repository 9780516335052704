"""Knows how the places of an index entry are printed in a line, each once; must not know pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.formats.hypertext.elements import Element, find_all, new, text_of

Locator = tuple[str, str]
"""Where a link leads, and what it says."""
Printed = Callable[[Sequence[Locator]], Sequence[Locator]]
SEPARATOR = ", "


def locators(body: Element) -> Iterator[tuple[Element, tuple[Locator, ...]]]:
    """Each line of places in a fragment, with its links."""
    for line in find_all(body, "locators"):
        yield line, tuple((link.get("href", ""), text_of(link)) for link in find_all(line, "locator"))


def print_locators(line: Element, printed: Sequence[Locator]) -> bool:
    """Print the places of an entry in its line; whether that is not what stood there."""
    before = text_of(line)
    for child in list(line):
        line.remove(child)
    line.text = None
    for number, (address, text) in enumerate(printed, 1):
        link = new("a", text, class_="locator", href=address)
        link.tail = SEPARATOR if number < len(printed) else None
        line.append(link)
    return text_of(line) != before


def once(links: Sequence[Locator]) -> list[Locator]:
    """The places without those that say the same as one before."""
    texts = [text for _, text in links]
    return [link for place, link in enumerate(links) if texts.index(link[1]) == place]


def print_sections(body: Element) -> None:
    """Print the places of all entries by the numbers of their sections."""
    for line, links in list(locators(body)):
        print_locators(line, once(links))
