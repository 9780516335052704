"""Long lists of entries: only what is cited is worked out, with the places that it has in its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.reading import exchange, library, references
from tests.reading.body import place

COUNT = exchange.LIBRARY + 3


def _yaml(lead: str, block: bool) -> str:
    form = (
        "{lead}  - id: k{n}\n{lead}    title: |\n{lead}      A - b\n{lead}    page: 1-{n}\n"
        if block
        else "{lead}- {{id: k{n}, title: T}}\n"
    )
    return "".join(form.format(lead=lead, n=number) for number in range(COUNT))


@pytest.mark.parametrize(
    ("name", "text", "at"),
    [
        ("r.yaml", "# list\nreferences:\n" + _yaml("", True), "15:9-11"),
        ("r.yaml", "---\n\n" + _yaml("", False), "6:8-10"),
        ("r.json", json.dumps([{"id": f"k{number}", "title": "T"} for number in range(COUNT)], indent=1), "15:9-13"),
        ("r.json", json.dumps({"references": [{"id": f"k{number}"} for number in range(COUNT)]}), "1:66-70"),
    ],
)
def test_only_what_is_cited_is_worked_out(tmp_path: Path, name: str, text: str, at: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    whole, _ = references.read(tmp_path / name, name)
    entries, problems = references.read(tmp_path / name, name, None, {"k3", "none"})
    assert problems == ()
    assert [entry.id for entry in entries] == [entry.id for entry in whole] == [f"k{number}" for number in range(COUNT)]
    assert [entry for entry in entries if entry.csl] == [whole[3]]
    assert place(whole[3].span) == at
    assert {entry.span.line for entry in entries} == {entry.span.line for entry in whole}


@pytest.mark.parametrize(
    "text",
    ["", "a: 1", "- &x {id: a}\n- *x\n", "- title: T\n", "other:\n- id: a\n", '[{"id": "a"}, 3]', '[{"id": 1.5}]', '[{"id": "a"}',
     '{"x": 1, "y": [{"id": "a"}]}', "- id: a\n\tx: 1\n"],
)  # fmt: skip
def test_what_cannot_be_cut_surely_is_not(text: str) -> None:
    assert library.pieces(text) == []


def test_a_key_given_twice_in_a_library_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(_yaml("", False) + "- {id: k1}\n", "utf-8")
    _, (problem,) = references.read(tmp_path / "r.yaml", "r.yaml", None, set())
    assert (problem.code, problem.key, problem.related[0].line) == ("CIT103", "k1", 2)


def test_a_list_on_one_line_is_cut_without_filling_it_up() -> None:
    entries = [{"id": f"k{number}", "type": "book", "title": "T" * 100} for number in range(5_000)]
    made = library.pieces(json.dumps(entries))
    assert (len(made), made[-1].key, made[-1].key_line) == (5_000, "k4999", 1)
    assert sum(len(piece.text) for piece in made) < 1_000_000
    assert made[1].in_place.startswith(" " * made[1].column + "{")
