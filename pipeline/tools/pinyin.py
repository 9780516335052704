"""Knows how Chinese characters sound; must not know names. The only importer of pypinyin, when it is first needed."""

from __future__ import annotations


def syllables(text: str) -> list[str]:
    """Each character as its syllable with the number of its tone behind it, `ü` as itself; other text in pieces."""
    from pypinyin import Style, lazy_pinyin

    return list(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True))
