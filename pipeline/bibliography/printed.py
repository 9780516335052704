"""Knows what a printed entry says of its fields, and which of them the styles of ours leave out by type; must not know
trees.

They are optional elements, and elements that another one says already (GB/T 7714-2025, sections 7 and 8).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from pipeline.bibliography import dates
from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.shapes import DATES, EVERY_NAME, KNOWN, NAMES, Item, names_of

_ANY_NAMES = (
    "abstract annote call-number categories chapter-number citation-key citation-label collection-editor "
    "collection-number collection-title container-title-short custom entrytype event-date event-place genre holder id "
    "ISBN ISSN journalAbbreviation keyword language medium note number-of-pages number-of-volumes original-author "
    "original-date original-publisher original-publisher-place original-title PMCID PMID authority reviewed-author "
    "reviewed-title section shortTitle source status submitted supplement-number title-short type year-suffix division "
    "references accessed available-date archive-place contributor illustrator recipient interviewer guest"
)
UNPRINTED: Mapping[str, frozenset[str]] = {
    "": frozenset(_ANY_NAMES.split()),
    "standard": frozenset({"author", "editor", "publisher", "publisher-place", "issued", "page", "translator"}),
    **dict.fromkeys(
        ("article-journal", "article-magazine", "article-newspaper", "review", "review-book"),
        frozenset({"publisher", "publisher-place", "editor", "number", "event-title", "archive", "version"}),
    ),
    "patent": frozenset({"publisher", "publisher-place", "archive"}),
    "paper-conference": frozenset({"publisher-place", "event-title", "number", "issue"}),
    **dict.fromkeys(
        ("webpage", "post", "post-weblog", "motion_picture", "graphic", "broadcast", "song", "interview", "speech"),
        frozenset({"publisher", "publisher-place", "container-title", "number"}),
    ),
    "article": frozenset({"number", "publisher-place"}),
    **dict.fromkeys(("book", "collection", "chapter", "thesis"), frozenset({"number", "archive"})),
    "dataset": frozenset({"number"}),
}
"""Fields that no style of ours prints, of any type and of some."""
_MAIN = ("title", "author", "container-title", "publisher", "volume", "issue", "page", "issued", "edition")
"""Fields that readers look for in any style."""
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)\b[^>]*>")


def lost(item: Item, given: Item, text: str, *, is_ours: bool) -> Iterator[tuple[str, str]]:
    """The fields of an entry, and their words, that its printed text does not hold; `given` is what the style got."""
    made, _ = normalize(item)
    squeezed = _squeezed(text)
    kind = str(given.get("type", ""))
    silent = UNPRINTED[""] | UNPRINTED.get(str(made.get("type", "")), frozenset()) | UNPRINTED.get(kind, frozenset())
    for field in [field for field in made if field in KNOWN]:
        if field in silent if is_ours else field not in _MAIN:
            continue
        for words in _words(field, given if field in given else made, is_ours=is_ours):
            if words and not _holds(squeezed, words, is_ours=is_ours):
                yield field, words
                break


def _holds(squeezed: str, words: str, *, is_ours: bool) -> bool:
    wanted = _squeezed(words)
    if is_ours:
        return wanted in squeezed or unquote(wanted).lower() in unquote(squeezed).lower()
    # A style may set capitals and dashes of its own, and cut names of journals.
    return re.sub(r"\W", "", wanted).casefold() in re.sub(r"\W", "", squeezed).casefold()


def _words(field: str, item: Item, *, is_ours: bool) -> Iterator[str]:
    """What has to be found of a field: of names the first ones, of a date its year, of pages their first number."""
    if field in EVERY_NAME:
        if field in NAMES:
            for name in names_of(item, field)[: 3 if is_ours else 1]:
                yield str(name.get("family") or name.get("literal") or "")
    elif field in DATES:
        date = dates.read(item.get(field))
        if date:
            yield str(date.get("literal") or dates.year_of(date) or "")
    elif field == "page" and not is_ours:
        yield re.split(r"\W", str(item.get(field)).strip(), maxsplit=1)[0]
    elif field == "container-title" and not is_ours and item.get("container-title-short"):
        return
    else:
        yield str(item.get(field) or "")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", _MARKUP.sub("", text)))
