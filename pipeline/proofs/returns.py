"""Knows what came back of each round, and what came of it when it was received last; must not know how that came
about."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from pipeline.core.diagnostics import unreadable
from pipeline.core.opening import Unopened, read_within
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.project import Project
from pipeline.proofs.locating import Located
from pipeline.proofs.outcomes import Found
from pipeline.proofs.rounds import MAX_FILE, folder_of

LEDGER = "returned.json"


@dataclass(frozen=True)
class Return:
    """A file that came back of a round: its name, who edited or commented in it, how many of its edits were made, were
    refused and are open, and how many comments it has."""

    name: str
    editors: tuple[str, ...]
    made: int
    refused: int
    open: int
    comments: int


def returns(project: Project, number: int) -> list[Return]:
    """The files that came back of a round, by name.

    Raises:
        PipelineError: PRF106 where what is kept of them was damaged.
    """
    folder = folder_of(project, number)
    try:
        rows = json.loads(read_within(folder / LEDGER, folder, MAX_FILE))
        return [Return(**{**row, "editors": tuple(row["editors"])}) for row in rows]
    except Unopened:
        return []
    except (ValueError, TypeError, KeyError) as error:
        raise unreadable("PRF106", Span(str(folder / LEDGER)), reason=Reason("damaged_inside")) from error


def recorded(
    project: Project, found: Iterable[Found], made: Collection[Located], refused: Collection[Located]
) -> dict[Path, bytes]:
    """What is kept of files that were received, with what was: the newest word on each file of a name and its
    editors."""
    files: dict[Path, bytes] = {}
    for number, group in groupby(sorted(found, key=lambda one: one.round), key=lambda one: one.round):
        if number:
            known = {(one.name, one.editors): one for one in returns(project, number)}
            new = [_return(one, made, refused) for one in group]
            known |= {(one.name, one.editors): one for one in new}
            rows = [asdict(known[key]) for key in sorted(known)]
            files[folder_of(project, number) / LEDGER] = (
                json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
            ).encode()
    return files


def _return(found: Found, made: Collection[Located], refused: Collection[Located]) -> Return:
    rows = list(dict.fromkeys(found.located))
    done, barred = sum(row in made for row in rows), sum(row in refused for row in rows)
    comments = sum(len(thread.new) for thread in found.comments)
    return Return(Path(found.name).name, _editors(found, rows), done, barred, len(rows) - done - barred, comments)


def _editors(found: Found, rows: Sequence[Located]) -> tuple[str, ...]:
    named: Mapping[str, None] = dict.fromkeys(
        [
            *(row.edit.revision.author for row in rows if row.edit.revision),
            *(comment.author for thread in found.comments for comment in thread.new),
            *(row.author for row in found.unread),
        ]
    )
    return tuple(filter(None, named)) or tuple(filter(None, [found.editor]))
