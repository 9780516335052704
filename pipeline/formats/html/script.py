"""Knows the page's own script, and by which policy it alone may run; must not know what it does."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path


@cache
def script() -> str:
    """The script as it stands in the page, without blanks round it, which Nu does not count to its hash; the page works
    without it."""
    return Path(__file__).with_name("page.js").read_text("utf-8").strip()


@cache
def policy() -> str:
    """What the page may do (Content Security Policy, level 3): its own script runs, by the hash of its text, and
    nothing else; nothing is fetched and nothing is sent."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
