"""Knows how headings are numbered and paired with their English titles; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from pipeline.core.model import Bilingual
from pipeline.core.wording import chinese_number, word
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label

UNNUMBERED = "unnumbered"


def number_headings(tree: ast.Doc, context: Context) -> None:
    """Number headings 一、（一）1.（1）, give each an id and its English title below it, and note its label.

    Headings inside boxes stay unnumbered. The number is a span of class `heading-number`.
    """
    counters = [0] * 6
    spare = _spare_ids({target.id for target in context.document.inventory.targets})
    english: dict[str, str] = {}
    for heading in [element for element in ast.descend(tree) if isinstance(element, ast.Header)]:
        heading.identifier = heading.identifier or next(spare)
        title = ast.stringify(heading).strip()
        english[heading.identifier] = heading.attributes.pop("en", "")
        if _in_box(heading) and UNNUMBERED not in heading.classes:
            heading.classes.append(UNNUMBERED)
        if UNNUMBERED in heading.classes:
            if not _in_box(heading):
                # What stands under it is counted anew; boxes stand beside the count.
                counters[heading.level :] = [0] * (len(counters) - heading.level)
            quoted = Bilingual(f"“{title}”", f"“{english[heading.identifier] or title}”")
            context.labels[heading.identifier] = Label(quoted, quoted)
        else:
            _count(counters, heading.level)
            context.labels[heading.identifier] = _label(counters[: heading.level])
            heading.content.insert(0, ast.span(_printed(counters, heading.level), "heading-number"))
    ast.walk(tree, lambda element, _: _with_english(element, english))
    _label_boxes(tree, context)


def _spare_ids(used: set[str]) -> Iterator[str]:
    return (f"sec-{number}" for number in count(1) if f"sec-{number}" not in used)


def _with_english(element: Any, english: dict[str, str]) -> Any:
    if isinstance(element, ast.Header) and english.get(element.identifier):
        return [element, ast.div([ast.Para(*ast.words(english[element.identifier]))], "heading-en", language="en")]
    return None


def _label_boxes(tree: ast.Doc, context: Context) -> None:
    """A box is referred to by its first heading."""
    for box in [
        element for element in ast.descend(tree) if isinstance(element, ast.Div) and "sidebar" in element.classes
    ]:
        first = next((child for child in box.content if isinstance(child, ast.Header)), None)
        if box.identifier and first is not None:
            context.labels[box.identifier] = context.labels[first.identifier]


def starts_chapter(element: Any) -> bool:
    """Whether an element is a heading that numbers by chapter start anew at."""
    return isinstance(element, ast.Header) and element.level == 1 and UNNUMBERED not in element.classes


def _in_box(heading: Any) -> bool:
    node = heading.parent
    while node is not None:
        if isinstance(node, ast.Div) and "sidebar" in node.classes:
            return True
        node = node.parent
    return False


def _count(counters: list[int], level: int) -> None:
    counters[level - 1] += 1
    counters[level:] = [0] * (len(counters) - level)


def _printed(counters: list[int], level: int) -> str:
    """The number as printed: the four levels of Chinese official documents (GB/T 9704-2012, 7.3.3), then Arabic."""
    number = counters[level - 1]
    forms = (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}.", f"（{number}）")
    return forms[level - 1] if level <= len(forms) else ".".join(map(str, counters[2:level]))


def _label(numbers: list[int]) -> Label:
    number = chinese_number(numbers[0])
    zh = "".join(f"（{chinese_number(number)}）" for number in numbers[1:2])
    zh += "".join(str(number) for number in numbers[2:3]) + "".join(f"（{number}）" for number in numbers[3:])
    english = ".".join(map(str, numbers))
    return Label(
        Bilingual(word("section", "zh", number=number) + zh, word("section", "en", number=english)),
        Bilingual(number + zh, english),
    )
