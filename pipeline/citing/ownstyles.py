"""Knows where pandoc's citeproc sets a style of the project otherwise than CSL says, and puts it right; must not know
the styles of ours.

What it does as CSL says, and citeproc-js otherwise, is left: `docs/authoring.md` lists it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.bibliography.shapes import EVERY_NAME, Item, names_of
from pipeline.bibliography.stylefile import CSL, parsed
from pipeline.citing.marks import Dashes
from pipeline.core.languages import CHINESE, of_tag
from pipeline.tools import ast

_AND, _OTHERS = "和", re.compile(r"等(?!\w)")


@dataclass(frozen=True)
class OwnStyle:
    """A style of the project as citeproc gets it, and what it sets between numbers of a list and between pages."""

    path: Path
    dashes: Dashes


@contextmanager
def prepared(style: Path) -> Iterator[OwnStyle]:
    """A copy of a style in which names say how they are set: citeproc has a label in front where they do not."""
    tree = parsed(style, None, style.name)
    for names in tree.iter(f"{CSL}names"):
        if names.find(f"{CSL}label") is not None and names.find(f"{CSL}name") is None:
            names.insert(0, etree.Element(f"{CSL}name"))
    with tempfile.TemporaryDirectory(prefix="kanben-") as folder:
        path = Path(folder, style.name)
        path.write_bytes(etree.tostring(tree.getroottree(), encoding="UTF-8", xml_declaration=True))
        # Between the numbers of a list citeproc has a dash for all styles; those for Chinese lists mean a hyphen.
        dash = "-" if of_tag(tree.get("default-locale") or "en") == CHINESE else "–"
        yield OwnStyle(path, (dash, _of_pages(tree) or dash))


def _of_pages(tree: etree._Element) -> str:
    term = tree.find(f"{CSL}locale/{CSL}terms/{CSL}term[@name='page-range-delimiter']")
    return str(term.text or "") if term is not None else ""


def names_in(items: Mapping[str, Item], keys: Sequence[str]) -> tuple[str, ...]:
    """The names without parts, as ideographs have them, of the people of some entries."""
    found = (name.get("literal") for key in keys for field in EVERY_NAME for name in names_of(items[key], field))
    return tuple(dict.fromkeys(str(name) for name in found if name))


def close_up(part: ast.Node, names: tuple[str, ...]) -> None:
    """Set Chinese names without gaps round 和 and before 等: 甲和乙, 甲等."""
    if not names:
        return
    for element in [part, *ast.descend(part)]:
        content = list(getattr(element, "content", ()))
        if any(isinstance(one, ast.Space) for one in content):
            element.content = list(_closed(content, names))


def _closed(content: list[ast.Node], names: tuple[str, ...]) -> Iterator[ast.Node]:
    texts = [one.text if isinstance(one, ast.Str) else "" for one in content] + [""] * 4

    def is_joint(place: int) -> bool:
        """Whether 和 between two names stands there."""
        return (
            texts[place] == _AND and texts[place - 2].rstrip(",").endswith(names) and texts[place + 2].startswith(names)
        )

    for place, one in enumerate(content):
        if isinstance(one, ast.Space):
            is_others = _OTHERS.match(texts[place + 1]) and texts[place - 1].endswith(names)
            if is_joint(place + 1) or is_joint(place - 1) or is_others:
                continue
        elif isinstance(one, ast.Str) and one.text.endswith(",") and is_joint(place + 2):
            one.text = one.text[:-1]
        yield one


def drop_empty(piece: ast.Doc) -> None:
    """Take out entries that a style sets no word of, and the links that would lead to them."""
    gone = set()
    for part in [part for part in ast.descend(piece) if isinstance(part, ast.Div) and "csl-entry" in part.classes]:
        if not ast.stringify(part).strip():
            gone.add(f"#{part.identifier}")
            part.parent.content.remove(part)
    if gone:
        ast.walk(piece, lambda one, _: list(one.content) if isinstance(one, ast.Link) and one.url in gone else None)
