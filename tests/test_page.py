"""The reading page: one script that runs, by its hash and no other; what stands beside the report; and, in a browser,
what the script does and that the page is whole without it."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from lxml import html as html_parser

from pipeline.core.citation import bibtex, ris
from pipeline.core.facts import license_address
from pipeline.core.languages import Bilingual
from pipeline.core.model import Identifier, Metadata, Person
from pipeline.core.text import SourceText
from pipeline.formats import FORMATS
from pipeline.formats.html import gate
from pipeline.formats.html.script import policy, script
from pipeline.formats.hypertext.elements import close_up
from pipeline.formats.inputs import Artifact
from pipeline.line.artifacts import artifacts
from pipeline.line.build import _finish, check
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.project import open_project
from pipeline.reading import bibtex as bibtex_reader
from pipeline.reading import ris as ris_reader
from pipeline.tools import fonts
from tests.small import html, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROW = next(row for row in FORMATS if row.name == "html")


@pytest.fixture(scope="module")
def sound(built: Path) -> Artifact:
    session = Session(open_project(built))
    with Workers((), 1) as workers:
        document, _ = _finish(session, workers, lambda _: None)
    found, _ = artifacts(session, (ROW,), document)
    return found[0][1]


def test_void_elements_have_no_slash_and_places_are_found_all_the_same(sound: Artifact) -> None:
    assert re.findall(rb"<(?:br|hr|img|col|meta|link|input|wbr)\b[^<>]*/>", sound.data) == []
    assert sound.data.count(b"<wbr>") > 3
    page = b'<html><body>\n<p id="a">x<br>y<wbr>z <img alt="" src="q"><b id="b">w</b></p></body></html>'
    assert gate._ids(page, 2, page.split(b"\n")[1].index(b"w</b>") + 1) == ["b", "a"]


def test_blocks_stand_close_and_words_do_not() -> None:
    tree = etree.fromstring(
        "<div> <p>a</p> <div>\n<p>b <i>c</i> <i>d</i></p>\n<p>e</p></div> <ul> <li> f </li> </ul> </div>"
    )
    close_up(tree)
    assert (
        etree.tostring(tree) == b"<div><p>a</p><div><p>b <i>c</i> <i>d</i></p><p>e</p></div><ul><li> f </li></ul></div>"
    )
    entry = '<div class="csl-entry"> <div>[1] </div> <div>x</div> </div>'
    close_up(kept := etree.fromstring(entry))
    assert etree.tostring(kept).decode() == entry


def _told(artifact: Artifact, find: str, put: str) -> set[str]:
    text = artifact.data.decode()
    changed = text.replace(find, put, 1)
    assert changed != text, find
    return {problem.code for problem in ROW.check(replace(artifact, data=changed.encode()))}


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("'use strict';", "'use strict'; fetch('//x');"),
        ("<script>", '<script src="//x">'),
        ("<script>", "<script>x()</script><script>"),
        ("</main>", "<script>x()</script></main>"),
        ("</main>", '<button type="button">x</button></main>'),
        ("</main>", "<template>x</template></main>"),
        ("</body>", '<footer id="page-about">x</footer></body>'),
        ("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-"),
        ("default-src 'none'", "default-src *"),
        ('"@type":"Report"', '"@type":"Book"'),
        ('<script type="application/ld+json">', '<script type="application/ld+json"></script><script type="module">'),
        ('<meta name="citation_title"', '<meta name="citation_title" content="x"><meta name="citation_title"'),
        ('<link rel="license"', '<link rel="stylesheet"'),
        ('<link rel="license"', '<link rel="prefetch" href="https://x.example/"><link rel="license"'),
        ('property="og:type" content="article"', 'property="og:type" content="video"'),
        ("base-uri 'none'", "base-uri *"),
        ('value="copy"', 'value="copy" onclick="x()"'),
        ('name="page-size"', 'name="size"'),
        ("[R]. ", "[M]. "),
        ("@techreport", "@book"),
        ("data:application/x-bibtex", "https://x.example/"),
        ('<details id="page-access">', '<details id="page-access" open="">'),
    ],
)
def test_what_runs_and_what_stands_beside_the_report_is_as_it_is_made(sound: Artifact, find: str, put: str) -> None:
    assert _told(sound, find, put)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("", ["：=: ", "跳到正文=Skip to the text", "本节链接=Link to this section", "注=note", "图=Fig."]),
        ("languages: [en, zh]\n", [": =：", "Contents=目录", "Link to this section=本节链接", "note=注", "Figure=图"]),
        ("languages: [zh]\n", []),
    ],
)
def test_the_words_of_the_page_go_along_in_both_languages(front: str, words: list[str]) -> None:
    said = html("正文。", front).xpath("string(//template/@data-words)").split("|")
    assert set(words) <= set(said)
    assert words or said == [""]


def test_a_language_is_named_in_itself_in_the_settings() -> None:
    labels = html("正文。").xpath("//template//label[input/@name='page-language']")
    assert [(one.get("lang"), "".join(one.itertext())) for one in labels[1:]] == [("zh-CN", "中文"), ("en", "English")]
    assert not labels[1].xpath(".//span") and not labels[2].xpath(".//span")
    assert labels[0].get("lang") is None and len(labels[0].xpath("span[@lang]")) == 2


def test_the_statement_counts_what_is_on_the_page(sound: Artifact) -> None:
    text = sound.data.decode()
    count = re.search(r"(\d+) 幅图，都有名称", text)
    assert count and int(count[1]) == len(
        html_parser.document_fromstring(text).xpath("//main//figure//svg[not(ancestor::svg)]|//main//img")
    )
    assert "幅图" not in "".join(html("只有文字。").xpath("//details[@id='page-access']")[0].itertext())


def test_the_policy_names_the_script_and_nothing_else(sound: Artifact) -> None:
    page = html_parser.document_fromstring(sound.data.decode())
    assert [one.text for one in page.iter("script") if not one.get("type")] == [script()]
    assert page.xpath("//meta[@http-equiv]/@content") == [policy()]
    assert re.fullmatch(r"default-src 'none'; script-src 'sha256-[\w+/]{43}='; .*", policy())
    assert "</" not in script()


METADATA = Metadata(
    title=Bilingual("100% 的{题}_1 & \\二", "A Title: with ~ and ^"),
    subtitle=Bilingual("副题", "Sub"),
    authors=(Person(Bilingual("张三", "Zhang San")), Person(Bilingual("某某 and 某某研究院", "Institute, of X"))),
    publisher=Bilingual("出版社", "Press"),
    abstract=Bilingual("一。\n\n二。", "One.\n\nTwo."),
    keywords=(Bilingual("词", "word"), Bilingual("二词", "two words")),
    date="2026-11-22",
    identifiers=(
        Identifier("doi", "10.5555/x.y"),
        Identifier("isbn", "978-7-111-40772-0"),
        Identifier("report", "K-1"),
    ),
)


def test_records_are_read_back_as_they_were_meant() -> None:
    entry = json.loads(next(iter(bibtex_reader.read(SourceText("x.bib", bibtex(METADATA)), None).entries.values())).csl)
    record = json.loads(next(iter(ris_reader.read(SourceText("x.ris", ris(METADATA)), None).entries.values())).csl)
    for read in (entry, record):
        assert read["type"] == "report"
        assert read["title"] == "100% 的{题}_1 & \\二：副题"
        assert read["DOI"] == "10.5555/x.y"
        assert read["publisher"] == "出版社"
        assert str(read["issued"]).count("2026") == 1
        assert len(read["author"]) == 2
    assert entry["number"] == "K-1"


def test_headings_lead_to_themselves_and_things_are_called_by_their_numbers() -> None:
    page = html("# 一 {#sec-a en=A}\n\n甲。[^a]乙。[^b]\n\n[^a]: 注。\n\n    1. 一\n    2. 二\n\n[^b]: 注。")
    english = page.xpath("//section[@id='abstract-en']/a[@class='permalink']/@aria-label")
    assert english == ["Link to this section: Abstract"]  # in the language of its place
    link = page.xpath("//section[@id='sec-a']/a[@class='permalink']")[0]
    assert (link.get("href"), link.get("aria-label")) == ("#sec-a", "本节链接：一、一")
    assert page.xpath("//a[@role='doc-noteref']/@aria-label") == ["注 1", "注 2"]
    assert page.xpath("//a[@role='doc-backlink']/@aria-label") == ["返回正文：注 1", "返回正文：注 2"]


SETTINGS = """\
[html]
address = "https://x.example/r/1/report.html"
latest = "https://x.example/r/"
history = "https://x.example/r/all"
"""


def test_the_page_says_what_it_is_to_machines() -> None:
    made = small(
        "# 一 {#sec-a en=A}\n\n甲[@osd]。",
        front="identifier: {doi: 10.5555/x.y, isbn: 978-7-302-00000-6, report: K-1}\n",
        settings=SETTINGS,
    )
    page = html_parser.document_fromstring(made.built("html")["html"].decode())
    said = {one.get(key): one.get("content") for key in ("name", "property") for one in page.iter("meta")}
    wanted = {
        "citation_title": "小报告",
        "citation_author": "甲",
        "citation_publication_date": "2026/11/22",
        "citation_doi": "10.5555/x.y",
        "citation_isbn": "978-7-302-00000-6",
        "citation_technical_report_number": "K-1",
        "citation_pdf_url": "https://x.example/r/1/report.pdf",
        "og:title": "小报告",
        "og:url": "https://x.example/r/1/report.html",
    }
    assert wanted.items() <= said.items()
    assert page.xpath("//link[@rel='license']/@href") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://x.example/r/1/report.html"]
    data = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    assert data["@type"] == "Report"
    assert data["name"] == [{"@language": "zh-CN", "@value": "小报告"}, {"@language": "en", "@value": "Small Report"}]
    assert [one.get("href") for one in page.xpath("//footer//li/a")] == [
        "https://x.example/r/1/report.html",
        "https://x.example/r/",
        "https://x.example/r/all",
    ]
    assert made.checked() == ()


def test_a_title_cannot_end_the_block_of_data() -> None:
    page = html("甲", front='subtitle: {zh: "</script><script>x()</script>", en: "</SCRIPT>"}\n')
    assert len(page.xpath("//script")) == 2
    assert json.loads(page.xpath("string(//script[@type])"))["alternativeHeadline"][1]["@value"] == "</SCRIPT>"


@pytest.mark.parametrize(
    ("license_", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("MIT OR Apache-2.0", ""),
        ("https://x.example/licence", "https://x.example/licence"),
    ],
)
def test_a_licence_is_read_at_its_address(license_: str, address: str) -> None:
    assert license_address(license_) == address


def test_faces_are_small_and_keep_what_their_licences_ask_for(sound: Artifact) -> None:
    from fontTools.ttLib import TTFont

    face = r"@font-face\{font-family:'([^']+)';font-weight:(\d+);[^}]*url\(data:font/woff2;base64,([^)]+)\)"
    found = [row for row in re.findall(face, sound.data.decode()) if row[0] in fonts.installed()]
    assert len(found) > 4
    for family, weight, data in found:
        file = fonts.find(family, bold=weight == "700")
        with TTFont(file.path, fontNumber=file.index, lazy=True) as whole:
            asked = {row.nameID for row in whole["name"].names} & {0, 7, 8, 9, 11, 13, 14}
        assert asked and asked <= {row.nameID for row in TTFont(io.BytesIO(base64.b64decode(data)))["name"].names}


def test_each_note_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: a check that looks for the place of each among all would take the square of it."""
    from pipeline.formats.proving import hypertext

    counted: list[int] = []
    label = hypertext._label
    monkeypatch.setattr(hypertext, "_label", lambda listing, place: counted.append(place) or label(listing, place))
    body = "".join(f"甲[^n{number}]" for number in range(80))
    made = small(body + "\n\n" + "\n".join(f"[^n{number}]: 注。" for number in range(80)))
    made.built("html")
    assert [problem.code for problem in check(made.session, (ROW,), 1, lambda _: None).diagnostics] == ["CIT102"]
    assert 80 <= len(counted) <= 2 * 80


