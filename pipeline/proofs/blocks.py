"""Knows which lines of the source a paragraph is, and how another one beside it is written; must not know edits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_FENCE = re.compile(r"[ \t>]*:::")
_CLOSED = re.compile(r"(?:\s*\n[ \t>]*:::+[ \t]*(?=\n|\Z))+")
_QUOTED = re.compile(r"[ \t]*>[> \t]*")
_DEFINED = re.compile(r"^[:~]?[ \t]+", re.M)


@dataclass(frozen=True)
class Block:
    """Where a paragraph or an item begins and ends in the source, and where what follows it begins; what parts it from
    the next one; the sign that an item or a line of a quotation begins with, and that of the next one."""

    start: int
    end: int
    behind: int
    gap: str = "\n\n"
    sign: str = ""
    next_sign: str = ""


def lines_of(source: str, first: int, last: int) -> Block:
    """The lines of a paragraph, from its first character to its last one: up to lines that are blank, but for the signs
    of a quotation."""
    start = source.rfind("\n", 0, first) + 1
    while start and not _is_blank(source, above := source.rfind("\n", 0, start - 1) + 1):
        start = above
    end = _end(source, last)
    while end < len(source) - 1 and not _is_blank(source, end + 1):
        end = _end(source, end + 1)
    behind = min(_end(source, end + 1) + 1, len(source)) if end < len(source) else len(source)
    return _in_fences(source, Block(start, end, behind))


def _end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def _is_blank(source: str, start: int) -> bool:
    return not source[start : _end(source, start)].strip(" \t>")


def _in_fences(source: str, block: Block) -> Block:
    """Lines without the fence of a box that opens or closes among them and not both."""
    lines = source[block.start : block.end].split("\n")
    opens, closes = bool(_FENCE.match(lines[0])), bool(_FENCE.match(lines[-1]))
    if opens == closes or len(lines) == 1:
        return block
    if opens:
        return replace(block, start=block.start + len(lines[0]) + 1)
    end = block.end - len(lines[-1]) - 1
    return replace(block, end=end, behind=end + 1)


def behind_box(source: str, end: int) -> int | None:
    """Where the boxes end that a paragraph which ends at an offset is the last one of; None where it is of none."""
    found = _CLOSED.match(source, end)
    return found.end() if found else None


def written_as(source: str, block: Block, kind: str) -> Block:
    """A paragraph as those beside it are written that are of a kind: in the fences of a box that has it alone; lines of
    a quotation, or of a definition."""
    lines = source[block.start : block.end].split("\n")
    if len(lines) > 2 and _FENCE.match(lines[0]) and _FENCE.match(lines[-1]):
        start, end = block.start + len(lines[0]) + 1, block.end - len(lines[-1]) - 1
        block = replace(block, start=start, end=end, behind=end + 1)
    line = source[block.start : block.end]
    quoted, defined = _QUOTED.match(line), _DEFINED.search(line)
    if kind == "quotation":
        sign = quoted[0] if quoted else "> "
        gap = f"\n{sign.rstrip()}\n" if quoted else block.gap
        return replace(block, gap=gap, sign=sign, next_sign=sign)
    if kind == "definition" and defined:
        return replace(block, next_sign=" " * len(defined[0].expandtabs(4)))
    return block


def gone_with(source: str, start: int, end: int, behind: int) -> tuple[int, int]:
    """What goes with a paragraph: the blank line behind it; of the last one of a quotation the one before it."""
    above = source.rfind("\n", 0, max(start - 1, 0)) + 1
    if ">" in source[above : max(start - 1, 0)] and _is_blank(source, above) and ">" not in source[end:behind]:
        return above - 1, end
    return start, behind
