"""Knows the page on which an editor's changes are looked through, what was on the left and what is on the right; must
not know how they were found.

It is one file that asks for nothing. Without its script each card shows its own command.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.core.codes import message
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.languages import LANGUAGES
from pipeline.core.model import Metadata
from pipeline.core.reasons import Reason
from pipeline.core.wording import word
from pipeline.formats.hypertext.elements import Element, new, serialize_html
from pipeline.proofs.base import Base
from pipeline.proofs.locating import Located
from pipeline.proofs.outcomes import shown
from pipeline.proofs.passages import said_with_notes

_SCRIPT = Path(__file__).with_name("review.js").read_text("utf-8")
AROUND = 48
"""Letters of the paragraph that are shown on either side of an edit."""
_STYLE = (
    ":root{color-scheme:light dark}*{box-sizing:border-box}body{font:1rem/1.7 system-ui,sans-serif;margin:0 auto;"
    "padding:1.5rem 1rem 6rem;max-width:72rem}h1{font-size:1.4rem;line-height:1.4}h2{font-size:1rem;margin:0}"
    "article{border:1px solid GrayText;border-radius:.5rem;padding:.75rem 1rem;margin-block:1rem}"
    "article:focus{outline:3px solid Highlight;outline-offset:2px}"
    "article section{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem}"
    "article section{margin-block:.5rem}"
    "article section p{margin:0;overflow-wrap:anywhere}del{text-decoration-thickness:2px}"
    "ins{text-decoration-thickness:2px;text-underline-offset:.2em;font-weight:600}"
    "code{overflow-wrap:anywhere}fieldset{border:0;padding:0;margin:0;display:flex;gap:1.5rem;flex-wrap:wrap}"
    "legend{position:absolute;clip-path:inset(50%)}label{padding:.25rem 0}input{width:1.1rem;height:1.1rem}"
    "footer{position:sticky;bottom:0;background:Canvas;border-top:1px solid GrayText;padding:.75rem 0}"
    "footer p{margin:0}output{font-family:ui-monospace,monospace;overflow-wrap:anywhere}"
)


def review_page(
    metadata: Metadata, base: Base, numbered: Mapping[int, Located], told: Sequence[Diagnostic], given: Sequence[str]
) -> bytes:
    """The page of all edits, comments and changes of returned files; `given` are the arguments that they were received
    with, as the numbers of edits are those of the same files with the same options."""
    command = f"kanben proof receive {' '.join(map(shlex.quote, given))}"
    root, head, body = new("html", lang=LANGUAGES[0]), new("head"), new("body")
    title = " · ".join((both("review_title"), metadata.languages.first(metadata.title)))
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'"
    head.extend(
        (
            new("meta", charset="utf-8"),
            new("meta", http_equiv="Content-Security-Policy", content=policy),
            new("meta", name="viewport", content="width=device-width"),
            new("title", title),
            new("style", _STYLE),
        )
    )
    page = new("main")
    page.extend((new("h1", title), new("p", both("review_keys"))))
    for row in told:
        located = numbered.get(int(row.key)) if row.code in ("PRF101", "PRF102", "PRF103") else None
        page.append(_card(row, located, base, command))
    footer = new("footer")
    footer.append(new("p", both("review_command")))
    footer.append(new("output", f"{command} --apply all", data_start=command))
    body.extend((page, footer, new("script", _SCRIPT)))
    root.extend((head, body))
    return f"<!DOCTYPE html>\n{serialize_html(root)}\n".encode()


def both(name: str, **values: str | int) -> str:
    """A wording in Chinese and in English."""
    return " ".join(dict.fromkeys(word(name, language, **values) for language in LANGUAGES))


def _card(row: Diagnostic, located: Located | None, base: Base, command: str) -> Element:
    """A card: where it is, what is there and what the editor wrote, and what can be done."""
    card = new("article", tabindex="-1")
    number = f"[{row.key}] " if located else ""
    # What stands nowhere is of all files.
    place = str(row.span) if row.span else both("review_sum")
    card.append(new("h2", f"{number}{place}"))
    if located is not None:
        card.append(_sides(located, base))
        card.append(new("p", _who(located)))
    for language in LANGUAGES:
        reasons = [
            value.said(language) for name in ("new", "reason") if isinstance(value := row.values.get(name), Reason)
        ]
        words = word("list_separator", language).join(reasons) if located else message(row, language)
        if words:
            card.append(new("p", words, lang=language))
    if row.code == "PRF101":
        card.set("data-number", row.key)
        card.append(_choice(row.key))
        card.append(new("code", f"{command} --apply {row.key}"))
    return card


def _who(located: Located) -> str:
    revision = located.edit.revision
    return " · ".join(filter(None, (revision.author, revision.date))) if revision else both("edit_untracked")


def _sides(located: Located, base: Base) -> Element:
    """The words before and after, with what stands round them."""
    edit = located.edit
    text = base.passages[edit.passage].text
    before, behind = text[max(edit.start - AROUND, 0) : edit.start], text[edit.end : edit.end + AROUND]
    sides = new("section")
    for tag, words in (("del", edit.old), ("ins", said_with_notes(edit.new))):
        side, mark = new("p", shown(before)), new(tag, shown(words))
        mark.tail = shown(behind)
        side.append(mark)
        sides.append(side)
    return sides


def _choice(number: str) -> Element:
    choice = new("fieldset")
    choice.append(new("legend", both("review_choice", number=number)))
    for value, name in (("yes", "review_accept"), ("no", "review_reject")):
        label = new("label")
        button = new("input", type="radio", name=f"edit-{number}", value=value)
        if value == "yes":
            button.set("checked", "")
        button.tail = f" {both(name)}"
        label.append(button)
        choice.append(label)
    return choice
