"""Knows which words with numbers stand at what is counted, in each language, so that references can repeat them whole;
must not know how they are repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.languages import LANGUAGES, Language
from pipeline.core.model import Document
from pipeline.core.numbers import EQUATION, SECTION
from pipeline.formats.docx.bookmarks import label_name, number_name, target_name
from pipeline.formats.docx.classes import SEQUENCES
from pipeline.formats.docx.numbering import is_spaced
from pipeline.tools import ast


def labels(document: Document, tree: ast.Doc) -> Mapping[str, Mapping[str, Language]]:
    """By ids: the labels that are printed there, 图 1 and Fig. 1, with their languages; `tree` is that of the document.
    A formula has its number alone, and what leads to a section is not what stands before its heading."""
    printed = set(_labels(tree))
    counted = ((id_, number.label) for id_, number in document.numbers if number.kind not in (SECTION, EQUATION))
    return {id_: {label[one]: one for one in LANGUAGES if label[one] in printed} for id_, label in counted}


def repeated(document: Document, printed: Mapping[str, Mapping[str, Language]]) -> Mapping[str, Mapping[str, str]]:
    """By ids: what fields can repeat of it, and what they ask for (REF, ECMA-376, part 1, 17.16.5.51); `printed` are
    the labels of the document.

    A section has no bookmark round its number, which is no text; Word says it where it is printed as it stands before
    the heading: 1.2 and 附录 A, but not 一、 for 第一节."""
    told: dict[str, dict[str, str]] = {}
    for id_, number in document.numbers:
        if number.kind in SEQUENCES:
            told[id_] = {text: label_name(id_, language) for text, language in printed.get(id_, {}).items()}
            told[id_][number.text.zh] = number_name(id_)
        elif is_spaced(number):
            told[id_] = {number.printed.rstrip(): f"{target_name(id_)} \\n"}
    return told


def _labels(tree: ast.Doc) -> Iterator[str]:
    for element in ast.descend(tree):
        if isinstance(element, ast.Span) and "label" in element.classes:
            yield ast.stringify(element)
