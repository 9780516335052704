"""Knows every class, attribute and id of the tree and of pages: who writes it, where, and what it is; must not know
formats.

Authors may write what `AUTHOR` lists, each on its element; all else of theirs is taken off and reported. Ours are in
`OURS`. On one
element no name is in both, so what an author writes is never taken for ours
(`test_authors_and_ours_never_share_a_name`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Writable:
    """What an author may write on an element of pandoc's tree: classes, and attributes with the form of their
    values."""

    classes: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


_NUMBER = r"[1-9][0-9]{0,8}"
"""A whole number of an attribute: with more digits it counts nothing, and costs time to be read."""
NUMBERS, COUNT, ANY = rf"\s*{_NUMBER}(\s*[, ]\s*{_NUMBER})*\s*", r"[0-9]{1,9}", r"[\s\S]+"
TABLE_SIZES = ("normal", "small", "turned")
ENTRY = r"\s*[^!\s][^!]*(!\s*[^!\s][^!]*){0,2}"
"""The form of an entry of the index: up to three levels, with `!` between them."""
LINES = rf"\s*({_NUMBER})(?:\s*-\s*({_NUMBER}))?\s*"
TAG = r"[^\\$^~{}()（）\n]{1,12}"
"""The form of a number that an author gives to a formula."""
NUMBERED_LINES = "numberLines"
"""pandoc's name for code whose lines are numbered."""
EDITORIAL = ("todo", "query")
QUERY = "query"
ASKED = ("by", "initials", "date")
"""The attributes of an editorial note that say who wrote it, and when."""
ANSWER = "answer"
"""The attribute of a query that answers it."""
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?)?"
"""The form of a day, or of a moment of it."""
REFERENCE_FORMS = ("page", "number")
"""The classes of a span round cross-references: what they print in place of the label."""

DATA = ("figure", "table")
"""The classes of code blocks that hold definitions; any other class of a code block names its language."""

COLUMNS = "columns"
"""The class of a block that is set in columns, two where `count` says no other number."""

FRONT = "frontmatter"
"""The class of a heading of the first level that opens a part before the contents: a foreword, a summary, thanks."""

APPENDIX = "appendix"
"""The class of a heading of the first level that is numbered as an appendix."""

INDEX = "index"
"""The class of words that the index leads to, and of the heading that it is printed under."""

GLOSSARY = "glossary"
"""The class of a heading that terms are defined under."""
TERM = "term"
"""The class of words that lead to where they are defined."""
CALLED_AGAIN = "called-again"
"""The class of a further call of a note."""
ABBREVIATIONS = "abbreviations"
"""The list of what abbreviations stand for."""
APART = (INDEX, GLOSSARY)
"""The headings that have no number, and something of their own below them."""

TITLES_BESIDE = {"en": "heading-en", "zh": "heading-zh"}
ENTRIES_BESIDE = {"en": "entry-en", "zh": "entry-zh"}
"""The classes of what stands beside a heading, and beside an entry of a list, by its language."""
BOX = "sidebar"
SUMMARY = "summary"
"""The class of a summary of a section in English."""
CALLOUTS = ("callout-note", "callout-tip", "callout-warning", "callout-important")
"""The classes of boxes that say what they are for."""

CALLOUT_COLORS = dict(zip(CALLOUTS, ("accent", "leaf", "warm", "alert"), strict=True))
"""The colour of each among the tokens; its ground is the same name with `-soft`."""

STATEMENTS: dict[str, str] = {
    "definition": "def",
    "theorem": "thm",
    "lemma": "lem",
    "proposition": "prp",
    "corollary": "cor",
    "example": "exm",
    "proof": "",
}
"""The classes of blocks that state something and are numbered, each with the first part of its ids; a proof has
neither."""

DIRECTIVES = frozenset(
    (
        *("include", "input", "toc", "eval", "math", "mermaid", "plantuml", "graphviz", "echarts", "flowchart"),
        *("note", "warning", "tip", "important", "caution", "danger", "admonition", "details", "spoiler", "callout"),
    )
)
"""Classes of code blocks that tell other programs to make something of the block; here it would be printed as code."""

