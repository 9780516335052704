"""Knows what figures, notes and ways back are called by who hears a page: by their numbers; must not know where they
stand."""

from __future__ import annotations

from pipeline.core.languages import Language
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, find_all, text_of


def name_by_numbers(body: Element, leading: Language) -> None:
    """Figures, their descriptions, notes and ways back are called by their numbers: no two links of one name lead to
    different places (WCAG 2.2, 2.4.9)."""
    for figure in body.iter("figure"):
        if label := label_of(figure):
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
    for head in body.iter("th"):
        if not _words(head).strip():
            # What a table has as a head is read of text alone by some, which formulas are not to them.
            for formula in head.iter("{*}math"):
                formula.set("aria-label", formula.get("alttext", ""))


def _words(element: Element) -> str:
    """What an element says beside its formulas."""
    said = element.text or ""
    for child in element:
        said += ("" if str(child.tag).endswith("math") else _words(child)) + (child.tail or "")
    return said


def label_of(figure: Element) -> str:
    """What a figure is called in its first caption: 图 1."""
    return next((text_of(label) for caption in figure.iter("figcaption") for label in find_all(caption, "label")), "")
