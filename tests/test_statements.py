"""Definitions, theorems, examples and proofs: numbered, titled in both languages, referred to, in all four formats."""

from __future__ import annotations

import pytest

from pipeline.core.languages import LANGUAGES
from pipeline.core.vocabulary import STATEMENTS
from pipeline.core.wording import word as wording
from tests.small import W, epub, findings, html, paragraphs, pdf, word

HEAD = '# 甲 {#sec-a en="A"}\n\n'
NAMED = f'{HEAD}::: {{.theorem #thm-a}}\n## 极限 {{en="Limit"}}\n\n正文。\n:::\n\n'
NUMBERED = {kind: prefix for kind, prefix in STATEMENTS.items() if prefix}


def _titles(body: str, front: str = "") -> list[str]:
    found = html(body, front).xpath("//div[@class='statement-title']")
    return [" ".join("".join(title.itertext()).replace("\u00a0", " ").split()) for title in found]


@pytest.mark.parametrize(("kind", "prefix"), NUMBERED.items())
def test_each_kind_has_a_number_and_is_referred_to(kind: str, prefix: str) -> None:
    body = f"{HEAD}::: {{.{kind} #{prefix}-a}}\n正文。\n:::\n\n见[@{prefix}-a]。\n\n::: {{.summary lang=en}}\nSee [@{prefix}-a].\n:::"
    zh, en = (wording(kind, language) for language in LANGUAGES)
    assert _titles(body) == [f"{zh} 1 {en} 1"]
    said = ["".join(line.itertext()).replace("\u00a0", " ") for line in html(body).xpath("//p[a[@class='xref']]")]
    assert said == [f"见{zh} 1。", f"See {en} 1."]
    codes = [code.text.strip() for code in word(body).iter(f"{W}instrText")]
    assert f"SEQ {en} \\* ARABIC" in codes and {
        f"REF _{tag}_{prefix}_a \\h \\* CHARFORMAT" for tag in ("Zh", "En")
    } <= set(codes)
    assert findings(body) == []


def test_a_heading_is_its_name_in_both_languages() -> None:
    assert _titles(NAMED) == ["定理 1（极限） Theorem 1 (Limit)"]
    assert "定理\u00a01（极限）\u2002Theorem\u00a01 (Limit)" in paragraphs(word(NAMED))
    assert "定理 1（极限）" in "".join(pdf(NAMED)).replace("\u00a0", " ")
    assert any("极限" in data.decode() for name, data in epub(NAMED).items() if name.endswith(".xhtml"))
    assert findings(NAMED) == []


def test_a_name_stands_in_no_contents() -> None:
    assert not html(NAMED).xpath("//nav//a[contains(., '极限')]")


def test_kinds_are_counted_by_themselves_by_chapter_and_in_appendices() -> None:
    one = "::: {.theorem}\n甲。\n:::\n\n::: {.lemma}\n乙。\n:::\n\n::: {.theorem}\n丙。\n:::\n\n"
    body = f'{HEAD}{one}# 附 {{#sec-z .appendix en="Z"}}\n\n{one}'
    assert [title.split(" Theorem")[0].split(" Lemma")[0] for title in _titles(body)] == [
        "定理 1", "引理 1", "定理 2", "定理 A.1", "引理 A.1", "定理 A.2",
    ]  # fmt: skip
    assert _titles(body, "numbering: chapter\n")[0] == "定理 1-1 Theorem 1-1"


def test_a_proof_has_no_number_and_an_end() -> None:
    body = f"{HEAD}::: {{.proof}}\n显然。\n:::"
    assert _titles(body) == ["证明 Proof"]
    assert html(body).xpath("string(//div[contains(@class, 'proof')]/p)") == "显然。\u2003□"


def test_in_english_text_it_is_english() -> None:
    body = f"{HEAD}::: {{.definition #def-a lang=en}}\n## Census\n\nWords.\n:::"
    assert _titles(body) == ["Definition 1 (Census)"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("::: {.definition #thm-a}\n文。\n:::", "XRF105"),
        ("::: {.thm #thm-a}\n文。\n:::\n", "SRC116"),
        ("见[@thm-z]。", "XRF101"),
    ],
)
def test_misuse_is_told(written: str, code: str) -> None:
    assert code in [line.split()[0] for line in findings(HEAD + written)]
