"""Tokens: contrast in both schemes, overlays that are checked, sizes that tell notes from text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.code_tokens import CODE_STYLES
from pipeline.core.diagnostics import PipelineError
from pipeline.core.languages import Bilingual
from pipeline.core.model import Metadata
from pipeline.core.vocabulary import CALLOUT_COLORS
from pipeline.figures import loose
from pipeline.formats import rows
from pipeline.formats.docx.reference import reference_docx
from pipeline.line.build import build
from pipeline.project import STYLES
from pipeline.styling import css
from pipeline.styling.sheets import load_sheets
from pipeline.styling.tokens import contrast, load_tokens, text
from pipeline.tools import zips
from tests.small import W, small

TOKENS = load_tokens([STYLES])
# Foreground, ground, least ratio (WCAG 2.2: 1.4.3 text, 1.4.11 graphics).
PAIRS = [
    ("ink", "ground", 7), ("muted", "ground", 4.5), ("accent", "ground", 4.5), ("accent-strong", "ground", 4.5), ("warm", "ground", 4.5), ("link", "ground", 4.5),
    ("on-accent", "accent", 4.5), ("ink", "accent-soft", 7), ("ink", "warm-soft", 7), ("warm", "warm-soft", 4.5), ("accent-strong", "accent-soft", 4.5),
    ("muted", "warm-soft", 4.5), ("link", "accent-soft", 4.5), ("ink", "mark", 4.5), ("muted", "accent-soft", 4.5),
    *((name, f"{name}-soft", 4.5) for name in CALLOUT_COLORS.values()), ("ink", "leaf-soft", 7), ("ink", "alert-soft", 7),
    *((name, "accent-soft", 4.5) for name in dict.fromkeys(CODE_STYLES.values())),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["color", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}-on-{pair[1]}")
def test_contrast(scheme: str, pair: tuple[str, str, float]) -> None:
    assert contrast(text(TOKENS, scheme, pair[0]), text(TOKENS, scheme, pair[1])) >= pair[2]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_note_size_is_like_no_other() -> None:
    sizes = TOKENS["size"]
    assert [name for name, size in sizes.items() if abs(float(size) - float(sizes["note"])) < 0.1] == ["note"]


@pytest.mark.parametrize(
    "overlay",
    [
        "[colour]\nink = '#000'",
        "[color]\ninkk = '#000'",
        "[color]\nink = 3",
        "ink = 3",
        "[color\n",
        "[color]\nink = 'url(\"x\")'",
        "[size]\nbody = '大号'",
        "[size]\nbody = '初号'",
        "[line]\nbody = '小四'",
    ],
)
def test_overlays_are_checked(tmp_path: Path, overlay: str) -> None:
    (tmp_path / "tokens.toml").write_text(overlay)
    with pytest.raises(PipelineError) as caught:
        load_tokens([STYLES, tmp_path])
    assert caught.value.diagnostics[0].code == "SET104"


def test_sizes_have_chinese_names(tmp_path: Path) -> None:
    (tmp_path / "tokens.toml").write_text("[size]\nbody = '小四'\nsmall = '五号'\ntitle = '小一号'", "utf-8")
    tokens = load_tokens([STYLES, tmp_path])
    assert [tokens["size"][name] for name in ("body", "small", "title")] == [12, 10.5, 24]
    styles = etree.fromstring(zips.read(reference_docx(tokens, Metadata(title=Bilingual("题"))))["word/styles.xml"])
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz").get(f"{W}val") == "24"


def test_every_custom_property_is_known() -> None:
    sheets = load_sheets([STYLES], STYLES, loose.load).text(("base.css", "screen.css", "print.css", "epub.css"))
    # Two are set on elements: how far a drawing is enlarged, and how wide one is at least.
    own = set(re.findall(r"[{;\s](--[\w-]+)\s*:", sheets)) | {"--zoom", "--least"}
    assert set(re.findall(r"var\((--[\w-]+)", css.resolve(sheets, TOKENS))) - own == set()


def test_reference_document_is_the_same_every_time() -> None:
    first, second = (reference_docx(TOKENS, Metadata(title=Bilingual("题"))) for _ in range(2))
    assert first == second
    parts = zips.read(first)
    assert b"comments" not in parts["word/_rels/document.xml.rels"]
    assert "宋体".encode() in parts["word/styles.xml"]


def test_contents_that_a_style_sheet_makes_disagree_are_told_at_it() -> None:
    made = small("\n".join(f'# 章 {{#sec-{name} en="{name}"}}\n\n正文。\n' for name in "abcdefgh"))
    (made.folder / "styles").mkdir()
    for name in ("base.css", "epub.css", "screen.css"):
        (made.folder / "styles" / name).write_text("p { color: black }")
    (made.folder / "styles/print.css").write_text('.contents a:not([data-page="000"]) { display: block; height: 90mm }')
    found = [row for row in build(made.session, rows(("pdf",)), 1, lambda _: None).diagnostics if row.code == "PDF103"]
    assert [(str(row.span), *map(str, row.related)) for row in found] == [("styles/print.css", "styles/base.css")]


@pytest.mark.parametrize("name", ["base.css", "epub.css"])
def test_what_has_a_ground_of_its_own_has_its_own_ink(name: str) -> None:
    """At night a reading system gives its page a light ink, which no ground of ours may be without an ink of ours."""
    text = re.sub(r"/\*.*?\*/", "", (STYLES / name).read_text("utf-8"), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    grounds = [
        (selector.strip(), declared)
        for selector, declared in rules
        if re.search(r"background(-color)?:\s*(var\(--color|#)", declared)
    ]
    # Callouts are sidebars, and a figure's ground is under a drawing that has its own ink.
    bare = {selector for selector, declared in grounds if not re.search(r"(^|[;\s])color:", declared)}
    assert {selector for selector in bare if not selector.startswith((".callout-", "figure svg"))} == set()
    assert name != "base.css" or len(grounds) > 5
