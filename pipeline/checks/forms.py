"""Knows which forms in a text look like markup that was not read, and what was probably meant by each; must not know
where they stand.

A form is a pattern over the text of a run (`runs`), in which signs stand for what is no text. `^` is the beginning of
a line, `\\A` of a block.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.checks.runs import CITED, CODE, DISPLAY, FIELD, NOTE, OBJECT, SIGNS, SPEAKING
from pipeline.core.scripts import HAN

SURE, LIKELY = "SRC130", "SRC131"
TEXT = ("Para", "Plain", "Cell", "LineBlock", "Term", "Header")
ANYWHERE = (*TEXT, FIELD)
"""Blocks, and fields: for what no reader of Markdown takes for markup."""
_PARAGRAPHS = ("Para", "Plain")


@dataclass(frozen=True)
class Form:
    """`name` is the wording that says what was meant. `fix` is what `re.sub` makes of it as it was typed, where that
    is certain; `typed` a pattern for how it was typed, where the parser has changed it; `once` whether what follows
    in the block most likely has the same cause; `blocks` the kinds of runs that it may stand in, `in_notes` whether it
    does in notes alone, `takes_rest` whether all that follows in the block is inside it."""

    name: str
    pattern: str
    fix: tuple[str, str | Callable[[re.Match[str]], str]] | None = None
    code: str = SURE
    once: bool = False
    blocks: tuple[str, ...] = TEXT
    typed: str = ""
    in_notes: bool = False
    takes_rest: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.M)


_NEW_LINE = (r"\A", "\n")
_NUMERAL = (
    r"(?:\d{1,2}[、．.)）](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、"
    r"|[①-⑳]|[•●○◆■▪])"
)
_ATTRIBUTE = r"(?:[#.][\w-]|[a-z][\w-]+[=＝]|-\})"
# Stars that mark significance are text: `*** p<0.01`, `**表示在5%水平上显著`.
_NO_STARS = r"(?![ 　]*(?:p ?[<＜=]|P ?[<＜=]|表示|代表|分别|为|指|significant))"
_WIDE = str.maketrans("｛｝＃＝“”＂，、", '{}#="""  ')
_NO_ADDRESS = rf"\s<>“”‘’（）【】《》「」，。、；：！？{HAN}{SIGNS}"
_ADDRESS = rf"(?:https?|ftp)://[^{_NO_ADDRESS}]*[^{_NO_ADDRESS}.,;:!?)\]'\"*]"

_UNDERSCORES = rf"(?<![A-Za-z0-9_]){{mark}}(?=[{HAN}“《（])[^_\n]*(?<=[{HAN}”》）。！？]){{mark}}(?![A-Za-z0-9_])"


