"""Knows what the package of an e-book says of the report, and reads it; must not know how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.bibliography.order import filed
from pipeline.core.dates import to_the_day
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.facts import Carried, Rows, Spelling, Texts, same, tagged
from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata, Person
from pipeline.core.text import Span
from pipeline.formats.proving import metadata as proving
from pipeline.formats.proving.markup import Element, local

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
IDENTIFIER_TYPES = {"doi": "06", "isbn": "15", "report": "01"}
"""The types of identifiers, as ONIX numbers them in its code list 5; the number of a report is its publisher's own."""
_MADE_UP = "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"


def _refined(metadata: Metadata, text: Bilingual, *more: str) -> tuple[str, str]:
    """A text with the other language, and what else refines it."""
    texts = [(tag, text[language]) for language, tag in metadata.languages.tags if text[language]]
    (tag, first), *others = texts or [(metadata.languages.tag, metadata.languages.first(text))]
    return f" {tag}", " | ".join(
        [first, *sorted([*(f"alternate-script {tag}: {text}" for tag, text in others), *more])]
    )


def _with(*more: str) -> Spelling:
    return lambda metadata, texts: [_refined(metadata, text, *more) for text in texts]


def _person(metadata: Metadata, person: Person) -> tuple[str, str]:
    orcid = [f"dcterms:identifier: https://orcid.org/{person.orcid}"] if person.orcid else []
    sound = filed(person.name.zh, person.sort)
    sorted_ = [f"file-as: {sound}"] if sound else []
    return _refined(metadata, person.name, f"role marc:relators: {person.role}", *orcid, *sorted_)


def _main(metadata: Metadata) -> str:
    """The scheme of the identifier that is the book's own."""
    schemes = {item.scheme for item in metadata.identifiers}
    return next((scheme for scheme in ("doi", "isbn") if scheme in schemes), "")


def _identifier(scheme: str, form: str) -> Spelling:
    def spell(metadata: Metadata, texts: Texts) -> Rows:
        values = [text.en.replace("-", "") if scheme == "isbn" else text.en for text in texts]
        code = IDENTIFIER_TYPES.get(scheme)
        kind = f" | identifier-type onix:codelist5: {code}" if code else ""
        return [(" own" if _main(metadata) == scheme else "", form.format(value) + kind) for value in values]

    return spell


CARRIED: tuple[Carried, ...] = (
    Carried("title", "dc:title", _with("title-type: main")),
    Carried("subtitle", "dc:title", _with("title-type: subtitle")),
    Carried("authors", "dc:creator", lambda metadata, _: [_person(metadata, one) for one in metadata.authors]),
    Carried(
        "contributors", "dc:contributor", lambda metadata, _: [_person(metadata, one) for one in metadata.contributors]
    ),
    Carried("publisher", "dc:publisher", _with()),
    Carried("abstract", "dc:description", tagged),
    Carried("keywords", "dc:subject", tagged),
    Carried("series", "belongs-to-collection", _with("collection-type: series")),
    Carried("date", "dc:date", same),
    Carried("date", "dcterms:modified", lambda metadata, _: [("", f"{to_the_day(metadata.date)}T00:00:00Z")]),
    Carried("version", "schema:version", same),
    Carried("languages", "dc:language", same),
    Carried("doi", "dc:identifier", _identifier("doi", "doi:{}")),
    Carried("isbn", "dc:identifier", _identifier("isbn", "urn:isbn:{}")),
    Carried("report number", "dc:identifier", _identifier("report", "{}")),
    Carried("rights", "dc:rights", tagged),
    Carried("license", "dc:rights", same),
)
_FORMS = {"cover": "cover-image"}


def check(metadata: Metadata, opf: Element, accessible: Mapping[str, list[str]], span: Span) -> Iterator[Diagnostic]:
    """OUT102 for what the package says otherwise than the report, of access than its pages, or that nobody knows."""
    said = proving.gathered(_said(opf))
    forms = _FORMS if _main(metadata) else {**_FORMS, "dc:identifier own": _MADE_UP}
    expected = proving.wanted(metadata, CARRIED, [("xml:lang", metadata.languages.tag)])
    yield from proving.check(said, {**expected, **accessible}, forms, span)


def own_identifier(opf: Element) -> str:
    """What names the book."""
    own = opf.get("unique-identifier")
    return next((one.text or "" for one in opf.iter(f"{_DC}identifier") if one.get("id") == own), "")


def _said(opf: Element) -> Iterator[tuple[str, str]]:
    """The names of the package's metadata; each text with what refines it."""
    yield "xml:lang", str(opf.get(_LANG, ""))
    rows = [row for part in opf if local(part) == "metadata" for row in part if isinstance(row.tag, str)]
    ids = {f"#{row.get('id')}" for row in rows if row.get("id")}
    for row in rows:
        refined = str(row.get("refines", ""))
        if refined in ids:
            continue
        is_own = local(row) == "identifier" and row.get("id") == opf.get("unique-identifier")
        names = (_name(row), "own" if is_own else "", row.get(_LANG), refined)
        yield " ".join(filter(None, names)), _whole(row, rows)


def _whole(row: Element, rows: Sequence[Element], marks: tuple[str, ...] = (" | ", " / ")) -> str:
    """The text of a row with what refines it, and what refines that behind the second mark; no deeper, since ids that
    are given twice may lead in a circle."""
    text = row.text or str(row.get("content") or row.get("href") or "")
    if not marks or not row.get("id"):
        return text
    mark, *rest = marks
    more = [one for one in rows if one.get("refines") == f"#{row.get('id')}"]
    return mark.join([text, *sorted(f"{_label(one)}: {_whole(one, rows, tuple(rest))}" for one in more)])


def _label(row: Element) -> str:
    return " ".join(filter(None, (_name(row), row.get("scheme"), row.get(_LANG))))


def _name(row: Element) -> str:
    if str(row.tag).startswith(_DC):
        return f"dc:{local(row)}"
    return str(row.get("property") or row.get("name") or row.get("rel"))
