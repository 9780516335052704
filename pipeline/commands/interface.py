"""Knows in which language the command line itself speaks: its help, and what click says of wrong usage; must not know
any command's work.

click asks Python's gettext for its words, which has none for click in any language. What it would ask is answered from
`interface.toml`, and the help of our commands is put in its place there too.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import click

from pipeline.core.languages import Language, is_chinese

_now: dict[str, Mapping[str, str]] = {"click": {}}
_english: dict[int, str] = {}


def language_of(arguments: Sequence[str], default: Language) -> Language:
    """The language that a call asks for, before click has read it."""
    for place, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            return value if sign else next(iter(arguments[place + 1 : place + 2]), default)
    return default


def speak(group: click.Group, language: Language) -> None:
    """Have the command line speak a language from now on."""
    words = _words() if is_chinese(language) else {"help": {}, "click": {}}
    _now["click"] = words["click"]
    gettext.dgettext, gettext.dngettext = _said, _said_of_several  # type: ignore[assignment]
    for part in _parts(group):
        if isinstance(part, click.Command):
            # click keeps the option of the help as it was first said.
            part._help_option = None
        text = _english.setdefault(id(part), str(part.help or ""))
        if text:
            part.help = words["help"].get(" ".join(text.split()), text)
        if isinstance(part, click.Option) and isinstance(part.show_default, str):
            part.show_default = words["help"].get("here", "here")


def _parts(command: click.Command) -> Iterator[click.Command | click.Option]:
    """A command, its options, and those below it."""
    yield command
    yield from (option for option in command.params if isinstance(option, click.Option) and option.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _parts(below)


def _said(_domain: str, message: str) -> str:
    return _now["click"].get(message, message)


def _said_of_several(_domain: str, one: str, several: str, number: int) -> str:
    message = one if number == 1 else several
    return _now["click"].get(message, message)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("interface.toml").read_text("utf-8"))
    return words
