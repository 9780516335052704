"""Knows what a bibliography entry must hold, and what is wrong in it; must not know citation styles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.bibliography.fields import date_of, is_after
from pipeline.bibliography.normalize import language_of, normalize
from pipeline.bibliography.shapes import NAMES, shaped
from pipeline.bibliography.types import TYPES, missing
from pipeline.checks.base import Source
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import ENGLISH, IN_IDEOGRAPHS, is_chinese
from pipeline.core.model import Entry
from pipeline.core.text import nearest
from pipeline.tools.identifiers import doi_fault, is_url, isbn_fault

_JOINED = re.compile(r"[、;；/]|,\s|，|\s(?:and|&|和|与)\s", re.I)
CJK = ("zh", "ja", "ko")
_OTHERS = re.compile(r"(?:^|[\s，,])(?:等|et al\.?)$|等$", re.I)
# Bodies have commas and conjunctions in their names.
_BODY = re.compile(
    r"委员会|协会|中心|研究院|研究所|大学|学院|公司|部|局|委|组织|基金会|出版社|联盟|项目组|编写组|课题组|"
    r"\b(?:Office|Committee|Commission|Institute|University|Department|Ministry|Foundation|Association|"
    r"Organi[sz]ation|Centre|Center|Agency|Council|Group|Inc|Ltd|Project|Alliance|Union|Society|Board|Bureau|Nations)\b"
)


def check(source: Source) -> Iterator[Diagnostic]:
    """What is wrong in each entry (CIT104, CIT105, CIT107, CIT108, CIT110 to CIT116, CIT118), and entries that are
    one work (CIT109)."""
    published = source.document.metadata.date
    seen: dict[str, Entry] = {}
    for entry in source.document.bibliography:
        if not entry.csl:
            continue
        item = json.loads(entry.csl)
        yield from (
            Diagnostic("CIT118", entry.place(name), {"key": entry.id, "name": name}, entry.id)
            for name in shaped(item)[1]
        )
        yield from _plain(entry, item)
        yield from _given(entry, item)
        made, _ = normalize(item)
        yield from _fields(entry, item, made)
        yield from _identifiers(entry, item)
        yield from _dates(entry, made, published)
        yield from _people(entry, made)
        yield from _language(entry, made)
        for mark in _works(made):
            if mark in seen:
                yield Diagnostic(
                    "CIT109", entry.span, {"key": entry.id, "other": seen[mark].id}, entry.id, (seen[mark].span,)
                )
                break
            seen[mark] = entry


def _plain(entry: Entry, item: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for change in normalize(item)[1]:
        if change.field in ("language", "DOI", "type"):
            # These have findings of their own.
            continue
        values = {
            "key": entry.id,
            "field": change.field,
            "before": change.before[:60],
            "after": change.after[:60] or "—",
        }
        yield Diagnostic("CIT107", entry.place(change.field), values, entry.id)


def _given(entry: Entry, item: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What a reader made of what was given: titles in another case, TeX that it does not understand (CIT129)."""
    custom = item.get("custom")
    given = custom.get("given") if isinstance(custom, dict) else None
    for field, before in given.items() if isinstance(given, dict) else ():
        if str(before).startswith("\\"):
            values = {"key": entry.id, "field": field, "command": str(before)[:60]}
            yield Diagnostic("CIT129", entry.place(field), values, entry.id)
        else:
            values = {"key": entry.id, "field": field, "before": str(before)[:60], "after": str(item.get(field))[:60]}
            yield Diagnostic("CIT107", entry.place(field), values, entry.id)


def _fields(entry: Entry, item: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name in ("type", "title"):
        if not str(item.get(name) or "").strip():
            yield Diagnostic("CIT104", entry.span, {"key": entry.id, "name": name}, entry.id)
    kind = str(item.get("type") or "")
    if kind and kind not in TYPES:
        guess = str(made["type"]) if made.get("type") in TYPES else nearest(kind, TYPES)
        yield Diagnostic(
            "CIT110",
            entry.place("type"),
            {"key": entry.id, "type": kind, "guess": f" → {guess}?" if guess else ""},
            entry.id,
        )
    for name in missing(made):
        yield Diagnostic("CIT108", entry.span, {"key": entry.id, "type": kind, "name": name}, entry.id)


def _identifiers(entry: Entry, item: Mapping[str, Any]) -> Iterator[Diagnostic]:
    doi, isbn, url = (str(item.get(name) or "") for name in ("DOI", "ISBN", "URL"))
    if doi and (fault := doi_fault(doi)):
        yield Diagnostic("CIT105", entry.place("DOI"), {"key": entry.id, "doi": doi[:80], "reason": fault}, entry.id)
    if isbn and (fault := isbn_fault(isbn)):
        yield Diagnostic("CIT111", entry.place("ISBN"), {"key": entry.id, "isbn": isbn[:40], "reason": fault}, entry.id)
    if url and not is_url(url):
        yield Diagnostic("CIT112", entry.place("URL"), {"key": entry.id, "url": url[:80]}, entry.id)


def _dates(entry: Entry, made: Mapping[str, Any], published: str) -> Iterator[Diagnostic]:
    accessed, issued = date_of(made.get("accessed")), date_of(made.get("issued"))
    for wrong, other in ((is_after(accessed, published), published), (is_after(issued, accessed), issued)):
        if accessed and other and wrong:
            yield Diagnostic(
                "CIT113", entry.place("accessed"), {"key": entry.id, "accessed": accessed, "other": other}, entry.id
            )


def _people(entry: Entry, made: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for field in NAMES:
        for name in made.get(field) or []:
            text = str(name.get("literal") or name.get("family") or "") if isinstance(name, dict) else str(name)
            if _OTHERS.search(text):
                yield Diagnostic("CIT115", entry.place(field), {"key": entry.id, "name": text[:60]}, entry.id)
            elif _JOINED.search(text) and not _BODY.search(text):
                yield Diagnostic("CIT114", entry.place(field), {"key": entry.id, "name": text[:60]}, entry.id)


def _language(entry: Entry, made: Mapping[str, Any]) -> Iterator[Diagnostic]:
    told, seen = str(json.loads(entry.csl).get("language") or ""), language_of(made)
    stated = str(made.get("language") or "").lower()[:2]
    # A Japanese title may be written in ideographs alone.
    is_odd = bool(told) and (stated not in IN_IDEOGRAPHS if is_chinese(seen) else seen == ENGLISH and stated in CJK)
    if seen and (not told or is_odd):
        yield Diagnostic(
            "CIT116", entry.place("language"), {"key": entry.id, "told": told or "—", "seen": seen}, entry.id
        )


def _works(made: Mapping[str, Any]) -> Iterator[str]:
    if made.get("DOI"):
        yield "doi " + str(made["DOI"]).lower()
    title = re.sub(r"\W", "", str(made.get("title") or "")).casefold()
    year = date_of(made.get("issued"))[:4]
    if title and year and not made.get("container-title"):
        yield f"work {title} {year} {made.get('volume', '')} {made.get('type', '')}"
