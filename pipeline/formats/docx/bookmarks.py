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
_MARKS = (clark("w:bookmarkStart"), clark("w:bookmarkEnd"))
_HOLD_TEXT = (clark("w:p"), clark("w:tbl"))
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
    """Give bookmarks and the links to them their names, and put those round blocks into the first paragraph of them.

    A paragraph of bookmarks alone gives them to the next one, or the last: its line would be white."""
    for tag, attribute in _NAMED:
        for element in root.iter(clark(f"w:{tag}")):
            name = str(element.get(clark(f"w:{attribute}"), ""))
            if name.startswith(f"{_LENT}_"):
                element.set(clark(f"w:{attribute}"), name.removeprefix(_LENT))
    ends = {str(end.get(clark("w:id"))): end for end in root.iter(clark("w:bookmarkEnd"))}
    for start in list(root.iter(clark("w:bookmarkStart"))):
        if not _is_within(start):
            _move(start, ends[str(start.get(clark("w:id")))])
    for paragraph in [one for one in root.iter(clark("w:p")) if _has_bookmarks_alone(one)]:
        parent, before, following = paragraph.getparent(), paragraph.getprevious(), paragraph.getnext()
        if following is not None and following.tag in _HOLD_TEXT:
            hand_on(paragraph, next(following.iter(clark("w:p"))))
        elif before is not None and before.tag == clark("w:p"):
            before.extend(list(paragraph.iter(*_MARKS)))
        else:
            continue
        if parent is not None:
            parent.remove(paragraph)


def hand_on(paragraph: Element, following: Element) -> None:
    """Let the bookmarks of a paragraph that goes away begin and end where the following one begins."""
    place = _start_of(following)
    for mark in list(paragraph.iter(*_MARKS)):
        following.insert(place, mark)
        place += 1


def _has_bookmarks_alone(paragraph: Element) -> bool:
    """Whether a paragraph holds bookmarks and no more, and is no item of a list."""
    found = [child.tag for child in paragraph if child.tag != clark("w:pPr")]
    ends = any(paragraph.find(f"w:pPr/w:{name}", NAMESPACES) is not None for name in ("numPr", "sectPr"))
    return bool(found) and all(tag in _MARKS for tag in found) and not ends


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
    paragraph.insert(_start_of(paragraph), start)
    if _has_words(paragraph):
        paragraph.append(end)
    else:
        start.addnext(end)


def _start_of(paragraph: Element) -> int:
    """Behind the properties and the bookmarks that begin there already: those of outer blocks come first."""
    place = 0
    while place < len(paragraph) and paragraph[place].tag in (clark("w:pPr"), clark("w:bookmarkStart")):
        place += 1
    return place


def _has_words(paragraph: Element) -> bool:
    return paragraph.find("w:r", NAMESPACES) is not None
