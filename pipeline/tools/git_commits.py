"""Knows how commits are made of texts in git, beside the files of its folder; must not know what the texts are.

Only plumbing is asked, which runs no hook, filter or signing program of the configuration: objects are written as they
are, trees in an index of our own, and the branch is moved only from where it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.reasons import Reason, ReasonedError
from pipeline.tools.git import UnknownRevision, ask, is_blob

_FILES = ("100644", "100755")
_COMMITTER = ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE")
# What is said in a commit is UTF-8, and nothing signs it.
_PLAIN = ("-c", "i18n.commitEncoding=utf-8", "-c", "commit.gpgSign=false")


class Uncommitted(ReasonedError):
    """Something stands in the way of a commit."""


@dataclass(frozen=True)
class Commit:
    """The files that are other than before, by their names below a folder; who changed them, when (empty for now), and
    what is said of it."""

    files: Mapping[str, bytes]
    author: str
    date: str
    message: str


@dataclass(frozen=True)
class Branch:
    """Where a repository stands: the commit, where the folder lies in it, and the modes of some files of the folder,
    which are all as in that commit."""

    folder: Path
    head: str
    prefix: str
    modes: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path, files: Iterable[Path]) -> Branch:
        """Where the repository of a folder stands, whose files are to be changed.

        Raises:
            Uncommitted: where there is none or no commit, a merge is not done, or one of the files is not as in it.
        """
        try:
            head = ask(folder, ["rev-parse", "--verify", "HEAD^{commit}"]).decode().strip()
            prefix = os.fsdecode(ask(folder, ["rev-parse", "--show-prefix"]).removesuffix(b"\n"))
            names = {path.relative_to(folder).as_posix(): path for path in files}
            modes = dict(_clean(folder, names))
        except UnknownRevision as error:
            raise Uncommitted(error.reason) from error
        if _answer(folder, ["rev-parse", "--verify", "--quiet", "MERGE_HEAD"]):
            raise Uncommitted(Reason("merge_not_done"))
        if not _answer(folder, ["var", "GIT_COMMITTER_IDENT"]):
            raise Uncommitted(Reason("no_committer"))
        return cls(folder, head, prefix, modes)

    def written(self, commits: Sequence[Commit]) -> str:
        """The last of some commits, one after the other on the branch's; nothing leads to them yet. One that changes
        nothing is left out.

        Raises:
            Uncommitted
        """
        tip = self.head
        try:
            with tempfile.TemporaryDirectory(prefix="kanben-") as aside:
                own = {"GIT_INDEX_FILE": str(Path(aside, "index"))}
                ask(self.folder, ["read-tree", self.head], extra=own)
                before = ask(self.folder, ["rev-parse", f"{self.head}^{{tree}}"]).decode().strip()
                for commit in commits:
                    ask(self.folder, _INDEX, self._rows(commit.files), own)
                    tree = ask(self.folder, ["write-tree"], extra=own).decode().strip()
                    if tree != before:
                        tip, before = self._commit(commit, tree, tip), tree
        except (UnknownRevision, OSError) as error:
            raise Uncommitted(getattr(error, "reason", Reason("said_nothing", who="git"))) from error
        return tip

    def move(self, tip: str, files: Mapping[str, bytes]) -> None:
        """Move the branch to a commit that holds files as they are now.

        Raises:
            Uncommitted: where something else moved it meanwhile.
        """
        try:
            ask(self.folder, _INDEX, self._rows(files), self._without_filters())
            ask(self.folder, ["update-ref", "-m", "kanben proof receive", "HEAD", tip, self.head])
        except UnknownRevision as error:
            raise Uncommitted(Reason("repository_in_use")) from error

    def _rows(self, files: Mapping[str, bytes]) -> bytes:
        rows = []
        for name, data in files.items():
            blob = ask(self.folder, ["hash-object", "-w", "--no-filters", "--stdin"], data).decode().strip()
            rows.append(os.fsencode(f"{self.modes[name]} {blob}\t{self.prefix}{name}\0"))
        return b"".join(rows)

    def _without_filters(self) -> dict[str, str]:
        """Settings under which no filter of the configuration is run: an index that is written looks again into files
        that were changed in the moment in which it was written before."""
        try:
            listed = ask(self.folder, ["config", "--name-only", "-z", "--get-regexp", r"^filter\."])
        except UnknownRevision:
            return {}
        filters = dict.fromkeys(os.fsdecode(row).rpartition(".")[0] for row in listed.split(b"\0") if row)
        rows = [(f"{name}.{key}", value) for name in filters for key, value in _NO_FILTER.items()]
        found = {"GIT_CONFIG_COUNT": str(len(rows))}
        for number, (name, value) in enumerate(rows):
            found |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return found

    def _commit(self, commit: Commit, tree: str, parent: str) -> str:
        author = {"GIT_AUTHOR_NAME": commit.author, "GIT_AUTHOR_EMAIL": ""}
        dated = {"GIT_AUTHOR_DATE": commit.date} if commit.date else {}
        command = [*_PLAIN, "commit-tree", tree, "-p", parent]
        made = ask(self.folder, command, commit.message.encode(), {**_committer(), **author, **dated})
        return made.decode().strip()


_NO_FILTER = {"clean": "", "smudge": "", "process": "", "required": "false"}
_INDEX = ("update-index", "-z", "--index-info")


def _committer() -> dict[str, str]:
    return {name: os.environ[name] for name in _COMMITTER if name in os.environ}


def _answer(folder: Path, question: Sequence[str]) -> bytes:
    try:
        return ask(folder, question, extra=_committer())
    except UnknownRevision:
        return b""


def _clean(folder: Path, files: Mapping[str, Path]) -> Iterable[tuple[str, str]]:
    """The mode of each file, which has to be the same in the commit, in the index and in the folder."""
    paths = [f":(literal){name}" for name in files]
    known = _rows(ask(folder, ["ls-tree", "-r", "-z", "HEAD", "--", *files]))
    staged = _rows(ask(folder, ["ls-files", "-s", "-z", "--", *paths]))
    for name, path in files.items():
        mode, _, blob = known.get(name, ("", "", ""))
        if mode not in _FILES or path.is_symlink() or not is_blob(path, blob):
            raise Uncommitted(Reason("file_not_committed", name=name))
        if staged.get(name) != (mode, blob, "0"):
            raise Uncommitted(Reason("file_not_committed", name=name))
        yield name, mode


def _rows(listed: bytes) -> dict[str, tuple[str, str, str]]:
    """What git lists of files, by their names."""
    found = {}
    for row in os.fsdecode(listed).split("\0"):
        facts, tab, name = row.partition("\t")
        first, second, third = (*facts.split(), "", "", "")[:3]
        if tab:
            found[name] = (first, second, third)
    return found
