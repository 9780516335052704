"""Knows the forms of what begins a line or a block: fences, headings, tables, lists, quotations, boxes; must not know
those in the line."""

from __future__ import annotations

from pipeline.checks.forms import LIKELY, PARAGRAPHS, Form
from pipeline.core.scripts import HAN

_NEW_LINE = (r"\A", "\n")
_NUMERAL = (
    r"(?:\d{1,2}[、．.)）](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、"
    r"|[①-⑳]|[•●○◆■▪])"
)

FORMS: tuple[Form, ...] = (
    # Fences
    Form("meant_conflict", r"^(?:<{7}|>{7}|\|{7})(?: [^\n]*)?$", once=True),
    Form("meant_directive", r"^`{3,}[ \t]*\{[A-Za-z][\w:-]*\}[^\n]*", once=True),
    Form("meant_code_fence", r"^(?:`{3,}|~{3,})[^\n]*", once=True, takes_rest=True),
    Form("meant_div_after_blank", r"(?<=\n):{3,}[ \t]*(?:\{[^\n]*\}|\w+)[ \t]*$", _NEW_LINE, once=True),
    Form("meant_div_fence", r"^[:：]{3,}[^\n]*", once=True),
    # Headings
    Form("meant_heading_space", r"^#{2,6}(?=[^\s#])[^\n]*", (r"\A(#+)", r"\1 "), blocks=PARAGRAPHS),
    Form(
        "meant_heading_space",
        rf"\A#(?!其中)(?=[{HAN}（(“《])(?![^\n#]*(?<!\{{)#)[^\n]*|\A#(?=\w)[^\n]*\{{[#.][^\n]*"
        r"|\A#[A-Z][a-z]+(?: [A-Za-z]+)*\Z",
        (r"\A#", "# "),
        blocks=PARAGRAPHS,
    ),
    Form(
        "meant_wide_heading",
        r"^[#＃]*＃(?!其中)[#＃]*[ 　]*\S[^\n]*",
        (r"\A[#＃]+[ 　]*", lambda found: "#" * len(found.group().strip(" 　")) + " "),
        blocks=PARAGRAPHS,
    ),
    Form("meant_heading_after_blank", r"(?<=\n)#{1,6}[ \t]+[^\s\d][^\n]*", _NEW_LINE, blocks=PARAGRAPHS),
    # Tables and their captions
    Form("meant_table_after_blank", r"(?<=\n)\|[^\n]*\|[ \t]*\n\|[ \t:|–—-]+\|[^\n]*", (r"\A", "\n"), once=True),
    Form("meant_table_rule", r"^[|｜][^\n|｜]*[|｜](?:[^\n]*[|｜])?[ \t]*$", once=True, blocks=PARAGRAPHS),
    Form("meant_table_rule", r"^[^|\n]+(?:\|[^|\n]*)*\|[ \t]*$", once=True, blocks=("LineBlock",)),
    Form("meant_caption_colon", r"^：[^\n]*\{#tbl-[^\n]*", (r"\A：[ 　]*", ": ")),
    Form("meant_definition_colon", r"(?<=\n)：[ 　]*[^\n]*", once=True),
    Form("meant_caption", r"\A(?:\:|Table:)[ \t]+\S[^\n]*", blocks=PARAGRAPHS),
    # Boxes of other programs
    Form(
        "meant_admonition",
        r"^(?:\?{3}\+?|!{3})[ \t]*[A-Za-z][^\n]*|\A(?:\?{3}\+?|!{3})[ \t]+[\w“\"][^\n]*|^(?:\?{3}\+?|!{3})[ \t]*$"
        r"|^\.\. [\w-]+::[^\n]*|\A={3}[ \t]+“[^\n]*",
        once=True,
        blocks=PARAGRAPHS,
    ),
    # Paragraphs, lists and quotations
    Form("meant_paragraph", r"(?<=\n)\u3000+[^\n]*", _NEW_LINE, LIKELY, blocks=PARAGRAPHS),
    Form(
        "meant_task",
        r"\A\[(?:[ ]?\]|[xX]\](?![ ]?(?:表示|代表|为|是|指|[=＝≤≥<>+,，（])))(?![(\[{:])",
        blocks=PARAGRAPHS,
    ),
    Form("meant_callout", r"^\[![A-Za-z]+\][^\n]*", once=True),
    Form(
        "meant_list_after_blank",
        r"(?<=[：:]\n)(?:[-*+]|\d{1,2}[.)])[ \t]+\S[^\n]*|(?<=\n)(?:[-*+][ \t]+\S[^\n]*(?=\n[-*+][ \t])"
        r"|\d{1,2}[.)][ \t]+\S[^\n]*(?=\n\d{1,2}[.)][ \t]))",
        _NEW_LINE,
        LIKELY,
        once=True,
        blocks=PARAGRAPHS,
    ),
    Form(
        "meant_list_space",
        rf"^\d{{1,2}}\.(?=[{HAN}（“《])[^\n]*|\A[-+](?=[{HAN}（“《])[^\n]*(?:\n[-+](?=[{HAN}（“《])[^\n]*)*"
        rf"|(?<=\n)[-+](?=[{HAN}（“《])[^\n]*(?:\n[-+](?=[{HAN}（“《])[^\n]*)*|(?<=[：:]\n)\*(?=[{HAN}（“《])[^\n*]*$",
        (r"(?m)^(\d+\.|[-+*])", r"\1 "),
        LIKELY,
        blocks=PARAGRAPHS,
    ),
    Form(
        "meant_lines",
        rf"(?<=[：:]\n){_NUMERAL}[^\n]*|(?<=\n){_NUMERAL}[^\n]*(?=\n{_NUMERAL})"
        rf"|(?:(?<=\A)|(?<=\n)){_NUMERAL}[^\n]*\n{_NUMERAL}",
        None,
        LIKELY,
        once=True,
        blocks=PARAGRAPHS,
    ),
    Form(
        "meant_quotation_after_blank",
        rf"(?<=[：:。！？]\n)>[ \t]?[^\n]*|(?<=\n)>[ \t]?(?:[^\n]*(?=\n>)|(?=[{HAN}“《（「*]|[A-Za-z]{{3}})[^\n]*)",
        _NEW_LINE,
        once=True,
        blocks=PARAGRAPHS,
    ),
    Form(
        "meant_verse_after_blank",
        r"(?<=\n)\|[ \t][^\n|]*(?:\n\|[ \t][^\n|]*)+",
        _NEW_LINE,
        once=True,
        blocks=PARAGRAPHS,
    ),
    Form("meant_block_in_note", r"\A(?:\||#{1,6})[ \t]+\S[^\n]*", once=True, blocks=PARAGRAPHS, in_notes=True),
    Form("meant_quotation", r"\A＞[ 　]*[^\n]*", (r"\A＞[ 　]*", "> "), blocks=PARAGRAPHS),
)
"""In their order: what one has found, those after it pass over."""
