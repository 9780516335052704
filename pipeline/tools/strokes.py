"""Knows the order of Chinese characters by their strokes, which pandoc has from Unicode's CLDR; must not know names."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.tools import ast, pandoc

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class='in-text' version="1.0">
<info><title>Strokes</title><id>urn:kanben:strokes</id><updated>2026-11-26T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><sort><key variable="title"/></sort><layout><text variable="title"/></layout></bibliography>
</style>"""


def ranks(characters: Iterable[str]) -> Mapping[str, int]:
    """The place of each character among them: by the number of strokes, then by the radical (CLDR, `zh-u-co-stroke`).

    Raises:
        PipelineError: where pandoc fails.
    """
    wanted = sorted(set(characters))
    if not wanted:
        return {}
    cited, _ = pandoc.parse(" ".join(f"[@c{number}]" for number in range(len(wanted))))
    items = [{"id": f"c{number}", "type": "book", "title": character} for number, character in enumerate(wanted)]
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        style = Path(folder, "strokes.csl")
        style.write_text(_STYLE, "utf-8")
        tree = ast.load(pandoc.cite(cited, style, items, "zh-u-co-stroke"))
    keys = [part.identifier for part in ast.descend(tree) if isinstance(part, ast.Div) and "csl-entry" in part.classes]
    return {wanted[int(key.removeprefix("ref-c"))]: place for place, key in enumerate(keys)}
