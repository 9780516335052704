"""Knows the page's own script, and by which policy it alone may run; must not know what it does."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path


@cache
def script() -> str:
    """The script as it stands in the page, without comments of lines and blanks round lines (Nu does not count those
    round it to its hash); the page works without it."""
    lines = (line.strip() for line in Path(__file__).with_name("page.js").read_text("utf-8").split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/**")))


@cache
def policy() -> str:
    """What the page may do (Content Security Policy, level 3): its own script runs, by the hash of its text, and
    nothing else; nothing is fetched and nothing is sent."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
