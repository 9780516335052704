"""Knows the header of pages on their side, which ends where their lines do; must not know what headers say."""

from __future__ import annotations

from collections.abc import MutableMapping

from lxml import etree

from pipeline.formats.docx.keeping import paragraph_properties
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, part, w

_UPRIGHT, _TURNED = "header1.xml", "header3.xml"
_ID = "rIdHeader3"


def turn_headers(
    body: Element, parts: MutableMapping[str, bytes], relationships: Element, types: Element, styles: Element
) -> None:
    """Give sections on their side a header of their own, with the tab of the running one moved to the end of their
    lines (17.3.1.38); what has no such section stays as it is."""
    turned = body.xpath(".//w:sectPr[w:pgSz/@w:orient='landscape']", namespaces=NAMESPACES)
    upright = {str(row.get("Target")): str(row.get("Id")) for row in relationships}.get(_UPRIGHT)
    stop = styles.find("w:style[@w:styleId='Header']/w:pPr/w:tabs/w:tab[@w:val='right']", NAMESPACES)
    if not turned or upright is None or stop is None:
        return
    header = etree.fromstring(parts[f"word/{_UPRIGHT}"])
    for paragraph in header.iterfind("w:p", NAMESPACES):
        old = w("tab", val="clear", pos=str(stop.get(clark("w:pos"))))
        tabs = w("tabs", old, w("tab", val="right", pos=_measure(turned[0])))
        style = paragraph_properties(paragraph).find("w:pStyle", NAMESPACES)
        if style is not None:
            style.addnext(tabs)
    parts[f"word/{_TURNED}"] = part(header)
    values = {"Type": f"{NAMESPACES['r']}/header", "Id": _ID, "Target": _TURNED}
    etree.SubElement(relationships, clark("rel:Relationship"), values)
    own = next(row for row in types if row.get("PartName") == f"/word/{_UPRIGHT}")
    values = {"PartName": f"/word/{_TURNED}", "ContentType": str(own.get("ContentType"))}
    etree.SubElement(types, clark("type:Override"), values)
    for reference in (one for section in turned for one in section.iterfind("w:headerReference", NAMESPACES)):
        if reference.get(clark("r:id")) == upright:
            reference.set(clark("r:id"), _ID)


def _measure(section: Element) -> int:
    """How wide the lines of a section are, in twentieths of a point."""
    size, margins = section.find("w:pgSz", NAMESPACES), section.find("w:pgMar", NAMESPACES)
    assert size is not None and margins is not None
    sides = sum(int(str(margins.get(clark(f"w:{side}")))) for side in ("left", "right"))
    return int(str(size.get(clark("w:w")))) - sides
