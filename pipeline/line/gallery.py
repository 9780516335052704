"""Knows how the styles of formats that have them are shown in files of their own; must not know any format."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.files import write_all
from pipeline.core.result import Progress, Result
from pipeline.formats.base import Format
from pipeline.formats.inputs import WriterInput
from pipeline.line.session import Session


def show_styles(session: Session, formats: Sequence[Format], progress: Progress) -> Result:
    """Write for each format with a gallery the file that shows its styles, as the report would have them."""
    progress("read")
    project = session.project
    given = WriterInput(session.document, session.tokens, session.sheets, project.edition, project.options)
    progress("write")
    made = {project.out / row.styles_file: row.gallery(given) for row in formats if row.gallery}
    write_all(made)
    return Result((), tuple(made))
