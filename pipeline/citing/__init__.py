"""The third step: citations are set, once for all formats; knows where reference lists end, not how marks and entries
look."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.shapes import Item
from pipeline.citing.entries import finish_entry, finish_link, refused_addresses
from pipeline.citing.given import given, is_ours
from pipeline.citing.latin import narrow
from pipeline.citing.locales import Lead, languages
from pipeline.citing.locales import cited as cited_in_languages
from pipeline.citing.marks import Dashes, Places, plain_locators, set_mark
from pipeline.citing.ownstyles import OwnStyle, close_up, drop_empty, names_in, prepared
from pipeline.citing.verbatim import hidden, show
from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import PipelineError, unreadable
from pipeline.core.languages import CHINESE, SCRIPT_TAGS, Language, has_spaces
from pipeline.core.model import Document
from pipeline.core.reasons import HEARD, Reason
from pipeline.core.text import Span
from pipeline.core.wanted import along
from pipeline.tools import ast


@garbage_collection_paused()
def cite(document: Document, style: Path, *, by_strokes: bool = False) -> Document:
    """Run citeproc; the citations become links to the entries of the reference list, and the entries link back. Lists
    by author have Chinese names by their sounds, or by strokes.

    The text up to a reference list is cited in it, with numbers of its own: one list at the end, or one in each
    chapter.

    Raises:
        PipelineError: SET106 for a style that citeproc cannot read.
    """
    if not document.bibliography:
        return document
    entries = {entry.id: entry for entry in document.bibliography}
    # In the order of the text, which decides where a style has no order of its own.
    cited = dict.fromkeys(citation.key for citation in document.inventory.citations)
    items = {key: json.loads(entries[key].csl) for key in cited if key in entries and entries[key].csl}
    references = [hidden(item) for item in given(list(items.values()), style, by_strokes=by_strokes)]
    leading = document.metadata.languages.leading
    lead = SCRIPT_TAGS[leading]
    # Ours tell languages apart themselves.
    own = {} if is_ours(style) else languages(items, lead)
    chinese = [key for key, language in own.items() if language == SCRIPT_TAGS[CHINESE]]
    order = "stroke" if by_strokes else "pinyin"
    parts = [document.ast] if _is_ready(document.ast) else _prepared(ast.load(document.ast), is_ours=is_ours(style))
    with ThreadPoolExecutor() as pool, _readable(style) as readable:
        work = partial(_cited, style=readable.path, references=references, own=own, lead=(lead, order))
        set_parts = list(pool.map(along(work), parts))
    made = []
    numbers = count(1)
    for number, part in enumerate(set_parts, 1):
        # citeproc sets a narrow space before French marks, which few faces have.
        piece = ast.load(part.replace("\u202f", "\u00a0"))
        if own:
            _mend(piece, items, chinese)
        _finish(piece, items, numbers, leading, dashes=readable.dashes)
        if len(set_parts) > 1:
            _tell_apart(piece, number)
        made.append(piece)
    first, *others = made
    for piece in others:
        first.content.extend(piece.content)
    return replace(document, ast=ast.dump(first))


def _is_ready(text: str) -> bool:
    """Whether nothing has to be done to a tree before: one list at most, one key without words in each citation."""
    cites, keys, bare = map(text.count, ('"t":"Cite"', '"citationSuffix"', '"citationSuffix":[]'))
    return cites == keys == bare and text.count('"references"') < 2


def _prepared(tree: ast.Doc, *, is_ours: bool) -> list[str]:
    for part in ast.descend(tree):
        if isinstance(part, ast.Cite):
            plain_locators(part, is_ours=is_ours)
    return [ast.dump(ast.Document(*blocks)) for blocks in _parts(tree)]


def _cited(part: str, style: Path, references: list[Item], own: Mapping[str, str], lead: Lead) -> str:
    try:
        return cited_in_languages(part, style, references, own, lead)
    except PipelineError as error:
        words = str(error.diagnostics[0].values.get(HEARD, ""))
        if "CiteprocParseError" in words:
            raise unreadable("SET106", Span(style.name), reason=Reason("csl_style", words=words)) from error
        raise


def _parts(tree: ast.Doc) -> Iterator[list[ast.Node]]:
    """The blocks up to and with each reference list; what comes after the last one belongs to it."""
    blocks = list(tree.content)
    ends = [place + 1 for place, block in enumerate(blocks) if _is_list(block)]
    start = 0
    for end in [*ends[:-1], len(blocks)]:
        yield blocks[start:end]
        start = end


def _is_list(block: ast.Node) -> bool:
    return isinstance(block, ast.Div) and "references" in block.classes


def _readable(style: Path) -> AbstractContextManager[OwnStyle]:
    return nullcontext(OwnStyle(style, ("-", "-"))) if is_ours(style) else prepared(style)


def _mend(piece: ast.Doc, items: Mapping[str, Item], chinese: Sequence[str]) -> None:
    drop_empty(piece)
    made = {key: normalize(items[key])[0] for key in chinese}
    for part in ast.descend(piece):
        if isinstance(part, ast.Cite):
            close_up(part, names_in(made, [one.id for one in part.citations if one.id in made]))
        elif isinstance(part, ast.Div) and part.identifier.removeprefix("ref-") in made:
            close_up(part, names_in(made, [part.identifier.removeprefix("ref-")]))


def _finish(
    piece: ast.Doc, items: Mapping[str, Item], numbers: Iterator[int], leading: Language, *, dashes: Dashes
) -> None:
    places: Places = {}
    if has_spaces(leading):
        ast.walk(piece, lambda element, _: narrow(element, leading))
    refused = refused_addresses(items)
    # The tree is gone through once: most of the time that citing takes beside citeproc's is spent on that.
    cites, entries = [], []
    for element in list(ast.descend(piece)):
        if isinstance(element, ast.Str):
            show(element)
        elif isinstance(element, ast.Link) and _is_of_nothing(element, items):
            ast.put(element, list(element.content))
        elif isinstance(element, ast.Link):
            finish_link(element, refused)
        elif isinstance(element, ast.Cite):
            cites.append(element)
        elif isinstance(element, ast.Div) and "csl-entry" in element.classes:
            entries.append(element)
    for element in cites:
        ast.put(element, [set_mark(element, places, items, next(numbers), dashes=dashes)])
    for element in entries:
        finish_entry(element, places, items, leading)


def _is_of_nothing(link: ast.Node, items: Mapping[str, Item]) -> bool:
    """Whether a link is that of a citation of which there is no entry."""
    return link.url.startswith("#ref-") and unquote(link.url.removeprefix("#ref-")) not in items


def _tell_apart(piece: ast.Doc, number: int) -> None:
    """An entry may stand in several lists; each has an id of its own."""
    for element in ast.descend(piece):
        if isinstance(element, ast.Div) and element.identifier == "refs":
            element.identifier = f"refs-{number}"
        elif isinstance(element, ast.Div) and "csl-entry" in element.classes:
            element.identifier = f"ref-{number}-{element.identifier.removeprefix('ref-')}"
        elif isinstance(element, ast.Link) and element.url.startswith("#ref-"):
            element.url = f"#ref-{number}-{element.url.removeprefix('#ref-')}"
