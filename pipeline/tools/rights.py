"""Knows what goes along with a face that is given to others: who made it, and the text of its licence; must not know
what the face is cut to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.tools import fonts

# What a face calls its licence by, and the file with the text (OFL 1.1, condition 2; GUST Font License of 2006).
_LICENCES = {"Open Font License": "OFL-1.1.txt", "GUST Font License": "GUST-Font-License.txt"}
_RULE = "\n\n" + "-" * 72 + "\n\n"


def notice(families: Iterable[str]) -> str:
    """The names, makers and licences of some installed families, and after them the text of each licence once."""
    said = {family: fonts.rights(fonts.find(family)) for family in sorted(set(families))}
    faces = "\n\n".join("\n".join((family, *rows)) for family, rows in said.items())
    return _RULE.join((faces, *_texts(row for rows in said.values() for row in rows))) + "\n"


def summary(families: Iterable[str]) -> str:
    """The names, makers and licences of some installed families in few words, for a comment of a style sheet; families
    of which the same is said stand together."""
    named: dict[str, list[str]] = {}
    for family in sorted(set(families)):
        named.setdefault(_shortly(fonts.rights(fonts.find(family))), []).append(family)
    said = "\n".join(f"{', '.join(names)}: {words}" for words, names in named.items())
    return said.replace("*/", "* /").replace("<", "(")


def _shortly(rows: Sequence[str]) -> str:
    """Who made a face, which its first name says in its first sentence, and where its licence is read: the last address
    that it names."""
    addresses = re.findall(r"https?://\S+[^\s.,;)]", " ".join(rows))
    return "; ".join([*(row.partition(". This ")[0] for row in rows[:1]), *addresses[-1:]])


def _texts(said: Iterable[str]) -> Iterable[str]:
    words = list(said)
    for name, file in _LICENCES.items():
        if any(name in row for row in words):
            yield (Path(__file__).with_name("licences") / file).read_text("utf-8").strip()
