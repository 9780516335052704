"""Knows how a CSL-YAML file is put in order, its fields made plain and its comments kept; must not know where the
file lies."""

from __future__ import annotations

import json
import re
from string import ascii_lowercase

from pipeline.bibliography.normalize import normalize
from pipeline.bibliography.plain_lines import GONE, make_plain
from pipeline.bibliography.shapes import Item
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import SourceText
from pipeline.tools import yaml

_COMMENT = re.compile(r"(?:^|\s)#.*$", re.M)


class CannotFormat(ReasonedError):
    """The file cannot be rewritten without the risk of losing something; it is left as it is."""


def formatted(text: str, *, sort: bool = True) -> str:
    """The file with its entries plain, and by key if wanted; every comment goes with the entry below it or beside it.

    Raises:
        CannotFormat: where the file is no list of entries, or what would be written is not the same entries and
        comments.
    """
    found, problems = yaml.load(text, yaml.Origin(SourceText("references.yaml", text)))
    if found is None or problems:
        raise CannotFormat(Reason("unsound_yaml"))
    base: yaml.Path = ("references",) if isinstance(found.data, dict) else ()
    items = found.data.get("references") if isinstance(found.data, dict) else found.data
    if not isinstance(items, list) or not all(isinstance(item, dict) and item.get("id") for item in items):
        raise CannotFormat(Reason("no_list_of_entries"))
    lines = text.split("\n")
    for place, item in enumerate(items):
        make_plain(lines, item, (*base, place), found)
    starts = [(found.locate((*base, place)).line or 1) - 1 for place in range(len(items))]
    ordered = _sorted(lines, starts, [str(item["id"]) for item in items]) if sort else lines
    made = "\n".join(line for line in ordered if line != GONE)
    _prove(text, made, items)
    return made


def appended(text: str, item: Item) -> tuple[str, str]:
    """The file with one more entry at its end, and the entry's key: its own, with a letter behind it where that is
    taken.

    Raises:
        CannotFormat: where the file is no list of entries, or would not be one with the entry.
    """
    text = text if text.strip() else "references:\n"
    found, problems = yaml.load(text, yaml.Origin(SourceText("references.yaml", text)))
    data = found.data if found and not problems else None
    if isinstance(data, dict) and data.get("references", 0) in (None, ""):
        data = {"references": []}
    items = data.get("references") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise CannotFormat(Reason("no_list_of_entries"))
    taken = {str(entry.get("id")) for entry in items if isinstance(entry, dict)}
    own = str(item["id"])
    key = next(key for key in (own, *(own + letter for letter in ascii_lowercase)) if key not in taken)
    indent = (
        " " * ((found.locate(("references", 0) if isinstance(data, dict) else (0,)).column or 3) - 3)
        if found and items
        else "  "
    )
    rows = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in {**item, "id": key}.items()]
    block = f"{indent}- " + f"\n{indent}  ".join(rows) + "\n"
    made = text.rstrip("\n") + "\n\n" + block
    after, faults = yaml.load(made, yaml.Origin(SourceText("references.yaml", made)))
    whole = after.data.get("references") if after and isinstance(after.data, dict) else after.data if after else None
    if faults or not isinstance(whole, list) or whole[:-1] != items:
        raise CannotFormat(Reason("no_entry_at_the_end"))
    return made, key


def _sorted(lines: list[str], starts: list[int], ids: list[str]) -> list[str]:
    """The lines with each entry, and the comments right above it, in the order of the keys."""
    firsts = []
    for start in starts:
        first = start
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        firsts.append(first)
    if not firsts or len(set(firsts)) < len(firsts):
        return lines
    # Comments at the very top speak of the whole file.
    firsts[0] = starts[0]
    ends = [*firsts[1:], len(lines)]
    blocks = [lines[first:end] for first, end in zip(firsts, ends, strict=True)]
    tail = []
    while blocks[-1] and not blocks[-1][-1].strip():
        tail.append(blocks[-1].pop())
    spaced = any(block and not block[-1].strip() for block in blocks[:-1])
    ordered = [
        block for _, block in sorted(zip(ids, blocks, strict=True), key=lambda pair: (pair[0].casefold(), pair[0]))
    ]
    made: list[str] = lines[: firsts[0]]
    for number, block in enumerate(ordered):
        while block and not block[-1].strip():
            block.pop()
        made += [*([""] if spaced and number else []), *block]
    return [*made, *tail]


def _prove(before: str, after: str, items: list[Item]) -> None:
    """The same entries, plain or as they were, and the same comments; a rewritten file may lose nothing."""
    found, problems = yaml.load(after, yaml.Origin(SourceText("references.yaml", after)))
    data = found.data if found else None
    made = data.get("references") if isinstance(data, dict) else data
    if problems or not isinstance(made, list):
        raise CannotFormat(Reason("unsound_result"))
    by_id = {str(item["id"]): item for item in made}
    same = len(made) == len(items) and all(
        normalize(by_id.get(str(item["id"]), {}))[0] == normalize(item)[0] for item in items
    )
    if not same or sorted(map(str.strip, _COMMENT.findall(before))) != sorted(map(str.strip, _COMMENT.findall(after))):
        raise CannotFormat(Reason("other_entries"))
