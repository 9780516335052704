"""CPU time of the PDF of a chapter with 397 formulas, and of the same chapter without them: what formulas cost."""

from __future__ import annotations

import pickle
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.pdf import FILL, given, spent  # noqa: E402

COUNT = 397
RUNS = 3
INLINE = (
    r"x_{%d}", r"\boldsymbol{w}^{\mathrm T}\boldsymbol{x}_%d+b", r"\alpha_%d\le\beta^2", r"\frac{a_%d}{b}", r"y_i\in\{0,%d\}",
    r"f(\boldsymbol{x})=w_%d", r"\hat{y}_{%d}", r"p(y=1\mid\boldsymbol{x}_%d)", r"\mathbf{S}_b^{%d}", r"\lambda_{%d}",
)  # fmt: skip
DISPLAY = (
    r"E_{(w,b)}=\sum_{i=1}^{m}(y_i-f(x_i))^2=\sum_{i=1}^{m}(y_i-wx_i-b)^{%d}",
    r"\begin{aligned}\frac{\partial E}{\partial w}&=\frac{\partial}{\partial w}\left[\sum_{i=1}^{m}(y_i-wx_i-b)^2\right]\\&=2\left(w\sum_{i=1}^{m}x_i^2-\sum_{i=1}^{m}(y_i-b)x_i\right)_%d\\\end{aligned}",
    r"\mathbf{X}=\begin{bmatrix}x_{11}&x_{12}&\dots&x_{1d}&1\\x_{21}&x_{22}&\dots&x_{2d}&1\\\vdots&\vdots&\ddots&\vdots&\vdots\\x_{m1}&x_{m2}&\dots&x_{md}&%d\\\end{bmatrix}",
    r"\ell(\boldsymbol{w},b)=\sum_{i=1}^{m}\ln p(y_i\mid\boldsymbol{x}_i;\boldsymbol{w},b)+\sqrt[%d]{\frac{1}{1+e^{-z}}}",
    r"y=\begin{cases}0,&z<0\\0.5,&z=0\\1,&z>%d\end{cases}\qquad\text{当 }z\text{ 为实数}",
)  # fmt: skip


def chapter(folder: Path) -> Path:
    """A report of about sixty kilobytes: text with three formulas a paragraph, and a display after each."""
    front = (ROOT / "tests/project/source/report.md").read_text("utf-8").split("\n---\n")[0]
    parts, made = ['# 线性模型 {#sec-models en="Linear models"}'], 0
    while made < COUNT:
        words = [FILL[(made * 7 + place * 11) % 40 :][:18] for place in range(4)]
        inline = [f"${INLINE[(made + place) % len(INLINE)] % (made % 9 + 1)}$" for place in range(3)][: COUNT - made]
        parts.append("".join(word + formula for word, formula in zip(words, [*inline, "", ""], strict=False)) + "。")
        made += len(inline)
        if made < COUNT:
            parts.append(f"$$\n{DISPLAY[made // 4 % len(DISPLAY)] % (made % 9 + 1)}\n$$")
            made += 1
    (folder / "source").mkdir(parents=True)
    text = front.replace("lists: [figures, tables]", "") + "\n---\n\n" + "\n\n".join(parts) + "\n"
    (folder / "source/report.md").write_text(text, "utf-8")
    (folder / "source/references.yaml").write_text("references: []\n", "utf-8")
    return folder


def cost(root: Path, name: str) -> float:
    """CPU seconds of the PDF writer in a process of its own, the least of some runs."""
    (root / "given.pickle").write_bytes(pickle.dumps(given(root)))
    code = (
        "import pickle;from pathlib import Path;from pipeline.formats.pdf import write as pdf;"
        f"Path('{root}/{name}.pdf').write_bytes(pdf.write(pickle.loads(Path('{root}/given.pickle').read_bytes()))[0])"
    )
    return min(spent([sys.executable, "-c", code])[0] for _ in range(RUNS))


def main() -> None:
    """Print the table of benchmarks/README.md."""
    with tempfile.TemporaryDirectory(prefix="kanben-") as name:
        root = chapter(Path(name, "chapter"))
        whole = cost(root, "whole")
        report = root / "source/report.md"
        report.write_text(re.sub(r"\${1,2}[^$]+\${1,2}", "式", report.read_text("utf-8")), "utf-8")
        print(
            f"| formulas | PDF, CPU (s) | the same without formulas (s) |\n| --- | --- | --- |\n| {COUNT} | {whole:.1f} | {cost(root, 'plain'):.1f} |"
        )


if __name__ == "__main__":
    main()
