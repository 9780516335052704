"""Knows what a form is: what in a text looks like markup that was not read, and what was probably meant by it; must not
know which there are (`blockforms`, `lineforms`).

A form is a pattern over the text of a run (`runs`), in which signs stand for what is no text. `^` is the beginning of
a line, `\\A` of a block.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.checks.runs import FIELD

SURE, LIKELY = "SRC130", "SRC131"
TEXT = ("Para", "Plain", "Cell", "LineBlock", "Term", "Header")
ANYWHERE = (*TEXT, FIELD)
"""Blocks, and fields: for what no reader of Markdown takes for markup."""
PARAGRAPHS = ("Para", "Plain")


@dataclass(frozen=True)
class Form:
    """`name` is the wording that says what was meant. `fix` is what `re.sub` makes of it as it was typed, where that
    is certain; `typed` a pattern for how it was typed, where the parser has changed it; `once` whether what follows
    in the block most likely has the same cause; `blocks` the kinds of runs that it may stand in, `in_notes` whether it
    does in notes alone, `takes_rest` whether all that follows in the block is inside it."""

    name: str
    pattern: str
    fix: tuple[str, str | Callable[[re.Match[str]], str]] | None = None
    code: str = SURE
    once: bool = False
    blocks: tuple[str, ...] = TEXT
    typed: str = ""
    in_notes: bool = False
    takes_rest: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.M)
