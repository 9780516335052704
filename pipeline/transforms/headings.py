"""Knows how headings are numbered and paired with their English titles; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.core.languages import ENGLISH, LANGUAGES, Bilingual
from pipeline.core.numbers import NUMBERED_LEVELS, CaptionCounter, HeadingCounter
from pipeline.core.vocabulary import APART, APPENDIX, BOX, FRONT
from pipeline.core.words import joined
from pipeline.tools import ast
from pipeline.tools.plain import quoted_words
from pipeline.transforms.context import Context, Label

UNNUMBERED = "unnumbered"


def number_headings(tree: ast.Doc, context: Context) -> None:
    """Number headings 一、（一）1.（1）, give each an id and its English title below it, and note its label.

    Headings inside boxes stay unnumbered. The number is a span of class `heading-number`.
    """
    counter = HeadingCounter()
    spare = _spare_ids({target.id for target in context.document.inventory.targets})
    english: dict[str, str] = {}
    others = {target.id for target in context.document.inventory.targets if target.kind != "sec"}
    headings = [element for element in ast.descend(tree) if isinstance(element, ast.Header)]
    for heading, said in zip(headings, quoted_words([heading.to_json()["c"][2] for heading in headings]), strict=True):
        # An id that is given twice is told; each heading has one of its own, so that its number is kept.
        taken = heading.identifier in english or heading.identifier in others
        heading.identifier = next(spare) if taken else heading.identifier or next(spare)
        title = Bilingual(said, context.read(heading.attributes.pop("en", "")))
        english[heading.identifier] = title.en
        is_section = ast.is_section(heading)
        has_none = not is_section or heading.level > NUMBERED_LEVELS or {FRONT, *APART} & set(heading.classes)
        if UNNUMBERED not in heading.classes and has_none:
            heading.classes.append(UNNUMBERED)
        if UNNUMBERED in heading.classes:
            quoted = Bilingual(*(joined("“", title[language] or title.leading, "”") for language in LANGUAGES))
            context.labels[heading.identifier] = Label(quoted, quoted)
            if is_section:
                # What stands in a box, a list or a note is beside the count.
                counter.unnumbered_heading(heading.level, heading.identifier, title)
        else:
            is_appendix = APPENDIX in heading.classes
            number = counter.appendix_heading() if is_appendix else counter.numbered_heading(heading.level)
            context.labels[heading.identifier] = Label.of(number)
            heading.content.insert(0, ast.span(number.printed, "heading-number"))
    ast.walk(tree, lambda element, _: _with_english(element, english))
    _label_boxes(tree, context)


def _spare_ids(used: set[str]) -> Iterator[str]:
    return (f"sec-{number}" for number in count(1) if f"sec-{number}" not in used)


def _with_english(element: ast.Node, english: dict[str, str]) -> ast.Replacement:
    if isinstance(element, ast.Header) and english.get(element.identifier):
        return [element, ast.div([ast.Para(*ast.words(english[element.identifier]))], "heading-en", language=ENGLISH)]
    return None


def _label_boxes(tree: ast.Doc, context: Context) -> None:
    """A box is referred to by its first heading."""
    for box in [element for element in ast.descend(tree) if isinstance(element, ast.Div) and BOX in element.classes]:
        first = next((child for child in box.content if isinstance(child, ast.Header)), None)
        if box.identifier and first is not None:
            context.labels[box.identifier] = context.labels[first.identifier]


def enter_chapter(element: ast.Node, counter: CaptionCounter) -> None:
    """Tell a counter of captions that a chapter or an appendix begins, where an element is the heading of one."""
    if not (isinstance(element, ast.Header) and element.level == 1 and ast.is_section(element)):
        return
    if {UNNUMBERED, FRONT} & set(element.classes):
        counter.leave_appendix()
    elif APPENDIX in element.classes:
        counter.enter_appendix()
    else:
        counter.enter_chapter()
