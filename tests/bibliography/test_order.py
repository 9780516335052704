"""The order of lists by author and date."""

from __future__ import annotations

from pipeline.bibliography.order import ranks
from tests.small import html


def _order(*names: str, language: str = "", by_strokes: bool = False) -> list[str]:
    items = [{"author": [{"literal": name}], "title": "t"} for name in names]
    places = ranks(items, [language] * len(items), by_strokes=by_strokes)
    return [names[number] for number in sorted(range(len(names)), key=places.__getitem__)]


def test_scripts_come_first() -> None:
    assert _order("Иванов", "Årud", "김철수", "やまだ", "王五", "Zorn") == [
        "王五",
        "やまだ",
        "Årud",
        "Zorn",
        "Иванов",
        "김철수",
    ]
    items = [{"author": [{"literal": "王五"}]}, {"author": [{"literal": "阿部"}]}]
    assert ranks(items, ["zh", "ja"]) == ["000000", "000001"]


def test_surnames_sound_as_surnames() -> None:
    names = ["查十", "单九", "曾六", "翟一", "覃二", "仇七", "解八", "任二", "尉迟三", "单于五", "盖四", "区大伟"]
    assert _order(*names) == [
        "单于五",
        "盖四",
        "区大伟",
        "覃二",
        "仇七",
        "任二",
        "单九",
        "解八",
        "尉迟三",
        "曾六",
        "查十",
        "翟一",
    ]


def test_bodies_sound_as_words() -> None:
    assert _order("山东大学", "单位研究中心", "解放报社", "金一") == ["单位研究中心", "解放报社", "金一", "山东大学"]


def test_letters_weigh_before_tones_and_the_year_after_names() -> None:
    assert _order("马超", "妈祖", "麻三", "马岱") == ["妈祖", "麻三", "马超", "马岱"]
    items = [
        {"author": [{"family": "Doe", "given": "Jane"}], "issued": year} for year in ("2021", "1999（重印）", "2020")
    ]
    assert ranks(items, ["en"] * 3) == ["000002", "000000", "000001"]


def test_what_has_no_author_sorts_by_what_stands_in_its_place() -> None:
    items = [
        {"title": "a"},
        {"type": "standard", "number": "GB/T 1"},
        {"title": "b", "language": "en"},
        {"editor": [{"family": "Bo"}]},
    ]
    assert ranks(items, [""] * 4) == ["000000", "000003", "000001", "000002"]


def test_by_strokes_fewer_come_first_and_scripts_stay() -> None:
    names = ["Zorn", "魏一", "张三", "丁二", "Иванов", "王五", "王一", "曾四", "单于五"]
    wanted = ["丁二", "王一", "王五", "张三", "单于五", "曾四", "魏一", "Zorn", "Иванов"]
    assert _order(*names, by_strokes=True) == wanted
    assert _order(*names) == ["单于五", "丁二", "王五", "王一", "魏一", "曾四", "张三", "Zorn", "Иванов"]
    assert _order("Zorn", "Ann", by_strokes=True) == ["Ann", "Zorn"]


_BOOKS = "".join(
    f"- {{id: k{number}, type: book, title: 书, author: [{{literal: {name}}}], issued: '2020'}}\n"
    for number, name in enumerate(("魏一", "张三", "丁二", "王五"))
)
_OWN = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="zh-CN">
<info><title>o</title><id>o</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><names variable="author"/></layout></citation>
<bibliography><sort><key variable="author"/></sort><layout><names variable="author"/></layout></bibliography></style>"""


def _list(settings: str) -> list[str]:
    body = "\n\n".join(f"见[@k{number}]。" for number in range(4))
    tree = html(body, settings=settings, files={"references.yaml": _BOOKS, "own.csl": _OWN})
    return [entry.text_content().strip()[:2] for entry in tree.find_class("csl-entry")]


def test_the_order_is_a_setting_for_styles_of_ours_and_of_the_project() -> None:
    by_sound, by_strokes = ["丁二", "王五", "魏一", "张三"], ["丁二", "王五", "张三", "魏一"]
    for style in ("gbt7714-2025-author-date", "source/own.csl"):
        assert _list(f'style = "{style}"\n') == by_sound, style
        assert _list(f'style = "{style}"\norder = "strokes"\n') == by_strokes, style
