"""Knows by name what of a header or footer of others may stand in ours, and leaves nothing else in it; must not know
which headers there are."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from pipeline.formats.docx.housefields import bound_field, made, plain_fields
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w


def _names(prefix: str, text: str) -> frozenset[str]:
    return frozenset(clark(f"{prefix}:{name}") for name in text.split())


WORDS = """adjustRightInd autoSpaceDE autoSpaceDN b bCs bar bdr between bidi bottom br caps color contextualSpacing cr
    cs dstrike eastAsianLayout effect em emboss end fitText fldChar framePr gridCol gridSpan highlight i iCs imprint ind
    insideH insideV instrText jc keepLines keepNext kern kinsoku lang left noBreakHyphen noProof noWrap outline
    overflowPunct p pBdr pPr pStyle position ptab r rFonts rPr rStyle right rtl shadow shd smallCaps snapToGrid
    softHyphen spacing start strike suppressAutoHyphens sz szCs t tab tabs tbl tblBorders tblCaption tblCellMar
    tblCellSpacing tblDescription tblGrid tblInd tblLayout tblLook tblPr tblStyle tblW tblpPr tc tcBorders tcMar tcPr
    tcW textAlignment textDirection top topLinePunct tr trHeight trPr u vAlign vMerge vertAlign w widowControl
    wordWrap cantSplit drawing"""
"""What text and tables of headers are made of: nothing that acts, leads anywhere or hides."""
_KEPT = (
    _names("w", f"{WORDS} fldSimple")
    | _names(
        "wp",
        """align anchor cNvGraphicFramePr docPr effectExtent extent inline lineTo positionH positionV posOffset
        simplePos start wrapNone wrapPolygon wrapSquare wrapThrough wrapTight wrapTopAndBottom""",
    )
    | _names(
        "a",
        """avLst blip ext fillRect graphic graphicData graphicFrameLocks ln noFill off picLocks prstGeom srcRect stretch
        xfrm""",
    )
    | _names("pic", "blipFill cNvPicPr cNvPr nvPicPr pic spPr")
)
_QUIET = _names(
    "w",
    """bookmarkEnd bookmarkStart commentRangeEnd commentRangeStart del lastRenderedPageBreak moveFrom pPrChange permEnd
    permStart proofErr rPrChange sdtEndPr sdtPr tblPrChange tcPrChange trPrChange""",
) | _names("a", "extLst")
"""What is not seen, or is no more part of the text."""
_OPENED = _names("w", "customXml ins moveTo sdt sdtContent smartTag")
_LAYERS = ("http://schemas.microsoft.com/office/word/", "http://schemas.microsoft.com/office/drawing/")
_CONTENT = _names("w", "drawing t")


class Content:
    """A header or footer as it may stand in ours; `lost` are the names of what it lost."""

    def __init__(self, source: Element) -> None:
        self.lost: list[str] = []
        _drop_controls(source, self._drop)
        self._clean(source)
        plain_fields(source, self._drop)
        for run in [run for run in source.iter(clark("w:r")) if all(one.tag == clark("w:rPr") for one in run)]:
            _take_out(run)
        self.root = _own_root(source)

    @property
    def says_something(self) -> bool:
        """Whether there is a word, a field or a picture."""
        return any(one.tag != clark("w:t") or (one.text or "").strip() for one in self.root.iter(*_CONTENT, _FIELD))

    def has_page(self) -> bool:
        """Whether it says the number of the page."""
        codes = ((one.text or "").split() for one in self.root.iter(clark("w:instrText")))
        return any(code[:1] == ["PAGE"] for code in codes)

    def drop(self, element: Element) -> None:
        """Take something out, and note its name."""
        name = etree.QName(element)
        prefix = next((key for key, space in NAMESPACES.items() if space == name.namespace), "")
        self._drop(element, f"{prefix}:{name.localname}" if prefix else name.localname)

    def _drop(self, element: Element, name: str) -> None:
        if name not in self.lost:
            self.lost.append(name)
        _take_out(element)

    def _clean(self, root: Element) -> None:
        waiting = list(root)
        while waiting:
            element = waiting.pop()
            inner = list(element)
            if not isinstance(element.tag, str) or element.tag in _QUIET or element.tag.startswith(_LAYER):
                _take_out(element)
            elif element.tag == clark("w:r") and element.find("w:rPr/w:vanish", NAMESPACES) is not None:
                self._drop(element, "w:vanish")
            elif element.tag in _OPENED:
                _open(element)
                waiting += inner
            elif element.tag == clark("w:hyperlink"):
                self.lost += [] if "w:hyperlink" in self.lost else ["w:hyperlink"]
                _open(element)
                waiting += inner
            elif element.tag not in _KEPT or element.get(clark("w:type")) == "page":
                self.drop(element)
            else:
                _plain_attributes(element)
                waiting += inner


_FIELD = clark("w:instrText")
_LAYER = tuple(f"{{{layer}" for layer in _LAYERS)


def _drop_controls(root: Element, drop: Callable[[Element, str], None]) -> None:
    """Let controls that show a property of the document be fields of it; an invitation to type is none."""
    for control in list(root.iter(clark("w:sdt"))):
        properties, content = (control.find(f"w:{name}", NAMESPACES) for name in ("sdtPr", "sdtContent"))
        if properties is None or content is None:
            continue
        if code := bound_field(properties):
            paragraph = content.find(".//w:p", NAMESPACES)
            holder = content if paragraph is None else paragraph
            like = next(holder.iter(clark("w:r")), None)
            runs = made(code, like)
            for one in [one for one in holder if one.tag != clark("w:pPr")]:
                holder.remove(one)
            holder.extend(runs)
        elif properties.find("w:showingPlcHdr", NAMESPACES) is not None:
            drop(control, "w:sdt")


def _plain_attributes(element: Element) -> None:
    for name in list(element.attrib):
        space, local = etree.QName(str(name)).namespace, etree.QName(str(name)).localname
        is_known = space in (None, NAMESPACES["w"], NAMESPACES["xml"]) and not local.startswith("rsid")
        if not is_known and name != clark("r:embed"):
            del element.attrib[name]


def _own_root(source: Element) -> Element:
    """The same under a root that announces what stands in it, and with at least a paragraph (17.10.4)."""
    names = {prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "a", "pic")}
    root = etree.Element(source.tag, nsmap=names)
    root.extend(list(source))
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(names))
    if not len(root) or root[-1].tag != clark("w:p"):
        root.append(w("p"))
    return root


def _open(element: Element) -> None:
    """Let what stands in an element stand in its place."""
    for child in list(element):
        element.addprevious(child)
    _take_out(element)


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)
