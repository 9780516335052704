"""Knows how HTML and CSS become laid-out pages and a PDF; must not know reports."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pydyf
import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.validation.expanders import EXPANDERS
from weasyprint.document import Page
from weasyprint.pdf.metadata import DocumentMetadata

from pipeline.core.diagnostics import tool_failed
from pipeline.tools.formula import DrawnFormula
from pipeline.typesetting import objects, patches, slim
from pipeline.typesetting.document import Document
from pipeline.typesetting.inputs import ClosedFetcher, HtmlPage
from pipeline.typesetting.log import Log
from pipeline.typesetting.options import FileOptions, LayoutOptions
from pipeline.typesetting.outlines import Ink, OutlineImage, beyond
from pipeline.typesetting.places import PagePlaces, places
from pipeline.typesetting.standards import FIRST, Standard
from pipeline.typesetting.text_cache import FontConfiguration

SUPPORTED = "70."


@dataclass(frozen=True)
class Pages:
    """Laid-out pages: `anchors[i]` are the ids on page i."""

    document: Document
    pages: Sequence[Page]
    anchors: Sequence[frozenset[str]]


def check_version() -> None:
    """Stop on a WeasyPrint that this room was not tried with.

    Raises:
        PipelineError: TOL105.
    """
    if not weasyprint.__version__.startswith(SUPPORTED):
        raise tool_failed("TOL105", tool="WeasyPrint", version=weasyprint.__version__, supported=SUPPORTED)


class Renderer:
    """Lays out HTML with one set of fonts and style sheets, so that pages of several layouts can be put into one PDF.

    All that it knows is its own: any number of renderers may work in turn in one process, and each gives the pages that
    it would give alone.
    """

    def __init__(
        self,
        css: str,
        files: Mapping[str, tuple[bytes, str]],
        standard: Standard = FIRST,
        layout_options: LayoutOptions | None = None,
        drawings: Mapping[str, DrawnFormula] | None = None,
    ) -> None:
        check_version()
        self.standard = standard
        self.layout_options = layout_options or LayoutOptions()
        self.font_configuration = FontConfiguration()
        # A style sheet puts its counter styles here, and a layout looks for them.
        self.counters = CounterStyle()
        self.fetcher = ClosedFetcher(files)
        self.log = Log()
        ink = Ink()
        # WeasyPrint takes these for images that it has read before.
        self.images: dict[str, object] = {
            address: OutlineImage(drawn, ink) for address, drawn in (drawings or {}).items()
        }
        with self._at_work():
            self.css = self._style_sheet(css)

    def lay_out(self, html: str) -> Pages:
        """Lay out a page of HTML."""
        with self._at_work():
            document = self._document(html, self.css, self.standard.options)
        return Pages(document, document.pages, [frozenset(page.anchors) for page in document.pages])

    def write(self, laid_out: Pages, pages: Sequence[Page], file_options: FileOptions) -> tuple[bytes, list[str]]:
        """Some pages as a tagged PDF, with what WeasyPrint warned of."""
        document = laid_out.document.copy(pages)
        document.metadata.include_in_pdf = partial(
            _include_metadata, document.metadata, partial(file_options.packet, self.standard.marks)
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
        with self._at_work():
            data = document.write_pdf(
                finisher=lambda _, pdf: _finish(pdf, file_options.front),
                attachments=attachments,
                **self.standard.options,
            )
        return data, self.log.faults()

    @staticmethod
    def properties() -> Sequence[str]:
        """The names of the properties of CSS that a style sheet may set in print."""
        return sorted({*(name.replace("_", "-") for name in INITIAL_VALUES), *EXPANDERS})

    def places(self, pages: Sequence[Page]) -> list[PagePlaces]:
        """Where lines and marked paragraphs stand on pages."""
        return places(pages)

    def beyond(self, pages: Sequence[Page]) -> list[str]:
        """The addresses of drawings that are wider than the blocks that they stand in."""
        return list(dict.fromkeys(beyond(pages)))

    def sheets(self, html: str, css: str) -> bytes:
        """A page of HTML as a plain PDF without tags, to be laid over the pages of another."""
        with self._at_work():
            document = self._document(html, self._style_sheet(css), {})
            return document.write_pdf(finisher=lambda _, pdf: slim.slim_fonts(pdf))

    def _style_sheet(self, css: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=css,
            font_config=self.font_configuration,
            counter_style=self.counters,
            url_fetcher=self.fetcher,
        )

    def _document(self, html: str, css: weasyprint.CSS, options: Mapping[str, object]) -> Document:
        page = HtmlPage(html, self.fetcher, self.layout_options)
        options = {**options, "cache": self.images}
        return Document.lay_out(page, self.font_configuration, self.counters, [css], options)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """WeasyPrint with our functions in the place of its own, and what it says recorded."""
        with patches.applied(), self.log.recording():
            yield


def _include_metadata(
    metadata: DocumentMetadata,
    packet: Callable[[Mapping[str, str]], bytes],
    pdf: pydyf.PDF,
    *_: object,
    **__: object,
) -> None:
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


def _finish(pdf: pydyf.PDF, front: int) -> None:
    _label_pages(pdf, front)
    slim.slim_fonts(pdf)
    objects.write_once(pdf)


def _label_pages(pdf: pydyf.PDF, front: int) -> None:
    """Page labels as printed: roman for the front matter, then arabic from 1 (ISO 32000-1, 12.4.2)."""
    roman = ["0", "<< /S /r >>"] if front else []
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([*roman, str(front), "<< /S /D >>"])})
