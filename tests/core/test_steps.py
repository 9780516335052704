"""What steps give is kept by their input, and by all that decides it beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.steps import keeping, kept
from pipeline.core.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return Store(tmp_path / "store", 10**6)


def test_a_step_is_done_once_for_the_same_input(store: Store) -> None:
    done: list[tuple[str | bytes, ...]] = []

    def step(name: str, *given: str | bytes) -> bytes:
        def make() -> bytes:
            done.append(given)
            return repr(given).encode()

        return kept(name, given, make)

    rows: list[tuple[str | bytes, ...]] = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), (b"abc", "\ud800")]
    with keeping(store, "one"):
        for row in (*rows, *rows):
            assert step("x", *row) == repr(row).encode()
        assert done == rows
        step("y", *rows[0])
    with keeping(store, "another"):
        step("x", *rows[0])
    assert len(done) == len(rows) + 2
    # Outside nothing is kept, and nothing is looked for.
    step("x", *rows[0])
    step("x", *rows[0])
    assert len(done) == len(rows) + 4


def test_what_a_step_raises_is_not_kept(store: Store) -> None:
    def fail() -> bytes:
        raise ValueError

    with keeping(store, "one"):
        for _ in range(2):
            with pytest.raises(ValueError):
                kept("x", ("a",), fail)
        assert kept("x", ("a",), lambda: b"1") == b"1"
        assert kept("x", ("a",), fail) == b"1"


def test_a_damaged_entry_is_made_anew(store: Store) -> None:
    with keeping(store, "one"):
        kept("x", ("a",), lambda: b"first")
        (entry,) = store.entries()
        entry.write_bytes(entry.read_bytes().replace(b"first", b"other"))
        assert kept("x", ("a",), lambda: b"second") == b"second"


def test_the_oldest_steps_go_first(tmp_path: Path, store: Store) -> None:
    small = Store(tmp_path / "small", 40_000)
    with keeping(small, "one"):
        for number in range(100):
            kept("x", (str(number),), lambda: bytes(1000))
    assert sum(path.stat().st_size for path in small.entries()) <= 40_000 + 40_000 // 20 + 1100
