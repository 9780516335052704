"""Knows what WeasyPrint says in its log while one renderer works, and what of it is a fault; must not know layout."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

# WeasyPrint says these in its log and goes on; each means that something is missing from the page.
_FAULTS = (
    ".notdef",
    "unable to subset",
    "no anchor",
    "failed to load",
    "failed to render",
    "ignored",
    "invalid",
    "unsupported",
    "unknown",
    "cannot be loaded",
)


class Log(logging.Handler):
    """The warnings of one renderer."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what WeasyPrint says meanwhile."""
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)

    def faults(self) -> list[str]:
        """The messages that tell of something missing, each once."""
        return list(
            dict.fromkeys(message for message in self.messages if any(fault in message.lower() for fault in _FAULTS))
        )
