"""Knows which numbers of figures, tables, formulas and listings were typed by hand in running text; must not know how
they are counted.

A mention is told where nothing says that it is of another work: no quotation round it, no citation or title of a book
before it in its sentence nor a citation right behind it, no word such as 文献 or “original” anywhere in its sentence.
Before a Chinese one stands what begins a mention (见图 1, not 地图 1). One of a number that the report has not is told
where words lead to it (见图 7, 图 7 所示).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.checks.base import Source
from pipeline.checks.runs import CITED, SPEAKING, Run
from pipeline.core.diagnostics import Diagnostic
from pipeline.core.numbers import EQUATION, FIGURE, LISTING, TABLE, Number
from pipeline.core.scripts import CLOSING, HAN, LATIN

_SILENT = ("Header", "CodeBlock")
_IDS = {FIGURE: "fig", TABLE: "tbl", EQUATION: "eq", LISTING: "lst"}
_WORDS = {
    FIGURE: ("图", r"Fig(?:ures?|s?\.)"),
    TABLE: ("表", "Tables?"),
    EQUATION: ("(?:公式|等式|方程|式)", r"Eq(?:uations?|n?s?\.)"),
    LISTING: ("代码", "Listings?"),
}
_GAP = "[ \u00a0\u3000]?"
_PLAIN = r"(?:[A-Z][.．-]?)?[0-9０-９]{1,2}(?:[-‐‑–—－.．][0-9０-９]{1,2})?"
_NUMBER = {kind: rf"[（(]{_PLAIN}[）)]" if kind == EQUATION else _PLAIN for kind in _WORDS}
# What a number is a part of, or counts: 图1张, 表3份, 图1号线.
_AFTER = rf"(?![0-9０-９]|[-.．– ][0-9０-９]|[{LATIN}]{{2}}|{_GAP}[张份幅个只块本册套号线级种类项组件版期辑卷栏页%％])"
_BEFORE = rf"(?:(?<![{HAN}{LATIN}0-9])|(?<=[见如由从据在和与及按将对而或到至以看照入比用])|(?<=本[文章节])|(?<=本报告))"
_MENTION = re.compile(
    "|".join(
        rf"{_BEFORE}(?P<{kind}_zh>{chinese}){_GAP}(?P<{kind}_zh_number>{_NUMBER[kind]}){_AFTER}"
        rf"|(?<![{LATIN}])(?P<{kind}_en>{english})[ \u00a0](?P<{kind}_en_number>{_NUMBER[kind]}){_AFTER}"
        for kind, (chinese, english) in _WORDS.items()
    )
)
_END = re.compile(r"[。！？；!?;]|\.\s+(?=[A-Z\u4e00-\u9fff])")
# Of another work, or of how things are counted: works, standards, their authors, where something is from.
_OTHER = re.compile(
    r"文献|原[文书著作图表]|[他她]|其[文书著]|该[书文著]|前[书著]|作者|论文|来源|引自|摘自|转引|改编|教材|手册|年鉴|附件"
    r"|编[号为作]|[印写]作|(?:GB|ISO|IEC|RFC|IEEE|DB|[A-Z]{2,}/[A-Z])[ /T]*\d{2,}"
    r"|[’']s\b|\b(?:[Tt]heir|[Hh]is|[Hh]er|original|source|adapted|taken|quoted|et al|authors?|paper|article|book)\b"
    r"|\b(?:volume|numbered)\b"
)
_WORK = f"[{CITED}{SPEAKING}]"
_BEFORE_IT = re.compile(rf"{_WORK}|《[^》]*》?|[“「『][^”」』]*\Z")
_BEHIND_IT = re.compile(rf"[ \u00a0]?[中内]?{_WORK}|[（(][^）)]*{_WORK}|的?《| (?:of|in|from) [^,.]*{_WORK}")
_OUTSIDE = re.compile(r"\]\((?!#)")
_LEADING = re.compile(r"(?:[见如看]|\b[Ss]ee )\Z")
_LED = re.compile(r"[ \u00a0]?(?:所示|所列|中?(?:可以|可)[看见知]|显示|给出|列出|汇总|shows|gives|lists)")
_JOINED = re.compile(rf"[{re.escape(CLOSING)}、和与及或至到~～–—, -]{{0,2}}(?:and |or |to )?")


def check(source: Source, numbers: Mapping[str, Number]) -> Iterator[Diagnostic]:
    """XRF109 a typed number that something of the report has, XRF110 one that nothing has."""
    ids = {
        (number.kind, _folded(text)): id_
        for id_, number in numbers.items()
        for text in (number.text.zh, number.text.en)
    }
    tags = {_folded(value) for name, value in source.attributes if name == "tag"}
    # Something that was left out has a number for its author.
    counted = Counter(number.kind for number in numbers.values())
    there = Counter(target.kind for target in source.document.inventory.targets)
    whole = {kind for kind, id_ in _IDS.items() if counted[kind] >= there[id_]}
    for index, run in enumerate(source.runs):
        if run.kind in _SILENT or run.is_quoted:
            continue
        for kind, number, found, is_led in _mentions(run):
            # 图1–3 may be one number or three.
            id_ = ids.get((kind, number)) or ids.get((kind, number.partition("-")[0]), "")
            if id_ or (is_led and kind in whole and number not in tags):
                values = {"typed": found.group(), **({"id": id_} if id_ else {})}
                place = source.finder.place(index, *found.span())
                if place and not _OUTSIDE.match(source.text.text, place.end):
                    span = source.text.span(place.start, place.end - place.start)
                    yield Diagnostic("XRF109" if id_ else "XRF110", span, values, found.group())


def _mentions(run: Run) -> Iterator[tuple[str, str, re.Match[str], bool]]:
    """The mentions of a run that are of this report: what is mentioned, its number, and whether words lead to it."""
    last, was_led = 0, False
    for found in _MENTION.finditer(run.text):
        kind, number = next((name, found[f"{name}_number"]) for name in _GROUPS if found[name])
        start = max((end.end() for end in _END.finditer(run.text, 0, found.start())), default=0)
        end = _END.search(run.text, found.end())
        sentence, before = run.text[start : end.start() if end else None], run.text[start : found.start()]
        behind = run.text[found.end() :]
        if _OTHER.search(sentence) or _BEFORE_IT.search(before) or _BEHIND_IT.match(behind):
            continue
        goes_on = was_led and _JOINED.fullmatch(run.text, last, found.start()) is not None
        was_led = bool(goes_on or _LEADING.search(before) or _LED.match(behind))
        last = found.end()
        yield kind.partition("_")[0], _folded(number), found, was_led


_GROUPS = tuple(f"{kind}_{language}" for kind in _WORDS for language in ("zh", "en"))


def _folded(number: str) -> str:
    """A number in one way of writing it."""
    return re.sub(r"[‐‑–—.]", "-", unicodedata.normalize("NFKC", number).strip("()")).replace("--", "-")
