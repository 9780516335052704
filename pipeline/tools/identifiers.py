"""Knows the one rule for each identifier: DOI, ISBN, ORCID iD, licence, language tag and http address; must not know
where one stands. The only importer of stdnum, packaging and langcodes, each when it is first needed.

A `…_fault` says what is wrong with a text, as a reason for a finding; None where nothing is.
"""

from __future__ import annotations

import re
from contextlib import suppress

from pipeline.core.reasons import Reason
from pipeline.core.text import nearest

# ISO 15924 codes of scripts that Unicode writes from right to left and living languages use.
_FROM_THE_RIGHT = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)

# ISO 26324 and the DOI Handbook, 2.2: the directory indicator 10, the registrant's number, perhaps with subdivisions, a
# slash, and a suffix of printable characters.
DOI_PATTERN = r"10\.[0-9]{4,}(?:\.[0-9]+)*/\S+"
ORCID_PATTERN = r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"
_RESOLVER = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|doi\s+)", re.I)
_ORCID_SITE = re.compile(r"https?://(?:www\.)?orcid\.org/", re.I)
# A suffix may end in a mark, and hardly any does; most such marks are those of the sentence it was copied from.
_MARKS = ".,;，。；、"
_URL = re.compile(
    r"https?://[^\s/$.?#@:\u3000-\u303f\uff00-\uffef]+(?:\.[^\s/?#@:\u3000-\u303f\uff00-\uffef]+)*"
    r"(?::\d+)?(?:[/?#][^\s\u3000-\u303f\uff00-\uffef]*)?"
)
_UNSAFE = re.compile(r"[<>\"{}|\\^`\s]|%(?![0-9A-Fa-f]{2})")
_OPERATOR = re.compile(r"(?:^|\s)\s*(?:AND|OR|WITH)\s*(?:\s|$)|[()]", re.I)
# What people write round the name of a licence, and SPDX does not.
_DECORATION = re.compile(r"\b(?:the|licen[cs]e|version|international)\b|v(?=\d)", re.I)
# The tags of nearly all reports; others are held against the registry, which takes longer to load than to read.
_COMMON_TAGS = frozenset({"zh", "zh-CN", "zh-Hans", "zh-Hant", "en", "en-US", "en-GB"})


def is_url(text: str) -> bool:
    """Whether a text is an http address that ends before any Chinese punctuation, with a host and no credentials."""
    return _URL.fullmatch(text) is not None


def as_target(address: str) -> str:
    """An address as the target of a link: what may not stand in one is percent-encoded, and nothing else (RFC 3986)."""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)


def without_resolver(text: str) -> str:
    """A DOI without the address of its resolver or the prefix `doi:` (DOI Handbook, 3.8)."""
    return _RESOLVER.sub("", text.strip(), count=1) if _RESOLVER.match(text.strip()) else text.strip()


def bare_doi(text: str) -> str:
    """The DOI that a text most likely means: without a resolver before it and without marks behind it."""
    return without_resolver(text).rstrip(_MARKS + " \t\n\u3000")


def doi_fault(text: str) -> Reason | None:
    """What is wrong with a bare DOI."""
    meant = bare_doi(text)
    if not re.fullmatch(DOI_PATTERN, meant) or not text.isprintable() or text != text.strip():
        return Reason("doi_form")
    if meant == text:
        return None
    return Reason("doi_not_bare", doi=meant) if _RESOLVER.match(text) else Reason("doi_mark", mark=text[-1], doi=meant)


def isbn_fault(text: str) -> Reason | None:
    """What is wrong with an ISBN of 10 or 13 digits, perhaps with hyphens or spaces (ISO 2108)."""
    from stdnum import isbn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    digits = re.sub("[ -]", "", text)
    # stdnum takes digits of other scripts too, and the nine digits of an SBN.
    if not re.fullmatch("[0-9]{9}[0-9Xx]|[0-9]{13}", digits):
        return Reason("isbn_form")
    try:
        isbn.validate(digits)
    except InvalidChecksum:
        return Reason("isbn_check")
    except ValidationError:
        return Reason("isbn_form")
    return None


