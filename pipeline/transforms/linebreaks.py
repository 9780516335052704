"""Knows where a line end in the source is a space and where it is nothing; must not know anything else about type."""

from __future__ import annotations

from pipeline.core.scripts import sets_solid
from pipeline.tools import ast
from pipeline.transforms.context import Context


def join_lines(tree: ast.Doc, _: Context) -> None:
    """Between Latin words a line end is a space; beside a Chinese character it is nothing."""
    for element in list(ast.descend(tree)):
        content = getattr(element, "content", None)
        if content is None or not any(isinstance(child, ast.SoftBreak) for child in content):
            continue
        children = list(content)
        element.content = [part for index, child in enumerate(children) for part in _joined(children, index, child)]


def _joined(children: list[ast.Node], index: int, child: ast.Node) -> list[ast.Node]:
    if not isinstance(child, ast.SoftBreak):
        return [child]
    before = _edge(children[:index][::-1], last=True)
    after = _edge(children[index + 1 :], last=False)
    return [] if sets_solid(before) or sets_solid(after) else [ast.Space()]


def _edge(siblings: list[ast.Node], *, last: bool) -> str:
    """The nearest character that is seen on one side: notes and citations are passed over."""
    for sibling in siblings:
        if isinstance(sibling, (ast.Note, ast.Cite)):
            continue
        text = ast.stringify(sibling)
        if text:
            return str(text[-1] if last else text[0])
    return ""
