"""Knows how headings are numbered and paired with their titles in the language beside; must not know formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import count

from pipeline.core.languages import LANGUAGES, Bilingual, Language
from pipeline.core.numbers import NUMBERED_LEVELS, CaptionCounter, HeadingCounter
from pipeline.core.vocabulary import APART, APPENDIX, BOX, FRONT, TITLES_BESIDE
from pipeline.core.words import joined
from pipeline.tools import ast
from pipeline.tools.plain import quoted_words
from pipeline.transforms.context import Context, Label

UNNUMBERED = "unnumbered"


def number_headings(tree: ast.Doc, context: Context) -> None:
    """Number headings 一、（一）1.（1） or 1, 1.1, give each an id and its title in the other language, note its label.

    Headings inside boxes stay unnumbered. The number is a span of class `heading-number`.
    """
    counter = HeadingCounter(context.languages)
    spare = _spare_ids({target.id for target in context.document.inventory.targets})
    languages, beside = context.languages, dict[str, str]()
    others = {target.id for target in context.document.inventory.targets if target.kind != "sec"}
    headings = [element for element in ast.descend(tree) if isinstance(element, ast.Header)]
    for heading, said in zip(headings, quoted_words([heading.to_json()["c"][2] for heading in headings]), strict=True):
        # An id that is given twice is told; each heading has one of its own, so that its number is kept.
        taken = heading.identifier in beside or heading.identifier in others
        heading.identifier = next(spare) if taken else heading.identifier or next(spare)
        title = languages.text(said, context.beside(heading))
        beside[heading.identifier] = languages.second(title)
        is_section = ast.is_section(heading)
        has_none = not is_section or heading.level > NUMBERED_LEVELS or {FRONT, *APART} & set(heading.classes)
        if UNNUMBERED not in heading.classes and has_none:
            heading.classes.append(UNNUMBERED)
        if UNNUMBERED in heading.classes:
            quoted = Bilingual(*(joined("“", title[one] or languages.first(title), "”") for one in LANGUAGES))
            context.labels[heading.identifier] = Label(quoted, quoted)
            if is_section:
                # What stands in a box, a list or a note is beside the count.
                counter.unnumbered_heading(heading.level, heading.identifier, title)
        else:
            is_appendix = APPENDIX in heading.classes
            number = counter.appendix_heading() if is_appendix else counter.numbered_heading(heading.level)
            context.labels[heading.identifier] = Label.of(number)
            heading.content.insert(0, ast.span(number.printed, "heading-number"))
    if languages.beside:
        ast.walk(tree, partial(_with_translation, beside, languages.beside))
    _label_boxes(tree, context)


def _spare_ids(used: set[str]) -> Iterator[str]:
    return (f"sec-{number}" for number in count(1) if f"sec-{number}" not in used)


def _with_translation(titles: Mapping[str, str], language: Language, element: ast.Node, _: ast.Doc) -> ast.Replacement:
    if isinstance(element, ast.Header) and titles.get(element.identifier):
        return [element, title_beside(titles[element.identifier], language)]
    return None


def title_beside(title: str, language: Language) -> ast.Node:
    """The title of the heading before it in the other language."""
    return ast.div([ast.Para(*ast.words(title))], TITLES_BESIDE[language], language=language)


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
        counter.leave_chapters()
    elif APPENDIX in element.classes:
        counter.enter_appendix()
    else:
        counter.enter_chapter()
