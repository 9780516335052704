"""Knows what an editorial note says: a to-do or a query that stands in the text, and its answer; must not know how it
is written or shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core.languages import Language
from pipeline.core.text import Span
from pipeline.core.wording import word


@dataclass(frozen=True)
class EditorialNote:
    """A note of one of `vocabulary.EDITORIAL`. `by` is who asks, with the initials of that name and when it was asked,
    as they came in a comment; `answer` is what the author says to it. Each is empty where nobody said it."""

    kind: str
    text: str
    span: Span
    by: str = ""
    initials: str = ""
    date: str = ""
    answer: str = ""

    def said(self, language: Language) -> str:
        """The note in one line, with who asks and what is answered."""
        text = " ".join(self.text.split())
        asked = word("note_by", language, author=self.by, text=text) if self.by else text
        return word("note_answered", language, text=asked, answer=self.answer) if self.answer else asked


def initials_of(name: str) -> str:
    """The first letter of each word of a name, as Word proposes them."""
    return "".join(part[0].upper() for part in re.findall(r"\w+", name))
