"""Every value of sound TOML has its place, however deep it lies."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipeline.tools import toml_places


def _paths(value: object, path: toml_places.Keys = ()) -> Iterator[tuple[toml_places.Keys, object]]:
    yield path, value
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _paths(part, (*path, name))


_SCALARS = st.integers() | st.booleans() | st.text(max_size=6).map(json.dumps)
_SINGLE = _SCALARS.map(str).map(str.lower) | st.sampled_from(["'a]b'", '"""x\ny"""', "1979-05-27T07:32:00Z", "'''#'''"])


def _array(parts: list[str]) -> str:
    return "[ " + ", # ]\n".join(parts) + " ]"


def _table(parts: list[str]) -> str:
    return "{" + ", ".join(f"k{number} = {part}" for number, part in enumerate(parts)) + "}"


_INLINE = st.recursive(
    _SINGLE,
    lambda inner: st.lists(inner, max_size=3).flatmap(lambda parts: st.sampled_from([_array(parts), _table(parts)])),
)


@given(st.lists(st.tuples(st.sampled_from(["", "[t]\n", "[[u]]\n", "[u.v]\n"]), _INLINE), max_size=4))
def test_every_value_of_sound_toml_has_its_place(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{head}key{number} = {value}\n" for number, (head, value) in enumerate(parts))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = {piece.path: text[piece.start : piece.end] for piece in toml_places.pieces(text) if not piece.is_key}
    for path, value in _paths(data):
        if path and not isinstance(value, dict | list):
            assert tomllib.loads(f"x = {found[path]}")["x"] == value
