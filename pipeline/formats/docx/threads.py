"""Knows how the comments of a proof are written, and which is the reply to which (ECMA-376, part 1, 17.13.4;
[MS-DOCX] 2.5.1: commentsExtended); must not know where they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.formats.docx.fields import run
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

EXTENDED = "word/commentsExtended.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


@dataclass(frozen=True)
class Comment:
    """What somebody says, and when; `answers` is the number of the comment that it is the reply to, -1 for none."""

    author: str
    initials: str
    date: str
    text: str
    answers: int = -1


def comments_part(comments: Iterable[Comment]) -> Element:
    """The part of the comments; the last paragraph of each has an id by which the replies find it."""
    names = {prefix: NAMESPACES[prefix] for prefix in ("w", "w14", "mc")}
    root = etree.Element(clark("w:comments"), {clark("mc:Ignorable"): "w14"}, nsmap=names)
    for number, comment in enumerate(comments):
        said = w("p", w("r", w("annotationRef")), run(comment.text))
        said.set(clark("w14:paraId"), _id(number))
        whose = {"author": comment.author, "date": comment.date or None, "initials": comment.initials or None}
        root.append(w("comment", said, id=number, **whose))
    return root


def threads_part(comments: Iterable[Comment]) -> Element:
    """The part that says which comment is the reply to which."""
    names = {prefix: NAMESPACES[prefix] for prefix in ("w15", "mc")}
    root = etree.Element(clark("w15:commentsEx"), {clark("mc:Ignorable"): "w15"}, nsmap=names)
    for number, comment in enumerate(comments):
        row = etree.SubElement(root, clark("w15:commentEx"), {clark("w15:paraId"): _id(number)})
        if comment.answers >= 0:
            row.set(clark("w15:paraIdParent"), _id(comment.answers))
        row.set(clark("w15:done"), "0")
    return root


def declare_threads(relationships: Element, types: Element) -> None:
    """Say that the part is there, and of which type it is."""
    row = {"Id": "rIdThreads", "Type": _RELATION, "Target": EXTENDED.removeprefix("word/")}
    etree.SubElement(relationships, clark("rel:Relationship"), row)
    etree.SubElement(types, clark("type:Override"), {"PartName": f"/{EXTENDED}", "ContentType": _TYPE})


def _id(number: int) -> str:
    """The id of a paragraph: eight digits of base 16, below 80000000 and not 0."""
    return f"{number + 1:08X}"
