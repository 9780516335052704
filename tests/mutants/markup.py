"""Knows changes to pages of HTML and XHTML: one thing in one place, drawn by a seed; must not know what finds them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from random import Random

from lxml import etree

from pipeline.formats.proving.markup import Element, local

Change = Callable[[Element, Random], bool]
"""Changes a tree in one place; whether there was something to change."""
_SVG = "{http://www.w3.org/2000/svg}"


def named(tree: Element, *names: str) -> list[Element]:
    """The elements of some names in the text, none in a drawing or a formula."""
    found = [element for element in tree.iter() if local(element) in names and not _is_inside(element, "head")]
    return [one for one in found if not _is_inside(one, "svg", "math", "nav")]


def _is_inside(element: Element, *names: str) -> bool:
    return any(local(above) in names for above in element.iterancestors())


def pick(found: list[Element], draw: Random) -> Element | None:
    return draw.choice(found) if found else None


def remove(element: Element) -> bool:
    """Take an element out, but not what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return False
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
    return True


def unwrap(element: Element) -> bool:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is None:
        return False
    place = parent.index(element)
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.text or "")
    else:
        parent.text = (parent.text or "") + (element.text or "")
    children = list(element)
    tail = element.tail or ""
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)
    last = children[-1] if children else before
    if last is not None:
        last.tail = (last.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    return True


def _texts(tree: Element, pattern: str) -> list[tuple[Element, str]]:
    """Where text of a pattern stands: an element and whether it is its text or its tail."""
    found = []
    for element in tree.iter():
        if (
            not local(element)
            or _is_inside(element, "head", "svg", "math", "nav")
            or local(element) in ("svg", "math", "head", "nav", "style", "script")
        ):
            continue
        for name in ("text", "tail"):
            if name == "tail" and element.getparent() is None:
                continue
            if (
                re.search(pattern, getattr(element, name) or "")
                and "skip" not in element.get("class", "")
                and not ("back" in element.get("class", "").split() and name == "text")
            ):
                found.append((element, name))
    return found


def text(pattern: str, make: Callable[[re.Match[str]], str]) -> Change:
    """Change one match of a pattern in the text."""

    def change(tree: Element, draw: Random) -> bool:
        found = _texts(tree, pattern)
        if not found:
            return False
        element, name = draw.choice(found)
        whole = getattr(element, name)
        match = draw.choice(list(re.finditer(pattern, whole)))
        setattr(element, name, whole[: match.start()] + make(match) + whole[match.end() :])
        return True

    return change


def on(
    names: tuple[str, ...], act: Callable[[Element, Random], bool], where: Callable[[Element], bool] = bool
) -> Change:
    """Change one element of some names."""

    def change(tree: Element, draw: Random) -> bool:
        found = [one for one in named(tree, *names) if where is bool or where(one)]
        return bool(found) and act(draw.choice(found), draw)

    return change


def attribute(
    name: str, make: Callable[[str, Element, Random], str | None], where: Callable[[Element], bool] = bool
) -> Change:
    """Change an attribute of an element, or take it off."""

    def change(tree: Element, draw: Random) -> bool:
        found = [
            one for one in tree.iter() if local(one) and one.get(name) is not None and (where is bool or where(one))
        ]
        found = [one for one in found if not _is_inside(one, "head")]
        if not found:
            return False
        element = draw.choice(found)
        value = make(str(element.get(name)), element, draw)
        if value == element.get(name):
            return False
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)
        return True

    return change


def _double(element: Element, draw: Random) -> bool:
    twin = copy.deepcopy(element)
    for one in twin.iter():
        if local(one):
            one.attrib.pop("id", None)
    element.addnext(twin)
    return True


def _swap(element: Element, draw: Random) -> bool:
    following = element.getnext()
    if (
        following is None
        or local(following) != local(element)
        or etree.tostring(following, with_tail=False) == etree.tostring(element, with_tail=False)
    ):
        return False
    parent = element.getparent()
    assert parent is not None
    parent.remove(following)
    parent.insert(parent.index(element), following)
    return True


def _other_id(value: str, element: Element, draw: Random) -> str | None:
    root = element.getroottree().getroot()
    ids = [str(one.get("id")) for one in root.iter() if local(one) and one.get("id") and f"#{one.get('id')}" != value]
    return f"#{draw.choice(ids)}" if value.startswith("#") else value


def _insert(markup: str) -> Callable[[Element, Random], bool]:
    def act(element: Element, draw: Random) -> bool:
        element.addnext(etree.fromstring(markup))
        return True

    return act


