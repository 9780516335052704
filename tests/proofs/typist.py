"""Knows how LibreOffice is made to edit Word files as a person would; run by the Python that has `uno`, which is not the
project's.

Arguments: a file of JSON with rows of `file`, `out`, `seed`, `count`, `tracked`. What was typed is printed as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno  # noqa: F401 (with it, what begins with com.sun can be imported)
from com.sun.star.beans import PropertyValue

# Its package needs the project, which this Python has not.
sys.path.append(str(Path(__file__).resolve().parents[1] / "office"))
from session import office

_WORDS = [
    "修订",
    "数据",
    "增加的几个字",
    "方法；",
    "word",
    "an edit",
    "1,203",
    "50%",
    "“引”",
    "（注）",
    "A|B",
    "*星*",
    "[x]",
    "e.g.",
    "：",
    "#",
]
_MADE = ("Contents", "Index", "Illustration", "Table Index")


def main(jobs: str) -> None:
    rows = json.loads(Path(jobs).read_text("utf-8"))
    with office() as desktop:
        print(json.dumps([_edit(desktop, row) for row in rows], ensure_ascii=False))


def _edit(desktop: Any, row: dict[str, Any]) -> list[list[str]]:
    document = desktop.loadComponentFromURL(Path(row["file"]).as_uri(), "_blank", 0, (_property("Hidden", True),))
    document.RecordChanges = row["tracked"]
    chance = random.Random(row["seed"])
    paragraphs = [paragraph for paragraph in _paragraphs(document) if len(paragraph.getString()) > 3]
    typed = []
    for _ in range(row["count"]):
        paragraph = chance.choice(paragraphs)
        said = paragraph.getString()
        start = chance.randrange(len(said))
        length = min(chance.choice([0, 0, 1, 2, 4, 9]), len(said) - start)
        new = chance.choice(["", *_WORDS, *_WORDS]) if length else chance.choice(_WORDS)
        cursor = paragraph.getText().createTextCursorByRange(paragraph.getStart())
        cursor.goRight(start, False)
        cursor.goRight(length, True)
        old = cursor.getString()
        if "\n" not in old:
            cursor.setString(new)
            typed.append([old, new, said])
    filter_ = (_property("FilterName", "MS Word 2007 XML"),)
    document.storeToURL(Path(row["out"]).as_uri(), filter_)
    document.close(True)
    return typed


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from _of(document.Text)
    for index in range(document.Footnotes.Count):
        yield from _of(document.Footnotes.getByIndex(index))


def _of(text: Any) -> Iterator[Any]:
    rows = text.createEnumeration()
    while rows.hasMoreElements():
        block = rows.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                yield from _of(block.getCellByName(name))
        elif not str(block.ParaStyleName).startswith(_MADE):
            yield block


def _property(name: str, value: Any) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    main(sys.argv[1])
