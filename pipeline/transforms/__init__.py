"""The second step: the parsed text becomes the finished text; what each transform may rely on is their order in
`TRANSFORMS`.

The vocabulary that writers get, as classes of Div and Span, is listed in ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import SCRIPT_TAGS
from pipeline.core.model import Document
from pipeline.tools import ast
from pipeline.transforms import (
    abbreviations,
    apostrophes,
    callouts,
    cleaning,
    crossrefs,
    directions,
    editorial,
    equations,
    figures,
    formulas,
    headings,
    index,
    linebreaks,
    listings,
    matter,
    notes,
    paragraphs,
    source_lines,
    statements,
    tables,
    terms,
    titles,
)
from pipeline.transforms.context import Context, DrawAll

Transform = Callable[[ast.Doc, Context], None]

TRANSFORMS: tuple[Transform, ...] = (
    notes.place_notes,
    cleaning.remove_markup,
    editorial.settle_editorial_notes,
    cleaning.close_gaps,
    formulas.leave_what_is_drawn,
    linebreaks.join_lines,
    paragraphs.part_paragraphs,
    source_lines.mark_lines,
    callouts.title_callouts,
    statements.number_statements,
    headings.number_headings,
    figures.place_figures,
    tables.number_tables,
    listings.number_listings,
    equations.number_equations,
    abbreviations.mark_abbreviations,
    index.make_index,
    terms.link_terms,
    crossrefs.resolve_references,
    matter.add_matter,
    apostrophes.mark_latin_words,
    titles.note_titles,
    directions.set_directions,
)


@garbage_collection_paused()
def transform(document: Document, draw_all: DrawAll, *, proof: bool) -> tuple[Document, Diagnostics]:
    """Run every transform once over the AST; returns the finished document, citations still open."""
    context = Context(document, draw_all, proof)
    tree = _transformed(context, TRANSFORMS)
    problems: list[Diagnostic] = context.problems
    finished = replace(
        document,
        ast=ast.dump(ast.without_language(tree)),
        drawings=tuple(context.drawings),
        numbers=tuple(context.numbers.items()),
        titles=tuple(context.titles.items()),
        titles_beside=tuple(context.titles_beside.items()),
        index=tuple((id_, *entry) for id_, entry in context.index.items()),
    )
    return finished, tuple(problems)


def transform_alone(document: Document) -> Document:
    """A document of some blocks of text as they become within a whole; nothing is put round them."""
    steps = tuple(step for step in TRANSFORMS if step is not matter.add_matter)
    tree = _transformed(Context(document, lambda _: (), proof=False), steps)
    return replace(document, ast=ast.dump(ast.without_language(tree)))


def _transformed(context: Context, steps: Sequence[Transform]) -> ast.Doc:
    tree = ast.load(context.document.ast)
    ast.name_language(tree, SCRIPT_TAGS[context.languages.leading])
    for step in steps:
        step(tree, context)
    return tree
