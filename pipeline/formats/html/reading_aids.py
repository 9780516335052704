"""Knows what a finished text gets for who reads it on a screen: regions that scroll, names with their numbers, links of
headings to themselves; must not know where it stands on the page."""

from __future__ import annotations

from pipeline.core.languages import Language
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, find_all, has_class, new, text_of
from pipeline.formats.hypertext.heads import associate

_FOR_OTHERS = ("data-cites", "data-entry-spacing", "data-line-spacing")
"""What no browser, no style sheet and no script reads."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def aid(body: Element, leading: Language) -> None:
    """Give a body regions, names and links, in the words of the leading language."""
    associate(body)
    _scrollable(body, leading)
    _named(body, leading)
    _permalinks(body, leading)
    for element in body.iter():
        for name in _FOR_OTHERS:
            element.attrib.pop(name, None)


def _scrollable(body: Element, leading: Language) -> None:
    """Wide tables, drawings and formulas scroll in a region of their own that the keyboard can reach (WCAG 2.2,
    1.4.10, 2.1.1)."""
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        _scroll_table(wrapper, leading)
    for figure in body.iter("figure"):
        for holder in [child for child in figure if has_class(child, "figure-scroll")]:
            _as_group(holder, _label(figure) or word("figure", leading))
    for math in [one for one in body.iter("{*}math") if one.get("display") == "block"]:
        parent, tail = math.getparent(), math.tail
        if parent is not None:
            holder = new("span", class_="formula-scroll")
            _as_group(holder, word("formula", leading) + _formula(math))
            parent.replace(math, holder)
            holder.append(math)
            math.tail, holder.tail = None, tail


def _scroll_table(wrapper: Element, leading: Language) -> None:
    table = wrapper.find("table")
    if table is None:
        return
    holder = new("div", class_="table-scroll", tabindex="0", role="region")
    caption = table.find("caption")
    if caption is not None and wrapper.get("id"):
        caption.set("id", part_id(wrapper.get("id", ""), "caption"))
        holder.set("aria-labelledby", caption.get("id", ""))
    else:
        holder.set("aria-label", word("table", leading))
    wrapper.replace(table, holder)
    holder.append(table)


def _as_group(holder: Element, name: str) -> None:
    holder.set("tabindex", "0")
    holder.set("role", "group")
    holder.set("aria-label", name)


def _label(figure: Element) -> str:
    """What a figure is called in its first caption: 图 1."""
    return next((text_of(label) for caption in figure.iter("figcaption") for label in find_all(caption, "label")), "")


def _formula(math: Element) -> str:
    """The number that stands beside a formula: （1）."""
    line = next((above for above in math.iterancestors() if has_class(above, "equation")), None)
    return "" if line is None else "".join(text_of(number) for number in find_all(line, "equation-number"))


def _named(body: Element, leading: Language) -> None:
    """Figures, their descriptions, notes and ways back are called by their numbers: no two links of one name lead to
    different places (WCAG 2.2, 2.4.9)."""
    for figure in body.iter("figure"):
        if label := _label(figure):
            figure.set("aria-label", label)
            for summary in figure.iter("summary"):
                summary.set("aria-label", f"{text_of(summary)}{word('label_colon', leading)}{label}")
    for call in find_all(body, "footnote-ref"):
        call.set("aria-label", word("note_number", leading, number=text_of(call)))
    for section in body.iter("section"):
        if section.get("id") == "footnotes":
            for number, note in enumerate(section.iterfind("ol/li"), 1):
                for link in find_all(note, "back"):
                    name = word("note_number", leading, number=number)
                    link.set("aria-label", f"{word('back_to_text', leading)}{word('label_colon', leading)}{name}")
    for entry in find_all(body, "csl-entry"):
        label = "".join(text_of(part) for part in find_all(entry, "csl-left-margin"))
        for place in find_all(entry, "backlinks"):
            for link in place.iter("a"):
                link.set("aria-label", " ".join(filter(None, (link.get("aria-label", ""), label))))


def _permalinks(body: Element, leading: Language) -> None:
    """Behind each heading of a section a link to it, which says so."""
    for heading in list(body.iter(*_HEADINGS)):
        section = heading.getparent()
        if section is None or section.tag != "section" or not section.get("id") or section[0] is not heading:
            continue
        name = word("permalink", leading, title=heading.get("data-title") or text_of(heading))
        heading.addnext(new("a", "#", class_="permalink", href=f"#{section.get('id')}", aria_label=name))
