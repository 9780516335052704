"""Knows the forms of what stands in a line: notes, citations, attributes, links, formulas, marks; must not know those
that begin one."""

from __future__ import annotations

import re

from pipeline.checks.forms import ANYWHERE, LIKELY, PARAGRAPHS, Form
from pipeline.checks.runs import CITED, CODE, DISPLAY, NOTE, OBJECT, SIGNS, SPEAKING
from pipeline.core.scripts import HAN
from pipeline.core.vocabulary import AUTHOR, CROSS_REFERENCE_KINDS

_NEW_LINE = (r"\A", "\n")
_KEY = r"@\{?[\w:.#$%&+?<>~/-]*\w\}?"
_ATTRIBUTE = r"(?:[#.][\w-]|[a-z][\w-]+[=＝]|-\})"
# Stars that mark significance are text: `*** p<0.01`, `**表示在5%水平上显著`.
_NO_STARS = r"(?![ 　]*(?:p ?[<＜=]|P ?[<＜=]|表示|代表|分别|为|指|significant))"
# So do stars before the words that begin a note.
_STAR_NOTES = r"号|注|说明|资料|数据|来源|出处|本[文表图报]|通[讯信]|作者|基金|项目|根据|按|见|因|由于|该|此"
_WIDE = str.maketrans("｛｝＃＝“”＂，、", '{}#="""  ')
_COMMA = re.compile(r"\s*,\s*(?=[a-z]+=|[#.])")
_NO_ADDRESS = rf"\s<>“”‘’（）【】《》「」，。、；：！？{HAN}{SIGNS}"
_ADDRESS_END = rf"[^{_NO_ADDRESS}.,;:!?)\]'\"*]"
_ADDRESS = rf"(?:https?|ftp)://[^{_NO_ADDRESS}]*{_ADDRESS_END}"

_UNDERSCORES = rf"(?<![A-Za-z0-9_]){{mark}}(?=[{HAN}“《（])[^_\n]*(?<=[{HAN}”》）。！？]){{mark}}(?![A-Za-z0-9_])"

_SPAN = AUTHOR["Span"]


def _as_attributes(found: re.Match[str]) -> str:
    """What stands between braces as the attributes that it surely was meant for; as it is where it is not sure."""
    text = re.sub(r"[ 　]*=[ 　]*", "=", found.group().translate(_WIDE))
    inside = text[1:-1].strip()
    if inside in _SPAN.classes:
        return f"{{.{inside}}}"
    is_pair = re.fullmatch(r"([a-z]+)=(?:\w[\w-]*|\"[^\"]*\")", inside)
    return f"{{{inside}}}" if is_pair and is_pair[1] in _SPAN.attributes else found.group()


