"""Knows how the index of the print edition names pages: each once, neighbours as a range; must not know WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.languages import ENGLISH
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element
from pipeline.formats.hypertext.index import Locator, locators, once, print_locators

_RANGE = 3


class Index:
    """The index of a fragment, with its entries as they lead to marks."""

    def __init__(self, parts: Sequence[Element]) -> None:
        self._lines = [found for part in parts for found in locators(part)]
        self.number({})

    def __bool__(self) -> bool:
        return bool(self._lines)

    def number(self, numbers: Mapping[str, str]) -> bool:
        """Print the pages of each entry, by the number of the page that each id is on; whether one has changed. Before
        numbers are known they take as much room as most have."""
        changed = [
            print_locators(line, pages([(address, numbers.get(address[1:], "000")) for address, _ in links]))
            for line, links in self._lines
        ]
        return any(changed)


def pages(links: Sequence[Locator]) -> list[Locator]:
    """Places by their pages: a page once, three neighbours or more as a range, which leads to the first of them."""
    found = once(links)
    runs: list[list[Locator]] = []
    for link in found:
        if runs and _follows(runs[-1][-1][1], link[1]):
            runs[-1].append(link)
        else:
            runs.append([link])
    dash = word("range_dash", ENGLISH)
    return [
        made
        for run in runs
        for made in ([(run[0][0], f"{run[0][1]}{dash}{run[-1][1]}")] if len(run) >= _RANGE else run)
    ]


def _follows(page: str, following: str) -> bool:
    return page.isdigit() and following.isdigit() and int(following) == int(page) + 1
