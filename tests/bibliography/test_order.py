"""The order of lists by author and date."""

from __future__ import annotations

from pipeline.bibliography.order import ranks


def _order(*names: str, language: str = "") -> list[str]:
    items = [{"author": [{"literal": name}], "title": "t"} for name in names]
    places = ranks(items, [language] * len(items))
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
