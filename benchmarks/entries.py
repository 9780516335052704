"""Times of setting 141 entries against bare citeproc, of a library of 10,000 entries of which 20 are cited, and of
placing 10,000 citations, in one run."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML

from pipeline.citing import cite
from pipeline.citing.given import given
from pipeline.core.model import Citation, Document, Entry, Inventory, Metadata
from pipeline.core.text import SourceText, Span
from pipeline.line.build import check
from pipeline.line.session import Session
from pipeline.project import STYLES, open_project
from pipeline.reading import markdown
from pipeline.reading.survey import survey
from pipeline.tools import pandoc

ROOT = Path(__file__).resolve().parent.parent
ENTRIES, PLACES, LIBRARY, CITED, RUNS = 141, 10_000, 10_000, 20, 15
_FRONT = """---
title: {zh: 小报告, en: Small Report}
abstract: {zh: 摘要。, en: Abstract.}
keywords: [{zh: 词, en: word}]
publisher: {zh: 社, en: Press}
authors: [{name: {zh: 甲, en: A}}]
date: 2026-11-22
version: "0.1"
license: CC-BY-4.0
---
"""
_FORMS: dict[str, Callable[[int], str]] = {
    ".bib": lambda n: (
        f"@article{{key{n},\n  author = {{张三 and Doe, Jane}},\n  title = {{第 {n} 项研究}},\n  journal = {{学报}},\n"
        f"  year = {{2020}},\n  volume = {{{n}}},\n  pages = {{1--9}},\n  abstract = {{{'一段摘要。' * 20}}}\n}}\n"
    ),
    ".yaml": lambda n: (
        f"- id: key{n}\n  type: article-journal\n  title: 第 {n} 项研究\n  author:\n    - literal: 张三\n"
        f"  container-title: 学报\n  issued: '2020'\n  volume: {n}\n  abstract: {'一段摘要。' * 20}\n  language: zh\n"
    ),
}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor(work: Callable[[], object]) -> float:
    """The seconds of the processor that work takes, here and in the programs that it runs."""

    def spent() -> float:
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))

    start = spent()
    work()
    return spent() - start


def bench_citations() -> None:
    cases = YAML(typ="safe", pure=True).load((ROOT / "tests/citations.yaml").read_text("utf-8"))
    items = [{**cases[number % len(cases)]["item"], "id": f"k{number}"} for number in range(ENTRIES)]
    parsed, _ = pandoc.parse("\n\n".join(f"[@{item['id']}]" for item in items))
    entries = tuple(Entry(str(item["id"]), json.dumps(item), Span("r.yaml")) for item in items)
    document = Document(
        Metadata(), parsed, Inventory(citations=tuple(Citation(entry.id, Span("t.md")) for entry in entries)), entries
    )
    style = STYLES / "gbt7714-2025-numeric.csl"
    plain = given(items, style)
    with tempfile.TemporaryDirectory(prefix="kanben-") as name:
        library = Path(name, "references.json")
        library.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        bare = [pandoc.program(), *["--from", "json", "--to", "json", "--citeproc", "-M", "link-citations=true"]]
        bare += [f"--bibliography={library}", f"--csl={style}"]
        works = (
            lambda: cite(document, style),
            lambda: subprocess.run(bare, input=parsed.encode(), capture_output=True, check=True),
            lambda: pandoc.cite(parsed, style, plain),
        )
        rows = [[processor(work) for work in works] for _ in range(RUNS)]
    own, *peers = (statistics.median(column) for column in zip(*rows, strict=True))
    for place, (peer, what) in enumerate(zip(peers, ("as it comes", "with our bounds"), strict=True), 1):
        ratios = sorted(row[0] / row[place] for row in rows)
        spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        print(f"{ENTRIES} entries, of the processor: {own:.3f} s, bare citeproc {what} {peer:.3f} s, ratio {spread}")


def bench_libraries() -> None:
    """A whole check of a report with a library, and what of it the library costs, against one with the cited alone."""
    step = LIBRARY // CITED
    body = _FRONT + '# 一 {en="One"}\n\n' + "\n\n".join(f"正文[@key{n}]。" for n in range(0, LIBRARY, step)) + "\n"
    for suffix, entry in _FORMS.items():
        spent = {}
        for count in (step, 1):
            with tempfile.TemporaryDirectory(prefix="kanben-") as name:
                source = Path(name, "source")
                source.mkdir()
                (source / "report.md").write_text(body, "utf-8")
                text = "\n".join(entry(n) for n in range(0, LIBRARY, step // count))
                (source / f"references{suffix}").write_text(text, "utf-8")
                spent[count] = min(
                    seconds(lambda: check(Session(open_project(Path(name))), (), 1, lambda _: None)) for _ in range(3)
                )
        print(
            f"{LIBRARY} entries of {suffix}, {CITED} cited: checked in {spent[step]:.2f} s; {CITED} in {spent[1]:.2f} s"
        )


def bench_positions() -> None:
    rows = (f"第{n}段引用[@key{n % 997:04d}]，依@{{key{n % 997:04d}}}。" for n in range(PLACES // 2))
    source = SourceText("t.md", "\n\n".join(rows))
    found: list[Inventory] = []
    spent = seconds(lambda: found.append(survey(markdown.parse(source, 0)[0], Path())[0]))
    placed = sum(citation.span.column is not None for citation in found[0].citations)
    print(f"{PLACES} citations: {placed} with their place in {spent:.2f} s")


if __name__ == "__main__":
    bench_positions()
    bench_citations()
    bench_libraries()
