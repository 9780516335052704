"""Knows in which order the schemas of Word want what describes a paragraph, a table, a cell and a formula (ECMA-376,
part 1, annex A), and puts it so; must not know what any of it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark

_PARAGRAPH = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
_TABLE = """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
    tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange"""
_CELL = """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
    headers cellIns cellDel cellMerge tcPrChange"""
_ORDERS: Mapping[str, Sequence[str]] = {
    clark(name): [clark(f"{name[:2]}{child}") for child in order.split()]
    for name, order in {"w:pPr": _PARAGRAPH, "w:tblPr": _TABLE, "w:tcPr": _CELL, "m:mcPr": "count mcJc"}.items()
}


def put_in_order(root: Element) -> Element:
    """Sort the properties of a part, to which each step adds its own; what no schema names stays at the end."""
    for properties in root.iter(*_ORDERS):
        order = _ORDERS[str(properties.tag)]
        places = [order.index(str(child.tag)) if child.tag in order else len(order) for child in properties]
        if places != sorted(places):
            properties[:] = [child for _, child in sorted(zip(places, properties, strict=True), key=lambda row: row[0])]
    for run in root.iter(clark("m:rPr")):
        # Text that is no formula has no style of one (22.1.2.87: one or the other).
        if run.find("m:nor", NAMESPACES) is not None:
            for style in run.findall("m:sty", NAMESPACES):
                run.remove(style)
    return root
