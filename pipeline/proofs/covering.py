"""Knows what the covering page of a proof tells its editor, in the languages of the report; must not know the proof."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from pipeline.core.languages import Language
from pipeline.core.model import Metadata
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, new, serialize_html
from pipeline.proofs.rounds import Round

_STYLE = (
    "body{font-family:system-ui,sans-serif;line-height:1.8;max-width:38em;margin:3rem auto;padding:0 1rem;"
    "color-scheme:light dark}section{margin-block:2.5rem}h1{font-size:1.25rem;line-height:1.4}"
    "footer{font-size:.875rem;opacity:.8;overflow-wrap:anywhere}"
)


def covering_page(metadata: Metadata, sent: Round, names: Sequence[str]) -> bytes:
    """The page as HTML, which needs nothing else."""
    root, head, body = new("html", lang=metadata.languages.tag), new("head"), new("body")
    sections = [_letter(metadata, sent, names, language) for language in metadata.languages]
    head.extend(
        (
            new("meta", charset="utf-8"),
            new("meta", name="viewport", content="width=device-width"),
            new("title", sections[0][0].text or ""),
            new("style", _STYLE),
        )
    )
    digest = new("footer", " · ".join(part for part in (sent.commit, f"SHA-256 {sent.digest}") if part))
    body.extend((*sections, digest))
    root.extend((head, body))
    return f"<!DOCTYPE html>\n{serialize_html(root)}\n".encode()


def _letter(metadata: Metadata, sent: Round, names: Sequence[str], language: Language) -> Element:
    title = metadata.title[language] or metadata.languages.first(metadata.title)
    section = new("section", lang=language)
    section.append(new("h1", word("letter_title", language, number=sent.number, title=title)))
    if sent.to:
        section.append(new("p", word("letter_to", language, name=sent.to)))
    files = {PurePath(name).suffix: name for name in names}
    lines = [
        word("letter_open", language, file=files[".docx"]),
        word("letter_free", language),
        word("letter_made", language),
        word("letter_pdf", language, file=files[".pdf"]),
        word("letter_back", language),
    ]
    section.extend(new("p", line) for line in lines)
    return section
