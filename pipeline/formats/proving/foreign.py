"""Knows by name what may stand in a finished page, so that nothing else does: elements, attributes, styles; must not
know which format it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.text import Span
from pipeline.figures import svg_lists
from pipeline.formats.proving.markup import Element, local


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _names(
    """a abbr aside blockquote body br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3
    h4 h5 h6 head header hr html img li link main meta nav ol p pre rp rt ruby section span strong style sub summary sup
    table tbody td tfoot th thead title tr u ul wbr"""
)
_FORMULAS = _names(
    """annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"""
)
_DRAWINGS = frozenset(name.lower() for name in svg_lists.ELEMENTS) | {"desc"}
_ATTRIBUTES = _names(
    """alt aria-describedby aria-details aria-label aria-labelledby class colspan data-count data-title headers height
    href id lang role rowspan scope src start tabindex title type value width xmlns {ops}type {xml}lang {xml}space"""
)
_IN_HEAD = _names("charset content data http-equiv lang name href property rel type media")
_STYLE = re.compile(r"counter-reset: line -?[0-9]+|counter-reset:\s*\S+ -?[0-9]+")
"""The only styles that an element has of its own: where numbers of lines begin."""
_SPACES = {
    "{http://www.idpf.org/2007/ops}": "{ops}",
    "{http://www.w3.org/XML/1998/namespace}": "{xml}",
    "xml:": "{xml}",
}
_ADDRESSES = re.compile(r"(?:https?|mailto|tel|ftp):|#|[^:]*$", re.I)
"""Where a link may lead: to what is read and not run."""


def check(tree: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT127 for each element and each attribute that a page of ours cannot have."""
    for element in tree.iter():
        name = local(element)
        if not name:
            continue
        kind = _kind_of(element, name)
        if name.lower() not in kind and name not in kind:
            yield found(span, f"<{name}>")
        elif kind is _ELEMENTS:
            yield from _attributes(element, name, span)
        else:
            yield from _handlers(element, name, span)


def _kind_of(element: Element, name: str) -> frozenset[str]:
    above = {local(one) for one in element.iterancestors()} | {name}
    return _DRAWINGS if "svg" in above else _FORMULAS if "math" in above else _ELEMENTS


def _attributes(element: Element, name: str, span: Span) -> Iterator[Diagnostic]:
    in_head = name in ("meta", "link", "style", "title", "head")
    if in_head and name != "head" and local(_parent(element)) != "head":
        yield found(span, f"<{name}>")
    for key, value in element.attrib.items():
        attribute = _plain(str(key))
        is_known = attribute in (_IN_HEAD if in_head else _ATTRIBUTES)
        if attribute == "style":
            is_known = name == "pre" and _STYLE.fullmatch(str(value).strip(" ;")) is not None
        elif attribute == "hidden":
            is_list = name == "nav" and element.get("id") in ("landmarks", "loi", "lot", "page-list")
            # What of the contents is too deep for their page.
            is_known = is_list or (
                name in ("ol", "li") and any(one.get("id") == "toc" for one in element.iterancestors())
            )
        elif attribute == "href" and name == "a":
            is_known = _ADDRESSES.match(str(value)) is not None
        elif attribute == "rel" and name == "a":
            is_known = value == "license"
        elif attribute == "aria-level":
            is_known = name == "h6" and value == "7"
        elif attribute == "dir":
            is_known = value in ("ltr", "rtl")
        elif attribute == "http-equiv":
            is_known = str(value).lower() == "content-security-policy"
        if not is_known:
            yield found(span, f'{attribute}="{str(value)[:60]}"')


def _handlers(element: Element, name: str, span: Span) -> Iterator[Diagnostic]:
    """What acts in a drawing or a formula."""
    for key, value in element.attrib.items():
        attribute = _plain(str(key)).lower()
        is_address = attribute.endswith("href") and not str(value).startswith(("#", "data:image/"))
        if attribute.startswith("on") or is_address or "url(http" in str(value).replace(" ", "").lower():
            yield found(span, f'{attribute}="{str(value)[:60]}"')


def _plain(key: str) -> str:
    for space, short in _SPACES.items():
        if key.startswith(space):
            return short + key.removeprefix(space)
    return key


def _parent(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent


def policy(tree: Element, wanted: str, span: Span) -> Iterator[Diagnostic]:
    """OUT127 where a page does not say what it may load and run, or says otherwise."""
    said = [str(meta.get("content")) for meta in tree.iter() if local(meta) == "meta" and meta.get("http-equiv")]
    if said != [wanted]:
        yield found(span, f"Content-Security-Policy: {'; '.join(said)[:60]}")


def found(span: Span, what: str) -> Diagnostic:
    """OUT127 for something that a file of ours cannot hold."""
    return Diagnostic("OUT127", span, {"what": what}, what[:60])
