"""Templates as publishers have them: styles with ids of numbers and letters, a page of their own, and hostile ones."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image

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


_PREFIXES = {
    "w": _W,
    "r": _OFFICE,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
NAMES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _PREFIXES.items())
LOGO = f"""<w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="240000"/><wp:docPr id="1" name="logo" descr="社标">\
<a:hlinkClick r:id="rId2"/></wp:docPr><a:graphic><a:graphicData uri="{_PREFIXES["pic"]}"><pic:pic><pic:nvPicPr>\
<pic:cNvPr id="1" name="logo"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch>\
<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="240000"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def field(code: str, result: str = "旧") -> str:
    """A field as Word writes it, with an old result."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    asked, said = f"<w:r><w:instrText> {code} </w:instrText></w:r>", f"<w:r><w:t>{result}</w:t></w:r>"
    return marks[0] + asked + marks[1] + said + marks[2]


def part_of(kind: str, content: str) -> bytes:
    """A header (`hdr`) or footer (`ftr`)."""
    return f"<w:{kind} {NAMES}>{content}</w:{kind}>".encode()


def related(*rows: tuple[str, str, str]) -> bytes:
    """A part of relations: the id, the kind and the target of each; what has a scheme is a link that leads outside."""
    made = (
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for id_, kind, target in rows
    )
    return _RELS.format("".join(made)).encode()


def with_headers(changes: Mapping[str, bytes | None] | None = None) -> bytes:
    """A template with a header and a footer for all pages, and headers for the first and for even pages."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 20), (200, 0, 0)).save(picture, "PNG")
    style = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="zz"><w:name w:val="社页眉"/><w:basedOn w:val="a9"/></w:style>'
    bound = '<w:sdtPr><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:title[1]"/></w:sdtPr>'
    heading = field("STYLEREF &quot;标题 1&quot; \\* MERGEFORMAT", "旧章")
    shown = (("default", "header1"), ("first", "header2"), ("even", "header3"), ("default", "footer1"))
    asked = "".join(f'<w:{name[:-1]}Reference w:type="{page}" r:id="{name}"/>' for page, name in shown)
    section = _PAGE.replace("<w:sectPr>", f"<w:sectPr>{asked}").replace("<w:docGrid", "<w:titlePg/><w:docGrid")
    return template({
        "word/document.xml": f"<w:document {NAMES}><w:body><w:p/>{section}</w:body></w:document>".encode(),
        "word/styles.xml": STYLES.replace("</w:styles>", f"{style}</w:styles>").encode(),
        "word/settings.xml": f"<w:settings {NAMES}><w:evenAndOddHeaders/></w:settings>".encode(),
        "word/_rels/document.xml.rels": related(*((name, name[:-1], f"{name}.xml") for _, name in shown)),
        "word/header1.xml": part_of("hdr", f'<w:p><w:pPr><w:pStyle w:val="zz"/></w:pPr>{LOGO}<w:r><w:t>某某出版社</w:t></w:r>{heading}</w:p>'),
        "word/_rels/header1.xml.rels": related(("rId1", "image", "/word/media/logo.png"), ("rId2", "hyperlink", "https://example.org/")),
        "word/media/logo.png": picture.getvalue(),
        "word/header2.xml": part_of("hdr", f"<w:p><w:sdt>{bound}<w:sdtContent><w:r><w:t>[标题]</w:t></w:r></w:sdtContent></w:sdt></w:p>"),
        "word/header3.xml": part_of("hdr", "<w:p><w:r><w:t>双页</w:t></w:r></w:p>"),
        "word/footer1.xml": part_of("ftr", '<w:sdt><w:sdtContent><w:p><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr=" PAGE \\* Arabic "><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>'),
        **(changes or {}),
    })  # fmt: skip
