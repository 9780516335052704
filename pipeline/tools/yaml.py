"""Knows how to read YAML with the place of every key and value; must not know any schema. The only importer of
ruamel.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.core.decoding import FORBIDDEN, TURNING, shown
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import LANGUAGES
from pipeline.core.reasons import Reason, ReasonedError, Value
from pipeline.core.text import SourceText, Span
from pipeline.core.written import scalar
from pipeline.tools import yaml_slips
from pipeline.tools.yaml_folding import folded
from pipeline.tools.yaml_reasons import PHRASES
from pipeline.tools.yaml_slips import Slip

Path = tuple[str | int, ...]
MAX_NODES = 200_000
MAX_DEPTH = 40


@dataclass(frozen=True)
class Origin:
    """Where a piece of YAML stands in its file: its first line, from 1, and the indent cut from each line."""

    source: SourceText
    first_line: int = 1
    indent: int = 0

    def span(self, line: int, column: int, length: int = 0) -> Span:
        """The span of a 0-based line and column of the piece."""
        start = column + 1 + self.indent
        return Span(self.source.name, self.first_line + line, start, start + length if length else None)


class TooLarge(ReasonedError):
    """Data of more nodes, or nested deeper, than they may be; `span` is where that begins."""

    def __init__(self, span: Span) -> None:
        super().__init__(Reason("yaml_too_large"))
        self.span = span


@dataclass(frozen=True)
class YamlData:
    """Plain data (dates stay text) and the spans of its values and keys by path."""

    data: Any
    origin: Origin
    values: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)

    def locate(self, path: Path, *, key: bool = False) -> Span:
        """The span of the value (or key) at a path, or of its nearest known parent."""
        for end in range(len(path), -1, -1):
            if key and path[:end] in self.keys:
                return self.keys[path[:end]]
            if path[:end] in self.values:
                return self.values[path[:end]]
        return self.origin.span(0, 0)

    def start(self, path: Path) -> Span | None:
        """Where a text begins: the first line of one whose lines are those of the file (`|`), without a column; else
        its whole place."""
        span = self.values.get(path)
        if span is None or span.line is None or span.column is None:
            return None
        written = self.origin.source.line(span.line)[span.column - 1 :]
        return Span(span.file, span.line + 1) if written.startswith("|") else span


_KEPT = 2**16
"""Letters of a text that is worth keeping in case it is read again, as each block is while an author writes."""


def _compose(text: str) -> Node | None:
    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


_composed = lru_cache(maxsize=256)(_compose)


def load(text: str, origin: Origin) -> tuple[YamlData | None, Diagnostics]:
    """Read one YAML document; None with YML101 where its syntax is broken, YML105 for each key given twice."""
    if text.count("\n") > MAX_NODES:
        place = origin.span(MAX_NODES, 0)
        return None, (Diagnostic("YML101", place, {"reason": Reason("yaml_too_large")}),)
    if found := _DIRECTIVE.match(text):
        # ruamel.yaml asserts what it expects of one.
        return None, (Diagnostic("YML101", origin.span(found[0].count("\n"), 0), {"reason": Reason("yaml_directive")}),)
    try:
        node = (_composed if len(text) < _KEPT else _compose)(text)
        builder = _Builder(text, origin)
        data = builder.build(node, (), 0) if node is not None else {}
        if builder.slips:
            return None, (*builder.problems, *(_told(slip, origin) for slip in builder.slips))
    except MarkedYAMLError as error:
        return None, (_refused(text, error, origin),)
    except YAMLError as error:
        return None, (Diagnostic("YML101", _place(text, error, origin), {"reason": PHRASES.worded(str(error))}),)
    except TooLarge as error:
        return None, (Diagnostic("YML101", error.span, {"reason": error.reason}),)
    except RecursionError:
        return None, (Diagnostic("YML101", _deepest(text, origin), {"reason": Reason("yaml_too_large")}),)
    return YamlData(data, origin, builder.values, builder.keys), tuple(builder.problems)


def _refused(text: str, error: MarkedYAMLError, origin: Origin) -> Diagnostic:
    """YML101 where the reader could go no further, or where what it stumbled over begins."""
    reason = PHRASES.worded(error.problem or error.context or str(error))
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Diagnostic("YML101", origin.span(0, 0), {"reason": reason})
    lines, context = text.split("\n"), error.context_mark
    start = (context.line, context.column) if context and "parsing a flow" in str(error.context) else None
    slip = yaml_slips.before(lines, mark.line, mark.column, start)
    if slip.reason is None and context and (reason.name == "yaml_quote" or (start and mark.line > context.line)):
        # A quote or bracket that is never closed: where it was opened.
        reason = Reason("yaml_not_closed" if start else reason.name)
        return Diagnostic("YML101", origin.span(context.line, context.column, 1), {"reason": reason})
    return _told(replace(slip, reason=slip.reason or reason), origin)


def _told(slip: Slip, origin: Origin) -> Diagnostic:
    values: dict[str, Value] = {"reason": slip.reason or "", **({"how": slip.how} if slip.how else {})}
    return Diagnostic("YML101", origin.span(slip.line, slip.column, slip.length), values)


def _place(text: str, error: YAMLError, origin: Origin) -> Span:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return origin.span(0, 0)
    before = text[:position]
    return origin.span(before.count("\n"), position - before.rfind("\n") - 1)


def _deepest(text: str, origin: Origin) -> Span:
    """Where brackets in brackets become too many for the reader."""
    depth = 0
    for found in re.finditer(r"[\[\]{}]", text):
        depth += 1 if found.group() in "[{" else -1
        if depth > MAX_DEPTH:
            before = text[: found.start()]
            return origin.span(before.count("\n"), found.start() - before.rfind("\n") - 1, 1)
    items = [line.count("- ") for line in text.split("\n")]
    return origin.span(items.index(max(items)), 0)


_DIRECTIVE = re.compile(r"(?:\ufeff?[ \t]*(?:#[^\n]*)?\n)*\ufeff?%")


class _Builder:
    """Turns YAML nodes into data; refuses the depth and size that aliases can blow up to."""

    def __init__(self, text: str, origin: Origin) -> None:
        self.origin = origin
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.problems: list[Diagnostic] = []
        self.slips: list[Slip] = []
        self.lines = text.split("\n")
        self.count = 0

    def span(self, node: Node) -> Span:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 0
        return self.origin.span(start.line, start.column, max(length, 0))

    def build(self, node: Node, path: Path, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise TooLarge(self.span(node))
        self.values[path] = self.span(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.build(child, (*path, index), depth + 1) for index, child in enumerate(node.value)]
        return scalar(str(node.tag), self.checked(self.text(node), self.values[path]))

    def text(self, node: Node) -> str:
        """The text of a scalar; that of a block whose lines stay lines (`|`) as it is."""
        first, last = node.start_mark, node.end_mark
        if first.line == last.line or getattr(node, "style", "|") == "|":
            return str(node.value)
        lines = self.lines[first.line : last.line + 1]
        return folded(str(node.value), (lines[0][first.column :], *lines[1:]))

    def checked(self, text: str, span: Span) -> str:
        """A text without what no text may hold; SRC103 for it, and SRC121 where an escape turns letters."""
        for code, rule in (("SRC103", FORBIDDEN), ("SRC121", TURNING)):
            found = rule.search(text)
            if found and found.group() not in self.origin.source.text:
                self.problems.append(Diagnostic(code, span, {"character": shown(found.group())}))
        return FORBIDDEN.sub("\ufffd", text)

    def mapping(self, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        self.slips += self._slips(node)
        for key_node, value_node in node.value:
            is_text = isinstance(key_node, ScalarNode)
            key = self.checked(str(key_node.value), self.span(key_node)) if is_text else "?"
            here = (*path, key)
            if key in result:
                self.problems.append(Diagnostic("YML105", self.span(key_node), {"name": key}, key, (self.keys[here],)))
                continue
            self.keys[here] = self.span(key_node)
            result[key] = self.build(value_node, here, depth + 1)
            if key in LANGUAGES and isinstance(value_node, ScalarNode) and not value_node.style:
                self._cut_off(key, str(value_node.value), value_node.end_mark)
        return result

    def _cut_off(self, key: str, value: str, end: StreamMark) -> None:
        """YML106 for a text of the report that a # ends."""
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        place = yaml_slips.cut_off(line, end.column)
        if place is not None:
            entry = f"{key}: {yaml_slips.between_quotes(f'{value}{line[end.column :]}'.rstrip())}"
            span = self.origin.span(end.line, place, len(line.rstrip()) - place)
            self.problems.append(Diagnostic("YML106", span, {"text": line[place:].rstrip()[:40], "entry": entry}, key))

    def _slips(self, node: MappingNode) -> Iterator[Slip]:
        """What in a mapping is read, and surely otherwise than it was meant."""
        keys = [(key, value) for key, value in node.value if isinstance(key, ScalarNode)]
        for key, _ in keys:
            mark = key.start_mark
            if blanks := re.match("[\u3000\u00a0]+", str(key.value)):
                yield Slip(mark.line, mark.column, len(blanks.group()), Reason("yaml_wide_space"))
            elif sign := re.match(r"[A-Za-z_][\w-]*[ ]*(=)", str(key.value)):
                yield Slip(mark.line, mark.column + sign.start(1), 1, Reason("yaml_equals"))
        if node.flow_style:
            entries = [
                (str(key.value), _plain(value), key.start_mark.line, key.start_mark.column) for key, value in keys
            ]
            yield from yaml_slips.keys_without_colon(entries, self.lines)


def _plain(node: Node) -> str:
    """What stands in the place of a value: the text of a scalar, a word for all else, nothing where nothing stands."""
    return str(node.value) if isinstance(node, ScalarNode) else "…"