FORMS: tuple[Form, ...] = (
    # Fences
    Form("meant_conflict", r"^(?:<{7}|>{7}|\|{7})(?: [^\n]*)?$", once=True),
    Form("meant_code_fence", r"^(?:`{3,}|~{3,})[^\n]*", once=True, takes_rest=True),
    Form("meant_div_after_blank", r"(?<=\n):{3,}[ \t]*(?:\{[^\n]*\}|\w+)[ \t]*$", _NEW_LINE, once=True),
    Form("meant_div_fence", r"^[:：]{3,}[^\n]*", once=True),
    # Headings
    Form("meant_heading_space", r"^#{2,6}(?=[^\s#])[^\n]*", (r"\A(#+)", r"\1 "), blocks=_PARAGRAPHS),
    Form(
        "meant_heading_space",
        rf"\A#(?!其中)(?=[{HAN}（(“《])(?![^\n#]*(?<!\{{)#)[^\n]*|\A#(?=\w)[^\n]*\{{[#.][^\n]*"
        r"|\A#[A-Z][a-z]+(?: [A-Za-z]+)*\Z",
        (r"\A#", "# "),
        blocks=_PARAGRAPHS,
    ),
    Form(
        "meant_wide_heading",
        r"^[#＃]*＃(?!其中)[#＃]*[ 　]*\S[^\n]*",
        (r"\A[#＃]+[ 　]*", lambda found: "#" * len(found.group().strip(" 　")) + " "),
        blocks=_PARAGRAPHS,
    ),
    Form("meant_heading_after_blank", r"(?<=\n)#{1,6}[ \t]+[^\s\d][^\n]*", _NEW_LINE, blocks=_PARAGRAPHS),
    # Tables and their captions
    Form("meant_table_after_blank", r"(?<=\n)\|[^\n]*\|[ \t]*\n\|[ \t:|–—-]+\|[^\n]*", (r"\A", "\n"), once=True),
    Form("meant_table_rule", r"^[|｜][^\n|｜]*[|｜](?:[^\n]*[|｜])?[ \t]*$", once=True, blocks=_PARAGRAPHS),
    Form("meant_table_rule", r"^[^|\n]+(?:\|[^|\n]*)*\|[ \t]*$", once=True, blocks=("LineBlock",)),
    Form("meant_caption_colon", r"^：[^\n]*\{#tbl-[^\n]*", (r"\A：[ 　]*", ": ")),
    Form("meant_definition_colon", r"(?<=\n)：[ 　]*[^\n]*", once=True),
    Form("meant_caption", r"\A(?:\:|Table:)[ \t]+\S[^\n]*", blocks=_PARAGRAPHS),
    # Paragraphs, lists and quotations
    Form("meant_paragraph", r"(?<=\n)\u3000+[^\n]*", _NEW_LINE, LIKELY, blocks=_PARAGRAPHS),
    Form("meant_task", r"\A\[[ xX]?\](?=\s)", blocks=_PARAGRAPHS),
    Form("meant_callout", r"^\[![A-Za-z]+\][^\n]*", once=True),
    Form(
        "meant_list_after_blank",
        r"(?<=[：:]\n)(?:[-*+]|\d{1,2}[.)])[ \t]+\S[^\n]*|(?<=\n)(?:[-*+][ \t]+\S[^\n]*(?=\n[-*+][ \t])"
        r"|\d{1,2}[.)][ \t]+\S[^\n]*(?=\n\d{1,2}[.)][ \t]))",
        _NEW_LINE,
        LIKELY,
        once=True,
        blocks=_PARAGRAPHS,
    ),
    Form(
        "meant_list_space",
        rf"^\d{{1,2}}\.(?=[{HAN}（“《])[^\n]*|\A[-+](?=[{HAN}（“《])[^\n]*(?:\n[-+](?=[{HAN}（“《])[^\n]*)*"
        rf"|(?<=\n)[-+](?=[{HAN}（“《])[^\n]*(?:\n[-+](?=[{HAN}（“《])[^\n]*)*",
        (r"(?m)^(\d+\.|[-+])", r"\1 "),
        LIKELY,
        blocks=_PARAGRAPHS,
    ),
    Form(
        "meant_lines",
        rf"(?<=[：:]\n){_NUMERAL}[^\n]*|(?<=\n){_NUMERAL}[^\n]*(?=\n{_NUMERAL})"
        rf"|(?:(?<=\A)|(?<=\n)){_NUMERAL}[^\n]*\n{_NUMERAL}",
        None,
        LIKELY,
        once=True,
        blocks=_PARAGRAPHS,
    ),
    Form(
        "meant_quotation_after_blank",
        r"(?<=[：:。！？]\n)>[ \t]?[^\n]*|(?<=\n)>[ \t]?[^\n]*(?=\n>)",
        _NEW_LINE,
        once=True,
        blocks=_PARAGRAPHS,
    ),
    Form("meant_quotation", r"\A＞[ 　]*[^\n]*", (r"\A＞[ 　]*", "> "), blocks=_PARAGRAPHS),
    # Notes
    Form("meant_note_colon", r"^\[\^[^\]\n]{1,200}\]：\s*", (r"：\s*\Z", ": ")),
    Form("meant_note_after_blank", r"(?<=\n)\[\^[^\]\n]{1,200}\]:[^\n]*", _NEW_LINE),
    Form("meant_wide_note", r"[【［]\^[^】］\]\n]{1,80}[】］\]]|\[\^[^】］\]\n]{1,80}[】］]", (r"\A.(.*).\Z", r"[\1]")),
    Form("meant_note_in_note", NOTE, in_notes=True, typed=r"\^\[[^\n\[\]]*\]"),
    Form("meant_note_in_note", r"\[\^[^\]\n]{1,200}\]|\^\[[^\n]*", in_notes=True),
    Form("meant_note", r"\[\^([^\]\n]{1,200})\](?![\s\S]*\n\[\^\1\]:)|\^\[[^\n]*"),
    # Citations and cross-references
    Form(
        "meant_parted_citation",
        rf"[{CITED}{OBJECT}]\[[^\]\n]*\]",
        typed=r"\[@[^\]\n]+\]\[(?!@)[^\]\n]*\](?:\{[^}\n]*\})?",
    ),
    Form("meant_citation_end", rf"\[{SPEAKING}", typed=r"\[@\{?[\w:.#$%&+?<>~/-]*\w\}?(?![^\[\]\n]*\])"),
    # Attributes
    Form("meant_formula_id", rf"(?:(?<={DISPLAY})|(?<={DISPLAY}\s))\{{{_ATTRIBUTE}[^{{}}\n]*\}}"),
    Form(
        "meant_braces",
        r"[{｛][#＃.][\w-][^{}｛｝\n]*[}｝]|[{｛][a-z][\w-]+[=＝][^{}｛｝\n]*[}｝]|\{-\}",
        (r"\A.*\Z", lambda found: found.group().translate(_WIDE)),
    ),
    Form("meant_braces_end", r"(?:(?<=\])|(?<=\s))\{[#.][\w-]+[^{}\n]*$"),
    # Links and addresses
    Form(
        "meant_link",
        r"\[[^\[\]\n]*\][ 　]?[（(][ ]?(?:https?:|mailto:|www\.|#)[^\s）)]*[）)]",
        (r"\][ 　]?[（(] ?(.*).\Z", r"](\1)"),
    ),
    Form("meant_link", r"【[^【】\n]*】\((?:https?:|mailto:|#)[^\s)]*\)", (r"\A【(.*)】\((.*)\)\Z", r"[\1](\2)")),
    Form("meant_link", r"\]\([^)\n]*\)?"),
    Form("meant_address", rf"(?<![\w/.:@-]){_ADDRESS}", (r"\A(.*)\Z", r"<\1>"), LIKELY),
    Form("meant_link_name", r"(?<![A-Za-z0-9_\])])\[[^\[\]\n]{1,60}\]\[(?=[A-Za-z])[\w-]*\]"),
    # Directives of other programs
    Form("meant_contents", r"\[\[?_?(?:TOC|toc)_?\]?\]|@\[toc\]|\{:toc\}", blocks=ANYWHERE),
    Form(
        "meant_include",
        r"\{\{<\s*include\b[^\n]{0,200}?>\}\}|^!{1,2}(?:include|INCLUDE)\b[^\n]*|^@import\s[^\n]*|^<<\[[^\n]*",
        blocks=ANYWHERE,
    ),
    Form("meant_variable", r"\{\{[^\n]{0,200}?\}\}|\{%[^\n]{0,200}?%\}|<%[^\n]{0,200}?%>", blocks=ANYWHERE),
    Form(
        "meant_admonition",
        r"\A(?:\?{3}\+?|!{3})[ \t]+[\w“\"][^\n]*|\A\.\. [\w-]+::[^\n]*|\A={3}[ \t]+“[^\n]*",
        once=True,
    ),
    Form("meant_role", rf"\{{[a-z][\w:+-]*\}}{CODE}|:[a-z][\w-]*:{CODE}"),
    Form("meant_wiki_link", r"!?\[\[[^\[\]\n\d][^\[\]\n]*\]\]", None, LIKELY, blocks=ANYWHERE),
    Form("meant_comment", r"<!(?:–|--)[^\n]*|%%[^%\n]+%%", blocks=ANYWHERE),
    Form("meant_reading", rf"\{{[{HAN}]+\|[^{{}}\n]+\}}", blocks=ANYWHERE),
    # Marks in the line
    Form("meant_code_end", r"`+[^`\n]*"),
    Form("meant_formula", r"\$\$"),
    Form("meant_formula", rf"(?<![\w$])\$[ \t]+(?!\d)[^$\n{HAN}]{{1,30}}[ \t]+\$"),
    Form(
        "meant_formula", r"(?<![\w$])\$[ \t][^$\n]*[\\^_={}][^$\n]*\$|(?<![\w$])\$[^$\n]*[\\^_={}][^$\n]*[ \t]\$(?!\d)"
    ),
    Form(
        "meant_formula",
        rf"\([^()\n{HAN}]*[\\^_={OBJECT}][^()\n{HAN}]*\)|\[[^\[\]\n{HAN}]*[\\^_={OBJECT}][^\[\]\n{HAN}]*\]",
        typed=r"\\\((?:[^\n])+?\\\)|\\\[(?:[^\n])+?\\\]",
    ),
    Form(
        "meant_strong",
        rf"(?<![*0-9A-Za-z)）.%])\*\*{_NO_STARS}[ 　]+[^*\n]*?[^*\s][ 　]+\*\*(?![*0-9A-Za-z])",
        (r"\A\*\*\s+(.*?)\s+\*\*\Z", r"**\1**"),
    ),
    Form("meant_strong", r"＊{1,2}[^＊\n]+＊{1,2}", ("＊", "*")),
    Form("meant_strong_end", rf"(?<![*0-9A-Za-z)）.%])\*\*{_NO_STARS}(?=[{HAN}A-Za-z“（《「])[^*\n]*(?![*])"),
    # One on each side may well stand between the words of a name.
    Form("meant_emphasis", _UNDERSCORES.format(mark="_"), None, LIKELY),
    Form("meant_emphasis", _UNDERSCORES.format(mark="__"), (r"\A__(.*?)__\Z", r"**\1**"), LIKELY),
    Form(
        "meant_highlight",
        r"(?<![A-Za-z0-9_=!<>])==(?=[^\s=])[^=\n，。；]{1,80}?(?<=[^\s=])==(?!=)",
        None,
        LIKELY,
        blocks=ANYWHERE,
    ),
    Form(
        "meant_highlight",
        r"(?<![A-Za-z0-9_+])\+\+(?=[^\s+])[^+\n，。；]{1,80}?(?<=[^\s+])\+\+(?!\+)",
        None,
        LIKELY,
        blocks=ANYWHERE,
    ),
    Form("meant_strikeout", r"~~"),
    Form("meant_superscript", r"(?<=[0-9A-Za-z)）])\^[-−+]?\w+", None, LIKELY),
    Form("meant_entity", r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|hellip|mdash|ndash|times)(?![;\w])；?", ("；", ";")),
    Form("meant_emoji", r"(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])", None, LIKELY, blocks=ANYWHERE),
)
"""In their order: what one has found, those after it pass over."""
