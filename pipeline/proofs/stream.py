"""Knows how the paragraphs of a Word document are read letter by letter, with tracked changes (ECMA-376, part 1,
17.13.5); must not know what they mean for the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.formats.docx.openxml import NAMESPACES, Element, clark
from pipeline.formats.docx.pieces import style_of
from pipeline.proofs.passages import BREAK, END, NOTE, PICTURE, TAB, Letter, Passage, Revision, Status
from pipeline.proofs.properties import PLAIN, ParagraphStyle, formats_of, numbering_of, style_before

_SIGNS = {"w:tab": TAB, "w:br": BREAK, "w:cr": BREAK, "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_OBJECTS = {"w:drawing": PICTURE, "w:pict": PICTURE, "w:object": PICTURE, "mc:AlternateContent": PICTURE}
_CALLS = {"w:footnoteReference": "", "w:endnoteReference": "end"}
"""The calls of notes, and what the names of such notes begin with."""
_CHANGES: dict[str, tuple[Status, bool]] = {
    "w:ins": ("inserted", False),
    "w:del": ("deleted", False),
    "w:moveTo": ("inserted", True),
    "w:moveFrom": ("deleted", True),
}
# What a field shows that is text of the author all the same.
_OF_AUTHORS = ("HYPERLINK",)
_CONTENTS = ("TOC", "INDEX", "BIBLIOGRAPHY")
_MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NEVER = "\0"
"""Marks what neither was there before nor is there after."""


def _name(element: Element) -> str:
    """The name of an element with the prefix that is usual for its namespace; empty for a strange one."""
    uri, _, local = str(element.tag).removeprefix("{").partition("}")
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{local}" if prefix else ""


_WHITE = {ord(sign): " " for sign in "\n\r"}  # a line end in the XML of a text is shown as a blank; a tab is one
_PREFIXES = {NAMESPACES["w"]: "w", NAMESPACES["m"]: "m", _MARKUP: "mc"}


@dataclass
class Reader:
    """Reads one part, or one `note` of it; `styles` are of the file. `seen` are the revision elements that were met as
    text, `made` those inside of what is made anew by every update (contents, results of fields), `empty` those of a
    deletion or insertion that holds no letter."""

    part: str
    note: str = ""
    styles: Mapping[str, ParagraphStyle] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    seen: list[Element] = field(default_factory=list)
    made: list[Element] = field(default_factory=list)
    empty: list[Element] = field(default_factory=list)
    _letters: list[Letter] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _fields: list[list[str]] = field(default_factory=list)
    _comments: list[str] = field(default_factory=list)
    _listed: bool = False
    _formulas: str = ""
    _known: dict[Letter, dict[str, Letter]] = field(default_factory=dict)
    _counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    _at: tuple[int, int, int] = (0, 0, 0)
    _of_row: Letter | None = None

    def read(self, parent: Iterable[Element]) -> Reader:
        """Read the blocks of a body, a note or a cell."""
        for block in parent:
            name = _name(block)
            if name == "w:p":
                self._paragraph(block)
            elif name == "w:tbl":
                self._table(block)
            elif name in ("w:sdt", "w:sdtContent", "w:customXml", *_CHANGES):
                self.read(block)
            elif name == "w:bookmarkStart":
                self._marks.append(str(block.get(clark("w:name"))))
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                self._comment(block)
        return self

    def _table(self, table: Element) -> None:
        outside, self._counts[2] = (self._at, self._of_row), self._counts[2] + 1
        number = self._counts[2]
        for row in [row for row in table.iter(clark("w:tr")) if next(row.iterancestors(clark("w:tbl"))) is table]:
            self._counts[1] += 1
            self._of_row = self._change_of_row(row)
            for cell in row.iter(clark("w:tc")):
                if next(cell.iterancestors(clark("w:tr"))) is row:
                    self._counts[0] += 1
                    self._at = (self._counts[0], self._counts[1], number)
                    self.read(cell)
        self._at, self._of_row = outside

    def _change_of_row(self, row: Element) -> Letter | None:
        """Who tracked that a row was put in or taken out, as the change of a letter (17.13.5.16, 17.13.5.14)."""
        # A row that was put in holds nothing else than what was.
        is_old = any(next(text.iterancestors(clark("w:ins")), None) is None for text in row.iter(clark("w:t")))
        for change in row.iterfind("w:trPr/*", NAMESPACES):
            found = _CHANGES.get(_name(change))
            if found is not None and not (is_old and found[0] == "inserted"):
                self.seen.append(change)
                return Letter("", found[0], _revision(change))
        return None

    def _paragraph(self, paragraph: Element) -> None:
        inside = self._is_made()
        level, number = numbering_of(paragraph)
        style, sent = (self.styles.get(id_, PLAIN) for id_ in (style_of(paragraph), style_before(paragraph)))
        like = Letter("", level=level, numbering=number, block=style.block)
        self._inlines(paragraph, like)
        end = self._status_of_end(paragraph, like)
        # What a list of contents shows is made anew by every update.
        if not (inside or self._is_made() or self._listed):
            letters, marks = (*self._letters, end), tuple(self._marks)
            cell, row, table = self._at
            found = Passage(self.part, letters, sent.name, marks, cell, self._formulas, row, table, self._of_row)
            self.passages.append(replace(found, note=self.note))
        self._letters, self._marks, self._listed, self._formulas = [], [], False, ""

    def _status_of_end(self, paragraph: Element, like: Letter) -> Letter:
        for change in paragraph.iterfind("w:pPr/w:rPr/*", NAMESPACES):
            if found := _CHANGES.get(_name(change)):
                self.seen.append(change)
                return replace(like, text=END, status=found[0], revision=_revision(change, is_move=found[1]))
        return replace(like, text=END)

    def _is_made(self) -> bool:
        return any(_code(field_) in _CONTENTS for field_ in self._fields)

    def _inlines(self, parent: Element, like: Letter) -> None:
        for child in parent:
            name = _name(child)
            if name == "w:r":
                self._run(child, like)
            elif name in _CHANGES:
                self._change(child, *_CHANGES[name], like)
            elif name == "w:fldSimple":
                self._fields.append([str(child.get(clark("w:instr"), ""))])
                self._inlines(child, like)
                self._fields.pop()
            elif name in ("m:oMath", "m:oMathPara"):
                self._formula(child, like)
            elif name == "w:bookmarkStart":
                self._marks.append(str(child.get(clark("w:name"))))
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                self._comment(child)
            elif name in ("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:bdo", "w:dir"):
                self._inlines(child, like)

    def _change(self, change: Element, status: Status, is_move: bool, like: Letter) -> None:
        """A run of tracked text. What was inserted and then deleted is of no text, whichever of both stands in the
        other; what was moved here and then deleted is of the paragraph that was moved."""
        (self.made if self._fields else self.seen).append(change)
        count = len(self._letters)
        revision = _revision(change, is_move=is_move)
        if {like.status, status} == {"inserted", "deleted"}:
            arrival, removal = (like.revision, revision) if status == "deleted" else (revision, like.revision)
            is_arrived = bool(arrival and arrival.is_move and removal and not removal.is_move)
            gone = replace(like, status="deleted", revision=removal, is_arrived=True)
            self._inlines(change, gone if is_arrived else replace(like, text=_NEVER))
            return
        self._inlines(change, replace(like, status=status, revision=revision))
        if len(self._letters) == count and not self._fields and like.text != _NEVER:
            self.empty.append(change)

    def _comment(self, mark: Element) -> None:
        id_ = str(mark.get(clark("w:id")))
        if _name(mark) == "w:commentRangeStart":
            self._comments.append(id_)
        elif id_ in self._comments:
            self._comments.remove(id_)

    def _formula(self, formula: Element, like: Letter) -> None:
        for change in formula.iter(*(clark(name) for name in _CHANGES)):
            self.made.append(change)
        text = "".join(part.text or "" for part in formula.iter(clark("m:t")))
        self._formulas += text
        self._write(text, replace(like, is_made=True))

    def _run(self, run: Element, like: Letter) -> None:
        properties = run.find("w:rPr", NAMESPACES)
        styled = replace(like, formats=formats_of(properties), reformatted=self._reformatted(properties))
        for child in run:
            name = _name(child)
            if name == "w:fldChar":
                self._turn(str(child.get(clark("w:fldCharType"))))
            elif name == "w:instrText" and self._fields:
                self._fields[-1].append(child.text or "")
            elif name in ("w:t", "w:delText"):
                self._write((child.text or "").translate(_WHITE), styled)
            elif name in _SIGNS and child.get(clark("w:type"), "textWrapping") == "textWrapping":
                # Breaks of pages and columns are no text (17.18.3).
                self._write(_SIGNS[name], styled)
            elif name in _OBJECTS:
                self._write(PICTURE, styled)
            elif name in _CALLS:
                # Programs raise a call by a style, or directly.
                call = replace(styled, formats=styled.formats - {"superscript"})
                self._write(NOTE, replace(call, note=_CALLS[name] + str(child.get(clark("w:id")))))
            elif name == "w:ruby":
                self._ruby(child, styled)
            elif name == "w:commentReference":
                self._point(str(child.get(clark("w:id"))))

    def _point(self, id_: str) -> None:
        """A comment that has no range is on the letter before it."""
        if self._letters and not any(id_ in letter.comments for letter in self._letters[-200:]):
            self._letters[-1] = replace(self._letters[-1], comments=(*self._letters[-1].comments, id_))

    def _ruby(self, ruby: Element, like: Letter) -> None:
        for base in ruby.iterfind("w:rubyBase", NAMESPACES):
            self._inlines(base, like)

    def _reformatted(self, properties: Element | None) -> Revision | None:
        change = None if properties is None else properties.find("w:rPrChange", NAMESPACES)
        if change is None:
            return None
        (self.made if self._fields else self.seen).append(change)
        return _revision(change) if formats_of(change.find("w:rPr", NAMESPACES)) != formats_of(properties) else None

    def _write(self, text: str, like: Letter) -> None:
        if like.text == _NEVER:
            return
        is_made = like.is_made or any(_code(field_) not in _OF_AUTHORS for field_ in self._fields)
        like = replace(like, text="", is_made=is_made, comments=tuple(self._comments))
        # Most letters of a proof are alike but for what they say: each is made once.
        known = self._known.setdefault(like, {})
        for letter in text:
            made = known.get(letter)
            if made is None:
                made = known[letter] = replace(like, text=letter)
            self._letters.append(made)

    def _turn(self, kind: str) -> None:
        """A field begins, or ends (17.16.18)."""
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields:
            self._listed = _code(self._fields.pop()) in _CONTENTS or self._listed


def _code(field_: list[str]) -> str:
    return next(iter("".join(field_).split()), "")


def _revision(change: Element, *, is_move: bool = False) -> Revision:
    return Revision(str(change.get(clark("w:author"), "")), str(change.get(clark("w:date"), "")), is_move)
