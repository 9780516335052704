"""Knows WeasyPrint's document as a renderer needs it: laid out with its options, its artifacts marked; must not know
reports."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib.resources import files

import weasyprint.document
import weasyprint.pdf
from weasyprint.css import ColorProfile
from weasyprint.css.counters import CounterStyle

from pipeline.typesetting.artifacts import find_artifacts
from pipeline.typesetting.context import LayoutContext
from pipeline.typesetting.inputs import HtmlPage
from pipeline.typesetting.text_cache import FontConfiguration


class Document(weasyprint.document.Document):  # type: ignore[misc]
    """A laid-out document, in which one renderer's options and caches live."""

    @classmethod
    def lay_out(
        cls,
        page: HtmlPage,
        font_configuration: FontConfiguration,
        counters: CounterStyle,
        stylesheets: Sequence[weasyprint.CSS],
        options: Mapping[str, object],
    ) -> Document:
        """Lay a page of HTML out; `options` are WeasyPrint's own, among them the images that are there by address."""
        all_options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": stylesheets, **options}
        document: Document = cls._render(page, font_configuration, counters, None, all_options)
        return document

    @classmethod
    def _build_layout_context(cls, html: HtmlPage, *arguments: object) -> LayoutContext:
        return LayoutContext(super()._build_layout_context(html, *arguments), html.layout_options)

    def write_pdf(self, **options: object) -> bytes:
        """The document as a PDF; `options` are WeasyPrint's own."""
        find_artifacts(self.pages)
        if self.output_intent == "srgb":
            # WeasyPrint would leave its profile's file open.
            profile = io.BytesIO((files(weasyprint.pdf) / "sRGB2014.icc").read_bytes())
            self.color_profiles["srgb"] = ColorProfile(
                profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
            )
            options["output_intent"] = ""
        return bytes(super().write_pdf(**options))
