"""Knows which names of WeasyPrint 70 are replaced for where pages end and what stands on them: notes, tables, figures;
must not know what the replacements do."""

from __future__ import annotations

from weasyprint import layout
from weasyprint.formatting_structure import build
from weasyprint.layout import block, inline, page, table

from pipeline.typesetting import columns, floats, footnotes, keeping, leaders, long_notes, tables
from pipeline.typesetting.patch import UNKNOWN, Patch

PAGE_PATCHES = (
    # Footnotes
    Patch(
        layout,
        footnotes.make_all_pages,
        "A second pass reuses pages whose state leaves out notes: they are lost or doubled.",
        UNKNOWN,
        "test_notes_are_neither_lost_nor_doubled_by_a_second_pass",
    ),
    Patch(
        block,
        footnotes._linebox_layout,
        "Where a paragraph may not be broken, notes of the whole page are pushed to the next.",
        "Kozea/WeasyPrint#2432",
        "test_notes_stay_on_the_page_of_their_calls",
    ),
    Patch(
        page,
        long_notes.make_page,
        "The rest of a note that was cut has to open the notes of the next page.",
        "Kozea/WeasyPrint#1833",
        "test_a_long_note_goes_on_at_the_next_page",
    ),
    Patch(
        build,
        long_notes.create_anonymous_boxes,
        "The rest of a note is in lines already, which are not to be put into lines again.",
        "Kozea/WeasyPrint#1833",
        "test_a_long_note_goes_on_at_the_next_page",
    ),
    # Blocks
    Patch(
        block,
        keeping.block_level_page_break,
        "Orphans count the lines of one paragraph, and a heading stays with one line of text.",
        UNKNOWN,
        "test_a_heading_keeps_with_two_lines",
    ),
    Patch(
        block,
        floats._in_flow_layout,
        "A figure that does not fit its page leaves the rest of it white (no page floats).",
        "Kozea/WeasyPrint#259",
        "test_text_after_a_figure_fills_its_page",
    ),
    Patch(
        inline,
        leaders.handle_leader,
        "Dots of indented entries end short of the edge, and the numbers with them.",
        UNKNOWN,
        "test_numbers_after_dots_are_flush",
    ),
    # Tables
    Patch(
        block,
        tables.table_layout,
        "A table that goes on has the same head, and none over a row that is higher than a page.",
        UNKNOWN,
        "test_a_table_that_goes_on_says_so",
    ),
    Patch(
        table,
        columns.auto_table_layout,
        "Beside a long text, columns of short words are cut to single characters.",
        UNKNOWN,
        "test_short_columns_are_not_cut",
    ),
)
