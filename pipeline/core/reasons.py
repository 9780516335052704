"""Knows how a reason inside a message is kept as a value, and worded when the message is made; must not know who gives
it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    from pipeline.core.languages import Language

Value: TypeAlias = Union[str, int, "tuple[str, ...]", "Reason"]
"""What stands in a blank: a name or a number as it is, several names, or a reason in turn."""
HEARD = "words"
"""The value that keeps what an outside tool said; no wording has such a blank."""


@dataclass(frozen=True, init=False)
class Reason:
    """A wording of `wording.toml` with its blanks filled, in no language yet.

    It compares and is shown by its value, and goes to other processes, as the findings do that hold it.
    """

    name: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, name: str, /, **values: Value) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", tuple(values.items()))

    def said(self, language: Language) -> str:
        """The reason in one language."""
        from pipeline.core.wording import word

        return word(self.name, language, **self._filled(language))

    def remedy(self, language: Language) -> str:
        """What to do about it, in one language; empty where neither it nor a reason in it says so."""
        from pipeline.core.wording import remedy

        inner = (value.remedy(language) for _, value in self.values if isinstance(value, Reason))
        return remedy(self.name, language, **self._filled(language)) or next(filter(None, inner), "")

    def heard(self) -> Iterator[str]:
        """What outside tools said, in their own words, which no message shows."""
        for blank, value in self.values:
            if isinstance(value, Reason):
                yield from value.heard()
            elif blank == HEARD and value:
                yield str(value)

    def _filled(self, language: Language) -> dict[str, str | int]:
        return {blank: said(value, language) for blank, value in self.values}


class ReasonedError(ValueError):
    """An error that says why in words of the catalogue. pydantic hands it on as what is wrong with a value."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        # For tracebacks alone: what a user reads is worded in the user's language.
        return self.reason.said("en")


def said(value: Value, language: Language) -> str | int:
    """A value as it stands in a message of one language; several names are joined as the language joins them."""
    if isinstance(value, Reason):
        return value.said(language)
    if not isinstance(value, tuple):
        return value
    from pipeline.core.wording import word

    return word("list_separator", language).join(value)
