"""Fields of entries made plain, one by one, and what citeproc gets."""

from __future__ import annotations

import pytest

from pipeline.bibliography.described import described
from pipeline.bibliography.normalize import Change, is_chinese, language_of, normalize
from pipeline.bibliography.shapes import NAMES


def _plain(field: str, value: object) -> object:
    return normalize({"title": "T", "language": "en", field: value})[0].get(field)


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        *[("volume", text, "3") for text in ("第 3 卷", "3卷", "vol. 3", "Volume 3", "v. 3", "VOL 3")],
        *[("issue", text, "4") for text in ("第 4 期", "4期", "no. 4", "Nr 4", "issue 4", "iss. 4")],
        *[("edition", text, "2") for text in ("2", "第2版", "2版", "2nd", "2nd ed.", "2 edition", "second", "Second ed.")],
        ("DOI", "https://doi.org/10.5555/x.", "10.5555/x"),
        ("DOI", "10.5555/x", "10.5555/x"),
        *[("volume", text, text) for text in ("3", "III", "vol. III", "3-4", "第三卷")],
        *[("issue", text, text) for text in ("4", "4-5", "spring")],
        *[(field, f" {text} ", number) for field, text, number in (("volume", "vol. 3", "3"), ("issue", "no. 4", "4"), ("edition", "2nd", "2"))],
        ("edition", "1", None),
        ("edition", "21", "21"),
        ("edition", "12版", "12"),
        ("edition", "2023 revision", "2023 revision"),
        ("edition", "third ed", "3"),
        *[("page", text, text) for text in ("A-3", "3-9, 12-15", "e12")],
        *[("page", text, text) for text in ("第3章", "第A03版：要闻", "共12页", "3页至5页", "第3页-第5页", "首页", "封3")],
        *[("page", text, "14") for text in ("第14版", "14版", "第 14 版", "第14页", "14页", "页14", "第14")],
        *[("page", text, "A03") for text in ("A03版", "第A03版")],
        ("page", "第12-15，21页", "12-15，21"),
        ("page", "P. 12", "12"),
        ("page", "第12页", "12"),
        ("page", "3−9", "3-9"),
        ("URL", "https://example.org/a）》”", "https://example.org/a"),
        ("edition", "fourth", "4"),
        ("edition", "Fifth edition", "5"),
        ("edition", "3rd edn", "3"),
        ("edition", "11th", "11"),
        ("edition", "1st ed.", None),
        ("edition", "first", None),
        ("edition", "第1版", None),
        ("edition", "revised", "revised"),
        *[("page", text, "3-9") for text in ("pp. 3-9", "p. 3–9", "3 - 9", "3～9", "3 — 9", "第3-9页", "页3~9", "3-9")],
        ("URL", " https://example.org/a，", "https://example.org/a"),
        ("URL", "；", "；"),
        *[("language", text, "zh") for text in ("Chinese", "中文", "chi", "ZHO")],
        *[("language", text, "en") for text in ("English", "英文", "eng")],
        ("language", "fr", "fr"),
        *[("medium", text, "CD") for text in ("CD-ROM", "cdrom", "光盘")],
        *[("medium", text, "DK") for text in ("disk", "磁盘")],
        *[("medium", text, "MT") for text in ("Magnetic tape", "磁带")],
        *[("medium", text, "MF") for text in ("microfilm", "缩微")],
        *[("medium", text, None) for text in ("online", "Web", "OL")],
        ("medium", "paper", "paper"),
        ("type", "dissertation", "thesis"),
        ("type", "book-chapter", "chapter"),
        ("type", "journal-article", "article-journal"),
        ("type", "proceedings-article", "paper-conference"),
        ("type", "posted-content", "article"),
        ("type", "monograph", "book"),
        ("type", "edited-book", "book"),
        ("type", "map", "map"),
        ("editor", [{"family": "阿卜杜拉", "given": "·艾"}], [{"literal": "阿卜杜拉·艾"}]),
        ("translator", [{"family": "Doe", "given": "三"}], [{"family": "Doe", "given": "三"}]),
        ("author", [{"family": "张"}], [{"family": "张"}]),
        ("author", [{"family": "King", "given": "Henry, VIII"}], [{"family": "King", "given": "Henry", "suffix": "VIII"}]),
        ("author", [{"family": "King", "given": "Sam Sr."}], [{"family": "King", "given": "Sam", "suffix": "Sr."}]),
        ("author", [{"family": "King", "given": "Irving"}], [{"family": "King", "given": "Irving"}]),
        ("author", [{"family": "King", "given": "Sam, Jr"}], [{"family": "King", "given": "Sam", "suffix": "Jr"}]),
        ("author", [{"family": "King", "given": "Jr"}], [{"family": "King", "given": "Jr"}]),
        ("author", [{"family": "King", "given": "Sam V"}], [{"family": "King", "given": "Sam V"}]),
        ("author", [{"given": "三"}], [{"given": "三"}]),
        ("author", [{"family": "张", "given": "San"}], [{"family": "张", "given": "San"}]),
        ("author", [{"literal": "张三"}], [{"literal": "张三"}]),
        *[(field, [{"family": "张", "given": "三"}], [{"literal": "张三"}]) for field in NAMES],
    ],
)  # fmt: skip
def test_a_field_made_plain(field: str, before: object, after: object) -> None:
    assert _plain(field, before) == after


