"""Knows which parts a Word file has to hold for its readers, and how they name each other (ECMA-376, part 2: Open
Packaging Conventions); must not know what the document says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.core.reasons import Reason
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.proving import parts

_TYPES = "[Content_Types].xml"
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_ROOTS = {
    f"{_WORD}document.main+xml": "document",
    f"{_WORD}styles+xml": "styles",
    f"{_WORD}settings+xml": "settings",
    f"{_WORD}webSettings+xml": "webSettings",
    f"{_WORD}numbering+xml": "numbering",
    f"{_WORD}fontTable+xml": "fonts",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}header+xml": "hdr",
    f"{_WORD}footer+xml": "ftr",
    "application/vnd.openxmlformats-officedocument.theme+xml": "theme",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "Properties",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "Properties",
    "application/vnd.openxmlformats-package.core-properties+xml": "coreProperties",
    "application/vnd.openxmlformats-package.relationships+xml": "Relationships",
}
_NEEDED = {
    "": ("officeDocument", "core-properties", "custom-properties"),
    _MAIN: ("styles", "settings", "numbering", "footnotes", "fontTable"),
}
_NUMBER = re.compile("[0-9]{1,9}")
_COUNTED = {
    **{clark(f"w:{name}"): "w:val" for name in ("gridSpan", "ilvl", "start", "startOverride")},
    **{clark(f"w:{name}"): "w:ilvl" for name in ("lvl", "lvlOverride")},
}
_MARK, _CODE, _SAID = (clark(f"w:{name}") for name in ("fldChar", "instrText", "t"))
_LONGEST = 60
_FURNITURE = re.compile(r"word/(?:header|footer)\d+\.xml")
_STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")


@dataclass(frozen=True)
class _Relation:
    """What a part names: by which id, as what, and the name of the part; empty for what lies outside the file."""

    id: str
    kind: str
    target: str


def prove(files: Mapping[str, bytes]) -> None:
    """Every part is there, is of its type, and finds the parts that it names.

    Raises:
        ReasonedError: for the first that does not hold.
    """
    _types(files)
    for owner, needed in _NEEDED.items():
        named = {relation.kind: relation.target for relation in _relations(files, owner)}
        for kind in needed:
            if kind not in named:
                raise parts.broken(_relations_of(owner), Reason("part_is_missing", part=kind))
        if not owner and named["officeDocument"] != _MAIN:
            raise parts.broken(_relations_of(owner), Reason("part_is_missing", part=_MAIN))
    for name in files:
        above = _owner_of(name)
        if above and above not in files:
            raise parts.missing(above)
        if name.endswith(".xml") and name.startswith("word/") and "/_rels/" not in name:
            _names(files, name)
    _styles(files)
    _numbers(files)
    for name in ("word/document.xml", "word/footnotes.xml", *filter(_FURNITURE.fullmatch, files)):
        _fields(files, name)


def _types(files: Mapping[str, bytes]) -> None:
    """Each part has a content type, and is of it."""
    tree = parts.tree_of(files, _TYPES, "Types")
    defaults = {
        str(row.get("Extension")).lower(): str(row.get("ContentType")) for row in tree.iter(clark("type:Default"))
    }
    own = {str(row.get("PartName")): str(row.get("ContentType")) for row in tree.iter(clark("type:Override"))}
    parts.once(_TYPES, (str(row.get("PartName")) for row in tree.iter(clark("type:Override"))))
    for name in own:
        if name.removeprefix("/") not in files:
            raise parts.missing(name.removeprefix("/"))
    for name in files:
        if name == _TYPES or name.endswith("/"):
            continue
        kind = own.get(f"/{name}") or defaults.get(posixpath.splitext(name)[1].removeprefix(".").lower())
        kind = kind or (defaults.get("rels") if name.endswith(".rels") else None)
        if kind is None or kind == "application/xml":
            # A part of a document has a type of its own.
            raise parts.broken(_TYPES, Reason("part_is_missing", part=name))
        if kind in _ROOTS:
            parts.tree_of(files, name, _ROOTS[kind])
        else:
            parts.hold(files, name, kind)
    if own.get(f"/{_MAIN}") != f"{_WORD}document.main+xml":
        raise parts.broken(_TYPES, Reason("part_is_missing", part=_MAIN))


def _relations(files: Mapping[str, bytes], owner: str) -> Iterator[_Relation]:
    """The relations of a part, of the whole file where it has no name; each leads to a part that is there."""
    name = _relations_of(owner)
    rows = [] if owner and name not in files else list(parts.tree_of(files, name, "Relationships"))
    parts.once(name, (str(row.get("Id")) for row in rows))
    for row in rows:
        target, kind = str(row.get("Target")), str(row.get("Type")).rpartition("/")[2]
        if row.get("TargetMode") == "External":
            yield _Relation(str(row.get("Id")), kind, "")
            continue
        below = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(owner), target)
        path = posixpath.normpath(unquote(below))
        if path not in files:
            raise parts.missing(path)
        yield _Relation(str(row.get("Id")), kind, path)


def _names(files: Mapping[str, bytes], name: str) -> None:
    """The relations that the elements of a part name are there."""
    known = {relation.id for relation in _relations(files, name)}
    for element in parts.tree_of(files, name).iter():
        for key, value in element.attrib.items():
            if str(key).startswith(f"{{{NAMESPACES['r']}}}") and value and value not in known:
                raise parts.broken(_relations_of(name), Reason("part_is_missing", part=str(value)))


def _styles(files: Mapping[str, bytes]) -> None:
    """The styles of the text are there, with those that they are based on."""
    styles = parts.tree_of(files, _STYLES, "styles")
    known = {str(style.get(clark("w:styleId"))) for style in styles.iter(clark("w:style"))}
    asked: list[Element] = [*styles.iter(clark("w:basedOn"))]
    for name in ("word/document.xml", "word/footnotes.xml", *filter(_FURNITURE.fullmatch, files)):
        asked += parts.tree_of(files, name).iter(*map(clark, _STYLED))
    for element in asked:
        if (style := str(element.get(clark("w:val")))) not in known:
            raise parts.broken(_STYLES, Reason("part_is_missing", part=style))


def _fields(files: Mapping[str, bytes], name: str) -> None:
    """Each field of a part has a beginning and an end, and its result stands behind a mark (17.16.18): of one that is
    not closed Word takes all that follows for its result, or its code."""
    open_: list[str] = []
    code = ""
    for piece in parts.tree_of(files, name).iter(_MARK, _CODE, _SAID):
        kind = str(piece.get(clark("w:fldCharType"))) if piece.tag == _MARK else ""
        if kind == "begin":
            open_.append(kind)
            code = ""
        elif kind == "separate" and open_[-1:] == ["begin"]:
            open_[-1] = kind
        elif kind == "end" and open_:
            open_.pop()
        elif kind or (piece.tag == _SAID and open_[-1:] == ["begin"]):
            raise parts.broken(name, Reason("field_lacks_a_mark", code=code))
        elif piece.tag == _CODE:
            code = " ".join((piece.text or "").split())[:_LONGEST]
    if open_:
        raise parts.broken(name, Reason("field_lacks_a_mark", code=code))


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _owner_of(name: str) -> str | None:
    """The part whose relations a file holds; None for any other file."""
    folder, file = posixpath.split(name)
    if posixpath.basename(folder) != "_rels" or not file.endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _numbers(files: Mapping[str, bytes]) -> None:
    """What is counted with is a number: spans of cells, levels and starts of lists."""
    for root in ("document", "footnotes", "numbering"):
        name = f"word/{root}.xml"
        for element in parts.tree_of(files, name, root).iter(*_COUNTED):
            attribute = _COUNTED[str(element.tag)]
            value = str(element.get(clark(attribute), ""))
            if not _NUMBER.fullmatch(value):
                raise parts.broken(name, Reason("attribute_is_no_number", name=attribute, value=value))
