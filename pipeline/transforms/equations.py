"""Knows how formulas on lines of their own get numbers; must not know formats."""

from __future__ import annotations

import json

from pipeline.core.languages import Bilingual
from pipeline.core.numbers import EQUATION, equation_label, equation_number
from pipeline.core.words import Words
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label
from pipeline.transforms.headings import enter_chapter


def number_equations(tree: ast.Doc, context: Context) -> None:
    """Make each formula that has an id, or a number of its own, a span of class `equation`: the formula and its
    number, in the language of its place."""
    counter = context.counter(EQUATION)

    def number(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        enter_chapter(element, counter)
        if not _is_equation(element):
            return None
        own = Bilingual.same(element.attributes.pop("tag", ""))
        if own:
            label = Label(equation_label(own), equation_number(own))
        elif element.identifier:
            label = Label.of(counter.next())
        else:
            return None
        if element.identifier:
            context.labels[element.identifier] = label
            context.captions[element.identifier] = Bilingual(_words(element.content[0]))
        element.classes.append("equation")
        element.content.append(ast.span(label.short[ast.language_of(element)], "equation-number"))
        return element

    ast.walk(tree, number)


def _is_equation(element: ast.Node) -> bool:
    if not isinstance(element, ast.Span) or len(element.content) != 1:
        return False
    only = element.content[0]
    return isinstance(only, ast.Math) and only.format == "DisplayMath"


def _words(formula: ast.Node) -> Words:
    """What a list of formulas shows of one."""
    inline = {"t": "Math", "c": [{"t": "InlineMath"}, formula.text.strip()]}
    return Words(formula.text.strip(), json.dumps([inline], ensure_ascii=False))