_INDEXED = dict.fromkeys(("entry", "sort", "see", "also"), ENTRY)
_EDITORIAL = {"by": ANY, "initials": ANY, "date": MOMENT, ANSWER: ANY}
AUTHOR: dict[str, Writable] = {
    "Header": Writable(("unnumbered", APPENDIX, FRONT, *APART), {"en": ANY, "zh": ANY, "lang": ANY}),
    "Div": Writable(
        (BOX, *CALLOUTS, *STATEMENTS, COLUMNS, "page-break", SUMMARY, "table-note", *EDITORIAL),
        {"lang": ANY, "dir": "rtl|ltr", "count": "[23]", **_EDITORIAL},
    ),
    "Span": Writable(
        (*REFERENCE_FORMS, "dots", "proper-name", "book-title", INDEX, TERM, *EDITORIAL),
        {"lang": ANY, "dir": "rtl|ltr", "ruby": ANY, "tag": TAG, **_INDEXED, **_EDITORIAL},
    ),
    "Table": Writable(
        (), {"en": ANY, "zh": ANY, "lang": ANY, "decimal": NUMBERS, "headings": COUNT, "size": "|".join(TABLE_SIZES)}
    ),
    "CodeBlock": Writable(
        (*DATA, NUMBERED_LINES),
        {"caption": ANY, "en": ANY, "zh": ANY, "file": ANY, "lines": LINES, "startFrom": COUNT},
    ),
    "Code": Writable((), {"lang": ANY}),
    "Link": Writable(("uri", "email"), {"lang": ANY}),  # pandoc's own, on bare addresses
}

MOST_PADDING = 12
"""The most digits that a number may be short of the longest of its column and still be aligned."""


@dataclass(frozen=True)
class Name:
    """A class of ours: on which elements it stands, which room writes it, and what it is."""

    name: str
    on: str
    by: str
    what: str


OURS: tuple[Name, ...] = (
    Name("cover", "Div", "transforms", "the title block; in it a Div for each line, with its language"),
    Name("cover-band", "Div", "transforms", "a cover with its titles on a ground of colour"),
    Name("cover-centred", "Div", "transforms", "a cover with its lines in the middle, between rules"),
    Name("logo", "Div", "transforms", "the image of the logo, on the cover"),
    Name("series", "Div", "transforms", "the series, on the cover"),
    Name("watermark", "Div", "transforms", "what a draft is called, at the top of its cover"),
    Name("classification", "Div", "transforms", "who may read the report, on the cover"),
    Name("title", "Div", "transforms", "the title"),
    Name("subtitle", "Div", "transforms", "the subtitle"),
    Name("author", "Div", "transforms", "the names of the authors"),
    Name("issuer", "Div", "transforms", "the issuing body, where it is no author"),
    Name("date", "Div", "transforms", "the date of issue, and the version"),
    Name("report-number", "Div", "transforms", "the number of the report"),
    Name("abstract", "Div", "transforms", "an abstract with its heading"),
    Name("keywords", "Div", "transforms", "the keywords, in an abstract"),
    Name("preface", "Div", "transforms", "a part before the contents with its heading"),
    Name("heading-en", "Div", "transforms", "the English title of the heading before it"),
    Name("heading-zh", "Div", "transforms", "its Chinese title, where English leads"),
    Name("figure", "Div", "transforms", "an image `figure:ID`, `caption` and `credit` a language, `description`"),
    Name("table", "Div", "transforms", "`caption` a language, the table, `table-note` and `credit` a language"),
    Name("small", "Div", "transforms", "a table in the smaller size"),
    Name("turned", "Div", "transforms", "a table on a page on its side"),
    Name("code-listing", "Div", "transforms", "`caption` a language, and the code of a listing"),
    Name("statement", "Div", "transforms", "a definition, theorem, example or proof, with its `statement-title`"),
    Name("statement-title", "Div", "transforms", "its word and number, and its name, in both languages"),
    Name("callout-title", "Div", "transforms", "what a callout without a heading is for, in both languages"),
    Name("equation", "Span", "transforms", "a formula on a line of its own, and its `equation-number`"),
    Name("equation-number", "Span", "transforms", "the number of a formula: （1）"),
    Name("caption", "Div", "transforms", "a caption in one language"),
    Name("credit", "Div", "transforms", "where a figure or table is from"),
    Name("description", "Div", "transforms", "what a figure says, in words or as a table"),
    Name("listing", "Div", "transforms", "a list of figures, tables or listings"),
    Name("entry-en", "Div", "transforms", "the English caption of an entry"),
    Name("entry-zh", "Div", "transforms", "its Chinese caption, where English leads"),
    Name("abbreviation", "Span", "transforms", "a short form; its attribute `title` says what it stands for"),
    Name("index-entries", "Div", "transforms", "the index: an `index-letter` and a list of entries for each letter"),
    Name("index-letter", "Div", "transforms", "what the entries below it begin with"),
    Name("locators", "Span", "transforms", "where an entry of the index leads to"),
    Name("locator", "Link", "transforms", "one such place, which bears the number of its section"),
    Name("see", "Span", "transforms", "which other entries of the index an entry leads to"),
    Name("gloss", "Span", "transforms", "what stands beside the words of a cell or a term in the other language"),
    Name("references", "Div", "transforms", "a reference list with its heading"),
    Name("colophon", "Div", "transforms", "the facts of the report"),
    Name("entry", "Link", "transforms", "a line of a list of figures, tables or listings"),
    Name("term", "Link", "transforms", "words that lead to where they are defined"),
    Name(CALLED_AGAIN, "Link", "reading", "a further call of a note, which leads to its first one"),
    Name("xref", "Link", "transforms", "a cross-reference with its label"),
    Name("page", "Link", "transforms", "a cross-reference that asks for the page"),
    Name("number", "Link", "transforms", "one that is the number alone"),
    Name("titled", "Link", "transforms", "one that prints a title, for what has no number"),
    Name("heading-number", "Span", "transforms", "the printed number of a heading"),
    Name("label", "Span", "transforms", "图 1, Fig. 1; 关键词"),
    Name("decimal", "Span", "transforms", "a number of a column that is aligned on the point"),
    Name("pad-N", "Span", "transforms", "N digits short of the longest number of its column, 1 to 12"),
    Name("pad-point", "Span", "transforms", "without a point"),
    Name("place", "Span", "reading", "where its block stands in the source, as `at=LINE:COLUMN`; no output has it"),
    Name("source-line", "Span", "transforms", "in proofs: the line of a paragraph in the source"),
    Name("backlinks", "Span", "citing", "the links from an entry to the places that cite it"),
)
"""Classes of the tree that goes from step to step."""

