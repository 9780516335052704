"""Knows what is said of a name of WeasyPrint that is replaced; must not know which ones are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

UNKNOWN = "none known"


@dataclass(frozen=True)
class Patch:
    """A name of WeasyPrint that is replaced: the module or class that has it, and what takes its place under the same
    name; the reason; a public issue or pull request of WeasyPrint about it; the test in tests/test_typesetting.py that
    fails without."""

    owner: ModuleType | type
    replacement: Callable[..., object]
    reason: str
    issue: str
    test: str

    @property
    def name(self) -> str:
        return self.replacement.__name__
