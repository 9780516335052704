"""Knows how numbers of an SVG are written, and how large a picture may be; must not know elements."""

from __future__ import annotations

import re

from pipeline.core.reasons import Reason, ReasonedError

LIMIT = 1e7
"""No number of a picture is larger."""
SMALLEST, LARGEST = 0.01, 20_000.0
"""The sides of a picture in px."""
STEEPEST = 100
"""How many times longer than the other one side may be."""
_NUMBER = r"[+-]?+(?>\d++(?:\.\d*+)?+|\.\d++)(?>[eE][+-]?+\d++)?+"
_UNIT = r"(?>px|pt|pc|mm|cm|in|em|ex|rem|ch|Q|%|deg|rad|grad|turn)?+"
_NUMBERS = re.compile(_NUMBER, re.A)
_LIST = re.compile(rf"\s*+(?>{_NUMBER}{_UNIT}(?>\s*+,\s*+|\s*+))*+", re.A)
_PATH = re.compile(rf"(?>[MmZzLlHhVvCcSsQqTtAa\s,]|{_NUMBER})*+", re.A)
_LENGTH = re.compile(rf"\s*({_NUMBER})(px|pt|pc|mm|cm|in|em|ex|rem|%)?\s*", re.A)
_WIDER = re.compile(rf"\s*+{_NUMBER}{_UNIT}\s*+", re.A)
_PIXELS = {
    "": 1,
    "px": 1,
    "pt": 96 / 72,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "pc": 16,
    "em": 16,
    "rem": 16,
    "ex": 8,
}
_SIZES = frozenset(["medium", "smaller", "larger", "small", "large", "x-small", "x-large", "xx-small", "xx-large"])


class RefusedSize(ReasonedError):
    """A picture has no size that can be printed."""


def is_list(value: str) -> bool:
    """Whether a value is a list of numbers with units, none of them too large; or a word in their place."""
    return value.strip() in ("none", "inherit") or bool(_LIST.fullmatch(value) and value.strip() and are_small(value))


def is_length(value: str) -> bool:
    """Whether a value is one number with a unit, not too large."""
    return value.strip() == "inherit" or bool(_WIDER.fullmatch(value) and are_small(value))


def is_font_size(value: str) -> bool:
    """Whether a value is a size of letters that can be seen (SVG 2, 11.10)."""
    return value.strip() in _SIZES or (is_length(value) and all(0 < size <= LARGEST for size in numbers(value)))


def is_path(value: str) -> bool:
    """Whether a value is the data of a path (SVG 2, 9.3.9), none of its numbers too large."""
    return bool(_PATH.fullmatch(value)) and are_small(value)


def is_box(value: str) -> bool:
    """Whether a value is a view box that shows something."""
    box = numbers(value)
    return bool(_LIST.fullmatch(value)) and len(box) == 4 and are_small(value) and box[2] > 0 and box[3] > 0


def are_small(value: str) -> bool:
    """Whether no number in a text is larger than `LIMIT`."""
    return all(abs(number) <= LIMIT for number in numbers(value))


def numbers(value: str) -> list[float]:
    """The numbers in a text."""
    return [float(found[0]) for found in _NUMBERS.finditer(value)]


def size(box: str | None, width: str | None, height: str | None) -> tuple[float, float]:
    """The sides in px of a picture with such a view box, width and height (SVG 2, 8.2).

    Raises:
        RefusedSize: where they are no numbers, or none of a picture that can be printed.
    """
    if box is not None and not is_box(box):
        raise _refused("viewBox", box)
    sides = [_pixels("width", width), _pixels("height", height)]
    if box is not None:
        _, _, across, down = numbers(box)
        if sides[0] and not sides[1]:
            sides[1] = sides[0] * down / across
        sides = [sides[0] or (sides[1] * across / down if sides[1] else across), sides[1] or down]
    if not sides[0] or not sides[1]:
        raise RefusedSize(Reason("svg_without_size"))
    for name, given, side in zip(("width", "height"), (width, height), sides, strict=True):
        if not SMALLEST <= side <= LARGEST:
            raise _refused(name, given) if given else _refused("viewBox", box or "")
    if max(sides) > STEEPEST * min(sides):
        raise RefusedSize(Reason("svg_out_of_shape", width=f"{sides[0]:g}", height=f"{sides[1]:g}", times=STEEPEST))
    return sides[0], sides[1]


def _pixels(name: str, value: str | None) -> float:
    """A CSS length in px; 0 for a percentage, `auto` or nothing (CSS Values 4, section 6.2)."""
    if value is None or value.strip() in ("auto", ""):
        return 0.0
    match = _LENGTH.fullmatch(value)
    if not match or float(match[1]) <= 0 or not are_small(match[1]):
        raise _refused(name, value)
    return 0.0 if match[2] == "%" else float(match[1]) * _PIXELS[match[2] or ""]


def _refused(name: str, value: str) -> RefusedSize:
    return RefusedSize(Reason("svg_size", name=name, value=value[:40]))
