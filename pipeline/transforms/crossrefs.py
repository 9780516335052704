"""Knows how `[@fig-impact]` becomes a link with the target's label; must not know what is undefined (a check does)."""

from __future__ import annotations

from typing import Any

from pipeline.core.model import is_cross_reference
from pipeline.core.wording import word
from pipeline.tools import ast
from pipeline.transforms.context import Context


def resolve_references(tree: ast.Doc, context: Context) -> None:
    """Replace cross-references by links of class `xref`, in the language of their place; leave citations to citeproc."""

    def resolve(element: Any, _: Any) -> Any:
        if not isinstance(element, ast.Cite):
            return None
        keys = list(element.citations)
        if not any(is_cross_reference(citation.id) for citation in keys):
            return None
        language = ast.language_of(element)
        parts: list[Any] = []
        for citation in keys:
            if parts:
                parts.append(ast.Str(word("list_separator", language)) if language == "zh" else ast.Str(", "))
            parts += [*citation.prefix, *([ast.Space()] if citation.prefix and language == "en" else [])]
            parts.append(
                _link(citation, context, language)
                if is_cross_reference(citation.id)
                else ast.Cite(ast.Str(f"[@{citation.id}]"), citations=[citation])
            )
            parts += list(citation.suffix) if is_cross_reference(citation.id) else []
        return parts

    ast.walk(tree, resolve)


def _link(citation: Any, context: Context, language: str) -> Any:
    label = context.labels.get(citation.id)
    if label is None:
        return ast.Str(f"[{citation.id}]")
    return ast.Link(*ast.words(label[language]), url=f"#{citation.id}", classes=["xref"])
