"""Knows how wide text is and where Chinese and Latin lines may break; must not know boxes, arrows or SVG.

Rules: W3C CLREQ section 3.1 (characters not allowed at line start or end), balanced by least squared slack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.core.languages import CHINESE, Bilingual, Language, is_chinese
from pipeline.core.scripts import FULL_WIDTH, INTERPUNCTS, is_full_width
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools import fonts

NOT_AT_START = "，。、；：？！）》」』】〕”’…—％‰℃,.;:?!)]}%" + INTERPUNCTS
NOT_AT_END = "（《「『【〔“‘([{"
LEADING = 1.38
MAX_TERM = 8


@dataclass(frozen=True)
class Type:
    """The faces and sizes of a drawing, from the tokens, and the language it is lettered in first; sizes in px."""

    latin: str
    han: str
    size: float
    second: float
    terms: tuple[str, ...] = ()
    leading: Language = CHINESE

    @classmethod
    def of(cls, tokens: Tokens, terms: Sequence[str] = (), leading: Language = CHINESE) -> Type:
        """The type of the tokens; `terms` are Chinese words that no line break may part."""
        return cls(
            text(tokens, "font", "sans-latin"),
            text(tokens, "font", "sans-han"),
            number(tokens, "figure", "text"),
            number(tokens, "figure", "text-second"),
            tuple(sorted(terms, key=len, reverse=True)),
            leading,
        )

    def family(self, language: Language) -> str:
        """One face a line: renderers differ in what they fall back to, and with it in width and in regional glyphs."""
        return self.han if is_chinese(language) else self.latin

    def width(self, line: str, size: float, language: Language, *, bold: bool = False) -> float:
        """The width of a line in px."""
        return size * fonts.advances(self.family(language), line, bold=bold)


@dataclass(frozen=True)
class Line:
    """One line of lettering."""

    text: str
    size: float
    language: Language
    width: float
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """Lines set under each other."""

    lines: tuple[Line, ...]

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        return sum(line.size * LEADING for line in self.lines)


EMPTY = Block(())


def letter(label: Bilingual, languages: Sequence[Language], type_: Type, limit: float, *, bold: bool = False) -> Block:
    """Set a label in the wanted languages, the first at full size, within `limit` px where its words allow."""
    lines: list[Line] = []
    wanted = [language for language in languages if label[language]]
    if len(wanted) == 2 and label.zh == label.en:
        # A sign such as + needs no translation.
        wanted.pop()
    for order, language in enumerate(wanted):
        size = type_.size if order == 0 else type_.second
        heavy = bold and order == 0
        measure = partial(type_.width, size=size, language=language, bold=heavy)
        lines += [
            Line(part, size, language, measure(part), heavy)
            for part in break_lines(label[language], limit, measure, type_.terms)
        ]
    return Block(tuple(lines))


def break_lines(label: str, limit: float, measure: Callable[[str], float], terms: Sequence[str] = ()) -> list[str]:
    """The fewest lines within `limit`, as even as can be; a word wider than `limit` has a line of its own, a short
    term stays whole."""
    pieces = _pieces(label, [term for term in terms if len(term) <= MAX_TERM])
    count = len(pieces)
    # best[i][n]: the least cost of setting the first i pieces in n lines, and where the last line starts.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}] + [{} for _ in range(count)]
    for end in range(1, count + 1):
        for start in range(end - 1, -1, -1):
            line = "".join(pieces[start:end]).strip()
            width = measure(line)
            if width > limit and end - start > 1:
                break
            # A lone ideograph on a line looks like a mistake.
            lone = 10.0 if len(line) == 1 and is_full_width(line) and count > 1 else 0.0
            # A break at a pause reads best.
            pause = -0.25 if end < count and line[-1] in "，、；：,;:" else 0.0
            cost = max(limit - width, 0.0) ** 2 / max(limit, 1.0) ** 2 + lone + pause
            for lines, (before, _) in best[start].items():
                if before + cost < best[end].get(lines + 1, (float("inf"), 0))[0]:
                    best[end][lines + 1] = (before + cost, start)
    if not count:
        return []
    lines, end, result = min(best[count]), count, []
    while end:
        start = best[end][lines][1]
        result.append("".join(pieces[start:end]).strip())
        end, lines = start, lines - 1
    return result[::-1]


def _pieces(label: str, terms: Sequence[str]) -> list[str]:
    """The smallest parts that a line may break between."""
    pieces: list[str] = []
    whole = "".join(f"{re.escape(term)}|" for term in terms)
    pattern = rf"{whole}[^\s{FULL_WIDTH}]+|\s+|[{FULL_WIDTH}]"
    for token in re.findall(pattern, " ".join(label.split())):
        sticks = pieces and (token[0] in NOT_AT_START or token.isspace() or pieces[-1].rstrip()[-1:] in NOT_AT_END)
        if sticks:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces
