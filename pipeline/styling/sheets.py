"""Knows the style sheets of a medium: ours as they are, a project's as far as they keep to the project; must not know
which format asks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.decoding import BrokenText, decode
from pipeline.core.diagnostics import Diagnostic, Diagnostics
from pipeline.core.languages import BOTH, Languages, is_chinese
from pipeline.core.opening import Unopened, read_within
from pipeline.core.pictures import PictureFile
from pipeline.core.text import Span
from pipeline.styling import css
from pipeline.styling.css import LATIN
from pipeline.styling.ownsheet import ADDRESS, Finder, OwnSheet
from pipeline.styling.plain import plain

MAX_SHEET = 2**20  # bytes of one style sheet
_PICTURE = re.compile(rf'url\("({re.escape(ADDRESS)}([\w.-]+))"\)')


@dataclass(frozen=True)
class Sheets:
    """Style sheets by name: the text of each folder's in order, and the pictures that a project's name; those of ours
    are as the languages of the report need them.

    What was left out of them is in `problems`.
    """

    texts: Mapping[str, Sequence[str]]
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    problems: Diagnostics = ()
    languages: Languages = BOTH

    @property
    def own(self) -> list[str]:
        """The names of the project's own style sheets."""
        return [name for name, texts in self.texts.items() if len(texts) > 1]

    def text(self, names: Iterable[str]) -> str:
        """The named style sheets, each from every folder that has it, in order; a picture stands under `ADDRESS`."""
        return self._raw(names).replace(":--latin", LATIN)

    def plain(self, names: Iterable[str], languages: Iterable[str]) -> str:
        """The same for readers that know old selectors alone, of a text in some languages."""
        return plain(self._raw(names), tuple(languages)).replace(":--latin", LATIN)

    def _raw(self, names: Iterable[str]) -> str:
        return "\n".join(text for name in names for text in self.texts.get(name, ()))

    def place(self, names: Iterable[str], line: int) -> Span | None:
        """Where in a project's style sheet a line of `text` stands; None for a line of ours."""
        for name in names:
            for number, text in enumerate(self.texts.get(name, ())):
                length = text.count("\n") + 1
                if 0 < line <= length:
                    return Span(f"styles/{name}", line) if number else None
                line -= length
        return None

    def pictures_of(self, text: str) -> list[PictureFile]:
        """The pictures that a style sheet names."""
        return [self.pictures[name] for name in sorted({found[2] for found in _PICTURE.finditer(text)})]

    def with_addresses(self, text: str, address: Callable[[PictureFile], str]) -> str:
        """A style sheet with each picture under the address that a format keeps it under."""
        return _PICTURE.sub(lambda found: f'url("{address(self.pictures[found[2]])}")', text)


def load_sheets(
    folders: Iterable[Path], root: Path, load: Callable[[Path, Path], PictureFile], languages: Languages = BOTH
) -> Sheets:
    """The style sheets of some folders, ours first; those of the project in `root` are read by its rules.

    `load` gives a picture of the project as it may be published. SET107 says what was left out.
    """
    ours, *own = folders
    texts = {path.name: [_ours(path, languages)] for path in sorted(ours.glob("*.css"))}
    pictures: dict[str, PictureFile] = {}
    problems: list[Diagnostic] = []
    for folder in own:
        finder = Finder(folder, root, load)
        for path in [folder / name for name in texts if os.path.lexists(folder / name)]:
            name = f"styles/{path.name}"
            try:
                text = decode(read_within(path, root, MAX_SHEET), name).text
            except BrokenText as error:
                problems.append(Diagnostic("SET107", error.span, {"reason": error.reason}, name))
                continue
            except Unopened as error:
                problems.append(Diagnostic("SET107", Span(name), {"reason": error.reason}, name))
                continue
            sheet = OwnSheet(name, text, finder)
            texts[path.name].append(sheet.text)
            problems += sheet.problems
        pictures |= {picture.name: picture for picture in finder.found.values()}
    return Sheets(texts, pictures, tuple(problems), languages)


def _ours(path: Path, languages: Languages) -> str:
    """A style sheet of ours; where English leads, with what is other then, which stands under the same name in a folder
    of its own."""
    text, other = path.read_text("utf-8"), path.parent / "english" / path.name
    if is_chinese(languages.leading) or not other.is_file():
        return css.mirrored(text, languages)
    return f"{css.mirrored(text, languages)}\n{other.read_text('utf-8')}"
