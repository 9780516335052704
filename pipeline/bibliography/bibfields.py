"""Knows what the types and fields of BibTeX and BibLaTeX are in CSL; must not know values.

Types are those of BibTeX, BibLaTeX 3.20, biblatex-gb7714-2015, gbt7714-bibtex-style and REVTeX.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "periodical": "periodical",
    "review": "review",
    **dict.fromkeys(("book", "mvbook", "ancientbook", "manual", "mvreference", "reference", "proceedings",
                     "mvproceedings"), "book"),
    "booklet": "pamphlet",
    **dict.fromkeys(("collection", "mvcollection"), "collection"),
    **dict.fromkeys(("inbook", "bookinbook", "suppbook", "incollection", "suppcollection"), "chapter"),
    "inreference": "entry-encyclopedia",
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis", "masterthesis", "bathesis", "mathesis"), "thesis"),
    **dict.fromkeys(("report", "techreport"), "report"),
    "standard": "standard",
    "patent": "patent",
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    **dict.fromkeys(("image", "artwork"), "graphic"),
    **dict.fromkeys(("video", "movie"), "motion_picture"),
    **dict.fromkeys(("audio", "music"), "song"),
    "performance": "performance",
    "dataset": "dataset",
    "database": "entry",
    **dict.fromkeys(("software", "program", "code"), "software"),
    **dict.fromkeys(("map", "cartography"), "map"),
    "archive": "manuscript",
    "letter": "personal_communication",
    **dict.fromkeys(("preprint", "eprint"), "article"),
    **dict.fromkeys(("legislation", "law", "legal"), "legislation"),
    "jurisdiction": "legal_case",
    "regulation": "regulation",
    "speech": "speech",
    **dict.fromkeys(("misc", "unpublished", "other", "commentary", "custom"), "document"),
}  # fmt: skip
MEETINGS = ("proceedings", "mvproceedings")
"""Types whose code is that of a meeting."""
NAMES: Mapping[str, str] = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "holder": "holder", "director": "director", "editora": "compiler", "commentator": "contributor",
    "annotator": "contributor", "introduction": "contributor", "foreword": "contributor", "afterword": "contributor",
    "collaborator": "contributor",
}  # fmt: skip
DATES: Mapping[str, str] = {
    "date": "issued", "urldate": "accessed", "lastchecked": "accessed", "accessed": "accessed",
    "accessdate": "accessed", "access": "accessed", "lastaccessed": "accessed", "eventdate": "event-date",
    "origdate": "original-date",
}  # fmt: skip
TITLES: Mapping[str, str] = {
    "title": "title", "subtitle": "title", "titleaddon": "title", "booktitle": "container-title",
    "booksubtitle": "container-title", "maintitle": "maintitle", "mainsubtitle": "maintitle",
    "shorttitle": "title-short", "eventtitle": "event-title", "issuetitle": "volume-title",
}  # fmt: skip
"""Fields that have the capitals of a heading; a second one for a field of CSL goes on with it."""
TEXTS: Mapping[str, str] = {
    "journal": "container-title", "journaltitle": "container-title", "shortjournal": "container-title-short",
    "series": "collection-title", "volume": "volume", "volumes": "number-of-volumes", "issue": "issue",
    "number": "number", "part": "part-number", "edition": "edition", "version": "version", "pages": "page",
    "pagetotal": "number-of-pages", "eid": "number", "chapter": "chapter-number", "address": "publisher-place",
    "location": "publisher-place", "publisher": "publisher", "organization": "publisher", "institution": "publisher",
    "school": "publisher", "venue": "event-place", "doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN",
    "abstract": "abstract", "keywords": "keyword", "note": "note", "type": "genre", "scale": "scale",
    "dimensions": "dimensions", "cstr": "CSTR", "medium": "medium", "howpublished": "howpublished",
    "pubstate": "status", "language": "language", "langid": "language", "library": "call-number",
    "eprint": "eprint", "eprinttype": "eprinttype", "archiveprefix": "eprinttype", "origtitle": "original-title",
    "origpublisher": "original-publisher", "origlocation": "original-publisher-place",
}  # fmt: skip
_KNOWN_NAMES = (
    "year month day crossref xdata xref ids key keyword file files groups timestamp owner annotation annote "
    "comment creationdate modificationdate date-added date-modified bdsk-url-1 bdsk-url-2 bdsk-file-1 "
    "primaryclass eprintclass entrysubtype options sortkey sortname sorttitle sortyear sortshorthand presort "
    "shorthand label labelyear rating priority ranking readstatus read qualityassured printed mendeley-tags "
    "mendeley-groups citeulike-article-id issn-l pmid pmcid eissn copyright rights collection urn lccn mrnumber "
    "zblnumber mrclass hal_id hal_version hyphenation shorteditor shortauthor nameaddon execute gender "
    "indextitle indexsorttitle langidopts related relatedtype relatedstring related-options authortype "
    "editortype editoratype editorbtype editorctype entryset mark bookpagination pagination reprinttitle "
    "shortseries eventtitleaddon booktitleaddon maintitleaddon issuetitleaddon issuesubtitle journalsubtitle "
    "url1 url2 local-url adsurl adsnote reportnumber slaccitation bibsource biburl articleno numpages issue_date "
    "source researchid unique-id da db sn funding-acknowledgement author-email affiliation keywords-plus "
    "times-cited journal-iso doc-delivery-number web-of-science-categories research-areas "
    "number-of-cited-references usage-count-last-180-days usage-count-since-2013 type-of-document cited-by "
    "document_type publication_stage coden correspondence_address1 art_number abbrev_source_title authors_id "
    "author_keywords references sponsors page_count page_start page_end dn ad title_cn sbnumber month_numeric "
    "isprefix useprefix userkey foundation clc titletranslation typeofwork"
)
KNOWN = frozenset(_KNOWN_NAMES.split())
"""Fields that say nothing that a reference list prints, or that go with another one."""
# What fills what in an entry that inherits (BibLaTeX 3.20, appendix B), beside the fields of one name.
_NOT_INHERITED_NAMES = (
    "ids crossref xref xdata entryset entrysubtype execute label options presort related relatedstring sortkey "
    "file keywords doi url urldate abstract note pages"
)
_NOT_INHERITED = frozenset(_NOT_INHERITED_NAMES.split())
_UP: Mapping[str, str] = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}


def inherited(name: str, child: str, parent: str) -> str:
    """The field of a child that a field of its parent fills; empty where it fills none."""
    if name in _NOT_INHERITED:
        return ""
    kind, above = TYPES.get(child, ""), TYPES.get(parent, "")
    if above == "periodical" and kind.startswith("article"):
        return {"title": "journaltitle", "author": ""}.get(name, name)
    if kind in ("chapter", "paper-conference", "entry-encyclopedia"):
        return _UP.get(name, name)
    if parent.startswith("mv"):
        return {"title": "maintitle", "subtitle": "mainsubtitle"}.get(name, name)
    return name
