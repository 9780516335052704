"""Knows how HTML and CSS become laid-out pages and a PDF; must not know reports."""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pydyf
import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.core.diagnostics import tool_failed
from pipeline.typesetting import (
    footnotes,
    gradients,
    grid,
    justify,
    keeping,
    line_ends,
    objects,
    page_styles,
    slim,
    tagging,
)
from pipeline.typesetting.places import PagePlaces, places
from pipeline.typesetting.standards import FIRST, Standard

SUPPORTED = "70."
Marks = Mapping[str, Mapping[str, str]]
Packet = Callable[[Marks, Mapping[str, str]], bytes]
# WeasyPrint says these in its log and goes on; each means that something is missing from the page.
FAULTS = (
    ".notdef",
    "Unable to subset",
    "No anchor",
    "Failed to load",
    "Ignored",
    "Invalid",
    "unsupported",
    "Unknown",
    "cannot be loaded",
)


@dataclass
class Pages:
    """Laid-out pages: `anchors[i]` are the ids on page i; `faults` are what WeasyPrint warned of."""

    document: Any
    pages: Sequence[Any]
    anchors: Sequence[frozenset[str]]
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LayoutOptions:
    """How lines are set: whether stops hang, and the grid that text comes back to."""

    hangs: bool = False
    grid: grid.Grid | None = None


@dataclass(frozen=True)
class FileOptions:
    """What goes into a file beside its pages: how many of them are front matter, labelled in roman; the maker of its
    metadata, from the
    marks of the standard and what the information dictionary shows; attached files by name, and their date (ISO).
    """

    front: int
    packet: Packet
    files: Sequence[tuple[str, bytes]] = ()
    date: str = "1970-01-01"


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Answers from the given files and refuses every other address: nothing is fetched, no file of the machine is
    read."""

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url not in self.files:
            raise ValueError(f"refused: {url[:80]}")
        data, mime = self.files[url]
        return URLFetcherResponse(url, io.BytesIO(data), {"Content-Type": mime})


class _Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of well-formed HTML, which needs none of the mending that takes WeasyPrint's parser its time."""

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(ElementTree.fromstring(html))
        self.etree_element = self.wrapper_element.etree_element


def check_version() -> None:
    """Stop on a WeasyPrint that this room was not tried with.

    Raises:
        PipelineError: TOL105.
    """
    if not weasyprint.__version__.startswith(SUPPORTED):
        raise tool_failed("TOL105", tool="WeasyPrint", version=weasyprint.__version__, supported=SUPPORTED)


class Renderer:
    """Lays out HTML with one set of fonts and style sheets, so that pages of several layouts can be put into one
    PDF."""

    def __init__(
        self,
        css: str,
        files: Mapping[str, tuple[bytes, str]],
        standard: Standard = FIRST,
        layout_options: LayoutOptions | None = None,
    ) -> None:
        layout_options = layout_options or LayoutOptions()
        check_version()
        self.standard = standard
        keeping.install()
        page_styles.install()
        justify.install()
        footnotes.install()
        line_ends.install(hangs=layout_options.hangs)
        grid.install(layout_options.grid)
        gradients.install()
        tagging.install()
        self.fonts = FontConfiguration()
        self.fetcher = _ClosedFetcher(files)
        self.log = _Log()
        with self._listening():
            self.css = weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)

    def lay_out(self, html: str) -> Pages:
        """Lay out a page of HTML."""
        with self._listening():
            document = _Page(html, self.fetcher).render(
                stylesheets=[self.css], font_config=self.fonts, **self.standard.options
            )
        return Pages(document, document.pages, [frozenset(page.anchors) for page in document.pages])

    def write(self, laid_out: Pages, pages: Sequence[Any], file_options: FileOptions) -> tuple[bytes, list[str]]:
        """Some pages as a tagged PDF, with what WeasyPrint warned of."""
        document = laid_out.document.copy(pages)
        document.metadata.include_in_pdf = partial(
            _describe, document.metadata, partial(file_options.packet, self.standard.marks)
        )
        when = datetime.fromisoformat(file_options.date)
        # What a report was made from (ISO 32000-2, table 43).
        attachments = [
            weasyprint.Attachment(
                file_obj=io.BytesIO(data),
                name=name,
                description=name,
                created=when,
                modified=when,
                relationship="Source",
            )
            for name, data in file_options.files
        ]
        with self._listening():
            data = document.write_pdf(
                finisher=lambda _, pdf: _finish(pdf, file_options.front),
                attachments=attachments,
                **self.standard.options,
            )
        faults = [message for message in self.log.messages if any(fault.lower() in message.lower() for fault in FAULTS)]
        return bytes(data), list(dict.fromkeys(faults))

    def places(self, pages: Sequence[Any]) -> list[PagePlaces]:
        """Where lines and marked paragraphs stand on pages."""
        return places(pages)

    def sheets(self, html: str, css: str) -> bytes:
        """A page of HTML as a plain PDF without tags, to be laid over the pages of another."""
        with self._listening():
            own = weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)
            document = _Page(html, self.fetcher).render(stylesheets=[own], font_config=self.fonts)
            return bytes(document.write_pdf(finisher=lambda _, pdf: slim.slim_fonts(pdf)))

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Hear what WeasyPrint says."""
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self.log)
        try:
            yield
        finally:
            logger.removeHandler(self.log)


def _describe(metadata: Any, packet: Callable[[Mapping[str, str]], bytes], pdf: Any, *_: Any, **__: Any) -> None:
    """Put our metadata in the place of WeasyPrint's, which has one language and the mark of one standard only."""
    shown = {
        "title": metadata.title or "",
        "description": metadata.description or "",
        "keywords": ", ".join(metadata.keywords),
        "creator": metadata.generator or "",
        "producer": f"WeasyPrint {weasyprint.__version__}",
    }
    # Left as plain text, for catalogues that look for the packet in the file's bytes.
    stream = pydyf.Stream([packet(shown)], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _finish(pdf: Any, front: int) -> None:
    _label_pages(pdf, front)
    slim.slim_fonts(pdf)
    objects.write_once(pdf)


def _label_pages(pdf: Any, front: int) -> None:
    """Page labels as printed: roman for the front matter, then arabic from 1 (ISO 32000-1, 12.4.2)."""
    roman = ["0", "<< /S /r >>"] if front else []
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([*roman, str(front), "<< /S /D >>"])})


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let WeasyPrint's millions of boxes be: looking for rubbish among them takes a fifth of the time and finds next
    to nothing.

    What is inside should have let go of its boxes at its end, since they are all looked at then.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
