"""Knows which character a command of TeX stands for; must not know fields. The only importer of pylatexenc, when it
is first needed."""

from __future__ import annotations

from functools import cache


@cache
def symbol(name: str) -> str | None:
    """The character of a command such as `alpha`, `ss` or `textendash`; None where it is none, or takes arguments."""
    # It has no types of its own.
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    spec = get_default_latex_context_db().get_macro_spec(name)
    made = getattr(spec, "simplify_repl", None)
    return made if isinstance(made, str) and made.strip() and "%" not in made else None
