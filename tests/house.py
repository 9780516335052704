"""Templates as publishers have them: styles with ids of numbers and letters, a page of their own, and hostile ones."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.tools import zips

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{}.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
</Types>"""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = (
    '<w:sectPr><w:pgSz w:w="10319" w:h="14571"/><w:pgMar w:top="1400" w:right="1200" w:bottom="1300" w:left="1300" '
    'w:header="700" w:footer="700" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
)
STYLES = f"""<w:styles xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="24"/></w:rPr>
</w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>
<w:rPr><w14:ligatures w14:val="none"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="a9"><w:name w:val="社内标题基准"/><w:basedOn w:val="a"/>
<w:pPr><w:keepNext/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a9"/><w:next w:val="a"/>
<w:link w:val="10"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:color w:val="C00000"/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="10"><w:name w:val="标题 1 字符"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="BodyText"><w:name w:val="表题"/><w:basedOn w:val="a"/>
<w:rPr><w:color w:val="0000C0"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="ab"><w:name w:val="Source Line"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="ac"><w:name w:val="Keywords"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def template(changes: Mapping[str, bytes | None] | None = None, kind: str = _DOCX) -> bytes:
    """A template of a page of B5, with parts changed or left out."""
    document = f'<w:document xmlns:w="{_W}"><w:body><w:p/>{_PAGE}</w:body></w:document>'
    main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts: dict[str, bytes | None] = {
        "[Content_Types].xml": _TYPES.format(kind).encode(),
        "_rels/.rels": _RELS.format(main).encode(),
        "word/document.xml": document.encode(),
        "word/styles.xml": STYLES.encode(),
        **(changes or {}),
    }
    return zips.write([(name, data) for name, data in parts.items() if data is not None])


def relation(kind: str, target: str) -> bytes:
    """A part of relations with one that leads outside."""
    row = f'<Relationship Id="rId9" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return _RELS.format(row).encode()
