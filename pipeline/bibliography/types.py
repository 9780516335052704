"""Knows which fields an entry of each type needs for its description (GB/T 7714-2025, section 4); must not know
styles or files."""

from __future__ import annotations

from collections.abc import Mapping

# The types of CSL 1.0.2.
TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
_BOOK = ("title", "publisher-place", "publisher", "issued")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "book": _BOOK,
    "collection": _BOOK,
    "chapter": ("title", "container-title", "publisher", "issued"),
    "article-journal": ("title", "container-title", "issued"),
    "article-magazine": ("title", "container-title", "issued"),
    "article-newspaper": ("title", "container-title", "issued"),
    "thesis": ("author", "title", "publisher", "issued"),
    "report": ("title", "issued"),
    "standard": ("number", "title"),
    "patent": ("author", "title", "number", "issued"),
    "webpage": ("title", "URL", "accessed"),
    "post": ("title", "URL", "accessed"),
    "post-weblog": ("title", "URL", "accessed"),
    "dataset": ("title", "accessed"),
    "software": ("title", "accessed"),
    "article": ("title", "accessed"),
    "manuscript": ("title",),
}


def missing(item: Mapping[str, object]) -> list[str]:
    """The fields that an item's type needs and that it lacks; `container-title or event-title` for a conference
    paper."""
    kind = str(item.get("type") or "")
    lacks = [name for name in NEEDED.get(kind, ()) if not item.get(name) and name not in ("title",)]
    if kind == "paper-conference":
        lacks += [] if item.get("container-title") or item.get("event-title") else ["container-title"]
        lacks += [] if item.get("issued") else ["issued"]
    # What came out online alone need not have a place.
    return [name for name in lacks if not (name == "publisher-place" and item.get("URL"))]
