"""Rounds of proofs as a user sees them: what goes out, what comes back, when the source has moved on, and what is
refused."""

from __future__ import annotations

import base64
import copy
import hashlib
import re
import shutil
import subprocess
import time
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree, html

from pipeline.formats.docx.openxml import NAMESPACES, clark, w
from pipeline.proofs.comparing import compare, is_explained
from pipeline.proofs.passages import Letter, Passage
from pipeline.tools import zips
from tests import office
from tests.conftest import needs, run
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, receive, send, text, typed


def test_a_round_goes_out_and_comes_back(project: Path) -> None:
    outcome = run("proof", "send", "--to", "李编辑", "--project", str(project), "--lang", "en", "--jobs", "1")
    assert outcome.code == 0, outcome.output
    folder = project / "out/proof/1"
    names = ["letter.html", "manifest.json", "report-proof.docx", "report-proof.pdf", "sources.zip"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert "李编辑" in (folder / "letter.html").read_text("utf-8")
    parts = zips.read((folder / "report-proof.docx").read_bytes())
    assert b"w:trackRevisions" in parts["word/settings.xml"]
    back = edited((folder / "report-proof.docx").read_bytes(), lambda editor: editor.replace("最后一段", "最后", "末"))
    outcome = receive(project, back)
    assert outcome.code == 0, outcome.output
    assert "末一段。" in text(project)


def test_nothing_is_changed_where_nothing_is_wanted(project: Path) -> None:
    before = text(project)
    outcome = receive(project, edited(send(project), lambda e: e.replace("最后一段", "最后", "末")), options=())
    assert any("PRF101" in line for line in outcome.lines)
    assert text(project) == before


def test_edits_are_chosen_by_number_or_by_tracking(project: Path) -> None:
    back = edited(
        send(project),
        lambda e: e.replace("步骤甲", "甲", "一"),
        lambda e: e.replace("步骤乙", "乙", "二", tracked=False),
        lambda e: e.replace("最后一段", "最后", "末"),
    )
    receive(project, back, options=("--apply", "3"))
    assert ("步骤甲" in text(project), "末一段" in text(project)) == (True, True)
    receive(project, back, options=("--apply", "tracked"))
    assert ("步骤一" in text(project), "步骤乙" in text(project)) == (True, True)


def test_a_patch_makes_the_same_as_applying(project: Path) -> None:
    back = edited(
        send(project),
        lambda e: e.replace("步骤甲", "甲", "一"),
        lambda e: e.replace("术语的释义", "释义", "意思"),
        lambda e: e.new_paragraph("最后一段。", "新的一段。"),
    )
    path = project / "source/report.md"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    before = text(project)
    receive(project, back, options=("--patch", str(project / "edits.patch")))
    assert text(project) == before
    subprocess.run(["git", "apply", "-p1", "edits.patch"], cwd=project, check=True)
    patched = text(project)
    (project / "source/report.md").write_text(before, "utf-8")
    receive(project, back)
    assert text(project) == patched != before


def test_line_ends_and_the_byte_order_mark_stay(project: Path) -> None:
    path = project / "source/report.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    receive(project, edited(send(project), lambda e: e.replace("最后一段", "最后", "末")))
    assert path.read_bytes() == before.replace("最后一段".encode(), "末一段".encode())


def test_an_edit_is_carried_into_a_source_that_has_moved_on(project: Path) -> None:
    back = edited(
        send(project), lambda e: e.replace("最后一段", "最后", "末"), lambda e: e.replace("步骤甲", "甲", "一")
    )
    path = project / "source/report.md"
    path.write_text(path.read_text("utf-8").replace("# 引言", '# 新的一章 {en="New"}\n\n新的一段。\n\n# 引言'), "utf-8")
    outcome = receive(project, back)
    assert not any("PRF103" in line for line in outcome.lines), outcome.lines
    assert ("末一段。" in text(project), "步骤一" in text(project), "新的一段" in text(project)) == (
        True,
        True,
        True,
    )


def test_what_both_changed_is_a_conflict(project: Path) -> None:
    back = edited(send(project), lambda e: e.replace("超过 150 个", "150", "160"))
    path = project / "source/report.md"
    path.write_text(path.read_text("utf-8").replace("超过 150 个", "超过 155 个"), "utf-8")
    outcome = receive(project, back)
    assert any("PRF103" in line and "have changed since" in line for line in outcome.lines), outcome.lines
    assert any("and are “155” now" in line for line in outcome.lines), "what stands there now is shown"
    assert "are “155” now" in (project / "out/proof/review.html").read_text("utf-8")
    assert "超过 155 个" in text(project)


SHE = (
    'She wrote the first draft -- it\'s "good" -- in 2024. The second sentence stands on\n'
    "its own line, with [a link](https://example.org/) and H~2~O.\n\n"
)


def test_what_is_moved_is_carried_into_a_source_that_has_moved_on(project: Path) -> None:
    back = edited(send(project), lambda e: e.move("She wrote", "最后一段"), lambda e: e.replace("步骤甲", "甲", "一"))
    path = project / "source/report.md"
    moved = text(project).replace("# 引言", '# 新的一章 {en="New"}\n\n新的一段。\n\n# 引言')
    # The author moved another paragraph meanwhile, and the steps.
    moved = moved.replace("> 引用的一段话。\n\n", "").replace("术语\n", "> 引用的一段话。\n\n术语\n")
    moved = moved.replace("1. 步骤甲\n2. 步骤乙\n\n", "").replace("- 第一项", "1. 步骤甲\n2. 步骤乙\n\n- 第一项")
    path.write_text(moved, "utf-8")
    outcome = receive(project, back)
    # It stands behind the paragraph that its editor put it behind.
    truth = moved.replace(SHE, "").replace("> 引用的一段话", f"{SHE}> 引用的一段话").replace("步骤甲", "步骤一")
    assert text(project) == truth, outcome.lines


def test_a_move_of_what_has_changed_is_refused(project: Path) -> None:
    back = edited(send(project), lambda e: e.move("She wrote", "最后一段"))
    path = project / "source/report.md"
    path.write_text(moved := text(project).replace("first draft", "second draft"), "utf-8")
    outcome = receive(project, back)
    assert any("PRF103" in line and "moves a paragraph" in line for line in outcome.lines), outcome.lines
    assert text(project) == moved


def test_comments_keep_their_place_in_a_source_that_has_moved_on(project: Path) -> None:
    """At their words, at those round them, or told with the words that they were on."""
    back = edited(
        send(project),
        lambda e: e.comment("最后一段", "最后", "甲？"),
        lambda e: e.comment("换言之", "换言之", "乙？"),
        lambda e: e.comment("步骤乙", "步骤乙", "丙？"),
    )
    path = project / "source/report.md"
    moved = (
        text(project).replace("# 引言", '# 新的一章 {en="New"}\n\n新的一段。\n\n# 引言').replace("换言之", "也就是说")
    )
    path.write_text(moved.replace("2. 步骤乙\n", ""), "utf-8")
    outcome = receive(project, back, options=())
    told = {line.rpartition("编辑甲: ")[2]: line.split()[2] for line in outcome.lines if "PRF104" in line}
    lines = text(project).splitlines()

    def there(said: str) -> tuple[str, int]:
        _, line, columns = told[said].split(":")
        return lines[int(line) - 1], int(columns.partition("-")[0])

    line, column = there("甲？")
    assert line[column - 1 :].startswith("最后")
    line, column = there("乙？")
    assert "也就是说" in line and abs(column - line.index("也就是说")) < 6
    assert told["丙？ (on “步骤乙”, which is no longer in the source)"] == "source/report.md"


def test_editors_are_merged_edit_by_edit(project: Path) -> None:
    sent = send(project)
    one = edited(sent, lambda e: e.replace("步骤甲", "甲", "一"), lambda e: e.replace("最后一段", "最后", "末"))
    two = edited(
        sent, lambda e: e.replace("步骤甲", "甲", "子"), lambda e: e.replace("步骤乙", "乙", "二"), author="乙"
    )
    outcome = receive(project, one, two)
    assert sum("PRF103" in line for line in outcome.lines) == 1, outcome.lines
    assert [word in text(project) for word in ("步骤一", "步骤二", "末一段")] == [True, True, True]


def test_an_edit_stands_in_the_file_that_its_words_are_of(project: Path) -> None:
    report, part = project / "source/report.md", project / "source/part.md"
    report.write_text(report.read_text("utf-8").replace("license:", "parts: [part.md]\nlicense:"), "utf-8")
    part.write_text('# 另一章 {en="Another"}\n\n另一个文件中的话。\n', "utf-8")
    before = report.read_text("utf-8")
    receive(project, edited(send(project), lambda e: e.replace("另一个文件", "文件", "文档")))
    assert "另一个文档中的话" in part.read_text("utf-8")
    assert report.read_text("utf-8") == before


def test_what_comes_from_a_variable_is_not_changed(project: Path) -> None:
    path = project / "source/report.md"
    source = path.read_text("utf-8").replace("license:", "variables: {place: 华北平原}\nlicense:")
    path.write_text(source.replace("最后一段。", "最后在{{place}}一段。"), "utf-8")
    outcome = receive(project, edited(send(project), lambda e: e.replace("华北平原", "平原", "地区")))
    assert any("variable" in line for line in outcome.lines), outcome.lines
    assert "华北平原" in text(project)


def test_a_proof_of_another_report_is_refused(project: Path) -> None:
    sent = send(project)
    (project / "out/proof/1/manifest.json").unlink()
    path = project / "source/report.md"
    path.write_text(path.read_text("utf-8") + "\n多出的话。\n", "utf-8")
    outcome = receive(project, sent)
    assert outcome.code == 3
    assert any("no proof of this report" in line and "back0.docx" in line for line in outcome.lines)


def test_kept_sources_that_were_changed_are_refused(project: Path) -> None:
    sent = send(project)
    path = project / "source/report.md"
    path.write_text(path.read_text("utf-8") + "\n多出的话。\n", "utf-8")
    (project / "out/proof/1/sources.zip").write_bytes(zips.write([("source/report.md", b"# other")]))
    outcome = receive(project, sent)
    assert (outcome.code, any("PRF106" in line for line in outcome.lines)) == (3, True)


def _zip(*rows: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in rows:
            archive.writestr(name, data)
    return out.getvalue()


_ENTITY = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
_LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><w>&c;</w>'


def _letters(count: int) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "<w:r><w:t>" + "a" * 9_000 + "</w:t></w:r>"
    body = "".join(f"<w:p>{runs}</w:p>" for _ in range(count // 9_000 + 1))
    return f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()


def _twice() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _zip(("word/document.xml", _BODY), ("word/document.xml", b"<v/>"))


def _with_password() -> bytes:
    """Each entry says that it is encrypted, in both of its headers."""
    data = bytearray(_zip(("word/document.xml", _BODY)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    return bytes(data)


_BODY = _letters(9)
HOSTILE = {
    "empty": b"",
    "text": b"a text",
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "a PDF": b"%PDF-1.7\n",
    "a zip of something else": _zip(("a.txt", b"a")),
    "an e-book": _zip(("mimetype", b"application/epub+zip")),
    "a broken zip": _zip(("word/document.xml", b"<a/>"))[:-30],
    "another root": _zip(("word/document.xml", b"<w/>")),
    "no body": _zip(("word/document.xml", _BODY.replace(b"body", b"text"))),
    "a letter of somebody": _zip(("word/document.xml", _BODY)),
    "no XML": _zip(("word/document.xml", b"no XML")),
    "an entity": _zip(("word/document.xml", _ENTITY)),
    "a doctype in the notes": _zip(("word/document.xml", _BODY), ("word/footnotes.xml", _ENTITY)),
    "a doctype in a header": _zip(("word/document.xml", _BODY), ("word/header1.xml", _ENTITY)),
    "a path outside": _zip(("../word/document.xml", _BODY), ("word/document.xml", _BODY)),
    "too many files": _zip(*((f"{number}", b"") for number in range(5_001)), ("word/document.xml", _BODY)),
    "too much": _zip(("word/document.xml", b"<w>" + b" " * (600 * 2**20) + b"</w>")),
    "a body that is a folder": _zip(("word/document.xml/", b"")),
    "two bodies": _twice(),
    "a password of its zip": _with_password(),
    "an absolute path": _zip(("/word/document.xml", _BODY), ("word/document.xml", _BODY)),
    "a name with a control": _zip(("word/\x1b.xml", _BODY), ("word/document.xml", _BODY)),
    "an entity in the comments": _zip(("word/document.xml", _BODY), ("word/comments.xml", _ENTITY)),
    "an entity in the properties": _zip(("word/document.xml", _BODY), ("docProps/custom.xml", _ENTITY)),
    "entities of entities": _zip(("word/document.xml", _LAUGHS)),
    "half a character": _zip(("word/document.xml", b'<?xml version="1.0"?><w>\xe5\x88</w>')),
    "an unknown encoding": _zip(("word/document.xml", b'<?xml version="1.0" encoding="x-none"?><w/>')),
    "letters without end": _zip(("word/document.xml", _letters(2_100_000))),
    "two zips": _zip(("word/document.xml", _BODY))[:60] + _zip(("a.txt", b"a"), ("b", b"")),
    "deep": _zip(("word/document.xml", b"<w>" * 5_000 + b"</w>" * 5_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(project: Path, name: str) -> None:
    before = text(project)
    send(project)
    outcome = receive(project, HOSTILE[name])
    assert outcome.code == 3, outcome.output
    assert any("PRF106" in line for line in outcome.lines)
    assert "Traceback" not in outcome.output
    assert text(project) == before


def test_texts_that_no_comparison_ends_with_are_taken_as_wholes() -> None:
    sent, came = (Passage("body", (*map(Letter, sign * 6_000), Letter("\n"))) for sign in ("甲乙", "乙丙"))
    started = time.monotonic()
    edits, _ = compare(0, sent, came)
    assert [(edit.start, edit.end, len(edit.new)) for edit in edits] == [(0, 12_000, 12_000)]
    assert is_explained(sent, came, edits)
    assert time.monotonic() - started < 10


def test_a_file_that_is_not_there_is_told(project: Path) -> None:
    outcome = run("proof", "receive", "nowhere.docx", "--project", str(project), "--lang", "en")
    assert outcome.code == 3
    assert "PRF106" in outcome.output


@pytest.mark.parametrize("value", ["everything", "1;2", "-1", ""])
def test_a_wrong_choice_is_wrong_usage(project: Path, value: str) -> None:
    outcome = run("proof", "receive", "back.docx", "--project", str(project), "--apply", value, "--lang", "en")
    assert outcome.code == 2


def test_every_change_that_is_no_text_is_told(project: Path) -> None:
    """In headers, fields, text boxes, tables and looks: counted by element, told by reason."""
    sent = send(project)
    editor = Editor(sent)
    body = editor.roots["word/document.xml"]
    paragraph = editor.find("最后一段")
    space = {"w": body.nsmap["w"]}
    looks = etree.fromstring(
        f'<w:pPr xmlns:w="{space["w"]}"><w:pPrChange w:id="1" w:author="X" w:date=""><w:pPr/></w:pPrChange></w:pPr>'
    )
    paragraph.append(looks)
    row = body.find(".//w:tr", space)
    row.insert(0, etree.fromstring(f'<w:trPr xmlns:w="{space["w"]}"><w:ins w:id="2" w:author="X"/></w:trPr>'))
    ruby = etree.fromstring(
        f'<w:r xmlns:w="{space["w"]}"><w:ruby><w:rubyBase><w:del w:id="3" w:author="X"/></w:rubyBase></w:ruby></w:r>'
    )
    editor.find("步骤甲").append(ruby)
    outcome = receive(project, editor.data(), options=())
    told = [line for line in outcome.lines if "PRF105" in line]
    reasons = ("how things look", "rows or cells", "lost what was deleted")
    assert [sum(reason in line for line in told) for reason in reasons] == [1, 1, 1], outcome.lines


@pytest.mark.parametrize("said", ["y", ""])
@pytest.mark.parametrize("program", ["", "LibreOffice/7.4", "Microsoft Office Word"])
def test_a_formula_that_says_otherwise_is_told(project: Path, said: str, program: str) -> None:
    """A change in a formula is seldom tracked, and is no text. What a program may lose itself is none."""
    editor = Editor(send(project))
    if program:
        editor.parts["docProps/app.xml"] = f"<Properties><Application>{program}</Application></Properties>".encode()
    *_, letter = editor.roots["word/document.xml"].iter(f"{{{NAMESPACES['m']}}}t")
    letter.text = said
    outcome = receive(project, editor.data())
    told = [line for line in outcome.lines if "PRF108" not in line]
    if program.startswith("Libre") and not said:
        assert told == []
    else:
        assert [("PRF105" in line, "a formula holds other letters" in line) for line in told] == [(True, True)]


@pytest.mark.parametrize("tracked", [False, True])
def test_a_style_that_is_another_is_told(project: Path, tracked: bool) -> None:
    """At the paragraph, with both styles; what is tracked is told as such, and once."""
    editor = Editor(send(project))
    paragraph = editor.find("最后一段")
    properties = paragraph.find("w:pPr", NAMESPACES)
    old = copy.deepcopy(properties)
    properties.find("w:pStyle", NAMESPACES).set(clark("w:val"), "Heading2")
    if tracked:
        properties.append(w("pPrChange", old, id="1", author="X", date=""))
    outcome = receive(project, editor.data(), options=())
    told = [line for line in outcome.lines if "PRF105" in line]
    assert len(told) == 1, outcome.lines
    line = 1 + text(project)[: text(project).index("最后一段")].count("\n")
    words = "how things look" if tracked else "the style of the paragraph was"
    assert words in told[0] and (tracked or (f"report.md:{line}:" in told[0] and "heading 2" in told[0])), told


def test_a_formula_that_is_gone_is_told(project: Path) -> None:
    editor = Editor(send(project))
    editor.parts["docProps/app.xml"] = b"<Properties><Application>LibreOffice/7.4</Application></Properties>"
    formula = next(editor.roots["word/document.xml"].iter(f"{{{NAMESPACES['m']}}}oMath"))
    formula.getparent().remove(formula)
    outcome = receive(project, editor.data())
    assert [line for line in outcome.lines if "PRF105" in line and "a formula holds other letters" in line], outcome


def test_what_is_typed_round_the_text_without_tracking_is_told(project: Path) -> None:
    """In a header that shows the title, told where the title stands; in a text box that the editor put in."""
    editor = Editor(send(project))
    name, data = next(row for row in sorted(editor.parts.items()) if "header" in row[0] and "往返".encode() in row[1])
    editor.parts[name] = data.replace("往返".encode(), "来回".encode())
    box = w("r", w("pict", w("txbxContent", w("p", w("r", w("t", "盒中新增的话"))))))
    editor.find("最后一段").append(box)
    before = text(project)
    outcome = receive(project, editor.data())
    told = [line for line in outcome.lines if "PRF105" in line]
    assert [line for line in told if "source/report.md:3:7-12" in line and "校样的来回" in line and "header" in line], (
        told
    )
    assert [line for line in told if "盒中新增的话" in line and "a text box that the editor put in" in line], told
    assert len(told) == 2
    assert text(project) == before


def test_what_an_update_of_fields_changes_is_no_edit(project: Path) -> None:
    data = send(project)
    editor = Editor(data)
    for root in editor.roots.values():
        inside = 0
        for element in root.iter():
            if str(element.tag).endswith("}fldChar"):
                kind = next(value for name, value in element.attrib.items() if str(name).endswith("fldCharType"))
                inside += {"begin": 1, "end": -1}.get(kind, 0)
            elif inside and str(element.tag).endswith("}t"):
                element.text = "99"
    outcome = receive(project, editor.data(), options=())
    assert [line for line in outcome.lines if "PRF108" not in line] == [], outcome.lines


def test_a_page_shows_each_edit_with_its_command(project: Path) -> None:
    back = edited(
        send(project),
        lambda e: e.replace("最后一段", "最后", "末"),
        lambda e: e.replace("来源：作者", "来源", "出处"),
        lambda e: e.comment("步骤甲", "步骤", "<script>alert(1)</script>"),
    )
    receive(project, back, options=())
    page = (project / "out/proof/review.html").read_text("utf-8")
    root = html.document_fromstring(page)
    cards = root.findall(".//article")
    assert len(cards) == 4
    (card,) = [card for card in cards if card.get("data-number")]
    assert [mark.text for mark in card.iter("del", "ins")] == ["最后", "末"]
    assert card.find(".//code").text.endswith(f"--apply {card.get('data-number')}")
    script = root.find(".//script").text
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert len(root.findall(".//script")) == 1
    assert not re.search(r"(?:src|href)=", page)


@pytest.mark.gate
def test_the_keyboard_chooses_edits(project: Path) -> None:
    back = edited(
        send(project), lambda e: e.replace("步骤甲", "甲", "一"), lambda e: e.replace("最后一段", "最后", "末")
    )
    receive(project, back, options=())
    from playwright.sync_api import sync_playwright

    program = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), "")
    needs("" if program else "chromium is not installed: see `kanben doctor`")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 320, "height": 700})
        page.goto((project / "out/proof/review.html").as_uri())
        for key in "jr":
            page.keyboard.press(key)
        assert page.text_content("output").endswith("--apply 2")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for key in "kajr":
            page.keyboard.press(key)
        assert page.text_content("output").endswith("--apply 1")
        chromium.close()


@pytest.mark.gate
@pytest.mark.slow
def test_libreoffice_edits_and_saves_and_nothing_else_is_told(project: Path) -> None:
    """Twelve edits typed in LibreOffice, tracked and not: each is made or refused, and its save alone changes nothing."""
    needs(office.lacking())
    sent = project / "sent.docx"
    sent.write_bytes(send(project))
    jobs = [
        {
            "file": str(sent),
            "out": str(project / f"{number}.docx"),
            "seed": number,
            "count": count,
            "tracked": number != 2,
        }
        for number, count in enumerate((0, 12, 12))
    ]
    rows_typed = typed(jobs, project)
    outcomes = [receive(project, Path(str(job["out"])).read_bytes(), options=()) for job in jobs]
    assert [line for line in outcomes[0].lines if "PRF108" not in line] == []
    for outcome, rows in zip(outcomes, rows_typed, strict=True):
        assert not any("PRF107" in line for line in outcome.lines), outcome.lines
        assert len(outcome.lines) >= len(rows) * 2 // 3
        assert sum("read otherwise" in line for line in outcome.lines) <= 1, outcome.lines


def test_the_state_of_a_round_says_who_returned_what_and_what_came_of_it(project: Path) -> None:
    sent = send(project)
    first = edited(sent, lambda editor: editor.replace("最后一段", "最后", "末"), author="编辑甲")
    second = edited(
        sent,
        lambda editor: editor.replace("关键词：", "关键词", "主题词"),
        lambda editor: editor.comment("最后一段", "最后", "何处？"),
        author="编辑乙",
    )

    def state() -> list[str]:
        outcome = run("proof", "status", "--project", str(project), "--lang", "en")
        return [line.partition("PRF112: ")[2] for line in outcome.output.splitlines() if "PRF112" in line]

    assert state() == []
    receive(project, first, second, options=())
    assert state() == [
        "back0.docx came back from 编辑甲, 1 edit: 0 made, 0 refused, 1 open; 0 comments",
        "back1.docx came back from 编辑乙, 1 edit: 0 made, 1 refused, 0 open; 1 comment",
    ]
    receive(project, first, second)
    assert state()[0] == "back0.docx came back from 编辑甲, 1 edit: 1 made, 0 refused, 0 open; 0 comments"
    receive(project, second)
    assert state()[0] == "back0.docx came back from 编辑乙, 1 edit: 0 made, 1 refused, 0 open; 1 comment"
    assert len(state()) == 3
    (project / "out/proof/1/returned.json").write_text("[1]", "utf-8")
    outcome = run("proof", "status", "--project", str(project), "--lang", "en")
    assert outcome.code == 3 and "PRF106" in outcome.output and "returned.json" in outcome.output
