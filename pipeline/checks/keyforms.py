"""Knows the forms of references by the keys and ids of a report that were typed otherwise than these are; must not know
other forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.forms import Form
from pipeline.checks.runs import OBJECT, SPEAKING
from pipeline.core.model import Document
from pipeline.core.vocabulary import CROSS_REFERENCE_KINDS

_OPENING, _CLOSING = r"[\[【［（(〔{｛]", r"[\]】］）)〕}｝]"
_WORD = re.compile(r"\w+")
_KINDS = "|".join(CROSS_REFERENCE_KINDS)


def forms(document: Document, text: str) -> Iterator[Form]:
    """Keys and ids that its text may hold, in other brackets or without their @; in brackets an id that is not there as
    well."""
    words = set(_WORD.findall(text))
    known = {
        name
        for name in (*(entry.id for entry in document.bibliography), *document.cross_reference_ids())
        # A library has thousands; before and behind a key stands no letter.
        if (start := _WORD.match(name)) and start[0] in words
    }
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True) if name[0].isalpha())
    if names:
        yield Form(
            "meant_wide_citation",
            rf"{_OPENING}{SPEAKING}{_CLOSING}",
            (r"\A.(.*).\Z", r"[\1]"),
            typed=rf"{_OPENING}@\{{?(?:{names})\}}?{_CLOSING}",
        )
        # With a locator; a round one may well hold a clause with a key in it.
        yield Form(
            "meant_wide_citation",
            rf"[【［〔](?:{SPEAKING}|{OBJECT})[^\[\]【】［］〔〕\n]*[】］〕]",
            (r"\A.(.*).\Z", r"[\1]"),
            typed=rf"[【［〔]@\{{?(?:{names})\}}?[^\[\]【】［］〔〕\n]*[】］〕]",
        )
        yield Form(
            "meant_key",
            rf"[\[【［〔][@＠#＃]?(?:{names})[\]】］〕]|[（(｛][＠#＃](?:{names})[）)｝]"
            rf"|(?<![A-Za-z0-9_#&/])[＠#＃](?:{names})(?![\w-])",
            (r"\A\W*(.*?)\W*\Z", r"[@\1]"),
        )
    yield Form("meant_key", rf"[\[【［〔](?:{_KINDS})-\w[\w-]*[\]】］〕]")
