"""Knows where fonts lie, how wide their letters are and how to cut subsets; with `webface` the only importer of
uharfbuzz and fontTools."""

from __future__ import annotations

import io
import shutil
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

from pipeline.core.diagnostics import tool_failed
from pipeline.core.steps import kept, standing
from pipeline.tools import processes, webface

# The operator that makes a CFF font CID-keyed, the first of its top dictionary (Adobe Technical Note 5176, table 10).
_ROS, _HEAD = b"\x0c\x1e", 80
# Features that layout needs; `locl` and its kind would bring in the glyphs of every region.
# The last ones choose letters of scripts, and accents over letters without dots or of capitals, in mathematics.
_FEATURES = ("kern", "liga", "mark", "mkmk", "ccmp", "ssty", "dtls", "flac")
# Trademark, maker, licence and its address: what a licence asks to go with the face, whatever is cut (OFL 1.1, 2).
_RIGHTS = (7, 8, 9, 11, 13, 14)
_UPRIGHT = ("vhea", "vmtx", "VORG", "BASE")
"""Tables of lines from top to bottom."""
_APOSTROPHE, _LETTER_APOSTROPHE = 0x2019, 0x02BC


@dataclass(frozen=True)
class FontFile:
    """A face in a font file; `index` counts the faces of a collection."""

    path: Path
    index: int


@cache
def find(family: str, *, bold: bool = False, italic: bool = False) -> FontFile:
    """The file of an installed family, the nearest to regular or bold, upright or italic.

    Raises:
        PipelineError: TOL102 where the family is not there.
    """
    faces = installed().get(family)
    if not faces:
        raise tool_failed("TOL102", family=family)
    weight, slant = (200 if bold else 80), (100 if italic else 0)
    return min(faces, key=lambda face: (abs(face[1] - slant), abs(face[0] - weight), face[2].path, face[2].index))[2]


@cache
def installed() -> Mapping[str, Sequence[tuple[int, int, FontFile]]]:
    """The faces of each family by fontconfig's weight (80 regular, 200 bold) and slant (100 italic, 110 oblique)."""
    if shutil.which("fc-list") is None:
        raise tool_failed("TOL104", tool="fontconfig")
    pattern = "%{family}\t%{weight}\t%{slant}\t%{index}\t%{file}\n"
    listed = processes.run(["fc-list", "-f", pattern]).stdout.decode("utf-8", "replace")
    faces: dict[str, list[tuple[int, int, FontFile]]] = {}
    for line in listed.splitlines():
        names, weight, slant, index, path = line.split("\t", 4)
        # A variable font stands with the whole of its weights too; its named instances have the upper half of the
        # index.
        if weight.isdecimal() and slant.isdecimal():
            for name in names.split(","):
                faces.setdefault(name, []).append((int(weight), int(slant), FontFile(Path(path), int(index) & 0xFFFF)))
    return faces


@cache
def _face(file: FontFile) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file.path)), file.index)


@cache
def advances(family: str, text: str, *, bold: bool = False) -> float:
    """The width of a text in em, as shaped by HarfBuzz."""
    face = _face(find(family, bold=bold))
    font = uharfbuzz.Font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions or ()) / face.upem)


