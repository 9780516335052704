"""Knows how edits become commits, one an editor, who is its author; must not know how edits are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.diagnostics import unreadable
from pipeline.core.wording import word
from pipeline.line.session import Session
from pipeline.proofs.applying import applied, files_with
from pipeline.proofs.base import Base
from pipeline.proofs.locating import Located
from pipeline.proofs.outcomes import Found
from pipeline.proofs.proving import Proved
from pipeline.proofs.replacing import Way
from pipeline.tools.git_commits import Branch, Commit, Uncommitted

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
# What git takes out of a name, and what would end a line of a commit.
_NO_NAME = re.compile(r"[\x00-\x1f\x7f<>]+")
_MOST = 100


@dataclass(frozen=True)
class Committer:
    """A repository whose branch holds the files of a report as they are."""

    session: Session
    branch: Branch

    @classmethod
    def of(cls, session: Session) -> Committer:
        """The repository of a report.

        Raises:
            PipelineError: PRF110 where nothing can be committed there.
        """
        root = session.project.root
        try:
            return cls(session, Branch.of(root, (root / file.source.name for file in session.with_data.files)))
        except Uncommitted as error:
            raise unreadable("PRF110", None, reason=error.reason) from error

    def commit(self, found: Sequence[Found], proved: Proved, base: Base, write: Callable[[], None]) -> None:
        """Make the commits, have the files written, and then move the branch.

        Raises:
            PipelineError: PRF110; where another program moved the branch meanwhile, the files stand as written.
        """
        commits = list(self._commits(found, proved, base))
        files = {name: data for commit in commits for name, data in commit.files.items()}
        try:
            tip = self.branch.written(commits)
            write()
            self.branch.move(tip, files)
        except Uncommitted as error:
            raise unreadable("PRF110", None, reason=error.reason) from error

    def _commits(self, found: Sequence[Found], proved: Proved, base: Base) -> Iterator[Commit]:
        """A commit for each editor, in the order of the text: the files with the edits up to there."""
        project, languages = self.session.project, self.session.document.metadata.languages
        nobody = word("editor_unknown", languages.leading)
        names = {row: one.editor for one in found for row in one.located}
        own: dict[str, list[tuple[Located, Way]]] = {}
        for row, way in zip(proved.made, proved.ways, strict=True):
            revision = row.edit.revision
            said_name = (revision and revision.author) or names.get(row, "")
            name = " ".join(_NO_NAME.sub(" ", said_name).split())[:_MOST]
            own.setdefault(name or nobody, []).append((row, way))
        ways: list[Way] = []
        for name, rows in own.items():
            ways += [way for _, way in rows]
            made = files_with(self.session, applied(base, ways))
            dates = [row.edit.revision.date for row, _ in rows if row.edit.revision]
            date = max(filter(_DATE.fullmatch, dates), default="")
            said = word("commit_of_edits", languages.leading, name=name, count=len(rows))
            yield Commit({project.name(path): data for path, data in made.items()}, name, date, f"{said}\n")
