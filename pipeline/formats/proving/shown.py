"""Knows in what an output may show a document otherwise than its tree has it, what stands elsewhere and what is added;
must not know which format does so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from pipeline.core.languages import Language
from pipeline.core.pictures import Drawing
from pipeline.formats.proving.printed import Kind


def _id(drawing: Drawing) -> str:
    return drawing.id


def _tex(tex: str, _: bool, __: Language) -> str:
    return tex


@dataclass(frozen=True)
class Shown:
    """What a format shows of a document.

    `apart` are classes of blocks and spans that stand elsewhere or nowhere, `plain` what is not seen in blocks of a
    class. `description` is what a long description is headed with; it comes before the caption then. With `labels`,
    what stands before items is text, with `line_numbers` what stands before lines of code. `pages` are the printed
    pages of ids, where there are pages, `asked` those of the references that ask for them. `led_by` is what a
    cross-reference to an id leads by where not by all of its words: the first that it says. Signs that are
    `left_out` are told of elsewhere. With `plain_lines`, lists and the index are text alone, with formulas and
    raised letters in Unicode. `picture` and `formula` say what a drawing and a formula are told by: the latter by
    its TeX, whether it stands alone, and the language round it; by nothing where it cannot be read.
    """

    apart: Collection[str] = ()
    plain: Mapping[str, Collection[Kind]] = field(default_factory=dict)
    description: str = ""
    labels: bool = False
    line_numbers: bool = False
    pages: Mapping[str, str] | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    led_by: Mapping[str, Collection[str]] = field(default_factory=dict)
    left_out: Collection[str] = ()
    plain_lines: bool = False
    picture: Callable[[Drawing], str] = _id
    formula: Callable[[str, bool, Language], str | None] = _tex
