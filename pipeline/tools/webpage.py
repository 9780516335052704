"""Knows the ids and the words of a web page. The only importer of selectolax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.I)


def _parsed(text: str) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def decode(body: bytes, content_type: str) -> str:
    """The text of a page in the charset that its header or its own meta element names (WHATWG HTML, 13.2.3.2)."""
    named = re.search(r"charset=[\"']?([\w-]+)", content_type, re.I)
    found = _CHARSET.search(body[:4096])
    charset = named[1] if named else found[1].decode() if found else "utf-8"
    # Servers that say GB2312 send its supersets too.
    charset = "gb18030" if charset.lower() in ("gb2312", "gbk") else charset
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def names(text: str) -> frozenset[str]:
    """All ids of a page, and the names of its anchors."""
    tree = _parsed(text)
    found = {node.attributes.get("id") or "" for node in tree.css("[id]")} | {
        node.attributes.get("name") or "" for node in tree.css("a[name]")
    }
    return frozenset(found - {""})


def words(text: str) -> str:
    """The visible words of a page, white space folded."""
    body = _parsed(text).body
    return " ".join(body.text(separator=" ").split()) if body is not None else ""


def headings(text: str) -> list[str]:
    """The title of a page and its first great heading."""
    tree = _parsed(text)
    found = (tree.css_first("title"), tree.css_first("h1"))
    return [" ".join(node.text().split()) for node in found if node is not None]


def refresh(text: str) -> str:
    """What a page's own element says of where its readers are sent (WHATWG HTML, 4.2.5.3)."""
    for node in _parsed(text).css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            return node.attributes.get("content") or ""
    return ""


def metadata(text: str) -> dict[str, str]:
    """What a page says of itself: `title`, `lang` and its meta elements by name or property, the first of each."""
    tree = _parsed(text)
    title, root = tree.css_first("title"), tree.css_first("html")
    found = {
        "title": " ".join(title.text().split()) if title else "",
        "lang": (root.attributes.get("lang") or "") if root else "",
    }
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        if name:
            found.setdefault(name, " ".join((node.attributes["content"] or "").split()))
    return found
