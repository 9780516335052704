"""Knows what a finished text gets for who reads it on a screen: regions that scroll, names with their numbers, links of
headings to themselves; must not know where it stands on the page."""

from __future__ import annotations

from pipeline.core.languages import Language
from pipeline.core.vocabulary import part_id
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, find_all, has_class, language_of, new, text_of
from pipeline.formats.hypertext.heads import associate
from pipeline.formats.hypertext.names import name_by_numbers

_FOR_OTHERS = ("data-cites", "data-entry-spacing", "data-line-spacing")
"""What no browser, no style sheet and no script reads."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def aid(body: Element, leading: Language) -> None:
    """Give a body regions, names and links, in the words of the leading language."""
    associate(body)
    _scrollable(body, leading)
    name_by_numbers(body, leading)
    _permalinks(body)
    for element in body.iter():
        for name in _FOR_OTHERS:
            element.attrib.pop(name, None)


def _scrollable(body: Element, leading: Language) -> None:
    """Wide tables, drawings and formulas scroll in a region of their own that the keyboard can reach (WCAG 2.2,
    1.4.10, 2.1.1)."""
    for wrapper in [element for element in body.iter("div") if has_class(element, "table")]:
        _scroll_table(wrapper, leading)
    # The figure round a drawing has its number as name already.
    for figure in body.iter("figure"):
        for holder in [child for child in figure if has_class(child, "figure-scroll")]:
            _as_group(holder, word("drawing", leading))
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


def _formula(math: Element) -> str:
    """The number that stands beside a formula: （1）."""
    line = next((above for above in math.iterancestors() if has_class(above, "equation")), None)
    return "" if line is None else "".join(text_of(number) for number in find_all(line, "equation-number"))


def _permalinks(body: Element) -> None:
    """Behind each heading a link to its section, or to itself where it has none as in a list, which says so in the
    language of its place."""
    for heading in list(body.iter(*_HEADINGS)):
        section = heading.getparent()
        opens = section is not None and section.tag == "section" and section[0] is heading
        target = section.get("id") if section is not None and opens else heading.get("id")
        if target:
            name = word("permalink", language_of(heading), title=heading.get("data-title") or text_of(heading))
            heading.addnext(new("a", "#", class_="permalink", href=f"#{target}", aria_label=name))
