"""Fields in the note of an entry."""

from __future__ import annotations

import pytest

from pipeline.bibliography.extra import unfolded


@pytest.mark.parametrize(
    ("note", "fields"),
    [
        ("page: 19", {"page": "19"}),
        ("Page: 19\nPublisher Place: 北京", {"page": "19", "publisher-place": "北京"}),
        ("issued: 1865（清同治四年）", {"issued": "1865（清同治四年）"}),
        ("cstr: 1.2", {"CSTR": "1.2"}),
        ("archive_location: A-1", {"archive_location": "A-1"}),
        ("读于图书馆 {:page: 288}", {"note": "读于图书馆 ", "page": "288"}),
        (
            "editor: Doe || Jane\neditor: 编委会",
            {"editor": [{"family": "Doe", "given": "Jane"}, {"literal": "编委会"}]},
        ),
        ("tex.eid: 7\nhttps://example.org: x", {"note": "tex.eid: 7\nhttps://example.org: x"}),
        ("无冒号", {"note": "无冒号"}),
        ("page:", {"note": "page:"}),
        ("{:foo: 1}", {"note": "{:foo: 1}"}),
    ],
)
def test_fields_of_a_note(note: str, fields: dict[str, object]) -> None:
    assert unfolded({"title": "题", "note": note}) == {"title": "题", **fields}


def test_the_note_is_the_later_word() -> None:
    item = {"author": [{"literal": "甲"}], "page": "1", "note": "page: 2\nauthor: 乙"}
    assert unfolded(item) == {"author": [{"literal": "乙"}], "page": "2"}
    assert unfolded({"note": 3}) == {"note": 3}
