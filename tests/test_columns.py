"""Short lists in columns, in all four formats."""

from __future__ import annotations

import pytest

from tests.small import W, epub, findings, html, paragraphs, pdf, word

HEAD = '# 甲 {#sec-a en="A"}\n\n'
LIST = "- 北京\n- 上海\n- 广州\n- 深圳\n"


def _block(attributes: str) -> str:
    return f"{HEAD}前文。\n\n::: {{{attributes}}}\n{LIST}:::\n\n后文。\n"


@pytest.mark.parametrize(
    ("attributes", "count"), [(".columns", "2"), (".columns count=2", "2"), (".columns count=3", "3")]
)
def test_word_has_a_section_in_columns(attributes: str, count: str) -> None:
    body = word(_block(attributes))
    # Behind the cover and the front matter.
    sections = list(body.iter(f"{W}sectPr"))[2:]
    assert [[columns.get(f"{W}num") for columns in section.iter(f"{W}cols")] for section in sections] == [
        [],
        [count],
        [],
    ]
    assert [section.find(f"{W}type") is not None for section in sections] == [False, True, True]
    assert len({section.find(f"{W}pgSz").get(f"{W}w") for section in sections}) == 1
    said = [line for line in paragraphs(body) if line]
    assert said[said.index("前文。") : said.index("后文。") + 1] == ["前文。", "北京", "上海", "广州", "深圳", "后文。"]


def test_pages_and_screens_have_them_beside_each_other() -> None:
    import pypdfium2

    from tests.small import small

    data = small(_block(".columns")).built("pdf")["pdf"]
    document = pypdfium2.PdfDocument(data)
    places = {}
    for page in document:
        text = page.get_textpage()
        for name in ("北京", "广州"):
            searcher = text.search(name)
            if found := searcher.get_next():
                places[name] = text.get_charbox(found[0])
    assert abs(places["北京"][1] - places["广州"][1]) < 1 < places["广州"][0] - places["北京"][0]
    assert html(_block(".columns count=3")).xpath("//div[@class='columns']/@data-count") == ["3"]
    assert any("columns" in data.decode() for name, data in epub(_block(".columns")).items() if name.endswith(".xhtml"))
    assert "".join(pdf(_block(".columns"))).count("深圳") == 1
    assert findings(_block(".columns")) == []


def test_columns_in_a_box_stay_one_in_word() -> None:
    body = word(f"{HEAD}:::: {{.sidebar}}\n::: {{.columns}}\n{LIST}:::\n::::\n")
    assert not list(body.iter(f"{W}cols")) and "深圳" in paragraphs(body)


@pytest.mark.parametrize(
    ("attributes", "code"), [(".columns count=9", "SRC118"), (".column", "SRC116"), (".sidebar count=2", "SRC119")]
)
def test_misuse_is_told(attributes: str, code: str) -> None:
    assert [line.split()[0] for line in findings(_block(attributes))] == [code]
