"""Knows how `[@fig-impact]` becomes a link with the target's label; must not know what is undefined (a check does)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.languages import Language, has_spaces, is_chinese
from pipeline.core.vocabulary import REFERENCE_FORMS, is_cross_reference
from pipeline.core.wording import word, word_of
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label

RANGE = 3


def resolve_references(tree: ast.Doc, context: Context) -> None:
    """Replace cross-references by links of class `xref`, in the language of their place; leave citations to citeproc.

    `[-@fig-a]` and `[@fig-a]{.number}` print the number alone; `[@fig-a]{.page}` gives the link the class `page`, for
    a format
    that knows pages to print the page; three neighbours or more become a range.
    """

    def resolve(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        if not isinstance(element, ast.Cite):
            return None
        keys = list(element.citations)
        if not any(is_cross_reference(citation.id) for citation in keys):
            return None
        return _resolved(keys, element, context)

    ast.walk(tree, resolve)


def _resolved(keys: Sequence[ast.Node], element: ast.Node, context: Context) -> list[ast.Node]:
    language = ast.language_of(element)
    form = next((name for name in REFERENCE_FORMS if name in getattr(element.parent, "classes", ())), "")
    parts: list[ast.Node] = []
    for run in _runs(keys, context):
        if parts:
            parts.append(ast.Str(word("list_separator", language).rstrip()))
            parts += [ast.Space()] if has_spaces(language) else []
        first = run[0]
        parts += [*first.prefix, *([ast.Space()] if first.prefix and has_spaces(language) else [])]
        if not is_cross_reference(first.id):
            parts.append(ast.Cite(ast.Str(f"[@{first.id}]"), citations=[first]))
            continue
        own = form or ("number" if first.mode == "SuppressAuthor" else "")
        parts += _linked(run, context, language, own)
        parts += list(first.suffix) if len(run) == 1 else []
    return parts


def _runs(keys: Sequence[ast.Node], context: Context) -> list[list[ast.Node]]:
    """Neighbours in number stand together; fewer than three in a row stay alone."""
    runs: list[list[ast.Node]] = []
    for key in keys:
        if runs and _follows(runs[-1][-1], key, context):
            runs[-1].append(key)
        else:
            runs.append([key])
    return [part for run in runs for part in ([run] if len(run) >= RANGE else [[key] for key in run])]


def _follows(before: ast.Node, key: ast.Node, context: Context) -> bool:
    first, second = (context.labels.get(citation.id) for citation in (before, key))
    if first is None or second is None or first.number is None or second.number is None:
        return False
    is_plain = not (before.prefix or before.suffix or key.prefix or key.suffix) and before.mode == key.mode
    return is_plain and second.number.follows(first.number)


def _linked(run: Sequence[ast.Node], context: Context, language: Language, form: str) -> list[ast.Node]:
    if len(run) == 1:
        return [_link(run[0].id, context, language, form)]
    first, last = run[0].id, run[-1].id
    label = context.labels[first]
    if is_chinese(language) or form or label.number is None:
        return [
            _link(first, context, language, form),
            ast.Str(word("range_dash", language)),
            _link(last, context, language, form),
        ]
    plural = f"{word_of(label.number.kind + '_plural', language, context.languages)}\u00a0{label.short[language]}"
    words = ast.Link(*ast.words(plural), url=f"#{first}", classes=["xref"])
    return [words, ast.Str(word("range_dash", language)), _link(last, context, language, "number")]


def _link(id_: str, context: Context, language: Language, form: str) -> ast.Node:
    label = context.labels.get(id_)
    if label is None:
        return ast.Str(f"[{id_}]")
    classes = ["xref", *([form] if form else []), *([] if label.number else ["titled"])]
    return ast.Link(*ast.words(_text(label, language, form)), url=f"#{id_}", classes=classes)


def _text(label: Label, language: Language, form: str) -> str:
    return (label.short if form == "number" else label.text)[language]
