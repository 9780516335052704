"""Knows the page round the page: the frame, the views and the list of findings; must not know what is in them."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

from pipeline.core.languages import WEB_TAGS, Language
from pipeline.core.wording import word

TYPES = {"preview.js": "text/javascript; charset=utf-8", "preview.css": "text/css; charset=utf-8"}
_WORDS = (
    "preview_title",
    "preview_page",
    "preview_pages",
    "preview_page_number",
    "preview_files",
    "preview_findings",
    "preview_views",
    "preview_edition",
    "preview_release",
    "preview_proof",
    "preview_print",
    "preview_width",
    "preview_wide",
    "preview_narrow",
    "preview_none",
    "preview_waiting",
    "preview_running",
    "preview_made",
    "preview_failed",
    "preview_absent",
    "preview_updating",
    "preview_stale",
    "preview_no_page",
    "preview_lost",
    "preview_open",
)
"""The wordings of the page."""
_WORD = re.compile(r"\{(\w+)\}")


@cache
def part(name: str) -> bytes:
    """A file of the page, by its name."""
    return Path(__file__).with_name(name).read_bytes()


@cache
def page(language: Language, *, can_open: bool) -> bytes:
    """The page in one language; `can_open` is whether a click on a block may open an editor."""
    values = {name.removeprefix("preview_"): word(name, language, number="%") for name in _WORDS}
    values |= {"lang": WEB_TAGS.get(language, language), "can_open": "true" if can_open else "false"}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return html.escape(values[name])

    return _WORD.sub(fill, part("preview.html").decode()).encode()
