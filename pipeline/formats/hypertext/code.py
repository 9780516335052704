"""Knows how code becomes lines that may be numbered, its words in classes of what they are; must not know pages."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.code_tokens import CODE_CLASSES
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new

_Run = tuple[str, str]
"""A class, empty for plain text, and the text."""


def set_code(body: Element) -> None:
    """Write each block of code anew as lines, `span.line`, each with its line end, so that a line that is too long can
    hang; numbers and the mark of a broken line are the style sheet's. A listing becomes a figure."""
    for pre in [element for element in body.iter("pre") if element.find("code") is not None]:
        code = pre.find("code")
        assert code is not None
        first = _first_number(code)
        lines = list(_lines(_runs(code)))
        code.clear()
        for number, runs in enumerate(lines):
            line = _line(runs)
            if number < len(lines) - 1:
                _append(line, "\n")
            code.append(line)
        is_numbered = has_class(pre, "numberSource")
        outer = pre.getparent()
        id_ = pre.get("id", "")
        if outer is not None and has_class(outer, "sourceCode"):
            id_ = outer.get("id", "") or id_
            _replace(outer, pre)
        pre.attrib.clear()
        if id_ and not _is_pandocs(id_):
            pre.set("id", id_)
        if is_numbered:
            pre.set("class", "numbered")
            pre.set("style", f"counter-reset: line {first - 1}")
    for listing in find_all(body, "code-listing"):
        listing.tag = "figure"
        caption = new("figcaption")
        for line in [child for child in listing if has_class(child, "caption")]:
            caption.append(line)
        listing.insert(0, caption)


def _is_pandocs(id_: str) -> bool:
    """Whether pandoc has made up an id: `cb1`."""
    return id_.startswith("cb") and id_[2:].isdigit()


def _first_number(code: Element) -> int:
    """The number of the first line, which pandoc writes as a counter that is reset to one less."""
    digits = code.get("style", "").rpartition("source-line")[2].strip(" ;")
    return int(digits) + 1 if digits.isdigit() else 1


def _runs(element: Element, name: str = "") -> Iterator[_Run]:
    """The text of a block in runs of one class each."""
    if element.text:
        yield name, element.text
    for child in element:
        if child.tag == "span":
            yield from _runs(child, CODE_CLASSES.get(child.get("class", ""), name))
        if child.tail:
            yield name, child.tail


def _lines(runs: Iterator[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for name, text in runs:
        first, *others = text.split("\n")
        line.append((name, first))
        for other in others:
            yield line
            line = [(name, other)]
    yield line


def _line(runs: list[_Run]) -> Element:
    line = new("span", class_="line")
    for name, text in runs:
        if not text:
            continue
        if name:
            line.append(new("span", text, class_=name))
        else:
            _append(line, text)
    return line


def _append(line: Element, text: str) -> None:
    if len(line):
        line[-1].tail = (line[-1].tail or "") + text
    else:
        line.text = (line.text or "") + text


def _replace(outer: Element, pre: Element) -> None:
    """Put the block in the place of the Div that pandoc wraps round it."""
    parent = outer.getparent()
    if parent is not None:
        pre.tail = outer.tail
        parent.replace(outer, pre)
