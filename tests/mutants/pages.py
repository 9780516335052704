"""Knows changes to a finished PDF: one object in one place, drawn by a seed; must not know what finds them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Act = Callable[[pikepdf.Pdf, Random], bool]


def _tags(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and "/S" in one and "/P" in one and str(one.S)[1:] in kinds
    ]


def _tag(
    kinds: tuple[str, ...], act: Callable[[Any, Random], bool | None], where: Callable[[Any], bool] = lambda _: True
) -> Act:
    def change(pdf: pikepdf.Pdf, draw: Random) -> bool:
        found = [one for one in _tags(pdf, *kinds) if where(one)]
        return bool(found) and act(draw.choice(found), draw) is not False

    return change


def _links(pdf: pikepdf.Pdf) -> list[Any]:
    return [one for page in pdf.pages for one in page.get("/Annots", []) if one.get("/Subtype") == "/Link"]


def _link(act: Callable[[pikepdf.Pdf, Any, Random], bool | None], where: Callable[[Any], bool]) -> Act:
    def change(pdf: pikepdf.Pdf, draw: Random) -> bool:
        found = [one for one in _links(pdf) if where(one)]
        return bool(found) and act(pdf, draw.choice(found), draw) is not False

    return change


def _names(pdf: pikepdf.Pdf) -> list[str]:
    return [str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)]


def _content(change: Callable[[list[Any], Random], bool]) -> Act:
    """Change the instructions of a page."""

    def act(pdf: pikepdf.Pdf, draw: Random) -> bool:
        for page in draw.sample(list(pdf.pages)[1:], len(pdf.pages) - 1):
            instructions = list(pikepdf.parse_content_stream(page))
            if change(instructions, draw):
                page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
                return True
        return False

    return act


def _is_text(one: Any) -> bool:
    return str(one.operator) in ("Tj", "TJ")


def _texts(instructions: list[Any]) -> list[int]:
    """The places of texts that are in a tag and are long enough to be seen."""
    found, inside = [], False
    for place, one in enumerate(instructions):
        if str(one.operator) == "BDC":
            inside = "/MCID" in str(one.operands[1:])
        elif str(one.operator) == "EMC":
            inside = False
        elif inside and _is_text(one) and len(str(one.operands[0])) > 12:
            found.append(place)
    return found


def _drop(instructions: list[Any], draw: Random) -> bool:
    found = _texts(instructions)
    if not found:
        return False
    del instructions[draw.choice(found)]
    return True


def _twice(instructions: list[Any], draw: Random) -> bool:
    found = _texts(instructions)
    if not found:
        return False
    place = draw.choice(found)
    instructions.insert(place, instructions[place])
    return True


def _exchange(instructions: list[Any], draw: Random) -> bool:
    found = _texts(instructions)
    pairs = [(a, b) for a, b in pairwise(found) if str(instructions[a].operands) != str(instructions[b].operands)]
    if not pairs:
        return False
    left, right = draw.choice(pairs)
    instructions[left], instructions[right] = instructions[right], instructions[left]
    return True


def _actual(instructions: list[Any], draw: Random) -> bool:
    found = _texts(instructions)
    if not found:
        return False
    place = draw.choice(found)
    begin = pikepdf.ContentStreamInstruction(
        [Name.Span, Dictionary(ActualText=String("another text"))], pikepdf.Operator("BDC")
    )
    instructions[place : place + 1] = [
        begin,
        instructions[place],
        pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC")),
    ]
    return True


def _invisible(instructions: list[Any], draw: Random) -> bool:
    found = _texts(instructions)
    if not found:
        return False
    place = draw.choice(found)
    instructions.insert(place, pikepdf.ContentStreamInstruction([3], pikepdf.Operator("Tr")))
    return True


def _attach(pdf: pikepdf.Pdf, _: Random) -> bool:
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="x.txt")
    return True


def _annotate(subtype: str) -> Act:
    def act(pdf: pikepdf.Pdf, draw: Random) -> bool:
        page = draw.choice(list(pdf.pages))
        made = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([9, 9, 99, 99]), Contents=String("x"))
        )
        page.Annots = Array([*page.get("/Annots", []), made])
        return True

    return act


def _swap_kids(tag: Any, draw: Random) -> bool:
    kids = list(tag.K) if isinstance(tag.get("/K"), Array) else []
    places = [
        place
        for place in range(len(kids) - 1)
        if all(isinstance(kid, Dictionary) and "/S" in kid for kid in kids[place : place + 2])
    ]
    if not places:
        return False
    place = draw.choice(places)
    kids[place], kids[place + 1] = kids[place + 1], kids[place]
    tag.K = Array(kids)
    return True


def _outline(act: Callable[[Any], None]) -> Act:
    def change(pdf: pikepdf.Pdf, _: Random) -> bool:
        item = pdf.Root.Outlines.First
        act(item)
        return True

    return change


def _xmp(find: str, put: str) -> Act:
    def change(pdf: pikepdf.Pdf, _: Random) -> bool:
        old = bytes(pdf.Root.Metadata.read_bytes()).decode()
        new = re.sub(find, put, old, count=1, flags=re.S)
        pdf.Root.Metadata = pdf.make_stream(new.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML))
        return new != old

    return change


def _info(key: str, value: str) -> Act:
    def change(pdf: pikepdf.Pdf, _: Random) -> bool:
        pdf.docinfo[key] = value
        return True

    return change


def _set(tag: Any, key: str, value: Any) -> bool:
    tag[key] = value
    return True


def _lose(tag: Any, key: str) -> bool:
    if key not in tag:
        return False
    del tag[key]
    return True


def _page_swap(pdf: pikepdf.Pdf, draw: Random) -> bool:
    place = draw.randrange(1, len(pdf.pages) - 2)
    kept = pdf.pages[place]
    del pdf.pages[place]
    pdf.pages.insert(place + 1, kept)
    return True


def _label(pdf: pikepdf.Pdf, _: Random) -> bool:
    numbers = list(pdf.Root.PageLabels.Nums)
    numbers[-1] = Dictionary(S=Name.D, St=7)
    pdf.Root.PageLabels = Dictionary(Nums=Array(numbers))
    return True


def _to_another(pdf: pikepdf.Pdf, link: Any, draw: Random) -> bool:
    others = [name for name in _names(pdf) if name != str(link.Dest)]
    link.Dest = String(draw.choice(others))
    return True


def _move_destination(pdf: pikepdf.Pdf, draw: Random) -> bool:
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    name = draw.choice([str(name) for name in tree if not str(name).startswith(("fn", "cite"))])
    place = tree[name]
    others = [page.obj for page in pdf.pages if page.obj.objgen != place[0].objgen]
    tree[name] = Array([draw.choice(others), *list(place)[1:]])
    return True


CHANGES: dict[str, Act] = {
    "text removed": _content(_drop),
    "text doubled": _content(_twice),
    "texts exchanged": _content(_exchange),
    "text that says another": _content(_actual),
    "text invisible": _content(_invisible),
    "pages swapped": _page_swap,
    "page removed": lambda pdf, draw: pdf.pages.__delitem__(draw.randrange(1, len(pdf.pages))) is None,
    "page labels": _label,
    "heading made paragraph": _tag(("H2", "H3"), lambda tag, _: _set(tag, "/S", Name.P)),
    "level of heading": _tag(("H2", "H3"), lambda tag, _: _set(tag, "/S", Name.H4)),
    "paragraph made heading": _tag(("P",), lambda tag, _: _set(tag, "/S", Name.H2)),
    "head cell made cell": _tag(("THead",), lambda tag, _: _set(tag, "/S", Name.TBody)),
    "order of tags": _tag(("Sect", "Table", "TR", "L", "TBody"), _swap_kids),
    "tag lost": _tag(("P", "LI", "TR", "Figure"), lambda tag, _: _lose(tag, "/K")),
    "language of a tag": _tag(("Div", "Span"), lambda tag, _: _set(tag, "/Lang", String("fr"))),
    "language lost": _tag(("Div", "Span"), lambda tag, _: _lose(tag, "/Lang"), lambda tag: "/Lang" in tag),
    "alternative text": _tag(("Figure", "Formula"), lambda tag, _: _set(tag, "/Alt", String("another"))),
    "alternative text lost": _tag(("Figure", "Formula"), lambda tag, _: _lose(tag, "/Alt")),
    "tag that says another text": _tag(("P", "TD", "LI"), lambda tag, _: _set(tag, "/ActualText", String("another"))),
    "span of cell": _tag(("TD", "TH"), lambda tag, _: _set(tag, "/A", Dictionary(O=Name.Table, ColSpan=3))),
    "note apart from its call": _tag(("Note",), lambda tag, _: _lose(tag, "/K")),
    "link to another place": _link(_to_another, lambda link: "/Dest" in link),
    "link to another address": _link(lambda _, link, __: _set(link.A, "/URI", String(str(link.A.URI) + "x")), lambda link: "/A" in link and "/URI" in link.A),
    "link that runs": _link(lambda _, link, __: _set(link, "/A", Dictionary(S=Name.Launch, F=String("x"))), lambda link: "/A" in link),
    "destination on another page": _move_destination,
    "script": lambda pdf, _: _set(pdf.Root, "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
    "file attached": _attach,
    "note added": _annotate("Text"),
    "stamp added": _annotate("Stamp"),
    "field added": _annotate("Widget"),
    "bookmark's title": _outline(lambda item: item.__setitem__("/Title", String("another"))),
    "bookmark's place": _outline(lambda item: item.__setitem__("/Dest", String("colophon"))),
    "title in the packet": _xmp("</rdf:li>", "x</rdf:li>"),
    "author in the packet": _xmp("(<dc:creator><rdf:Seq>)", r"\1<rdf:li>Nobody</rdf:li>"),
    "author lost from the packet": _xmp("<dc:creator>.*?</dc:creator>", ""),
    "date in the packet": _xmp("<xmp:CreateDate>2", "<xmp:CreateDate>1"),
    "language in the packet": _xmp("<rdf:li>zh-CN</rdf:li>", "<rdf:li>ja</rdf:li>"),
    "identifier in the packet": _xmp("</dc:identifier>", "9</dc:identifier>"),
    "title in the dictionary": _info("/Title", "another"),
    "author in the dictionary": _info("/Author", "another"),
    "keyword in the dictionary": _info("/Keywords", "another"),
    "language of the file": lambda pdf, _: _set(pdf.Root, "/Lang", String("ja")),
}  # fmt: skip


def changes(data: bytes, seed: str) -> Iterator[tuple[str, bytes]]:
    """Each kind of change of a PDF, once."""
    for kind, act in CHANGES.items():
        draw = Random(f"{seed} {kind}")
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings():
            # A page that moves takes its annotations with it.
            warnings.simplefilter("ignore")
            if not act(pdf, draw):
                continue
            pdf.save(made)
        yield kind, made.getvalue()
