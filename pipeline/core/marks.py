"""Knows the full-width marks of Chinese text by the side on which they are white (W3C CLREQ 3.1.6); must not know
fonts."""

from __future__ import annotations

OPENING = "（《〈【「『〔〖［｛“‘"
CLOSING = "，。、；：）》〉】」』〕〗］｝”’"
