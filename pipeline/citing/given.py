"""Knows in which form a style gets the entries; must not know how they are set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.bibliography import dates
from pipeline.bibliography.described import described
from pipeline.bibliography.fields import snapshot_of
from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.order import ranks
from pipeline.bibliography.shapes import DATES, Item
from pipeline.project import STYLES


def is_ours(style: Path) -> bool:
    """Whether a style is one of those that Kanben brings."""
    return style.parent == STYLES


def given(items: Sequence[Item], style: Path, *, by_strokes: bool = False) -> list[Item]:
    """The items as a style gets them; those of ours sort by `keyword`, which nothing prints."""
    if not is_ours(style):
        return [_plain(item) for item in items]
    made = [described(item, "v. " if "-2015-" in style.name else "v.") for item in items]
    if style.stem.endswith("author-date"):
        languages = [str(item.get("language", "")) for item in items]
        for item, rank in zip(made, ranks(made, languages, by_strokes=by_strokes), strict=True):
            item["keyword"] = rank
    return made


def _plain(item: Item) -> Item:
    """The item as any style gets it."""
    made, _ = normalize(item)
    if snapshot_of(made):
        # Printed behind the entry in any style; a style's `archive` is a house.
        made.pop("archive")
    return {name: dates.read(value) or value if name in DATES else value for name, value in made.items()}
