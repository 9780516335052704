"""Forms of values that the fields of an entry may have."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.bibliography.shapes import names_of, shaped


@pytest.mark.parametrize(
    ("field", "value", "made"),
    [
        ("title", "题", "题"),
        ("volume", 3, "3"),
        ("volume", 2.5, "2.5"),
        ("keyword", ["甲", "乙"], "甲, 乙"),
        ("author", {"family": "张"}, [{"family": "张"}]),
        ("author", "张三", [{"literal": "张三"}]),
        ("author", ["张三", {"literal": "社"}], [{"literal": "张三"}, {"literal": "社"}]),
        ("author", [{"family": "King", "comma-suffix": True}], [{"family": "King", "comma-suffix": True}]),
        ("author", [{"family": "King", "static-ordering": False}], [{"family": "King", "static-ordering": False}]),
        ("author", [{"family": "King", "parse-names": True}], [{"family": "King", "parse-names": True}]),
        ("illustrator", "张三", [{"literal": "张三"}]),
        ("issued", 2024, {"date-parts": [[2024]]}),
        ("issued", "2024-03", "2024-03"),
        ("issued", {"date-parts": [[2024, "3"], [-2025]]}, {"date-parts": [[2024, "3"], [-2025]]}),
        ("issued", {"raw": "spring"}, {"raw": "spring"}),
        ("issued", {"season": 1}, {"season": 1}),
        ("issued", {"season": "1", "date-parts": []}, {"season": "1", "date-parts": []}),
    ],
)
def test_a_form_that_is_taken(field: str, value: object, made: object) -> None:
    assert shaped({field: value}) == ({field: made}, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", True),
        ("title", {"a": "b"}),
        ("title", ["a", 1]),
        ("author", 3),
        ("author", ["张三", 3]),
        ("author", ["张三", {}]),
        ("author", [{"family": 3}]),
        ("author", [{"family": True}]),
        ("author", [{"comma-suffix": "yes"}]),
        ("author", [{"static-ordering": "yes"}]),
        ("author", [{"parse-names": 1}]),
        ("author", [{"family": "King"}, {"family": None}]),
        ("issued", 2.5),
        ("issued", {"date-parts": [["--"]]}),
        ("issued", {"season": None}),
        ("narrator", 3),
        ("issued", True),
        ("issued", [2024]),
        ("issued", {"date-parts": 2024}),
        ("issued", {"date-parts": [2024]}),
        ("issued", {"date-parts": [["spring"]]}),
        ("issued", {"date-parts": [[2024], 2025]}),
        ("issued", {"raw": 2024}),
        ("issued", {"literal": 2024}),
        ("issued", {"season": [1]}),
    ],
)
def test_a_form_that_is_left_out_and_named(field: str, value: object) -> None:
    assert shaped({"id": "a", field: value}) == ({"id": "a"}, (field,))


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_empty_fields_are_left_out_without_a_word(value: object) -> None:
    assert shaped({"id": "a", "title": value, "custom": {"x": 1}}) == ({"id": "a"}, ())


def test_zero_is_a_number() -> None:
    assert shaped({"volume": 0}) == ({"volume": "0"}, ())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "author", "issued", "custom"]), st.text(max_size=4) | st.integers()))
def test_what_has_its_form_keeps_it(item: dict[str, object]) -> None:
    made, lost = shaped(item)
    assert shaped(made) == (made, ())
    assert set(made) | set(lost) | {"custom"} >= {field for field, value in item.items() if value != ""}


def test_the_names_of_a_field_are_those_with_parts() -> None:
    assert names_of({"author": [{"literal": "张三"}, "李四"]}, "author") == [{"literal": "张三"}]
    assert names_of({"author": "张三"}, "author") == []
    assert names_of({}, "author") == []


@pytest.mark.parametrize(
    "field",
    ["author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator", "director",
     "editor", "editor-translator", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer",
     "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer",
     "series-creator", "translator"],
)  # fmt: skip
def test_every_field_of_names_that_csl_has_takes_names(field: str) -> None:
    assert shaped({field: "张三"}) == ({field: [{"literal": "张三"}]}, ())


@pytest.mark.parametrize("field", ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"])
def test_every_field_of_dates_that_csl_has_takes_dates(field: str) -> None:
    assert shaped({field: 2024}) == ({field: {"date-parts": [[2024]]}}, ())
