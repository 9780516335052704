"""Knows the front and back matter that the metadata makes: abstracts, lists, references, colophon; must not know
formats."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.core.citation import cite_as
from pipeline.core.facts import FACTS, identifier
from pipeline.core.languages import Bilingual, Language, Languages
from pipeline.core.model import Metadata, Person
from pipeline.core.vocabulary import ABBREVIATIONS, ENTRIES_BESIDE
from pipeline.core.wording import bracketed, word
from pipeline.core.words import joined, listed
from pipeline.tools import ast
from pipeline.transforms import abbreviations, addresses, cover, prefaces
from pipeline.transforms.context import Context
from pipeline.transforms.headings import title_beside

REFERENCES_ID = "references"
_COLOPHON = (
    *(
        "publisher",
        "series",
        "authors",
        "contributors",
        "funding",
        "date",
        "version",
        "license",
        "identifier",
        "rights",
    ),
    "cite_as",
)


def add_matter(tree: ast.Doc, context: Context) -> None:
    """Put a Div `cover`, the abstracts, the parts that go before the contents and the wanted lists before the text; the
    reference list and a Div `colophon` after it."""
    metadata = context.document.metadata
    languages = metadata.languages
    front = [cover.made(context), *(block for language in languages for block in _abstract(metadata, language))]
    front += prefaces.taken(tree)
    front += [made for name in metadata.lists for made in _listing(name, context)]
    colophon = ast.div([*_heading("colophon", "colophon", languages), _facts(metadata)], "colophon")
    tree.content = [*front, *_with_references(tree, context), colophon]


def _with_references(tree: ast.Doc, context: Context) -> list[ast.Node]:
    """The text with a Div `references` after it, or after each chapter that cites."""
    blocks, languages = list(tree.content), context.languages
    cited = {citation.key for citation in context.document.inventory.citations}
    if cited.isdisjoint(entry.id for entry in context.document.bibliography):
        return blocks
    if context.document.metadata.references == "document":
        heading = _heading("references", REFERENCES_ID, languages)
        return [*blocks, ast.div([*heading, ast.Div(identifier="refs")], "references")]
    made: list[ast.Node] = []
    cites = False
    chapters = 0
    for place, block in enumerate(blocks):
        made.append(block)
        cites = cites or any(isinstance(element, ast.Cite) for element in ast.descend(block))
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        ends = following is None or (isinstance(following, ast.Header) and following.level == 1 and chapters)
        chapters += isinstance(block, ast.Header) and block.level == 1
        if ends and cites:
            number = sum(_is_references(block) for block in made) + 1
            heading = _heading("references", f"{REFERENCES_ID}-{number}", languages, level=2)
            made.append(ast.div([*heading, ast.Div(identifier="refs")], "references"))
            cites = False
    return made


def _is_references(block: ast.Node) -> bool:
    return isinstance(block, ast.Div) and "references" in block.classes


def _heading(name: str, identifier: str, languages: Languages, level: int = 1) -> list[ast.Node]:
    words = ast.words(word(name, languages.leading))
    title = ast.Header(*words, level=level, identifier=identifier, classes=["unnumbered"])
    return [title, *([title_beside(word(name, languages.beside), languages.beside)] if languages.beside else [])]


def _abstract(metadata: Metadata, language: Language) -> list[ast.Node]:
    text = metadata.abstract[language]
    if not text:
        return []
    paragraphs = [ast.Para(*part) for part in ast.paragraphs(text)]
    named = [keyword[language] for keyword in metadata.keywords if keyword[language]]
    keywords = listed(word("keyword_separator", language), named)
    if keywords:
        paragraphs.append(
            ast.div(
                [
                    ast.Para(
                        ast.span(word("keywords", language), "label"),
                        ast.Str(word("label_colon", language).strip()),
                        ast.Space(),
                        *ast.words(keywords),
                    )
                ],
                "keywords",
            )
        )
    title = ast.Header(
        *ast.words(word("abstract", language)), level=1, identifier=f"abstract-{language}", classes=["unnumbered"]
    )
    return [ast.div([title, *paragraphs], "abstract", language=language)]


def _listing(name: str, context: Context) -> list[ast.Node]:
    """A list of figures or tables, in both languages, each item a link; nothing where there are none."""
    if name == ABBREVIATIONS:
        rows = abbreviations.listed(context)
        return (
            [ast.div([*_heading(f"list_of_{name}", f"list-{name}", context.languages), rows], "listing")]
            if rows
            else []
        )
    kind = name.removesuffix("s")
    items, languages = [], context.languages
    for id_, caption in context.captions.items():
        label = context.labels[id_]
        if label.number and label.number.kind == kind:
            first = joined(
                label.text[languages.leading] + word("number_gap", languages.leading), languages.first(caption)
            )
            link = ast.Link(*ast.words(first), url=f"#{id_}", classes=["entry"])
            items.append(ast.ListItem(ast.Plain(link), *_entry_beside(caption, languages)))
    if not items:
        return []
    return [ast.div([*_heading(f"list_of_{name}", f"list-{name}", languages), ast.BulletList(*items)], "listing")]


def _entry_beside(caption: Bilingual, languages: Languages) -> list[ast.Node]:
    beside = languages.second(caption)
    if not (beside and languages.beside):
        return []
    return [ast.div([ast.Para(*ast.words(beside))], ENTRIES_BESIDE[languages.beside], language=languages.beside)]


def _facts(metadata: Metadata) -> ast.Node:
    """The facts of the colophon: the table's, with people by their affiliations and identifiers by their schemes."""
    numbers = Bilingual.each(
        lambda language: listed(
            word("keyword_separator", language), [addresses.numbered(item, language) for item in metadata.identifiers]
        )
    )
    if not identifier(metadata, "report"):
        # The same in both languages, and said once.
        numbers = Bilingual.same(metadata.languages.first(numbers))
    special = {
        "authors": _people(metadata.authors),
        "contributors": _people(metadata.contributors),
        "funding": _joined(metadata.funding),
        "license": Bilingual.same(addresses.licensed(metadata.license)),
        "identifier": numbers,
        "cite_as": Bilingual.each(lambda language: cite_as(metadata, language)),
    }
    shown = {name: special[name] if name in special else FACTS[name](metadata)[0] for name in _COLOPHON}
    languages = metadata.languages
    return ast.DefinitionList(*(_fact(name, text, languages) for name, text in shown.items() if languages.only(text)))


def _joined(texts: Iterable[Bilingual]) -> Bilingual:
    known = tuple(texts)
    return Bilingual.each(
        lambda language: listed(word("keyword_separator", language), [text[language] for text in known])
    )


def _people(people: Iterable[Person]) -> Bilingual:
    """Names with their affiliations and ORCID iDs, those that a language has."""
    known = tuple(people)

    def told(language: Language) -> str:
        shown = [
            joined(bracketed(person.name[language], person.affiliation[language], language), addresses.filed(person))
            for person in known
            if person.name[language]
        ]
        return listed(word("keyword_separator", language), shown)

    return Bilingual.each(told)


def _fact(name: str, text: Bilingual, languages: Languages) -> ast.Node:
    leading, beside = languages.leading, languages.beside
    term = ast.words(word(name, leading))
    if beside:
        term += [ast.Space(), ast.span(word(name, beside), "gloss", language=beside)]
    paragraphs = [ast.Para(*ast.words(text[leading]))] if text[leading] else []
    if beside and text[beside] and text[beside] != text[leading]:
        paragraphs.append(ast.Para(ast.span(text[beside], language=beside)))
    return ast.DefinitionItem(term, [ast.Definition(*paragraphs)])
