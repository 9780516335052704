"""Knows the bookmarks of a Word document: one maker of their names, and where they stand (ECMA-376, part 1, 17.13.6);
must not know what they are for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count

from pipeline.core.languages import Language
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

# Word takes 40; one letter is lent to pandoc, which gives what does not begin with one a name of its own.
_MAX_NAME = 39
_LENT = "X"
_DIGEST = 8
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_NAMED = (("bookmarkStart", "name"), ("hyperlink", "anchor"))


def target_name(id_: str) -> str:
    """The name of the bookmark on what has an id."""
    return _name("At", id_)


def number_name(id_: str) -> str:
    """The name of the bookmark round the number of what has an id."""
    return _name("Ref", id_)


def label_name(id_: str, language: Language) -> str:
    """The name of the bookmark round the word and the number of what has an id, in a language."""
    return _name(language.title(), id_)


def _name(prefix: str, id_: str) -> str:
    """A name that Word accepts and hides: letters, digits, underscores; no two ids have the same."""
    name = f"_{prefix}_" + re.sub(r"[^A-Za-z0-9]", "_", id_)
    if len(name) > _MAX_NAME or not _PLAIN.fullmatch(id_):
        # Two underscores stand in no name of a plain id.
        name = f"{name[: _MAX_NAME - _DIGEST - 2]}__{hashlib.sha256(id_.encode()).hexdigest()[:_DIGEST]}"
    return name


def lent(id_: str) -> str:
    """An id as pandoc is given it; `finish` makes the name of it."""
    return f"{_LENT}{target_name(id_)}"


class Bookmarks:
    """Sets bookmarks, each with a number of its own."""

    def __init__(self, first: int = 900_000) -> None:
        # pandoc numbers its own from a low number up.
        self._numbers = count(first)

    def around(self, content: Iterable[Element], name: str) -> list[Element]:
        """The content in a bookmark."""
        number = next(self._numbers)
        return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]


def finish(root: Element) -> None:
    """Give bookmarks and the links to them their names, and put those round blocks into the first paragraph of them."""
    for tag, attribute in _NAMED:
        for element in root.iter(clark(f"w:{tag}")):
            name = str(element.get(clark(f"w:{attribute}"), ""))
            if name.startswith(f"{_LENT}_"):
                element.set(clark(f"w:{attribute}"), name.removeprefix(_LENT))
    ends = {str(end.get(clark("w:id"))): end for end in root.iter(clark("w:bookmarkEnd"))}
    for start in list(root.iter(clark("w:bookmarkStart"))):
        if not _is_within(start):
            _move(start, ends[str(start.get(clark("w:id")))])


def _is_within(mark: Element) -> bool:
    return next(mark.iterancestors(clark("w:p")), None) is not None


def _move(start: Element, end: Element) -> None:
    paragraph = next(start.xpath("following::w:p[1]", namespaces=NAMESPACES).__iter__(), None)
    if paragraph is None:
        return
    for mark in (start, end):
        above = mark.getparent()
        if above is not None:
            mark.tail = None
            above.remove(mark)
    # Behind the properties and the bookmarks that begin there already: those of outer blocks come first.
    place = 0
    while place < len(paragraph) and paragraph[place].tag in (clark("w:pPr"), clark("w:bookmarkStart")):
        place += 1
    paragraph.insert(place, start)
    if _has_words(paragraph):
        paragraph.append(end)
    else:
        start.addnext(end)


def _has_words(paragraph: Element) -> bool:
    return paragraph.find("w:r", NAMESPACES) is not None
