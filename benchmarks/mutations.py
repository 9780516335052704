"""Knows the small changes that mutation testing makes in a module, and where; must not know tests or processes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutation:
    """One change of a module: the characters from `start` to before `end` become `after`. `line` is 1-based.

    `lines` are those of the node, or of its statement: a test that runs one of them may notice. `at_import` says that
    the change is outside all functions, where no single test runs it.
    """

    module: str
    line: int
    start: int
    end: int
    before: str
    after: str
    lines: tuple[int, ...]
    at_import: bool

    def applied(self, text: str) -> str:
        assert text[self.start : self.end] == self.before
        return text[: self.start] + self.after + text[self.end :]


def mutations(root: Path, module: str) -> list[Mutation]:
    """All mutations of a module, in the order of its text."""
    text = (root / module).read_text("utf-8")
    return sorted(_Finder(module, text).found(), key=lambda change: (change.start, change.end, change.after))


class _Finder:
    """Walks a module; what only people and type checkers read (docstrings, annotations, decorators) is left out."""

    def __init__(self, module: str, text: str) -> None:
        self.module, self.text = module, text
        self.starts = [0]
        for line in text.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def found(self) -> Iterator[Mutation]:
        yield from self._walk(ast.parse(self.text), None, True)

    def _walk(self, node: ast.AST, statement: ast.stmt | None, at_import: bool) -> Iterator[Mutation]:
        if isinstance(node, ast.stmt):
            statement = node
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if statement is not None:
            for after in _changes(node):
                yield self._mutation(node, statement, after, at_import)
        inside = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for name, value in ast.iter_fields(node):
            if name in (
                "annotation",
                "returns",
                "decorator_list",
                "keywords" if isinstance(node, ast.ClassDef) else "",
            ):
                continue
            for child in value if isinstance(value, list) else [value]:
                # Positions inside f-strings are not those of the file before Python 3.12.
                if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr) and not _worded(node, child):
                    yield from self._walk(child, statement, at_import and not (inside and name == "body"))

    def _mutation(self, node: ast.AST, statement: ast.stmt, after: ast.AST, at_import: bool) -> Mutation:
        start, end = self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)
        made = ast.unparse(after) if isinstance(after, ast.stmt) else f"({ast.unparse(after)})"
        whole = len(getattr(statement, "body", [])) == 0
        lines = {*range(node.lineno, node.end_lineno + 1), *([statement.lineno] if whole else [])}
        before = self.text[start:end]
        return Mutation(self.module, node.lineno, start, end, before, made, tuple(sorted(lines)), at_import)

    def _offset(self, line: int, column: int) -> int:
        return len(self.text.encode()[: self.starts[line - 1] + column].decode())


def _worded(node: ast.AST, child: ast.AST) -> bool:
    """Whether a text only says something to a programmer or a reader of the docs: what an exception of Python's own
    says, what a row of the vocabulary or a field of a schema is."""
    if isinstance(node, ast.keyword):
        return node.arg == "description"
    if not isinstance(node, ast.Call) or child not in node.args:
        return False
    name = getattr(node.func, "id", "")
    return name.endswith("Error") or (name == "Name" and child is node.args[-1])


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                yield _with(node, ops=[*ops[:place], _OPPOSITE[type(operator)](), *ops[place + 1 :]])
        case ast.BoolOp(op=op):
            yield _with(node, op=_OPPOSITE[type(op)]())
        case ast.BinOp(op=op) if type(op) in _OPPOSITE:
            yield _with(node, op=_OPPOSITE[type(op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
        case ast.Constant(value=str()) if node.value:
            yield ast.Constant("")
        case ast.Call(func=ast.Name(id=name)) if name in _SWAPPED:
            yield _with(node, func=ast.Name(_SWAPPED[name]))
        case ast.Subscript(slice=ast.Slice() as bounds):
            for bound in ("lower", "upper"):
                if getattr(bounds, bound) is not None:
                    yield _with(node, slice=_with(bounds, **{bound: None}))
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made
