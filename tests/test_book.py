"""The e-book as who reads it has it: ink, ground and sizes are theirs, parts say what they are, wide things stay inside."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from pipeline.bibliography.order import filed
from pipeline.core.collection import garbage_collection_paused
from pipeline.formats import rows
from pipeline.formats.epub import style
from pipeline.formats.epub.policy import for_checkers
from pipeline.line.build import check
from pipeline.styling import css
from pipeline.tools import raster, zips
from tests.small import Small, epub, small

SQUARES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="2" height="4" fill="#08404f"/></svg>'
OPS = "{http://www.idpf.org/2007/ops}"
_SOURCE = {"HED102", "CIT102"}
XHTML = "{http://www.w3.org/1999/xhtml}"
BODY = """\
# 节 {#sec-a en="A"}

见[@tbl-a]，[@fig-f]与`code`。

| 项 | 数 |
| :- | -: |
| 甲 | 1 |

: 表 {#tbl-a en="Table"}

``` {.figure #fig-f}
kind: flow
caption: {zh: 图, en: Figure}
alt: {zh: 甲到乙。, en: A to B.}
credit: {zh: 自制, en: Own}
nodes:
  a: {label: {zh: 甲, en: A}}
  b: {label: {zh: 乙, en: B}}
edges: [{from: a, to: b}]
```

$$ x^2 = \\frac{1}{2} $$

::: sidebar
### 盒子 {#sec-box en="Box"}

盒中的话。
:::
"""


def _pages(files: dict[str, bytes]) -> dict[str, etree._Element]:
    return {name: etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}


def _whole_sheet(body: str, front: str = "") -> str:
    """The style sheet with the rules for all that a book may hold."""
    session = small(body, front).session
    return css.in_readers_colors(
        style.sheet(session.sheets, session.document), session.tokens, session.sheets.languages
    )


def test_a_book_has_the_rules_for_what_it_holds() -> None:
    """Calibre complains of ways to count that it does not know, in books that count nothing too."""
    item, quoted = "\n\na) 项\nb) 项\n", "\n\n> 引文\n"
    for body, has, lacks in (
        (BODY + item, "@counter-style one-lower-alpha{", "blockquote"),
        (BODY + quoted, "blockquote{", "counter-style"),
    ):
        found = epub(body)["EPUB/css/report.css"].decode()
        assert has in found and lacks not in found and ".figure-scroll" in found
        assert len(found) < 0.7 * len(_whole_sheet(body))


@pytest.mark.parametrize("front", ["", "languages: [en, zh]\n"], ids=["Chinese leads", "English leads"])
def test_selectors_and_values_are_those_that_readers_of_2012_know(front: str) -> None:
    """A rule with one that is unknown is passed by as a whole; what is newer stands where they pass it by."""
    sheet = _whole_sheet(f"{BODY}\n[Un mot]{{lang=fr-CA}}。\n", front)
    newer = re.compile(r"@supports [^{]*\{(?:[^{}]*\{[^{}]*\})*\}")
    assert "var(--least)" in "".join(newer.findall(sheet))
    old = newer.sub("", sheet)
    assert not re.findall(
        r":(?:is|where|has)\([^)]*\)|:--[\w-]+|(?:var|min|max|clamp)\([^)]*\)|\dcq\w+|@namespace", old
    )
    # `:not()` holds one class, attribute or element.
    assert all(re.fullmatch(r"\.?[\w-]+|\[[^]]*\]", held) for held in re.findall(r":not\(([^)]*)\)", old))
    for language in ("en", "fr"):
        assert f"em:lang({language})" in old
        assert f'span[lang|="{language}"]' in old
    # The family of what names its language gives way to that of a class, as it does where nothing weighs.
    assert "div.heading-" in old


def test_no_ink_no_ground_and_no_size_is_forced_on_the_reader() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", _whole_sheet(BODY), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    declared = [(selector.strip(), *map(str.strip, one.split(":", 1))) for selector, body in rules for one in body.split(";") if ":" in one]  # fmt: skip
    inks = {(selector, value) for selector, name, value in declared if name == "color"}
    assert {value for _, value in inks} <= {"currentColor", "inherit"}
    # `inherit` on the root would be black, by night too.
    assert not [selector for selector, _ in inks if re.search(r"\b(html|:root|body)\b", selector)]
    grounds = {selector for selector, name, value in declared if name.startswith("background") and "transparent" not in value and value != "none"}  # fmt: skip
    assert {selector for selector in grounds if "menclose" not in selector} == {"figure svg,figure img"}
    assert not re.search(r"#[0-9a-f]{3,8}|rgb", sheet.replace("background:#fff", ""))
    sizes = [value for _, name, value in declared if name == "font-size"]
    assert sizes and all(value.endswith("em") for value in sizes)


def test_each_part_has_the_role_of_what_it_is() -> None:
    files = epub(BODY + "\n# 附 {#sec-b .appendix en=\"B\"}\n\n文。\n", 'lists: [figures, tables]\n')  # fmt: skip
    found = {}
    for page in _pages(files).values():
        part = page.find(f"{XHTML}body")[0]
        found[part.get("id")] = part.get(f"{OPS}type"), part.get("role")
    assert found["abstract-zh"] == ("abstract", "doc-abstract")
    assert found["sec-b"] == ("appendix", "doc-appendix")
    assert found["colophon"] == ("colophon", "doc-colophon")
    assert {kind for kind, role in found.values() if kind and role is None} <= {"titlepage", "cover", "loi", "lot"}


def test_a_wide_table_is_reached_by_the_keyboard_and_named_by_its_caption() -> None:
    page = next(page for page in _pages(epub(BODY)).values() if page.find(".//*[@id='tbl-a']") is not None)
    wrapper = page.find(".//*[@id='tbl-a']")
    named = page.find(f".//*[@id='{wrapper.get('aria-labelledby')}']")
    assert (wrapper.get("tabindex"), wrapper.get("role"), named.tag) == ("0", "group", f"{XHTML}caption")


def test_a_long_description_stands_behind_its_summary() -> None:
    page = next(page for page in _pages(epub(BODY)).values() if page.find(".//*[@id='fig-f']") is not None)
    details = page.find(f".//*[@id='fig-f']/{XHTML}details")
    assert details.get("class") == "description" and details[0].tag == f"{XHTML}summary"


def test_a_formula_has_its_words() -> None:
    formulas = [math for page in _pages(epub(BODY)).values() for math in page.iter("{*}math")]
    assert [math.get("alttext") for math in formulas] == ["x 的平方 等于 分数，分子 1，分母 2，分数结束"]


def test_a_page_follows_the_scheme_of_a_browser() -> None:
    for page in _pages(epub(BODY)).values():
        assert page.find(f".//{XHTML}meta[@name='color-scheme']").get("content") == "light dark"


def test_a_drawn_cover_names_its_few_colours_once_and_keeps_each_pixel() -> None:
    drawn = raster.png_from_svg(SQUARES, 40, [])
    named = raster.in_palette(drawn)
    with Image.open(io.BytesIO(drawn)) as before, Image.open(io.BytesIO(named)) as after:
        assert (after.mode, after.size) == ("P", before.size)
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    many = io.BytesIO()
    photo = Image.effect_noise((64, 64), 90).convert("RGB")
    Image.merge("RGB", (photo.getchannel(0), Image.effect_noise((64, 64), 90), photo.getchannel(1))).save(many, "PNG")
    assert raster.in_palette(many.getvalue()) == many.getvalue()


def _texts(files: dict[str, bytes]) -> dict[str, str]:
    """The title of each file of loose text, by its name."""
    pages = {name: page for name, page in _pages(files).items() if "-part-" in name}
    return {name.rpartition("/")[2]: page.findtext(f".//{XHTML}title") or "" for name, page in pages.items()}


def test_text_before_the_first_heading_is_one_part_named_by_its_first_words() -> None:
    files = epub('**强调**第一段[^1]的*话*。\n\n---\n\n第二段。\n\n[^1]: 注。\n\n# 章 {#sec-a en="A"}\n\n文。\n')
    assert _texts(files) == {"03-part-3.xhtml": "强调第一段的话。"}
    page = files["EPUB/text/03-part-3.xhtml"].decode()
    assert page.index("第一段") < page.index("第二段") < page.index("doc-footnote")


@pytest.mark.parametrize(
    "block",
    [
        '| 甲 | 乙 |\n|----|----|\n| 1  | 2  |\n\n: 表 {#tbl-a en="T"}',
        "::: {.theorem #thm-a}\n定理。\n:::",
        "::: {.sidebar #box-a}\n盒。\n:::",
        "::: {.callout-tip #box-b}\n提示。\n:::",
        "[]{#place}",
    ],
)
def test_a_block_with_an_id_is_no_part_of_its_own_where_no_heading_is(block: str) -> None:
    told = small(f"首。\n\n{block}\n\n::: {{.page-break}}\n:::\n\n尾。")
    assert _texts(dict(zips.read(told.built("epub")["epub"]))) == {"03-part-3.xhtml": "首。"}
    assert "OUT127" not in {found.code for found in check(told.session, rows(("epub",)), 1, lambda _: None).diagnostics}


def test_a_long_text_without_headings_is_cut_where_a_paragraph_ends() -> None:
    files = epub("\n\n".join(f"第{number}段。" + "文字" * 900 for number in range(120)))
    assert list(_texts(files)) == ["03-part-3.xhtml", "04-part-4.xhtml", "05-part-5.xhtml"]
    assert list(_texts(epub("\n\n".join(f"第{number}段。" for number in range(300))))) == ["03-part-3.xhtml"]


def test_people_are_filed_by_how_their_names_sound() -> None:
    names = {"张三": "Zhang San", "曾国藩": "Zeng Guofan", "欧阳修": "Ouyang Xiu", "单田芳": "Shan Tianfang", "张 三": "Zhang San",
             "人民出版社": "Ren min chu ban she", "Ada Lovelace": "", "吕不韦": "Lü Buwei", "": ""}  # fmt: skip
    assert {name: filed(name) for name in names} == names
    package = etree.fromstring(
        epub("文。", "identifier: {doi: 10.5555/x.y, isbn: 978-7-302-00000-6, report: R-1}\n")["EPUB/content.opf"]
    )
    refined = {(row.get("refines"), row.get("property")): row.text for row in package.iter("{*}meta")}
    assert refined["#creator-1", "file-as"] == "Jia"
    assert refined["#pub-id", "identifier-type"] == "06" and refined["#identifier-2", "identifier-type"] == "15"
    assert refined["#identifier-3", "identifier-type"] == "01"


def test_people_may_say_how_they_are_filed() -> None:
    people = "authors: [{name: {zh: 单小明, en: Dan}, sort: Dan Xiaoming}, {name: {zh: 单小明, en: Shan}}]\n"
    more = 'contributors: [{name: {en: Ada Lovelace}, sort: "Lovelace, Ada", role: edt}, {name: {en: Ada}, sort: " ", role: trl}]\n'
    made = small("# 章 {#sec-a en=A}\n\n文。")
    report = made.folder / "source/report.md"
    own = report.read_text("utf-8").replace("authors: [{name: {zh: 甲, en: A}}]\n", people + more)
    report.write_text(own, "utf-8")
    package = etree.fromstring(dict(zips.read(made.built("epub")["epub"]))["EPUB/content.opf"])
    filed_as = {row.get("refines"): row.text for row in package.iter("{*}meta") if row.get("property") == "file-as"}
    assert filed_as == {
        "#creator-1": "Dan Xiaoming",
        "#creator-2": "Shan Xiaoming",
        "#contributor-1": "Lovelace, Ada",
    }
    found = check(made.session, rows(["epub"]), 1, lambda _: None).diagnostics
    assert [problem for problem in found if problem.code == "OUT102"] == []


def test_figures_and_tables_are_listed_by_what_their_captions_say() -> None:
    body = BODY.replace(": 表 {#tbl-a", ": 表$x^2$[^n]的*题* {#tbl-a") + "\n[^n]: 注。\n"
    nav = etree.fromstring(epub(body)["EPUB/text/nav.xhtml"])
    found = {one.get(f"{OPS}type"): [(link.get("href"), link.text) for link in one.iter(f"{XHTML}a")] for one in nav.iter(f"{XHTML}nav")}  # fmt: skip
    assert found["lot"] == [("03-sec-a.xhtml#tbl-a", "表 1 表x 的平方的题")]
    assert found["loi"] == [("03-sec-a.xhtml#fig-f", "图 1 图")]
    assert b'epub:type="loi"' not in epub("文。")["EPUB/text/nav.xhtml"]
    # A listing of code is in a figure of the page, and none of the book's.
    made = small('# 章 {#sec-a en=A}\n\n```{.python #lst-a caption="清单" en="Listing"}\nx = 1\n```\n')
    assert b'epub:type="loi"' not in dict(zips.read(made.built("epub")["epub"]))["EPUB/text/nav.xhtml"]
    assert [
        one for one in check(made.session, rows(["epub"]), 1, lambda _: None).diagnostics if one.code[:3] == "OUT"
    ] == []


def _told(made: Small, part: str, before: str, after: str) -> set[str]:
    """The codes that are found in the book once a part of it is changed."""
    path = made.session.project.output(".epub")
    files = dict(zips.read(made.built("epub")["epub"]))
    assert before.encode() in files[part]
    files[part] = files[part].replace(before.encode(), after.encode())
    path.write_bytes(zips.write(files.items()))
    return {problem.code for problem in check(made.session, rows(("epub",)), 1, lambda _: None).diagnostics} - _SOURCE


@pytest.mark.parametrize(
    ("before", "after"), [(">图 1 ", ">图 2 "), ("#tbl-a", "#sec-a"), ('epub:type="lot"', 'epub:type="lov"')]
)
def test_a_list_of_the_navigation_that_is_wrong_is_told(before: str, after: str) -> None:
    assert "OUT103" in _told(small(BODY), "EPUB/text/nav.xhtml", before, after)


def test_a_part_without_its_role_is_told() -> None:
    assert "OUT127" in _told(small(BODY), "EPUB/text/03-sec-a.xhtml", 'role="doc-chapter"', 'role="doc-part"')
    assert "OUT127" in _told(small(BODY), "EPUB/text/03-sec-a.xhtml", ' role="doc-chapter"', "")


def test_a_formula_without_words_is_told() -> None:
    words = 'alttext="x 的平方 等于 分数，分子 1，分母 2，分数结束"'
    assert "OUT127" in _told(small(BODY), "EPUB/text/03-sec-a.xhtml", words, 'alttext=" "')


def test_what_no_latin_face_has_comes_from_the_chinese_one() -> None:
    files = epub("甲→乙，α–β，∑，◆ℵ。\n")
    face = TTFont(io.BytesIO(files["EPUB/fonts/NotoSerifCJKSC-Regular.woff2"]))
    assert set("甲→α–β∑◆ℵ") <= {chr(code) for code in face.getBestCmap()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("script-src 'self'", "script-src 'unsafe-inline' 'self'"),
        ("default-src 'none'", "default-src *"),
        ("font-src 'self'", "font-src https: 'self'"),
        ("<title>", "<script>x()</script><title>"),
    ],
)
def test_what_would_run_in_a_page_is_told_once(before: str, after: str) -> None:
    assert _told(small(BODY), "EPUB/text/03-sec-a.xhtml", before, after) == {"OUT127"}


def test_a_copy_for_checkers_differs_by_its_policy_alone() -> None:
    files = epub(BODY)
    copy = for_checkers(files)
    assert copy.keys() == files.keys()
    changed = [name for name in files if copy[name] != files[name]]
    assert changed == [name for name in files if name.endswith(".xhtml")]
    assert all(copy[name].replace(b" 'unsafe-inline'\"", b'"') == files[name] for name in changed)


LINE = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
GROWING: dict[str, tuple[int, Callable[[int], str]]] = {
    "notes": (300, lambda count: "\n\n".join(f"{LINE}[^n{one}]。\n\n[^n{one}]: 注{one}。" for one in range(count))),
    "paragraphs": (300, lambda count: "\n\n".join(f"{LINE * 8}{one}" for one in range(count))),
    "chapters": (40, lambda count: "\n\n".join(f"# 章{one} {{#sec-{one} en=C}}\n\n{LINE}" for one in range(count))),
    "columns": (15, lambda count: f": 表 {{#tbl-a en=T}}\n\n{'| 列 ' * count}|\n{'|:-' * count}|\n" + f"{'| 甲 ' * count}|\n" * 30),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["epub", "html"])
@pytest.mark.parametrize("kind", GROWING)
def test_time_grows_with_the_size(kind: str, format_: str) -> None:
    size, make = GROWING[kind]
    seconds: dict[int, list[float]] = {size: [], 4 * size: []}
    # In turn, so that what else the machine does slows both.
    for count in (size, 4 * size) * 3:
        made = small(make(count))
        assert made.session.document
        with garbage_collection_paused():  # the garbage of other tests is not ours to count
            start = time.process_time()
            made.built(format_)
            seconds[count].append(time.process_time() - start)
    # The first of each loads or makes what the others find. What grows with the square would take sixteen times as long.
    assert min(seconds[4 * size]) < 6 * min(seconds[size]), seconds


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        f'# {LINE * 12} {{#sec-a en="{"Title " * 50}"}}\n\n正文。',
        "正文没有标题。\n\n- 项\n\n> 引\n",
        "\n\n".join(f"{LINE}[^n{one}]。\n\n[^n{one}]: - 注{one}。" for one in range(60)),
        f"# 一 {{#sec-a en=A}}\n\n见[@tbl-a]。\n\n{GROWING['columns'][1](60)}",
        GROWING["notes"][1](5000),
        "\n\n".join(f"# 章{one} {{#sec-{one} en=C}}\n\n" + f"{LINE * 28}\n\n" * 14 for one in range(360)),
    ],
    ids=["title of 300 characters", "no heading", "notes that are lists", "60 columns", "5,000 notes", "10 MB"],
)
def test_what_is_large_or_bare_makes_a_sound_book_and_page(body: str) -> None:
    made = small(body)
    made.built("epub", "html")
    told = check(made.session, rows(("epub", "html")), 1, lambda _: None).diagnostics
    assert [problem for problem in told if problem.code.startswith("OUT")] == []


_DEEP = "# 一 {#sec-a en=A}\n\n## 二 {#sec-b en=B}\n\n### 三 {#sec-c en=C}\n\n#### 四 {#sec-d en=D}\n\n文。\n\n# 五 {#sec-e en=E}\n"


def test_reading_systems_have_all_headings_and_the_page_of_contents_those_of_the_front_matter() -> None:
    files = epub(_DEEP)
    nav = etree.fromstring(files["EPUB/text/nav.xhtml"])
    (toc,) = nav.xpath("//*[@id='toc']")
    names = {link.get("href").partition("#")[2] for link in toc.iter(f"{XHTML}a")}
    assert {"sec-a", "sec-b", "sec-c", "sec-d", "sec-e"} <= names
    hidden = [one for one in toc.iter() if one.get("hidden")]
    assert [[link.get("href").partition("#")[2] for link in one.iter(f"{XHTML}a")] for one in hidden] == [
        ["sec-c", "sec-d"]
    ]
    assert files["EPUB/toc.ncx"].count(b"<navPoint") == len(names)
    assert b'name="dtb:depth" content="4"' in files["EPUB/toc.ncx"]


def test_headings_that_the_page_of_contents_shows_or_hides_wrongly_are_told() -> None:
    made, part = small(_DEEP), "EPUB/text/nav.xhtml"
    assert _told(made, part, '<ol hidden="hidden"', "<ol") == {"OUT123"}
    first = '<a href="03-sec-a.xhtml#sec-a">'
    assert _told(made, part, f"<li>{first}", f'<li hidden="hidden">{first}') == {"OUT114"}
