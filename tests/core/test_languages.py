"""Languages, their tags, and that nobody else compares them."""

from __future__ import annotations

import ast

import pytest

from pipeline.core.faces import regional, siblings
from pipeline.core.languages import (
    CHINESE,
    ENGLISH,
    LANGUAGES,
    WEB_TAGS,
    Bilingual,
    Languages,
    has_centred_marks,
    has_spaces,
    is_chinese,
    of_locale,
    of_tag,
    of_text,
    other,
    region,
)
from tests.conftest import ROOT


def _parts(node: ast.expr) -> list[ast.expr]:
    """What is compared with: a value, or each of several."""
    return node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]


def test_languages_are_compared_in_one_place() -> None:
    """No module but `core/languages` compares anything with `"zh"` or `"en"`."""
    found = []
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if path.name == "languages.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            texts = []
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                texts = [part.value for side in sides for part in _parts(side) if isinstance(part, ast.Constant)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
                texts = [part.value for side in node.args for part in _parts(side) if isinstance(part, ast.Constant)]
            if set(texts) & {*LANGUAGES, *WEB_TAGS.values()}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize(
    ("tag", "language"),
    [("", CHINESE), ("zh", CHINESE), ("zh-Hant-TW", CHINESE), ("ja", CHINESE), ("ko-KR", CHINESE), ("en", ENGLISH), ("en-GB", ENGLISH),
     ("fr", ENGLISH), ("de-CH", ENGLISH), ("zha", ENGLISH), ("ZH_cn", CHINESE)],
)  # fmt: skip
def test_how_words_of_a_tag_are_set(tag: str, language: str) -> None:
    assert of_tag(tag) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh_CN.UTF-8", CHINESE), ("", ENGLISH), ("C", ENGLISH), ("ja_JP", ENGLISH), ("ZH", CHINESE)],
)
def test_the_language_of_a_locale(locale: str, language: str) -> None:
    assert of_locale(locale) == language


def test_texts_in_both() -> None:
    text = Bilingual("甲", "A")
    assert (text[CHINESE], text[ENGLISH]) == ("甲", "A")
    assert not Bilingual()
    assert Bilingual.same("1") == Bilingual("1", "1")
    assert Bilingual.each(lambda language: language) == Bilingual("zh", "en")
    assert (of_text("a汉"), of_text("ab")) == (CHINESE, ENGLISH)
    assert (other(CHINESE), other(ENGLISH)) == (ENGLISH, CHINESE)
    assert is_chinese(CHINESE) and not is_chinese(ENGLISH)
    assert has_spaces(ENGLISH) and not has_spaces(CHINESE)


@pytest.mark.parametrize(
    ("names", "text", "first", "second", "texts"),
    [
        (("zh", "en"), Bilingual("甲", "A"), "甲", "A", ("甲", "A")),
        (("en", "zh"), Bilingual("甲", "A"), "A", "甲", ("A", "甲")),
        (("zh", "en"), Bilingual("", "A"), "A", "", ("A",)),
        (("en", "zh"), Bilingual("甲"), "甲", "", ("甲",)),
        (("zh",), Bilingual("甲"), "甲", "", ("甲",)),
        (("en",), Bilingual("甲", "A"), "A", "", ("A",)),
    ],
)
def test_what_a_report_prints_of_a_text(
    names: tuple[str, ...], text: Bilingual, first: str, second: str, texts: tuple[str, ...]
) -> None:
    languages = Languages.of(names)
    assert tuple(languages) == names
    assert (languages.first(text), languages.second(text), languages.all(text)) == (first, second, texts)
    assert languages.all(languages.only(text)) == texts
    assert languages.tag == WEB_TAGS[names[0]]
    assert languages.all(languages.text("x", "y")) == ("x", "y")[: len(names)]


@pytest.mark.parametrize(
    ("names", "labels", "shown"),
    [(("zh", "en"), "both", ("甲", "A")), (("en", "zh"), "both", ("A", "甲")), (("en", "zh"), "zh", ("甲",)), (("zh",), "both", ("甲",))],
)  # fmt: skip
def test_what_labels_show(names: tuple[str, ...], labels: str, shown: tuple[str, ...]) -> None:
    assert Languages.of(names).shown(Bilingual("甲", "A"), labels) == shown


@pytest.mark.parametrize(
    ("tag", "name", "centred"),
    [
        ("zh-Hant", "TC", True),
        ("zh_TW", "TC", True),
        ("zh-Hant-HK", "HK", True),
        ("zh-HK", "HK", True),
        ("ja", "JP", False),
        ("ja-JP", "JP", False),
        ("jam", "", False),
        ("ko", "KR", False),
        ("zh-CN", "", False),
        ("zh", "", False),
        ("en", "", False),
        ("", "", False),
    ],
)
def test_a_region_has_forms_of_its_own(tag: str, name: str, centred: bool) -> None:
    assert (region(tag), has_centred_marks(tag)) == (name, centred)
    assert regional("Noto Serif CJK SC", tag) == f"Noto Serif CJK {name or 'SC'}"
    assert regional("TeX Gyre Termes", tag) == "TeX Gyre Termes"
    assert regional("Noto Serif CJK SC", tag) in siblings("Noto Serif CJK SC")
