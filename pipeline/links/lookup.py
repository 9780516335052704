"""Knows how a DOI, an ISBN or a page's address becomes an entry, from what registrars, catalogues and the page itself
say; must not write files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.shapes import Item, names_of
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.links.addresses import is_public
from pipeline.links.checker import RequestSettings
from pipeline.links.following import follow
from pipeline.links.registrar import CSL
from pipeline.links.verdicts import told
from pipeline.tools import webpage
from pipeline.tools.identifiers import doi_fault, is_url, isbn_fault, language_fault, without_resolver
from pipeline.tools.web import Web
from pipeline.tools.web_answer import Answer

_PEOPLE = ("author", "editor", "translator")
# What an entry keeps of a registrar's record.
_KEPT = (
    "type",
    "title",
    *_PEOPLE,
    "container-title",
    "publisher",
    "publisher-place",
    "issued",
    "volume",
    "issue",
    "page",
    "edition",
    "DOI",
    "ISBN",
    "URL",
    "accessed",
    "language",
)


class NotFound(ReasonedError):
    """Nothing is known of an identifier, or it is none."""


def look_up(what: str, request_settings: RequestSettings, services: Mapping[str, str], today: str) -> Item:
    """An entry made plain, with a key of its own, for a DOI, an ISBN or an http address.

    `services` are the bases `doi` and `isbn`; `today` is the access date of a page (ISO 8601).

    Raises:
        NotFound: with what was wrong.
    """
    doi = without_resolver(what)
    wrong_isbn = isbn_fault(what)
    if doi.startswith("10."):
        if fault := doi_fault(doi):
            raise NotFound(fault)
        item = _of_registrar(_ask(f"{services['doi'].rstrip('/')}/{quote(doi, safe='/:;()')}", request_settings, CSL))
    elif wrong_isbn is None:
        digits = re.sub("[ -]", "", what)
        item = _of_catalogue(
            _ask(
                f"{services['isbn']}?bibkeys=ISBN:{digits}&format=json&jscmd=data", request_settings, "application/json"
            ),
            what,
        )
    elif is_url(what):
        item = _of_page(_ask(what, request_settings, ""), what, today)
    else:
        raise NotFound(wrong_isbn if wrong_isbn.name == "isbn_check" else Reason("no_identifier", text=what))
    made, _ = normalize({name: item[name] for name in _KEPT if item.get(name)})
    if not made.get("title"):
        raise NotFound(Reason("nothing_known", text=what))
    return {"id": _key(made), **made}


def _ask(url: str, request_settings: RequestSettings, accept: str) -> Answer:
    with Web[str](request_settings.agent, is_public, request_settings.allowed, request_settings.seconds) as web:
        answer = follow(web, request_settings, url, accept)
    if answer.status != 200:
        raise NotFound(Reason("not_answered", url=url, detail=told(answer)))
    return answer


def _of_registrar(answer: Answer) -> Item:
    try:
        work = json.loads(answer.body)
    except ValueError as error:
        raise NotFound(Reason("registrar_without_metadata")) from error
    if not isinstance(work, dict):
        raise NotFound(Reason("registrar_no_work"))
    single = {
        name: value[0] if isinstance(value, list) and value and name not in _PEOPLE else value
        for name, value in work.items()
    }
    people = {
        name: [_person(person) for person in single.get(name) or [] if isinstance(person, dict)] for name in _PEOPLE
    }
    parts = (single.get("issued") or {}).get("date-parts") if isinstance(single.get("issued"), dict) else None
    issued = "-".join(f"{int(part):02d}" for part in parts[0] if part) if parts and parts[0] and parts[0][0] else ""
    # A registrar's own address of the work says no more than its DOI.
    return {**single, **people, "issued": issued, "URL": ""}


def _person(person: Mapping[str, object]) -> dict[str, str]:
    if person.get("family"):
        return {name: str(person[name]) for name in ("family", "given", "suffix") if person.get(name)}
    return {"literal": str(person.get("literal") or person.get("name") or person.get("given") or "")}


def _of_catalogue(answer: Answer, isbn: str) -> Item:
    """The answer of Open Library's books service, or of a catalogue that answers alike."""
    try:
        data = json.loads(answer.body)
        book = next(iter(data.values()))
        names = {
            name: [str(row["name"]) for row in book.get(name) or []]
            for name in ("authors", "publishers", "publish_places")
        }
    except (ValueError, StopIteration, AttributeError, KeyError, TypeError) as error:
        raise NotFound(Reason("not_in_catalogue", isbn=isbn)) from error
    year = re.search(r"\d{4}", str(book.get("publish_date") or ""))
    return {
        "type": "book",
        "title": ": ".join(str(book[name]) for name in ("title", "subtitle") if book.get(name)),
        "author": [{"literal": name} for name in names["authors"]],
        "publisher": next(iter(names["publishers"]), ""),
        "publisher-place": next(iter(names["publish_places"]), ""),
        "issued": year[0] if year else "",
        "ISBN": isbn,
    }


def _of_page(answer: Answer, url: str, today: str) -> Item:
    found = webpage.metadata(webpage.decode(answer.body, answer.content_type))
    language = (found.get("lang") or "")[:2].lower()
    return {
        "type": "webpage",
        "title": found.get("citation_title") or found.get("og:title") or found.get("title") or "",
        "author": [
            {"literal": name}
            for name in filter(None, [found.get("citation_author") or found.get("author") or found.get("og:site_name")])
        ],
        "issued": (found.get("citation_publication_date") or found.get("article:published_time") or "")[:10].replace(
            "/", "-"
        ),
        "URL": url,
        "accessed": today,
        "language": "" if language_fault(language) else language,
    }


def _key(item: Mapping[str, object]) -> str:
    """A key of the first author and the year, or of the title's first word."""
    first = next(iter(names_of(item, "author") or names_of(item, "editor")), {})
    word = str(first.get("family") or first.get("literal") or item.get("title") or "entry")
    stem = re.sub(r"\W+", "-", word.casefold()).strip("-").split("-")[0] or "entry"
    return stem + str(item.get("issued") or "")[:4]
