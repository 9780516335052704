"""Builds that are kept: given again where nothing has changed, and made anew where anything has."""

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.core.store import Store
from pipeline.formats import FORMATS
from pipeline.formats.html import write as html_writer
from pipeline.line import inputs
from pipeline.line.inputs import digest
from pipeline.line.kept import Keeper, Kept
from pipeline.tools import fonts, vega
from tests.conftest import Outcome, run
from tests.small import FRONT, REFERENCES

BODY = """
# 第一章 {#sec-one en="One"}

首段引用[@osd]，见 @fig-a 和 @tbl-b。

``` {.figure #fig-a}
kind: chart
data: data.csv
caption: {zh: 图题, en: Caption}
alt: {zh: 数, en: Numbers}
credit: {zh: 社, en: Press}
axis: {zh: 量, en: Amount}
unit: {zh: 个, en: pieces}
```

| 甲 | 数 |
|----|---:|
| 乙 | 1 |

: 表题 {#tbl-b en="Table"}
"""
SOUND = "0" * 64


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KANBEN_CACHE", "on")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    made = tmp_path / "report"
    (made / "source").mkdir(parents=True)
    (made / "source" / "report.md").write_text(f"---\n{FRONT}---\n{BODY}", "utf-8")
    (made / "source" / "references.yaml").write_text(REFERENCES, "utf-8")
    (made / "source" / "data.csv").write_text("zh,en,value\n一,One,1\n二,Two,2\n", "utf-8")
    return made


def build(root: Path, *options: str) -> Outcome:
    return run("build", "html", "--project", str(root), "--lang", "en", *options, report=root.parent / "found.jsonl")


def made(root: Path) -> Path:
    return root / "out" / "report.html"


def test_the_same_build_again_touches_nothing_and_says_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "source" / "report.md").write_text(f"---\n{FRONT}---\n{BODY}\n又见 @fig-x。\n", "utf-8")
    first = build(root)
    before = made(root).stat().st_mtime_ns, made(root).stat().st_ino
    monkeypatch.setattr(html_writer, "write", None)
    again = build(root)
    assert (made(root).stat().st_mtime_ns, made(root).stat().st_ino) == before
    assert again.findings == first.findings and again.code == first.code == 1
    assert {row["code"] for row in again.findings} == {"XRF101"}
    assert "out/report.html is as it was" in again.output
    # What lacks, or is not what it was, is put there again.
    data = made(root).read_bytes()
    made(root).write_bytes(b"<!DOCTYPE html>another")
    assert "wrote" in build(root).output and made(root).read_bytes() == data
    made(root).unlink()
    assert "wrote" in build(root).output and made(root).read_bytes() == data


def test_dates_of_files_count_for_nothing(root: Path) -> None:
    key = digest(root, root / "out", ["html"], ())
    for path in (root / "source").iterdir():
        os.utime(path, (1, 1))
    (root / "notes.txt").write_text("x", "utf-8")
    (root / "source" / ".hidden").write_text("x", "utf-8")
    assert digest(root, root / "out", ["html"], ()) == key


CHANGES: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "text": lambda root, _: _append(root / "source/report.md", "\n又。\n"),
    "data": lambda root, _: _append(root / "source/data.csv", "三,Three,3\n"),
    "entries": lambda root, _: _append(root / "source/references.yaml", "  note: 注\n"),
    "a new file": lambda root, _: _append(root / "source/more/part.md", "x"),
    "settings": lambda root, _: _append(root / "kanben.toml", "[html]\nscheme = 'light'\n"),
    "a sheet": lambda root, _: _append(root / "styles/screen.css", "p { color: red }"),
    "tokens": lambda root, _: _append(root / "styles/tokens.toml", "[color]\n"),
    "a file that settings name": lambda root, _: _named(root),
    "a tool's bounds": lambda _, patch: patch.setenv("KANBEN_TOOL_SECONDS", "30"),
    "a variable": lambda _, patch: patch.setenv("SOURCE_DATE_EPOCH", "1"),
    "our version": lambda _, patch: patch.setattr(inputs, "_own", lambda: "another"),
    "a package": lambda _, patch: patch.setattr(inputs, "_packages", lambda: ["x-1.dist-info"]),
    "a font": lambda root, patch: patch.setattr(inputs, "_FONTS", (str(root / "source"),)),
    "a tool": lambda _, patch: patch.setattr(inputs, "_TOOLS", ("sh",)),
    "a PDF that was made before": lambda root, _: _append(root / "out/report.pdf", "%PDF"),
}


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")


