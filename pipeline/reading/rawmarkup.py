"""Knows where raw markup stands that no output may have, and what an author writes instead of it; must not know
trees."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason, Value
from pipeline.core.text import SourceText, Span

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)|\\(begin\{\w+\*?\}|[A-Za-z]+)")
# What stands for a tag or a command in Markdown; `…` is the author's text.
_WRITTEN = {
    "sup": "^…^", "sub": "~…~", "b": "**…**", "strong": "**…**", "textbf": "**…**", "i": "*…*", "em": "*…*",
    "emph": "*…*", "textit": "*…*", "u": "[…]{.dots}", "mark": "**…**", "underline": "[…]{.dots}", "s": "~~…~~",
    "del": "~~…~~", "strike": "~~…~~", "code": "`…`", "kbd": "`…`", "tt": "`…`", "texttt": "`…`", "pre": "```",
    "q": "“…”", "a": "[…](https://…)", "href": "[…](https://…)", "url": "<https://…>", "h1": "# …", "h2": "## …",
    "h3": "### …", "section": "# …", "subsection": "## …", "chapter": "# …", "li": "- …", "ul": "- …", "ol": "1. …",
    "item": "- …", "blockquote": "> …", "ruby": '[…]{ruby="…"}', "rt": '[…]{ruby="…"}', "cite": "[@…]",
    "citep": "[@…]", "citet": "[@…]", "ref": "[@…]", "autoref": "[@…]", "footnote": "^[…]",
    "details": "::: {.sidebar}", "aside": "::: {.sidebar}", "div": "::: {.sidebar}", "begin{equation}": "$$…$$",
    "begin{align}": "$$…$$", "begin{itemize}": "- …", "begin{enumerate}": "1. …", "begin{quote}": "> …",
    "begin{quotation}": "> …", "begin{equation*}": "$$…$$", "begin{align*}": "$$…$$", "begin{verbatim}": "```",
    "begin{lstlisting}": "```", "begin{theorem}": "::: {.theorem}", "begin{definition}": "::: {.definition}",
    "begin{proof}": "::: {.proof}", "index": "[…]{.index}", "label": "{#…}", "gls": "[…]{.term}",
    "title": "title: …", "paragraph": "#### …", "subsubsection": "### …",
}  # fmt: skip
_OTHERWISE = {
    "br": "raw_line_end", "newline": "raw_line_end", "newpage": "raw_page", "pagebreak": "raw_page",
    "clearpage": "raw_page", "img": "raw_picture", "includegraphics": "raw_picture", "svg": "raw_picture",
    "begin{figure}": "raw_picture", "table": "raw_table", "tr": "raw_table", "td": "raw_table",
    "begin{table}": "raw_table", "begin{tabular}": "raw_table", "span": "raw_look", "font": "raw_look",
    "center": "raw_look", "p": "raw_look", "style": "raw_look", "color": "raw_look", "textcolor": "raw_look",
    "centering": "raw_look", "vspace": "raw_look", "hspace": "raw_look", "noindent": "raw_look",
}  # fmt: skip
_REACH = 12  # lines


class RawMarkup:
    """Tells of the raw markup of a document in its order; the end of what was told is not told again."""

    def __init__(self, source: SourceText, used: set[int]) -> None:
        self.source, self.used = source, used
        self.last = 1
        self.opened: Counter[str] = Counter()

    def told(self, form: str, text: str, line: int | None) -> Diagnostic | None:
        """SRC110 for a piece of raw markup that stands on a line or soon after; None for a comment, or the end of an
        element."""
        if form == "html" and _says_nothing(text):
            return None
        first = text.strip().split("\n", maxsplit=1)[0]
        span = self._place(first, line)
        found = _TAG.match(first)
        name = (found[2] or found[3] or "").lower() if found else ""
        if found and found[1] and self.opened[name]:
            self.opened[name] -= 1
            return None
        if found and found[2] and not text.rstrip().endswith("/>"):
            self.opened[name] += 1
        values: dict[str, Value] = {"format": form, "text": first[:60]}
        if name in _WRITTEN:
            values["how"] = Reason("written_so", form=_WRITTEN[name])
        elif name in _OTHERWISE:
            values["how"] = Reason(_OTHERWISE[name])
        return Diagnostic("SRC110", span, values, form)

    def _place(self, written: str, line: int | None) -> Span:
        """The first place of a text that is not taken, from a line on."""
        start = line or self.last
        end = len(self.source.starts) + 1
        numbers = range(start, min(start + _REACH, end) if line else end)
        # What an attribute makes raw stands in code.
        for pattern in (rf"(?<=`){re.escape(written)}(?=`)", re.escape(written)) if written else ():
            for number in numbers:
                for found in re.finditer(pattern, self.source.line(number)):
                    offset = self.source.starts[number - 1] + found.start()
                    if offset not in self.used:
                        self.used.add(offset)
                        self.last = number
                        return self.source.span(offset, len(written))
        return self.source.line_span(line) if line else Span(self.source.name)


def _says_nothing(text: str) -> bool:
    """Whether all of a piece of HTML is comments."""
    rest = text.strip()
    start = 0
    while rest.startswith("<!--", start):
        end = rest.find("-->", start)
        if end < 0:
            return False
        start = end + 3
        while start < len(rest) and rest[start].isspace():
            start += 1
    return start == len(rest) > 0
