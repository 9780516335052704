"""Knows how a block of the page is made anew alone when its words have changed, and when it may be; must not know who
looks at it.

What was is made alone beside what is. Where the one is byte by byte what stands in the page, the other is what will
stand there, since they differ in words alone (`alike`): what is more than words is taken from the page.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.core.collection import garbage_collection_paused
from pipeline.core.diagnostics import PipelineError
from pipeline.core.model import Document, Inventory
from pipeline.core.opening import Folder, holding
from pipeline.core.scratch import run_folder
from pipeline.desk.preview.alike import words_alone
from pipeline.desk.preview.made import Block, Made, Patch
from pipeline.formats.html.alone import paragraphs
from pipeline.line.session import Session
from pipeline.project import Project, open_project
from pipeline.reading import again
from pipeline.reading.again import Memory, remembering
from pipeline.reading.fields import Fields
from pipeline.reading.frontmatter import body_start
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.survey import survey
from pipeline.reading.touched import touched
from pipeline.tools.pandoc import API_VERSION
from pipeline.transforms import transform_alone

_SIGN = "<span></span>"
_MOST = 8
"""How many blocks are worth being made alone."""
_ELEMENT = re.compile(r"<(p|li)[ >]")


class Patcher:
    """Keeps the last page of one report with what it was made of, and changes blocks of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.page = root, ""
        self._memory = Memory()
        self._document: Document | None = None
        self._project: Project | None = None

    def rest_on(self, made: Made) -> None:
        """A whole page was made: what is changed from now on is changed in it."""
        self.page = ""
        held = {
            os.path.realpath(self.root / name): text.encode()
            for (_, name), text in zip(made.files, made.texts, strict=True)
        }
        try:
            with holding(held):
                session = Session(open_project(self.root))
                self._remember(session)
        except PipelineError:
            return
        last = self._memory.last
        if made.page and last is not None and last.body.source.text == session.text.text:
            self.page = made.page.decode()

    def patch(self) -> Patch | None:
        """What the source on the disk changes in the page, which is then that of this source; None where blocks alone
        cannot show it."""
        before = self._memory.last
        if not self.page or before is None:
            return None
        try:
            session = Session(open_project(self.root))
            source, files = session.text, tuple(file.source.text for file in session.joined.files)
            if source.text == before.body.source.text:
                return Patch((), files)
            if not self._is_known(session) or source.text.count("\n") != before.body.source.text.count("\n"):
                return None
            pairs = touched(self._memory, source, body_start(source))
            blocks = self._blocks(session, pairs or ())
        except PipelineError:
            pairs = blocks = None
        if pairs is None or blocks is None:
            self._memory.last = before
            return None
        for block in blocks:
            self.page = self.page.replace(block.was, block.html, 1)
        return Patch(blocks, files)

    def _is_known(self, session: Session) -> bool:
        """Whether settings and front matter are those of the page."""
        last = self._memory.last
        if last is None or self._document is None or session.project != self._project:
            return False
        text, start = session.text.text, body_start(session.text)
        return start == last.body.start and text[:start] == last.body.source.text[:start]

    def _remember(self, session: Session) -> None:
        last, source = self._memory.last, session.text
        with remembering(self._memory):
            if not self._is_known(session):
                self._document, self._project = session.document, session.project
            elif last is None or last.body.source.text != source.text:
                again.parse(source, body_start(source))

    def _blocks(self, session: Session, pairs: Sequence[tuple[ParsedBody, ParsedBody]]) -> tuple[Block, ...] | None:
        document = self._document
        if document is None or len(pairs) > _MOST:
            return None
        if not pairs:
            return ()
        folder = Folder(session.project.report.parent, self.root)
        surveyed = [tuple(_tree(body, folder, document) for body in pair) for pair in pairs]
        alone = [words_alone(was, now) for was, now in surveyed]
        if not all(alone):
            return None
        trees = [*(pair[0] for pair in alone if pair), *(pair[1] for pair in alone if pair)]
        tree = json.dumps({"pandoc-api-version": API_VERSION, "meta": {}, "blocks": trees}, ensure_ascii=False)
        facts = replace(document.metadata, logo=None)
        part = Document(facts, tree, Inventory(), source=document.source, texts=document.texts)
        made = list(paragraphs(transform_alone(part)))
        if len(made) != 2 * len(pairs):
            return None
        blocks = tuple(self._block(*row) for row in zip(made[: len(pairs)], made[len(pairs) :], strict=True))
        return tuple(block for block in blocks if block) if all(blocks) else None

    def _block(self, was: tuple[str, str], now: tuple[str, str]) -> Block | None:
        """A block of the page with other words; None where it is not what was made alone."""
        (place, old), (_, new) = was, now
        standing = _standing(self.page, place)
        if standing is None:
            return None
        taken = between(old.split(_SIGN), standing)
        pieces = new.split(_SIGN)
        if taken is None or len(pieces) != len(taken) + 1:
            return None
        return Block(place, standing, pieces[0] + "".join(map("".join, zip(taken, pieces[1:], strict=True))))


def _tree(body: ParsedBody, folder: Folder, document: Document) -> Mapping[str, object]:
    tree = json.loads(survey(body, folder, Fields(), document.metadata.languages)[1])
    (block,) = tree["blocks"]
    return dict(block)


def _standing(page: str, place: str) -> str | None:
    """The element of a place in a page."""
    sign = f' data-place="{place}"'
    at = page.find(sign)
    if at < 0 or page.find(sign, at + 1) >= 0:
        return None
    start = page.rfind("<", 0, at)
    found = _ELEMENT.match(page, start)
    if found is None:
        return None
    end = f"</{found[1]}>"
    return page[start : page.index(end, at) + len(end)]


def between(pieces: Sequence[str], whole: str) -> list[str] | None:
    """What stands between pieces of a whole; None where it does not consist of them, or may in several ways."""
    first, *others = pieces
    if not others:
        return [] if first == whole else None
    last = others.pop()
    start, end = len(first), len(whole) - len(last)
    if not whole.startswith(first) or not whole.endswith(last) or start > end:
        return None
    edges, places = [start], [end]
    for piece in others:
        at = whole.find(piece, edges[-1], end)
        if at < 0 or not piece:
            return None
        edges += [at, at + len(piece)]
    for piece in reversed(others):
        places += [at := whole.rfind(piece, start, places[-1]) + len(piece), at - len(piece)]
    edges.append(end)
    places.append(start)
    return [whole[one:other] for one, other in list(pairwise(edges))[::2]] if edges == places[::-1] else None


def serve(wanted: Connection, root: Path) -> None:
    """Rest on each page that comes through a connection, and answer with a patch of it whatever else comes, until it is
    closed: the life of a process."""
    patcher = Patcher(root)
    with run_folder():
        while True:
            try:
                made = wanted.recv()
            except (EOFError, OSError):
                return
            wanted.send(_answer(patcher, made))


def _answer(patcher: Patcher, made: object) -> Patch | None:
    try:
        with garbage_collection_paused():
            if isinstance(made, Made):
                patcher.rest_on(made)
            return patcher.patch()
    # The whole page tells what is wrong; until it is made there is nothing to change.
    except Exception:  # noqa: BLE001
        patcher.page = ""
        return None
