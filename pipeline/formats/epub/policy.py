"""Knows what a page of the e-book may load and run (Content Security Policy, level 3); must not know pages."""

from __future__ import annotations

from collections.abc import Mapping

# Belt and braces, as in the web edition: nothing comes from the network. The book is 'self', or what a reading system
# serves it by (Foliate and epub.js by blob:, Thorium and Readium by schemes of their own). The book has no script;
# those of reading systems come as files of theirs, and what stands in a page runs nowhere.
_BOOK = "'self' blob: file: filesystem: readium: httpsr2: thoriumhttps:"
_SCRIPTS = f"script-src {_BOOK}"
POLICY = (
    f"default-src 'none'; style-src {_BOOK} 'unsafe-inline'; img-src {_BOOK} data:; font-src {_BOOK} data:; {_SCRIPTS}"
)


def for_checkers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A copy of a book for checkers that put scripts into its pages, as Ace does, which can say nothing without."""
    strict, open_ = POLICY.encode(), POLICY.replace(_SCRIPTS, f"{_SCRIPTS} 'unsafe-inline'").encode()
    return {name: data.replace(strict, open_) if name.endswith(".xhtml") else data for name, data in files.items()}
