"""Knows what the registrars of DOIs say of a work, and how to compare it with an entry; must not know where the entry
stands.

doi.org answers in CSL-JSON for every agency that has a metadata service (DOI content negotiation); Crossref also
tells what has been retracted or corrected (`updated-by`). What cannot be asked or read is unknown, and never an error.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import quote

from pipeline.bibliography.fields import date_of
from pipeline.bibliography.shapes import Item, names_of
from pipeline.links.addresses import is_public
from pipeline.links.checker import RequestSettings
from pipeline.links.following import follow
from pipeline.tools.web import Web
from pipeline.tools.web_answer import Answer

CSL = "application/vnd.citationstyles.csl+json"
LIKE = 0.85
_GONE = ("retraction", "withdrawal", "removal", "retracted")
_MARKED = re.compile(r"^\W*(retracted|withdrawn|removed|撤稿|已撤稿)\b[\W_]*(?:article)?", re.I)


@dataclass(frozen=True)
class Finding:
    """A code of CIT120 to CIT125 with the registrar's own word."""

    code: str
    found: str = ""


def audit(
    request_settings: RequestSettings, services: tuple[str, str], items: Sequence[Mapping[str, object]]
) -> dict[str, list[Finding]]:
    """What registrars find wrong with each entry that has a DOI, by id; `services` are the bases of doi.org and
    Crossref."""
    found: dict[str, list[Finding]] = {}
    with Web[str](request_settings.agent, is_public, request_settings.allowed, request_settings.seconds) as web:
        for item in items:
            if not item.get("DOI"):
                continue
            doi = quote(str(item["DOI"]), safe="/:;()")
            answer = follow(web, request_settings, f"{services[0].rstrip('/')}/{doi}", CSL)
            if answer.status == 404:
                found[str(item["id"])] = [Finding("CIT120")]
                continue
            work = _json(answer)
            updates = (
                _json(follow(web, request_settings, f"{services[1].rstrip('/')}/works/{doi}")) if services[1] else {}
            )
            found[str(item["id"])] = [*compare(item, work), *_updates(work, updates)]
        return found


def _json(answer: Answer) -> Item:
    with suppress(ValueError):
        data = json.loads(answer.body) if answer.status == 200 and "json" in answer.content_type else {}
        return data if isinstance(data, dict) else {}
    return {}


def compare(item: Mapping[str, object], work: Mapping[str, object]) -> list[Finding]:
    """Where an entry and the registrar's record of it are at odds: title (NFKC, case and marks aside), first author,
    year by more than one."""
    found = []
    title = _first(work.get("title"))
    own, theirs = _plain(str(item.get("title") or "")), _plain(_MARKED.sub("", title))
    if (
        own
        and theirs
        and not (own.startswith(theirs) or theirs.startswith(own))
        and SequenceMatcher(None, own, theirs).ratio() < LIKE
    ):
        found.append(Finding("CIT121", title[:120]))
    mine, name = _author(item), _author(work)
    if mine and name and not (_plain(mine) in _plain(name) or _plain(name) in _plain(mine)):
        found.append(Finding("CIT122", name[:60]))
    year, other = date_of(item.get("issued"))[:4], date_of(work.get("issued"))[:4]
    if year.isdigit() and other.isdigit() and abs(int(year) - int(other)) > 1:
        found.append(Finding("CIT123", other))
    return found


def _updates(work: Mapping[str, object], answer: Mapping[str, object]) -> list[Finding]:
    message = answer.get("message")
    rows = message.get("updated-by") if isinstance(message, dict) else None
    updates = [(str(row.get("type") or ""), str(row.get("DOI") or "")) for row in rows or [] if isinstance(row, dict)]
    gone = next((doi or kind for kind, doi in updates if kind.lower() in _GONE), "")
    if gone or _MARKED.match(_first(work.get("title"))):
        return [Finding("CIT124", gone or _first(work.get("title"))[:80])]
    return [Finding("CIT125", doi or kind) for kind, doi in updates[:1]]


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "")


def _author(item: Mapping[str, object]) -> str:
    first = next(iter(names_of(item, "author")), {})
    return str(first.get("family") or first.get("literal") or first.get("name") or "")


def _plain(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