OWN_IDS: tuple[tuple[str, str], ...] = (
    (
        "cover|cover-logo|colophon|contents|contents-title|footnotes|front|body|text|toc|toc-title|landmarks"
        "|landmarks-title|lo[it]|lo[it]-title|page-(about|access|cite|preview|settings|tools|zoom)",
        "parts of a report",
    ),
    ("abstract-(zh|en)|list-(figures|tables|listings|equations|abbreviations)", "abstracts, lists"),
    (r"refs?(-\d+)?|references(-\d+)?|ref-.+", "reference lists and their entries"),
    (r"cite-\d+", "places that cite"),
    (r"fn(ref|call)?\d+", "notes and their calls"),
    (r"index-(entry-)?\d+|term-\d+", "words that the index leads to, terms where they are defined"),
    (r"par-\d+|part-\d+", "paragraphs of a proof, chapters without a heading"),
    (".*--.*", "what belongs to something of the author's: ID--title, ID--caption"),
)
"""Patterns of the ids that the pipeline gives itself; authors keep away from them (XRF104)."""

_OWN_ID = re.compile("|".join(f"(?:{pattern})" for pattern, _ in OWN_IDS))


def is_plain_id(id_: str) -> bool:
    """Whether an id can stand in every format as it is: a letter of any script, then letters, digits and `-_.:`."""
    return re.fullmatch(r"[^\W\d_][\w.:-]*", id_) is not None


def is_own_id(id_: str) -> bool:
    """Whether the pipeline gives such an id itself."""
    return _OWN_ID.fullmatch(id_) is not None


def call_id(number: int) -> str:
    """The id of the first call of a note that is called again."""
    return f"fncall{number}"


def part_id(id_: str, part: str) -> str:
    """The id of something that belongs to an element: its `title`, `desc`, `caption`."""
    return f"{id_}--{part}"


CROSS_REFERENCE_KINDS = ("sec", "fig", "tbl", "lst", "eq", "box", *filter(None, STATEMENTS.values()))
"""An id such as `fig-impact` is a cross-reference target by its first part; any other `@key` is a citation."""


def is_cross_reference(key: str) -> bool:
    """Whether a key inside `[@…]` names a part of this document and no bibliography entry."""
    kind, dash, rest = key.partition("-")
    return bool(dash and rest) and kind in CROSS_REFERENCE_KINDS
