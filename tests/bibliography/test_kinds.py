"""Entries of every kind, read from BibLaTeX and set in both styles of GB/T 7714-2025: each exact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.bibliography.printed import lost
from pipeline.citing.given import given
from pipeline.core.text import SourceText
from pipeline.project import STYLES
from pipeline.reading import bibtex
from tests.conftest import TESTS
from tests.test_citations import rendered, without_backlinks

CASES: list[dict[str, str]] = YAML(typ="safe", pure=True).load((TESTS / "bibliography/kinds.yaml").read_text("utf-8"))


def _items() -> list[dict[str, Any]]:
    reading = bibtex.read(SourceText("references.bib", "\n".join(case["bib"] for case in CASES)), None)
    assert not reading.problems
    return [json.loads(entry.csl) for entry in reading.entries.values()]


@pytest.mark.parametrize(("style", "field"), [("numeric", "numeric"), ("author-date", "author_date")])
def test_every_kind_is_exact(style: str, field: str) -> None:
    items = _items()
    keys = [str(item["id"]) for item in items]
    tree = rendered("\n\n".join(f"[@{key}]" for key in keys), items, f"gbt7714-2025-{style}")
    found = {
        str(one.get("id"))[4:]: without_backlinks(one) for one in tree.xpath("//div[contains(@class,'csl-entry')]")
    }
    assert found == {key: case[field] for key, case in zip(keys, CASES, strict=True)}
    if style == "author-date":
        cited = ["".join(span.itertext()) for span in tree.xpath("//span[@class='citation']")]
        assert cited == [case["cited"] for case in CASES]


def test_no_field_of_any_kind_is_lost() -> None:
    items = _items()
    for style, field in (("numeric", "numeric"), ("author-date", "author_date")):
        for item, form, case in zip(items, given(items, STYLES / f"gbt7714-2025-{style}.csl"), CASES, strict=True):
            assert list(lost(item, form, case[field], is_ours=True)) == [], case["bib"]