# In a browser


BODY = (
    """\
# 一 {#sec-a en="First"}

::: {.summary lang=en}
Summary.
:::

甲[@osd]。乙。[^a]

``` {.figure #fig-x}
kind: chart
caption: {zh: 数值, en: Values}
alt: {zh: 条形图。, en: Bar chart.}
credit: {zh: 测试, en: Test}
axis: {zh: 数量, en: Amount}
unit: {zh: 个, en: pieces}
rows:
  - {label: {zh: 甲, en: A}, value: 1}
```

# 二 {#sec-b en="Second"}

"""
    + "\n\n".join("很长的一段。" * 40 for _ in range(12))
    + "\n\n[^a]: 注里的话。"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(small(BODY).built("html")["html"])
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert faults == []


_SAID = """[
    ...[".skip", "#contents-title", ".description > summary"].map(name => document.querySelector(name))
        .map(one => one.textContent + (one.lang && ` / ${one.lang}`)),
    ...[".description > summary", "figure", "#sec-a > .permalink", "[role=doc-noteref]", ".back", "#footnotes", "footer"]
        .map(name => document.querySelector(name).ariaLabel),
]"""


@pytest.mark.gate
def test_a_language_is_chosen_and_kept(page: Page) -> None:
    page.locator("#page-settings > summary").click()
    page.get_by_role("radio", name="English").check()
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["en", "Small Report"]
    assert page.locator("main").get_attribute("lang") == "zh-CN"
    assert not page.locator("#abstract-zh").is_visible() and page.locator("#abstract-en").is_visible()
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Small Report"]
    assert page.locator(".contents a[href='#sec-a']").inner_text() == "一、First"
    assert page.locator(".contents a[href='#abstract-en']").get_attribute("lang") == "en"
    # What the page says of itself is said in it too, where one sees it and where one hears it.
    assert page.evaluate(_SAID) == [
        "Skip to the text / en", "Contents / en", "Description of the figure / en", "Description of the figure: Fig. 1",
        "Fig. 1", "Link to this section: First", "note 1", "Back to the text: note 1", "Notes", "About this page",
    ]  # fmt: skip
    assert page.locator(".colophon dt").first.inner_text().strip() == "Publisher"
    # The foot of the page says what it says in one language.
    page.locator("#page-cite > summary").click()
    assert page.locator("#page-cite h2").first.is_visible() is False
    assert page.locator("#page-cite a").first.inner_text() == "Save as report.bib"
    slash = "getComputedStyle(document.querySelector('#page-cite a > span + span'), '::before').content"
    assert page.evaluate(slash) == "none"
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("#page-settings > summary").click()
    page.get_by_label("中文", exact=True).check()
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["zh-CN", "小报告"]
    assert not page.locator(".summary").is_visible() and not page.locator("#abstract-en").is_visible()
    page.get_by_label("双语").check()
    assert page.evaluate(_SAID) == [
        "跳到正文", "目录", "图的文字说明", "图的文字说明：图 1", "图 1", "本节链接：一、一", "注 1", "返回正文：注 1", "注释",
        "关于本页",
    ]  # fmt: skip


@pytest.mark.gate
def test_colours_sizes_and_widths_are_chosen_and_kept(page: Page) -> None:
    page.locator("#page-settings > summary").click()
    before = page.evaluate(
        "getComputedStyle(document.body).backgroundColor + document.querySelector('main').offsetWidth"
    )
    for name, value in (("theme", "dark"), ("size", "huge"), ("width", "wide")):
        page.locator(f"input[name='page-{name}'][value='{value}']").check()
    page.reload()
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert after == "rgb(16, 25, 29)" and after not in before
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "25.5px"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("[document.activeElement.tagName, document.querySelector('#page-settings').open]") == [
        "SUMMARY",
        False,
    ]


@pytest.mark.gate
def test_a_preview_can_be_pointed_at_stays_and_goes_with_escape(page: Page) -> None:
    box = page.locator("#page-preview")
    link = page.locator("a[role='doc-biblioref']").first
    link.hover()
    assert box.is_visible() and "开放源代码" in box.inner_text()
    # An entry without its number is not set in from where that would be.
    assert box.evaluate("one => getComputedStyle(one.querySelector('.csl-right-inline')).marginLeft") == "0px"
    assert link.get_attribute("aria-describedby") == "page-preview"
    box.hover()
    page.wait_for_timeout(500)
    assert box.is_visible()
    page.keyboard.press("Escape")
    assert not box.is_visible() and link.get_attribute("aria-describedby") is None
    link.focus()
    page.wait_for_timeout(500)
    assert box.is_visible()
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    assert box.is_visible()
    page.locator(".skip").focus()
    assert not box.is_visible()


@pytest.mark.gate
def test_notes_stand_beside_their_calls_where_there_is_room(page: Page) -> None:
    def apart() -> float:
        return float(
            page.evaluate(
                "document.getElementById('fn1').getBoundingClientRect().top"
                "- document.getElementById('fnref1').getBoundingClientRect().top"
            )
        )

    assert abs(apart()) < 30
    # What stays while the page is scrolled stands on the other side.
    stays = "[...document.querySelectorAll('body *')].filter(one => getComputedStyle(one).position == 'fixed')"
    ends = f"{stays}.map(one => one.getBoundingClientRect().right)"
    begins = float(page.evaluate("document.getElementById('fn1').getBoundingClientRect().left"))
    assert 0 < max(page.evaluate(ends)) < begins
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_timeout(100)
    assert apart() > 300
    page.locator("a[role='doc-noteref']").hover()
    assert page.locator("#page-preview").inner_text().strip() == "注里的话。"


@pytest.mark.gate
def test_the_section_that_is_read_is_marked(page: Page) -> None:
    marked = page.locator(".contents [aria-current]")
    page.evaluate("document.getElementById('sec-b').scrollIntoView()")
    page.wait_for_timeout(200)
    assert marked.all_inner_texts() == ["二、二"]


TREE = """\
- figure "图 1":
  - group "图形":
    - img "条形图。"
  - button "放大图 1"
  - group: 图的文字说明
  - paragraph: 图 1 数值
"""


@pytest.mark.gate
def test_each_thing_has_one_name_in_the_accessibility_tree(page: Page) -> None:
    said = page.locator("#sec-a").aria_snapshot()
    figure = re.sub(r'(img "条形图。").*', r"\1", said[said.index("- figure") :])
    assert figure.replace("\u00a0", " ").replace("\u3000", " ").startswith(TREE), figure
    notes = page.locator("#footnotes").aria_snapshot()
    assert 'region "注释"' in notes and 'link "返回正文：注 1"' in notes
    assert 'link "注 1"' in said and 'link "本节链接：一、一"' in said


@pytest.mark.gate
def test_a_figure_is_enlarged_by_the_keyboard_and_goes_back(page: Page) -> None:
    """The drawing goes home when `close` is heard, which HTML fires as a task of its own (4.11.4)."""
    from playwright.sync_api import expect

    button = page.get_by_role("button", name=re.compile("^放大图.1$"))
    page.set_viewport_size({"width": 390, "height": 800})
    inline = float(page.evaluate("document.querySelector('figure svg').clientWidth"))
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile("^放大图.1$"))
    drawing = dialog.locator("svg")
    width = drawing.bounding_box()
    assert width and width["width"] > inline - 1
    page.keyboard.press("+")
    larger = drawing.bounding_box()
    assert width and larger and larger["width"] > 1.4 * width["width"]
    page.keyboard.press("Escape")
    expect(page.locator("figure svg")).to_have_count(1)
    assert not page.locator("#page-zoom").is_visible()
    assert page.evaluate("document.activeElement.value") == "enlarge"


