"""Knows how Word is told the languages of text (ECMA-376, part 1, 17.3.2.20): Latin letters by `w:val`, Chinese by
`w:eastAsia`, what runs from right to left by `w:bidi`; must not know the text."""

from __future__ import annotations

from pipeline.core.languages import LIKE_CHINESE, WORD_TAGS
from pipeline.formats.docx.openxml import Element, clark
from pipeline.tools.identifiers import is_right_to_left

_VALUE, _EAST_ASIAN, _FROM_THE_RIGHT = clark("w:val"), clark("w:eastAsia"), clark("w:bidi")


def name_languages(root: Element) -> None:
    """Give the tags that pandoc writes the names that Word has for them, each at its place."""
    for language in root.iter(clark("w:lang")):
        for attribute in (_VALUE, _EAST_ASIAN):
            if tag := language.attrib.pop(attribute, ""):
                name = str(tag).partition("-")[0].lower()
                from_left = _EAST_ASIAN if name in LIKE_CHINESE else _VALUE
                place = _FROM_THE_RIGHT if is_right_to_left(str(tag)) else from_left
                language.set(place, WORD_TAGS.get(name, str(tag)))