def path_of(text: str, families: Sequence[str]) -> tuple[str, float]:
    """The bold outlines of a text on one line as the data of an SVG path, in em and upwards, and its width; each letter
    of the first family that has it, and no letter that none has."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    pen, x = SVGPathPen(None, lambda value: f"{value:.4f}".rstrip("0").rstrip(".")), 0.0
    files = [find(family, bold=True) for family in families]
    for character in text:
        file = next((file for file in files if ord(character) in coverage(file)), None)
        if file is None:
            continue
        face = _face(file)
        font, scale = uharfbuzz.Font(face), 1 / face.upem
        glyph = font.get_nominal_glyph(ord(character))
        font.draw_glyph_with_pen(glyph, TransformPen(pen, (scale, 0, 0, scale, x, 0)))
        x += font.get_glyph_h_advance(glyph) * scale
    return pen.getCommands(), x


@cache
def coverage(file: FontFile) -> frozenset[int]:
    """The code points that a face has glyphs for."""
    return frozenset(_face(file).unicodes)


def rights(file: FontFile) -> Sequence[str]:
    """What a face says of who made it and of its licence, in the order of its names (OpenType 1.9, `name`)."""
    said = (_face(file).get_name(number, "en") for number in (0, *_RIGHTS))
    return [" ".join(text.split()) for text in said if text]


def subset(file: FontFile, characters: Iterable[str]) -> bytes:
    """The face cut down to some characters, as OpenType; the same bytes for the same characters."""
    return bytes(uharfbuzz.subset(_face(file), _wanted(characters)).blob.data)


def _wanted(characters: Iterable[str]) -> uharfbuzz.SubsetInput:
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted({ord(character) for character in characters}))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in _FEATURES})
    wanted.name_id_set.update(_RIGHTS)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    return wanted


def outlines(data: bytes, glyphs: Iterable[int]) -> bytes:
    """The bare CFF table of an OpenType font, cut to some glyphs where it names glyphs by CID; empty where it has none.

    Other fonts are not cut: a reader finds their glyphs by place.
    """
    table = _cff(data)
    if not table or _ROS not in table[:_HEAD]:
        return table
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(sorted({0, *glyphs}))
    wanted.layout_feature_tag_set.clear()
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    return _cff(bytes(uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(data)), wanted).blob.data))


def _cff(data: bytes) -> bytes:
    """The `CFF ` table of an OpenType file (OpenType 1.9, organization of an OpenType font)."""
    count = int.from_bytes(data[4:6], "big") if data[:4] == b"OTTO" else 0
    for place in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * place)
        if tag == b"CFF ":
            return data[offset : offset + length]
    return b""


def renamed(data: bytes, family: str, index: int = 0) -> bytes:
    """A face of a font file under one name and no other, as OpenType.

    A face that is given by file would answer to its own name too, and which of the two comes is fontconfig's to say:
    2.14 takes the installed one, 2.15 the one that was given. The apostrophe as a letter (U+02BC) is drawn as the
    apostrophe.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), fontNumber=index, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    names = font["name"]
    style = names.getBestSubFamilyName() or "Regular"
    names.names = []
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family}-{style}".replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    for table in font["cmap"].tables:
        if table.isUnicode() and _APOSTROPHE in table.cmap:
            table.cmap.setdefault(_LETTER_APOSTROPHE, table.cmap[_APOSTROPHE])
    # The names of glyphs are known now; outlines that stay as they are need not be written anew.
    font.tables.pop("CFF ", None)
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def web(file: FontFile, characters: Iterable[str], *, small: bool, has_rights: bool = True) -> bytes:
    """The face cut down to some characters, as WOFF2 for lines from left to right; the same bytes for the same
    characters. `small` takes three times as long for a tenth less: see `webface`. Without `has_rights` it has no names,
    which those of another cut of the same face beside it stand for."""
    return _web(file, frozenset(characters), small, has_rights)


@lru_cache(maxsize=32)  # an author who looks at a page while it is written sees the same letters again
def _web(file: FontFile, characters: frozenset[str], small: bool, has_rights: bool) -> bytes:
    given = (standing(file.path), str(file.index), "".join(sorted(characters)), str(small), str(has_rights))
    return kept("web font", given, lambda: _cut(file, characters, small=small, has_rights=has_rights))


def _cut(file: FontFile, characters: frozenset[str], *, small: bool, has_rights: bool) -> bytes:
    wanted = _wanted(characters)
    if not has_rights:
        wanted.name_id_set.clear()
    wanted.flags |= uharfbuzz.SubsetFlags.DESUBROUTINIZE
    # What is said twice by subroutines is found better by the compression.
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in _UPRIGHT})
    return webface.woff2(uharfbuzz.subset(_face(file), wanted), small=small)