FORMS: tuple[Form, ...] = (
    # Notes
    Form("meant_note_colon", r"^\[\^[^\]\n]{1,200}\]：\s*", (r"：\s*\Z", ": ")),
    Form("meant_note_colon", r"\A\[\^[^\]\n]{1,200}\](?=[ 　]*[\w“《（‘])"),
    Form("meant_note_after_blank", r"(?<=\n)\[\^[^\]\n]{1,200}\]:[^\n]*", _NEW_LINE),
    Form("meant_wide_note", r"[【［]\^[^】］\]\n]{1,80}[】］\]]|\[\^[^】］\]\n]{1,80}[】］]", (r"\A.(.*).\Z", r"[\1]")),
    Form("meant_note_in_note", NOTE, in_notes=True, typed=r"\^\[[^\n\[\]]*\]"),
    Form("meant_note_in_note", r"\[\^[^\]\n]{1,200}\]|\^\[[^\n]*", in_notes=True),
    Form("meant_note", r"\[\^([^\]\n]{1,200})\](?![\s\S]*\n\[\^\1\]:)|\^\[[^\n]*"),
    # Citations and cross-references
    Form("meant_key", r"\[[@＠][ 　]+[A-Za-z][\w:.-]*[ 　]*\]", (r"\A.[@＠]\s*(.*?)\s*\]\Z", r"[@\1]")),
    Form(
        "meant_semicolon",
        rf"[{CITED}{OBJECT}]",
        (r"[ 　]*[，；、,][ 　]*(?=-?@)", "; "),
        LIKELY,
        typed=rf"\[[^\[\]\n@]*(?:{_KEY}[^\[\]\n@;]*;[^\[\]\n@]*)*{_KEY}[ 　]*[，；、,][ 　]*-?@[^\[\]\n]*\]",
    ),
    Form(
        "meant_one_citation",
        rf"[{CITED}{OBJECT}]{SPEAKING}",
        None,
        LIKELY,
        typed=rf"\[[^\[\]\n@]*@[^\[\]\n]*\]{_KEY}",
    ),
    Form(
        "meant_parted_citation",
        rf"[{CITED}{OBJECT}]\[[^\]\n]*\]",
        typed=r"\[@[^\]\n]+\]\[(?!@)[^\]\n]*\](?:\{[^}\n]*\})?",
    ),
    Form(
        "meant_one_bracket",
        rf"\[[{CITED}{OBJECT}]\](?!\[)",
        (r"\A\[(.*)\]\Z", r"\1"),
        typed=rf"\[\[(?:{_KEY}|[^\[\]\n]*@[^\[\]\n]*)\]\]",
    ),
    Form("meant_citation_end", rf"\[{SPEAKING}", typed=rf"\[{_KEY}(?![^\[\]\n]*\])"),
    # Attributes
    Form("meant_formula_id", rf"(?:(?<={DISPLAY})|(?<={DISPLAY}\s))\{{{_ATTRIBUTE}[^{{}}\n]*\}}"),
    Form(
        "meant_formula_number",
        rf"(?:(?<={DISPLAY})|(?<={DISPLAY}[ 　]))[（(][A-Z]?\.?\d{{1,2}}(?:[.–-]\d{{1,2}})?[a-z]?[)）][ 　]*\Z",
        None,
        LIKELY,
    ),
    Form(
        "meant_id",
        rf"[{{｛][ 　]*(?:{'|'.join(CROSS_REFERENCE_KINDS)})-\w[^{{}}｛｝\n]*[}}｝]",
        (r"\A.[ 　]*(.*)\Z", lambda found: "{#" + found[1].translate(_WIDE)),
    ),
    Form(
        "meant_braces",
        r"[{｛][#＃.][\w-][^{}｛｝\n]*[}｝]|[{｛][a-z][\w-]+[=＝][^{}｛｝\n]*[}｝]|\{-\}",
        (r"\A.*\Z", lambda found: _COMMA.sub(" ", found.group().translate(_WIDE))),
        blocks=ANYWHERE,
    ),
    Form(
        "meant_attribute",
        rf"(?:(?<=[\]{CODE}]))[{{｛][ 　]*[A-Za-z][^{{}}｛｝\n]*[}}｝]",
        (r"\A.*\Z", _as_attributes),
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
    Form("meant_address", r"https?(?:：/{1,2}|://?／{1,2}|:/(?=\w))[\w./-]+", None, LIKELY),
    Form("meant_address", rf"(?<![\w/.:@-]){_ADDRESS}", (r"\A(.*)\Z", r"<\1>"), LIKELY),
    Form(
        "meant_whole_address",
        rf"(?<![\w/.:@-])www\.[A-Za-z0-9-]+\.[A-Za-z](?:[^{_NO_ADDRESS}]*{_ADDRESS_END})?",
        None,
        LIKELY,
    ),
    Form("meant_link_name", r"(?<![A-Za-z0-9_\])])\[[^\[\]\n]{1,60}\]\[(?=[A-Za-z])[\w-]*\]"),
    # Directives of other programs
    Form("meant_contents", r"\[\[?_?(?:TOC|toc)_?\]?\]|@\[toc\]|\{:toc\}", blocks=ANYWHERE),
    Form(
        "meant_include",
        r"\{\{<\s*include\b[^\n]{0,200}?>\}\}|^!{1,2}(?:include|INCLUDE)\b[^\n]*|^@import\s[^\n]*|^<<\[[^\n]*",
        blocks=ANYWHERE,
    ),
    Form(
        "meant_variable",
        r"\{\{[^\n]{0,200}?\}\}|\{%[^\n]{0,200}?%\}|<%[^\n]{0,200}?%>|\$\{[A-Za-z_][\w.]*\}"
        r"|(?<![\w%])%[A-Z][A-Z0-9_]{1,40}%(?!\w)|(?<![0-9A-Za-z%])%\{[^{}\n.#=]{1,40}\}",
        blocks=ANYWHERE,
    ),
    Form("meant_role", rf"\{{[a-z][\w:+-]*\}}{CODE}|:[a-z][\w-]*:{CODE}"),
    Form("meant_wiki_link", r"!?\[\[[^\[\]\n\d][^\[\]\n]*\]\]", None, LIKELY, blocks=ANYWHERE),
    Form("meant_comment", r"<!(?:–|--)[^\n]*|(?<![\w%\"“])(?<!\d\s)%%[^%\n\"“”]+%%(?!\w)", blocks=ANYWHERE),
    Form("meant_comment", rf"(?:^|(?<=[\s，。；：、！？）”]))(?<!\d\s)%%[ \t]*[{HAN}A-Za-z][^\n]*", blocks=ANYWHERE),
    Form("meant_comment", rf"^%[ \t]+[{HAN}][^\n]*", None, LIKELY, blocks=PARAGRAPHS),
    Form("meant_reading", rf"\{{[{HAN}]+\|[^{{}}\n]+\}}", blocks=ANYWHERE),
    # Hyphens that the parser made dashes of, or will
    Form("meant_arrow", r"(?:[–—][–—-]*|-{2,})>", None, LIKELY, blocks=ANYWHERE, typed="-{2,}>"),
    Form("meant_arrow", r"<(?:[–—][–—-]*|-{2,})", None, LIKELY, blocks=ANYWHERE, typed="<-{2,}"),
    Form("meant_dash", r"—[–-]+|-{4,}", ("-+", "——"), LIKELY, blocks=ANYWHERE, typed=r"-{4,}"),
    # Marks in the line
    Form("meant_code_end", r"`+[^`\n]*"),
    Form("meant_wide_code", r"｀[^｀\n]+｀", ("｀", "`")),
    Form("meant_formula", r"\$\$"),
    Form("meant_formula", rf"(?<![\w$])\$[ \t]+(?!\d)[^$\n{HAN}]{{1,30}}[ \t]+\$"),
    Form(
        "meant_formula", r"(?<![\w$])\$[ \t][^$\n]*[\\^_={}][^$\n]*\$|(?<![\w$])\$[^$\n]*[\\^_={}][^$\n]*[ \t]\$(?!\d)"
    ),
    Form(
        "meant_formula",
        r"\((?:[^()\n]|\([^()\n]*\))*\)",
        typed=rf"\\\((?![\d^]+\\)(?:[^\n{HAN}]+?|(?:(?!\\\))[^\n])*?[\^_={{}}](?:(?!\\\))[^\n])*)\\\)",
    ),
    Form(
        "meant_formula",
        rf"\[(?:[^\[\]\n{HAN}]*[\\^_={OBJECT}][^\[\]\n{HAN}]*|[ ][^\[\]\n]*[ ])\]",
        typed=r"\\\[(?!\^)[^\n]+?\\\]",
    ),
    # One letter, or few of them, with a space on one side: `$x $`, `$ ab$`.
    Form(
        "meant_formula",
        r"(?<![\w$])\$(?:[A-Za-z][A-Za-z0-9+*/<>() -]{0,20}[ \t]|[ \t]+[A-Za-z](?:[A-Za-z]| ?[+*/<>-] ?\w)?)\$"
        r"(?![\w$])",
    ),
    # One that never ended; the name of a variable has capitals.
    Form("meant_formula_end", rf"(?<![A-Za-z0-9_$])\$[a-zA-Z][_^][a-z0-9{{][^$\s{HAN}]*(?![^\n]*\$)"),
    Form(
        "meant_strong",
        rf"(?<![*0-9A-Za-z)）.%])\*\*{_NO_STARS}[ 　]+[^*\n]*?[^*\s][ 　]+\*\*(?![*0-9A-Za-z])",
        (r"\A\*\*\s+(.*?)\s+\*\*\Z", r"**\1**"),
        blocks=ANYWHERE,
    ),
    Form("meant_strong", r"＊{1,2}[^＊\n]+＊{1,2}", ("＊", "*"), blocks=ANYWHERE),
    Form(
        "meant_strong_end",
        rf"(?<![*0-9A-Za-z)）.%])\*\*{_NO_STARS}(?=[{HAN}A-Za-z“（《「])[^*`\n]*(?![*])",
        blocks=ANYWHERE,
    ),
    # A star alone may mark a note of the author's: `*注：`, `*通讯作者`.
    Form(
        "meant_emphasis_end",
        rf"(?:\A|(?<=[ \t\u3000，。；：、！？（“]))[*_]{_NO_STARS}(?!{_STAR_NOTES})(?=[{HAN}“《])[^*_\n]*"
        r"(?=\n|\Z|(?<=\s)[*_]\S)",
        None,
        LIKELY,
    ),
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
    Form(
        "meant_entity",
        r"&(?:nbsp|ensp|emsp|thinsp|lt|gt|amp|quot|hellip|mdash|ndash|times|copy|reg|trade|deg|plusmn|middot|permil"
        r"|euro|yen|divide|minus|le|ge|ne|alpha|beta|[lr][sd]quo)(?![;A-Za-z0-9_=])；?",
        ("；", ";"),
    ),
    Form("meant_emoji", r"(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])", None, LIKELY, blocks=ANYWHERE),
)
"""In their order: what one has found, those after it pass over."""
