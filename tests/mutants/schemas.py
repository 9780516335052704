"""Knows changes to Word documents that break a schema of Office Open XML, whatever they say; must not know what finds
them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Parts = dict[str, bytes]
_BODY, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"

BROKEN: Mapping[str, tuple[str, bytes, bytes]] = {
    "properties after text": (_BODY, rb"<w:p>(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", rb"<w:p>\2\1"),
    "order of properties": (_BODY, rb"<w:pPr>(<w:pStyle [^>]*/>)(<w:keepNext/>)", rb"<w:pPr>\2\1"),
    "alignment that is none": (_BODY, rb"<w:jc w:val=\"center\"/>", b'<w:jc w:val="sideways"/>'),
    "width that is no number": (_BODY, rb"<w:gridCol w:w=\"\d+\"/>", b'<w:gridCol w:w="wide"/>'),
    "cell without a paragraph": (_BODY, rb"<w:tc>(<w:tcPr>.*?</w:tcPr>).*?</w:tc>", rb"<w:tc>\1</w:tc>"),
    "row in a row": (_BODY, rb"<w:tr>(.*?)</w:tr>", rb"<w:tr><w:tr>\1</w:tr></w:tr>"),
    "paragraph in a paragraph": (_BODY, rb"<w:p>(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", rb"<w:p>\1<w:p>\2</w:p>"),
    "run in a run": (_BODY, rb"<w:r>(<w:t[ >][^<]*</w:t>)</w:r>", rb"<w:r><w:r>\1</w:r></w:r>"),
    "text outside a run": (_BODY, rb"<w:r>(<w:t[ >][^<]*</w:t>)</w:r>", rb"\1"),
    "mark of a field that is none": (_BODY, rb"fldCharType=\"separate\"", b'fldCharType="middle"'),
    "bookmark without a name": (_BODY, rb"(<w:bookmarkStart w:id=\"\d+\") w:name=\"[^\"]*\"", rb"\1"),
    "picture without a size": (_BODY, rb"<wp:extent [^>]*/>", b""),
    "picture without a relation": (_BODY, rb"r:embed=\"[^\"]*\"", b'r:embed="rIdNone"'),
    "section's number of columns": (_BODY, rb"(<w:pgSz [^>]*)w:w=\"\d+\"", rb'\1w:w="a page"'),
    "colour that is none": (_STYLES, rb"<w:color w:val=\"[^\"]*\"", b'<w:color w:val="#12"'),
    "size that is no number": (_STYLES, rb"<w:sz w:val=\"\d+\"", b'<w:sz w:val="large"'),
    "kind of style that is none": (_STYLES, rb"w:type=\"paragraph\"", b'w:type="block"'),
    "style without an id": (_STYLES, rb"(<w:style [^>]*?) w:styleId=\"BodyText\"", rb"\1"),
    "form of numbers that is none": (_NUMBERING, rb"<w:numFmt w:val=\"[^\"]*\"", b'<w:numFmt w:val="chinese"'),
    "level of a list that is none": (_NUMBERING, rb"<w:lvl w:ilvl=\"\d\"", b'<w:lvl w:ilvl="first"'),
    "zoom that is no number": ("word/settings.xml", rb"<w:zoom [^>]*/>", b'<w:zoom w:percent="x"/>'),
    "setting that is none": ("word/settings.xml", rb"</w:settings>", b"<w:unknown/></w:settings>"),
    "note without a number": ("word/footnotes.xml", rb"(<w:footnote) w:id=\"\d+\"", rb"\1"),
}  # fmt: skip


def broken(parts: Parts) -> Iterator[tuple[str, Parts]]:
    """Each change, once, in the first place that it fits."""
    for kind, (part, find, put) in BROKEN.items():
        changed = re.sub(find, put, parts[part], count=1, flags=re.S)
        if changed != parts[part]:
            yield kind, {**parts, part: changed}
