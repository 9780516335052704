"""Comments that become editorial notes of the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.edition import Edition
from pipeline.formats.docx.openxml import clark, w
from pipeline.tools import zips
from tests.conftest import run
from tests.proofs.editor import Editor
from tests.proofs.loop import edited, receive, send, text
from tests.small import Small, findings

NOTES = ("--notes", "--apply", "all")


NOTE = '{.query by="编辑甲" initials="甲" date="2026-11-26T10:00:00Z"}'
CASES = {
    "in prose": (("步骤甲", "步骤", "对吗？"), "1. 步骤甲", f"1. 步骤[对吗？]{NOTE}甲"),
    "signs": (("步骤乙", "乙", "见 [1] *a* | {b}"), "步骤乙", f"步骤乙[见 \\[1\\] \\*a\\* \\| \\{{b\\}}]{NOTE}"),
    "in emphasis": (("经济意义", "经济", "？"), "*经济意义*", f"*经济[？]{NOTE}意义*"),
    "in a cell": (("估计", "估计", "a|b"), "| 估计 |", f"| 估计[a\\|b]{NOTE} |"),
    "before a citation": (("超过 150", "150 个", "核"), "150 个[@a]", f"150 个[核]{NOTE}[@a]"),
    "in a heading": (("办法与步骤", "办法", "？"), "## 办法", f"## 办法[？]{NOTE}"),
    "in a note": (("注释的文字", "文字", "？"), "注释的文字", f"注释的文字[？]{NOTE}"),
    "two lines": (("最后一段", "最后", "一\n二"), "最后一段", f"最后[一 二]{NOTE}一段"),
}


def test_comments_become_notes_to_the_byte(project: Path) -> None:
    truth = text(project)
    for _, old, new in CASES.values():
        assert truth.count(old) == 1, old
        truth = truth.replace(old, new)
    truth = truth.replace("换言之", "也就是说")
    back = edited(
        send(project),
        *(lambda e, row=row: e.comment(*row) for row, _, _ in CASES.values()),
        lambda e: e.replace("换言之", "换言之", "也就是说"),
    )
    outcome = receive(project, back, options=NOTES)
    assert outcome.code == 0, outcome.output
    assert [line for line in outcome.lines if "PRF103" in line] == []
    assert text(project) == truth


@pytest.mark.parametrize("words", ["How it flows", "校样的往返", "来源：作者"])
def test_a_note_stands_in_running_text_alone(project: Path, words: str) -> None:
    before = text(project)
    back = edited(send(project), lambda e: e.comment(words, words[-2:], "？"))
    outcome = receive(project, back, options=NOTES)
    assert any("no editorial note can stand here" in line for line in outcome.lines), outcome.lines
    assert text(project) == before


def test_comments_are_no_edits_unless_they_are_wanted(project: Path) -> None:
    before = text(project)
    receive(project, edited(send(project), lambda e: e.comment("步骤甲", "步骤", "？")))
    assert text(project) == before


ASKED = r"""[对吗？ *a*]{.query by="李 \"明\"" date="2026-11-26T10:00:00Z" answer="对，见 [@a]。"}"""


def _answered(project: Path, note: str = ASKED) -> bytes:
    """A proof in Word of a report with a note behind a word; `send` alone makes none with comments."""
    path = project / "source/report.md"
    path.write_text(text(project).replace("步骤甲", f"步骤{note}甲"), "utf-8")
    outcome = run("proof", "send", "--project", str(project), "--lang", "en", "--jobs", "1")
    assert outcome.code == 0, outcome.output
    return (project / "out/proof/1/report-proof.docx").read_bytes()


def _threads(data: bytes) -> list[tuple[str, str, str, str, str]]:
    """Author, initials, date and words of each comment, and the words of the one that it answers."""
    parts = dict(zips.read(data))
    comments, extended = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("comments", "commentsExtended"))
    ids = {
        next(comment.iter(clark("w:p"))).get(clark("w14:paraId")): "".join(comment.itertext()) for comment in comments
    }
    above = {row.get(clark("w15:paraId")): row.get(clark("w15:paraIdParent")) for row in extended}
    return [
        (
            *(comment.get(clark(f"w:{name}")) for name in ("author", "initials", "date")),
            said,
            ids.get(above[id_], ""),
        )
        for comment, (id_, said) in zip(comments, ids.items(), strict=True)
    ]


def test_an_answer_is_the_reply_to_its_query(project: Path) -> None:
    sent = _answered(project)
    rows = [row for row in _threads(sent) if row[0] != "Kanben"]
    assert rows == [
        ('李 "明"', "李明", "2026-11-26T10:00:00Z", "对吗？ a", ""),
        ("王小明", "王", "2026-11-26T00:00:00Z", "对，见 [@a]。", "对吗？ a"),
    ]
    parts = dict(zips.read(sent))
    body = etree.fromstring(parts["word/document.xml"])
    marks = [
        [mark.get(clark("w:id")) for mark in body.iter(clark(f"w:{tag}"))]
        for tag in ("commentRangeStart", "commentReference")
    ]
    assert sorted(marks[0]) == sorted(marks[1]) == sorted(map(str, range(len(_threads(sent)))))


def test_a_further_reply_shows_the_whole_thread(project: Path) -> None:
    sent = _answered(project)
    outcome = receive(project, sent, options=())
    assert [line for line in outcome.lines if "PRF104" in line] == [], "what went out with the proof is no news"
    editor = Editor(sent)
    parts = editor.parts
    comments, extended = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("comments", "commentsExtended"))
    first = next(comment for comment in comments if "对吗" in "".join(comment.itertext()))
    reply = w("comment", w("p", w("r", w("t", "再核一次。"))), id=99, author="编辑乙", date="2026-11-27T10:00:00Z")
    reply[0].set(clark("w14:paraId"), "0000ABCD")
    comments.append(reply)
    parent = next(first.iter(clark("w:p"))).get(clark("w14:paraId"))
    extended.append(
        etree.Element(clark("w15:commentEx"), {clark("w15:paraId"): "0000abcd", clark("w15:paraIdParent"): parent})
    )
    parts["word/comments.xml"], parts["word/commentsExtended.xml"] = map(etree.tostring, (comments, extended))
    outcome = receive(project, editor.data(), options=())
    (line,) = [line for line in outcome.lines if "PRF104" in line]
    assert line.endswith("对吗？ a ↳ 王小明: 对，见 [@a]。 ↳ 编辑乙: 再核一次。"), line
    assert " 1 comment;" in outcome.lines[0] + outcome.lines[-1]
    page = (project / "out/proof/review.html").read_text("utf-8")
    assert "对吗？ a ↳ 王小明: 对，见 [@a]。 ↳ 编辑乙: 再核一次。" in page


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ('[甲]{answer="是"}', "SRC119"),
        ('[甲]{.todo answer="是"}', "SRC119"),
        ('[]{.query answer="是"}', "SRC119"),
        ('[甲]{by="李明"}', "SRC119"),
        ('[甲]{.query date="昨天"}', "SRC118"),
        ('[甲]{.query answer=""}', "SRC118"),
        ('[甲]{.query by="李明" date="2026-11-26" answer="是"}', ""),
        ('[甲]{.todo by="李明"}', ""),
    ],
)
def test_an_answer_to_nothing_is_told(note: str, code: str) -> None:
    found = [line for line in findings(f"正文{note}。") if "SRC" in line]
    assert [line.split()[0] if code else "" for line in found] == [code] * bool(code), found


def test_a_proof_prints_who_asks_and_what_is_answered() -> None:
    note = '[对吗？]{.query by="李明" answer="对。"}'
    block = '::: {.query by="李明" answer="对。"}\n对吗？\n:::'
    for body in (f"正文{note}。", f"正文。\n\n{block}"):
        said = Small(body, edition=Edition(proof=True)).built("html")["html"].decode()
        assert "李明：" in said and "对吗？" in said and "（答：对。）" in said and "answer=" not in said
        assert "李明" not in Small(body).built("html")["html"].decode()
