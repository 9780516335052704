"""Knows what a kind of figure is, and what drawing one is given and gives; must not know any particular kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from pipeline.core.diagnostics import Diagnostics
from pipeline.core.languages import BOTH, Bilingual, Language, Languages
from pipeline.core.model import FigureBlock
from pipeline.core.opening import Folder
from pipeline.figures.common import Figure
from pipeline.figures.files import problem
from pipeline.figures.lettering import Type
from pipeline.figures.routes import Point
from pipeline.figures.svg import Canvas
from pipeline.styling.tokens import Tokens, number

F = TypeVar("F", bound=Figure)
PX_PER_INCH, MM_PER_INCH = 96, 25.4


@dataclass(frozen=True)
class DrawingContext:
    """What drawing needs beside the definition: the folder that files are looked for in, the tokens, the report's
    terms and languages, and whether pixels are wanted beside SVG."""

    folder: Folder
    tokens: Tokens
    terms: Sequence[str] = ()
    languages: Languages = BOTH
    has_pixels: bool = False

    @property
    def type(self) -> Type:
        """The faces and sizes of the lettering."""
        return Type.of(self.tokens, self.terms, self.languages.leading)

    @property
    def text_width(self) -> float:
        """The width of the printed text, in px."""
        page = (number(self.tokens, "page", name) for name in ("width", "margin-inside", "margin-outside"))
        width, inside, outside = page
        return (width - inside - outside) / MM_PER_INCH * PX_PER_INCH


@dataclass(frozen=True)
class Task(Generic[F]):
    """A figure to be drawn: its definition with all data in it, the block it stands in, the languages of its labels,
    the first of them leading, and its long description."""

    figure: F
    block: FigureBlock
    languages: Sequence[Language]
    description: Bilingual
    context: DrawingContext


@dataclass(frozen=True)
class Rendering:
    """What drawing gave: sanitised SVG, which is foreign where it is an author's picture, or PNG or JPEG bytes instead;
    its width and height in px; and its faults."""

    size: Point
    svg: str = ""
    raster: bytes = b""
    is_foreign: bool = False
    problems: Diagnostics = ()


def _as_it_stands(figure: F, _folder: Folder, _block: FigureBlock, _languages: Languages) -> F:
    return figure


def _no_doubts(_figure: Figure, _block: FigureBlock) -> Diagnostics:
    return ()


@dataclass(frozen=True)
class Kind(Generic[F]):
    """A row of `KINDS`: all that is particular to one kind of figure.

    `schema` is its definition. `fill` puts the data of its files into the definition, `draw` draws it filled, `tell`
    says in words what it shows (a kind without it is told by its alternative text alone), `table` gives the numbers
    behind it, the first row the head; `doubts` says what is odd in one that can be drawn, `text` which field is in a
    language of its own. `from_tokens` is whether its colours and sizes are those of the tokens,
    `needs_chart_engine` whether the chart engine draws it.
    """

    schema: type[F]
    draw: Callable[[Task[F]], Rendering]
    tell: Callable[[F], Bilingual] | None = None
    fill: Callable[[F, Folder, FigureBlock, Languages], F] = _as_it_stands
    table: Callable[[F], tuple[tuple[Bilingual, ...], ...]] | None = None
    doubts: Callable[[F, FigureBlock], Diagnostics] = _no_doubts
    text: str = ""
    from_tokens: bool = True
    needs_chart_engine: bool = False

    @property
    def name(self) -> str:
        """The name that a figure block calls the kind by."""
        return str(get_args(self.schema.model_fields["kind"].annotation)[0])


def on_canvas(
    draw: Callable[[F, Sequence[Language], Type, Tokens], tuple[Canvas, Point]],
) -> Callable[[Task[F]], Rendering]:
    """The drawing of a kind that paints on a `Canvas`: titled and described, and with FIG117 for its faintest mark."""

    def drawn(task: Task[F]) -> Rendering:
        canvas, size = draw(task.figure, task.languages, task.context.type, task.context.tokens)
        languages = task.context.languages
        alt = languages.first(task.block.alt)
        faint = [
            problem("FIG117", task.block, color=color, ground=ground, ratio=f"{ratio:.1f}")
            for color, ground, ratio in sorted(canvas.faint, key=lambda pair: pair[2])[:1]
        ]
        return Rendering(
            size, canvas.svg(size, task.block.id, alt, languages.first(task.description)), problems=tuple(faint)
        )

    return drawn