def _named(root: Path) -> None:
    (root / "own.csl").write_text("<style/>", "utf-8")
    (root / "kanben.toml").write_text("style = 'own.csl'\n", "utf-8")
    before = digest(root, root / "out", ["html"], ())
    (root / "own.csl").write_text("<style></style>", "utf-8")
    assert digest(root, root / "out", ["html"], ()) != before


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_decides_a_build_is_part_of_its_key(root: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = digest(root, root / "out", ["html"], ())
    CHANGES[change](root, monkeypatch)
    assert digest(root, root / "out", ["html"], ()) != key


def test_formats_and_editions_have_keys_of_their_own(root: Path) -> None:
    keys = {digest(root, root / "out", [row.name], ()) for row in FORMATS}
    keys |= {digest(root, root / "out", ["pdf"], ("print",)), digest(root, root / "out", ["pdf", "html"], ())}
    assert len(keys) == len(FORMATS) + 2


def test_random_edits_are_built_warm_as_cold(root: Path) -> None:
    random_ = random.Random(7)
    texts = {path: path.read_text("utf-8") for path in (root / "source").iterdir()}
    for _ in range(12):
        path = random_.choice(sorted(texts))
        place = random_.randrange(len(texts[path]) // 2, len(texts[path]) + 1)
        if random_.random() < 0.3:
            path.write_text(texts[path], "utf-8")
        else:
            path.write_text(texts[path][:place] + random_.choice("字1，\n。") + texts[path][place:], "utf-8")
        found = [_seen(root, build(root, *options)) for options in ((), (), ("--no-cache",))]
        assert found[0] == found[1] == found[2]


def _seen(root: Path, outcome: Outcome) -> tuple[object, ...]:
    return outcome.code, json.dumps(outcome.findings), made(root).read_bytes() if made(root).exists() else b""


def _kept(root: Path) -> Kept | None:
    return Keeper(root, root / "out", ("html",), (), wanted=True).find()


@pytest.mark.parametrize(
    ("options", "variable", "settings"),
    [(("--no-cache",), "on", ""), ((), "off", ""), ((), "on", "[cache]\non = false\n"), (("--proof",), "on", "")],
)
def test_nothing_is_kept_where_it_is_not_wanted(
    root: Path, options: tuple[str, ...], variable: str, settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KANBEN_CACHE", variable)
    (root / "kanben.toml").write_text(settings, "utf-8")
    build(root, *options)
    assert not (root / "out" / ".cache").exists()


def test_what_was_changed_while_it_was_built_and_what_cannot_be_read_is_not_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.formats import rows

    (row,) = rows(("html",))
    write = row.write

    def late(given: object) -> object:
        _append(root / "source" / "report.md", "\n又。\n")
        return write(given)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.formats.html._write", late)
    object.__setattr__(row, "write", late)
    try:
        build(root)
    finally:
        object.__setattr__(row, "write", write)
    assert _kept(root) is None
    (root / "source" / "report.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert build(root).code == 3
    assert _kept(root) is None
    (root / "source" / "report.md").write_text(f"---\n{FRONT}---\n{BODY}", "utf-8")
    build(root)
    assert _kept(root) is not None


def test_clean_takes_away_what_is_kept_and_no_output(root: Path) -> None:
    build(root)
    other = root / "out" / ".cache" / "mine.txt"
    other.write_text("x", "utf-8")
    run("clean", "--cache", "--project", str(root))
    assert made(root).exists() and list((root / "out" / ".cache").iterdir()) == [other]
    other.unlink()
    run("clean", "--cache", "--project", str(root))
    assert not (root / "out" / ".cache").exists()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    yield Store(tmp_path / "kept", 10**6)


def test_a_damaged_entry_is_none(store: Store) -> None:
    store.put(SOUND, b"data")
    assert store.get(SOUND) == b"data"
    path = store.folder / SOUND
    whole = path.read_bytes()
    for broken in (b"", whole[:-1], whole + b"x", whole[:5] + b"x" + whole[6:], b"\0" * 40):
        path.write_bytes(broken)
        assert store.get(SOUND) is None
        assert not path.exists()


def test_an_entry_of_somebody_else_or_of_another_key_is_none(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(SOUND, b"data")
    (store.folder / ("1" * 64)).write_bytes((store.folder / SOUND).read_bytes())
    assert store.get("1" * 64) is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert Store(store.folder, 10**6).get(SOUND) is None


def test_the_secret_is_the_users_alone(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "home" / "kanben" / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    store.put(SOUND, b"data")
    assert Store(store.folder, 10**6).get(SOUND) == b"data"
    secret.chmod(0o644)
    assert Store(store.folder, 10**6).get(SOUND) is None
    monkeypatch.setenv("KANBEN_CACHE_SECRET", "of the machines that build")
    one = Store(store.folder, 10**6)
    one.put(SOUND, b"data")
    assert Store(store.folder, 10**6).get(SOUND) == b"data"


def test_no_link_is_followed(store: Store, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store.folder.symlink_to(elsewhere)
    store.put(SOUND, b"data")
    assert not list(elsewhere.iterdir())
    store.folder.unlink()
    store.put(SOUND, b"data")
    (store.folder / SOUND).rename(tmp_path / "entry")
    (store.folder / SOUND).symlink_to(tmp_path / "entry")
    assert store.get(SOUND) is None
    assert (tmp_path / "entry").exists()


def test_the_oldest_goes_first(store: Store) -> None:
    store.limit = 3 * 1032
    keys = [str(number) * 64 for number in range(4)]
    for number, key in enumerate(keys[:3]):
        store.put(key, b"x" * 1000)
        os.utime(store.folder / key, (number, number))
    assert store.get(keys[0])
    store.put(keys[3], b"x" * 1000)
    assert [store.get(key) is not None for key in keys] == [True, False, True, True]


def test_two_at_once_leave_whole_entries(store: Store) -> None:
    def work(number: int) -> bool:
        key = str(number % 3) * 64
        store.put(key, key.encode() * 1000)
        return store.get(key) in (None, key.encode() * 1000)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert all(store.get(str(number) * 64) for number in range(3))
    assert len(list(store.folder.iterdir())) == 3


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    broken = Store(tmp_path / "file" / "kept", 10**6)
    broken.put(SOUND, b"data")
    assert broken.get(SOUND) is None


def test_steps_of_an_earlier_build_are_not_done_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a word was added the chart is not drawn again and no font is cut; the file is that of a build without."""
    fonts._web.cache_clear()
    assert build(root).code == 0
    _append(root / "source/report.md", "\n首段。\n")
    cold = _seen(root, build(root, "--no-cache"))
    fonts._web.cache_clear()
    monkeypatch.setattr(fonts, "_cut", None)
    monkeypatch.setattr(vega, "_draw", None)
    assert _seen(root, build(root)) == cold
    assert run("check", "--project", str(root)).code == 0
