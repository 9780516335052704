"""Knows by name what may stand in a Word document of ours, so that nothing else does: elements, fields, relations and
parts (ECMA-376, part 1); must not know its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.formats.docx import housefields
from pipeline.formats.docx.housecontent import WORDS
from pipeline.formats.docx.letterhead import HOUSES
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.proving.foreign import found


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT = _names(
    """b bCs bidi body bookmarkEnd bookmarkStart bottom br cantSplit cols continuationSeparator cr docGrid
    docPartGallery docPartObj docPartUnique document drawing fldChar footerReference footnote footnotePr
    footnoteRef footnoteReference footnotes ftr gridCol gridSpan hdr headerReference hps hpsBaseText hpsRaise
    hyperlink i iCs ilvl ind instrText jc keepLines keepNext lang left lid noBreakHyphen noProof numId numPr
    numRestart p pageBreakBefore pBdr pgMar pgNumType pgSz pict pPr pStyle r rFonts right rPr rStyle rt rtl ruby
    rubyAlign rubyBase rubyPr sdt sdtContent sdtPr sectPr separator shd softHyphen spacing strike sz szCs t tab
    tabs tbl tblBorders tblCellMar tblCaption tblDescription tblGrid tblHeader tblLayout tblLook tblPr tblStyle
    tblW tc tcBorders tcPr tcW titlePg top tr trPr type u vAlign vanish vertAlign vMerge"""
)
"""What text is made of (17.3, 17.4); no revisions, comments, objects, frames; no controls but that of the contents."""
_HOUSE = _names(f"{WORDS} hdr ftr pict")
"""What headers and footers of a publisher's template are made of, with a watermark of ours."""
_RULE, _WATERMARK = _names("rect"), _names("shapetype shape formulas f path textpath rect")
"""What is drawn in VML: a rule in the text, the watermark of a draft in headers."""
_SETTINGS = _names(
    """characterSpacingControl compat compatSetting decimalSymbol defaultTabStop doNotExpandShiftReturn
    evenAndOddHeaders footnote footnotePr listSeparator mirrorMargins settings themeFontLang updateFields zoom"""
)
_QUOTED = r'"(?:\\.|[^"\\])*"'
_FIELDS = re.compile(
    rf"TOC(?: \\[hzu]| \\[oc] {_QUOTED})+|PAGEREF \S+ \\h|NOTEREF \S+ \\f \\h|PAGE"
    rf"|STYLEREF 1|REF \S+(?: \\n)?(?: \\h)? \\\* CHARFORMAT"
    rf"|SEQ \w+ \\\* ARABIC(?: \\r \d+)?|INDEX(?: \\[hecz] {_QUOTED})+|XE {_QUOTED}(?: \\[yt] {_QUOTED})*"
)
"""The fields that a document of ours has (17.16.5): none that starts a program, asks, or takes in a file."""
_RELATIONS = _names(
    """numbering header footer hyperlink extended-properties theme settings webSettings core-properties officeDocument
    fontTable footnotes custom-properties styles image"""
)
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml|word/theme/theme1\.xml|word/media/[^/]+"
    r"|word/(?:document|footnotes|header\d|footer\d|numbering|settings|styles|fontTable|webSettings)\.xml"
    r"|word/_rels/(?:document|footnotes|header\d|footer\d)\.xml\.rels"
)
_SIGNS = _names(
    """br continuationSeparator drawing fldChar footnoteRef footnoteReference noBreakHyphen pict ruby separator t tab"""
)
_SAYING = (clark("m:oMath"), *(clark(f"w:{name}") for name in _SIGNS))
"""What is seen of a paragraph."""
_VML = "urn:schemas-microsoft-com:vml"
_ADDRESS = re.compile(r"(?:https?|mailto|tel|ftp):", re.I)


def check(name: str, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """OUT127 for each thing that no document of ours has."""
    for part, data in files.items():
        span = Span(f"{name}!{part}")
        if not _PARTS.fullmatch(part):
            yield found(span, part)
        elif part.endswith(".rels"):
            yield from _relations(etree.fromstring(data), span)
        elif re.fullmatch(r"word/(?:document|footnotes|header\d|footer\d)\.xml", part):
            root, is_house = etree.fromstring(data), HOUSES.fullmatch(part) is not None
            yield from _elements(root, _HOUSE if is_house else _TEXT, span, may_be_blank=is_house)
            yield from _drawn(root, _WATERMARK if "header" in part else _RULE, span)
            yield from _fields(root, housefields.TAKEN if is_house else _FIELDS, span)
        elif part == "word/settings.xml":
            yield from _elements(etree.fromstring(data), _SETTINGS, span)
        elif part == "word/styles.xml":
            yield from (found(span, "w:vanish") for _ in etree.fromstring(data).iter(clark("w:vanish")))


def _elements(root: Element, known: frozenset[str], span: Span, *, may_be_blank: bool = False) -> Iterator[Diagnostic]:
    prefix = f"{{{NAMESPACES['w']}}}"
    for element in root.iter():
        tag = str(element.tag)
        if tag.startswith(prefix) and tag.removeprefix(prefix) not in known:
            yield found(span, f"w:{tag.removeprefix(prefix)}")
        elif tag == clark("w:vanish") and not _is_of_field(element):
            yield found(span, "w:vanish")
        elif tag == clark("w:sectPr") and next(element.iterancestors(clark("w:tc")), None) is not None:
            # A section ends in no cell (17.6.17).
            yield found(span, "w:sectPr")
        elif tag == clark("w:p") and not may_be_blank and _is_blank(element):
            yield found(span, "w:p")


def _is_blank(paragraph: Element) -> bool:
    """Whether a paragraph is there for the white of its line alone: it says and ends nothing, is no item of a list, and
    is not the one that a cell or a header has to hold (17.4.65, 17.10.4)."""
    holder = paragraph.getparent()
    is_needed = holder is not None and holder.tag != clark("w:body") and len(holder.findall("w:p", NAMESPACES)) == 1
    ends = (paragraph.find(f"w:pPr/w:{one}", NAMESPACES) for one in ("sectPr", "numPr"))
    is_told = any(one is not None for one in ends) or next(paragraph.iter(*_SAYING), None) is not None
    return not is_needed and not is_told


def _drawn(root: Element, known: frozenset[str], span: Span) -> Iterator[Diagnostic]:
    for element in root.iter(f"{{{_VML}}}*"):
        name = etree.QName(element).localname
        if name not in known:
            yield found(span, f"v:{name}")


def _is_of_field(mark: Element) -> bool:
    """Whether what is hidden is the code of a field and no text."""
    run = next(mark.iterancestors(clark("w:r")), None)
    return run is not None and run.find("w:t", NAMESPACES) is None


def _fields(root: Element, known: re.Pattern[str], span: Span) -> Iterator[Diagnostic]:
    code: list[str] = []
    for element in root.iter(clark("w:fldChar"), clark("w:instrText")):
        if element.tag == clark("w:instrText"):
            code.append(element.text or "")
        elif code:
            # A code ends with the mark after it.
            said, code = "".join(code).strip(), []
            if not known.fullmatch(said):
                yield found(span, said[:60])


def _relations(root: Element, span: Span) -> Iterator[Diagnostic]:
    for row in root:
        kind, target = str(row.get("Type", "")).rpartition("/")[2], str(row.get("Target", ""))
        is_outside = row.get("TargetMode") == "External"
        if kind not in _RELATIONS or (is_outside and (kind != "hyperlink" or not _ADDRESS.match(target))):
            yield found(span, f"{kind} {target[:60]}")
