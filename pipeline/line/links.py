"""Knows how the links of a report are checked as a whole: what is ignored, what is found, what is rewritten; must not
know HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import count

from pipeline import __version__
from pipeline.bibliography.fields import date_of
from pipeline.core.dates import to_the_day
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Value
from pipeline.core.report import Override
from pipeline.core.result import Result
from pipeline.core.text import Span
from pipeline.line.session import Session
from pipeline.links.addresses import host_of, masked
from pipeline.links.cache import Cache
from pipeline.links.checker import Checker, RequestSettings
from pipeline.links.collect import collect, rewrite
from pipeline.links.snapshots import snapshots
from pipeline.links.verdicts import CODES, Verdict
from pipeline.project import Project
from pipeline.settings import SETTINGS_FILE

AGENT = f"Kanben/{__version__} (checks the links of a report; one request at a time for each host)"
LINKS = "links"
"""The step's name in the catalogue."""

Tick = Callable[[int, int], None]


def check_links(session: Session, allow: Sequence[str], tick: Tick, *, fix: bool = False) -> Result:
    """Ask for every outside link once, and say what is wrong with it at each of its places."""
    project, request_settings = session.project, request_settings_of(session.project, allow)
    places = collect(session.document, session.text)
    rules = [rule for rule in project.overrides if _ignores(rule)]
    wanted = [url for url in dict.fromkeys(url for url, _ in places) if not _is_ignored(url, rules)]
    verdicts = _ask(project, request_settings, wanted, tick)
    archived = _archived(session, request_settings, verdicts)
    moved = {url: verdict.final for url, verdict in verdicts.items() if verdict.kind == "moved"}
    home = {(url, span): (url, session.joined.home(span)) for url, span in places}
    rewritten = set(rewrite(project.root, moved, home.values())) if fix else set()
    problems = [
        _diagnostic(url, verdicts[url], span, archived.get(url, ""))
        for url, span in places
        if url in verdicts and verdicts[url].kind != "ok" and home[url, span] not in rewritten
    ]
    if count := _offline(verdicts):
        problems = [Diagnostic("LNK115", Span(project.name(project.report)), {"count": count}, "network")]
    problems += [
        Diagnostic("LNK114", span, {"url": masked(url), "detail": masked(moved[url])}, masked(url))
        for url, span in places
        if home[url, span] in rewritten
    ]
    found = (*problems, *_unused(rules, [url for url, _ in places]))
    return Result(found, ran=frozenset({LINKS}), judged=tuple(rules))


def _offline(verdicts: Mapping[str, Verdict]) -> int:
    """How many addresses failed for want of a network: all that were asked, at several hosts; 0 where some answered."""
    asked = {url: found for url, found in verdicts.items() if found.kind not in ("refused", "unchecked")}
    hosts = {host_of(url) for url in asked}
    return len(asked) if len(hosts) > 1 and all(found.kind == "dns" for found in asked.values()) else 0


def _ignores(rule: Override) -> bool:
    """Whether a rule says that some addresses are not asked for; such rules are judged here (LNK111)."""
    return rule.is_about(LINKS) and rule.level is None and rule.key != "*"


def _is_ignored(url: str, rules: Sequence[Override]) -> bool:
    return any(fnmatchcase(url, rule.key) for rule in rules)


def _ask(project: Project, settings: RequestSettings, urls: Sequence[str], tick: Tick) -> Mapping[str, Verdict]:
    done = count(1)
    cache = Cache.open(project.out / ".cache" / "links.json")
    return Checker(settings, cache, lambda: tick(next(done), len(urls))).run(urls)


def _archived(session: Session, settings: RequestSettings, verdicts: Mapping[str, Verdict]) -> Mapping[str, str]:
    """An archived copy of each dead address, nearest to the day on which an entry was read, else to the report's."""
    document, archive = session.document, session.project.links.archive
    entries = (json.loads(entry.csl) for entry in document.bibliography if entry.csl)
    read_on = {str(item.get("URL")): date_of(item.get("accessed")) for item in entries}
    dead = {
        url: read_on.get(url, to_the_day(document.metadata.date))
        for url, found in verdicts.items()
        if found.kind == "dead"
    }
    return snapshots(settings, archive, dead) if dead and archive else {}


def request_settings_of(project: Project, allow: Sequence[str]) -> RequestSettings:
    """How the outside is asked for a project: its settings, and hosts of one's own network that may be asked too."""
    own = project.links
    return RequestSettings(
        AGENT, frozenset((*own.allow, *allow)), own.interval, own.tries, own.back_off, own.seconds, own.budget
    )


def _diagnostic(url: str, verdict: Verdict, span: Span, snapshot: str) -> Diagnostic:
    detail = verdict.final or verdict.detail
    values: dict[str, Value] = {
        "url": masked(url),
        "detail": masked(detail)[:200] if isinstance(detail, str) else detail,
        "snapshot": f" → {snapshot}" if snapshot else "",
    }
    return Diagnostic(CODES[verdict.kind], span, values, masked(url))


def _unused(rules: Sequence[Override], urls: Sequence[str]) -> list[Diagnostic]:
    return [
        Diagnostic("LNK111", Span(SETTINGS_FILE), {"url": rule.key}, f"rule {rule.key}")
        for rule in rules
        if not any(fnmatchcase(url, rule.key) for url in urls)
    ]
