"""Knows how the TeX of a field is read as text with the markup of CSL; must not know which field it is.

Accents become composed letters, formulas letters with raised and lowered parts. What is not understood stands as it
was written, and is named.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pipeline.core.scripts import has_han
from pipeline.tools import latex

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361",
    "acute": "\u0301", "grave": "\u0300", "hat": "\u0302", "ddot": "\u0308", "tilde": "\u0303", "bar": "\u0304",
    "dot": "\u0307", "breve": "\u0306", "check": "\u030c", "vec": "\u20d7",
}  # fmt: skip
_SPACES = {",": "\u00a0", ";": "\u00a0", ":": "\u00a0", "!": "", " ": " ", "/": "", "-": "", "\\": " ",
           "quad": "\u2003", "qquad": "\u2003\u2003", "space": " ", "thinspace": "\u00a0", "newline": " ", "par": " ",
           "left": "", "right": "", "protect": "", "relax": "", "noindent": "", "allowbreak": "", "displaystyle": "",
           "limits": ""}  # fmt: skip
_WRAPS = {
    **dict.fromkeys(("emph", "textit", "textsl", "em", "it", "itshape", "sl", "slshape"), ("<i>", "</i>")),
    **dict.fromkeys(("textbf", "bf", "bfseries", "mathbf", "boldsymbol"), ("<b>", "</b>")),
    **dict.fromkeys(("textsc", "sc", "scshape"), ('<span style="font-variant:small-caps;">', "</span>")),
    "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
}
_SWITCHES = ("em", "it", "itshape", "sl", "slshape", "bf", "bfseries", "sc", "scshape", "rm", "sf", "tt", "rmfamily",
             "sffamily", "ttfamily", "normalfont", "upshape", "mdseries", "small", "footnotesize")  # fmt: skip
_BARE = ("text", "textrm", "textsf", "texttt", "textnormal", "mbox", "hbox", "mathrm", "mathit", "mathsf", "mathcal",
         "mathbb", "mathfrak", "operatorname", "url", "nolinkurl", "path", "uppercase", "lowercase", "enquote",
         "ensuremath", "textup", "textmd", "bibinfo", "bibnamefont", "bibfnamefont", "mkbibquote")  # fmt: skip
_LOGOS = {"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "ldots": "…", "dots": "…", "textellipsis": "…",
          "slash": "/", "textasciitilde": "~", "textbackslash": "\\", "degree": "°", "textdegree": "°",
          "textquotesingle": "'", "langle": "⟨", "rangle": "⟩", "i": "ı", "j": "ȷ", "cdots": "⋯", "prime": "′",
          "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_"}  # fmt: skip
_DASHES = re.compile("-{2,3}")
_DOTLESS = str.maketrans("ıȷ", "ij")


@dataclass(frozen=True)
class Piece:
    """Some text, and whether its author wants its capitals kept."""

    text: str
    kept: bool = False


@dataclass
class _Reader:
    tex: str
    at: int = 0
    unread: list[str] = field(default_factory=list)

    def run(self, stop: str, *, kept: bool, math: bool) -> list[Piece]:
        """The pieces up to a character that ends them."""
        made: list[Piece] = []
        while self.at < len(self.tex):
            letter = self.tex[self.at]
            self.at += 1
            if letter == stop:
                return made
            if letter == "{":
                # A group of one accented letter is a letter and no group (BibTeX).
                accent = re.match(r"\\(?:[^A-Za-z]|[a-zA-Z]\b|aa|AA|ae|AE|oe|OE|ss|o|O|l|L)", self.tex[self.at :])
                made += self.run("}", kept=kept or not accent, math=math)
            elif letter == "$":
                if self.tex.startswith("$", self.at):
                    self.at += 1
                made += self.run("$", kept=True, math=not math)
            elif letter == "\\":
                made += self._command(stop, kept=kept, math=math)
            elif math and letter in "^_":
                mark = "sup" if letter == "^" else "sub"
                made.append(Piece(f"<{mark}>{_joined(self._argument(math=True))}</{mark}>", kept=True))
            else:
                made.append(Piece(self._plain(letter, math=math), kept))
        return made

    def _plain(self, letter: str, *, math: bool) -> str:
        if letter == "~":
            return "\u00a0"
        if math:
            return "" if letter.isspace() else "−" if letter == "-" else "′" if letter == "'" else letter
        if letter == "-" and (dashes := _DASHES.match(self.tex, self.at - 1)):
            self.at = dashes.end()
            return "—" if len(dashes[0]) == 3 else "–"
        pair = {"`": "“", "'": "”"}.get(letter)
        if pair and self.tex.startswith(letter, self.at):
            self.at += 1
            return pair
        return "‘" if letter == "`" else letter

    def _argument(self, *, math: bool) -> list[Piece]:
        """What follows a command: a group, a command, or one character."""
        while self.tex[self.at : self.at + 1].isspace():
            self.at += 1
        letter = self.tex[self.at : self.at + 1]
        self.at += 1
        if letter == "{":
            return self.run("}", kept=True, math=math)
        return self._command("", kept=True, math=math) if letter == "\\" else [Piece(letter, kept=True)]

    def _command(self, stop: str, *, kept: bool, math: bool) -> list[Piece]:
        found = re.compile(r"([A-Za-z]+)\s*|(.)", re.S).match(self.tex, self.at)
        if not found:
            return [Piece("\\", kept)]
        self.at = found.end()
        name = found[1] or found[2]
        if name in _ACCENTS:
            return [Piece(_accented(_joined(self._argument(math=math)), _ACCENTS[name]), kept)]
        if name in "%&#_{}$":
            return [Piece(name, kept)]
        if name in _SPACES:
            return [Piece(_SPACES[name], kept)]
        if name in _SWITCHES:
            start, end = _WRAPS.get(name, ("", ""))
            return [Piece(start, kept=True), *self.run(stop, kept=kept, math=math), Piece(end, kept=True)]
        if name in ("href", "bibinfo", "textcolor", "noopsort"):
            self._argument(math=math)
            return self._argument(math=math) if name != "noopsort" else []
        if name in _WRAPS or name in _BARE:
            start, end = _WRAPS.get(name, ("", ""))
            inner = self._argument(math=math and name not in ("text", "textrm", "mbox", "hbox"))
            return [Piece(start, kept=True), *inner, Piece(end, kept=True)]
        return self._symbol(name, kept=kept, math=math)

    def _symbol(self, name: str, *, kept: bool, math: bool) -> list[Piece]:
        if name == "frac":
            over, under = _joined(self._argument(math=math)), _joined(self._argument(math=math))
            return [Piece(f"{over}/{under}", kept=True)]
        if name == "sqrt":
            return [Piece("√", kept=True), *self._argument(math=math)]
        if made := _LOGOS.get(name) or latex.symbol(name):
            return [Piece(made, kept)]
        self.unread.append(f"\\{name}")
        return [Piece(f"\\{name} ", kept=True)]


def pieces(tex: str) -> tuple[list[Piece], list[str]]:
    """A field as pieces of text, and the commands that were not understood."""
    reader = _Reader(tex)
    made = reader.run("", kept=False, math=False)
    return made, reader.unread


def text(found: list[Piece]) -> str:
    """The text of pieces: composed, and with one blank for several."""
    joined = re.sub(r"[ \t\r\n]+", " ", _joined(found)).strip(" ")
    return joined.replace("\u2003", "\u3000") if has_han(joined) else joined


def plain(tex: str) -> str:
    """The text of a field without more ado."""
    return text(pieces(tex)[0]) if re.search(r"[\\${}~`'-]", tex) else text([Piece(tex)])


def _joined(found: list[Piece]) -> str:
    return unicodedata.normalize("NFC", "".join(piece.text for piece in found))


def _accented(letters: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letters[:1].translate(_DOTLESS) + mark + letters[1:]) if letters else ""
