"""Knows what axe cannot decide of our pages, and what decides it instead; must not know how axe is run."""

from __future__ import annotations

from collections.abc import Mapping

_SIGNS = "a sign alone, as an arrow or a letter of a formula, has the colours of the text round it, which axe decides"
_COVERED = (
    "what lies over a text is seen by the measures of Chromium (GAT112), and grounds of the page are of one colour"
)

DECIDED: Mapping[tuple[str, str], str] = {
    ("color-contrast", "imgNode"): "type in a drawing stands on the ground of the drawing, in colours of the tokens",
    ("color-contrast", "bgOverlap"): _COVERED,
    ("color-contrast", "elmPartiallyObscured"): "a cell is half hidden where its table scrolls, and whole after it",
    ("color-contrast", "elmPartiallyObscuring"): _COVERED,
    ("color-contrast", "outsideViewport"): "it is decided where the page is wider",
    ("color-contrast", "shortTextContent"): _SIGNS,
    ("color-contrast", "nonBmp"): _SIGNS,
    ("color-contrast-enhanced", "nonBmp"): _SIGNS,
    ("color-contrast-enhanced", "shortTextContent"): _SIGNS,
    ("aria-valid-attr-value", ""): "a heading below the last element says its level; the source is told (HED104)",
    ("label-content-name-mismatch", ""): "a number or an arrow is named by its word, which says it",
}
"""Why it is no fault that axe leaves a rule undecided, by the rule and axe's own name of the cause. Any other cause is
told."""
FORCED = ("color-contrast", "equalRatio")
"""With forced colours the ground is the system's, which axe takes for white."""


def is_decided(rule: str, cause: str, *, is_forced: bool) -> bool:
    """Whether something else than axe decides a rule where axe leaves it undecided."""
    return (rule, cause) in DECIDED or ((rule, cause) == FORCED and is_forced)