def _move_id(element: Element, draw: Random) -> bool:
    others = [
        one
        for one in element.getroottree().getroot().iter("{*}p", "p")
        if one.get("id") is None and one is not element and not _is_inside(one, "nav", "header")
    ]
    if not others:
        return False
    draw.choice(others).set("id", element.attrib.pop("id"))
    return True


def _has_text(element: Element) -> bool:
    return bool("".join(str(part) for part in element.itertext()).strip())


def _svg_text(tree: Element, draw: Random) -> bool:
    found = [one for one in tree.iter(f"{_SVG}text", f"{_SVG}tspan", "text", "tspan") if (one.text or "").strip()]
    element = pick(found, draw)
    if element is None:
        return False
    element.text = f"{element.text}甲"
    return True


def _formula_letter(tree: Element, draw: Random) -> bool:
    found = [one for one in tree.iter() if local(one) in ("mi", "mn") and (one.text or "").strip()]
    element = pick(found, draw)
    if element is None:
        return False
    element.text = "q" if element.text != "q" else "r"
    return True


def _svg_shape(tree: Element, draw: Random) -> bool:
    found = [one for one in tree.iter() if local(one) in ("rect", "line", "path") and (one.get("d") or one.get("x"))]
    element = pick(found, draw)
    return element is not None and remove(element)


CHANGES: dict[str, Change] = {
    "paragraph removed": on(("p",), lambda one, _: remove(one), _has_text),
    "paragraph doubled": on(("p", "li"), _double, _has_text),
    "paragraphs swapped": on(("p",), _swap, _has_text),
    "list items swapped": on(("li",), _swap, _has_text),
    "rows swapped": on(("tr",), _swap, _has_text),
    "cells swapped": on(("td",), _swap, _has_text),
    "row removed": on(("tr",), lambda one, _: remove(one), _has_text),
    "character of Han changed": text("[\u4e00-\u9fff]", lambda found: "戊" if found.group() != "戊" else "己"),
    "letter changed": text("[b-y]", lambda found: chr(ord(found.group()) + 1)),
    "case changed": text("[a-z]", lambda found: found.group().upper()),
    "digit changed": text("[0-8]", lambda found: str(int(found.group()) + 1)),
    "punctuation changed": text("[，。；：]", lambda found: "、"),
    "width of punctuation changed": text("，", lambda found: ","),
    "letters turned round": text("(?<=[a-z])(?=[a-z])", lambda found: "\u202e"),
    "character removed": text(r"\S", lambda found: ""),
    "words added": text("[\u4e00-\u9fff]", lambda found: found.group() + "多余"),
    "blank lost": text("(?<=[a-z]) (?=[a-z])", lambda found: ""),
    "blank added": text("(?<=[a-z])(?=[a-z])", lambda found: " "),
    "paragraph added": on(("p",), _insert("<p>没有来源的一段。</p>"), _has_text),
    "emphasis lost": on(("em", "strong"), lambda one, _: unwrap(one)),
    "script lost": on(("sup", "sub"), lambda one, _: unwrap(one)),
    "code lost": on(("code",), lambda one, _: unwrap(one), lambda one: local(one.getparent()) != "pre"),
    "heading level changed": on(("h2", "h3", "h4"), lambda one, _: setattr(one, "tag", re.sub(r"h\d", "h5", one.tag)) is None),
    "heading made paragraph": on(("h2", "h3"), lambda one, _: setattr(one, "tag", re.sub(r"h\d", "p", one.tag)) is None),
    "link unmade": on(("a",), lambda one, _: unwrap(one), lambda one: "back" not in one.get("class", "") and "skip" not in one.get("class", "")),
    "note removed": on(("a",), lambda one, _: remove(one), lambda one: "footnote-ref" in one.get("class", "")),
    "link to another id": attribute("href", _other_id, lambda one: str(one.get("href")).startswith("#") and "back" not in one.get("class", "") and "skip" not in one.get("class", "")),
    "link to another address": attribute("href", lambda value, _, __: value + "x", lambda one: str(one.get("href")).startswith("http")),
    "id moved": on(("section", "div", "figure", "span"), _move_id, lambda one: one.get("id") is not None and not str(one.get("id")).startswith(("fn", "cite-"))),
    "id doubled": on(("p",), lambda one, draw: one.set("id", draw.choice([str(other.get("id")) for other in one.getroottree().getroot().iter() if local(other) == "section" and other.get("id")] or ["x"])) is None, lambda one: one.get("id") is None),
    "language changed": attribute("lang", lambda value, _, __: "fr", lambda one: local(one) not in ("html", "body")),
    "language lost": attribute("lang", lambda value, _, __: None, lambda one: local(one) not in ("html", "body") and _has_text(one)),
    "span of cell changed": on(("td", "th"), lambda one, _: one.set("colspan", "2" if one.get("colspan") != "2" else "3") is None),
    "list start changed": on(("ol",), lambda one, _: one.set("start", "7") is None, lambda one: local(one.getparent()) != "nav"),
    "alternative text changed": attribute("alt", lambda value, _, __: value + "误", lambda one: local(one) == "img" and bool(one.get("alt"))),
    "letter of drawing changed": _svg_text,
    "shape of drawing removed": _svg_shape,
    "drawing removed": on(("figure",), lambda one, _: remove(next(iter(one))) if len(one) > 1 else False, lambda one: any(local(child) in ("svg", "img") for child in one.iter())),
    "letter of formula changed": _formula_letter,
    "formula removed": lambda tree, draw: (one := pick([math for math in tree.iter() if local(math) == "math"], draw)) is not None and remove(one),
    "text hidden": on(("p",), lambda one, _: one.set("style", "display:none") is None, _has_text),
    "text hidden by attribute": on(("p",), lambda one, _: one.set("hidden", "hidden") is None, _has_text),
    "text hidden from readers": on(("p",), lambda one, _: one.set("aria-hidden", "true") is None, _has_text),
    "script added": on(("p",), _insert("<script>alert(1)</script>")),
    "frame added": on(("p",), _insert('<iframe src="https://example.org/"></iframe>')),
    "handler added": on(("p",), lambda one, _: one.set("onclick", "alert(1)") is None),
    "picture from outside": on(("p",), _insert('<img src="https://example.org/a.png" alt=""/>')),
    "form added": on(("p",), _insert('<form action="https://example.org/"><input name="a"/></form>')),
    "object added": on(("p",), _insert('<object data="data:text/html,x"></object>')),
    "base added": on(("p",), _insert('<base href="https://example.org/"/>')),
    "address that runs": attribute("href", lambda value, _, __: "javascript:alert(1)", lambda one: local(one) == "a" and "skip" not in one.get("class", "")),
    "style added": on(("p",), _insert("<style>p{visibility:hidden}</style>")),
    "text laid over": on(("p",), lambda one, _: one.set("style", "position:absolute;opacity:0") is None, _has_text),
}  # fmt: skip


