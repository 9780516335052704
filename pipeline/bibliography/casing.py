"""Knows how an English title of BibTeX is put into the case of a sentence, as its styles do; must not know TeX.

In BibTeX a title is written with the capitals of a heading, and what has to keep its own stands in braces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.bibliography.tex import Piece

_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "nor",
        "but",
        "yet",
        "so",
        "for",
        "of",
        "in",
        "on",
        "at",
        "by",
        "to",
        "from",
        "with",
        "without",
        "into",
        "onto",
        "over",
        "under",
        "up",
        "down",
        "off",
        "out",
        "as",
        "per",
        "via",
        "vs",
        "than",
        "about",
        "above",
        "across",
        "after",
        "against",
        "along",
        "among",
        "around",
        "before",
        "behind",
        "below",
        "beneath",
        "between",
        "beyond",
        "during",
        "except",
        "inside",
        "near",
        "outside",
        "through",
        "throughout",
        "toward",
        "towards",
        "upon",
        "within",
        "de",
        "la",
        "le",
        "du",
        "der",
        "die",
        "das",
        "et",
        "al",
        "e",
        "g",
        "i",
        "if",
        "is",
        "its",
    ]
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(?:{_MONTHS})\s+\d|\d\s+(?:{_MONTHS})\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MEETING = re.compile(
    r"\b(?:Conference|Symposi(?:um|a)|Workshop|Congress|Assembly|Colloquium|Convention|Summit|Forum|Meeting|Seminar)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TAG = re.compile(r"(<[^>]*>)")


def is_heading(pieces: Sequence[Piece]) -> bool:
    """Whether the words that nothing protects have the capitals of a heading: all but the small ones do."""
    whole = _whole(pieces)
    words = [word[0] for piece in whole if not piece.kept for word in _WORD.finditer(piece.text)]
    if whole and not whole[0].kept:
        words = words[1:]
    # A letter alone is a name, or the end of a word in braces: {Kaplan}'s.
    great = [word for word in words if word.lower() not in _SMALL and len(word) > 1]
    return bool(great) and all(word[0].isupper() for word in great)


def is_of_meeting(pieces: Sequence[Piece]) -> bool:
    """Whether a title holds the name of a meeting, which keeps its capitals, and no braces say where it stands."""
    return any(_MEETING.search(piece.text) for piece in _whole(pieces) if not piece.kept)


def sentence(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with small letters where nothing protects a capital; the first letter stays."""
    made: list[Piece] = []
    is_first = True
    for piece in _whole(pieces):
        if piece.kept:
            made.append(piece)
            is_first = is_first and not _WORD.search(_TAG.sub("", piece.text))
            continue
        text, at = "", 0
        days = [range(*day.span()) for day in _DAY.finditer(piece.text)]
        for word in _WORD.finditer(piece.text):
            stays = is_first or _is_own(word[0]) or any(word.start() in day for day in days)
            text += piece.text[at : word.start()] + (word[0] if stays else word[0].lower())
            at, is_first = word.end(), False
        made.append(Piece(text + piece.text[at:]))
    return made


def _is_own(word: str) -> bool:
    """Whether the capitals of a word are its own: DNA, iPhone, C."""
    return any(letter.isupper() for letter in word[1:]) or (len(word) == 1 and word != "A")


def _whole(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one kind that follow each other in one."""
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1].kept == piece.kept:
            made[-1] = Piece(made[-1].text + piece.text, piece.kept)
        elif piece.text:
            made.append(piece)
    return made
