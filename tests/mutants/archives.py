"""Knows changes to Word documents and e-books: one thing in one part, drawn by a seed; must not know what finds them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from random import Random

from lxml import etree

from pipeline.formats.docx.openxml import NAMESPACES, clark, w
from pipeline.formats.proving.markup import Element
from tests.mutants.markup import changes as changes_of_pages
from tests.mutants.markup import remove

Parts = dict[str, bytes]
_BODY = "word/document.xml"
Act = Callable[[Element, Random], bool]


def _texts(root: Element, pattern: str) -> list[Element]:
    found = [one for one in root.iter(clark("w:t")) if re.search(pattern, one.text or "")]
    return [one for one in found if next(one.iterancestors(clark("w:rt")), None) is None]


def _text(pattern: str, make: Callable[[re.Match[str]], str]) -> Act:
    def act(root: Element, draw: Random) -> bool:
        found = _texts(root, pattern)
        if not found:
            return False
        one = draw.choice(found)
        match = draw.choice(list(re.finditer(pattern, one.text or "")))
        one.text = (one.text or "")[: match.start()] + make(match) + (one.text or "")[match.end() :]
        return True

    return act


def _on(name: str, act: Act, where: Callable[[Element], bool] = lambda _: True) -> Act:
    def change(root: Element, draw: Random) -> bool:
        found = [one for one in root.iter(clark(name)) if where(one)]
        return bool(found) and act(draw.choice(found), draw)

    return change


def _has_text(element: Element) -> bool:
    return any((one.text or "").strip() for one in element.iter(clark("w:t")))


def _double(element: Element, _: Random) -> bool:
    element.addnext(copy.deepcopy(element))
    return True


def _swap(element: Element, _: Random) -> bool:
    following, parent = element.getnext(), element.getparent()
    if following is None or parent is None or following.tag != element.tag or not _has_text(following):
        return False
    if "".join(following.itertext()) == "".join(element.itertext()):
        return False
    parent.remove(following)
    parent.insert(parent.index(element), following)
    return True


def _set(name: str, make: Callable[[str], str]) -> Act:
    def act(element: Element, _: Random) -> bool:
        old = str(element.get(clark(name), ""))
        element.set(clark(name), make(old))
        return make(old) != old

    return act


def _plain_set(name: str, make: Callable[[str], str]) -> Act:
    def act(element: Element, _: Random) -> bool:
        element.set(name, make(str(element.get(name, ""))))
        return True

    return act


def _field(code: str) -> Act:
    def act(paragraph: Element, _: Random) -> bool:
        for piece in (w("fldChar", fldCharType="begin"), w("instrText", f" {code} "), w("fldChar", fldCharType="end")):
            paragraph.append(w("r", piece))
        return True

    return act


def _wrap(name: str) -> Act:
    def act(run: Element, _: Random) -> bool:
        parent = run.getparent()
        assert parent is not None
        holder = w(name, id="77", author="x")
        parent.replace(run, holder)
        holder.append(run)
        return True

    return act


def _property(*names: str) -> Act:
    def act(run: Element, _: Random) -> bool:
        properties = run.find("w:rPr", NAMESPACES)
        if properties is None:
            properties = w("rPr")
            run.insert(0, properties)
        for name in names:
            properties.append(w(name))
        return True

    return act


def _is_target(name: str) -> bool:
    """Whether links may lead to a bookmark; to entries of the literature lead only those of citations."""
    return name.startswith("_At_") and not name.startswith("_At_cite_")


def _other_anchor(element: Element, draw: Random) -> bool:
    names = [str(one.get(clark("w:name"))) for one in element.getroottree().iter(clark("w:bookmarkStart"))]
    others = [name for name in names if name != element.get(clark("w:anchor")) and _is_target(name)]
    element.set(clark("w:anchor"), draw.choice(others))
    return True


def _code(pattern: str, make: Callable[[re.Match[str]], str]) -> Act:
    def act(element: Element, _: Random) -> bool:
        old = element.text or ""
        element.text = re.sub(pattern, make, old, count=1)
        return element.text != old

    return act


def _cached(element: Element, _: Random) -> bool:
    """Change the result of a field."""
    for run in element.getparent().itersiblings(clark("w:r")):  # type: ignore[union-attr]
        text = run.find("w:t", NAMESPACES)
        if text is not None:
            text.text = "99"
            return True
    return False


WORD: dict[str, Act] = {
    "paragraph removed": _on("w:p", lambda one, _: remove(one), _has_text),
    "paragraph doubled": _on("w:p", _double, _has_text),
    "paragraphs swapped": _on("w:p", _swap, _has_text),
    "rows swapped": _on("w:tr", _swap, _has_text),
    "row removed": _on("w:tr", lambda one, _: remove(one), _has_text),
    "run removed": _on("w:r", lambda one, _: remove(one), _has_text),
    "character of Han changed": _text("[\u4e00-\u9fff]", lambda found: "戊" if found.group() != "戊" else "己"),
    "letter changed": _text("[b-y]", lambda found: chr(ord(found.group()) + 1)),
    "case changed": _text("[a-z]", lambda found: found.group().upper()),
    "digit changed": _text("[0-8]", lambda found: str(int(found.group()) + 1)),
    "punctuation changed": _text("[，。；：]", lambda _: "、"),
    "words added": _text("[\u4e00-\u9fff]", lambda found: found.group() + "多余"),
    "blank lost": _text("(?<=[a-z]) (?=[a-z])", lambda _: ""),
    "emphasis lost": _on("w:i", lambda one, _: remove(one)),
    "strong emphasis lost": _on("w:b", lambda one, _: remove(one)),
    "bold added": _on("w:r", _property("b"), _has_text),
    "script lost": _on("w:vertAlign", lambda one, _: remove(one)),
    "language changed": _on("w:lang", _set("w:val", lambda _: "fr-FR"), lambda one: _has_text(one.getparent().getparent())),  # type: ignore[union-attr, arg-type]
    "heading made text": _on("w:pStyle", _set("w:val", lambda _: "BodyText"), lambda one: str(one.get(clark("w:val"))).startswith("Heading") and str(one.get(clark("w:val")))[-1].isdigit()),
    "heading level changed": _on("w:pStyle", _set("w:val", lambda old: old[:-1] + str(int(old[-1]) % 4 + 1)), lambda one: re.fullmatch(r"Heading[1-4]", str(one.get(clark("w:val")))) is not None),
    "list number changed": _on("w:numId", _set("w:val", lambda old: str(int(old) + 1))),
    "list level changed": _on("w:ilvl", _set("w:val", lambda old: str(int(old) + 1))),
    "note's call removed": _on("w:footnoteReference", lambda one, _: remove(one)),
    "note's call to another note": _on("w:footnoteReference", _set("w:id", lambda old: str(int(old) + 1))),
    "link to another place": _on("w:hyperlink", _other_anchor, lambda one: one.get(clark("w:anchor")) is not None),
    "bookmark moved": _on("w:bookmarkStart", lambda one, draw: one.getroottree().find(".//w:body", NAMESPACES).insert(1, one) is None, lambda one: _is_target(str(one.get(clark("w:name"))))),  # type: ignore[union-attr]
    "bookmark renamed": _on("w:bookmarkStart", _set("w:name", lambda old: old + "x"), lambda one: _is_target(str(one.get(clark("w:name"))))),
    "reference to another number": _on("w:instrText", _code(r"REF _\w+_\S+", lambda _: "REF _Ref_none"), lambda one: " REF " in (one.text or "")),
    "number of a field changed": _on("w:instrText", _cached, lambda one: "SEQ" in (one.text or "") or " REF " in (one.text or "")),
    "sequence renamed": _on("w:instrText", _code("SEQ Figure|SEQ Table", lambda _: "SEQ Other"), lambda one: "ARABIC" in (one.text or "")),
    "contents entry changed": _on("w:t", lambda one, _: setattr(one, "text", (one.text or "") + "误") is None, lambda one: next((1 for above in one.iterancestors(clark("w:p")) if above.find("w:pPr/w:pStyle", NAMESPACES) is not None and str(above.find("w:pPr/w:pStyle", NAMESPACES).get(clark("w:val"))).startswith("TOC")), 0) == 1),  # type: ignore[union-attr]
    "cell's span changed": _on("w:tcPr", lambda one, _: one.append(w("gridSpan", val=3)) is None, lambda one: one.find("w:gridSpan", NAMESPACES) is None and next((1 for above in one.iterancestors(clark("w:tbl")) if above.find("w:tblPr/w:tblStyle", NAMESPACES) is not None and above.find("w:tblPr/w:tblStyle", NAMESPACES).get(clark("w:val")) == "Table"), 0) == 1),  # type: ignore[union-attr]
    "description changed": _on("wp:docPr", _plain_set("descr", lambda old: old + "误")),
    "name of picture changed": _on("wp:docPr", _plain_set("title", lambda old: old + "误")),
    "picture removed": _on("w:drawing", lambda one, _: remove(one)),
    "letter of formula changed": _on("m:t", lambda one, _: setattr(one, "text", "q" if one.text != "q" else "r") is None, lambda one: (one.text or "").strip().isalnum()),
    "formula removed": _on("m:oMath", lambda one, _: remove(one)),
    "text deleted with a mark": _on("w:r", _wrap("del"), _has_text),
    "text inserted with a mark": _on("w:r", _wrap("ins"), _has_text),
    "text hidden": _on("w:r", _property("vanish"), _has_text),
    "text white": _on("w:r", _property("color"), _has_text),
    "field that runs": _on("w:p", _field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')),
    "field that takes in": _on("w:p", _field('INCLUDETEXT "/etc/passwd"')),
    "field that fetches": _on("w:p", _field('INCLUDEPICTURE "https://example.org/a.png" \\d')),
    "macro button": _on("w:p", _field("MACROBUTTON Run x")),
    "alternative text of a table lost": _on("w:tblCaption", lambda one, _: remove(one)),
    "table in a cell": _on("w:tc", lambda one, _: one.insert(1, w("tbl", w("tr", w("tc", w("p", w("r", w("t", ""))))))) is None),
    "picture that floats": _on("wp:inline", lambda one, _: setattr(one, "tag", clark("wp:anchor")) is None),
    "paragraph for its white": _on("w:p", lambda one, _: one.addnext(w("p")) is None, lambda one: one.getparent().tag == clark("w:body")),  # type: ignore[union-attr]
    "object": _on("w:r", lambda one, _: one.append(w("object")) is None),
    "chunk of another file": _on("w:p", lambda one, _: one.addnext(w("altChunk")) is None, lambda one: one.getparent().tag == clark("w:body")),  # type: ignore[union-attr]
    "comment": _on("w:p", lambda one, _: one.append(w("commentRangeStart", id=1)) is None),
    "text frame": _on("w:r", lambda one, _: one.append(w("txbxContent", w("p", w("r", w("t", "多余"))))) is None),
}  # fmt: skip


def word(parts: Parts, seed: str) -> Iterator[tuple[str, Parts]]:
    """Each kind of change of a Word document, once."""
    for kind, act in WORD.items():
        draw = Random(f"{seed} {kind}")
        root = etree.fromstring(parts[_BODY])
        if act(root, draw):
            yield kind, {**parts, _BODY: etree.tostring(root)}
    for kind, (part, find, put) in _WORD_PARTS.items():
        if part in parts and find in parts[part]:
            yield kind, {**parts, part: parts[part].replace(find, put, 1)}
    yield "another file in it", {**parts, "word/vbaProject.bin": b"x"}


_HYPERLINK = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
_WORD_PARTS: Mapping[str, tuple[str, bytes, bytes]] = {
    "word of a note changed": ("word/footnotes.xml", "注".encode(), "误".encode()),
    "template from outside": ("word/_rels/document.xml.rels", b"</Relationships>", _HYPERLINK + b'attachedTemplate" Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'),
    "picture from outside": ("word/_rels/document.xml.rels", b"</Relationships>", _HYPERLINK + b'image" Target="https://example.org/a.png" TargetMode="External"/></Relationships>'),
    "link to another address": ("word/_rels/document.xml.rels", b"https://opensource.org/osd", b"https://opensource.org/oss"),
    "changes are tracked": ("word/settings.xml", b"<w:zoom", b"<w:trackRevisions/><w:zoom"),
    "style hides": ("word/styles.xml", b"<w:qFormat/>", b"<w:qFormat/><w:rPr><w:vanish/></w:rPr>"),
    "start of a list": ("word/numbering.xml", b'<w:startOverride w:val="1"/>', b'<w:startOverride w:val="4"/>'),
    "form of numbers of headings": ("word/numbering.xml", b"chineseCountingThousand", b"decimal"),
    "title in the properties": ("docProps/core.xml", "测".encode(), "侧".encode()),
    "title, another": ("docProps/core.xml", b"</dc:title>", b"x</dc:title>"),
    "author in the properties": ("docProps/core.xml", b"</dc:creator>", b"; Nobody</dc:creator>"),
    "date in the properties": ("docProps/core.xml", b"2026-", b"2025-"),
    "language in the properties": ("docProps/core.xml", b"zh-CN", b"ja-JP"),
    "another program": ("docProps/app.xml", b"Kanben", b"Microsoft Office Word"),
    "counts made up": ("docProps/app.xml", b"</Properties>", b"<Pages>1</Pages></Properties>"),
    "property added": ("docProps/custom.xml", b"</Properties>", b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="99" name="X"><vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">x</vt:lpwstr></property></Properties>'),
    "header": ("word/header1.xml", b"</w:t>", "误</w:t>".encode()),
    "footer": ("word/footer1.xml", b" / ", b" of "),
}  # fmt: skip


def book(parts: Parts, seed: str) -> Iterator[tuple[str, Parts]]:
    """Each kind of change of an e-book, in a page drawn by the seed."""
    pages = [name for name in parts if name.endswith(".xhtml") and not name.endswith(("nav.xhtml", "cover.xhtml"))]
    done: set[str] = set()
    for name in Random(seed).sample(pages, len(pages)):
        tree = etree.fromstring(parts[name])
        for kind, twin in changes_of_pages(tree, f"{seed} {name}"):
            if kind not in done:
                done.add(kind)
                yield kind, {**parts, name: etree.tostring(twin, xml_declaration=True, encoding="utf-8")}
    for kind, (part, find, put) in _BOOK_PARTS.items():
        if part in parts and re.search(find, parts[part]):
            yield kind, {**parts, part: re.sub(find, put, parts[part], count=1, flags=re.S)}
    yield "another file in it", {**parts, "EPUB/text/more.js": b"alert(1)"}


_OPF, _NAV, _NCX = "EPUB/content.opf", "EPUB/text/nav.xhtml", "EPUB/toc.ncx"
_BOOK_PARTS: Mapping[str, tuple[str, bytes, bytes]] = {
    "title of the book": (_OPF, rb"</dc:title>", b"x</dc:title>"),
    "author of the book": (_OPF, rb"</dc:creator>", b"x</dc:creator>"),
    "author lost": (_OPF, rb"<dc:creator[^>]*>[^<]*</dc:creator>", b""),
    "author added": (_OPF, rb"<dc:language>", b"<dc:creator>Nobody</dc:creator><dc:language>"),
    "language of the book": (_OPF, rb"<dc:language>zh-CN", b"<dc:language>ja-JP"),
    "date of the book": (_OPF, rb"<dc:date>2026", b"<dc:date>2025"),
    "identifier of the book": (_OPF, rb"(<dc:identifier[^>]*>[^<]*)</", rb"\g<1>9</"),
    "hazard": (_OPF, rb"accessibilityHazard\">none", b'accessibilityHazard">flashing'),
    "feature lost": (_OPF, rb"<meta property=\"schema:accessibilityFeature\">alternativeText</meta>", b""),
    "feature made up": (_OPF, rb"(<meta property=\"schema:accessMode\">)", rb'<meta property="schema:accessibilityFeature">braille</meta>\1'),
    "page lost from the spine": (_OPF, rb"<itemref idref=\"c02[^>]*>", b""),
    "pages swapped": (_OPF, rb"(<itemref idref=\"c01[^>]*>)(\s*)(<itemref idref=\"c02[^>]*>)", rb"\3\2\1"),
    "page not in order": (_OPF, rb"(<itemref idref=\"c02[^/]*)/>", rb'\1 linear="no"/>'),
    "contents entry changed": (_NAV, rb"(<a href=\"[^\"]*#[^\"]*\">)(?!<)", "\\g<1>误".encode()),
    "contents entry lost": (_NAV, rb"<li><a href=\"[^\"]*#[^\"]*\">[^<]*</a></li>", b""),
    "contents entry to another place": (_NAV, rb"href=\"([^\"]*)#abstract-zh\"", rb'href="00-cover.xhtml#cover"'),
    "contents entry added": (_NAV, rb"<ol><li><a", '<ol><li><a href="00-cover.xhtml">多余</a></li><li><a'.encode()),
    "entry of the old contents": (_NCX, rb"</text></navLabel><content", "误</text></navLabel><content".encode()),
    "title of the old contents": (_NCX, rb"</text></docTitle>", b"x</text></docTitle>"),
    "landmark changed": (_NAV, rb"epub:type=\"bodymatter\" href=\"[^\"]*\"", b'epub:type="bodymatter" href="nav.xhtml"'),
    "title of a page": ("EPUB/text/05-sec-first.xhtml", rb"</title>", b"x</title>"),
    "language of a page": ("EPUB/text/05-sec-first.xhtml", rb'(<html[^>]*) lang="zh-CN"', rb'\1 lang="ja"'),
    "style hides": ("EPUB/css/report.css", rb"\Z", b"\np { display: none }\n"),
    "style fetches": ("EPUB/css/report.css", rb"\Z", b"\nbody { background: url(https://example.org/a.png) }\n"),
}  # fmt: skip
