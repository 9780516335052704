"""Knows whether an output says what the source says, all of it, once and in order; must not know any format.

The author's words of each block (citations, numbers and other generated text cut out) are looked for in the text of the
output, with white space, hyphens and invisible characters left aside on both sides.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document, TextBlock
from pipeline.core.scripts import is_ignorable
from pipeline.core.text import Span

_DROPPED = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
# Shorter phrases may well stand in a contents list, a figure or the bibliography too.
MIN_LENGTH = 24


def normalize(text: str) -> str:
    """Text as parity compares it: NFKC, without white space, dashes, hyphens, bullets and format characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        character
        for character in folded
        if unicodedata.category(character) not in _DROPPED
        and character not in "•◦▪·"
        and not (character > "\u02ff" and is_ignorable(character))
    )


def check(
    document: Document, body: str, notes: str, format_name: str, left_out: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """OUT106 a block is not there or not in its place, OUT107 it is there more often than in the source; `left_out` are
    signs that are told of elsewhere and not looked for."""
    without = str.maketrans(dict.fromkeys(left_out, ""))
    body, notes = body.translate(without), notes.translate(without)
    # In what a sign is missing from, the words beside it may be read back otherwise.
    unsure = frozenset(
        block.span for block in document.inventory.blocks if set(left_out) & set("".join(block.segments))
    )
    blocks = [
        replace(block, segments=tuple(part.translate(without) for part in block.segments)) if without else block
        for block in document.inventory.blocks
    ]
    # Headings, captions and marked words stand in lists as well, once or twice.
    names = [heading.text for heading in document.inventory.headings]
    captions = [one.caption for one in document.inventory.tables] + [one.caption for one in document.inventory.listings]
    names += [caption[language] for caption in captions for language in document.metadata.languages]
    names += [level for _, levels, *_ in document.index for level in levels]
    names += [text for _, full in document.metadata.abbreviations for text in document.metadata.languages.all(full)]
    titles = frozenset(map(normalize, names))
    for in_note, text in ((False, normalize(body)), (True, normalize(notes))):
        yield from _compare(
            [block for block in blocks if block.in_note == in_note], text, format_name, (titles, unsure)
        )


def _compare(
    blocks: Sequence[TextBlock], text: str, format_name: str, known: tuple[frozenset[str], frozenset[Span]]
) -> Iterator[Diagnostic]:
    titles, unsure = known
    wanted = [(block, [part for part in map(normalize, block.segments) if part]) for block in blocks]
    place = 0
    for block, parts in wanted:
        end = _find(text, parts, place)
        if end is None and block.span in unsure:
            continue
        if end is None:
            yield Diagnostic("OUT106", block.span, {"text": _excerpt(block), "format": format_name}, format_name)
        else:
            place = end
    expected = Counter(part for _, parts in wanted for part in parts if len(part) >= MIN_LENGTH)
    # With its parts apart and as they stand: code with numbers is cut at its lines, the same code without them is not.
    joined = [
        "\0".join(part for _, parts in wanted for part in parts),
        "\0".join("".join(parts) for _, parts in wanted),
    ]
    for block, parts in wanted:
        for part in parts:
            # A phrase may stand inside a longer sentence of the source as well.
            if (
                len(part) >= MIN_LENGTH
                and not any(part in title for title in titles)
                and text.count(part) > max(expected[part], *(whole.count(part) for whole in joined))
            ):
                yield Diagnostic("OUT107", block.span, {"text": _excerpt(block), "format": format_name}, format_name)
                break


def _find(text: str, parts: Sequence[str], start: int) -> int | None:
    """Where the last part ends when all are found in order from `start`; None where one is missing."""
    for part in parts:
        found = text.find(part, start)
        if found < 0:
            return None
        start = found + len(part)
    return start


def _excerpt(block: TextBlock) -> str:
    text = "".join(block.segments).strip()
    return text if len(text) <= 24 else text[:24] + "…"
