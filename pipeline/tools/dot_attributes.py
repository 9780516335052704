"""Knows which attributes of DOT a report's graph may have, and within what bounds; must not know how DOT is read.

An attribute of Graphviz that is not here may name a file or an address.
"""

from __future__ import annotations

import re

from pipeline.core.reasons import Reason

_TEXTS = """
    class comment group head headlabel id label lhead ltail root samehead sametail tail taillabel tooltip xlabel
"""
"""Words of the author, and names of nodes and groups."""
_NAMES = """
    arrowhead arrowtail bgcolor center clusterrank color colorscheme compound concentrate constraint decorate
    dir fillcolor fixedsize fontcolor fontname forcelabels headclip headport labelfloat labelfontcolor
    labelfontname labeljust labelloc landscape layers layer mode model newrank nojustify ordering
    orientation outputorder packmode pagedir pencolor pin rank rankdir regular remincross shape style splines
    tailclip tailport truecolor
"""
"""What Graphviz has words for. It looks for some of them among files: names alone."""
_NUMBERS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("labelangle", "rotate", "gradientangle", "skew", "normalize"), (-360, 360)),
    **dict.fromkeys(("fontsize", "labelfontsize"), (1, 200)),
    **dict.fromkeys(("height", "width", "nodesep", "ranksep", "sep", "esep", "pad", "margin", "mindist"), (0, 20)),
    **dict.fromkeys(("size", "page", "ratio", "quantum", "arrowsize", "penwidth", "labeldistance"), (0, 100)),
    **dict.fromkeys(("pos", "lp", "xlp", "viewport", "vertices"), (-10_000, 10_000)),
    **dict.fromkeys(("maxiter", "searchsize", "sortv", "z", "K", "len"), (0, 1000)),
    **dict.fromkeys(("mclimit", "nslimit", "nslimit1"), (0, 10)),
    **dict.fromkeys(("sides", "samplepoints", "peripheries", "levels", "pack", "overlap"), (0, 100)),
    "dim": (2, 3),
    "minlen": (0, 30),
    "showboxes": (0, 2),
    "smoothing": (0, 0),
    "weight": (0, 1000),
    "xdotversion": (1, 2),
}
"""The least and the most of each number: without them some make Graphviz work for hours, or a picture of miles."""
_WORDS = {
    "charset": re.compile("utf-?8", re.I),
    "layout": re.compile("dot|neato|fdp|sfdp|circo|twopi|osage|patchwork"),
}
_NAME = re.compile(r"[\w ,.:;()#%+/-]*")
_COLOR = re.compile(r".*color")
_NUMBER = re.compile(r"[+-]?(?:\d{1,6}(?:\.\d{0,20})?|\.\d{1,20})", re.A)
_WORD = re.compile(r"[A-Za-z_]*")
_NO_NUMBERS = frozenset(["inf", "infinity", "nan"])


def why_refused(name: str, value: str) -> Reason | None:
    """Why an attribute may not have a value; None where it may."""
    if name in _TEXTS.split():
        return None
    if name in _WORDS:
        return None if _WORDS[name].fullmatch(value) else Reason("value_of_dot", attribute=name, value=value[:40])
    if name in _NAMES.split():
        sound = _NAME.fullmatch(value) and (_COLOR.fullmatch(name) or "/" not in value)
        return None if sound else Reason("value_of_dot", attribute=name, value=value[:40])
    if name not in _NUMBERS:
        return Reason("attribute_of_dot", attribute=name[:40])
    least, most = _NUMBERS[name]
    # Several numbers, or a word beside them: `7,10!`, `+4`, `1.2 equally`, `10:prism`.
    parts = re.split(r"[ ,:;]+", value.strip().removesuffix("!"))
    if all(_within(part, least, most) for part in parts):
        return None
    return Reason("number_of_dot", attribute=name, value=value[:40], least=f"{least:g}", most=f"{most:g}")


def _within(part: str, least: float, most: float) -> bool:
    if _NUMBER.fullmatch(part):
        return least <= float(part) <= most
    return _WORD.fullmatch(part) is not None and part.lower() not in _NO_NUMBERS
