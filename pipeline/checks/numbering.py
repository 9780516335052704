"""Knows which headings bear a number that their author typed; must not know how headings are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.checks.base import Source
from pipeline.checks.finding import Finder, Place
from pipeline.checks.runs import Run
from pipeline.core.diagnostics import Diagnostic, Edit
from pipeline.core.languages import Language, is_chinese
from pipeline.core.numbers import NUMBERED_LEVELS
from pipeline.core.scripts import HAN
from pipeline.core.vocabulary import APART, APPENDIX

_CHINESE = "一二三四五六七八九十"
# 一、二线城市 counts cities, and no chapters.
_NEIGHBOURS = "|".join(f"{one}、{two}" for one, two in pairwise(_CHINESE))
_PART = r"[ 　\t:：、.．·]"
# What a number before it counts or measures: 1.5 亿人, 5 年.
_MEASURED = r"(?![亿万千百十倍年月日个项大种次条点类成人位家届层级天周期省市元米度岁版时号]|[%％‰℃°]|公里|小时)"
_NUMBER = re.compile(
    rf"第 ?[{_CHINESE}百零\d]+ ?(?:章|节|部分|篇|编|讲|单元){_PART}+(?=\S)|第[{_CHINESE}百零\d]+章(?=[{HAN}])(?![的程])"
    rf"|(?!{_NEIGHBOURS})[{_CHINESE}]{{1,3}}[、．.] ?(?![{_CHINESE}]+、)(?=\S)"
    rf"|[（(](?:[{_CHINESE}]{{1,3}}|\d{{1,2}}|[a-z]|[A-Z](?=.[ 　]*[{HAN}])(?!.[股类型级组]))[）)]{_PART}*(?=\S)"
    # §3.1; 1) a) [1] and others of lists; A. before Chinese, which is no initial of a name
    rf"|§+[ 　]?\d{{1,2}}(?:[.．]\d{{1,2}})*{_PART}*(?=\S)|(?:\d{{1,2}}|[a-zA-Z])[)）]{_PART}*(?=\S)"
    rf"|[\[【]\d{{1,2}}[\]】]{_PART}*(?=\S)|[A-H][.．] ?(?=[{HAN}“《])"
    rf"|[A-H]、(?=[{HAN}“《])(?![^，。]{{1,6}}[、和与及等])"
    rf"|第\d+节(?=[{HAN}])(?![课的])|(?:II|III|IV|VI{{1,3}}|IX)[ 　]+(?=[{HAN}])(?![型期类级度区段])"
    rf"|\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}(?:[ 　\t]+|[:：、.．][ 　\t]*(?!\d))(?=\S){_MEASURED}"
    rf"|\d{{1,2}}(?:[.．]\d{{1,2}}){{2,3}}(?=[{HAN}]){_MEASURED}|\d{{1,2}}[.．][1-9]\d?(?=[{HAN}]){_MEASURED}"
    r"|[A-Z][.．]\d{1,2}(?:[.．]\d{1,2})*[ 　]+(?=\S)"
    rf"|\d{{1,2}}(?:、|[.．] ?(?!\d))(?=[{HAN}A-Za-z“《])|[①-⑳⑴-⒛㈠-㈩] ?|[Ⅰ-Ⅻ]+[、.． ]+|[IVX]+[、.．] *(?=\S)"
)
_OF_APPENDIX = re.compile(rf"附录 ?(?:[A-ZＡ-Ｚ]|[{_CHINESE}]+)?{_PART}+(?=\S)")
_BARE = re.compile(rf"\d{{1,2}}(?:[-－–]\d{{1,2}})?[ 　]+(?=[{HAN}]){_MEASURED}")
_ENGLISH_APPENDIX = re.compile(r"Appendix(?: [A-Z])?[.: ] *(?=\S)")
_ENGLISH = re.compile(
    r"(?:Chapter|Section|Part) (?:\d+|[IVX]+)[.:]? +|\d{1,2}(?:\.[1-9]\d?)+\.? +|(?:\d{1,2}|[IVX]+)\. +"
    r"|§+ ?\d{1,2}(?:\.\d{1,2})*[.:]? +|\(?\d{1,2}\) +|\[\d{1,2}\] +"
)


def check(source: Source) -> Iterator[Diagnostic]:
    """HED106 a number typed into a heading that gets one of its own, or into its title in the language beside."""
    finder, languages = source.finder, source.document.metadata.languages
    numbered = [(index, run) for index, run in enumerate(source.runs) if _gets_a_number(run)]
    # One bare number may count something; several are those of headings.
    bare = sum(_BARE.match(run.text) is not None for _, run in numbered) > 1
    for index, run in numbered:
        text = finder.unescaped(index)
        found = _typed(run, text, languages.leading) or (_BARE.match(text) if bare else None)
        if found:
            place = finder.place(index, 0, found.end())
            yield from _told(finder, place, run.text, found.group())
        elif languages.beside and (beside := _typed(run, run.beside, languages.beside)):
            place = finder.search(index, rf"(?<=(?:en|zh)=[\"'])({re.escape(beside.group())})")
            yield from _told(finder, place, run.beside, beside.group())


def _typed(run: Run, text: str, language: Language) -> re.Match[str] | None:
    """The number that a title begins with, as its language writes one."""
    is_appendix = APPENDIX in run.classes
    if is_chinese(language):
        return (_OF_APPENDIX if is_appendix else _NUMBER).match(text)
    return (is_appendix and _ENGLISH_APPENDIX.match(text)) or _ENGLISH.match(text)


def _gets_a_number(run: Run) -> bool:
    has_none = {"unnumbered", *APART} & set(run.classes)
    return run.kind == "Header" and run.at_top and run.level <= NUMBERED_LEVELS and not has_none


def _told(finder: Finder, place: Place | None, title: str, number: str) -> Iterator[Diagnostic]:
    if place:
        values = {"title": title[:40], "number": number.strip()}
        span = finder.source.span(place.start, place.end - place.start)
        edit = Edit(place.start, place.end, "") if place.is_exact else None
        yield Diagnostic("HED106", span, values, number.strip(), edit=edit)
