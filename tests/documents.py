"""Reports drawn at random from what authors write: every construct in any order, with any words."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.text("甲乙丙丁的是在，。；：（）“”《》abcXYZ0123456789 .,;:!?()é€%—…·", min_size=1, max_size=24).map(
    lambda text: f"字{text.strip() or '词'}字"
)


def _marked(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = ("*{}*", "**{}**", "[{}]{{lang=en}}", "[{}]{{.proper-name}}", "[{}](https://example.org/a?b=c)", "~~{}~~")
    return st.builds(lambda form, text: form.format(text), st.sampled_from(forms), inner)


SIGNS = st.sampled_from(
    ("`a  b`", "$x^2$", "H~2~O", "1^st^", '[汉字]{ruby="hàn zì"}', "[^n]", "[@osd]", "--", "<https://example.org/>")
)
LINES = st.lists(st.one_of(WORDS, _marked(WORDS), SIGNS), min_size=1, max_size=4).map(" ".join)
BLOCKS = st.one_of(
    LINES,
    st.lists(LINES, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(LINES, min_size=1, max_size=3).map(lambda lines: "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 3))),
    LINES.map(lambda line: f"> {line}"),
    LINES.map(lambda line: f"::: {{.sidebar}}\n## 盒子\n\n{line}\n:::"),
    LINES.map(lambda line: f"::: {{.callout-note}}\n{line}\n:::"),
    st.builds(lambda term, line: f"术语{term}\n\n:   {line}", st.sampled_from("甲乙丙"), LINES),
    st.builds(lambda one, two: f"| 甲 | 乙 |\n|:--|--:|\n| {one} | 2 |\n| 丙 | {two} |", WORDS, WORDS),
    st.just("```python\ndef f(x):\n    return  x\n```"),
    st.just("$$ \\sum_{i=1}^{n} \\frac{x_i}{2} $$"),
    st.just("| 诗行一\n|   诗行二"),
    st.just("---"),
)  # fmt: skip
BODIES = st.lists(BLOCKS, min_size=1, max_size=5).map(
    lambda blocks: "\n\n".join(["# 章 {#sec-a en=A}", *blocks, "[^n]: 注文，含*强调*。"])
)
