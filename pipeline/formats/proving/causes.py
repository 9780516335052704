"""Knows which findings on an output follow from others on it, so that one cause is told once; must not know formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.model import Document
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.formats.proving.comparison import places

_SHOWN = 3
"""Names that a finding on many things shows."""
_TEXT = frozenset(["OUT106", "OUT107", "OUT111", "OUT114", "OUT123", "OUT124", "OUT126"])
"""What is told of the text of an output."""
_JOINED = {"OUT102": "name", "OUT114": "id"}
"""Findings that are one where they stand together, by the value that names what each is on."""
_FOOT = "<footer>"


def first_causes(found: Iterable[Diagnostic], document: Document) -> list[Diagnostic]:
    """Some findings on one output without those that others bring about, and with one for all that is wrong in one
    place with names: the metadata of a file, a stretch of the contents."""
    told = list(found)
    for follows in (_text_is_told, _loading_is_told, _loss_is_told(document), _number_is_told, _name_is_told):
        told = [one for place, one in enumerate(told) if not follows(one, told, place)]
    return list(_joined(told))


Follows = Callable[[Diagnostic, Sequence[Diagnostic], int], bool]
"""Whether a finding, which stands at a place among all of its output, follows from another one."""


def _text_is_told(one: Diagnostic, told: Sequence[Diagnostic], place: int) -> bool:
    """What the foot of a page says of access is drawn from its text."""
    return (one.code, one.values.get("what")) == ("OUT127", _FOOT) and any(other.code in _TEXT for other in told)


def _loading_is_told(one: Diagnostic, told: Sequence[Diagnostic], place: int) -> bool:
    """What loads something from elsewhere (OUT110) is an element that does not belong there."""
    loading = {f"<{other.values['element']}>" for other in told if other.code == "OUT110" and other.span == one.span}
    return one.code == "OUT127" and one.values.get("what") in loading


def _loss_is_told(document: Document) -> Follows:
    """Links to what is lost lead nowhere, and its picture is lost with it."""
    known = dict(places(document))

    def follows(one: Diagnostic, told: Sequence[Diagnostic], place: int) -> bool:
        target = one.values.get({"OUT103": "target", "OUT111": "id"}.get(one.code, ""))
        if not isinstance(target, str):
            return False
        id_ = target.rpartition("#")[2].partition("--")[0]
        lost = [other.span for other in told if other.code == "OUT106" and other.span]
        return any(_is_in(known.get(f"#{id_}"), span) for span in lost)

    return follows


def _is_in(place: Span | None, lost: Span) -> bool:
    return place is not None and place.line is not None and (place.file, place.line) == (lost.file, lost.line)


def _number_is_told(one: Diagnostic, told: Sequence[Diagnostic], place: int) -> bool:
    """A note that is lost makes the numbers of all that follow wrong."""
    return _is_of_note(one) and any(_is_of_note(other) or other.code == "OUT106" for other in told[:place])


def _is_of_note(one: Diagnostic) -> bool:
    what = one.values.get("what")
    feature = dict(what.values).get("feature") if isinstance(what, Reason) else None
    return one.code == "OUT124" and isinstance(feature, Reason) and feature.name == "feature_note"


def _name_is_told(one: Diagnostic, told: Sequence[Diagnostic], place: int) -> bool:
    """What names a book in its old contents is held against the name in its metadata."""
    return one.code == "OUT102" and one.key == "dtb:uid" and any(other.key == "dc:identifier own" for other in told)


def _joined(told: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    for (code, _), group in groupby(told, key=lambda one: (one.code, _output(one))):
        first, *more = rows = list(group)
        name = _JOINED.get(code)
        if not more or name is None:
            yield from rows
            continue
        names = [str(one.values[name]) for one in rows]
        shown = enumerated(names, ", #" if name == "id" else ", ")
        yield replace(first, values={**first.values, name: shown}, key=shown)


def enumerated(names: Sequence[str], between: str = ", ") -> str:
    """The first of some names, and how many there are if those are not all."""
    return between.join(names[:_SHOWN]) + (f" … ({len(names)})" if len(names) > _SHOWN else "")


def _output(one: Diagnostic) -> str:
    span = (*one.related, one.span)[0]
    return span.file if span else ""
