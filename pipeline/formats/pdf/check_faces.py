"""Knows which faces text of a language may be set from in print; must not know how a face is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import has_spaces, of_tag
from pipeline.core.scripts import has_han
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving.sources import line_of
from pipeline.styling import css
from pipeline.tools import pdf_faces

# Letters that every Latin face has, and the quotes that a Chinese face has full-width.
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ‘’“”]")
_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
# A family in the attributes and styles of an SVG.
_NAMED = re.compile(r"(?<=[\"',:=])\s*([\w][\w -]*?)\s*(?=[\"',;}])")
_STYLE = re.compile("-(bold|italic|oblique|medium|light|thin|black|semi|extra|heavy|book|regular).*")


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT122 text that is set from another face than its language and the design ask for, once for each page and face.

    Text in a language with spaces never comes from a Chinese face, Chinese text from no Latin one, and neither from a
    face that the system put in the place of one that it has not found.
    """
    for_han, for_latin = ({_plain(name) for name in names} for names in css.print_families(artifact.tokens))
    own = {_plain(name) for name in css.named_families(artifact.sheets.text(css.PRINT_SHEETS))}
    runs = [(run, _plain(run.face)) for run in pdf_faces.runs(artifact.data)]
    # A face of the author's own is Chinese where it sets Chinese.
    han = for_han | {face for run, face in runs if face in own and has_han(run.text)}
    told = set()
    for run, face in runs:
        is_wrong = (
            (has_han(run.text) and face not in han)
            or (_LETTER.search(run.text) and face not in for_han | for_latin | own)
            or (run.language and has_spaces(of_tag(run.language)) and _LATIN.search(run.text) and face in han)
        )
        if is_wrong and (run.page, face) not in told:
            told.add((run.page, face))
            values: dict[str, str | int] = {"page": run.page, "text": run.text.strip()[:24], "face": run.face}
            place = _figure_of(artifact, face) or line_of(artifact.document, run.text, Span(artifact.name))
            yield Diagnostic("OUT122", place, values, f"page {run.page}")


def _figure_of(artifact: Artifact, face: str) -> Span | None:
    """Where the figure stands whose drawing names a face; a drawing is lettered by single letters, which stand
    anywhere."""
    naming = {
        drawing.id
        for drawing in artifact.document.drawings
        if drawing.is_foreign and face in map(_plain, _NAMED.findall(drawing.svg))
    }
    return next((figure.span for figure in artifact.document.inventory.figures if figure.id in naming), None)


def _plain(name: str) -> str:
    """The name of a family as it stands in a file: without spaces and the name of a style."""
    return _STYLE.sub("", re.sub(r"[\s_-]+", "-", name.lower()))
