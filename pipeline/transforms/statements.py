"""Knows that definitions, theorems, examples and the like are numbered, each kind by itself, and how they are titled;
must not know formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.core.languages import Bilingual, Language
from pipeline.core.numbers import CaptionCounter
from pipeline.core.vocabulary import STATEMENTS
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label
from pipeline.transforms.headings import enter_chapter

_END = "\u2003□"
"""What stands at the end of a proof."""


def number_statements(tree: ast.Doc, context: Context) -> None:
    """Give each statement a title in each language: its word and number, and in brackets what its first heading says;
    a proof has its word alone, and a sign at its end."""
    counters = {kind: context.counter(kind) for kind, prefix in STATEMENTS.items() if prefix}

    def number(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        for counter in counters.values():
            enter_chapter(element, counter)
        kind = next((name for name in STATEMENTS if name in getattr(element, "classes", ())), "")
        if not kind or not isinstance(element, ast.Div):
            return None
        _settle(element, kind, counters, context)
        return element

    ast.walk(tree, number)


def _settle(element: ast.Node, kind: str, counters: Mapping[str, CaptionCounter], context: Context) -> None:
    label = None
    text = Bilingual.each(lambda language: word(kind, language))
    if kind in counters:
        label = Label.of(counters[kind].next())
        text = label.text
    first = element.content[0] if len(element.content) else None
    heading = first if isinstance(first, ast.Header) else None
    for id_ in (element.identifier, heading.identifier if heading else ""):
        if id_ and label:
            context.labels[id_] = label
    languages, own = context.languages, ast.language_of(element)
    words = {own: list(heading.content) if heading else []}
    if languages.beside and own == languages.leading:
        words[languages.beside] = ast.words(context.beside(heading) if heading else "")
    title = ast.Para(*_title(text, words))
    content = list(element.content)[1 if heading else 0 :]
    element.classes = ["statement", kind]
    identifier = heading.identifier if heading else ""
    element.content = [ast.div([title], "statement-title", identifier=identifier), *content]
    if kind not in counters and isinstance(element.content[-1], ast.Para):
        element.content[-1].content.append(ast.Str(_END))


def _title(text: Bilingual, names: Mapping[Language, list[ast.Node]]) -> Iterable[ast.Node]:
    for place, (language, name) in enumerate(names.items()):
        opening, _, closing = word("in_brackets", language, text="", note="\0").partition("\0")
        inlines = [ast.span(text[language], "label"), *_bracketed(name, opening, closing)]
        if place:
            yield ast.Str("\u2002")
            yield ast.Span(*inlines, attributes={"lang": language})
        else:
            yield from inlines


def _bracketed(name: list[ast.Node], opening: str, closing: str) -> list[ast.Node]:
    if not name:
        return []
    gap = [ast.Space()] if opening.startswith(" ") else []
    return [*gap, ast.Str(opening.strip()), *name, ast.Str(closing)]
