"""Knows which names of WeasyPrint 70 are replaced while a renderer works, why, and which test shows that each is
needed; must not know what the replacements do.

What a subclass can say is said in one (`long_notes`, `context`, `document`, `text_cache`). The rest WeasyPrint calls by
a name of a module or class, which is set to ours while a renderer works. Outside of `applied()` WeasyPrint is as it
came. The rows on where pages end are in `page_patches`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import weasyprint.pdf
from weasyprint import css
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, page
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

from pipeline.typesetting import (
    artifacts,
    blocks,
    box_cache,
    gradients,
    grid,
    justify,
    line_ends,
    regions,
    shared_styles,
    tagging,
    text_cache,
)
from pipeline.typesetting.page_patches import PAGE_PATCHES
from pipeline.typesetting.patch import UNKNOWN, Patch

PATCHES = (
    # Chinese lines
    Patch(
        inline,
        justify.justify_line,
        "Lines are justified at spaces only, and Chinese has none.",
        UNKNOWN,
        "test_chinese_lines_are_flush_where_they_are_laid_out",
    ),
    Patch(
        Layout,
        justify.set_text,
        "What a justified line adds between Chinese characters has to be drawn too.",
        UNKNOWN,
        "test_chinese_lines_are_flush_where_they_are_drawn",
    ),
    Patch(
        inline,
        line_ends.text_align,
        "The white of marks at the ends of a line counts as its width (no text-spacing-trim, no hanging-punctuation).",
        UNKNOWN,
        "test_the_white_of_marks_at_the_ends_of_lines_is_given_up",
    ),
    Patch(
        inline,
        grid.line_box_verticality,
        "A line with letters of two faces is higher than its line-height.",
        "Kozea/WeasyPrint#931",
        "test_a_line_of_two_faces_is_as_high_as_its_style_says",
    ),
    Patch(
        block,
        blocks.block_level_layout_switch,
        "Text does not come back to a baseline grid (no box-snap).",
        UNKNOWN,
        "test_text_comes_back_to_the_grid",
    ),
    Patch(
        line_break,
        regions.get_font_description,
        "Punctuation that stands alone in its text has no script, and so the forms of no language.",
        UNKNOWN,
        "test_marks_alone_have_the_forms_of_their_language",
    ),
    *PAGE_PATCHES,
    # Tags
    Patch(
        weasyprint.pdf,
        tagging.add_tags,
        "A structure element for each box splits what runs over lines and pages; languages, notes and contents are left"
        " out.",
        "Kozea/WeasyPrint#2482",
        "test_a_paragraph_on_two_pages_is_one_structure_element",
    ),
    Patch(
        Stream,
        artifacts.marked,
        "Running headers and repeated table heads are marked as content.",
        "Kozea/WeasyPrint#1836",
        "test_running_headers_are_artifacts",
    ),
    # Gradients
    Patch(
        Stream,
        gradients.add_pattern,
        "poppler draws a pattern of one unit at some places of a page only.",
        UNKNOWN,
        "test_gradients_are_painted_in_fine_units",
    ),
    # Time: what is worked out once for many boxes
    Patch(
        css,
        shared_styles.StyleFor,
        "Children of elements with an id or a language share no styles with those of others.",
        "Kozea/WeasyPrint#2808",
        "test_elements_share_styles_across_ids_and_languages",
    ),
    Patch(
        page,
        shared_styles.set_page_type_computed_styles,
        "The styles of a page and its margin boxes are worked out for every page.",
        "Kozea/WeasyPrint#578",
        "test_styles_of_pages_are_worked_out_once",
    ),
    Patch(
        Layout,
        text_cache.setup,
        "Pango's context and font are made anew for every text.",
        "Kozea/WeasyPrint#578",
        "test_what_many_boxes_share_is_worked_out_once[setup]",
    ),
    Patch(
        inline,
        text_cache.split_first_line,
        "A short text is shaped anew wherever it stands.",
        "Kozea/WeasyPrint#2808",
        "test_what_many_boxes_share_is_worked_out_once[split_first_line]",
    ),
    Patch(
        inline,
        text_cache.strut,
        "The height of a line is looked up by a long text for every box.",
        "Kozea/WeasyPrint#578",
        "test_what_many_boxes_share_is_worked_out_once[strut]",
    ),
    Patch(
        inline,
        box_cache.resolve_percentages,
        "Fixed lengths are worked out for every box.",
        "Kozea/WeasyPrint#578",
        "test_what_many_boxes_share_is_worked_out_once[resolve_percentages]",
    ),
    Patch(
        boxes.Box,
        box_cache.is_in_normal_flow,
        "Whether a box is in the flow is worked out whenever it is asked.",
        "Kozea/WeasyPrint#578",
        "test_what_many_boxes_share_is_worked_out_once[is_in_normal_flow]",
    ),
    Patch(
        background,
        box_cache.layout_box_backgrounds,
        "A background is laid out for every box, though few have one.",
        "Kozea/WeasyPrint#578",
        "test_what_many_boxes_share_is_worked_out_once[layout_box_backgrounds]",
    ),
)

_lock = threading.RLock()


@contextmanager
def applied() -> Iterator[None]:
    """Replace the names of the table, and take them back at the end.

    Calls may be nested; another thread that calls it waits. WeasyPrint used without it in another thread at the same
    time would meet the replacements: its names belong to the process.
    """
    with _lock, ExitStack() as stack:
        for patch in PATCHES:
            stack.callback(setattr, patch.owner, patch.name, vars(patch.owner)[patch.name])
            setattr(patch.owner, patch.name, patch.replacement)
        yield
