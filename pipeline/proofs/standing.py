"""Knows where the rounds of proofs stand, and what came back of them; must not know what is in them."""

from __future__ import annotations

from pipeline.core.diagnostics import Diagnostic, Values
from pipeline.core.origin import digests
from pipeline.core.reasons import Reason
from pipeline.core.result import Result
from pipeline.core.text import Span
from pipeline.project import Project
from pipeline.proofs.returns import Return, returns
from pipeline.proofs.rounds import folder_of, rounds, sources_of


def standing(project: Project) -> Result:
    """PRF109 for each round that was sent, and PRF112 for each file that came back of it."""
    _, now = digests(sources_of(project))
    found = []
    for sent in rounds(project):
        values = {
            "number": sent.number,
            "to": Reason("proof_to", name=sent.to) if sent.to else "",
            "commit": sent.commit or Reason("proof_no_commit"),
            "state": Reason("proof_same" if sent.digest == now else "proof_moved_on"),
        }
        place = Span(project.name(folder_of(project, sent.number)))
        found.append(Diagnostic("PRF109", place, values, str(sent.number)))
        found += [Diagnostic("PRF112", place, _values(row), row.name) for row in returns(project, sent.number)]
    return Result(tuple(found), (), frozenset({"receive"}))


def _values(row: Return) -> Values:
    return {
        "name": row.name,
        "who": Reason("proof_from", name=row.editors) if row.editors else "",
        "edits": row.made + row.refused + row.open,
        "made": row.made,
        "refused": row.refused,
        "open": row.open,
        "comments": row.comments,
    }