def test_changes_are_told_in_words() -> None:
    names = [{"family": "张", "given": "三"}, {"family": "Doe", "given": "Jane"}, {"literal": "社"}]
    made, changes = normalize({"title": "题", "language": "Chinese", "edition": "1", "author": names})
    assert set(changes) == {
        Change("language", "Chinese", "zh"),
        Change("edition", "1", ""),
        Change("author", "张 三; Doe Jane; 社", "张三; Doe Jane; 社"),
    }
    assert normalize(made) == (made, ())


@pytest.mark.parametrize(
    ("said", "title", "language"),
    [*[(text, "T", "zh") for text in ("Chinese", "中文", "chi", "zho")],
     *[(text, "题", "en") for text in ("English", "英文", " ENG ")]],
)  # fmt: skip
def test_a_language_that_is_said_holds_whatever_the_title_is(said: str, title: str, language: str) -> None:
    assert normalize({"title": title, "language": said})[0]["language"] == language


def test_a_language_that_is_not_said_is_that_of_the_title() -> None:
    assert normalize({"title": "题"}) == ({"title": "题", "language": "zh"}, (Change("language", "", "zh"),))
    assert normalize({"title": "123"}) == ({"title": "123"}, ())
    assert language_of({}) == ""


@pytest.mark.parametrize(
    ("title", "language"),
    [("題かな", "ja"), ("カナ", "ja"), ("한글", "ko"), ("題 한글", "ko"), ("题 Title", "zh"), ("Титул Title", "ru"),
     ("Title", "en"), ("Édition", "en"), ("12", ""), ("", "")],
)  # fmt: skip
def test_a_title_tells_its_language_by_its_script(title: str, language: str) -> None:
    assert language_of({"title": title}) == language


def test_an_item_that_is_plain_is_not_changed() -> None:
    item = {"id": "a", "title": "T", "language": "en", "volume": "3", "author": [{"family": "Doe", "given": "Jane"}]}
    assert normalize(item) == (item, ())
    assert normalize({**item, "medium": "Online"}) == (item, (Change("medium", "Online", ""),))
    assert normalize({**item, "author": "张三"}) == ({**item, "author": [{"literal": "张三"}]}, ())


def test_a_name_with_one_part_is_told_by_it() -> None:
    names = [{"family": "张", "given": "三"}, {"family": "Doe"}, {"given": "Jane"}]
    assert normalize({"author": names})[1] == (Change("author", "张 三; Doe; Jane", "张三; Doe; Jane"),)


@pytest.mark.parametrize(
    ("item", "chinese"),
    [
        ({"language": "zh-TW"}, True),
        ({"language": "ja"}, True),
        ({"language": "KO"}, True),
        ({"language": "cmn"}, True),
        ({"language": "jpn"}, True),
        ({"language": "kor"}, True),
        ({"language": "chi"}, True),
        ({"language": "en", "title": "题"}, False),
        ({"title": "题"}, True),
        ({"title": "Title"}, False),
        ({}, False),
    ],
)
def test_which_entries_take_the_chinese_wording(item: dict[str, object], chinese: bool) -> None:
    assert is_chinese(item) is chinese
    assert ("language" not in described(item)) is chinese


def test_what_citeproc_gets() -> None:
    assert described({"title": "123"}) == {"title": "123", "language": "en"}
    assert described({"title": "題", "language": "ja"}) == {"title": "題"}
    assert described({"title": "T", "CSTR": "1.2"}) == {"title": "T", "language": "en", "references": "1.2"}
    assert described({"title": "Titre", "language": "fr"})["language"] == "fr"
    given = {"title": "题", "archive": "https://example.org/copy", "CSTR": "CSTR: 1.2"}
    assert described(given) == {"title": "题", "references": "1.2"}
    assert described({"title": "题", "archive": "国家图书馆"}) == {"title": "题", "archive": "国家图书馆"}
