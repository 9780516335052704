"""Knows which styles a finished Word file has: those in use, under the names that Word itself has for them (ECMA-376,
part 1, 17.7); must not know how they look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_SPELLED = re.compile(r"heading [1-9]|caption|header|footer|footnote text|index heading", re.I)
"""Built-in styles whose names Word writes small; readers of its files look for them so."""
_TITLES = re.compile(r"(?:Cover|Band|Centred) (Title|Subtitle)")
"""Styles of a cover, in whatever design, that stand for styles built in: readers of Word files know titles by them."""
_NAMING = tuple(clark(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "link"))
_KEPT = re.compile(r"Heading\d|BodyText|FootnoteText|FootnoteReference|Hyperlink|Table")
"""What an editor goes on with, whether the report has it or not."""
_COUNT = 376
_LATENT = ("heading", "toc")


def finish_styles(styles: Element, parts: Iterable[Element]) -> None:
    """Leave the styles that parts name, those that they are based on, and Word's defaults; say what is built in."""
    by_id = {str(style.get(clark("w:styleId"))): style for style in styles.findall("w:style", NAMESPACES)}
    wanted = [name for name, style in by_id.items() if style.get(clark("w:default")) or _KEPT.fullmatch(name)]
    wanted += [name for part in parts for name in _named(part)]
    used: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in by_id and name not in used:
            used.add(name)
            wanted += _named(by_id[name])
            wanted += _set_anew(name, by_id)
    for name, style in by_id.items():
        if name not in used:
            styles.remove(style)
        else:
            _spell(style)
            _name_titles(style, styles)
    defaults = styles.find("w:docDefaults", NAMESPACES)
    if defaults is not None:
        defaults.addnext(_latent())


def _named(part: Element) -> Iterator[str]:
    return (str(one.get(clark("w:val"))) for one in part.iter(*_NAMING))


def _set_anew(name: str, by_id: dict[str, Element]) -> list[str]:
    """The hidden styles that a program sets in the place of one that is used."""
    return [
        other
        for other, style in by_id.items()
        if style.find("w:semiHidden", NAMESPACES) is not None and name in _named(style)
    ]


def _spell(style: Element) -> None:
    name = style.find("w:name", NAMESPACES)
    if name is not None and _SPELLED.fullmatch(said := str(name.get(clark("w:val")))):
        name.set(clark("w:val"), said.lower())


def _name_titles(style: Element, styles: Element) -> None:
    name = style.find("w:name", NAMESPACES)
    found = _TITLES.fullmatch(str(name.get(clark("w:val")))) if name is not None else None
    if name is not None and found and styles.find(f"w:style/w:name[@w:val='{found[1]}']", NAMESPACES) is None:
        name.set(clark("w:val"), found[1])
        style.attrib.pop(clark("w:customStyle"), None)


def _latent() -> Element:
    """How Word shows the styles that it has and the file has not (17.7.4.5): out of the way, until they are used."""
    hidden = {"defLockedState": 0, "defUIPriority": 99, "defSemiHidden": 1, "defUnhideWhenUsed": 1, "defQFormat": 0}
    shown = (f"{name} {level}" for name in _LATENT for level in range(1, 10))
    exceptions = (w("lsdException", name=name, uiPriority=9 if name < "t" else 39) for name in shown)
    return w("latentStyles", *exceptions, **hidden, count=_COUNT)
