"""Knows how what is printed is read from a Word document, with numbers as Word counts them; must not know what is
right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from pipeline.formats.docx.counting import Counter
from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pieces import (
    SOURCE,
    TABLE,
    goes_on,
    height_below,
    is_code,
    is_listed,
    letters_of,
    level_of,
    lines_of,
    span_of,
    style_of,
)
from pipeline.formats.proving.formulas import in_any_order, plain
from pipeline.formats.proving.printed import Kind, Printed, Recorder

_TOGGLES: Mapping[str, Kind] = {clark("w:b"): "strong", clark("w:i"): "emphasis", clark("w:strike"): "strikeout"}
_RAISED: Mapping[str, Kind] = {"superscript": "superscript", "subscript": "subscript"}

_BEFORE_TEXT = (clark("w:pPr"), clark("w:bookmarkStart"), clark("w:bookmarkEnd"))


@dataclass(frozen=True)
class Parts:
    """What is read beside the text: the notes by their numbers, where relations lead, which id a bookmark of a number
    stands for, and what a picture's frame is told by."""

    notes: Mapping[str, Element]
    addresses: Mapping[str, str]
    targets: Mapping[str, str]
    numbers: Mapping[str, str]
    picture: Callable[[Element], str]


class WordDocument:
    """Reads a document in the order of reading."""

    def __init__(self, parts: Parts, counter: Counter, language: str) -> None:
        self.recorder = Recorder()
        self._parts, self._counter = parts, counter
        self._called = 0
        self._is_listed = False
        self._field: list[list[str]] = []
        self._held = ExitStack()
        self._held.enter_context(self.recorder.holding("language", language))
        self._readers: dict[str, Callable[[Element], None]] = {
            clark("w:p"): self._paragraph,
            clark("w:r"): self._run,
            clark("w:hyperlink"): self._hyperlink,
            clark("w:tbl"): self._table,
            clark("w:bookmarkStart"): lambda mark: self.recorder.mark(
                "anchor", self._target(str(mark.get(clark("w:name"))))
            ),
            clark("m:oMath"): self._formula,
            clark("m:oMathPara"): self.read_all,
            clark("w:sdt"): self.read_all,
            clark("w:sdtContent"): self.read_all,
        }

    def printed(self) -> Printed:
        self._held.close()
        return self.recorder.printed()

    def read_all(self, parent: Iterable[Element]) -> None:
        """What is in an element, in order."""
        for child in parent:
            if reader := self._readers.get(str(child.tag)):
                reader(child)

    def _paragraph(self, paragraph: Element) -> None:
        style = style_of(paragraph)
        number = self._counter.number(paragraph, style)
        self._is_listed = is_listed(style)
        # A bookmark at the beginning stands before the number too, which no text says.
        first = next((child for child in paragraph if child.tag not in _BEFORE_TEXT), None)
        begins = list(first.itersiblings(preceding=True))[::-1] if first is not None else list(paragraph)
        self.read_all(begins)
        with ExitStack() as held:
            if level := level_of(style):
                held.enter_context(self.recorder.holding("heading", level))
                self.recorder.write(number)
            elif number:
                self.recorder.mark("item", number)
            if style == SOURCE:
                held.enter_context(self.recorder.holding("listing", lines_of(paragraph)))
            self.read_all(child for child in paragraph if child not in begins)
        self.recorder.end_block()

    def _run(self, run: Element) -> None:
        with self._features(run.find("w:rPr", NAMESPACES)):
            for child in run:
                self._piece(child)

    def _piece(self, piece: Element) -> None:
        name = piece.tag
        if name == clark("w:fldChar"):
            self._turn(str(piece.get(clark("w:fldCharType"))))
        elif name == clark("w:instrText"):
            if self._field:
                self._field[-1].append(piece.text or "")
        elif name == clark("w:t"):
            self._text(piece.text or "")
        elif name in (clark("w:tab"), clark("w:br"), clark("w:cr")):
            self.recorder.write(" ")
        elif name == clark("w:noBreakHyphen"):
            self.recorder.write("\u2011")
        elif name == clark("w:footnoteReference"):
            self._note(piece)
        elif name == clark("w:ruby"):
            self._ruby(piece)
        elif name == clark("w:drawing"):
            self.recorder.mark("picture", self._parts.picture(piece))

    def _text(self, text: str) -> None:
        """Text, or the number of a note that is called again (NOTEREF, 17.16.5.39); pages of entries are
        the format's."""
        kind = "".join(self._field[-1]).split()[:1] if self._field else []
        if kind == ["NOTEREF"]:
            self.recorder.mark("note", text)
        elif kind != ["PAGEREF"] or not self._is_listed:
            self.recorder.write(text)

    def _target(self, name: str) -> str:
        """The id that a bookmark stands for, or the name of one that no id has."""
        return self._parts.targets.get(name, name)

    def _turn(self, kind: str) -> None:
        """A field begins, or ends."""
        if kind == "begin":
            self._field.append([])
        elif kind == "end" and self._field:
            self._field.pop()

    def _features(self, properties: Element | None) -> ExitStack:
        held = ExitStack()
        code = "".join(self._field[-1]).split() if self._field else []
        if code[:1] == ["REF"] and "\\h" in code:
            held.enter_context(self.recorder.holding("link", f"#{self._parts.numbers.get(code[1], code[1])}"))
        if properties is None:
            return held
        for child in properties:
            kind = _TOGGLES.get(str(child.tag))
            value = str(child.get(clark("w:val"), ""))
            if child.tag == clark("w:vertAlign"):
                kind = _RAISED.get(value)
            elif child.tag == clark("w:rStyle") and is_code(value):
                kind = "code"
            elif child.tag == clark("w:lang"):
                said = (child.get(clark(f"w:{name}")) for name in ("val", "eastAsia", "bidi"))
                language = str(next(filter(None, said), ""))
                held.enter_context(self.recorder.holding("language", language.partition("-")[0]))
            if kind and value not in ("0", "false"):
                held.enter_context(self.recorder.holding(kind))
        return held

    def _hyperlink(self, link: Element) -> None:
        anchor = link.get(clark("w:anchor"))
        target = f"#{self._target(anchor)}" if anchor else self._parts.addresses.get(str(link.get(clark("r:id"))), "")
        with self.recorder.holding("link", target):
            self.read_all(link)

    def _note(self, call: Element) -> None:
        self._called += 1
        self.recorder.mark("note", str(self._called))
        self.recorder.end_block()
        note = self._parts.notes.get(str(call.get(clark("w:id"))))
        if note is not None:
            self.read_all(note)

    def _ruby(self, ruby: Element) -> None:
        said = ruby.find("w:rt", NAMESPACES)
        reading = "" if said is None else "".join(text.text or "" for text in said.iter(clark("w:t")))
        base = ruby.find("w:rubyBase", NAMESPACES)
        with self.recorder.holding("reading", reading):
            if base is not None:
                self.read_all(base)

    def _formula(self, formula: Element) -> None:
        self.recorder.mark("formula", in_any_order(plain("".join(letters_of(formula)))))

    def _table(self, table: Element) -> None:
        rows = list(table.iterfind("w:tr", NAMESPACES))
        # Boxes, and formulas with numbers, stand in tables as well.
        style = table.find("w:tblPr/w:tblStyle", NAMESPACES)
        is_table = style is not None and style.get(clark("w:val")) == TABLE
        for place, row in enumerate(rows):
            kind = "head" if row.find("w:trPr/w:tblHeader", NAMESPACES) is not None else "body"
            column = 0
            for cell in row.iterfind("w:tc", NAMESPACES):
                width = span_of(cell)
                if not goes_on(cell):
                    height = height_below(rows[place + 1 :], column) + 1
                    if is_table:
                        self.recorder.mark("cell", f"{kind} {height} {width}")
                    self.read_all(cell)
                    self.recorder.end_block()
                column += width
