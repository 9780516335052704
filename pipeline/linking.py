"""Knows how the links of a report are checked as a whole: what is ignored, what is found, what is rewritten; must not know HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from pipeline import __version__
from pipeline import build as line
from pipeline.bibliography.identifiers import date_of
from pipeline.bibliography.layout import appended
from pipeline.bibliography.normalize import normalize
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.files import write_atomically
from pipeline.core.report import Override
from pipeline.core.text import Span
from pipeline.links.addresses import masked
from pipeline.links.cache import Cache
from pipeline.links.checker import Checker, Manners
from pipeline.links.collect import collect, rewrite
from pipeline.links.lookup import look_up
from pipeline.links.registrar import audit
from pipeline.links.snapshots import snapshots
from pipeline.links.verdicts import CODES, Verdict
from pipeline.project import SETTINGS_FILE, Project
from pipeline.reading.report import read_report
from pipeline.reading.sourcefile import read_source

AGENT = f"Kanben/{__version__} (checks the links of a report; one request at a time for each host)"
Tick = Callable[[int, int], None]


def check_links(project: Project, allow: Sequence[str], tick: Tick, *, fix: bool = False) -> line.Result:
    """Ask for every outside link once, and say what is wrong with it at each of its places."""
    document, _ = read_report(project.report, project.references, project.root)
    places = collect(document, read_source(project.report, project.name(project.report)))
    rules = [rule for rule in project.overrides if rule.code.startswith("LNK") and rule.level is None and rule.key != "*"]
    urls = [url for url in dict.fromkeys(url for url, _ in places) if not any(fnmatchcase(url, rule.key) for rule in rules)]
    settings, manners = project.links, _manners(project, allow)
    done = iter(range(1, len(urls) + 1))
    checker = Checker(manners, Cache.open(project.out / ".cache" / "links.json"), lambda: tick(next(done), len(urls)))
    verdicts = checker.run(urls)
    read_on = {str(item.get("URL")): date_of(item.get("accessed")) for item in (json.loads(entry.csl) for entry in document.bibliography)}
    dead = {url: read_on.get(url, document.metadata.date) for url, verdict in verdicts.items() if verdict.kind == "dead"}
    archived = snapshots(manners, settings.archive, dead) if dead and settings.archive else {}
    moved = {url: verdict.final for url, verdict in verdicts.items() if verdict.kind == "moved"}
    rewritten = set(rewrite(project.root, moved, places)) if fix else set()
    problems = [
        _diagnostic(url, verdicts[url], span, archived.get(url, ""))
        for url, span in places
        if url in verdicts and (url, span) not in rewritten
    ]
    return line.Result((*(problem for problem in problems if problem), *_unused(rules, [url for url, _ in places])))


def audit_entries(project: Project, allow: Sequence[str]) -> Sequence[Diagnostic]:
    """What the registrars of DOIs find wrong with the entries of the bibliography."""
    document, _ = read_report(project.report, project.references, project.root)
    items = {entry.id: normalize(json.loads(entry.csl))[0] for entry in document.bibliography}
    found = audit(_manners(project, allow), (project.links.doi, project.links.crossref), list(items.values()))
    return [
        Diagnostic(
            finding.code, entry.place("DOI"), {"key": entry.id, "doi": str(items[entry.id]["DOI"]), "found": finding.found}, entry.id
        )
        for entry in document.bibliography
        for finding in found.get(entry.id, ())
    ]


def add_entry(project: Project, what: str, allow: Sequence[str], today: str) -> str:
    """Look up a DOI, an ISBN or an address, and write its entry at the end of references.yaml; returns the key.

    Raises:
        NotFound, CannotFormat
    """
    item = look_up(what, _manners(project, allow), {"doi": project.links.doi, "isbn": project.links.isbn}, today)
    path = project.source / "references.yaml"
    made, key = appended(path.read_text("utf-8") if path.is_file() else "", item)
    write_atomically(path, made.encode())
    return key


def _manners(project: Project, allow: Sequence[str]) -> Manners:
    own = project.links
    return Manners(AGENT, frozenset((*own.allow, *allow)), own.interval, own.tries, own.back_off, own.seconds, own.budget)


def _diagnostic(url: str, verdict: Verdict, span: Span, snapshot: str) -> Diagnostic | None:
    if verdict.kind == "ok":
        return None
    kind = "unchecked" if verdict.detail == "time is up" else verdict.kind
    values = {"url": masked(url), "detail": masked(verdict.final or verdict.detail)[:200], "snapshot": f" → {snapshot}" if snapshot else ""}
    return Diagnostic(CODES[kind], span, values, masked(url))


def _unused(rules: Sequence[Override], urls: Sequence[str]) -> list[Diagnostic]:
    return [
        Diagnostic("LNK111", Span(SETTINGS_FILE), {"url": rule.key}, f"rule {rule.key}")
        for rule in rules
        if not any(fnmatchcase(url, rule.key) for url in urls)
    ]
