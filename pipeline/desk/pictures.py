"""Knows how a figure looks as it stands in an editor, as a small picture; must not know protocols."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.core.diagnostics import PipelineError
from pipeline.core.model import FigureBlock
from pipeline.core.scratch import run_folder
from pipeline.desk.companion import Companion, Lost
from pipeline.desk.workspace import Reading
from pipeline.figures import workshop
from pipeline.figures.kind import DrawingContext
from pipeline.figures.pixels import faces
from pipeline.styling.tokens import text
from pipeline.tools import raster

_SECONDS = 10.0
"""How long it is worth waiting for a picture."""
_WIDTH = 480
"""px"""


class Pictures:
    """Draws figures in a process of its own, which ends with the one that asks; what is drawn lies in files."""

    def __init__(self) -> None:
        self._companion = Companion(serve)
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def picture_of(self, reading: Reading, id_: str) -> Path | None:
        """The file with the picture of a figure; None for what is none, or cannot be drawn."""
        document = reading.document
        blocks = document.inventory.figures if document else ()
        block = next((block for block in blocks if block.id == id_), None)
        if document is None or block is None:
            return None
        facts = document.metadata
        try:
            context = DrawingContext(reading.project.folder, reading.session.tokens, facts.terms, facts.languages)
        except PipelineError:
            return None
        with self._lock:
            return self._draw(context, block)

    def close(self) -> None:
        """End the process, and take the files away."""
        self._companion.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _draw(self, context: DrawingContext, block: FigureBlock) -> Path | None:
        try:
            data = self._companion.ask((context, block), _SECONDS)
        except Lost:
            return None
        if not isinstance(data, bytes):
            return None
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="kanben-")
        # Named by what it shows, since editors keep pictures by their address.
        suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg"
        path = Path(self._folder.name, hashlib.sha256(data).hexdigest()[:16] + suffix)
        path.write_bytes(data)
        return path


def serve(wanted: Connection) -> None:
    """Draw each figure that comes through a connection, until it is closed: the life of a process."""
    with run_folder():
        while True:
            try:
                context, block = wanted.recv()
            except (EOFError, OSError):
                return
            wanted.send(picture(context, block))


def picture(context: DrawingContext, block: FigureBlock) -> bytes | None:
    """A small picture of a figure: PNG, or the pixels that it consists of. None where it cannot be drawn."""
    try:
        drawing, _ = workshop.draw(context, block)
        if drawing is None or not drawing.svg:
            return drawing.raster if drawing else None
        return raster.png_from_svg(drawing.svg, _WIDTH, faces(context.tokens), text(context.tokens, "font", "sans-han"))
    # A picture beside what is said is never worth a server that does not answer any more.
    except Exception:  # noqa: BLE001
        return None
