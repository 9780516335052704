"""Knows which parts an e-book has to hold for its readers, and how they name each other (EPUB 3.3, OCF and package
document); must not know what the book says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from pipeline.core.reasons import Reason
from pipeline.formats.proving import parts
from pipeline.formats.proving.markup import Element, local
from pipeline.styling import css

PACKAGE = "EPUB/content.opf"
FACES = "META-INF/faces.txt"
"""The makers and licences of the faces."""
_CONTAINER, _MIMETYPE = "META-INF/container.xml", "mimetype"
_MARKS = re.compile(css.marks_family(r"\w+").replace(" ", ""))
_MEDIA = b"application/epub+zip"


def prove(files: Mapping[str, bytes]) -> None:
    """Every part is there, is of its type, and finds the parts that it names.

    Raises:
        ReasonedError: for the first that does not hold.
    """
    # It comes first, so that readers know the book by its bytes (OCF 4.3).
    if next(iter(files), "") != _MIMETYPE:
        raise parts.missing(_MIMETYPE)
    if files[_MIMETYPE] != _MEDIA:
        raise parts.broken(_MIMETYPE, Reason("wrong_kind", kind=_MEDIA.decode()))
    container = parts.tree_of(files, _CONTAINER, "container")
    if [row.get("full-path") for row in container.iter() if local(row) == "rootfile"] != [PACKAGE]:
        raise parts.broken(_CONTAINER, Reason("part_is_missing", part=PACKAGE))
    package = parts.tree_of(files, PACKAGE, "package")
    name = package.get("unique-identifier")
    if not any(local(row) == "identifier" and row.get("id") == name and row.text for row in package.iter()):
        raise parts.broken(PACKAGE, Reason("part_is_missing", part="identifier"))
    _manifest(files, package)


def _notice(files: Mapping[str, bytes], faces: Sequence[str]) -> None:
    """Each face of the book is named among those whose makers and licences are told; marks are cut from one of them."""
    if faces and FACES not in files:
        raise parts.missing(FACES)
    told = {"".join(line.split()) for line in files.get(FACES, b"").decode("utf-8", "replace").splitlines()}
    for face in faces:
        name = posixpath.basename(face).partition("-")[0]
        if name not in told and not _MARKS.fullmatch(name):
            raise parts.broken(FACES, Reason("part_is_missing", part=name))


def _manifest(files: Mapping[str, bytes], package: Element) -> None:
    """The list of parts is whole, and the order of reading and the contents are taken from it."""
    items = [row for row in package.iter() if local(row) == "item"]
    named = {str(row.get("id")): row for row in items}
    parts.once(PACKAGE, (str(row.get("id")) for row in items))
    places = {posixpath.normpath(posixpath.join("EPUB", unquote(str(row.get("href"))))): row for row in items}
    for place, row in places.items():
        parts.hold(files, place, str(row.get("media-type")))
    _notice(files, [str(row.get("href")) for row in items if str(row.get("media-type")).startswith("font/")])
    for place in files:
        if place not in places and place not in (PACKAGE, _MIMETYPE) and not place.startswith("META-INF/"):
            raise parts.broken(PACKAGE, Reason("part_is_missing", part=place))
    if sum("nav" in str(row.get("properties")).split() for row in items) != 1:
        raise parts.broken(PACKAGE, Reason("part_is_missing", part="nav"))
    spine = [row for row in package.iter() if local(row) == "spine"]
    order = [str(row.get("idref")) for row in package.iter() if local(row) == "itemref"]
    for id_ in (*order, *(str(row.get("toc")) for row in spine if row.get("toc"))):
        if id_ not in named:
            raise parts.broken(PACKAGE, Reason("part_is_missing", part=id_))
    pages = {id_ for id_, row in named.items() if row.get("media-type") == "application/xhtml+xml"}
    if lacking := sorted(pages - set(order)):
        raise parts.broken(PACKAGE, Reason("part_is_missing", part=lacking[0]))
