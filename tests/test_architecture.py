"""The house's invariants: who imports whom, how large a room may be, who may meet the outside world."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.figures.kinds import KINDS
from pipeline.formats import FORMATS
from pipeline.reporting import REPORTERS
from tests.conftest import ROOT

PIPELINE = ROOT / "pipeline"
MODULES = sorted(path for path in PIPELINE.rglob("*.py"))
# Floors from the ground up; a room imports from lower floors only, and rooms on one floor never import each other.
FLOORS = (
    {"core", "bootstrap"},
    {"tools"},
    {"styling", "reporting", "settings", "starter", "bibliography", "typesetting"},
    {"figures", "tables", "links", "project"},
    {"reading", "transforms", "citing", "formats", "checks"},
    {"line"},
    {"proofs", "desk"},
    {"commands"},
    {"__main__"},
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# One room knows WeasyPrint and what it is made of.
WEASY = {str(path.relative_to(PIPELINE)) for path in (PIPELINE / "typesetting").glob("*.py")}
OUTSIDE = {
    "pypandoc": {"tools/pandoc.py"},
    "panflute": {"tools/ast.py"},
    "pypinyin": {"tools/pinyin.py"},
    "bibtexparser": {"tools/bibtex.py"},
    "pylatexenc": {"tools/latex.py"},
    "weasyprint": WEASY,
    "pydyf": WEASY,
    "cssselect2": {*WEASY, "tools/cascade.py"},
    "typst": {"tools/formula_engine.py"},
    "ebooklib": {"tools/ebook.py"},
    "tinycss2": {"tools/css.py"},
    "ruamel": {"tools/yaml.py"},
    "uharfbuzz": {"tools/fonts.py", "tools/webface.py"},
    "fontTools": {"tools/fonts.py", "tools/webface.py"},
    "vl_convert": {"tools/vega_engine.py"},
    "resvg_py": {"tools/raster.py"},
    "PIL": {"tools/raster.py"},
    "pikepdf": {
        f"tools/{name}.py"
        for name in ("pdf", "overlay", "pdf_structure", "pdf_tags", "pdf_tree", "pdf_faces", "pdf_marks")
    },
    "pypdfium2": {
        "tools/pdf_pictures.py",
        "tools/pdf_structure.py",
        "tools/pdf_tags.py",
        "tools/pdf_tree.py",
        "tools/pdf_ink.py",
        "tools/pdf_faces.py",
        "tools/pdf_letters.py",
    },
    "zipfile": {"tools/zips.py", "tools/ebook.py"},
    "pycurl": {"tools/web.py", "tools/web_request.py"},
    "idna": {"tools/web_request.py"},
    "http.client": {"tools/lenient_web.py"},
    "pygls": {f"desk/{name}.py" for name in ("open_files", "naming", "protocol")},
    "lsprotocol": {f"desk/{name}.py" for name in ("open_files", "naming", "protocol", "server")},
    "selectolax": {"tools/webpage.py"},
    "stdnum": {"tools/identifiers.py"},
    "packaging": {"tools/identifiers.py"},
    "langcodes": {"tools/identifiers.py"},
    "socket": {"tools/web_request.py", "tools/lenient_web.py"},
    "urllib.request": set(),
}
MAX_MODULE, MAX_FUNCTION, MAX_PARAMETERS, MAX_LINE = 250, 50, 6, 120


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _room(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_imports_go_down(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "bootstrap"):
        assert not [name for name in _imports(path) if name.startswith("pipeline")]
        return
    for name in _imports(path):
        if name.startswith("pipeline.") and name != "pipeline.__version__":
            other = name.split(".")[1]
            if other != room:
                assert FLOOR_OF[other] < FLOOR_OF[room], f"{path}: {room} imports {other}"


@pytest.mark.parametrize("tool", OUTSIDE)
def test_one_door_for_each_tool(tool: str) -> None:
    importers = {
        str(path.relative_to(PIPELINE))
        for path in MODULES
        for name in _imports(path)
        if name == tool or name.startswith(tool + ".")
    }
    assert importers <= OUTSIDE[tool]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_rooms_are_small_and_say_what_they_know(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= MAX_MODULE
    assert [number for number, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE] == []
    doc = ast.get_docstring(tree)
    assert doc and doc.split("\n")[0].strip()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION, f"{path}: {node.name}"
            parameters = [a for a in node.args.args + node.args.kwonlyargs if a.arg not in ("self", "cls")]
            assert len(parameters) <= MAX_PARAMETERS, f"{path}: {node.name}"


def test_the_line_is_one_page() -> None:
    assert (PIPELINE / "line/build.py").read_text("utf-8").count("\n") <= 100


def test_core_neither_prints_nor_leaves() -> None:
    for path in (PIPELINE / "core").glob("*.py"):
        assert not re.search(r"\bprint\(|\bexit\(|\bchdir\(|import click", path.read_text("utf-8")), path


# Beside the door: our own files, what a tool of ours has just written, and what Python has read already.
READS = {"line/inputs.py", "core/store.py", "desk/preview/shell.py", "core/opening.py", "core/wording.py", "core/codes.py", "core/files.py", "starter/__init__.py", "formats/pdf/write.py", "formats/html/script.py", "proofs/review.py",
         "typesetting/document.py", "tools/pandoc.py", "tools/rights.py", "bootstrap.py", "commands/streams.py", "commands/interface.py", "core/watchdog.py", "styling/sheets.py"}  # fmt: skip


def test_every_file_of_a_project_is_opened_through_one_door() -> None:
    reading = re.compile(
        r"\.read_text\(|(?<!Metadata)\.read_bytes\(|(?<![\w.])(?<!def )open\(|\bpath\.open\(|os\.open\("
    )
    found = {path.relative_to(PIPELINE).as_posix() for path in MODULES if reading.search(path.read_text("utf-8"))}
    assert found - READS == set()


def test_levels_are_resolved_in_one_place() -> None:
    users = [path for path in MODULES if re.search(r"\bLevel\.(ERROR|WARNING|INFO)\b", path.read_text("utf-8"))]
    assert {_room(path) for path in users} <= {"core", "reporting", "commands", "desk"}


def test_values_live_in_the_tokens() -> None:
    for name in ("base.css", "screen.css", "print.css", "epub.css"):
        css = (ROOT / "styles" / name).read_text("utf-8")
        colors = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", css)) - {"#fff"}
        assert not colors, f"{name} holds colours of its own: {colors}"


def test_a_kind_of_figure_is_named_in_its_schema_alone() -> None:
    """Nothing asks for a kind by its name or class: what is particular to it stands in its row of `KINDS`."""
    names = {kind.name for kind in KINDS}
    assert len(names) == len(KINDS) >= 8
    named: dict[str, list[str]] = {name: [] for name in names}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                named[node.value].append(str(path.relative_to(PIPELINE)))
        if _room(path) != "figures":
            schemas = {"pipeline.figures.definition", "pipeline.figures.chartdata"}
            assert not {name.rpartition(".")[0] for name in _imports(path)} & schemas, path
    # SVG has an element of that name, CSS a function, DOT a keyword, and BibLaTeX a type.
    named["image"].remove("bibliography/bibfields.py")
    named["image"].remove("formats/proving/markup.py")
    named["image"].remove("tools/css.py")
    named["image"].remove("figures/svg.py")
    named["graph"].remove("tools/dot.py")
    for kind in KINDS:
        assert named[kind.name] == [kind.schema.__module__.removeprefix("pipeline.").replace(".", "/") + ".py"]


def test_formats_stand_alone() -> None:
    """A format imports no other format, and a check, a gate or what checks share imports no writer."""
    formats = {path.name for path in (PIPELINE / "formats").iterdir() if (path / "write.py").exists()}
    assert len(formats) >= 4
    for path in (PIPELINE / "formats").rglob("*.py"):
        own = path.relative_to(PIPELINE / "formats").parts[0]
        for name in _imports(path):
            parts = name.split(".")
            if parts[:2] != ["pipeline", "formats"] or own == "__init__.py":
                continue
            assert parts[2] == own or parts[2] not in formats, f"{path} imports {name}"
            if path.name in ("check.py", "gate.py") or own == "proving":
                assert "write" not in parts and parts[2] != "hypertext", f"{path} imports {name}"


def test_a_format_or_a_reporter_is_named_in_its_row_alone() -> None:
    """No module outside its room holds its name as a text: the tables are gone through."""
    names = {row.name for row in FORMATS} - {"html"} | set(REPORTERS) - {"json"}  # names of outside things too
    for path in MODULES:
        room = path.relative_to(PIPELINE).parts
        if room[0] in ("formats", "reporting") or room[-1] in ("vocabulary.py", "pages.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                raise AssertionError(f"{path}:{node.lineno} names {node.value!r}")


def test_no_circle_of_imports() -> None:
    """Modules form layers: each can be loaded before those that import it, those for types alone apart."""
    graph = {}
    for path in MODULES:
        name = "pipeline." + ".".join(path.relative_to(PIPELINE).with_suffix("").parts)
        tree = ast.parse(path.read_text("utf-8"))
        graph[name.removesuffix(".__init__")] = {found for node in tree.body for found in _loaded(node)}
    done: set[str] = set()
    while left := {name for name in graph if name not in done}:
        ready = {
            name for name in left if all(other in done or other not in graph or other == name for other in graph[name])
        }
        assert ready, f"a circle among {sorted(left)[:12]}"
        done |= ready


def _loaded(node: ast.stmt) -> Iterator[str]:
    """The modules of ours that a statement of a module loads at once."""
    if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline"):
        for name in node.names:
            inner = f"{node.module}.{name.name}".split(".")
            is_module = (ROOT.joinpath(*inner).with_suffix(".py")).exists() or ROOT.joinpath(
                *inner, "__init__.py"
            ).exists()
            yield ".".join(inner) if is_module else node.module
    elif isinstance(node, ast.Import):
        yield from (name.name for name in node.names if name.name.startswith("pipeline"))
