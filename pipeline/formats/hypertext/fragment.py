"""Knows how the finished AST becomes the XHTML that HTML, EPUB and PDF share; must not know pages, files or
chapters."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.core.languages import WEB_TAGS, Language
from pipeline.core.model import Document
from pipeline.core.vocabulary import APART, APPENDIX, CALLED_AGAIN, part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.apart import hold_apart
from pipeline.formats.hypertext.code import set_code
from pipeline.formats.hypertext.drawings import set_figure, set_logo
from pipeline.formats.hypertext.elements import (
    Element,
    find_all,
    has_class,
    language_of,
    new,
    remove_keeping_tail,
    text_of,
)
from pipeline.formats.hypertext.lists import class_lists, name_brackets
from pipeline.formats.hypertext.units import hold_units
from pipeline.formats.spoken import spoken
from pipeline.tools import pandoc


def fragment(document: Document, *, shift: int, places: bool = False) -> Element:
    """The document's body as a tree of XHTML elements without namespace; heading levels are raised by `shift`.

    With `places`, a block carries where it stands in the source, as `data-place="12:3"`.
    """
    arguments = ["--to", "html5", "--section-divs", "--wrap=none", "--mathml", f"--shift-heading-level-by={shift}"]
    html = pandoc.write(hold_apart(name_brackets(document.ast)), arguments).decode()
    body = etree.fromstring(f"<body>{html}</body>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    drawings = {drawing.id: drawing for drawing in document.drawings}
    _levels(body, shift)
    _places(body, wanted=places)
    for improve in (
        *(set_code, class_lists, _languages, _rubies, _calls, _hold_marks),
        *(_bibliography, _tables, _boxes),
    ):
        improve(body)
    for element in find_all(body, "abbreviation"):
        element.tag = "abbr"
        del element.attrib["class"]
    languages = document.metadata.languages
    _footnotes(body, languages.leading)
    body.set("lang", languages.tag)
    for formula in body.iter("{*}math"):
        language = language_of(formula)
        # White alone has no words.
        formula.set("alttext", spoken(formula, language) or word("formula", language))
    _titles(body, dict(document.titles))
    for element in list(body.iter("div")):
        if has_class(element, "figure"):
            set_figure(element, drawings, languages)
        elif has_class(element, "logo"):
            set_logo(element, drawings, languages)
    return body


_LAST_ELEMENT = 6
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "div", "figcaption", "caption"}


def _places(body: Element, *, wanted: bool) -> None:
    """Put the places of blocks on their elements, or nowhere."""
    for mark in find_all(body, "place"):
        block = next((element for element in mark.iterancestors() if element.tag in _BLOCKS), None)
        if wanted and block is not None and "data-place" not in block.attrib:
            block.set("data-place", mark.get("data-at", ""))
        remove_keeping_tail(mark)


def _levels(body: Element, shift: int) -> None:
    """Name sections by their level in the document, whatever the heading elements are raised to; and appendices.

    A heading that would be raised beyond the last element stays one, and says its level (`aria-level`, WAI-ARIA 1.2);
    pandoc makes a paragraph of it."""
    for heading in [one for one in body.iter("p") if has_class(one, "heading")]:
        heading.tag = "h6"
        del heading.attrib["class"]
        heading.set("aria-level", str(_LAST_ELEMENT + shift))
    for section in body.iter("section"):
        names = section.get("class", "").split()
        for name in (APPENDIX, *APART):
            if name in names:
                section.set("role", f"doc-{name}")
        section.set(
            "class", " ".join(f"level{int(name[5:]) - shift}" if name.startswith("level") else name for name in names)
        )


def _calls(body: Element) -> None:
    """A note that is called again has one number, at each of its calls."""
    links = find_all(body, CALLED_AGAIN)
    spans = {element.get("id"): element for element in body.iter("span") if element.get("id")} if links else {}
    for link in links:
        first = next(iter(find_all(spans[link.get("href", "")[1:]], "footnote-ref")))
        link.set("href", first.get("href", ""))
        link.set("class", f"footnote-ref {CALLED_AGAIN}")
        link.set("role", "doc-noteref")
        link.append(new("sup", text_of(first)))


def _hold_marks(body: Element) -> None:
    """Keep note and citation marks on the line of the word they follow (U+2060 WORD JOINER)."""
    for mark in [*find_all(body, "citation"), *find_all(body, "footnote-ref")]:
        before, parent = mark.getprevious(), mark.getparent()
        if before is not None:
            before.tail = (before.tail or "") + "\u2060"
        elif parent is not None:
            parent.text = (parent.text or "") + "\u2060"


def _languages(body: Element) -> None:
    for element in body.iter():
        language = element.get("lang")
        if language:
            element.set("lang", WEB_TAGS.get(language, language))


def _rubies(body: Element) -> None:
    """`[汉字]{ruby="hàn zì"}` as ruby: a reading for each character where there are as many, else one for all (HTML,
    4.5.10)."""
    for element in [span for span in body.iter("span") if span.get("data-ruby")]:
        reading, base = element.attrib.pop("data-ruby"), text_of(element)
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "ruby", None
        for written, said in ruby_pairs(base, reading):
            # No rb, which HTML has given up.
            if len(element):
                element[-1].tail = written
            else:
                element.text = written
            element.append(new("rt", said))


def ruby_pairs(base: str, reading: str) -> list[tuple[str, str]]:
    """Each character with its reading where there are as many, else all with all."""
    parts = reading.split()
    return list(zip(base, parts, strict=True)) if len(parts) == len(base) else [(base, reading)]


def _titles(body: Element, titles: Mapping[str, str]) -> None:
    """Give each heading its plain text as `data-title`, for bookmarks, running heads and names of files."""
    for element in body.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        section = element.getparent()
        ids = (element.get("id", ""), section.get("id", "") if section is not None else "")
        element.set("data-title", next((titles[one] for one in ids if titles.get(one)), text_of(element)))
        element.attrib.pop("class", None)


def _footnotes(body: Element, leading: Language) -> None:
    for link in find_all(body, "footnote-back"):
        link.text = "↩"
        link.set("aria-label", word("back_to_text", leading))
        link.set("class", "back")
        item = link.getparent()
        if item is not None and item.tag == "li":
            # The note ends with no paragraph that the link could stand in.
            line = new("p")
            item.replace(link, line)
            line.append(link)
    for section in body.iter("section"):
        if section.get("id") == "footnotes":
            section.set("aria-label", word("notes", leading))
            for rule in section.findall("hr"):
                section.remove(rule)


def _bibliography(body: Element) -> None:
    for section in body.iter("section"):
        if section.get("id", "").startswith("references"):
            section.set("role", "doc-bibliography")
    for element in find_all(body, "csl-entry"):
        element.attrib.pop("role", None)
    for element in find_all(body, "csl-bib-body"):
        for name in ("role", "data-entry-spacing", "data-line-spacing"):
            element.attrib.pop(name, None)
        element.set("class", "entries")


def _tables(body: Element) -> None:
    for cell in body.iter("th", "td"):
        style = cell.attrib.pop("style", "")
        for side in ("right", "center"):
            if side in style:
                cell.set("class", side)
        if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
            # The corner of a table heads nothing.
            cell.tag = "td"
        if cell.tag == "th":
            side = "col" if next(cell.iterancestors("thead"), None) is not None else "row"
            spans = cell.get("colspan" if side == "col" else "rowspan", "1") != "1"
            cell.set("scope", f"{side}group" if spans else side)
    for head in body.iter("thead"):
        hold_units(head)
    for table in body.iter("table"):
        table.attrib.pop("style", None)
        for column in table.iter("col"):
            column.attrib.pop("style", None)
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        table_element = wrapper.find("table")
        lines = [line for line in wrapper.findall("div") if has_class(line, "caption")]
        if table_element is None or not lines:
            continue
        caption = etree.Element("caption")
        for line in lines:
            wrapper.remove(line)
            line.tail = None
            caption.append(line)
        table_element.insert(0, caption)


def _boxes(body: Element) -> None:
    for element in [box for box in body.iter("div") if has_class(box, "sidebar")]:
        element.tag = "aside"
        heading = next((node for node in element.iter("h1", "h2", "h3", "h4", "h5", "h6")), None)
        if heading is not None:
            section = heading.getparent()
            # In a list pandoc makes no section round a heading, which keeps the id that references lead to.
            if section is not None and section.tag == "section" and section.get("id"):
                heading.set("id", part_id(section.get("id", ""), "title"))
            if heading.get("id"):
                element.set("aria-labelledby", heading.get("id", ""))
        elif titles := find_all(element, "callout-title"):
            element.set("aria-label", text_of(titles[0]))
