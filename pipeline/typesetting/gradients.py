"""Knows how gradients stay visible in every reader; must not know documents.

WeasyPrint 70 paints a gradient that is given by the box of its shape in a pattern of one unit, and poppler, which draws
such a pattern by whole units, leaves it out at some places of the page. The same pattern in units of a hundredth is
drawn everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

_FINER = 100
_original_add_pattern: Callable[..., Stream] = Stream.add_pattern


def add_pattern(stream: Stream, x: float, y: float, width: float, height: float, *rest: Any) -> Stream:
    """Add a pattern to a page; one of a unit or less in units of a hundredth."""
    if width > 1 or height > 1:
        return _original_add_pattern(stream, x, y, width, height, *rest)
    *steps, matrix = rest
    lengths = [length * _FINER for length in (x, y, width, height, *steps)]
    pattern = _original_add_pattern(stream, *lengths, Matrix(a=1 / _FINER, d=1 / _FINER) @ matrix)
    pydyf.Stream.set_matrix(pattern, _FINER, 0, 0, _FINER, 0, 0)
    return pattern
