"""Knows the mathematics engine: JSON with formulas in, JSON with drawings out; must not know anything else, and runs as
a program of its own. The only importer of typst."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# The box of a formula goes round its ink. What hangs far below its baseline tells how high it stands.
_PREAMBLE = """\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: SIZEpt, top-edge: "bounds", bottom-edge: "bounds", fallback: false, ligatures: false)
#show math.equation: set text(font: FACES)
#let boxed(e) = box(stroke: .04em, inset: .3em, e)
#let draw(e) = page({
  context {
    let found = measure([#e#box(width: 0pt, height: 0pt, baseline: DROPpt)])
    [#metadata((found.width.pt(), found.height.pt() - DROP))<size>]
  }
  e
})
"""


def main() -> None:
    """Draw the formulas that stand in the standard input, with the faces that lie in a folder."""
    import typst  # some forty megabytes

    folder = Path(sys.argv[1])
    asked = json.load(sys.stdin)
    faces = json.dumps(asked["faces"], ensure_ascii=False).replace("[", "(").replace("]", ",)")
    preamble = _PREAMBLE.replace("SIZE", str(asked["size"])).replace("FACES", faces).replace("DROP", "10000")

    def drawn(formulas: list[str]) -> list[Any]:
        """The picture of each formula, its width and what of it stands above its baseline (pt); why there is none where
        one alone cannot be drawn."""
        if not formulas:
            return []
        text = preamble + "".join(f"#draw(${formula}$)\n" for formula in formulas)
        (folder / "formulas.typ").write_text(text, "utf-8")
        try:
            # The folder is all that it can see: no file of the machine, no other face, no package.
            compiler = typst.Compiler(
                str(folder / "formulas.typ"),
                root=str(folder),
                font_paths=[str(folder / "faces")],
                ignore_system_fonts=True,
                package_path=str(folder / "none"),
                package_cache_path=str(folder / "none"),
            )
            made = compiler.compile(format="svg")
            pages = made if isinstance(made, list) else [made]
            sizes = json.loads(compiler.query("<size>", field="value") or b"[]")
        except typst.TypstError as error:
            if len(formulas) == 1:
                return [str(error)]
            half = len(formulas) // 2
            return drawn(formulas[:half]) + drawn(formulas[half:])
        return [{"svg": (page or b"").decode(), "size": size} for page, size in zip(pages, sizes, strict=True)]

    json.dump(drawn(asked["formulas"]), sys.stdout)


if __name__ == "__main__":
    main()
