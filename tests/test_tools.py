"""Outside tools run within bounds of time and memory, and TOML has places."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.diagnostics import PipelineError
from pipeline.core.text import Span
from pipeline.styling import bounds as token_bounds
from pipeline.tools import pandoc, processes, toml, toml_places, vega
from pipeline.tools.processes import Bounds, OutOfBounds

SMALL = Bounds(5.0, 512 * 2**20)


@pytest.fixture(autouse=True)
def _defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(processes.SECONDS, raising=False)
    monkeypatch.delenv(processes.MEMORY, raising=False)
    monkeypatch.setattr(processes, "_set", {"bounds": Bounds(60.0, 2 * 2**30)})


def _python(code: str, **options: object) -> processes.subprocess.CompletedProcess[bytes]:
    return processes.run([sys.executable, "-c", code], **options)  # type: ignore[arg-type]


def test_a_tool_gives_what_it_prints() -> None:
    done = _python("import sys; print(sys.stdin.read()[::-1]); sys.exit(7)", given=b"abc")
    assert (done.returncode, done.stdout) == (7, b"cba\n")


def test_a_tool_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(OutOfBounds) as caught:
        _python("import time; time.sleep(60)", within=Bounds(0.5, SMALL.memory))
    assert time.monotonic() - started < 20
    assert caught.value.reason.said("en") == "it took more than 0.5 s"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process memory from outside")
def test_a_tool_is_refused_more_memory_than_it_may_have() -> None:
    done = _python("import time; time.sleep(.3); x = bytearray(10**9)", within=SMALL)
    assert done.returncode != 0
    assert b"MemoryError" in done.stderr
    assert _python("import time; time.sleep(.3); x = bytearray(10**8)", within=SMALL).returncode == 0


def test_bounds_are_those_of_the_user_before_the_projects(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.bounds() == Bounds(60.0, 2 * 2**30)
    processes.set_bounds(Bounds(7.0, 2**30))
    assert processes.bounds() == Bounds(7.0, 2**30)
    monkeypatch.setenv(processes.SECONDS, "2.5")
    monkeypatch.setenv(processes.MEMORY, "nonsense")
    assert processes.bounds() == Bounds(2.5, 2**30)
    monkeypatch.setenv(processes.SECONDS, "-1")
    assert processes.bounds().seconds == 7.0


def test_pandoc_is_the_one_that_pypandoc_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "pandoc"
    other.write_text(f"#!/bin/sh\ntouch {tmp_path}/PWNED\necho pandoc 99.0\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    pandoc.program.cache_clear()
    pandoc.version.cache_clear()
    assert "pypandoc" in pandoc.program()
    assert pandoc.version() != "99.0"
    assert not (tmp_path / "PWNED").exists()


def test_pandoc_beyond_its_bounds_is_told() -> None:
    with pytest.raises(PipelineError) as caught:
        pandoc.parse("[" * 60, Bounds(1.0, 2**30))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.values["tool"]) == ("TOL107", "pandoc")


def test_the_chart_engine_ends_where_it_takes_too_long_and_starts_anew() -> None:
    chart = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    assert vega.draw(chart).startswith("<svg")
    processes.set_bounds(Bounds(1.0, 2 * 2**30))
    with pytest.raises(PipelineError) as caught:
        vega.draw({**chart, "data": {"sequence": {"start": 0, "stop": 30_000_000, "as": "a"}}})
    assert caught.value.diagnostics[0].code == "TOL107"
    processes.set_bounds(Bounds(60.0, 2 * 2**30))
    assert vega.draw(chart).startswith("<svg")


def test_the_words_of_the_chart_engine_are_those_that_say_something() -> None:
    with pytest.raises(PipelineError) as caught:
        vega.draw({"data": {"values": [{"a": 1}]}, "transform": [{"calculate": "datum.a +", "as": "b"}], "mark": "bar"})
    assert caught.value.diagnostics[0].values["words"] == "Error: Unexpected end of input"


TOML = '''\
style = "a"  # comment
"quoted" = 5

[links]
seconds = 5   # comment
allow = [
  "x",
]
text = """
seconds = 9
"""

[[findings]]
code = "HED101"

[[findings]]
code = "HED102"
findings.level = {a = 1}
rows = [{a = "x,]}"}, {b = 2, "c d".e = [
  3, # ]
  '{',
]}]

[pdf.more]
deep.key = true
'''


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("style",), (1, 9, 12)),
        (("quoted",), (2, 12, 13)),
        (("links",), (4, 2, 7)),
        (("links", "seconds"), (5, 11, 12)),
        (("links", "allow"), (6, 9, 10)),
        (("links", "allow", 0), (7, 3, 6)),
        (("findings", 0, "code"), (14, 8, 16)),
        (("findings", 1, "code"), (17, 8, 16)),
        (("findings", 1, "findings", "level", "a"), (18, 23, 24)),
        (("findings", 1, "rows", 0, "a"), (19, 14, 20)),
        (("findings", 1, "rows", 1), (19, 23, 42)),
        (("findings", 1, "rows", 1, "b"), (19, 28, 29)),
        (("findings", 1, "rows", 1, "c d", "e", 0), (20, 3, 4)),
        (("findings", 1, "rows", 1, "c d", "e", 1), (21, 3, 6)),
        (("findings", 1, "rows", 7), (19, 8, 42)),
        (("pdf", "more", "deep", "key"), (25, 12, 16)),
        (("nothing",), (None, None, None)),
    ],
)
def test_values_of_toml_have_places(tmp_path: Path, path: toml_places.Keys, span: tuple[int | None, ...]) -> None:
    (tmp_path / "k.toml").write_text(TOML)
    assert toml.read(tmp_path / "k.toml", tmp_path, "k.toml").locate(path) == Span("k.toml", *span)


def test_keys_of_toml_have_places(tmp_path: Path) -> None:
    (tmp_path / "k.toml").write_text(TOML)
    found = toml.read(tmp_path / "k.toml", tmp_path, "k.toml")
    assert found.locate(("links", "seconds"), key=True) == Span("k.toml", 5, 1, 8)
    assert found.data["links"]["text"] == "seconds = 9\n"


@pytest.mark.parametrize(
    ("name", "value", "is_good"),
    [
        ("size.note", 4, True), ("size.note", 3.9, False), ("size.note", 96, True), ("size.note", 96.1, False),
        ("size.body", 5, True), ("size.body", 25, False), ("size.body", float("nan"), False), ("size.body", True, False),
        ("page.width", 70, True), ("page.width", 69, False), ("page.margin-top", 0, True), ("page.margin-top", 151, False),
        ("color.ink", "#0a1B2c", True), ("color.ink", "#0a1B2", False), ("color.ink", "#0a1B2c ", False), ("dark.ink", 5, False),
        ("font.mono", "Noto Sans 2.0-x", True), ("font.mono", "", False), ("font.mono", "a'b", False), ("font.mono", "a" * 81, False),
        ("line.body", 1, True), ("line.body", 0.9, False), ("figure.stroke", "1", False),
    ],
)  # fmt: skip
def test_tokens_have_bounds(name: str, value: object, is_good: bool) -> None:
    assert (token_bounds.fault_of(name.split(".", maxsplit=1)[0], name, value) is None) == is_good


def test_margins_leave_forty_millimetres() -> None:
    page = {
        "width": 148,
        "height": 210,
        "margin-inside": 54,
        "margin-outside": 54,
        "margin-top": 20,
        "margin-bottom": 20,
    }
    assert token_bounds.fault_of_page(page) is None
    assert token_bounds.fault_of_page({**page, "margin-inside": 55}) is not None
    assert token_bounds.fault_of_page({**page, "margin-top": 151}) is not None
