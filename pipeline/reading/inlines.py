"""Knows how to list what stands inside a block of the parsed body (citations, links, spans, notes) with its span; must
not judge what it finds, save what the syntax forbids."""

from __future__ import annotations

from typing import Any

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.editorial import EditorialNote
from pipeline.core.formulas import Formula
from pipeline.core.languages import Languages
from pipeline.core.marked import IndexMark
from pipeline.core.model import Citation, Link, Target
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.core.vocabulary import INDEX, REFERENCE_FORMS, TERM, is_plain_id
from pipeline.reading.attributes import Attributes
from pipeline.reading.editorial import editorial_note, idle_attributes
from pipeline.reading.equations import Equations, is_equation, understood
from pipeline.reading.formulas import FormulaPlaces
from pipeline.reading.hardness import refuse_formula
from pipeline.reading.indexing import INDEX_ATTRIBUTES, index_mark
from pipeline.reading.loose import loose_keys
from pipeline.reading.markdown import ParsedBody
from pipeline.reading.rawmarkup import RawMarkup
from pipeline.reading.terms import Terms
from pipeline.reading.walker import Walker, flatten

Json = Any


class InlineSurveyor(Walker):
    """Lists the inlines it meets in document order."""

    def __init__(self, parsed: ParsedBody, languages: Languages) -> None:
        super().__init__(parsed)
        self.languages = languages
        self.in_note, self.in_address = False, False
        self.call_line: int | None = None
        self.problems: list[Diagnostic] = []
        self.attributes = Attributes(parsed.source, self.decoded, languages)
        self.markup = RawMarkup(parsed.source, self.attributes.used)
        self.targets: list[Target] = []
        self.citations: list[Citation] = []
        self.links: list[Link] = []
        self.loose: list[Citation] = []
        self.notes: list[EditorialNote] = []
        self.formulas: list[Formula] = []
        self.index: list[IndexMark] = []
        self.terms = Terms(self.decoded)
        self.formula_places = FormulaPlaces(parsed.source)
        self.equations = Equations(self.decoded)

    def beside(self, attributes: Json) -> str:
        """The text in the language beside, as it is marked, in the attribute of its name."""
        return str(dict(attributes[2]).get(self.languages.beside or "", ""))

    def report(self, code: str, span: Span, key: str = "", **values: str | int | Reason) -> None:
        self.problems.append(Diagnostic(code, span, values, key))

    def target(self, attributes: Json, kind: str, span: Span) -> None:
        """List what an id names; an id of other characters than it may have is taken off (XRF106)."""
        id_ = self.decoded(attributes[0])
        if id_ and not is_plain_id(id_):
            place = span if self.marks.find(attributes[0]) else self.attributes.place("id", span.line)
            self.report("XRF106", place, id_, id=id_[:60])
            attributes[0] = ""
        elif id_:
            self.targets.append(Target(id_, kind, span))

    def raw(self, content: Json) -> None:
        problem = self.markup.told(content[0], self.decoded(content[1]), self.line)
        self.problems += [problem] if problem else []

    def visit_rawinline(self, content: Json) -> None:
        self.visit_str(content[1])
        self.raw(content)

    def visit_cite(self, content: Json) -> None:
        citations, _ = content
        for citation in citations:
            key = citation["citationId"]
            self.citations.append(Citation(self.decoded(key), self.token_span(key)))
            self.visit(citation["citationPrefix"])
            self.visit(citation["citationSuffix"])

    def visit_link(self, content: Json) -> None:
        attributes, inlines, (target, title) = content
        self.target(attributes, "other", self.here())
        span = self.token_span(target) if self.marks.find(target) else self.written_span(self.decoded(target))
        self.attributes.hold("Link", attributes, span.line)
        self.links.append(Link(self.decoded(target), span))
        if title:
            words = self.decoded(title)
            self.report(
                "SRC117", self.written_span(words), words, name=f'"{words}"', guess="", how=Reason("no_link_titles")
            )
        self.in_address = bool(attributes[1])
        self.visit(inlines)
        self.in_address = False

    def visit_image(self, content: Json) -> None:
        target = content[2][0]
        self.report("SRC112", self.token_span(target), target=self.decoded(target))

    def visit_span(self, content: Json) -> None:
        attributes, inlines = content
        if is_equation(inlines):
            self.equation(attributes, inlines[0]["c"])
            return
        self.target(attributes, "other", self.token_span(attributes[0]))
        self.attributes.hold("Span", attributes, self.line)
        self.attributes.without_effect(attributes, ("tag", *idle_attributes(attributes, flatten(inlines))))
        if any(inline.get("t") in ("Cite", "Note", "Link") for inline in inlines):
            self.attributes.without_effect(attributes, ("ruby", TERM))
        if not any(inline.get("t") == "Cite" for inline in inlines):
            self.attributes.without_effect(attributes, REFERENCE_FORMS)
        if INDEX in attributes[1]:
            self.index.append(index_mark(attributes, self.decoded(inlines), self.attributes.last[INDEX]))
        elif TERM not in attributes[1]:
            self.attributes.without_effect(attributes, INDEX_ATTRIBUTES)
        if TERM in attributes[1]:
            self.terms.use(attributes, inlines, self.attributes.last[TERM])
        self.visit(inlines)
        if note := editorial_note(attributes, self.decoded(flatten(inlines)), self.here()):
            self.notes.append(note)

    def visit_note(self, blocks: Json) -> None:
        line, self.in_note = self.line, True
        self.call_line = line
        self.visit(blocks)
        self.line, self.in_note = line, False

    def visit_code(self, content: Json) -> None:
        self.attributes.hold("Code", content[0], self.line)
        self.target(content[0], "other", self.token_span(content[0][0]))
        Walker.visit_str(self, content[1])

    def visit_str(self, text: str) -> None:
        super().visit_str(text)
        if "@" in text and not self.in_address:
            self.loose += loose_keys(self.decoded(text), self.source, self.line, self.attributes.used)

    def visit_underline(self, inlines: Json) -> None:
        self.attributes.unknown(("underline", "ul"), self.line)
        self.visit(inlines)

    def visit_smallcaps(self, inlines: Json) -> None:
        self.attributes.unknown(("smallcaps",), self.line)
        self.visit(inlines)

    def equation(self, attributes: Json, formula: Json) -> None:
        """A formula on a line of its own in a span, which has its number where it has an id or a number of its own."""
        self.visit_math(formula, self.decoded(attributes[0]))
        place = self.formulas[-1].span
        is_named = self.marks.find(attributes[0]) and self.proved
        self.target(attributes, "eq", self.token_span(attributes[0]) if is_named else place)
        self.attributes.hold("Span", attributes, place.line)
        self.attributes.without_effect(attributes, ("ruby", INDEX, TERM, *INDEX_ATTRIBUTES, *REFERENCE_FORMS))

    def visit_math(self, content: Json, id_: str = "") -> None:
        """A formula holds no ids, keys or links but its own."""
        kind, marked = content
        tex = self.decoded(marked).strip()
        place = self.formula_places.next(tex, self.line)
        refuse_formula(tex, place)
        is_display = kind["t"] == "DisplayMath"
        self.formulas.append(Formula(tex, is_display, place, understood(tex, id_) if is_display else ()))
