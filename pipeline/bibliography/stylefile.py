"""Knows which file sets the citations of a report, and what may be one; must not know entries.

citeproc fetches the parent that a dependent style names. So the parent is looked for here, in the project and among
ours, and the address is never asked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from pipeline.bibliography import macros
from pipeline.core.decoding import BrokenText, decode
from pipeline.core.diagnostics import unreadable
from pipeline.core.opening import Unopened, read_within
from pipeline.core.reasons import Reason
from pipeline.core.text import Span
from pipeline.tools.xml_reasons import XML

CSL = "{http://purl.org/net/xbiblio/csl}"
MAX_BYTES = 2 * 2**20


def style_file(path: Path, root: Path, folders: Sequence[Path]) -> Path:
    """The file that holds the rules of a style of the project in `root`: the style itself, or the parent that a
    dependent one names, which is looked for by the last part of its address beside the style and in some folders.

    Raises:
        PipelineError: SET106 for a file that is no style or lies outside, or whose parent is not there.
    """
    name = path.relative_to(root).as_posix()
    style = parsed(path, root, name)
    parent = style.find(f"{CSL}info/{CSL}link[@rel='independent-parent']")
    if parent is None:
        return path
    address = str(parent.get("href", ""))
    wanted = posixpath.basename(urlsplit(address).path).removesuffix(".csl") + ".csl"
    for folder in (path.parent, *folders):
        found = folder / wanted
        if found.is_file() and found.resolve() != path.resolve():
            # One of ours lies outside the project, and inside its own folder.
            within = root if folder.is_relative_to(root) else folder
            if parsed(found, within, wanted).find(f"{CSL}citation") is not None:
                return found
    raise unreadable("SET106", Span(name, parent.sourceline), reason=Reason("parent_style", name=wanted))


def parsed(path: Path, root: Path | None, name: str) -> etree._Element:
    """The tree of a style, of which nothing is fetched; it lies in `root`, where that is given.

    Raises:
        PipelineError: SET106 for what is no style.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        data = read_within(path, root, MAX_BYTES)
        decode(data, name)
        style = etree.fromstring(data, parser)
    except BrokenText as error:
        # citeproc reads UTF-8 alone.
        raise unreadable("SET106", error.span, reason=error.reason) from error
    except Unopened as error:
        raise unreadable("SET106", Span(name), reason=error.reason) from error
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position[0] else (None, None)
        raise unreadable("SET106", Span(name, line, column or None), reason=XML.worded(str(error.msg))) from error
    if style.getroottree().docinfo.doctype:
        raise unreadable("SET106", Span(name, 1), reason=Reason("has_doctype"))
    if style.tag != f"{CSL}style":
        raise unreadable("SET106", Span(name, style.sourceline), reason=Reason("no_csl_style"))
    for part in (f"{CSL}citation", f"{CSL}bibliography"):
        layouts = style.findall(f"{part}/{CSL}layout")
        if len(layouts) > 1 or any(layout.get("locale") for layout in layouts):
            raise unreadable("SET106", Span(name, layouts[0].sourceline), reason=Reason("csl_m"))
    if fault := macros.fault_of(style):
        raise unreadable("SET106", Span(name, fault[0]), reason=fault[1])
    return style
