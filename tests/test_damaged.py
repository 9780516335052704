"""Outputs that are damaged inside are told to be so (OUT101), and never end in a fault of ours."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from pipeline.formats import FORMATS
from pipeline.formats.inputs import Artifact
from pipeline.formats.proving.causes import first_causes
from pipeline.line.artifacts import artifacts
from pipeline.line.build import _finish
from pipeline.line.session import Session
from pipeline.line.workers import Workers
from pipeline.project import open_project

CHECKS = {row.name: row.check for row in FORMATS}


@pytest.fixture(scope="module")
def sound(built: Path) -> dict[str, Artifact]:
    """The four outputs of the good project, with what they were built from."""
    session = Session(open_project(built))
    with Workers((), 1) as workers:
        document, _ = _finish(session, workers, lambda _: None)
    found, _ = artifacts(session, FORMATS, document)
    return {row.name: artifact for row, artifact in found}


def _codes(artifact: Artifact, data: bytes) -> set[str]:
    return {problem.code for problem in CHECKS[artifact.format](replace(artifact, data=data))}


def _changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_sound_has_no_findings(sound: dict[str, Artifact], name: str) -> None:
    assert _codes(sound[name], sound[name].data) == set()


@pytest.mark.parametrize("name", ["epub", "docx"])
def test_a_part_of_an_archive_that_is_broken_is_told(sound: dict[str, Artifact], name: str) -> None:
    artifact = sound[name]
    parts = [
        part
        for part in zipfile.ZipFile(io.BytesIO(artifact.data)).namelist()
        if part.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx"))
    ]
    assert len(parts) > 10
    for part in parts:
        cut = _changed(artifact.data, lambda other, data, part=part: data[: len(data) // 2] if other == part else data)
        assert _codes(artifact, cut) == {"OUT101"}, part


Damage = tuple[str, bytes, bytes, int]
"""A part, what is looked for in it, what takes its place, and how often; 0 for always."""
_META, _LD = rb"<meta name=[^>]*>", rb'<script type="application/ld\+json">.*?</script>'
_OPF, _NAV, _ENTRIES = "EPUB/content.opf", "EPUB/text/nav.xhtml", "EPUB/text/07-references.xhtml"
_DAMAGES = [
    ("html", ("", _META, b"", 0), "OUT102"),
    ("html", ("", _LD, b"", 1), "OUT102"),
    ("html", ("", rb"(ld\+json\">)\{", rb"\1", 1), "OUT102"),
    ("html", ("", rb"<script>.*?</script>", b"", 1), "OUT102"),
    ("html", ("", rb"<script>", b"<script>alert(1);", 1), "OUT102"),
    ("html", ("", rb"</body>", b'<script src="https://x.test/a.js"></script></body>', 1), "OUT110"),
    ("html", ("", rb"</body>", b"<script>alert(1)</script></body>", 1), "OUT127"),
    ("html", ("", rb"<meta http-equiv[^>]*>", b"", 1), "OUT102"),
    ("html", ("", rb"default-src 'none'", b"default-src *", 1), "OUT127"),
    ("html", ("", rb'<a class="skip.*?</a>', b"", 1), "OUT112"),
    ("html", ("", rb"<footer.*</footer>", b"", 1), "OUT127"),
    ("html", ("", rb"(<footer[^>]*>).*(</footer>)", rb"\1\2", 1), "OUT127"),
    ("html", ("", rb"<nav.*?</nav>", b"", 1), "OUT114"),
    ("html", ("", rb"<figure.*?</figure>", b"", 1), "OUT106"),
    ("html", ("", rb"<em[ >].*?</em>", b"", 0), "OUT106"),
    ("html", ("", rb"<code[ >].*?</code>", b"", 1), "OUT106"),
    ("html", ("", rb"<dl[ >].*?</dl>", b"", 1), "OUT106"),
    ("html", ("", rb"(--color-ink:)#\w+", rb"\1#f00", 1), "OUT127"),
    ("html", ("", rb"--color-ink:#\w+;", b"", 1), "OUT127"),
    ("html", ("", rb"(<svg[^>]*>)<title.*?</title>", rb"\1", 1), "OUT111"),
    ("html", ("", rb"base64,d09GMg[^)\"]{200}", b"base64,d09GMg", 1), "OUT127"),
    ("epub", (_OPF, rb"<dc:title.*?</dc:title>", b"", 0), "OUT102"),
    ("epub", (_OPF, rb"<dc:creator.*?</dc:creator>", b"", 1), "OUT102"),
    ("epub", (_OPF, rb'<meta property="schema:[^>]*>[^<]*</meta>', b"", 0), "OUT102"),
    ("epub", (_OPF, rb"(<dc:identifier[^>]*>)[^<]*", rb"\1x", 1), "OUT102"),
    ("epub", (_OPF, rb"(<itemref[^>]*>)(\s*)(<itemref[^>]*>)", rb"\3\2\1", 1), "OUT127"),
    ("epub", ("EPUB/toc.ncx", rb"<navMap>.*</navMap>", b"<navMap/>", 1), "OUT114"),
    ("epub", (_NAV, rb'<nav[^>]*"landmarks".*?</nav>', b"", 1), "OUT103"),
    ("docx", ("docProps/core.xml", rb"<(dc|cp|dcterms):[^>]*>[^<]*</[^>]*>", b"", 0), "OUT102"),
]


@pytest.mark.parametrize(("name", "damage", "code"), _DAMAGES)
def test_one_cause_is_told_once(sound: dict[str, Artifact], name: str, damage: Damage, code: str) -> None:
    artifact, (part, before, after, count) = sound[name], damage

    def damaged(data: bytes) -> bytes:
        changed = re.sub(before, after, data, count=count, flags=re.S)
        assert changed != data
        return changed

    data = (
        _changed(artifact.data, lambda at, old: damaged(old) if at == part else old) if part else damaged(artifact.data)
    )
    told = first_causes(CHECKS[name](replace(artifact, data=data)), artifact.document)
    assert [problem.code for problem in told] == [code]


_SPOKEN = {
    "html": ("", rb'(csl-right-inline"><span) lang="en"'),
    "epub": (_ENTRIES, rb'(csl-right-inline"><span) lang="en" xml:lang="en"'),
    "docx": ("word/document.xml", rb'()<w:rPr><w:lang w:val="en-US"/></w:rPr>(?=<w:t[^>]*>Open Source Init)'),
}


@pytest.mark.parametrize("name", _SPOKEN)
def test_an_entry_without_its_language_is_told(sound: dict[str, Artifact], name: str) -> None:
    artifact, (part, language) = sound[name], _SPOKEN[name]

    def changed(at: str, data: bytes) -> bytes:
        made, count = re.subn(language, rb"\1", data)
        assert bool(count) == (at == part)
        return made

    data = _changed(artifact.data, changed) if part else changed("", artifact.data)
    assert _codes(artifact, data) == {"OUT124"}


@pytest.mark.parametrize(("name", "kind"), [("epub", ".woff2"), ("epub", ".png"), ("docx", ".png")])
def test_a_face_or_a_picture_that_is_cut_off_is_told(sound: dict[str, Artifact], name: str, kind: str) -> None:
    artifact = sound[name]
    parts = [part for part in zipfile.ZipFile(io.BytesIO(artifact.data)).namelist() if part.endswith(kind)]
    assert parts
    for part in parts:
        cut = _changed(artifact.data, lambda at, data, part=part: data[: len(data) // 2] if at == part else data)
        assert _codes(artifact, cut) == {"OUT101"}, part


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("data", [b"", b"\0" * 1000, b"PK\x03\x04", b"%PDF-1.7\n", b"<"])
def test_what_is_no_such_file_is_told(sound: dict[str, Artifact], name: str, data: bytes) -> None:
    assert _codes(sound[name], data) & {"OUT101", "OUT102"}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("seed", range(12))
def test_noise_in_a_file_is_told(sound: dict[str, Artifact], name: str, seed: int) -> None:
    draw = random.Random(f"{name} {seed}")
    data = bytearray(sound[name].data)
    for _ in range(40):
        data[draw.randrange(len(data))] = draw.randrange(256)
    assert _codes(sound[name], bytes(data))


# What readers need beside the text: each part of an archive, each name of one part in another, the objects of a PDF

_NAMED = {
    "docx": ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels"),
    "epub": ("META-INF/container.xml", "EPUB/content.opf"),
}

_ROWS = {"Default", "Override", "Relationship", "rootfile", "item", "itemref"}
_EXEMPT = re.compile(r'theme|webSettings|extended-properties|odttf|Extension="xml"')


def _parts(artifact: Artifact) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(artifact.data)).namelist()


@pytest.mark.parametrize("name", ["epub", "docx"])
def test_a_part_of_an_archive_that_is_missing_is_told(sound: dict[str, Artifact], name: str) -> None:
    artifact = sound[name]
    # Only links of notes stand in it, and the good project has none there.
    for part in set(_parts(artifact)) - {"word/_rels/footnotes.xml.rels"}:
        without = _changed(artifact.data, lambda other, data, part=part: None if other == part else data)
        assert _codes(artifact, without) == {"OUT101"}, part


@pytest.mark.parametrize("name", ["epub", "docx"])
def test_a_part_that_is_another_thing_is_told(sound: dict[str, Artifact], name: str) -> None:
    artifact = sound[name]
    for part in _parts(artifact):
        if part.endswith(".css"):
            continue
        other = _changed(artifact.data, lambda found, data, part=part: b"<a/>" if found == part else data)
        assert _codes(artifact, other) == {"OUT101"}, part


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in _NAMED.items() for part in parts])
def test_a_row_that_names_a_part_is_missed(sound: dict[str, Artifact], name: str, part: str) -> None:
    """Without one row of a list of parts, a part is not found, or has no type."""
    artifact = sound[name]
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(artifact.data)).read(part))
    rows = [row for row in tree.iter() if etree.QName(row).localname in _ROWS]
    assert rows
    for number, row in enumerate(rows):
        # Word does without a theme, the settings of the web, and facts of its own.
        if _EXEMPT.search(etree.tostring(row).decode()):
            continue
        copy = etree.fromstring(etree.tostring(tree))
        gone = [one for one in copy.iter() if etree.QName(one).localname in _ROWS][number]
        above = gone.getparent()
        assert above is not None
        above.remove(gone)
        changed = etree.tostring(copy)
        data = _changed(artifact.data, lambda found, data, new=changed: new if found == part else data)
        assert _codes(artifact, data) & {"OUT101", "OUT102", "OUT103", "OUT111"}, etree.tostring(row)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/Kids \[ ", b"/Kids [ 1 0 R "), (rb"/Kids \[[^]]*\]", b"/Kids 5"), (rb"/Kids \[[^]]*\]", b"/Kids [ ]"),
        (rb"/Kids \[ (\d+ 0 R)", rb"/Kids [ \1 \1"), (rb"/Kids \[ \d+ 0 R", b"/Kids ["), (rb"/Kids \[ \d+ 0 R", b"/Kids [ null"),
        (rb"(/Kids \[[^]]*\].{0,40}?/Type /Pages)", rb"\1 /Parent 1 0 R"), (rb"/Count \d+ /Kids", b"/Count 99 /Kids"), (rb"/Count \d+ /Kids", b"/Count -1 /Kids"),
        (rb"/Count \d+ /Kids", b"/Count (a) /Kids"), (rb"/Type /Pages", b"/Type /Pagos"), (rb"/Type /Page\b", b"/Type /Pago"),
        (rb"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        (rb"/Type /Page\b", b"/Type /Page /AA << /O << /S /Launch /F (x) >> >>"), (rb"/Type /Page\b", b"/Type /Page /Rotate 90"),
        (rb"/Type /Page\b", b"/Type /Page /UserUnit 20"), (rb"/Type /Page\b", b"/Type /Page /CropBox [ 0 0 9 9 ]"),
        (rb"/S /URI", b"/S /Launch"), (rb"/MediaBox \[[^]]*\]", b"/MediaBox [ 0 0 0 0 ]"), (rb"/MediaBox", b"/MediaBux"),
        (rb"/Contents \d+ 0 R", b"/Contents 5"), (rb"/OutputIntents", b"/OutputIntants"), (rb"/FontDescriptor \d+ 0 R", b""),
        (rb"/W \[", b"/V ["), (rb"/ToUnicode", b"/FromUnicode"), (rb"/Subtype /Type0", b"/Subtype /Type9"),
        (rb"/StructTreeRoot \d+ 0 R", b"/StructTreeRoot 5"), (rb"/Outlines \d+ 0 R", b"/Outlines 5"), (rb"/Outlines", b"/Outlanes"),
        (rb"/Annots \[[^]]*\]", b"/Annots 5"), (rb"/Names <<", b"/Namas <<"), (rb"/Metadata \d+ 0 R", b"/Metadata 5"),
    ],
)  # fmt: skip
def test_an_object_of_a_pdf_that_is_not_as_readers_need_it_is_told(
    sound: dict[str, Artifact], old: bytes, new: bytes
) -> None:
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound["pdf"].data)) as pdf:
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert _codes(sound["pdf"], plain.getvalue()) == set()
    changed, count = re.subn(old, new, plain.getvalue(), count=1, flags=re.S)
    assert count == 1
    assert _codes(sound["pdf"], changed) & {"OUT101", "OUT102", "OUT103"}


def test_a_pdf_that_is_locked_is_told(sound: dict[str, Artifact]) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound["pdf"].data)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    assert _codes(sound["pdf"], locked.getvalue()) == {"OUT101"}
