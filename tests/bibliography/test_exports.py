"""Entries as programs export them: small ones in the form of each, with every field accounted for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bibliography import casing, tex
from pipeline.bibliography.bibfields import TYPES
from pipeline.bibliography.bibnames import names
from pipeline.bibliography.described import described
from pipeline.bibliography.ris import TYPES as RIS_TYPES
from pipeline.bibliography.types import TYPES as CSL_TYPES
from pipeline.core.text import SourceText
from pipeline.reading import exchange
from tests.small import findings, html
from tests.test_citations import rendered, without_backlinks

_ZOTERO = r"""
@article{example_a_2020,
	title = {Data {Governance} in {Practice}: {A} {Review}},
	volume = {12},
	issn = {1234-5678},
	shorttitle = {Data {Governance} in {Practice}},
	url = {https://example.org/a\_b},
	doi = {10.5555/x\_1},
	language = {en},
	number = {3},
	urldate = {2024-01-05},
	journal = {Journal of Data},
	author = {Müller, Jürgen and van den Berg, Eva},
	month = mar,
	year = {2020},
	note = {Publisher: Example},
	pages = {101--120},
	file = {PDF:/home/x.pdf:application/pdf},
}
"""
_JABREF = r"""% Encoding: UTF-8

@Book{Wang2019,
  author    = {王, 小明 and 李四},
  publisher = {科学出版社},
  title     = {开源“协作”},
  year      = {2019},
  address   = {北京},
  edition   = {第二版},
  groups    = {a},
  timestamp = {2020-01-01},
  langid    = {chinese},
}

@Comment{jabref-meta: databaseType:bibtex;}
"""
_SCHOLAR = r"""@article{lee2021open,
  title={Open data at scale},
  author={Lee, Ann and others},
  journal={arXiv preprint arXiv:2101.00001},
  year={2021}
}
"""
_ARXIV = r"""@misc{lee2021opendata,
      title={Open data at scale},
      author={Ann Lee and Bo van der Kim},
      year={2021},
      eprint={2101.00001},
      archivePrefix={arXiv},
      primaryClass={cs.DB},
      url={https://arxiv.org/abs/2101.00001},
}
"""
_CROSSREF = r"""@article{Li_2023, title={Salt &amp;amp; water}, volume={7}, ISSN={2045-2322}, url={http://dx.doi.org/10.5555/a.b}, DOI={10.5555/a.b}, number={1}, journal={J Tests}, publisher={Example Press}, author={Li, Jun and D’Arcy, Ann}, year={2023}, month=may, pages={e7} }
"""
_CNKI = """TY  - JOUR
T1  - 开放数据的机制
A1  - 王小明
A1  - 李四
AD  - 某大学
JF  - 软件学报
Y1  - 2021/05/12
VL  - 32
IS  - 05
SP  - 101
EP  - 110
SN  - 1000-9825
N2  - 摘要。
KW  - 开放数据
KW  - 机制
DB  - CNKI
ER  -
"""
_ENDNOTE = """TY  - CHAP
A2  - Example, Ed
AU  - Sample, A. B.
CY  - New York
ET  - 2nd
PB  - Press
PY  - 1992
SP  - 263-270
T2  - Limits of tests
T3  - Series of tests
TI  - Block procedures
ID  - 12
ER  -
"""
_NOTEEXPRESS = """TY  - THES
AU  - 赵某
TI  - 某研究
PB  - 某大学
CY  - 武汉
PY  - 2022
A2  - 钱某
VL  - 博士
M3  - 学位论文
LA  - 中文
ER  -
"""
_STRINGS = r"""
@string{jd = "Journal of " # {Data}}
@string(press = {Press})
@proceedings{whole, title = {Limits of Tests}, editor = {Doe, Jane}, publisher = press, address = {Oslo}, year = 2011, langid = {english}}
@inproceedings(part, author = "Sodeman, Jr., William A.", title = "A {NASA} Study", crossref = {whole}, pages = "1--9", langid = {english})
@xdata{common, publisher = press, location = {Bern}}
@book{withx, author = {{\AA}ke Berg and {The Body of X and Y}}, title = {T}, xdata = {common}, date = {1984~}, volume = {2}, maintitle = {Set}, langid = {english}}
@article{joined, author = {family=Doe, given=Jane, prefix=von}, title = {T}, journal = jd # { and more}, date = {2012-03-04/2012-03-09}, eid = {17}, langid = {english}}
"""
_PRINTED = [
    (_ZOTERO, ".bib", ["Müller J，van den Berg E. Data Governance in Practice: A Review[J/OL]. Journal of Data，2020，12（3）：101-120. https://example.org/a_b. DOI:10.5555/x_1."]),
    (_JABREF, ".bib", ["王小明，李四. 开源“协作”[M]. 2 版. 北京：科学出版社，2019."]),
    (_SCHOLAR, ".bib", ["Lee A，et al. Open data at scale[PP]. arXiv preprint arXiv:2101.00001，2021."]),
    (_ARXIV, ".bib", ["Lee A，van der Kim B. Open data at scale[PP/OL]. arXiv（2021）. https://arxiv.org/abs/2101.00001."]),
    (_CROSSREF, ".bib", ["Li J，D’Arcy A. Salt & water[J/OL]. J Tests，2023，7（1）：e7. http://dx.doi.org/10.5555/a.b."]),
    (_CNKI, ".ris", ["王小明，李四. 开放数据的机制[J]. 软件学报，2021，32（05）：101-110."]),
    (_ENDNOTE, ".ris", ["Sample A B. Block procedures[M]//Example E. Limits of tests. 2nd ed. New York：Press，1992：263-270."]),
    (_NOTEEXPRESS, ".ris", ["赵某. 某研究[D]. 武汉：某大学，2022."]),
    (_STRINGS, ".bib", ["Doe J. Limits of tests[C]. Oslo：Press，2011.",
                        "Sodeman W A Jr. A NASA study[C]//Doe J. Limits of tests. Oslo：Press，2011：1-9.",
                        "Berg Å，The Body of X and Y. Set：v.2 T[M]. Bern：Press，[1984].",
                        "von Doe J. T[J]. Journal of Data and more，2012：17."]),
]  # fmt: skip


def _items(text: str, form: str) -> list[dict[str, Any]]:
    entries, problems = exchange.read(SourceText(f"references{form}", text), form)
    assert problems == ()
    return [json.loads(entry.csl) for entry in entries]


def test_exports_are_read_whole() -> None:
    items = [item for text, form, _ in _PRINTED for item in _items(text, form)]
    for number, item in enumerate(items):
        item["id"] = f"k{number}"
    tree = rendered("\n\n".join(f"[@{item['id']}]" for item in items), items, "gbt7714-2025-numeric")
    found = [without_backlinks(entry) for entry in tree.xpath("//div[contains(@class,'csl-entry')]")]
    assert found == [printed for _, _, rows in _PRINTED for printed in rows]


@pytest.mark.parametrize("types", [TYPES, RIS_TYPES])
def test_each_type_has_one_of_csl(types: dict[str, str]) -> None:
    assert set(types.values()) <= CSL_TYPES


def test_each_type_has_its_code() -> None:
    codes = {
        "article": "J", "newspaper": "N", "periodical": "J", "book": "M", "proceedings": "C", "collection": "G",
        "incollection": "M", "inbook": "M", "inproceedings": "C", "phdthesis": "D", "techreport": "R", "standard": "S",
        "patent": "P", "online": "EB", "image": "Z", "video": "Z", "dataset": "DS", "database": "DB", "software": "CP",
        "map": "CM", "archive": "A", "letter": "A", "preprint": "PP", "misc": "Z", "unpublished": "Z", "manual": "M",
    }  # fmt: skip
    rows = "".join(f"@{kind}{{{kind}, title={{题}}, langid={{chinese}}}}\n" for kind in codes)
    items = _items(rows, ".bib")
    tree = rendered("\n\n".join(f"[@{item['id']}]" for item in items), items, "gbt7714-2025-numeric")
    printed = {
        str(entry.get("id"))[4:]: without_backlinks(entry)
        for entry in tree.xpath("//div[contains(@class,'csl-entry')]")
    }
    assert {kind: printed[kind].split("[")[1].split("]")[0] for kind in codes} == codes


@pytest.mark.parametrize(
    ("written", "text", "unread"),
    [
        (r"{\'e}\'e\`{a}\^{\i}\v s\c{c}\H{o}{\aa}\ss{}\o", "ééàîšçőåßø", []),
        (r"{$a\,^3\Pi_u$}--{Na$_2$}", "a\u00a0<sup>3</sup>Π<sub>u</sub>–Na<sub>2</sub>", []),
        (
            r"$\frac{1}{2}$ \% \& \_ ``q'' --- \emph{it} {\em x} \textbf{b}",
            "1/2 % & _ “q” — <i>it</i> <i>x</i> <b>b</b>",
            [],
        ),
        (r"语种\quad 第1部分", "语种\u3000第1部分", []),
        (r"\href{https://example.org}{here} \ldots", "here …", []),
        (r"\nosuch{x}", r"\nosuch x", ["\\nosuch"]),
        ("Smith's ‘own’ “words”", "Smith's ‘own’ “words”", []),
    ],
)
def test_tex_becomes_text(written: str, text: str, unread: list[str]) -> None:
    pieces, found = tex.pieces(written)
    assert (tex.text(pieces), found) == (text, unread)


@given(st.text(alphabet="ab{}\\$_^~-'`\"% é题", max_size=20))
def test_no_tex_stops_the_reader(written: str) -> None:
    assert isinstance(tex.plain(written), str)
    assert all(name for name in names(written))


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("Sample Structure Prediction from Measured {XPS} Data", "Sample structure prediction from measured XPS data"),
        ("{ISO} Homepage", "ISO homepage"),
        ("Kaplan \\& {Sadock}'s Comprehensive Textbook", "Kaplan & Sadock's comprehensive textbook"),
        ("Why COVID-19 hit Wuhan and Google", None),
        ("Vitamin C and the DNA of iPhones", "Vitamin C and the DNA of iPhones"),
    ],
)
def test_headings_become_sentences(written: str, made: str | None) -> None:
    pieces, _ = tex.pieces(written)
    assert casing.is_heading(pieces) is (made is not None and made != "Vitamin C and the DNA of iPhones") or made
    assert made is None or tex.text(casing.sentence(pieces)) == made


def test_a_title_with_ideographs_or_without_a_language_keeps_its_case() -> None:
    rows = "@book{a, title={GB/T 12450 图书 Title Page}, langid={english}}\n@book{b, title={Tests in China}}\n"
    assert [item["title"] for item in _items(rows, ".bib")] == ["GB/T 12450 图书 Title Page", "Tests in China"]
    assert all("custom" not in described(item) for item in _items(rows, ".bib"))


_ZOTERO_JSON = {
    "id": "http://zotero.org/users/1/items/ABCD", "type": "article-journal", "abstract": "x", "citation-key": "lee2020",
    "container-title": "Journal of Data", "DOI": "10.5555/x", "ISSN": "1234-5678", "issue": "3", "page": "1-9",
    "journalAbbreviation": "J Data", "language": "en", "source": "Zotero", "title": "Open data", "volume": "12",
    "author": [{"family": "Lee", "given": "Ann"}], "issued": {"date-parts": [["2020", 3]]},
}  # fmt: skip
_CROSSREF_JSON = {
    "id": "li2023", "indexed": {"date-parts": [[2024, 1, 1]], "date-time": "2024", "timestamp": 1},
    "reference-count": 5, "publisher": "Example Press", "issue": "1", "license": [{"URL": "http://x.example"}],
    "content-domain": {"domain": [], "crossmark-restriction": False}, "DOI": "10.5555/a.b", "type": "article-journal",
    "created": {"date-parts": [[2023, 5, 1]]}, "page": "e7", "source": "Crossref", "title": "Salt & water",
    "author": [
        {"given": "Jun", "family": "Li", "sequence": "first", "affiliation": [], "ORCID": "http://orcid.org/0"},
        {"name": "Example Group", "sequence": "additional", "affiliation": [{"name": "X"}]},
    ],
    "container-title": "J Tests", "language": "en", "link": [{"URL": "http://y.example"}], "score": 1, "volume": "7",
    "resource": {"primary": {"URL": "http://z.example"}}, "issued": {"date-parts": [[2023, 5]]},
    "ISSN": ["2045-2322"], "subject": ["X"], "published": {"date-parts": [[2023, 5]]}, "relation": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "key", "printed"),
    [
        (_ZOTERO_JSON, "lee2020", "Lee A. Open data[J/OL]. Journal of Data，2020，12（3）：1-9. DOI:10.5555/x."),
        (
            _CROSSREF_JSON,
            "li2023",
            "Li J，Example Group. Salt & water[J/OL]. J Tests，2023，7（1）：e7. DOI:10.5555/a.b.",
        ),
    ],
)
@pytest.mark.parametrize("others", [0, 250])
def test_exports_as_json_are_read_whole(item: dict[str, Any], key: str, printed: str, others: int) -> None:
    """Also in a library; what registrars say beside is told nowhere, and no author is lost for it."""
    rest = [{"id": f"other{number}", "type": "book", "title": "T"} for number in range(others)]
    found = findings(f"见[@{key}]。", files={"references.yaml": json.dumps([item, *rest])})
    assert [row for row in found if not row.startswith(("CIT102", "CIT128"))] == []
    tree = html(f"见[@{key}]。", files={"references.yaml": json.dumps([item, *rest])})
    entry = tree.get_element_by_id(f"ref-{key}")
    assert " ".join(entry.text_content().split()).removeprefix("[1]").split("↑")[0].strip() == printed


def test_fields_that_nothing_reads_are_told_once_cited_or_not() -> None:
    rows = "".join(
        f"- {{id: {key}, type: book, title: 书{key}, author: [{{literal: 甲}}], publisher: 社, publisher-place: 北京, "
        f"issued: '2020', language: zh, titel: x}}\n"
        for key in ("aa", "bb")
    )
    found = findings("见[@aa]。", files={"references.yaml": rows})
    assert found == ["CIT126 1:132-133 the field titel is not read (first in aa; entries with it: 2)"]


def test_what_a_tag_of_ris_says_goes_by_the_type() -> None:
    text = (
        "TY  - CONF\nID  - c\nAU  - Li, A.\nTI  - On air\nT2  - Air 95\nC3  - Proceedings of Air\nPB  - X\nPY  - 1995\nER  - \n\n"
        "TY  - DATA\nID  - d\nAU  - Li, A.\nTI  - Air data\nET  - 2\nPB  - X\nPY  - 1995\nUR  - https://x.org\nER  - \n\n"
        "TY  - MANSCPT\nID  - m\nAU  - 甲\nTI  - 信\nM1  - B-12\nPB  - 档案馆\nPY  - 1919\nER  - \n\n"
        "TY  - MANSCPT\nID  - n\nAU  - 甲\nTI  - 札\nAV  - B-13\nPB  - 档案馆\nPY  - 1919\nER  - \n"
    )
    read, problems = exchange.read(SourceText("references.ris", text), ".ris")
    items = [json.loads(entry.csl) for entry in read]
    assert not problems
    assert (items[0]["container-title"], items[0]["event-title"]) == ("Proceedings of Air", "Air 95")
    tree = rendered("".join(f"[@{item['id']}]" for item in items), items, "gbt7714-2025-numeric")
    assert [without_backlinks(one).strip() for one in tree.xpath("//div[contains(@class,'csl-entry')]")] == [
        "Li A. On air[C]//Proceedings of Air. X，1995.",
        "Li A. Air data[DS/OL]. V2. X（1995）. https://x.org.",
        "甲. 信：B-12[A]. 档案馆，1919.",
        "甲. 札：B-13[A]. 档案馆，1919.",
    ]
