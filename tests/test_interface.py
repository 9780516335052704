"""The command line speaks English, and Chinese where it is asked to or the locale says so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from pipeline.commands import interface
from pipeline.commands.cli import main
from tests.conftest import run

WORDS = tomllib.loads(Path(interface.__file__).with_name("interface.toml").read_text("utf-8"))
HAN = re.compile("[\u4e00-\u9fff]")


def test_every_help_has_its_chinese_and_no_other_is_kept() -> None:
    interface.speak(main, "en")
    helps = {" ".join(str(part.help).split()) for part in interface._parts(main) if part.help}
    helps -= {"Show the version and exit."}
    assert helps | {"here"} == set(WORDS["help"])


@pytest.mark.parametrize("group", WORDS)
def test_words_keep_their_blanks(group: str) -> None:
    for english, chinese in WORDS[group].items():
        blanks = re.compile(r"\{\w+(?:!r)?\}|%\(\w+\)s|--[\w-]+")
        assert sorted(blanks.findall(english)) == sorted(blanks.findall(chinese)), english
        assert HAN.search(chinese)


@pytest.mark.parametrize("name", ["", *main.commands])
def test_help_is_chinese_where_it_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    shown = run(*filter(None, [name]), "--help").output
    assert "用法：" in shown
    assert "显示此说明后退出。" in shown
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    shown = run(*filter(None, [name]), "--help").output
    assert "Usage:" in shown
    assert "Show this message and exit." in shown
    assert not HAN.search(shown.replace("刊本", ""))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("build", "odt", "--lang", "zh"), ("用法：", "错误：", "不是")),
        (("build", "--jobs", "0", "--lang=zh"), ("错误：", "不在")),
        (("--lang", "zh", "nothing"), ("没有选项",)),
        (("explain", "--lang", "zh", "ZZZ999"), ("错误：", "没有代码 ZZZ999")),
        (("new", "--lang", "zh"), ("缺少参数",)),
        (("clean", "a", "b", "--lang", "zh"), ("多余的参数",)),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_call(call: tuple[str, ...], words: tuple[str, ...]) -> None:
    outcome = run(*call)
    assert outcome.code == 2
    for word in words:
        assert word in outcome.output
    assert "Error" in run(*[part for part in call if part not in ("--lang", "zh", "--lang=zh")]).output


def test_a_language_that_there_is_not_is_told() -> None:
    assert run("build", "--lang", "xx").code == 2
    assert interface.language_of(["--lang"], "en") == "en"
    assert isinstance(main, click.Group)
