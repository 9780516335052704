"""Knows how a note that is too long for its page goes on at the foot of the next; must not know documents.

WeasyPrint 70 breaks no note (CSS GCPM 3, 2.4 leaves room for it): one that is longer than a page is set over the
page's head. Here a note that
would take more than half of a page is cut between two lines. Its first part stays with its call, and the rest opens
the notes of the next page,
where it may take more: text with a note of its own has to wait for its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, page
from weasyprint.layout.block import block_level_layout

# Of the height of a page's text.
_SHARE, _SHARE_OF_REST = 0.5, 0.8
_Stack = Mapping[int, Any] | None
_laying_out: Callable[..., bool] = LayoutContext.layout_footnote
_putting_back: Callable[..., None] = LayoutContext.unlayout_footnote
_reporting: Callable[..., None] = LayoutContext.report_footnote
_making_page: Callable[..., Any] = page.make_page
_making_boxes: Callable[[Any], Any] = build.create_anonymous_boxes


def _layout_footnote(context: Any, note: Any) -> bool:
    """Add a note to a page, or its first part; whether it has to wait for the next page."""
    overflow = _laying_out(context, note)
    area = context.current_footnote_area
    if any(hasattr(other, "kanben_rest") for other in context.current_page_footnotes[:-1]):
        return True
    if area.height > _most(note, area) and _cut(context, note):
        overflow = context._update_footnote_area()
    return overflow


def _most(note: Any, area: Any) -> float:
    """What a note may take of its page, in px."""
    return float(area.page.height) * (_SHARE_OF_REST if hasattr(note, "kanben_is_rest") else _SHARE)


def _cut(context: Any, note: Any) -> bool:
    """Leave of a note what fits into its share of a page; whether anything was taken off."""
    area = context.current_footnote_area.deepcopy()
    area.children = [note.deepcopy()]
    area = build.create_anonymous_boxes(area)
    (whole,) = area.children
    bottom = context.page_bottom - area.position_y - _most(note, area)
    _, stack, *_ = block_level_layout(context, area.deepcopy(), bottom, None, area.page)
    if not stack:
        return False
    ((_, inside),) = stack.items()
    note.kanben_whole, note.kanben_rest = note.children, _after(whole, inside)
    note.kanben_rest.kanben_is_rest = True
    note.children = [_justified(child) for child in _before(whole, inside).children]
    context.__dict__.setdefault("kanben_cut", []).append(note)
    return True


def _before(box: Any, stack: _Stack) -> Any:
    """A copy of a box with what stands before a place where layout goes on."""
    if isinstance(box, boxes.TextBox):
        ((skip, _),) = (stack or {0: None}).items()
        return box.copy_with_text(box.text.encode()[:skip].decode())
    ((index, inside),) = (stack or {0: None}).items()
    return box.copy_with_children([*box.children[:index], *([_before(box.children[index], inside)] if inside else [])])


def _after(box: Any, stack: _Stack) -> Any:
    """A copy of a box with what stands after a place where layout goes on."""
    if not stack:
        return box
    ((index, inside),) = stack.items()
    if isinstance(box, boxes.TextBox):
        return box.copy_with_text(box.text.encode()[index:].decode())
    return box.copy_with_children([_after(box.children[index], inside), *box.children[index + 1 :]])


def _justified(box: Any) -> Any:
    """A line that is no paragraph's last, though nothing follows in its box."""
    if isinstance(box, boxes.LineBox):
        box = box.copy()
        box.style = box.style.copy()
        box.style["text_align_last"] = box.style["text_align_all"]
    return box


def _restore(note: Any) -> None:
    """Make a note whole again."""
    if hasattr(note, "kanben_whole"):
        note.children = note.kanben_whole
        del note.kanben_whole, note.kanben_rest


def _unlayout_footnote(context: Any, note: Any) -> None:
    _restore(note)
    _putting_back(context, note)


def _report_footnote(context: Any, note: Any) -> None:
    _restore(note)
    _reporting(context, note)


def _make_page(context: Any, *arguments: Any) -> Any:
    """Make a page, and let the rest of a note be the first of the notes that wait for the next."""
    made = _making_page(context, *arguments)
    rests = [note.kanben_rest for note in context.current_page_footnotes if hasattr(note, "kanben_rest")]
    context.reported_footnotes = [*rests, *context.reported_footnotes]
    return made


def _create_anonymous_boxes(box: Any) -> Any:
    """Put the content of a box into lines, as WeasyPrint does, but for notes that are in lines already."""
    if not isinstance(box, boxes.FootnoteAreaBox):
        return _making_boxes(box)
    done = {id(child) for child in box.children if any(isinstance(line, boxes.LineBox) for line in child.children)}
    box.children = [child if id(child) in done else _making_boxes(child) for child in box.children]
    return box


def start_afresh(context: Any) -> None:
    """Make all notes whole, before another pass over the pages."""
    for note in context.__dict__.pop("kanben_cut", []):
        _restore(note)


def install() -> None:
    """Let WeasyPrint break long notes; calling it again changes nothing."""
    LayoutContext.layout_footnote = _layout_footnote
    LayoutContext.unlayout_footnote = _unlayout_footnote
    LayoutContext.report_footnote = _report_footnote
    page.make_page = _make_page
    build.create_anonymous_boxes = _create_anonymous_boxes
