"""Knows what git says of a folder; must not know why it is asked.

A folder may come from anywhere, and its configuration and attributes may name programs: monitors, filters, viewers of
differences, helpers of remotes. So git is only asked what it reads from its objects; files are compared here.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.core.failures import Phrases, reason_of
from pipeline.core.opening import Unopened, read_within
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.tools import processes
from pipeline.tools.processes import OutOfBounds

_MAX_BYTES = 256 * 2**20
# No connection (an allow-list that names no protocol), no lock, no question, no object in another's place.
_NOTHING: Mapping[str, str] = {}
# No monitor of files, and no hooks.
_WITHOUT_PROGRAMS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_NEUTRAL = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}


_PHRASES = Phrases(
    "git",
    (
        ("not a git repository", "no_repository"),
        ("dubious ownership", "not_permitted"),
        ("", "no_revision"),
    ),
)
_KNOWN = re.compile(
    r"fatal: (?:Needed a single revision|not a git repository|bad revision|ambiguous argument|Not a valid object name"
    r"|detected dubious ownership|your current branch|invalid object name)[^\n]*\n*"
    r"(?:Stopping at filesystem boundary[^\n]*\n*)?"
)


class UnknownRevision(ReasonedError):
    """git knows no such revision here, or there is no repository."""


def commit(folder: Path, files: Iterable[Path]) -> str:
    """The short name of the commit that a folder is at, with a + where one of its files is not as in that commit; empty
    outside a repository."""
    try:
        name = ask(folder, ["rev-parse", "--short", "HEAD"]).decode().strip()
        known = dict(_blobs(folder))
    except UnknownRevision:
        return ""
    present = {path.relative_to(folder).as_posix(): path for path in files}
    changed = any(path not in known or not is_blob(file, known[path]) for path, file in present.items())
    folders = {path.split("/")[0] for path in present}
    gone = any(path.split("/")[0] in folders and path not in present for path in known)
    return name + ("+" if changed or gone else "")


def changed_lines(path: Path, since: str) -> tuple[tuple[int, int], ...]:
    """The lines of a file, from first to last, that have changed since a revision; a place where lines went counts as
    one line.

    Raises:
        UnknownRevision
    """
    asked = ["rev-parse", "--verify", "--end-of-options", f"{since}^{{commit}}"]
    revision = ask(path.parent, asked).decode().strip()
    name = f"{revision}:./{path.name}"
    known = ask(path.parent, ["ls-tree", "--name-only", "-z", revision, "--", path.name])
    before = ask(path.parent, ["cat-file", "blob", name]) if known else b""
    old, new = (data.replace(b"\r\n", b"\n").splitlines() for data in (before, read_within(path, None, _MAX_BYTES)))
    steps = SequenceMatcher(None, old, new).get_opcodes()
    return tuple((start + (start < end), max(end, start)) for kind, _, _, start, end in steps if kind != "equal")


def _blobs(folder: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder in its commit, by path from there, with the names of their blobs."""
    for row in ask(folder, ["ls-tree", "-r", "-z", "HEAD", "--", "."]).decode("utf-8", "surrogateescape").split("\0"):
        facts, tab, path = row.partition("\t")
        if tab:
            yield path, facts.split()[2]


def is_blob(file: Path, name: str) -> bool:
    """Whether a file has the content that git knows by a name (SHA-1, or SHA-256 in newer repositories)."""
    try:
        data = read_within(file, None, _MAX_BYTES)
    except Unopened:
        return False
    digest = hashlib.sha256 if len(name) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == name


def ask(folder: Path, arguments: Sequence[str], given: bytes = b"", extra: Mapping[str, str] = _NOTHING) -> bytes:
    """What git answers to a command of its plumbing, in a folder, on some input, with variables of its own.

    Raises:
        UnknownRevision
    """
    command = ["git", "--no-pager", *_WITHOUT_PROGRAMS, "-C", str(folder), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _NEUTRAL
    try:
        result = processes.run(command, given, environment={**environment, **extra})
    except (OSError, OutOfBounds) as error:
        raise UnknownRevision(
            Reason("lacking", what="git") if shutil.which("git") is None else reason_of(error)
        ) from error
    if result.returncode != 0:
        # A configuration may include files of elsewhere; what git says of them is nobody's business.
        words = result.stderr.decode("utf-8", "replace")
        raise UnknownRevision(_PHRASES.worded(words) if _KNOWN.match(words) else Reason("said_nothing", who="git"))
    return result.stdout
