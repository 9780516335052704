"""Knows what of a finished page is no part of the report and has to be just as it is made: the script, its policy, what
it uses, the foot; must not know who writes them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.edition import HtmlOptions
from pipeline.core.model import Metadata
from pipeline.core.text import Span
from pipeline.formats.html import apparatus
from pipeline.formats.html.script import policy, script
from pipeline.formats.html.structured import KIND, structured
from pipeline.formats.proving import foreign
from pipeline.formats.proving.markup import Element


def take_out(metadata: Metadata, options: HtmlOptions, tree: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT127 where the script, its policy or what stands beside the report is not what it has to be; what is right is
    taken out of the tree, so that the rest is the report's alone."""
    said = [str(meta.get("content")) for meta in tree.iter("meta") if meta.get("http-equiv")]
    if said != [policy()]:
        yield foreign.found(span, f"Content-Security-Policy: {'; '.join(said)[:60]}")
    ours = [one for head in tree.iter("head") for one in head.findall("script") if _is_ours(one)]
    if len(ours) != 1:
        yield foreign.found(span, f"{len(ours)} × page.js")
    data = structured(metadata, options)
    ours += [one for head in tree.iter("head") for one in head.findall("script") if _is_data(one, data)]
    main = next(tree.iter("main"), tree)
    forms = {
        "template": [apparatus.tools(metadata, is_dark=is_dark) for is_dark in (True, False)],
        "footer": [apparatus.about(metadata, options, main)],
    }
    for name, wanted in forms.items():
        found = [one for body in tree.iter("body") for one in body.findall(name)]
        if len(found) != 1 or _plain(found[0]) not in [_plain(html.fragment_fromstring(text)) for text in wanted]:
            yield foreign.found(span, f"<{name}>")
        ours += found[:1]
    for one in ours:
        _remove(one)


def _remove(element: Element) -> None:
    """Take an element out, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _is_data(element: Element, data: str) -> bool:
    return dict(element.attrib) == {"type": KIND} and element.text == data


def _is_ours(element: Element) -> bool:
    return not element.attrib and (element.text or "") == script()


def _plain(element: Element) -> bytes:
    """An element without what follows it."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)
