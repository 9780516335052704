"""Knows how a note that is too long for its page goes on at the foot of the next; must not know documents.

WeasyPrint 70 breaks no note (CSS GCPM 3, 2.4 leaves room for it): one that is longer than a page is set over the page's
head. Here a note that would take more than half of a page is cut between two lines. Its first part stays with its
call, and the rest opens the notes of the next page, where it may take more: text with a note of its own has to wait
for its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import weasyprint.layout
from weasyprint.formatting_structure import boxes, build
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import page
from weasyprint.layout.block import block_level_layout

# Of the height of a page's text.
_SHARE, _SHARE_OF_REST = 0.5, 0.8
_Stack = Mapping[int, Any] | None
"""Where layout goes on, as WeasyPrint has it: the index of a child, and the same inside it; in a text, of a byte."""
_original_make_page: Callable[..., tuple[boxes.PageBox, _Stack, object]] = page.make_page
_original_create_anonymous_boxes: Callable[[Box], Box] = build.create_anonymous_boxes


class NoteBreakingContext(weasyprint.layout.LayoutContext):  # type: ignore[misc]
    """A layout context that breaks long notes; `cut_notes` are those that were cut in this pass over the pages."""

    def __init__(self, plain: weasyprint.layout.LayoutContext) -> None:
        super().__init__(
            plain.style_for,
            plain.get_image_from_uri,
            plain.font_config,
            plain.counter_style,
            plain.target_collector,
        )
        self.cut_notes: list[Box] = []

    def layout_footnote(self, note: Box) -> bool:
        """Add a note to a page, or its first part; whether it has to wait for the next page."""
        overflow = bool(super().layout_footnote(note))
        if any(hasattr(other, "kanben_rest") for other in self.current_page_footnotes[:-1]):
            return True
        area = self.current_footnote_area
        if area.height > _most(note, area) and self._cut(note):
            overflow = bool(self._update_footnote_area())
        return overflow

    def unlayout_footnote(self, note: Box) -> None:
        """Take a note off a page."""
        _restore(note)
        super().unlayout_footnote(note)

    def report_footnote(self, note: Box) -> None:
        """Let a note wait for the next page."""
        _restore(note)
        super().report_footnote(note)

    def make_notes_whole(self) -> None:
        """Restore all notes, before another pass over the pages."""
        while self.cut_notes:
            _restore(self.cut_notes.pop())

    def _cut(self, note: Box) -> bool:
        """Leave of a note what fits into its share of a page; whether anything was taken off."""
        area = self.current_footnote_area.deepcopy()
        area.children = [note.deepcopy()]
        area = build.create_anonymous_boxes(area)
        (whole,) = area.children
        bottom = self.page_bottom - area.position_y - _most(note, area)
        _, stack, *_ = block_level_layout(self, area.deepcopy(), bottom, None, area.page)
        if not stack:
            return False
        ((_, inside),) = stack.items()
        note.kanben_whole, note.kanben_rest = note.children, _after(whole, inside)
        note.kanben_rest.kanben_is_rest = True
        note.children = [_justified(child) for child in _before(whole, inside).children]
        self.cut_notes.append(note)
        return True


def _most(note: Box, area: Box) -> float:
    """What a note may take of its page, in px."""
    return float(area.page.height) * (_SHARE_OF_REST if hasattr(note, "kanben_is_rest") else _SHARE)


def _before(box: Box, stack: _Stack) -> Box:
    """A copy of a box with what stands before a place where layout goes on."""
    ((index, inside),) = (stack or {0: None}).items()
    if isinstance(box, boxes.TextBox):
        return box.copy_with_text(box.text.encode()[:index].decode())
    return box.copy_with_children([*box.children[:index], *([_before(box.children[index], inside)] if inside else [])])


def _after(box: Box, stack: _Stack) -> Box:
    """A copy of a box with what stands after a place where layout goes on."""
    if not stack:
        return box
    ((index, inside),) = stack.items()
    if isinstance(box, boxes.TextBox):
        return box.copy_with_text(box.text.encode()[index:].decode())
    return box.copy_with_children([_after(box.children[index], inside), *box.children[index + 1 :]])


def _justified(box: Box) -> Box:
    """A line that is no paragraph's last, though nothing follows in its box."""
    if isinstance(box, boxes.LineBox):
        box = box.copy()
        box.style = box.style.copy()
        box.style["text_align_last"] = box.style["text_align_all"]
    return box


def _restore(note: Box) -> None:
    """Make a note whole again."""
    if hasattr(note, "kanben_whole"):
        note.children = note.kanben_whole
        del note.kanben_whole, note.kanben_rest


def make_page(context: NoteBreakingContext, *arguments: object) -> tuple[boxes.PageBox, _Stack, object]:
    """Make a page, and let the rest of a note be the first of the notes that wait for the next."""
    result = _original_make_page(context, *arguments)
    rests = [note.kanben_rest for note in context.current_page_footnotes if hasattr(note, "kanben_rest")]
    context.reported_footnotes = [*rests, *context.reported_footnotes]
    return result


def create_anonymous_boxes(box: Box) -> Box:
    """Put the content of a box into lines, as WeasyPrint does, but for notes that are in lines already."""
    if not isinstance(box, boxes.FootnoteAreaBox):
        return _original_create_anonymous_boxes(box)
    done = {id(child) for child in box.children if any(isinstance(part, boxes.LineBox) for part in child.descendants())}
    box.children = [child if id(child) in done else _original_create_anonymous_boxes(child) for child in box.children]
    return box
