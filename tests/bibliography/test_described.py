"""What the styles of ours are given of an entry, and how it comes out in them (GB/T 7714-2025, section 8)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.bibliography.described import described
from tests.test_citations import rendered, without_backlinks

_ZH: dict[str, Any] = {"language": "zh", "title": "题", "author": [{"literal": "甲"}]}
_EN: dict[str, Any] = {"language": "en", "title": "Title", "author": [{"family": "Doe", "given": "Jane Ann"}]}
_PRESS = {"publisher-place": "北京", "publisher": "某社", "issued": "2020"}


@pytest.mark.parametrize(
    ("item", "volume"),
    [
        ({**_ZH, "volume": "2"}, "第2卷"),
        ({**_ZH, "volume": "第1册"}, "第1册"),
        ({**_ZH, "volume": "二"}, "第二卷"),
        ({**_ZH, "volume": "上册"}, "上册"),
        ({**_ZH, "volume": "2", "volume-title": "卷名"}, "第2卷 卷名"),
        ({**_ZH, "volume": "2", "part-number": "3", "part-title": "分题"}, "第2卷 第3部分 分题"),
        ({**_EN, "volume": "2"}, "v.2"),
        ({**_EN, "volume": "2-3"}, "v.2-3"),
        ({**_EN, "volume": "III"}, "v.III"),
        ({**_EN, "volume": "Supplement"}, "Supplement"),
        ({**_EN, "part-number": "2"}, "pt.2"),
    ],
)
def test_words_stand_round_bare_numbers_alone(item: dict[str, Any], volume: str) -> None:
    assert described({**item, "type": "book"})["volume"] == volume


_CASES = [
    ({**_ZH, **_PRESS, "type": "book", "title": "“甲”与‘乙’的\"丙\"、'丁'及「戊」"}, "甲. “甲”与‘乙’的\"丙\"、'丁'及「戊」[M]. 北京：某社，2020."),
    ({**_EN, **_PRESS, "type": "book", "title": "The author’s “own” <i>O'Neill</i>"}, "Doe J A. The author’s “own” O'Neill[M]. 北京：某社，2020."),
    ({**_ZH, **_PRESS, "type": "book", "author": [{"literal": "牛某"}, {"family": "O'Brien", "given": "Ian R."}]}, "牛某，O'Brien I R. 题[M]. 北京：某社，2020."),
    ({**_ZH, **_PRESS, "type": "book", "container-title": "全集", "volume": "3"}, "甲. 全集：第3卷 题[M]. 北京：某社，2020."),
    ({**_ZH, **_PRESS, "type": "book", "issued": "1865（清同治四年）", "edition": "刻本"}, "甲. 题[M]. 刻本. 北京：某社，1865（清同治四年）."),
    ({**_ZH, **_PRESS, "type": "book", "issued": "1936?"}, "甲. 题[M]. 北京：某社，[1936]."),
    ({**_ZH, **_PRESS, "type": "book", "edition": "第二版", "page": "第3－5页"}, "甲. 题[M]. 2 版. 北京：某社，2020：3-5."),
    ({**_EN, **_PRESS, "type": "book", "edition": "Twelfth edition"}, "Doe J A. Title[M]. 12th ed. 北京：某社，2020."),
    ({**_ZH, **_PRESS, "type": "chapter", "container-title": "集", "editor": [{"literal": "乙"}], "translator": [{"literal": "丙"}], "page": "扉页"}, "甲. 题[M]. 丙，译//乙. 集. 北京：某社，2020：扉页."),
    ({**_ZH, **_PRESS, "type": "chapter", "author": [], "container-title": "集", "editor": [{"literal": "乙"}]}, "题[M]//乙. 集. 北京：某社，2020."),
    ({**_EN, "type": "chapter", "container-title": "Whole", "editor": [{"family": "Roe", "given": "A.", "suffix": "Jr."}], "issued": "2001"}, "Doe J A. Title[M]//Roe A Jr. Whole. 2001."),
    ({**_ZH, "type": "paper-conference", "event-title": "年会", "issued": "2022-05-01", "page": "2", "event-place": "成都"}, "甲. 题[C]//年会，2022：2."),
    ({**_ZH, **_PRESS, "type": "paper-conference", "event-title": "年会", "page": "2"}, "甲. 题[C]//年会. 北京：某社，2020：2."),
    ({**_ZH, "type": "article-journal", "container-title": "学报", "issued": "2024-05-09", "URL": "https://example.org/x"}, "甲. 题[J/OL]. 学报，2024-05-09. https://example.org/x."),
    ({**_ZH, "type": "article-journal", "container-title": "学报", "issued": "2024-05-09", "volume": "4", "number": "730570"}, "甲. 题[J]. 学报，2024，4：730570."),
    ({**_ZH, **_PRESS, "type": "periodical", "volume": "1", "issue": "2", "issued": "1984/"}, "甲. 题[J]. 1984，1（2）—. 北京：某社，1984—."),
    ({**_ZH, **_PRESS, "type": "periodical", "volume": "1984, 1(1)-", "issued": "1984/"}, "甲. 题[J]. 1984，1（1）—. 北京：某社，1984—."),
    ({**_ZH, "type": "dataset", "publisher": "某中心", "version": "2", "issued": "2023-09-10", "accessed": "2025-07-15", "URL": "https://example.org/d"}, "甲. 题[DS/OL]. V2. 某中心（2023-09-10）[2025-07-15]. https://example.org/d."),
    ({**_ZH, "type": "article", "publisher": "某平台", "issued": "2023-03-03", "accessed": "2024-09-30", "URL": "https://example.org/p", "note": "CSTR: 1.2.V1"}, "甲. 题[PP/OL]. 某平台（2023-03-03）[2024-09-30]. https://example.org/p. CSTR:1.2.V1."),
    ({**_ZH, "author": [], "type": "motion_picture", "director": [{"literal": "乙"}], "issued": "2022-10-26", "accessed": "2023-05-02", "URL": "https://example.org/v"}, "乙. 题[EB/OL]. （2022-10-26）[2023-05-02]. https://example.org/v."),
    ({**_ZH, "type": "patent", "number": "CN1A", "call-number": "CN2.3", "issued": "2013-03-27"}, "甲. 题：CN2.3[P]. 2013-03-27."),
    ({**_ZH, "type": "patent", "number": "2.3", "jurisdiction": "中国", "issued": "2013-03-27"}, "甲. 题：2.3[P]. 中国，2013-03-27."),
    ({**_ZH, "type": "personal_communication", "archive": "某馆", "archive-place": "武汉", "archive_location": "LS-1", "issued": "1931-11-07"}, "甲. 题：LS-1[A]. 武汉：某馆，1931-11-07."),
    ({**_ZH, **_PRESS, "type": "map", "scale": "1:25000", "dimensions": "128cm×84cm", "volume": "第2册"}, "甲. 题：第2册. 1:25000[CM]. 北京：某社，2020. 128cm×84cm."),
    ({**_EN, "type": "article-journal", "container-title": "J", "issued": "2023", "volume": "12", "page": "123-9", "DOI": "10.1000/abc", "URL": "https://doi.org/10.1000/ABC"}, "Doe J A. Title[J/OL]. J，2023，12：123-9. https://doi.org/10.1000/ABC."),
    ({**_ZH, "type": "standard", "author": [{"literal": "某会"}]}, "某会. 题[S]."),
]  # fmt: skip


def test_entries_of_each_kind_are_described_by_their_elements() -> None:
    items = [{**item, "id": f"k{number}"} for number, (item, _) in enumerate(_CASES)]
    tree = rendered("\n\n".join(f"[@{item['id']}]" for item in items), items, "gbt7714-2025-numeric")
    found = [without_backlinks(entry) for entry in tree.xpath("//div[contains(@class,'csl-entry')]")]
    assert found == [printed for _, printed in _CASES]
