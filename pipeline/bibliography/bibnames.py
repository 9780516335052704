"""Knows how the names of a BibTeX field are parted and their parts told apart (BibTeX, btxdoc 4; BibLaTeX 3.14); must
not know fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.bibliography.tex import plain
from pipeline.core.scripts import HAN, HANGUL, KANA

Name = dict[str, object]
# With the dynasty or the country that is put before a name: `[清] 张某`, `（美）某`.
_LETTERS = f"[{HAN}{KANA}{HANGUL}·\\s]"
_EASTERN = re.compile(rf"{_LETTERS}+|{_LETTERS}*[\[(（〔【]{_LETTERS}+[\])）〕】]{_LETTERS}*")
_NAMED = re.compile(r"\s*(family|given|prefix|suffix|useprefix|[a-z-]+)\s*=\s*(.*)", re.S)
_KEYS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def names(tex: str) -> list[Name]:
    """The people and bodies of a field; `and others` is the last of them."""
    found = [part.strip() for part in _split(tex, r"\s+and\s+") if part.strip()]
    return [_others(found) if part.lower() == "others" else _name(part) for part in found]


def _others(found: list[str]) -> Name:
    return {"literal": "等" if re.search(f"[{HAN}]", found[0]) else "et al."}


def _name(tex: str) -> Name:
    if tex.startswith("{") and _closing(tex) == len(tex) - 1:
        return {"literal": plain(tex)}
    parts = [part.strip() for part in _split(tex, r",")]
    named = [found for part in parts if (found := _NAMED.fullmatch(part)) and not part.startswith("{")]
    if named and len(named) == len(parts):
        return {_KEYS[one[1]]: plain(one[2]) for one in named if one[1] in _KEYS}
    if len(parts) == 1:
        return _in_order(tex)
    particle, family = _particle(_split(parts[0], r"[\s~]+"))
    made: Name = {"family": plain(" ".join(family))}
    if particle:
        made["non-dropping-particle"] = plain(" ".join(particle))
    if len(parts) > 2 and parts[1]:
        made["suffix"] = plain(parts[1])
    if given := plain(", ".join(parts[2:]) if len(parts) > 2 else parts[1]):
        made["given"] = given
    return made


def _in_order(tex: str) -> Name:
    """A name without commas: given names, particle, family name; in ideographs as it stands."""
    text = plain(tex)
    if _EASTERN.fullmatch(text):
        return {"literal": re.sub(r"\s+", "", text)}
    words = [word for word in _split(tex, r"[\s~]+") if word]
    if len(words) == 1:
        return {"literal": text}
    start = next((place for place, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    particle, family = _particle(words[start:])
    made: Name = {"family": plain(" ".join(family))}
    if particle:
        made["non-dropping-particle"] = plain(" ".join(particle))
    if start:
        made["given"] = plain(" ".join(words[:start]))
    return made


def _particle(words: list[str]) -> tuple[list[str], list[str]]:
    """The words in small letters that a family name begins with, and the rest."""
    small = [place for place, word in enumerate(words[:-1]) if _is_small(word)]
    end = small[-1] + 1 if small and small[0] == 0 else 0
    return words[:end], words[end:]


def _is_small(word: str) -> bool:
    letters = plain(word) if not word.startswith("{") or word.startswith("{\\") else ""
    return letters[:1].islower()


def _split(tex: str, pattern: str) -> list[str]:
    """The parts between what matches outside all braces."""
    made: list[str] = []
    start = 0
    for found in re.finditer(pattern, tex, re.I):
        if found.start() >= start and _depth(tex, found.start()) == 0:
            made.append(tex[start : found.start()])
            start = found.end()
    return [*made, tex[start:]]


def _depth(tex: str, end: int) -> int:
    return sum(step for _, step in _steps(tex[:end]))


def _steps(tex: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"\\.|[{}]", tex, re.S):
        if len(found[0]) == 1:
            yield found.start(), 1 if found[0] == "{" else -1


def _closing(tex: str) -> int:
    """Where the first brace of a text is closed."""
    depth = 0
    for place, step in _steps(tex):
        depth += step
        if depth == 0:
            return place
    return -1