@pytest.mark.gate
def test_a_citation_is_copied(page: Page) -> None:
    from playwright.sync_api import expect

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#page-cite > summary").click()
    buttons = page.locator("#page-cite button")
    for number, name in enumerate(("复制 GB/T 7714 中文", "复制 GB/T 7714 English", "复制 BibTeX", "复制 RIS")):
        expect(buttons.nth(number)).to_have_accessible_name(name)
    buttons.first.click()
    expect(page.locator("#page-cite [role=status]").first).to_have_text("已复制", use_inner_text=True)
    assert page.evaluate("navigator.clipboard.readText()") == "甲. 小报告[R]. 社，2026."


@pytest.mark.gate
def test_what_is_chosen_from_stands_beside_its_name(page: Page) -> None:
    page.locator("#page-settings > summary").click()
    rows = """[...document.querySelectorAll("fieldset")].map(row => {
        const shown = [...row.querySelectorAll("legend span")].filter(one => one.offsetWidth)[0];
        const boxes = [...row.querySelectorAll("label")].map(one => one.getBoundingClientRect());
        return [boxes.every(one => one.left - shown.getBoundingClientRect().right > 8),
            new Set(boxes.map(one => one.top)).size, row.scrollWidth <= row.clientWidth];
    })"""
    for language in ("English", "中文"):
        page.get_by_label(language, exact=True).check()
        page.set_viewport_size({"width": 1440, "height": 900})
        assert page.evaluate(rows) == [[True, 1, True]] * 4
        page.set_viewport_size({"width": 320, "height": 640})
        narrow = page.evaluate(rows)
        assert [(beside, inside) for beside, _, inside in narrow] == [(True, True)] * 4


