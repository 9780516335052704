"""Patterns that the author's text is looked through with take time in line with its length."""

from __future__ import annotations

import time

import pytest

from pipeline.checks.residue import FORMS
from pipeline.core.decoding import decode
from pipeline.formats.pdf import warnings
from pipeline.tools import yaml

OPENINGS = (
    *(
        "{",
        "[^",
        "[^a ",
        "【^",
        "{{",
        "{{<",
        "<%",
        "{%",
        "[[",
        "![",
        "^[",
        "~",
        "**",
        "$",
        "`",
        "（",
        "a_",
        "1.",
        "- ",
        "\\",
    ),
    *("|", "](", "[a](", ":", ":a:", "{a}", "=", "==", "[@a", "@", "“", "甲\n", "1. 甲\n", "> ", "<!--", "#", "+++"),
)
LENGTH = 40_000
SECONDS = 2.0
"""Of the processor; what takes the square of the length would need far more."""


@pytest.mark.parametrize("opening", OPENINGS)
def test_forms_of_markup(opening: str) -> None:
    text = opening * (LENGTH // len(opening))
    for form in FORMS:
        start = time.process_time()
        for _ in zip(range(1000), form.compiled.finditer(text), strict=False):
            pass
        assert time.process_time() - start < SECONDS, form.pattern


@pytest.mark.parametrize("text", ["{，", "a: ", "{a: ", "- ", '"', "a: {"])
def test_slips_of_yaml(text: str) -> None:
    start = time.process_time()
    source = decode((text * (LENGTH // len(text))).encode(), "a")
    yaml.load(source.text, yaml.Origin(source))
    assert time.process_time() - start < SECONDS


def test_words_of_the_layout_engine() -> None:
    start = time.process_time()
    warnings._PHRASES.worded("Ignored `a: " * (LENGTH // 12))
    assert time.process_time() - start < SECONDS
