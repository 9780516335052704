"""Knows how figure blocks become drawings with numbers and captions; must not know how a kind is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.core.cover import LOGO_ID
from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import Bilingual, Language, Languages
from pipeline.core.model import FigureBlock
from pipeline.core.numbers import FIGURE
from pipeline.core.pictures import Drawing
from pipeline.core.wording import word
from pipeline.core.words import joined
from pipeline.tools import ast
from pipeline.transforms.context import Context, Label
from pipeline.transforms.headings import enter_chapter

SCHEME = "figure:"
LOGO_HEIGHT = 60 / 25.4 * 96
"""How high a logo may be, in px; 60 mm."""


def place_figures(tree: ast.Doc, context: Context) -> None:
    """Put a numbered Div of class `figure` where each figure block stands; a block that cannot be drawn is left out.

    Its picture's address is `figure:` and the id; writers look it up among the document's drawings.
    """
    blocks = tuple(context.document.pictures())
    drawn = {block.id: (block, *result) for block, result in zip(blocks, context.draw_all(blocks), strict=True)}
    _keep_logo(drawn, context)
    counter = context.counter(FIGURE)

    def replace(element: ast.Node, _: ast.Doc) -> ast.Replacement:
        enter_chapter(element, counter)
        if not (isinstance(element, ast.CodeBlock) and "figure" in element.classes):
            return None
        block, drawing, problems = drawn.get(element.identifier, (None, None, ()))
        context.problems += problems
        if block is None or drawing is None:
            return []
        context.drawings.append(drawing)
        context.labels[block.id] = Label.of(counter.next())
        context.captions[block.id] = block.caption
        return _figure(block, context.labels[block.id], drawing, context.languages)

    ast.walk(tree, replace)


def _keep_logo(drawn: Mapping[str, tuple[FigureBlock, Drawing | None, Diagnostics]], context: Context) -> None:
    """Keep the drawing of the logo, which no block of the text shows, not too high for a cover."""
    _, drawing, problems = drawn.get(LOGO_ID, (None, None, ()))
    context.problems += problems
    if drawing is not None:
        scale = min(1.0, LOGO_HEIGHT / drawing.height)
        context.drawings.append(replace(drawing, width=drawing.width * scale, height=drawing.height * scale))


def image_of(drawing: Drawing, languages: Languages) -> ast.Node:
    """The image that stands for a drawing in the tree."""
    return ast.Image(*ast.words(languages.first(drawing.alt)), url=SCHEME + drawing.id)


def _figure(block: FigureBlock, label: Label, drawing: Drawing, languages: Languages) -> ast.Node:
    parts = [
        ast.Plain(image_of(drawing, languages)),
        *captions(label, block.caption, languages),
        *credits_of(block.credit, languages),
    ]
    told = _told(drawing, block.description, languages)
    if told:
        parts.append(ast.div(told, "description"))
    return ast.div(parts, "figure", identifier=block.id)


def _told(drawing: Drawing, own: Bilingual, languages: Languages) -> list[ast.Node]:
    """The long description; of a chart its data, and the author's words if there are any."""
    paragraphs = [
        ast.div([ast.Para(*ast.words(own[language] or drawing.description[language]))], language=language)
        for language in languages
        if own[language] or (drawing.description[language] and not own)
    ]
    return [*(paragraphs if own else []), _data(drawing, languages)] if drawing.data else paragraphs


def _data(drawing: Drawing, languages: Languages) -> ast.Node:
    head, *rows = ([ast.TableCell(ast.Plain(*_glossed(cell, languages))) for cell in row] for row in drawing.data)
    alignment = [("AlignLeft" if column == 0 else "AlignRight", "ColWidthDefault") for column in range(len(head))]
    body = ast.TableBody(*(ast.TableRow(*row) for row in rows), row_head_columns=1)
    return ast.Table(body, head=ast.TableHead(ast.TableRow(*head)), colspec=alignment)


def _glossed(text: Bilingual, languages: Languages) -> list[ast.Node]:
    gloss = languages.second(text) if _differs(text) else ""
    beside = [ast.Space(), ast.span(gloss, "gloss", language=languages.beside)] if gloss else []
    return [*ast.words(languages.first(text)), *beside]


def _differs(text: Bilingual) -> bool:
    """Whether the two languages say it differently; a number is the same whatever parts its thousands."""
    plain = str.maketrans("", "", ",\u00a0")
    return text.zh.translate(plain) != text.en.translate(plain)


def captions(
    label: Label, caption: Bilingual, languages: Languages, inlines: list[ast.Node] | None = None
) -> list[ast.Node]:
    """A caption paragraph in each language, as Divs of class `caption`; the number is a span of class `label`.

    `inlines` are the caption in the leading language where it is more than plain text.
    """
    made = []
    for language in languages:
        words = inlines if inlines and language == languages.leading else ast.words(caption[language])
        if words:
            gap = ast.Str(word("caption_gap", language))
            made.append(
                ast.div([ast.Para(ast.span(label.text[language], "label"), gap, *words)], "caption", language=language)
            )
    return made


def credits_of(credit: Bilingual, languages: Languages) -> list[ast.Node]:
    """A source line in each language, as Divs of class `credit`."""
    return [_line("credit", credit, language) for language in languages if credit[language]]


def _line(name: str, text: Bilingual, language: Language) -> ast.Node:
    words = ast.words(joined(word(name, language) + word("label_colon", language), text[language]))
    return ast.div([ast.Para(*words)], name, language=language)