@pytest.mark.gate
def test_the_page_is_whole_without_scripts_and_without_a_memory(browser: Browser, file: Path) -> None:
    without = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}).new_page()
    without.goto(file.as_uri())
    for name in ("#abstract-zh", "#abstract-en", "#fn1", ".contents", "#page-cite > summary"):
        assert without.locator(name).is_visible(), name
    assert without.locator("button, input, dialog").count() == 0
    without.locator("#page-cite > summary").click()
    assert "@techreport" in without.locator("#page-cite").inner_text()
    with without.expect_download() as download:
        without.locator("a[download='report.ris']").click()
    assert download.value.suggested_filename == "report.ris"
    faults: list[str] = []
    closed = browser.new_page()
    closed.on("pageerror", lambda error: faults.append(str(error)))
    closed.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('closed'); }})")
    closed.goto(file.as_uri())
    closed.locator("#page-settings > summary").click()
    closed.get_by_role("radio", name="English").check()
    assert closed.evaluate("document.documentElement.lang") == "en" and faults == []


@pytest.mark.gate
def test_a_script_that_is_not_ours_does_not_run(browser: Browser, file: Path, tmp_path: Path) -> None:
    text = file.read_text("utf-8")
    hostile = text.replace("</main>", "<script>window.ran = 1</script><img src='x' onerror='window.ran = 2'></main>")
    (tmp_path / "hostile.html").write_text(hostile, "utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "hostile.html").as_uri())
    assert opened.evaluate("[window.ran ?? null, document.documentElement.dataset.ready ?? null]") == [None, ""]


@pytest.mark.parametrize(("languages", "locale"), [("[zh, en]", ["zh_CN"]), ("[en, zh]", [])])
def test_open_graph_has_a_language_with_its_country_or_none(languages: str, locale: list[str]) -> None:
    head = small("文。", f"languages: {languages}\n").built("html")["html"].decode().partition("<body")[0]
    assert re.findall(r'<meta property="og:locale" content="(\w+)">', head) == locale
