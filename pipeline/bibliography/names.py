"""Knows how the people of an entry are spoken of in a sentence; must not know citation styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.bibliography.normalize import is_chinese, normalize
from pipeline.core.languages import CHINESE, ENGLISH
from pipeline.core.wording import word


def mention(item: Mapping[str, Any]) -> str:
    """The author or two of an entry, or the first and others; its title where it has none."""
    made, _ = normalize(item)
    language = CHINESE if is_chinese(made) else ENGLISH
    names = [_family(name) for name in made.get("author") or made.get("editor") or [] if isinstance(name, dict)]
    if not names:
        return str(made.get("title") or made.get("id") or "")
    if len(names) == 2:
        return word("and_names", language, first=names[0], second=names[1])
    return names[0] if len(names) == 1 else word("and_others", language, first=names[0])


def _family(name: Mapping[str, Any]) -> str:
    particle = name.get("non-dropping-particle")
    return str(name.get("literal") or " ".join(filter(None, (particle, name.get("family") or name.get("given")))))
