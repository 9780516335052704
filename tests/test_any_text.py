"""Any text at all: what reads it raises what it documents, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.targets import SEEDS, TARGETS, read_markdown

PIECES = st.sampled_from(
    sorted({piece for texts in SEEDS.values() for text in texts for piece in (text, text[: len(text) // 2], text[3:])})
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12), st.sampled_from(list("[]{}<>:;,.#@\"'`\\-*&!|%\n\t \0\x1b\u202e甲"))), max_size=12)  # fmt: skip
GIVEN = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, **GIVEN)  # type: ignore[arg-type]
@given(parts=TEXTS)
def test_any_text_is_read_or_told(name: str, parts: list[str]) -> None:
    TARGETS[name]("".join(parts).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, **GIVEN)  # type: ignore[arg-type]
@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_told(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    for text in SEEDS[name]:
        TARGETS[name](text.encode())


@settings(max_examples=30, **GIVEN)  # type: ignore[arg-type]
@given(parts=TEXTS)
def test_any_markdown_is_read_or_told(parts: list[str]) -> None:
    read_markdown("".join(parts).encode("utf-8", "surrogatepass"))
