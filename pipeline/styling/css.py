"""Knows how tokens and style sheets become the CSS of a medium; must not know which format asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core.faces import siblings
from pipeline.core.languages import BOTH, LIKE_CHINESE, WEB_TAGS, Languages, is_chinese, other
from pipeline.styling.tokens import Tokens, number, text
from pipeline.tools.css import minified

LATIN = f":where(:not({', '.join(f':lang({language})' for language in LIKE_CHINESE)}))"
"""What `:--latin` in a style sheet stands for: any element in a language that is set like English (CSS Extensions calls
it a custom selector; no renderer has them yet)."""
_FONT = re.compile(r"[;{\s]font(?:-family)?\s*:([^;}]*)")
_FAMILY = re.compile(r"('[^']+'|\"[^\"]+\"|[A-Za-z_][\w -]*)$")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_GROUNDS = ("-soft", "ground", "mark")
"""How the names of colours end that text stands on."""
PRINT_SHEETS = ("base.css", "print.css", "press.css")
"""The style sheets of print, the last one for the press alone."""
# Typographic Latin: no quotes, dashes or dots that Chinese text shares; those keep their Chinese shape.
# U+02BC is the apostrophe as a letter, where no language can say that it is none of the Chinese quotes.
LATIN_RANGE = "U+20-7E, U+A0-B6, U+B8-24F, U+2BC, U+2002, U+20AC"


def marks_family(kind: str) -> str:
    """What a browser asks first in Chinese text: the Chinese face of a kind, cut to what its Latin face has of marks
    that both languages share. So the Latin face itself needs no range, and stands once in a page."""
    return f"Kanben {kind} Marks"


def variables(
    tokens: Tokens, languages: Languages, colors: str = "color", *, has_ranges: bool = False
) -> dict[str, str]:
    """Custom properties from tokens: type sizes in rem, page lengths in mm, colours of a light or dark scheme.

    The families of the text are those of the leading language; with `has_ranges` (print), Latin ones are there for
    Latin letters alone."""

    def latin_of(face: str, kind: str) -> str:
        name = text(tokens, "font", f"{face}-latin")
        return f"'Kanben {face} Latin'" if has_ranges else f"'{marks_family(kind)}', '{name}'"

    body = number(tokens, "size", "body")
    values = {f"color-{name}": str(value) for name, value in tokens[colors].items()}
    values |= {f"size-{name}": f"{float(value) / body:.4g}rem" for name, value in tokens["size"].items()}
    values |= {"size-body-print": f"{body:g}pt", "size-screen": f"{number(tokens, 'size', 'screen'):g}"}
    values |= {f"line-{name}": f"{float(value):g}" for name, value in tokens["line"].items()}
    values["line-grid"] = f"{number(tokens, 'line', 'body'):g}rem"
    values |= {f"page-{name}": f"{float(value):g}mm" for name, value in tokens["page"].items()}
    values |= {f"cover-{name}": f"{float(value):g}mm" for name, value in tokens["cover"].items()}
    for kind in ("serif", "sans"):
        latin, han = text(tokens, "font", f"{kind}-latin"), text(tokens, "font", f"{kind}-han")
        generic = "serif" if kind == "serif" else "sans-serif"
        values[f"font-{kind}"] = f"{latin_of(kind, kind)}, '{han}', {generic}"
        values[f"font-{kind}-latin"] = f"'{latin}', '{han}', {generic}"
    # Of raised and lowered letters the text faces have a few.
    han, mono, kai = (text(tokens, "font", name) for name in ("sans-han", "mono", "kai-han"))
    values["font-running"] = f"{latin_of('sans', 'sans')}, '{han}', '{mono}', sans-serif"
    # Reading systems without our subset have a Kai of their own.
    values["font-kai"] = f"{latin_of('serif', 'kai')}, 'Kanben Kai', '{kai}', 'Kaiti SC', KaiTi, STKaiti, serif"
    values["font-math"] = f"'{text(tokens, 'font', 'math')}', '{text(tokens, 'font', 'serif-han')}', math"
    values["font-mono"] = f"'{mono}', '{han}', monospace"
    if not is_chinese(languages.leading):
        values["font-running"] = values["font-sans-latin"]
        for kind in ("serif", "sans"):
            values[f"font-{kind}-han"], values[f"font-{kind}"] = values[f"font-{kind}"], values[f"font-{kind}-latin"]
    return values


def mirrored(css: str, languages: Languages) -> str:
    """A style sheet of ours, which is written for Chinese with English beside it, for a report that English leads."""
    if is_chinese(languages.leading):
        return css
    beside = other(languages.leading)
    named = re.sub(rf"\.(heading|entry)-{languages.leading}\b", rf".\1-{beside}", css)
    return named.replace(f'[lang="{languages.tag}"]', f'[lang="{WEB_TAGS[beside]}"]')


def resolve(css: str, tokens: Tokens, languages: Languages = BOTH) -> str:
    """Style sheets with every custom property replaced by its value, for media that have none or only one scheme."""
    values = variables(tokens, languages, has_ranges=True)
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), css)


def in_readers_colors(css: str, tokens: Tokens, languages: Languages = BOTH) -> str:
    """Style sheets for who chooses ink and ground, by day and by night: every ink and line is the reader's, and no
    ground is ours. What was told by its colour alone is told by nothing then."""
    values = variables(tokens, languages)
    for name in tokens["color"]:
        values[f"color-{name}"] = "transparent" if name.endswith(_GROUNDS) else "currentColor"
    return minified(_VARIABLE.sub(lambda match: values.get(match[1], match[0]), css))


def in_light(css: str, tokens: Tokens, languages: Languages = BOTH) -> str:
    """Style sheets with the custom properties declared, in the light scheme."""
    return minified(f":root{{color-scheme:light;{_declare(_asked_for(variables(tokens, languages), css))}}}\n{css}")


def in_schemes(css: str, tokens: Tokens, languages: Languages = BOTH) -> str:
    """Style sheets with the custom properties declared, light by default and on paper, and dark where the reader's
    system or the reader (`data-theme`) wants it."""
    light, dark = (variables(tokens, languages, colors) for colors in ("color", "dark"))
    light = _asked_for(light, css)
    changed = {name: value for name, value in dark.items() if name.startswith("color-")}
    root = f":root{{color-scheme:light dark;{_declare(light)}}}"
    chosen = ":root[data-theme=light]{color-scheme:light}"
    dark_rules = "".join(
        f"@media screen{query}{{:root{choice}{{color-scheme:dark;{_declare(changed)}}}}}\n"
        for query, choice in (
            (" and (prefers-color-scheme: dark)", ":not([data-theme=light])"),
            ("", "[data-theme=dark]"),
        )
    )
    return minified(f"{root}\n{chosen}\n{dark_rules}{css}")


def faces(css: str, tokens: Tokens, languages: Languages = BOTH) -> str:
    """Style sheets for screens with the families in them that they ask for."""
    values = variables(tokens, languages)
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), css)


def _asked_for(values: dict[str, str], css: str) -> dict[str, str]:
    """Colours, which drawings ask for too, and what a style sheet asks for."""
    asked = {found[1] for found in _VARIABLE.finditer(css)}
    return {name: value for name, value in values.items() if name in asked or name.startswith("color-")}


def _declare(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def dot(tokens: Tokens) -> str:
    """The dot of emphasis as a drawing."""
    circle = f'<circle cx="5" cy="5" r="5" fill="{text(tokens, "color", "ink")}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{circle}</svg>'


def rule(tokens: Tokens) -> str:
    """The rule beside a line of code that goes on, as a drawing of any height."""
    bar = f'<rect width="10" height="10" fill="{text(tokens, "color", "rule")}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" preserveAspectRatio="none">{bar}</svg>'


KAI_ADDRESS = "kanben:kai"
# Cut to its letters, without its Chinese name: which of a face's names the PDF shows would hang on the locale.
KAI = "Kanben Kai"
KAI_RULE = f"@font-face{{font-family:'{KAI}';src:url({KAI_ADDRESS})}}"


@dataclass(frozen=True)
class LatinFace:
    """A Latin face that covers Latin letters and digits only, so that Chinese quotes and dashes keep their Chinese
    shape."""

    kind: str
    family: str
    bold: bool
    italic: bool

    @property
    def name(self) -> str:
        """The family that style sheets ask for."""
        return f"Kanben {self.kind} Latin"

    @property
    def address(self) -> str:
        """The address under which a renderer is given the font file."""
        return f"kanben:{self.kind}-{'bold' if self.bold else 'regular'}-{'italic' if self.italic else 'upright'}"

    def rule(self) -> str:
        """The @font-face rule."""
        weight, style = (700 if self.bold else 400), ("italic" if self.italic else "normal")
        return (
            f"@font-face{{font-family:'{self.name}';src:url({self.address});"
            f"font-weight:{weight};font-style:{style};unicode-range:{LATIN_RANGE}}}"
        )


def latin_faces(tokens: Tokens) -> list[LatinFace]:
    """The four styles of the serif and the sans Latin family."""
    return [
        LatinFace(kind, text(tokens, "font", f"{kind}-latin"), bold, italic)
        for kind in ("serif", "sans")
        for bold in (False, True)
        for italic in (False, True)
    ]


def print_families(tokens: Tokens) -> tuple[set[str], set[str]]:
    """The families that our style sheets ask for in print: for Chinese, and for Latin letters."""
    han = {KAI, *(name for kind in ("serif", "sans", "kai") for name in siblings(text(tokens, "font", f"{kind}-han")))}
    faces = latin_faces(tokens)
    return han, {text(tokens, "font", "mono"), *(face.name for face in faces), *(face.family for face in faces)}


def named_families(sheets: str) -> set[str]:
    """The families that style sheets name themselves, among them the words that CSS has for fonts."""
    parts = [part.strip() for value in _FONT.findall(sheets) for part in value.split(",")]
    return {match[1].strip("'\"") for part in parts if (match := _FAMILY.search(part))}
