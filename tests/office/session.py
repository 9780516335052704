"""Knows how LibreOffice opens a file, computes everything in it anew and tells its text; run by the Python that has
`uno`, which is not the project's."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

_TRIES = 150
_KEPT = {"Text", "TextField", "TextFieldEnd", "TextFieldStartEnd", "TextFieldSeparator", "ContentControl"}


def main(files: list[str]) -> None:
    """Print what each file says before and after the update, as JSON."""
    with office() as desktop:
        print(json.dumps([_read(desktop, Path(file)) for file in files], ensure_ascii=False))


@contextmanager
def office() -> Iterator[Any]:
    """LibreOffice with a profile of its own; it ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"kanben{time.time_ns()}"
        program = subprocess.Popen(
            [
                *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"),
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            desktop = _desktop(pipe)
            yield desktop
            desktop.terminate()
            program.wait(30)
        finally:
            program.kill()


def _desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(_TRIES):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 (the bridge has no narrower one while the office starts)
            time.sleep(0.2)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise RuntimeError("LibreOffice does not answer")


def _read(desktop: Any, path: Path) -> dict[str, Any]:
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (_value("Hidden", True),))
    if document is None:
        raise RuntimeError(f"{path.name} cannot be opened")
    # The whole has to be laid out, formulas too, before pages are asked for.
    document.CurrentController.ViewCursor.jumpToLastPage()
    before = _said(document)
    # Indexes twice: the pages that the first update gives may move what is behind it.
    for _ in range(2):
        document.refresh()
        document.TextFields.refresh()
        for place in range(document.DocumentIndexes.Count):
            document.DocumentIndexes.getByIndex(place).update()
        document.refresh()
    after = _said(document)
    saved = path.with_suffix(".saved.docx")
    document.storeToURL(saved.as_uri(), (_value("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    return {"before": before, "after": after, "saved": str(saved)}


def _value(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _said(document: Any) -> dict[str, Any]:
    """The paragraphs of the text, of the notes, and of headers and footers: each as its number and its text."""
    notes = document.Footnotes
    pages = document.StyleFamilies.getByName("PageStyles")
    furniture = {}
    for name in pages.ElementNames:
        style = pages.getByName(name)
        if not style.isInUse():
            continue
        for side, text in (("HeaderIsOn", "HeaderText"), ("FooterIsOn", "FooterText")):
            for page in ("", "First", "Left"):
                held = getattr(style, f"{text}{page}") if getattr(style, side) else None
                if held is not None:
                    furniture[f"{name} {text}{page}"] = list(_paragraphs(held))
    return {
        "text": list(_paragraphs(document.Text)),
        "notes": [row for place in range(notes.Count) for row in _paragraphs(notes.getByIndex(place))],
        "furniture": furniture,
        "pages": document.CurrentController.PageCount,
    }


def _paragraphs(text: Any) -> Any:
    rows = text.createEnumeration()
    while rows.hasMoreElements():
        row = rows.nextElement()
        if row.supportsService("com.sun.star.text.TextTable"):
            for name in row.CellNames:
                yield from _paragraphs(row.getCellByName(name))
        elif row.supportsService("com.sun.star.text.Paragraph"):
            yield [row.ListLabelString, _string(row), row.ParaStyleName]


def _string(paragraph: Any) -> str:
    portions, said = paragraph.createEnumeration(), []
    while portions.hasMoreElements():
        portion = portions.nextElement()
        kind = portion.TextPortionType
        if kind in _KEPT:
            said.append(portion.String)
    return "".join(said)


if __name__ == "__main__":
    main(sys.argv[1:])
