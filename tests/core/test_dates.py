"""Dates in words."""

from __future__ import annotations

import pytest

from pipeline.core.dates import in_words
from pipeline.core.languages import Bilingual


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-11-05", ("2026年11月5日", "5 November 2026")),
        ("2026-01", ("2026年1月", "January 2026")),
        ("2026", ("2026年", "2026")),
    ],
)
def test_a_date_in_words(date: str, words: tuple[str, str]) -> None:
    assert in_words(date) == Bilingual(*words)
