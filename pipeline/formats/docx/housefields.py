"""Knows which fields of a header of others are taken, and writes them anew; must not know what stands round them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from pipeline.formats.docx.fields import field
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark, w

_MADE = r"(?: \\\* (?!MERGEFORMAT|CHARFORMAT|Arabic\b)\w+)?"
TAKEN = re.compile(rf"(?:PAGE|NUMPAGES|SECTIONPAGES){_MADE}|TITLE|SUBJECT|AUTHOR|STYLEREF [1-9](?: \\[lnrtw])*")
"""Fields that say the page, what the report is called, or the heading of a level: none that acts or takes in a file."""
_LOOK = re.compile(r"\s*\\\*\s*(?:MERGEFORMAT|CHARFORMAT|Arabic\b)", re.I)
_HEADING = re.compile(r'STYLEREF\s+"?\s*(?:(?:标题|heading)\s*)?([1-9])\s*"?(.*)', re.I)
_BOUND = {"title": "TITLE", "subject": "SUBJECT", "creator": "AUTHOR"}
_MARK, _CODE = clark("w:fldChar"), clark("w:instrText")


def plain_fields(root: Element, drop: Callable[[Element, str], None]) -> None:
    """Write fields that are taken as we write them, and take the others out; `drop` tells which."""
    for simple in list(root.iter(clark("w:fldSimple"))):
        _replace([simple], str(simple.get(clark("w:instr"), "")), drop)
    _split(root)
    open_: list[Element] = []
    depth, code, has_result, is_nested = 0, "", False, False
    for run in list(root.iter(clark("w:r"))):
        kind = next((str(one.get(clark("w:fldCharType"))) for one in run.iterchildren(_MARK)), "")
        if not depth and kind != "begin":
            if run.find("w:fldChar", NAMESPACES) is not None or run.find("w:instrText", NAMESPACES) is not None:
                drop(run, "w:fldChar")
            continue
        open_.append(run)
        depth += (kind == "begin") - (kind == "end")
        is_nested = is_nested or depth > 1
        has_result = has_result or kind == "separate"
        code += "" if has_result else "".join(one.text or "" for one in run.iterchildren(_CODE))
        if not depth:
            _replace(open_, "" if is_nested else code, drop)
            open_, code, has_result, is_nested = [], "", False, False
    for run in open_:
        drop(run, "w:fldChar")


def bound_field(properties: Element) -> str:
    """The field that says what a control shows of the properties of the document; empty where it shows none."""
    binding = properties.find("w:dataBinding", NAMESPACES)
    path = "" if binding is None else str(binding.get(clark("w:xpath"), ""))
    return next((code for name, code in _BOUND.items() if f":{name}" in path), "")


def canonical(code: str) -> str:
    """A field as we write it; empty for one that is not taken."""
    said = " ".join(_LOOK.sub(" ", code).split())
    if found := _HEADING.fullmatch(said):
        said = " ".join(f"STYLEREF {found[1]} {found[2]}".split())
    name, _, rest = said.partition(" ")
    said = f"{name.upper()} {rest}".strip()
    return said if TAKEN.fullmatch(said) else ""


def made(code: str, like: Element | None) -> list[Element]:
    """The runs of a field that look like a run."""
    runs = field(code, "1" if "PAGE" in code else "")
    look = None if like is None else like.find("w:rPr", NAMESPACES)
    if look is not None:
        for run in runs:
            run.insert(0, copy.deepcopy(look))
    return runs


def _replace(old: list[Element], code: str, drop: Callable[[Element, str], None]) -> None:
    """Put a field in the place of its runs, or take them out."""
    said = canonical(code)
    if not said:
        for one in old[1:]:
            _remove(one)
        drop(old[0], " ".join(code.split())[:40] or "w:fldChar")
        return
    runs = [run for one in old for run in one.iter(clark("w:r"))]
    for run in made(said, next((run for run in runs if run.find("w:t", NAMESPACES) is not None), old[0])):
        old[0].addprevious(run)
    for one in old:
        _remove(one)


def _split(root: Element) -> None:
    """Let each piece of a field stand in a run of its own."""
    for run in list(root.iter(clark("w:r"))):
        pieces = [one for one in run if one.tag != clark("w:rPr")]
        if len(pieces) < 2 or not any(one.tag in (_MARK, _CODE) for one in pieces):
            continue
        look = run.find("w:rPr", NAMESPACES)
        for piece in pieces:
            run.addprevious(w("r", None if look is None else copy.deepcopy(look), piece))
        _remove(run)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
