"""Knows the design's values and the contrast between its colours; must not know where they are used."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.core.diagnostics import unreadable
from pipeline.core.languages import Languages, is_chinese
from pipeline.core.reasons import Reason
from pipeline.core.text import nearest
from pipeline.styling import bounds
from pipeline.styling.sizes import size_of
from pipeline.tools import toml

Tokens = Mapping[str, Mapping[str, str | float]]
FILE = "tokens.toml"


def load_tokens(folders: Iterable[Path], root: Path | None = None) -> Tokens:
    """The tokens of the first folder, overlaid by those of each later one that has a file, inside `root`.

    Raises:
        PipelineError: SET104 for a broken file, a name or type that the first folder's file does not have, or a value
            out of its bounds; with where it stands.
    """
    merged: dict[str, dict[str, str | float]] = {}
    for number, folder in enumerate(folders):
        if not os.path.lexists(folder / FILE):
            continue
        name = f"styles/{FILE}"
        try:
            found = toml.read(folder / FILE, root if number and root else folder, name)
        except toml.BrokenToml as error:
            raise unreadable("SET104", error.span, reason=error.reason) from error
        for group, values in found.data.items():
            _overlay(merged, group, values, found, is_base=number == 0)
        if fault := bounds.fault_of_page(merged["page"]):
            raise unreadable("SET104", found.locate(("page",)), reason=fault)
    return merged


def _overlay(
    merged: dict[str, dict[str, str | float]], group: str, values: object, found: toml.TomlData, *, is_base: bool
) -> None:
    if not isinstance(values, dict) or not (is_base or group in merged):
        raise unreadable("SET104", found.locate((group,), key=True), reason=Reason("unknown_group", group=group))
    known = merged.setdefault(group, {})
    for name, value in values.items():
        full, place = f"{group}.{name}", found.locate((group, name))
        if not is_base and name not in known:
            place = found.locate((group, name), key=True)
            near = nearest(name, known)
            guess = f" → {group}.{near}?" if near else ""
            raise unreadable("SET104", place, reason=Reason("unknown_token", name=full, guess=guess))
        said = size_of(value) if group == "size" else value
        if fault := bounds.fault_of(group, full, said):
            raise unreadable("SET104", place, reason=fault)
        known[name] = said


def for_press(tokens: Tokens) -> Tokens:
    """The tokens of an edition in black: each colour as `press` has it."""
    return {**tokens, "color": {**tokens["color"], **tokens["press"]}}


def for_languages(tokens: Tokens, languages: Languages) -> Tokens:
    """The tokens of a report in some languages: its lines stand apart as the leading one wants it."""
    if is_chinese(languages.leading):
        return tokens
    return {**tokens, "line": {**tokens["line"], "body": tokens["line"]["body-latin"]}}


def number(tokens: Tokens, group: str, name: str) -> float:
    """A token that is a number."""
    return float(tokens[group][name])


def text(tokens: Tokens, group: str, name: str) -> str:
    """A token that is a colour or a font name."""
    return str(tokens[group][name])


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two hexadecimal colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(front: str, back: str, opacity: float) -> str:
    """The colour that a half transparent one makes on its ground."""
    channels = ((int(front[start : start + 2], 16), int(back[start : start + 2], 16)) for start in (1, 3, 5))
    return "#" + "".join(f"{round(one * opacity + other * (1 - opacity)):02x}" for one, other in channels)
