"""What reads a text that may be anything, each as a function of that text: it raises what it documents, and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from lxml import etree
from pydantic import ValidationError

from pipeline.bibliography import macros
from pipeline.bibliography.layout import CannotFormat, formatted
from pipeline.core.decoding import BrokenText, decode, decode_data
from pipeline.core.diagnostics import PipelineError
from pipeline.core.opening import Folder
from pipeline.core.text import SourceText, Span
from pipeline.figures import kinds
from pipeline.figures.sanitize import RefusedSvg, clean
from pipeline.project import STYLES
from pipeline.reading import expansions, frontmatter, markdown, references
from pipeline.reading.brackets import look_at
from pipeline.reading.marking import mark
from pipeline.reading.veiling import veil
from pipeline.styling.tokens import load_tokens
from pipeline.tables import definition as tables
from pipeline.tables.csvdata import with_rows
from pipeline.tools import toml, yaml
from tests.small import FRONT

_FOLDER = Path(tempfile.mkdtemp(prefix="kanben-targets-"))
_TABLE = tables.validate({"caption": {"zh": "题"}, "columns": [{"name": {"zh": "甲"}}] * 2, "data": "t.csv"})


def _text(data: bytes) -> SourceText | None:
    try:
        return decode(data, "a")
    except BrokenText:
        return None


def _yaml(data: bytes) -> None:
    if (source := _text(data)) is not None:
        found, problems = yaml.load(source.text, yaml.Origin(source))
        assert found is not None or problems


def _front_matter(data: bytes) -> None:
    if source := _text(f"---\n{FRONT}".encode() + data + b"\n---\n"):
        frontmatter.read(source)


def _figure(data: bytes) -> None:
    if source := _text(data):
        found, _ = yaml.load(source.text, yaml.Origin(source))
        for validate in (kinds.validate, tables.validate):
            with suppress(ValidationError):
                validate(found.data if found else {})


def _references(data: bytes) -> None:
    (_FOLDER / "r.yaml").write_bytes(data)
    with suppress(PipelineError, CannotFormat):
        references.read(_FOLDER / "r.yaml", "r.yaml", _FOLDER)
        formatted(data.decode("utf-8", "replace"))


def _toml(data: bytes) -> None:
    (_FOLDER / "k.toml").write_bytes(data)
    try:
        toml.read(_FOLDER / "k.toml", _FOLDER, "k.toml")
    except toml.BrokenToml as error:
        assert error.reason.said("zh")


def _tokens(data: bytes) -> None:
    (_FOLDER / "tokens.toml").write_bytes(data)
    with suppress(PipelineError):
        load_tokens([STYLES, _FOLDER], _FOLDER)


def _table(data: bytes) -> None:
    (_FOLDER / "t.csv").write_bytes(data)
    table, problems = with_rows(_TABLE, Folder(_FOLDER, _FOLDER), Span("a", 1), "tbl-a")
    assert (table is None) == bool(problems)


def _svg(data: bytes) -> None:
    try:
        made = clean(data, "fig-a")
    except RefusedSvg:
        return
    etree.fromstring(made.text.encode())


def _csl(data: bytes) -> None:
    with suppress(etree.XMLSyntaxError):
        macros.fault_of(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)))


def _bibtex(data: bytes) -> None:
    if source := _text(data):
        expansions.fault_of(source)


def _marks(data: bytes) -> None:
    if source := _text(data):
        veiled, back = veil(source.text)
        assert veiled.translate(back) == source.text
        look_at(source.text)
        made = mark(veiled)
        assert made.decode(made.text) == veiled


def _data(data: bytes) -> None:
    try:
        decode_data(data, "a")
    except BrokenText as error:
        assert error.span.line


def read_markdown(data: bytes) -> None:
    """The whole of reading a body, which starts programs; not for millions of runs."""
    if source := _text(data):
        try:
            markdown.parse(source, 0)
        except PipelineError as error:
            assert {problem.code for problem in error.diagnostics} <= {"SRC103", "SRC122"}


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "yaml": _yaml, "front matter": _front_matter, "figure": _figure, "references": _references, "toml": _toml,
    "tokens": _tokens, "table": _table, "svg": _svg, "csl": _csl, "bibtex": _bibtex, "marks": _marks, "data": _data,
}  # fmt: skip
SEEDS: Mapping[str, tuple[str, ...]] = {
    "yaml": ("a: [1.50, {b: c}]\n", "&a [*a]", '"\\x01"', "? [a]\n: b", "- !!int x\n-\t1", "a: |\n  b\n", "%YAML 1.1\n---\n"),
    "front matter": ("date: 2026-01-01\n", "subtitle: {zh: 甲, en: A}\n", "identifier: {doi: 10.1/x, isbn: 1}\n", "lists: [figures]\n"),
    "figure": ("kind: flow\nnodes: {a: {label: {zh: 甲}}}\n", "caption: {zh: 题}\nrows: [[1, 2]]\n", "kind: chart\nrows: [{value: 1e3}]\n"),
    "references": ("- id: a\n  title: 甲\n  issued: 2020\n", "references:\n  - {id: b, author: [{family: 张, given: 三}]}\n"),
    "toml": ("a = 1\n[b.c]\nd = \"\"\"x\"\"\"\n[[e]]\n", "x = [[[["),
    "tokens": ("[size]\nbody = 10\n", "[color]\nink = '#000000'\n", "[page]\nwidth = nan\n"),
    "table": ("a,b\n甲,1\n", "a,en,b\n\"x\ny\",2,3\n"),
    "svg": ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>a{fill:url(#b)}</style><use href="#a"/></svg>', "<!DOCTYPE svg>"),
    "csl": ('<style xmlns="http://purl.org/net/xbiblio/csl"><macro name="a"><text macro="a"/></macro></style>',),
    "bibtex": ("@string{a=\"x\" # b}\n@book{k,crossref={k},title={x}}\n",),
    "marks": ("[甲](b)[@key]@{k} {#id} `[`\n", "::: x\n[[[\n", "    code\n\n> - [a]{.b}\n"),
    "data": ("a\u202eb", "a\r\nb"),
}  # fmt: skip
