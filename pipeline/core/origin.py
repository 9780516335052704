"""Knows the digests that say what a file was made of; must not know where files lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def digests(files: Mapping[str, bytes]) -> tuple[dict[str, str], str]:
    """The SHA-256 of each file, and that of their list."""
    each = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return each, hashlib.sha256(json.dumps(each).encode()).hexdigest()
