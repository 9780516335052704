"""Knows what the print edition must hold; must not know how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.diagnostics import Diagnostic
from pipeline.core.reasons import Reason, ReasonedError
from pipeline.core.text import Span
from pipeline.formats.inputs import Artifact
from pipeline.formats.pdf import check_faces, margins
from pipeline.formats.pdf import check_pages as pdf_pages
from pipeline.formats.pdf import facts as pdf_facts
from pipeline.formats.pdf.printed import TaggedText
from pipeline.formats.proving import contents, foreign, leaks
from pipeline.formats.proving.comparison import Proof
from pipeline.formats.proving.expected import expected
from pipeline.formats.proving.formulas import as_mathml, told_of
from pipeline.formats.proving.opening import unopened
from pipeline.formats.proving.pictures import told
from pipeline.formats.proving.printed import TURNING, Kind
from pipeline.formats.proving.shown import Shown
from pipeline.formats.spoken import spoken
from pipeline.styling.faces import lacking
from pipeline.tools import pdf, pdf_tags, pdf_tree

# What the tags of a file say; emphasis, and what stands raised, can be seen alone.
PROVED: tuple[Kind, ...] = (
    *(
        "anchor",
        "blank",
        "block",
        "cell",
        "code",
        "formula",
        "heading",
        "language",
        "link",
        "note",
        "picture",
        "reading",
    ),
)
_PLAIN: Mapping[str, tuple[Kind, ...]] = {"listing": ("item",), "index-entries": ("item",)}
LENIENT: tuple[Kind, ...] = ("anchor", "blank", "block", "code")

_SHOWN = 24


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT101 to OUT109, OUT111 to OUT117, OUT119, OUT120 and OUT122 to OUT127 on a PDF file."""
    try:
        yield from list(_found(artifact))
    except ReasonedError as error:
        yield unopened(artifact, error)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError):
        # A file that opens and is damaged inside.
        yield unopened(artifact, ReasonedError(Reason("objects_of_other_kinds")))


def _found(artifact: Artifact) -> Iterator[Diagnostic]:
    span = Span(artifact.name)
    facts = pdf.facts(artifact.data)
    pdf_tree.prove(artifact.data)
    yield from pdf_facts.check(artifact.document.metadata, facts, artifact.pdf, span)
    for target in facts.internal:
        if target not in facts.destinations:
            yield Diagnostic("OUT103", span, {"target": target}, target)
    for title in facts.loose_bookmarks:
        yield Diagnostic("OUT103", span, {"target": title}, title)
    yield from leaks.find_leaks(
        [(artifact.name, "\n".join(facts.external).encode()), (artifact.name, facts.metadata.encode())], artifact.places
    )
    yield from (Diagnostic("OUT105", span, {"font": font}, font) for font in facts.loose_fonts)
    if not facts.is_tagged or not facts.language:
        yield Diagnostic("OUT109", span, {}, "tags")
    yield from pdf_pages.check(artifact)
    yield from check_faces.check(artifact)
    yield from _proof(artifact)


def _proof(artifact: Artifact) -> Iterator[Diagnostic]:
    """What is printed, in the order of the structure tree."""
    document, span = artifact.document, Span(artifact.name)
    languages, mathml = document.metadata.languages, as_mathml(document)
    tagged, left_out = pdf_tags.read(artifact.data), _signs(artifact) | TURNING
    shown = Shown(
        apart=("description", "backlinks"),
        plain=_PLAIN,
        labels=True,
        line_numbers=True,
        pages=tagged.labels,
        left_out=left_out,
        picture=lambda drawing: "\n".join(dict.fromkeys(filter(None, told(drawing, languages)))),
        formula=lambda tex, is_display, language: told_of(mathml, (tex, is_display), lambda one: spoken(one, language)),
    )
    text = TaggedText(languages.leading, left_out)
    text.read(tagged.root)
    yield from contents.check(document, span, text.contents(tagged.labels), document.metadata.contents)
    yield from contents.bookmarks(document, span, *pdf.bookmarks(artifact.data))
    pictures = {shown.picture(drawing): drawing.id for drawing in document.drawings}
    pages = {id_: f"#page={page}" for id_, page in tagged.destinations.items()}
    # Where notes are numbered on each page, no number is the document's.
    kinds = [kind for kind in PROVED if kind != "note" or artifact.pdf.notes == "continuous"]
    proof = Proof(document, span, "pdf", kinds, lenient=LENIENT, pictures=pictures, destinations=pages)
    yield from _others(tagged, span, artifact)
    wanted = expected(document, shown)
    yield from proof.compare(wanted, text.printed())
    yield from margins.check(document, tagged, wanted.text, artifact.name)


def _others(tagged: pdf_tags.Tagged, span: Span, artifact: Artifact) -> Iterator[Diagnostic]:
    """OUT127 for what is beside the pages, text that is in no tag, and tags that say another text than is drawn."""
    for other in tagged.others:
        if not (other.startswith("file:") and artifact.pdf.attach):
            yield foreign.found(span, other)
    yield from (foreign.found(span, text[:_SHOWN]) for text in tagged.loose)
    yield from (foreign.found(span, f"/ActualText {tag.actual[:_SHOWN]}") for tag in tagged.root.every() if tag.actual)


def _signs(artifact: Artifact) -> set[str]:
    """The signs that no face of the design has, which are told when the file is written (PDF102, PDF105)."""
    words = (part for block in artifact.document.inventory.blocks for part in block.segments)
    return lacking("".join(words), artifact.tokens)
