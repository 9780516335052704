"""Faults that no file of a project can cause: a tool is missing, a disk is full, an output is damaged."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.core.diagnostics import tool_failed
from pipeline.core.reasons import Reason
from tests.checks.proofs import PROOFS
from tests.house import template

Fault = Callable[[Path, pytest.MonkeyPatch], None]


def _template_that_numbers(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "house.docx").write_bytes(template())
    (project / "kanben.toml").write_text('[docx]\nreference = "house.docx"\n', "utf-8")


def _long_line(project: Path, _: pytest.MonkeyPatch) -> None:
    report = project / "source/report.md"
    report.write_text(report.read_text("utf-8") + "长" * 1_000_001, "utf-8")


def _folder_for_file(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "source/report.md").unlink()
    (project / "source/report.md").mkdir()


def _unreadable(project: Path, _: pytest.MonkeyPatch) -> None:
    # Root reads everything; what lies outside is not read by anyone.
    path = project / "source/report.md"
    path.rename(project.parent / "elsewhere.md")
    path.symlink_to("../../elsewhere.md")


def _unproved(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.reading import markdown

    mark = markdown.mark

    def forget_a_letter(text: str, **options: bool) -> markdown.MarkedText:
        made = mark(text, **options)
        return markdown.MarkedText(made.text, made.tokens, dict(list(made.letters.items())[1:]))

    patch.setattr(markdown, "mark", forget_a_letter)


def _vega_fails(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import vega

    def fail(_: Any) -> str:
        raise tool_failed("TOL103", tool="Vega-Lite", words="no such mark")

    patch.setattr(vega, "draw", fail)


def _no_pandoc(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import pandoc

    def missing() -> str:
        raise OSError("No pandoc was found")

    pandoc.program.cache_clear()
    patch.setattr(pandoc.pypandoc, "__file__", "/nowhere/pypandoc.py")
    patch.setattr(pandoc.pypandoc, "get_pandoc_path", missing)


def _pandoc_fails(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import pandoc

    patch.setattr(pandoc, "program", lambda: shutil.which("false"))


def _attachment_outside(project: Path, _: pytest.MonkeyPatch) -> None:
    (project.parent / "outside.txt").write_text("outside")
    (project / "source/x.txt").symlink_to("../../outside.txt")
    (project / "kanben.toml").write_text("[pdf]\nattach = true\n")


def _pandoc_is_slow(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import processes

    run = processes.run

    def run_or_not(command: Sequence[str], *rest: Any, **options: Any) -> Any:
        if "--citeproc" in command:
            raise processes.bounds().too_slow()
        return run(command, *rest, **options)

    patch.setattr(processes, "run", run_or_not)


def _no_fontconfig(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import fonts

    fonts.find.cache_clear()
    fonts.installed.cache_clear()
    fonts.advances.cache_clear()
    patch.setattr(fonts.shutil, "which", lambda _: None)


def _no_graphviz(_: Path, patch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    patch.setattr(shutil, "which", lambda name, *rest, **named: None if name == "dot" else which(name, *rest, **named))


def _registered(url: str) -> Any:
    """What registrars say of a DOI, by its last part."""
    from pipeline.tools import web

    work: dict[str, Any] = {
        "title": "The Open Source Definition",
        "author": [{"literal": "Open Source Initiative"}],
        "issued": {"date-parts": [[2020]]},
    }
    name = url.rpartition("/")[2].lower()
    if name == "none":
        return web.Answer(404)
    if "works" in url:
        updates = {
            "gone": [{"type": "retraction", "DOI": "10.5555/notice"}],
            "mended": [{"type": "correction", "DOI": "10.5555/notice"}],
        }
        return web.Answer(
            200,
            content_type="application/json",
            body=json.dumps({"message": {"updated-by": updates.get(name, [])}}).encode(),
        )
    changed = {
        "title": {"title": "Another work altogether"},
        "author": {"author": [{"family": "Roe"}]},
        "year": {"issued": {"date-parts": [[1999]]}},
    }
    body = json.dumps({**work, **changed.get(name, {})}).encode()
    return web.Answer(200, content_type="application/vnd.citationstyles.csl+json", body=body)


def _servers(_: Path, patch: pytest.MonkeyPatch) -> None:
    """What servers say, by the last part of an address; nothing is asked for."""
    from pipeline.tools import web

    said = {
        "dead": web.Answer(404),
        "moved": web.Answer(301, location="https://example.org/new"),
        "page": web.Answer(200, content_type="text/html", body=b"<p id=there>x</p>"),
        "busy": web.Answer(503),
        "nohost": web.Answer(failure="dns"),
        "tls": web.Answer(failure="tls", reason=Reason("certificate_expired")),
        "gate": web.Answer(403),
        "circle": web.Answer(302, location="https://example.org/circle"),
        "late": web.Answer(failure="unchecked"),
        "home": web.Answer(301, location="https://example.org/"),
        "soft": web.Answer(200, content_type="text/html", body=b"<title>404 Not Found</title>"),
    }

    def ask(self: web.Web[Any], url: str, asker: Any, *, wants_body: bool, accept: str = "") -> None:
        answer = _registered(url) if "10.5555" in url else said.get(url.rpartition("/")[2], web.Answer(200))
        self._done.append((asker, answer))

    patch.setattr(web.Web, "ask", ask)


def _no_network(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import web

    def ask(self: web.Web[Any], url: str, asker: Any, *, wants_body: bool, accept: str = "") -> None:
        self._done.append((asker, web.Answer(failure="dns")))

    patch.setattr(web.Web, "ask", ask)


def _other_weasyprint(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.typesetting import render

    patch.setattr(render.weasyprint, "__version__", "71.0")


def _passes_differ(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.formats.pdf import write as pdf

    front = pdf.front_matter
    patch.setattr(
        pdf,
        "front_matter",
        lambda parts, entries, numbers, *more: (
            front(parts, entries, numbers, *more) + ("<p style='break-before:page'>x</p>" if numbers else "")
        ),
    )


def _bug(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline import citing

    def fail(*_: Any, **__: Any) -> None:
        raise KeyError("surprise")

    patch.setattr(citing, "cite", fail)


def _out_is_a_file(project: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(project / "out", ignore_errors=True)
    (project / "out").write_text("here first")


def _truncated(project: Path, _: pytest.MonkeyPatch) -> None:
    for path in (project / "out").glob("report.*"):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if path.suffix != ".html" else b"")


def _change_pdf(project: Path, change: Callable[[Any], None]) -> None:
    path = project / "out/report.pdf"
    out = io.BytesIO()
    with pikepdf.open(path) as document:
        change(document)
        document.save(out)
    path.write_bytes(out.getvalue())


def _loose_font(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        item = next(item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item)
        del item["/FontFile3"]

    _change_pdf(project, change)


def _untagged(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        del document.Root["/MarkInfo"]

    _change_pdf(project, change)


def _no_alt(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
                del item["/Alt"]
                return

    _change_pdf(project, change)


def _elements(document: Any, kind: str) -> list[Any]:
    return [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind]


def _late_note(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        _elements(document, "/Note")[0].Pg = document.pages[0].obj

    _change_pdf(project, change)


def _lost_note(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        _elements(document, "/Note")[0].S = pikepdf.Name.Span

    _change_pdf(project, change)


def _wrong_number(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        numbers = document.Root.PageLabels.Nums
        numbers[-1] = pikepdf.Dictionary(S=pikepdf.Name.D, St=7)

    _change_pdf(project, change)


def _narrow_page(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        page = document.pages[6]
        page.TrimBox = pikepdf.Array([75, 0, 595, 842])

    _change_pdf(project, change)


def _coarse_picture(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        page = document.pages[6]
        picture = document.make_stream(
            bytes(range(100)), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        page.contents_add(
            b"/Artifact BMC q 50 0 0 50 200 20 cm "
            + str(page.add_resource(picture, "/XObject")).encode()
            + b" Do Q EMC"
        )

    _change_pdf(project, change)


def _faint_text(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        page = document.pages[6]
        data = page.Contents.read_bytes()
        ink = b"0.105882 0.164706 0.188235 rg"
        assert ink in data
        page.Contents = document.make_stream(data.replace(ink, b"0.7 0.7 0.7 rg"))

    _change_pdf(project, change)


def _other_face(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and str(item.get("/BaseFont", "")).endswith("TeX-Gyre-Termes"):
                item.BaseFont = pikepdf.Name("/ABCDEF+Noto-Serif-CJK-SC")

    _change_pdf(project, change)


def _other_alt(project: Path, _: pytest.MonkeyPatch) -> None:
    def change(document: Any) -> None:
        _elements(document, "/Figure")[0].Alt = pikepdf.String("图")

    _change_pdf(project, change)


def _no_judge(_: Path, patch: pytest.MonkeyPatch) -> None:
    from pipeline.tools import ace, axe, epubcheck, layout, nu, office, openxml_sdk, outloud, verapdf, walk

    patch.delenv("CI", raising=False)
    patch.setattr(epubcheck, "missing", lambda: "EPUBCheck")
    patch.setattr(ace, "missing", lambda: "Ace")
    patch.setattr(axe, "missing", lambda: "axe")
    patch.setattr(nu, "missing", lambda: "Nu")
    patch.setattr(layout, "missing", lambda: "Chromium")
    patch.setattr(walk, "missing", lambda: "HTML CodeSniffer")
    patch.setattr(verapdf, "missing", lambda: "Java")
    patch.setattr(outloud, "missing", lambda: "outloud")
    patch.setattr(office, "missing", lambda: "LibreOffice")
    patch.setattr(openxml_sdk, "missing", lambda: "Open XML SDK")


def _no_judge_in_ci(project: Path, patch: pytest.MonkeyPatch) -> None:
    _no_judge(project, patch)
    patch.setenv("CI", "true")


def _doubled(project: Path, _: pytest.MonkeyPatch) -> None:
    path = project / "out/report.html"
    text = path.read_text("utf-8")
    paragraph = next(one for one in re.findall("<p.*?</p>", text) if "wraps over two lines" in one)
    path.write_text(text.replace(paragraph, paragraph + paragraph), "utf-8")


FAULTS: Mapping[str, Fault] = {
    "bug": _bug,
    "doubled": _doubled,
    "folder_for_file": _folder_for_file,
    "long_line": _long_line,
    "loose_font": _loose_font,
    "late_note": _late_note,
    "lost_note": _lost_note,
    "narrow_page": _narrow_page,
    "coarse_picture": _coarse_picture,
    "faint_text": _faint_text,
    "other_alt": _other_alt,
    "other_face": _other_face,
    "wrong_number": _wrong_number,
    "no_alt": _no_alt,
    "no_judge": _no_judge,
    "no_judge_in_ci": _no_judge_in_ci,
    "no_fontconfig": _no_fontconfig,
    "no_pandoc": _no_pandoc,
    "other_weasyprint": _other_weasyprint,
    "out_is_a_file": _out_is_a_file,
    "pandoc_fails": _pandoc_fails,
    "passes_differ": _passes_differ,
    "truncated": _truncated,
    "template_that_numbers": _template_that_numbers,
    "unproved": _unproved,
    "unreadable": _unreadable,
    "pandoc is slow": _pandoc_is_slow,
    "attachment outside": _attachment_outside,
    "untagged": _untagged,
    "servers": _servers,
    "no network": _no_network,
    "no_graphviz": _no_graphviz,
    "vega_fails": _vega_fails,
    **PROOFS,
}
# Faults of outputs need outputs first.
OF_OUTPUTS = frozenset(
    {"late_note", "lost_note", "narrow_page", "wrong_number", "coarse_picture", "faint_text", "other_alt", "other_face"}
) | frozenset({"doubled", "loose_font", "no_alt", "no_judge", "no_judge_in_ci", "truncated", "untagged"})
