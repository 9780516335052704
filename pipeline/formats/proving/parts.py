"""Knows how the parts of an archive are held against what they are said to be; must not know which archive it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.formats.proving.markup import Element, local
from pipeline.tools import raster, webface

_BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "font/otf": (b"OTTO", b"\0\1\0\0"),
    "font/ttf": (b"\0\1\0\0", b"true"),
    "font/woff2": (b"wOF2",),
}
_WHOLE = {"image/png": raster.is_whole, "image/jpeg": raster.is_whole, "font/woff2": webface.is_whole}
_ROOTS = {"image/svg+xml": "svg", "application/xhtml+xml": "html", "application/x-dtbncx+xml": "ncx"}


def tree_of(files: Mapping[str, bytes], name: str, *roots: str) -> Element:
    """The tree of a part that has to be there, with a root of one of some names.

    Raises:
        ReasonedError
    """
    if name not in files:
        raise missing(name)
    try:
        tree = etree.fromstring(files[name])
    except etree.XMLSyntaxError as error:
        raise broken(name, Reason("says", who="XML", words=str(error))) from error
    if roots and local(tree) not in roots:
        raise broken(name, Reason("another_root", found=local(tree), wanted=roots[0]))
    return tree


def hold(files: Mapping[str, bytes], name: str, kind: str) -> None:
    """Hold a part against its media type, by its root, or its first bytes and what opens it.

    Raises:
        ReasonedError
    """
    if kind in _ROOTS:
        tree_of(files, name, _ROOTS[kind])
    elif name not in files:
        raise missing(name)
    elif not files[name].startswith(_BEGINNINGS.get(kind, (b"",))) or not _WHOLE.get(kind, len)(files[name]):
        raise broken(name, Reason("wrong_kind", kind=kind))


def once(name: str, values: Iterable[str]) -> None:
    """Ids of a part, which stand there once each.

    Raises:
        ReasonedError
    """
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise broken(name, Reason("id_twice", name=value))
        seen.add(value)


def missing(name: str) -> ReasonedError:
    return ReasonedError(Reason("part_is_missing", part=name[:200]))


def broken(name: str, reason: Reason) -> ReasonedError:
    return ReasonedError(Reason("part_is_broken", part=name[:200], reason=reason))
