"""Large BibTeX files: of what is not cited only keys and places are read, and all else is as if it were."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.text import SourceText
from pipeline.reading import bibtex
from pipeline.tools.bibtex import parse

_ENTRIES = (
    "@book{KEY,\n  title = {A {Nested} title},\n  year = 2020\n}",
    '@book{KEY, title = "Quoted", year = "2021"}',
    '@book{KEY, title = "Not closed, year = 2021}',
    "@book{KEY, title = {No comma} year = {2021}}",
    "@inbook{KEY, crossref = {parent}, title = {Part}}",
    "@book{KEY, title = {Open, year = {2021}",
    "@book{KEY, title = {With \\{ brace}}",
    "@string{name = {Name}}",
    "@book{KEY, publisher = name # { and more}}",
    "@comment{anything}",
    "Words between, with an @ sign",
    "@book{, title = {No key}}",
    "@book(KEY, title = {Round})",
)
_PARENT = (
    "@collection{parent, title = {Whole}, publisher = {Press}, xdata = {shared}}\n\n@xdata{shared, address = {Oslo}}"
)


@given(st.lists(st.sampled_from(_ENTRIES), max_size=8), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_is_cited_is_read_as_if_all_was(kinds: list[str], with_parent: bool) -> None:
    text = "\n\n".join(
        [entry.replace("KEY", f"k{number}") for number, entry in enumerate(kinds)] + [_PARENT] * with_parent
    )
    source = SourceText("r.bib", text)
    wanted = {"k0", "k3", "k5"}
    whole, some = bibtex.read(source, None), bibtex.read(source, wanted)
    assert {key: (entry.csl, entry.span) for key, entry in some.entries.items() if key in wanted} == {
        key: (entry.csl, entry.span) for key, entry in whole.entries.items() if key in wanted
    }
    assert set(some.entries) == set(whole.entries)
    told = [(one.code, one.span) for one in whole.problems if one.code != "CIT126"]
    assert [(one.code, one.span) for one in some.problems if one.code != "CIT126"] == told


def test_what_is_inherited_is_read_with_what_inherits_it() -> None:
    text = f"@inbook{{part, crossref = {{parent}}, title = {{Part}}}}\n\n{_PARENT}\n\n@book{{other, title = {{Other}}}}"
    made = {entry.key: [field.name for field in entry.fields] for entry in parse(text, {"part"}).entries}
    assert made == {
        "part": ["crossref", "title"],
        "parent": ["title", "publisher", "xdata"],
        "shared": ["address"],
        "other": [],
    }


def test_ten_thousand_entries_take_less_than_a_second_of_work() -> None:
    text = "\n\n".join(
        f"@article{{key{number},\n  author = {{Doe, Jane and 张三}},\n  title = {{Title {number}}},\n"
        f"  journal = {{Journal}},\n  year = {{2020}},\n  abstract = {{{'words ' * 20}}}\n}}"
        for number in range(10_000)
    )
    start = time.process_time()
    reading = bibtex.read(SourceText("r.bib", text), {f"key{number}" for number in range(0, 10_000, 500)})
    assert time.process_time() - start < 2  # about 0.3 s; reading all of it takes eight times as long
    assert len(reading.entries) == 10_000
    assert sum(bool(entry.csl) for entry in reading.entries.values()) == 20
