"""Knows how a source is written a second time so that each letter says where it stands; must not know what is made of
it.

Each ideograph and the last letter of each other word of the author's is a letter of its own, which stands nowhere else
(see `marking`). A report made of it shows the place of whatever it shows. Keys, ids, names of files, formulas and
markup stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pipeline.core.scripts import HAN, is_wide
from pipeline.core.text import SourceText
from pipeline.reading.marking import LAST_LETTER, NARROW_MARKS, SYNTAX, WIDE_MARKS

_IDEOGRAPH = re.compile(f"[{HAN}]")
_FORMULA = re.compile(r"\$\$[^$]*\$\$|\$[^$\n]*\$|`[^`\n]*`")


@dataclass(frozen=True)
class EncodedSource:
    """A source of the same length, and the 0-based offset that each letter of its own stands for, by code point."""

    source: SourceText
    offsets: Mapping[str, int]
    plain: str

    def decode(self, text: str) -> str:
        """A text made of it as it would be of the plain source."""
        return "".join(self.plain[self.offsets[letter]] if letter in self.offsets else letter for letter in text)


def encode(source: SourceText, words: Collection[int], texts: Collection[int]) -> EncodedSource:
    """Encode what stands at some offsets: of running text, and of texts in YAML and attributes."""
    plain, letters = source.text, [*source.text]
    used = set(plain)
    wide, narrow = ((chr(code) for code in codes if chr(code) not in used) for codes in (WIDE_MARKS, NARROW_MARKS))
    offsets: dict[str, int] = {}
    running = _without(SYNTAX, plain)
    for wanted, text in ((words, running), (texts, plain)):
        bare, known = _without(_FORMULA, text), frozenset(wanted)
        places = [found.start() for found in _IDEOGRAPH.finditer(bare)]
        places += [found.start(1) for found in LAST_LETTER.finditer(bare)]
        for place in places:
            if place not in known or letters[place] in offsets:
                continue
            letter = next(wide if is_wide(plain[place]) else narrow, None)
            if letter is not None:
                letters[place] = letter
                offsets[letter] = place
    return EncodedSource(replace(source, text="".join(letters)), offsets, plain)


def _without(syntax: re.Pattern[str], text: str) -> str:
    return syntax.sub(lambda found: "\0" * len(found.group()), text)
