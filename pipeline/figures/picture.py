"""Knows how a picture file becomes a drawing, and how sharp it prints; must not know how other kinds are drawn."""

from __future__ import annotations

from pipeline.figures.definition import Picture
from pipeline.figures.files import Refused, problem, read
from pipeline.figures.kind import MM_PER_INCH, PX_PER_INCH, Rendering, Task
from pipeline.figures.sanitize import RefusedSvg, picture
from pipeline.tools.raster import RefusedPicture, clean_picture

_PRINT_DPI = 300
_MAX_SHOWN = 60


def draw(task: Task[Picture]) -> Rendering:
    """The picture of a file, cleaned, at its printed width or at 300 dpi, and never wider than the text.

    Raises:
        Refused: FIG107 to FIG109.
    """
    data = read(task.context.folder, task.figure.file, task.block)
    try:
        return _vector(task, data) if task.figure.file.lower().endswith(".svg") else _raster(task, data)
    except (RefusedSvg, RefusedPicture) as error:
        raise Refused(problem("FIG109", task.block, file=task.figure.file, reason=error.reason)) from error


def _wanted(task: Task[Picture]) -> float:
    """The width the author asks for, in px; 0 for none."""
    return min((task.figure.width or 0.0) / MM_PER_INCH * PX_PER_INCH, task.context.text_width)


def _vector(task: Task[Picture], data: bytes) -> Rendering:
    """FIG119 where words of the picture are lost, else FIG111 where something else is."""
    design = task.context.type
    made = picture(data, f"'{design.latin}','{design.han}'")
    width = _wanted(task) or made.width
    file, problems = task.figure.file, []
    if made.lost:
        problems.append(problem("FIG119", task.block, file=file, lost="”“".join(made.lost)[:_MAX_SHOWN]))
    elif made.removed:
        problems.append(problem("FIG111", task.block, file=file, removed=made.removed))
    return Rendering((width, made.height * width / made.width), made.text, is_foreign=True, problems=tuple(problems))


def _raster(task: Task[Picture], data: bytes) -> Rendering:
    """FIG114 to FIG116: too coarse for print, says where it was taken, has other colours than RGB."""
    file, picture = task.figure.file, clean_picture(data)
    width = _wanted(task) or min(picture.width * PX_PER_INCH / _PRINT_DPI, task.context.text_width)
    dpi = round(picture.width / (width / PX_PER_INCH))
    problems = []
    if dpi < _PRINT_DPI:
        printed = round(width / PX_PER_INCH * MM_PER_INCH)
        problems.append(problem("FIG114", task.block, file=file, dpi=dpi, least=_PRINT_DPI, width=printed))
    if picture.has_location:
        problems.append(problem("FIG115", task.block, file=file))
    if picture.converted_from:
        problems.append(problem("FIG116", task.block, file=file, mode=picture.converted_from))
    return Rendering((width, picture.height * width / picture.width), raster=picture.data, problems=tuple(problems))
