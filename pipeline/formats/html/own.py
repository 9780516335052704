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
from pipeline.formats.html.structured import KIND
from pipeline.formats.proving import foreign
from pipeline.formats.proving.markup import Element
from pipeline.formats.proving.metadata import lacking

_TEXT = "#text"
"""Where the text begins, behind contents and tools (WCAG 2.2, 2.4.1)."""


def take_out(metadata: Metadata, options: HtmlOptions, tree: Element, span: Span) -> Iterator[Diagnostic]:
    """OUT102 where the script or its policy is lacking, OUT112 for the link that leads past the head, OUT127 where what
    is not the report's is not what it has to be; what is ours, and what has been told, is taken out of the tree."""
    said = [str(meta.get("content")) for meta in tree.iter("meta") if meta.get("http-equiv")]
    if not said:
        yield lacking("content-security-policy", span)
    elif said != [policy()]:
        yield foreign.found(span, f"Content-Security-Policy: {'; '.join(said)[:60]}")
    scripts = [one for head in tree.iter("head") for one in head.findall("script")]
    ours = [one for one in scripts if not one.attrib and one.text == script()][:1]
    if not ours:
        yield lacking("script", span)
        ours = [one for one in scripts if not one.attrib][:1]
    # What it says is told with the metadata.
    ours += [one for one in scripts if dict(one.attrib) == {"type": KIND}]
    beginnings = [body[0] for body in tree.iter("body") if len(body)]
    if [one.get("href") for one in beginnings if one.tag == "a"] != [_TEXT]:
        yield Diagnostic("OUT112", span, {"target": _TEXT, "format": "html"}, _TEXT)
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


def _plain(element: Element) -> bytes:
    """An element without what follows it."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)
