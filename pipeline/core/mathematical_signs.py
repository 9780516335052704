"""Knows the signs of formulas that are no letters: those that print nothing, primes, accents, and what stands over and
under others; must not know how they are drawn."""

from __future__ import annotations

INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b")
"""What says something to who listens, and prints nothing."""

PRIMES = {"′": 1, "″": 2, "‴": 3, "⁗": 4}
"""How many primes a sign is."""

ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "―": "\u0304",
    ".": "\u0307", "˙": "\u0307", "¨": "\u0308", "∘": "\u030a", "ˇ": "\u030c", "˘": "\u0306",
    "´": "\u0301", "`": "\u0300",
    "→": "\u20d7", "⃗": "\u20d7",
}  # fmt: skip
"""The combining character of what stands as an accent over a letter."""

OVERLINES, UNDERLINES = ("‾", "¯"), ("_", "\u0331", "\u0332")
"""What is a line over or under something."""
