"""Knows how a formula in MathML is written in Typst; must not know how it is drawn, or where it stands.

Every character of a formula is written as `\\u{…}`, so none of it can be Typst's own. (What pandoc itself writes for
Typst lets a text in an operator's name run as code, and gives some spaces wrongly.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.core.mathematical_signs import INVISIBLE, PRIMES
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.formats.hypertext.elements import Element
from pipeline.formats.pdf.mathml import (
    ACCENTS,
    ARROWS,
    BARS,
    LARGE,
    OVER,
    SIDES,
    UNDER,
    children,
    name_of,
    text_in,
)

_STRIKES = {
    "updiagonalstrike": "",
    "downdiagonalstrike": ",inverted:#true",
    "updiagonalstrike downdiagonalstrike": ",cross:#true",
}


class Unwritable(ReasonedError):
    """MathML with something in it that is not known."""


def typst(parts: Sequence[Element], *, display: bool) -> str:
    """Some elements of a formula that stand in a row, as mathematics of Typst in display or text style.

    Raises:
        Unwritable
    """
    return f"{'display' if display else 'inline'}({_Writer(display).row(parts)})"


def _escaped(text: str) -> str:
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)


def _words(text: str) -> str:
    return f'"{_escaped(text)}"'


class _Writer:
    """Writes the elements of one formula."""

    def __init__(self, display: bool) -> None:
        self.display = display

    def row(self, elements: Sequence[Element]) -> str:
        return "".join(map(self.write, elements)) or '""'

    def write(self, element: Element) -> str:
        """An element; its function is that of its name.

        Raises:
            Unwritable: where there is none.
        """
        function = _ELEMENTS.get(name_of(element))
        if function is None:
            raise Unwritable(Reason("unknown_element", name=name_of(element)[:40]))
        return function(self, element)

    # Letters

    def identifier(self, element: Element) -> str:
        if "minsize" in element.attrib:
            return self.operator(element)
        text = text_in(element)
        upright = element.get("mathvariant") == "normal"
        if len(text) > 1:
            return f"op({_words(text)})" if upright else _words(text)
        return f"upright({_escaped(text)})" if upright and text else _escaped(text)

    def words(self, element: Element) -> str:
        text = text_in(element)
        return _words(text) if text else ""

    def operator(self, element: Element) -> str:
        text = "".join(character for character in text_in(element) if character not in INVISIBLE)
        if not text:
            return ""
        form, stretches = element.get("form"), element.get("stretchy") == "true"
        text = BARS.get(text, text) if form or stretches else text
        if size := element.get("minsize"):
            return f"lr(size:#{float(size.rstrip('%')) / 100:.2f}em,{_escaped(text)})"
        if stretches and form == "infix":
            return f"mid({_escaped(text)})"
        if text in BARS.values() and form in SIDES:
            return f'class("{SIDES[form]}",{_escaped(text)})'
        if len(text) > 1 or text.isalnum():
            return f'class("relation",{_words(text)})'
        return _escaped(text)

    def space(self, element: Element) -> str:
        width = float(str(element.get("width", "0em")).removesuffix("em"))
        return f"#h({width:.3f}em)"

    # Rows

    def group(self, element: Element) -> str:
        parts = children(element)
        if _is_binomial(parts):
            above, below = children(parts[1])
            return f"binom({self.write(above)},{self.write(below)})"
        inside = self.row(parts)
        fenced = any(part.get("stretchy") == "true" and "minsize" not in part.attrib for part in parts)
        return f"lr({inside})" if fenced else inside

    def first(self, element: Element) -> str:
        """What an element with annotations is about."""
        parts = children(element)
        return self.write(parts[0]) if parts else '""'

    def styled(self, element: Element) -> str:
        style = {"true": "display", "false": "inline"}.get(str(element.get("displaystyle")))
        inside = self.row(children(element))
        return f"{style}({inside})" if style else inside

    def phantom(self, element: Element) -> str:
        return f"#hide($inline({self.row(children(element))})$)"

    def enclosed(self, element: Element) -> str:
        notation, inside = str(element.get("notation")), self.row(children(element))
        if notation == "box":
            return f"#boxed($display({inside})$)"
        if notation not in _STRIKES:
            raise Unwritable(Reason("unknown_element", name=f"menclose {notation}"[:40]))
        return f"cancel({inside}{_STRIKES[notation]})"

    # Fractions and roots

    def fraction(self, element: Element) -> str:
        above, below = map(self.write, children(element))
        if element.get("linethickness") == "0":
            return f"mat(delim:#none,{above};{below})"
        return f"frac({above},{below})"

    def root(self, element: Element) -> str:
        return f"sqrt({self.row(children(element))})"

    def nth_root(self, element: Element) -> str:
        inside, degree = map(self.write, children(element))
        return f"root({degree},{inside})"

    # Scripts and limits

    def scripts(self, element: Element) -> str:
        base, *rest = children(element)
        places = {"msub": "b", "msup": "t", "msubsup": "bt"}[name_of(element)]
        parts = ""
        for place, script in zip(places, rest, strict=True):
            primes = _primes(script) if place == "t" else 0
            parts += f",tr:primes(#{primes})" if primes else f",{place}:{self.write(script)}"
        written = self.write(base) or '""'
        return f"attach({f'scripts({written})' if name_of(base) in ('mo', 'mi') else written}{parts})"

    def limits(self, element: Element) -> str:
        base, *rest = children(element)
        written, parts = self.write(base) or '""', ""
        kind = name_of(element)
        for place, script in zip({"munder": "b", "mover": "t", "munderover": "bt"}[kind], rest, strict=True):
            mark = text_in(script) if name_of(script) == "mo" else ""
            function = (OVER if place == "t" else UNDER).get(mark)
            if function:
                written = f"{function}({written})"
            elif place == "t" and mark in ACCENTS:
                written = f"accent({written},{_words(ACCENTS[mark])})"
            else:
                parts += f",{place}:{self.write(script)}"
        if not parts:
            return written
        if text_in(base) in ARROWS and name_of(base) == "mo":
            written = f"stretch({written})"
        # In a display they move beside the operator where that stands in a fraction, as TeX has it.
        movable = self.display and (text_in(base) in LARGE or (name_of(base) == "mi" and len(text_in(base)) > 1))
        return f"attach(limits({written},inline:#{'false' if movable else 'true'}){parts})"

    # Tables

    def table(self, element: Element) -> str:
        rows = [children(row) for row in children(element)]
        alignments = [str(cell.get("columnalign", "center")) for cell in max(rows, key=len, default=[])]
        if alignments and alignments == [("right", "left")[place % 2] for place in range(len(alignments))]:
            return self._aligned(rows, len(alignments))
        marks = {"left": ("&", ""), "right": ("", "&"), "center": ("", "")}
        lines = []
        for row in rows:
            cells = []
            for cell, alignment in zip(row, alignments, strict=False):
                before, after = marks[alignment]
                cells.append(f"{before}{self.row(children(cell))}{after}")
            lines.append(",".join(cells))
        return f"mat(delim:#none,column-gap:#1em,row-gap:#.35em,{';'.join(lines)})"

    def _aligned(self, rows: Sequence[Sequence[Element]], columns: int) -> str:
        """Equations one under the other: each two columns meet at a point, and are set as displays are."""
        lines = []
        for row in rows:
            cells = [self.row(children(cell)) for cell in row] + ['""'] * (columns - len(row))
            pairs = [cells[place : place + 2] for place in range(0, columns, 2)]
            lines.append(",".join("&".join(f"display({cell})" for cell in pair) for pair in pairs))
        return f"mat(delim:#none,column-gap:#2em,row-gap:#.6em,{';'.join(lines)})"


_ELEMENTS: Mapping[str, Callable[[_Writer, Element], str]] = {
    "mi": _Writer.identifier,
    "mn": _Writer.words,
    "mtext": _Writer.words,
    "mo": _Writer.operator,
    "mspace": _Writer.space,
    "mrow": _Writer.group,
    "math": _Writer.group,
    "semantics": _Writer.first,
    "mstyle": _Writer.styled,
    "mphantom": _Writer.phantom,
    "menclose": _Writer.enclosed,
    "mfrac": _Writer.fraction,
    "msqrt": _Writer.root,
    "mroot": _Writer.nth_root,
    **dict.fromkeys(("msub", "msup", "msubsup"), _Writer.scripts),
    **dict.fromkeys(("munder", "mover", "munderover"), _Writer.limits),
    "mtable": _Writer.table,
}


def _is_binomial(parts: Sequence[Element]) -> bool:
    return (
        len(parts) == 3
        and [text_in(parts[0]), text_in(parts[2])] == ["(", ")"]
        and name_of(parts[1]) == "mfrac"
        and parts[1].get("linethickness") == "0"
    )


def _primes(element: Element) -> int:
    """How many primes an exponent is, if it is nothing else."""
    return PRIMES.get(text_in(element), 0) if name_of(element) in ("mo", "mi") else 0
