"""The shapes that programs give a Word file that was edited: runs cut anew, marks of spelling, controls, other names of
styles and parts, no bookmarks, all changes accepted."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from itertools import count

from lxml import etree

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w
from pipeline.tools import zips

Parts = dict[str, bytes]
_TEXTS = ("word/document.xml", "word/footnotes.xml")
_SPACE = f"{{{NAMESPACES['xml']}}}space"


def _in_texts(work: Callable[[Element], None]) -> Callable[[Parts], Parts]:
    def shape(parts: Parts) -> Parts:
        for name in filter(parts.__contains__, _TEXTS):
            root = etree.fromstring(parts[name])
            work(root)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return parts

    return shape


def _noise(root: Element) -> None:
    """Word cuts runs where it was typed at another time, and marks them, spelling and pages."""
    numbers = count(1)
    for paragraph in root.iter(clark("w:p")):
        for name in ("rsidR", "rsidRDefault", "rsidP"):
            paragraph.set(clark(f"w:{name}"), f"00A{next(numbers) % 10_000:05d}")
    for run in list(root.iter(clark("w:r"))):
        run.set(clark("w:rsidR"), f"00B{next(numbers) % 10_000:05d}")
        texts = run.findall("w:t", NAMESPACES) or run.findall("w:delText", NAMESPACES)
        if len(texts) == 1 and len(texts[0].text or "") > 1 and next(numbers) % 2:
            _cut(run, texts[0])
        if next(numbers) % 5 == 0 and run.getparent().tag == clark("w:p"):
            run.addprevious(w("proofErr", type="spellStart"))
            run.addnext(w("proofErr", type="spellEnd"))
        if next(numbers) % 7 == 0:
            at = 0 if run.find("w:rPr", NAMESPACES) is None else 1
            run.insert(at, w("lastRenderedPageBreak"))


def _cut(run: Element, text: Element) -> None:
    said = text.text or ""
    first, middle = copy.deepcopy(run), len(said) // 2
    own = next(child for child in first if child.tag == text.tag)
    own.text, text.text = said[:middle], said[middle:]
    for one in (own, text):
        one.set(_SPACE, "preserve")
    run.addprevious(first)


def _controls(root: Element) -> None:
    """Runs and paragraphs in content controls, and words in smart tags."""
    for number, run in enumerate(list(root.iter(clark("w:r")))):
        above = run.getparent()
        if above.tag == clark("w:p") and number % 3 == 0 and run.find("w:t", NAMESPACES) is not None:
            content = w("sdtContent")
            control = w("sdt", w("sdtPr", w("id", val=number + 1)), content) if number % 2 else w("smartTag")
            run.addprevious(control)
            (content if number % 2 else control).append(run)
    for number, block in enumerate(list(root.iterfind("w:body/w:p", NAMESPACES))):
        if number % 4 == 0:
            content = w("sdtContent")
            block.addprevious(w("sdt", w("sdtPr", w("id", val=9_000 + number)), content))
            content.append(block)


def _bare(root: Element) -> None:
    """Without any bookmark, as where text was copied into another file."""
    for mark in list(root.iter(clark("w:bookmarkStart"), clark("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def _accepted(root: Element) -> None:
    """All changes accepted."""
    _join(root, ("w:del", "w:moveFrom"))
    for change in list(root.iter(clark("w:del"), clark("w:moveFrom"))):
        change.getparent().remove(change)
    for change in list(root.iter(clark("w:ins"), clark("w:moveTo"))):
        for child in change:
            change.addprevious(child)
        change.getparent().remove(change)
    for change in list(root.iter(clark("w:rPrChange"))):
        change.getparent().remove(change)


def _join(root: Element, tags: tuple[str, ...]) -> None:
    """Paragraphs whose end goes are one with the next."""
    for paragraph in list(root.iter(clark("w:p"))):
        if any(paragraph.find(f"w:pPr/w:rPr/{tag}", NAMESPACES) is not None for tag in tags):
            following = paragraph.getnext()
            at = 1 if following.find("w:pPr", NAMESPACES) is not None else 0
            for child in reversed([child for child in paragraph if child.tag != clark("w:pPr")]):
                following.insert(at, child)
            paragraph.getparent().remove(paragraph)


def _authors(root: Element) -> None:
    """Changes by three people, one of whom has no name; what goes over paragraphs is by one of them."""
    names, number, was_changed = ("编辑甲", "Mary O'Neil", ""), 0, False
    moves, others = ("moveFrom", "moveTo"), ("ins", "del", "rPrChange")
    for paragraph in root.iter(clark("w:p")):
        changes = list(paragraph.iter(*(clark(f"w:{name}") for name in (*moves, *others))))
        number += bool(changes) and not was_changed
        was_changed = bool(changes)
        for change in changes:
            is_moved = any(one.tag in (clark("w:moveFrom"), clark("w:moveTo")) for one in changes)
            change.set(clark("w:author"), names[0 if is_moved else number % 3])


def _wps(parts: Parts) -> Parts:
    """WPS numbers the styles, says who it is, and orders and names its parts otherwise."""
    styles = parts["word/styles.xml"].decode("utf-8")
    ids = [found for found in re.findall(r'w:styleId="([^"]+)"', styles) if not found.isdigit()]
    renamed = {name: str(number) for number, name in enumerate(ids, 10)}

    def renumber(text: str) -> str:
        return re.sub(
            r'(w:(?:styleId|pStyle w:val|rStyle w:val|tblStyle w:val|basedOn w:val|next w:val|link w:val)=)"([^"]+)"',
            lambda found: f'{found[1]}"{renamed.get(found[2], found[2])}"',
            text,
        )

    made = {
        name: renumber(data.decode("utf-8")).encode() if re.fullmatch(r"word/\w+\.xml", name) else data
        for name, data in reversed(parts.items())
    }
    made["docProps/app.xml"] = re.sub(
        rb"<Application>[^<]*<", b"<Application>WPS Office_12.1<", made["docProps/app.xml"]
    )
    made["customXml/item9.xml"] = b'<s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>'
    return made


SHAPES: Mapping[str, tuple[Callable[[Parts], Parts], ...]] = {
    "as it was": (),
    "Word": (_in_texts(_noise),),
    "Word, several authors": (_in_texts(_authors), _in_texts(_noise)),
    "Word, controls": (_in_texts(_controls), _in_texts(_noise)),
    "WPS": (_wps,),
    "WPS, cut": (_wps, _in_texts(_noise)),
    "accepted": (_in_texts(_accepted),),
    "accepted, Word": (_in_texts(_accepted), _in_texts(_noise)),
    "without bookmarks": (_in_texts(_bare),),
    "without bookmarks, accepted, WPS": (_in_texts(_bare), _in_texts(_accepted), _wps),
}


def shaped(data: bytes, shape: str) -> bytes:
    """A Word file as a program would have written it."""
    parts = dict(zips.read(data))
    for work in SHAPES[shape]:
        parts = work(parts)
    return zips.write(parts.items())
