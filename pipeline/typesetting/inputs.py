"""Knows how a page of HTML and the files that it asks for are given to WeasyPrint; must not know layout."""

from __future__ import annotations

import io
from collections.abc import Mapping
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.typesetting.options import LayoutOptions


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Answers from the given files, as data and media type by address, and refuses every other address: nothing is
    fetched, no file of the machine is read."""

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in self.files:
            raise ValueError(f"refused: {url[:80]}")
        data, mime = self.files[url]
        return URLFetcherResponse(url, io.BytesIO(data), {"Content-Type": mime})


class HtmlPage(weasyprint.HTML):  # type: ignore[misc]
    """A page of well-formed HTML, which needs none of the mending that takes WeasyPrint's parser its time; with the
    options that it is laid out with."""

    def __init__(self, html: str, fetcher: URLFetcher, layout_options: LayoutOptions) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(ElementTree.fromstring(html))
        self.etree_element = self.wrapper_element.etree_element
        self.layout_options = layout_options
