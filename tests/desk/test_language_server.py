"""The language server, asked as editors ask: by a client of its own process, about a report that is being written."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from pipeline.desk.completing import complete
from pipeline.desk.open_files import Refused
from pipeline.desk.renaming import edited, rename
from pipeline.desk.server import server
from pipeline.desk.symbols import Symbol
from pipeline.desk.workspace import Workspace
from pipeline.project import STYLES
from pipeline.tools.identifiers import listed_licenses
from tests.desk import FIGURE
from tests.desk.client import Editor, editor
from tests.small import FRONT, REFERENCES

REPORT = "source/report.md"
BODY = f"""
# 第一章 {{#sec-one en="One"}}

正文😀引用[@osd]，见 @fig-a 与[第一章](#sec-one)。[^note]

[^note]: 注文。

{FIGURE}
| 甲 | 数 |
|--|--:|
| 乙乙乙 | 1 |

: 表题 {{#tbl-b en="Table"}}

见 @tbl-b。
"""
Work = Callable[[Editor], Awaitable[None]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "report.md").write_text(f"---\n{FRONT}---\n{BODY}", "utf-8")
    (source / "references.yaml").write_text(REFERENCES, "utf-8")
    return tmp_path


def run(root: Path, work: Work, *options: str, locale: str = "en") -> None:
    async def all_of_it() -> None:
        async with editor(root, *options, locale=locale) as desk:
            desk.open(REPORT)
            desk.open("source/references.yaml")
            await work(desk)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


def test_findings_come_and_go_with_what_is_typed(root: Path) -> None:
    async def work(desk: Editor) -> None:
        assert await desk.codes(REPORT, set()) == set()
        sound = desk.texts[REPORT]
        desk.type(REPORT, sound.replace("@osd", "@ods"))
        assert await desk.codes(REPORT, {"CIT101"}) == {"CIT101"}
        row = desk.client.diagnostics[desk.uri(REPORT)][0]
        assert desk.cut(REPORT, row.range) == "ods"
        assert "→ osd?" in row.message and row.severity == lsp.DiagnosticSeverity.Error and row.source == "kanben"
        desk.type(REPORT, sound)
        assert await desk.codes(REPORT, set()) == set()
        # What stands in another file is told there, and what is not saved counts.
        desk.type("source/references.yaml", REFERENCES.replace("type: book", "type: boook"))
        assert "CIT110" in await desk.codes("source/references.yaml", {"CIT110"})

    run(root, work)


def test_messages_are_in_the_language_of_the_editor_or_the_one_that_is_asked_for(root: Path) -> None:
    async def work(desk: Editor) -> None:
        desk.type(REPORT, desk.texts[REPORT].replace("@osd", "@ods"))
        assert await desk.codes(REPORT, {"CIT101"}) == {"CIT101"}
        assert "参考文献中没有" in desk.client.diagnostics[desk.uri(REPORT)][0].message

    run(root, work, locale="zh-cn")
    run(root, work, "--lang", "zh", locale="en")


def test_a_report_that_cannot_be_read_is_told_and_does_not_end_the_server(root: Path) -> None:
    async def work(desk: Editor) -> None:
        sound = desk.texts[REPORT]
        desk.type(REPORT, sound.replace("title: {zh: 小报告", "title: {zh 小报告"))
        assert "YML101" in await desk.codes(REPORT, {"YML101"})
        desk.type(REPORT, "")
        assert await desk.codes(REPORT, {"SRC105"}) == {"SRC105"}
        (desk.root / "kanben.toml").write_text("sttyle = 1\n", "utf-8")
        desk.client.text_document_did_save(lsp.DidSaveTextDocumentParams(desk.file(REPORT)))
        assert await desk.codes("kanben.toml", {"YML102"}) == {"YML102"}
        (desk.root / "kanben.toml").unlink()
        desk.type(REPORT, sound)
        assert await desk.codes(REPORT, set()) == set()

    run(root, work)


def test_keys_ids_classes_fields_and_files_are_offered(root: Path) -> None:
    (root / "source" / "data.csv").write_text("a,b\n", "utf-8")
    (root / "source" / ".hidden").write_text("x", "utf-8")

    async def offered(desk: Editor, name: str, text: str) -> set[str]:
        """What is offered at the sign | of a text."""
        desk.type(name, text.replace("|here|", ""))
        texts = dict(desk.texts)
        desk.texts[name] = text
        where = desk.at(name, "|here|")
        desk.texts = texts
        found = await desk.client.text_document_completion_async(lsp.CompletionParams(**where))
        assert isinstance(found, lsp.CompletionList)
        return {item.label for item in found.items}

    async def work(desk: Editor) -> None:
        assert await desk.codes(REPORT, set()) == set()
        sound = desk.texts[REPORT]
        both = {"osd", "fig-a", "sec-one", "tbl-b"}
        assert await offered(desk, REPORT, f"{sound}\n又见 @f|here|\n") == both
        assert await offered(desk, REPORT, f"{sound}\n又见 [@{{o|here|\n") == both
        assert await offered(desk, REPORT, f"{sound}\n[文](#|here|\n") == both - {"osd"}
        assert await offered(desk, REPORT, f"{sound}\n注[^|here|\n") == {"note"}
        assert "data.csv" in await offered(desk, REPORT, f"{sound}\n![](da|here|\n")
        assert not {".hidden", "report.md"} & await offered(desk, REPORT, f"{sound}\n![](|here|\n")
        assert {"unnumbered", "appendix"} <= await offered(desk, REPORT, f"{sound}\n# 题 {{.|here|\n")
        assert {"sidebar", "callout-note"} <= await offered(desk, REPORT, f"{sound}\n::: {{.|here|\n")
        assert {"en", "lang"} <= await offered(desk, REPORT, f"{sound}\n# 题 {{#sec-x |here|\n")
        assert {"subtitle", "cover"} <= await offered(desk, REPORT, sound.replace("date:", "c|here|\ndate:"))
        assert {"edge", "band"} <= await offered(desk, REPORT, sound.replace("date:", "cover: |here|\ndate:"))
        assert "CC-BY-SA-4.0" in await offered(desk, REPORT, sound.replace("CC-BY-4.0", "CC|here|"))
        assert {"affiliation", "orcid"} <= await offered(
            desk,
            REPORT,
            sound.replace("authors: [{name: {zh: 甲, en: A}}]", "authors:\n  - name: {zh: 甲}\n    |here|"),
        )
        assert {"description", "direction"} <= await offered(desk, REPORT, sound.replace("alt: {", "|here|\nalt: {"))
        assert await offered(desk, REPORT, sound.replace("alt: {", "direction: |here|\nalt: {")) >= {"down", "right"}
        assert {"label", "tone"} <= await offered(
            desk, REPORT, sound.replace("nodes: {a: {label", "nodes: {a: {|here|")
        )
        assert await offered(desk, REPORT, sound.replace("date:", "cover: |here|\ndate:")) <= {
            "edge",
            "band",
            "centred",
        }

    run(root, work)


@pytest.mark.parametrize(
    ("name", "before", "typed", "wanted"),
    [
        (REPORT, "---\nlanguages: [zh, ", "e", {"zh", "en"}),
        (REPORT, "---\nlanguages:\n  - ", "", {"zh", "en"}),
        (REPORT, "---\nparts: [", "parts/", {"parts/two.md"}),
        (REPORT, "---\nparts:\n  - ", "parts/t", {"parts/two.md"}),
        (REPORT, "---\nkeywords: [", "", set()),
        (REPORT, '---\nlicense: "', "CC-BY-SA", set(listed_licenses())),
        ("kanben.toml", 'style = "', "gb", {path.stem for path in STYLES.glob("*.csl")}),
    ],
)
def test_items_of_lists_and_names_of_files_are_offered(
    root: Path, name: str, before: str, typed: str, wanted: set[str]
) -> None:
    (root / "source" / "parts").mkdir()
    (root / "source" / "parts" / "two.md").write_text("# 二\n", "utf-8")
    last = f"{before}{typed}".split("\n")[-1]
    found = complete(Workspace(root).read(), name, before + typed, before.count("\n") + 1, len(last) + 1)
    assert {choice.text for choice in found.choices} == wanted
    assert found.start == len(last) - len(typed) + 1


def test_settings_are_offered_by_their_section(root: Path) -> None:
    (root / "kanben.toml").write_text("[pdf]\n\n", "utf-8")

    async def work(desk: Editor) -> None:
        desk.open("kanben.toml")
        given = lsp.CompletionParams(desk.file("kanben.toml"), lsp.Position(1, 0))
        found = await desk.client.text_document_completion_async(given)
        assert isinstance(found, lsp.CompletionList)
        assert {"standard", "openings"} <= {item.label for item in found.items}

    run(root, work)


def test_a_name_says_how_it_is_printed_and_a_finding_why(root: Path) -> None:
    async def work(desk: Editor) -> None:
        async def said(text: str, offset: int = 1) -> str:
            found = await desk.client.text_document_hover_async(lsp.HoverParams(**desk.at(REPORT, text, offset)))
            return str(found.contents.value) if found and isinstance(found.contents, lsp.MarkupContent) else ""

        entry = await said("osd]")
        assert entry.startswith("张三") and entry.endswith("2020.") and "开放源代码" in entry and "\\[M\\]" in entry
        figure = await said("fig-a 与")
        assert figure.startswith("**图 1 Fig. 1**　图题")
        (address,) = re.findall(r"!\[\]\((file:.+\.png)\)", figure)
        assert Path(url2pathname(urlsplit(address).path)).read_bytes().startswith(b"\x89PNG")
        # It is drawn as it stands in the editor; what cannot be drawn is said without.
        whole = desk.texts[REPORT]
        desk.type(REPORT, whole.replace("{a: {label: {zh: 甲, en: A}}", "{a: {label: {zh: 子丑寅, en: A}}"))
        assert address not in (another := await said("fig-a 与")) and ".png" in another
        desk.type(REPORT, whole.replace("nodes: {", "nodes: {,"))
        assert ".png" not in await said("fig-a 与")
        desk.type(REPORT, whole)
        assert "第一章" in await said("sec-one)")
        assert "注文" in await said("note]")
        assert await said("正文") == ""
        desk.type(REPORT, desk.texts[REPORT].replace("@osd", "@ods"))
        why = await said("ods")
        assert "**CIT101**" in why and "{" not in why

    run(root, work)


def test_definitions_and_uses_are_found_in_all_files(root: Path) -> None:
    async def work(desk: Editor) -> None:
        found = await desk.client.text_document_definition_async(lsp.DefinitionParams(**desk.at(REPORT, "osd]", 1)))
        assert isinstance(found, list) and len(found) == 1
        assert found[0].uri == desk.uri("source/references.yaml")
        assert desk.cut("source/references.yaml", found[0].range) == "osd"
        context = lsp.ReferenceContext(include_declaration=True)
        used = await desk.client.text_document_references_async(
            lsp.ReferenceParams(context, **desk.at(REPORT, "sec-one)", 2))
        )
        assert used is not None and [desk.cut(REPORT, row.range) for row in used] == ["sec-one", "sec-one"]

    run(root, work)


@pytest.mark.parametrize(
    ("text", "name", "files"),
    [
        ("fig-a 与", "fig-流程", {REPORT: [("#fig-a", "#fig-流程"), ("@fig-a ", "@fig-流程 ")]}),
        (
            "osd]",
            "zhang2020",
            {REPORT: [("@osd", "@zhang2020")], "source/references.yaml": [("id: osd", "id: zhang2020")]},
        ),
        ("sec-one)", "sec-first", {REPORT: [("sec-one", "sec-first")]}),
        ("note]\n", "别的", {REPORT: [("^note]", "^别的]")]}),
    ],
)
def test_a_name_is_changed_wherever_it_stands(
    root: Path, text: str, name: str, files: dict[str, list[tuple[str, str]]]
) -> None:
    async def work(desk: Editor) -> None:
        edit = await desk.client.text_document_rename_async(lsp.RenameParams(new_name=name, **desk.at(REPORT, text, 1)))
        assert edit is not None
        wanted = dict(desk.texts)
        for file, pairs in files.items():
            for old, new in pairs:
                wanted[file] = wanted[file].replace(old, new)
        assert desk.apply(edit) == wanted

    run(root, work)


def test_a_term_is_also_named_where_it_is_called_otherwise(root: Path) -> None:
    uses = '用[源码]{.term entry="源代码"}和[源代码]{.term}，[源码]{.term entry=源代码}。\n'
    glossary = '# 术语表 {.glossary en="Glossary"}\n\n源代码 [source code]{lang=en}\n:   程序的文本。\n'
    (root / REPORT).write_text(f"{(root / REPORT).read_text('utf-8')}\n{uses}\n{glossary}", "utf-8")
    spans = rename(Workspace(root), Symbol("term", "源代码"), "程序源码")[REPORT]
    source = Workspace(root).read().file(REPORT)
    assert source is not None and edited(source, spans, "程序源码").count("程序源码") == 4
    assert "[源码]{.term entry=程序源码}" in edited(source, spans, "程序源码")


@pytest.mark.parametrize("name", ["osd", "tbl-b", "a b", "", "]x", "sec one"])
def test_a_name_that_is_taken_or_none_is_refused(root: Path, name: str) -> None:
    async def work(desk: Editor) -> None:
        with pytest.raises(JsonRpcException):
            await desk.client.text_document_rename_async(
                lsp.RenameParams(new_name=name, **desk.at(REPORT, "fig-a 与", 1))
            )

    run(root, work)


def test_a_refusal_is_an_answer_and_no_fault_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    server("en")
    for error in (Refused("taken"), ValueError("a fault")):
        try:
            raise error
        except Exception:
            logging.getLogger("pygls.protocol.json_rpc").exception("an answer")
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [ValueError]
    assert "taken" not in caplog.text


def test_what_fix_would_write_and_what_was_meant_is_offered(root: Path) -> None:
    async def actions(desk: Editor, text: str) -> list[lsp.CodeAction]:
        place = desk.at(REPORT, text)["position"]
        assert isinstance(place, lsp.Position)
        context = lsp.CodeActionContext([])
        given = lsp.CodeActionParams(desk.file(REPORT), lsp.Range(place, place), context)
        found = await desk.client.text_document_code_action_async(given)
        return [row for row in found or () if isinstance(row, lsp.CodeAction)]

    async def work(desk: Editor) -> None:
        sound = desk.texts[REPORT]
        desk.type(REPORT, sound.replace("@fig-a 与", "@fig-b 与"))
        rows = await actions(desk, "fig-b")
        assert [row.title for row in rows] == ["Change to fig-a"]
        assert rows[0].edit is not None and desk.apply(rows[0].edit)[REPORT] == sound
        desk.type(REPORT, sound + "\n#没有空格的标题\n")
        rows = await actions(desk, "#没有")
        assert rows[0].is_preferred and rows[0].edit is not None
        assert desk.apply(rows[0].edit)[REPORT] == sound + "\n# 没有空格的标题\n"
        assert rows[-1].kind == lsp.CodeActionKind.SourceFixAll

    run(root, work)


def test_outline_folds_and_links(root: Path) -> None:
    async def work(desk: Editor) -> None:
        more = desk.texts[REPORT] + '\n## 节 {en="Section"}\n\n![](pic.png)\n\n# 二 {en="Two"}\n'
        (desk.root / "source" / "pic.png").write_bytes(b"x")
        desk.type(REPORT, more)
        tree = await desk.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(desk.file(REPORT)))
        assert tree is not None
        rows = [row for row in tree if isinstance(row, lsp.DocumentSymbol)]
        assert [(row.name, row.detail) for row in rows] == [("第一章", "One"), ("二", "Two")]
        assert [row.name for row in rows[0].children or ()] == ["节"]
        folds = await desk.client.text_document_folding_range_async(lsp.FoldingRangeParams(desk.file(REPORT)))
        lines = more.split("\n")
        first = {lines[row.start_line] for row in folds or ()}
        assert {"---", '# 第一章 {#sec-one en="One"}', "``` {.figure #fig-a}"} <= first
        links = await desk.client.text_document_document_link_async(lsp.DocumentLinkParams(desk.file(REPORT)))
        assert [row.target for row in links or ()] == [desk.uri("source/pic.png")]

    run(root, work)


def test_tables_and_entries_are_laid_out_evenly(root: Path) -> None:
    async def tidied(desk: Editor, name: str) -> str:
        options = lsp.FormattingOptions(4, insert_spaces=True)
        rows = await desk.client.text_document_formatting_async(lsp.DocumentFormattingParams(desk.file(name), options))
        return desk.apply(lsp.WorkspaceEdit(changes={desk.uri(name): list(rows or ())}))[name]

    async def work(desk: Editor) -> None:
        assert "| 甲     |  数 |\n| ------ | --: |\n| 乙乙乙 |   1 |\n" in await tidied(desk, REPORT)
        desk.type("source/references.yaml", REFERENCES + REFERENCES.replace("osd", "abc"))
        assert (await tidied(desk, "source/references.yaml")).index("id: abc") < 10

    run(root, work)


def test_a_file_of_no_report_has_no_answers(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "note.md"
    other.write_text("见 @osd\n", "utf-8")

    async def work(desk: Editor) -> None:
        item = lsp.TextDocumentItem(other.as_uri(), "markdown", 1, "见 @osd\n")
        desk.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        place = lsp.HoverParams(lsp.TextDocumentIdentifier(other.as_uri()), lsp.Position(0, 4))
        assert await desk.client.text_document_hover_async(place) is None
        assert await desk.codes(REPORT, set()) == set()
        assert other.as_uri() not in desk.client.diagnostics

    run(root, work)


def test_nothing_of_a_closed_file_is_kept(root: Path) -> None:
    async def work(desk: Editor) -> None:
        desk.type(REPORT, desk.texts[REPORT].replace("@osd", "@ods"))
        assert await desk.codes(REPORT, {"CIT101"}) == {"CIT101"}
        desk.client.text_document_did_close(lsp.DidCloseTextDocumentParams(desk.file(REPORT)))
        assert await desk.codes(REPORT, set()) == set()

    run(root, work)
    shutil.rmtree(root)
