"""Knows which headers and footers a publisher's template shows, and their pictures; must not know those of a report."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from pipeline.core.reasons import Reason
from pipeline.formats.docx.housecontent import Content
from pipeline.formats.docx.opened import BODY, parsed
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pieces import fields_of
from pipeline.tools import raster

HOUSES = re.compile(r"word/(?:header|footer)[4-9]\.xml")
"""The parts of a file of ours that are a template's; our own are numbered from 1."""
PAGES = ("default", "first", "even")
_SETTINGS = "word/settings.xml"
_KINDS = {"header": "hdr", "footer": "ftr"}
_BLIP = clark("a:blip")
_STYLED = tuple(clark(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle"))
_FIRST_ID = 90_001
"""Of pictures in headers: those of the text are counted from 1."""

Page = tuple[str, str]
"""What a header or footer is and for which pages: `header`, `first`."""


@dataclass(frozen=True)
class Piece:
    """A header or footer that is taken, and its pictures by the ids that it names them with."""

    root: Element
    pictures: Mapping[str, bytes]
    has_page: bool


@dataclass(frozen=True)
class Letterhead:
    """The headers and footers of a template that say something, and why others, or what of them, are not taken."""

    pieces: Mapping[Page, Piece] = field(default_factory=dict)
    told: tuple[tuple[str, Reason], ...] = ()
    has_even: bool = False

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Letterhead:
        """Those that the last section of a template shows (17.10.1); on its first page where it has such a page, on
        even ones where the template tells them from odd ones.

        Raises:
            RefusedWord: where a part of them is broken.
        """
        pieces: dict[Page, Piece] = {}
        told: list[tuple[str, Reason]] = []
        has_even = _is_on(parsed(parts[_SETTINGS]) if _SETTINGS in parts else None, "w:evenAndOddHeaders")
        for page, name in sorted(_shown(parts, has_even=has_even).items()):
            root = parsed(parts[name])
            if root.tag != clark(f"w:{_KINDS[page[0]]}"):
                continue
            content = Content(root)
            pictures = dict(_pictures(content, parts, name, _FIRST_ID + 100 * len(pieces)))
            if content.lost:
                told.append((name, Reason("furniture_in_part", what=", ".join(content.lost[:8]))))
            if content.says_something:
                pieces[page] = Piece(content.root, pictures, content.has_page())
        return cls(pieces, tuple(told), has_even and any(page == "even" for _, page in pieces))

    @property
    def numbers_in_header(self) -> bool:
        """Whether pages have their numbers in the header, so that the footer is not for them."""
        header = self.pieces.get(("header", "default"))
        return header is not None and header.has_page and ("footer", "default") not in self.pieces

    @property
    def styles(self) -> list[str]:
        """The ids of the styles that they name."""
        roots = (piece.root for piece in self.pieces.values())
        return list(dict.fromkeys(str(one.get(clark("w:val"))) for root in roots for one in root.iter(*_STYLED)))


def filled(root: Element, values: Mapping[str, str]) -> Element:
    """A header with what its fields say of a report, by their names; headings are found by Word."""
    for one in fields_of(root):
        if one.code in values and one.texts:
            one.texts[0].text = values[one.code]
    return root


def restyled(root: Element, ids: Mapping[str, str]) -> Element:
    """A header with the ids that its styles have among ours; what has none is plain."""
    for one in list(root.iter(*_STYLED)):
        parent, name = one.getparent(), str(one.get(clark("w:val")))
        if name in ids:
            one.set(clark("w:val"), ids[name])
        elif parent is not None:
            parent.remove(one)
    return root


def _is_on(root: Element | None, name: str) -> bool:
    found = None if root is None else root.find(name, NAMESPACES)
    return found is not None and found.get(clark("w:val"), "true") not in ("0", "false", "off")


def _shown(parts: Mapping[str, bytes], *, has_even: bool) -> Mapping[Page, str]:
    """The parts that the sections of a template show, the last one's where they differ."""
    targets = _targets(parts, BODY)
    current: dict[Page, str] = {}
    shown: dict[Page, str] = {}
    for section in parsed(parts[BODY]).iter(clark("w:sectPr")):
        for kind in _KINDS:
            for row in section.iterfind(f"w:{kind}Reference", NAMESPACES):
                current[kind, str(row.get(clark("w:type"), "default"))] = targets.get(str(row.get(clark("r:id"))), "")
        has_first = _is_on(section, "w:titlePg")
        shown |= {
            page: name for page, name in current.items() if page[1] == "default" or (page[1] == "first" and has_first)
        }
    if has_even:
        shown |= {page: name for page, name in current.items() if page[1] == "even"}
    return {page: name for page, name in shown.items() if name in parts and page[1] in PAGES}


def _targets(parts: Mapping[str, bytes], owner: str) -> Mapping[str, str]:
    """The parts that one names, by the ids of their relations."""
    folder, name = posixpath.split(owner)
    data = parts.get(f"{folder}/_rels/{name}.rels")
    rows = [] if data is None else parsed(data).iterfind("rel:Relationship", NAMESPACES)
    inside = [row for row in rows if row.get("TargetMode") != "External"]
    return {str(row.get("Id")): _path(folder, str(row.get("Target", ""))) for row in inside}


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(
        unquote(target)[1:] if target.startswith("/") else posixpath.join(folder, unquote(target))
    )


def _pictures(content: Content, parts: Mapping[str, bytes], name: str, first: int) -> Iterator[tuple[str, bytes]]:
    """The pictures of a header as they are kept; a frame without one that is taken is lost."""
    targets = _targets(parts, name)
    found: dict[str, bytes] = {}
    for number, frame in enumerate(list(content.root.iter(clark("w:drawing"))), first):
        blips = list(frame.iter(_BLIP))
        ids = [str(blip.get(clark("r:embed"), "")) for blip in blips]
        for id_ in ids:
            if id_ not in found and (data := _picture(parts.get(targets.get(id_, ""), b""))):
                found[id_] = data
        if not ids or any(id_ not in found for id_ in ids) or not _is_whole(frame):
            content.drop(frame)
            continue
        for named in frame.iter(clark("wp:docPr"), clark("pic:cNvPr")):
            named.set("id", str(number))
        yield from ((id_, found[id_]) for id_ in ids)


def _picture(data: bytes) -> bytes:
    try:
        return raster.clean_picture(data).data
    except raster.RefusedPicture:
        return b""


def _is_whole(frame: Element) -> bool:
    """Whether a frame still has what one has to have (20.4.2.8)."""
    needed = ("wp:extent", "wp:docPr", "a:graphic", "pic:pic", "pic:spPr", "a:blip")
    return all(next(frame.iter(clark(name)), None) is not None for name in needed)
