"""Knows the settings and the faces of a Word file (ECMA-376, part 1, 17.15 and 17.8), which are ours whole; must not
know its text."""

from __future__ import annotations

from pipeline.core.languages import CHINESE, ENGLISH, WORD_TAGS
from pipeline.formats.docx.openxml import Element, w
from pipeline.styling.tokens import Tokens, text

_COMPATIBILITY = "http://schemas.microsoft.com/office/word"
_CHINESE_FACES = {"宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi", "仿宋": "FangSong"}
"""What Word calls the faces of Windows where its language is English."""
_GB2312, _LATIN = "86", "00"
_FAMILIES = {"serif": "roman", "sans": "swiss", "kai": "script", "mono": "modern"}
_ROLES = ("word-serif-latin", "word-sans-latin", "word-serif-han", "word-sans-han", "word-kai-han", "mono")


def settings(*, asks_for_fields: bool, tracks_changes: bool, has_even: bool = False) -> Element:
    """In the order of the schema (17.15.1.78); with `asks_for_fields` Word computes them on opening, and with
    `tracks_changes` it notes what is changed, moves too; with `has_even` even pages have headers of their own."""
    return w(
        "settings",
        w("zoom", percent=100),
        w("mirrorMargins"),
        w("trackRevisions") if tracks_changes else None,
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders") if has_even else None,
        w("characterSpacingControl", val="compressPunctuation"),
        w("updateFields", val="true") if asks_for_fields else None,
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            w("doNotExpandShiftReturn"),
            w("compatSetting", name="compatibilityMode", uri=_COMPATIBILITY, val=15),
        ),
        w("themeFontLang", val=WORD_TAGS[ENGLISH], eastAsia=WORD_TAGS[CHINESE]),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def font_table(tokens: Tokens) -> Element:
    """The faces that the styles name, and what takes their place where they lack."""
    faces = {text(tokens, "font", role): role for role in _ROLES}
    return w("fonts", *(_face(name, role) for name, role in sorted(faces.items())))


def _face(name: str, role: str) -> Element:
    family = next(family for kind, family in _FAMILIES.items() if kind in role)
    other = _CHINESE_FACES.get(name)
    return w(
        "font",
        w("altName", val=other) if other else None,
        w("charset", val=_GB2312 if role.endswith("-han") else _LATIN),
        w("family", val=family),
        w("pitch", val="fixed" if family == "modern" else "variable"),
        name=name,
    )