def changes(tree: Element, seed: str) -> Iterator[tuple[str, Element]]:
    """Each kind of change, once, in a copy of a tree."""
    for kind, change in CHANGES.items():
        draw = Random(f"{seed} {kind}")
        twin = copy.deepcopy(tree)
        if change(twin, draw):
            yield kind, twin


_HEAD: dict[str, tuple[bytes, bytes]] = {
    "title of the page": (rb"<title>", b"<title>x"),
    "title in the head": (rb'name="dcterms.title" lang="zh-CN" content="', b'name="dcterms.title" lang="zh-CN" content="x'),
    "author in the head": (rb'name="author" content="', b'name="author" content="x'),
    "author lost": (rb'<meta name="author"[^>]*>', b""),
    "author added": (rb'(<meta name="author")', rb'<meta name="author" content="Nobody">\1'),
    "date in the head": (rb'(name="dcterms.date" content=")2', rb"\g<1>1"),
    "meta added": (rb"<title>", b'<meta name="robots" content="noindex"><title>'),
    "page that moves on": (rb"<title>", b'<meta http-equiv="refresh" content="0;url=https://example.org/"><title>'),
    "policy lost": (rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b""),
    "policy weakened": (rb"default-src 'none'", b"default-src *"),
    "language of the page": (rb'<html lang="zh-CN"', b'<html lang="ja"'),
    "style hides": (rb"</style>", b"p{display:none}</style>"),
    "style fetches": (rb"</style>", b"body{background:url(https://example.org/a.png)}</style>"),
    "contents entry changed": (rb'(<nav class="contents".*?<a href="#[^"]*">)', "\\g<1>误".encode()),
    "contents entry lost": (rb'(<nav class="contents".*?)<li><a href="#[^"]*">[^<]*</a></li>', rb"\1"),
    "contents entry to another place": (rb'(<nav class="contents".*?<a href="#)abstract-zh"', rb'\1colophon"'),
}  # fmt: skip


def of_head(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Changes of the head and the contents of a page."""
    for kind, (find, put) in _HEAD.items():
        changed = re.sub(find, put, data, count=1, flags=re.S)
        if changed != data:
            yield kind, changed
