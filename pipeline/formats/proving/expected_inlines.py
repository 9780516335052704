"""Knows what the inlines of the finished document print; must not know blocks or formats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from pipeline.core.languages import ENGLISH
from pipeline.core.model import Document
from pipeline.core.numbers import EQUATION
from pipeline.core.vocabulary import CALLED_AGAIN
from pipeline.core.wording import word
from pipeline.formats.proving.printed import Kind, Recorder
from pipeline.formats.proving.shown import Shown
from pipeline.tools.plain import plain

Json = Any
Attributes = tuple[str, Sequence[str], Mapping[str, str]]
_WRAPPERS: Mapping[str, Kind] = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "Strikeout": "strikeout",
}
_SEPARATOR = ", "
_LED = frozenset(("locators", "see"))
_RANGE = 3


def attributes_of(node: Json) -> Attributes:
    """The id, classes and other attributes of an element that has them."""
    id_, classes, pairs = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return id_, classes, dict(pairs)


class Inlines:
    """Writes down what inlines print."""

    def __init__(self, document: Document, shown: Shown) -> None:
        self.recorder = Recorder(shown.left_out)
        self.shown = shown
        self._languages: list[str] = []
        self._drawings = {drawing.id: drawing for drawing in document.drawings}
        self._notes = 0
        self._calls: dict[str, str] = {}
        self._formulas = {id_ for id_, number in document.numbers if number.kind == EQUATION}
        self.by_type: Mapping[str, Callable[[Json], None]] = {
            "Str": lambda node: self.recorder.write(node["c"]),
            **dict.fromkeys(("Space", "SoftBreak", "LineBreak"), lambda _: self.recorder.write(" ")),
            **dict.fromkeys(("SmallCaps", "Underline"), lambda node: self.read(node["c"])),
            **dict.fromkeys(_WRAPPERS, self._wrapped),
            "Quoted": self._quoted,
            "Cite": lambda node: self.read(node["c"][1]),
            "Code": self._code,
            "Math": self._math,
            "Link": self._link,
            "Image": self._image,
            "Note": self._note,
            "Span": self._span,
        }

    def read(self, nodes: Sequence[Json]) -> None:
        """Elements in their order; those that print nothing are passed over."""
        for node in nodes:
            if node["t"] in self.by_type:
                self.by_type[node["t"]](node)

    def read_line(self, nodes: Sequence[Json]) -> None:
        """A line of the index: its words, and where they lead."""
        words = [node for node in nodes if node["t"] != "Span" or _LED.isdisjoint(node["c"][0][1])]
        if self.shown.plain_lines:
            self.recorder.write(plain(words))
            self.read([node for node in nodes if node not in words])
        else:
            self.read(nodes)

    @contextmanager
    def named(self, attributes: Attributes) -> Iterator[None]:
        """Write down the id of an element, and its language for what is written meanwhile."""
        id_, _, others = attributes
        with ExitStack() as held:
            if id_:
                self.recorder.mark("anchor", id_)
                self.recorder.place(f"#{id_}")
            if language := others.get("lang"):
                held.enter_context(self.in_language(language))
            yield

    @contextmanager
    def in_language(self, tag: str) -> Iterator[None]:
        """What is written meanwhile is in a language."""
        self._languages.append(tag.partition("-")[0].lower())
        with self.recorder.holding("language", self._languages[-1]):
            yield
        self._languages.pop()

    def is_apart(self, classes: Collection[str]) -> bool:
        """Whether something is shown elsewhere."""
        return not set(self.shown.apart).isdisjoint(classes)

    def _wrapped(self, node: Json) -> None:
        with self.recorder.holding(_WRAPPERS[node["t"]]):
            self.read(node["c"])

    def _quoted(self, node: Json) -> None:
        opening, closing = "“”" if node["c"][0]["t"] == "DoubleQuote" else "‘’"
        self.recorder.write(opening)
        self.read(node["c"][1])
        self.recorder.write(closing)

    def _code(self, node: Json) -> None:
        with self.named(attributes_of(node)), self.recorder.holding("code"):
            self.recorder.write(node["c"][1])

    def _math(self, node: Json) -> None:
        kind, tex = node["c"]
        told = self.shown.formula(tex, kind["t"] == "DisplayMath", self._languages[-1])
        if told is not None:
            self.recorder.mark("formula", told)
            return
        # One that cannot be read is printed as it stands, and is told of elsewhere.
        sign = "$$" if kind["t"] == "DisplayMath" else "$"
        self.recorder.write(f"{sign}{tex}{sign}")

    def _image(self, node: Json) -> None:
        drawing = self._drawings.get(node["c"][2][0].removeprefix("figure:"))
        if drawing is not None:
            self.recorder.mark("picture", self.shown.picture(drawing))

    def _note(self, node: Json) -> None:
        self._notes += 1
        self.recorder.mark("note", str(self._notes))
        self.recorder.end_block()
        self.read(node["c"])

    def _span(self, node: Json) -> None:
        attributes = attributes_of(node)
        _, classes, others = attributes
        if "place" in classes:
            self.recorder.place(others.get("at", ""))
        elif "locators" in classes:
            self._locators([link for link in node["c"][1] if link["t"] == "Link"])
        elif not self.is_apart(classes):
            if any(child["t"] == "Note" for child in node["c"][1]):
                self._calls[attributes[0]] = str(self._notes + 1)
            plain = [kind for name in classes for kind in self.shown.plain.get(name, ())]
            with self.named(attributes), self.recorder.muting(plain):
                if reading := others.get("ruby"):
                    self._ruby(_text_of(node["c"][1]), reading.split())
                else:
                    self.read(node["c"][1])

    def _ruby(self, base: str, readings: Sequence[str]) -> None:
        """A reading for each character where there are as many, else one for all."""
        pairs = zip(base, readings, strict=True) if len(readings) == len(base) else [(base, " ".join(readings))]
        for written, said in pairs:
            with self.recorder.holding("reading", said):
                self.recorder.write(written)

    def _link(self, node: Json) -> None:
        attributes, content, target = attributes_of(node), node["c"][1], node["c"][2][0]
        classes, pages = attributes[1], self.shown.pages
        asked = (
            (self.shown.asked.get(target[1:]) if pages is None else pages.get(target[1:], ""))
            if "page" in classes
            else None
        )
        if CALLED_AGAIN in classes:
            self.recorder.mark("note", self._calls.get(target[1:], ""))
            return
        led_by = self.shown.led_by.get(target[1:], ()) if "xref" in classes and asked is None else ()
        part = next((text for text in led_by if text in _text_of(content)), "")
        with self.named(attributes):
            if part:
                self._partly(_text_of(content), part, target)
                return
            with self.recorder.holding("link", target):
                if asked is not None:
                    self.recorder.write(word("page", self._languages[-1], number=asked))
                elif self.shown.plain_lines and "entry" in classes and target[1:] not in self._formulas:
                    self.recorder.write(plain(content))
                else:
                    self.read(content)
                    self.recorder.write(f" {pages.get(target[1:], '')}" if pages and "entry" in classes else "")

    def _partly(self, text: str, part: str, target: str) -> None:
        """A cross-reference of which a part leads to its target."""
        before, found, after = text.partition(part)
        self.recorder.write(before)
        with self.recorder.holding("link", target):
            self.recorder.write(found)
        self.recorder.write(after)

    def _locators(self, links: Sequence[Json]) -> None:
        """The places of an entry of the index, each once; neighbouring pages as a range."""
        pages = self.shown.pages
        said = [(link["c"][2][0], _text_of(link["c"][1])) for link in links]
        if pages is None:
            said = [(target, self.shown.asked.get(target[1:], text)) for target, text in said]
        else:
            said = [(target, pages.get(target[1:], "")) for target, _ in said]
        texts = [text for _, text in said]
        once = [locator for place, locator in enumerate(said) if texts.index(locator[1]) == place]
        for place, (target, text) in enumerate(once if pages is None else _ranges(once)):
            self.recorder.write(_SEPARATOR if place else "")
            with self.recorder.holding("link", target):
                self.recorder.write(text)


def _ranges(locators: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    runs: list[list[tuple[str, str]]] = []
    for locator in locators:
        last = runs[-1][-1][1] if runs else ""
        if last.isdigit() and locator[1].isdigit() and int(locator[1]) == int(last) + 1:
            runs[-1].append(locator)
        else:
            runs.append([locator])
    dash = word("range_dash", ENGLISH)
    return [
        made
        for run in runs
        for made in ([(run[0][0], f"{run[0][1]}{dash}{run[-1][1]}")] if len(run) >= _RANGE else run)
    ]


def _text_of(nodes: Sequence[Json]) -> str:
    """The text of inlines that are plain."""
    return "".join(
        node["c"] if node["t"] == "Str" else _text_of(_children(node)) if isinstance(node.get("c"), list) else " "
        for node in nodes
    )


def _children(node: Json) -> Sequence[Json]:
    inner = node["c"][1] if node["t"] in ("Span", "Link") else node["c"]
    return inner if isinstance(inner, list) else ()
