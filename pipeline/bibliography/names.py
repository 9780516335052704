"""Knows how the people of an entry are spoken of in a sentence; must not know citation styles."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.bibliography.normalize import is_chinese, normalize
from pipeline.bibliography.shapes import names_of
from pipeline.core.languages import CHINESE, ENGLISH
from pipeline.core.wording import word


def mention(item: Mapping[str, object]) -> str:
    """The author or two of an entry, or the first and others; its title where it has none."""
    made, _ = normalize(item)
    language = CHINESE if is_chinese(made) else ENGLISH
    names = [_family(name) for name in names_of(made, "author") or names_of(made, "editor")]
    if not names:
        return str(made.get("title") or made.get("id") or "")
    if len(names) == 2:
        return word("and_names", language, first=names[0], second=names[1])
    return names[0] if len(names) == 1 else word("and_others", language, first=names[0])


def _family(name: Mapping[str, object]) -> str:
    parts = (name.get("non-dropping-particle"), name.get("family") or name.get("given"))
    return str(name.get("literal") or " ".join(str(part) for part in parts if part))
