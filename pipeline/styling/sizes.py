"""Knows the sizes of type that have names in Chinese, as Word lists them; must not know what is set in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMED: Mapping[str, float] = {
    "初号": 42,
    "小初": 36,
    "一号": 26,
    "小一": 24,
    "二号": 22,
    "小二": 18,
    "三号": 16,
    "小三": 15,
    "四号": 14,
    "小四": 12,
    "五号": 10.5,
    "小五": 9,
    "六号": 7.5,
    "小六": 6.5,
    "七号": 5.5,
    "八号": 5,
}
"""In points."""


def size_of(value: Any) -> Any:
    """The points of a size that is named, 小四 or 小四号; anything else as it is."""
    if not isinstance(value, str):
        return value
    return NAMED.get(value, NAMED.get(value.removesuffix("号"), value))