def new_isbn_fault(text: str) -> Reason | None:
    """What is wrong with the ISBN of a new publication, which has 13 digits."""
    return isbn_fault(text) or (None if len(re.sub("[ -]", "", text)) == 13 else Reason("isbn_form_new"))


def orcid_fault(text: str) -> Reason | None:
    """What is wrong with an ORCID iD, sixteen digits with hyphens (ISO 7064, MOD 11-2)."""
    from stdnum.iso7064 import mod_11_2

    meant = _ORCID_SITE.sub("", text)
    if not re.fullmatch(ORCID_PATTERN, meant):
        return Reason("orcid_form")
    if not mod_11_2.is_valid(meant.replace("-", "")):
        return Reason("orcid_check")
    return None if meant == text else Reason("orcid_not_bare", orcid=meant)


def license_fault(text: str) -> Reason | None:
    """What is wrong with an SPDX expression in SPDX's own spelling (SPDX 2.3, annex D), or an https address."""
    if "://" in text:
        return None if text.startswith("https://") and is_url(text) else Reason("license_address")
    proper = _license(text)
    if proper:
        return None if proper == text else Reason("license_spelling", license=proper)
    names = [name.strip() for name in _OPERATOR.split(text) if name.strip()]
    unknown = next((name for name in names if not (_license(name) or _license(f"MIT WITH {name}"))), "")
    if not unknown:
        return Reason("license_expression")
    guess = _nearest_license(unknown)
    return Reason("license_guess", name=unknown, license=guess) if guess else Reason("license_unknown", name=unknown)


def license_address(text: str) -> str:
    """The page of a licence: its own address, or SPDX's of a listed one; empty for an expression of several."""
    if "://" in text or not text:
        return text
    is_listed = _license(text) == text and not re.search(r"[\s+]|^LicenseRef-", text)
    return f"https://spdx.org/licenses/{text}.html" if is_listed else ""


def language_fault(tag: str) -> Reason | None:
    """What is wrong with a language tag: its form, or a subtag that is in no registry (BCP 47)."""
    if tag in _COMMON_TAGS:
        return None
    import langcodes

    # CLDR takes underscores for hyphens, BCP 47 does not.
    if "_" in tag:
        proper = tag.replace("_", "-")
        known = langcodes.tag_is_valid(proper)
        return Reason("language_spelling", tag=proper) if known else Reason("language_unknown", tag=tag)
    return None if langcodes.tag_is_valid(tag) else Reason("language_unknown", tag=tag)


def is_right_to_left(tag: str) -> bool:
    """Whether text in a language runs from right to left: by its script, which CLDR's likely subtags name where the tag
    does not."""
    if tag in _COMMON_TAGS:
        return False
    import langcodes

    return langcodes.Language.get(tag).maximize().script in _FROM_THE_RIGHT


def _license(text: str) -> str:
    """A valid expression in SPDX's spelling; empty for any other text."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return ""


def _nearest_license(name: str) -> str:
    """The listed licence that a name most likely means, one of the same family; empty where there is none."""
    parts = _parts(name)
    family = (id_ for id_ in listed_licenses() if _parts(id_)[:1] == parts[:1])
    known = {" ".join(_parts(id_)): id_ for id_ in family}
    return known.get(nearest(" ".join(parts), known) or "", "")


def _parts(name: str) -> list[str]:
    """`CC BY 4.0`, `cc-by-4` and `CC-BY-4.0` alike."""
    return [part.removesuffix(".0") for part in re.split(r"[\s_-]+", _DECORATION.sub(" ", name).casefold()) if part]


def listed_licenses() -> list[str]:
    """The licences that SPDX lists and has not given up for others, as far as they are known."""
    # packaging checks against this list and does not offer it; without it there are no guesses, and no more is lost.
    with suppress(ImportError):
        from packaging.licenses._spdx import LICENSES

        return [row["id"] for row in LICENSES.values() if not row["deprecated"]]
    return []
