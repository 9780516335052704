"""Knows the order of a list by author and date: scripts first, then sounds or strokes (GB/T 7714-2025, 10.2); must not
know marks or styles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.bibliography import dates
from pipeline.bibliography.shapes import names_of
from pipeline.core.languages import is_japanese
from pipeline.core.scripts import HAN
from pipeline.tools import collation, pinyin, strokes

# Surnames that sound otherwise than their characters mostly do.
_SURNAMES = {
    "曾": "zeng1", "仇": "qiu2", "解": "xie4", "单": "shan4", "查": "zha1", "翟": "zhai2", "覃": "qin2", "盖": "ge3",
    "任": "ren2", "沈": "shen3", "万": "wan4", "朴": "piao2", "区": "ou1", "繁": "po2", "种": "chong2", "乐": "yue4",
    "缪": "miao4", "宁": "ning4", "冼": "xian3", "洗": "xian3", "牟": "mu4", "折": "she2", "员": "yun4", "黑": "he4",
    "秘": "bi4", "祭": "zhai4", "褚": "chu3", "谌": "chen2", "车": "che1", "召": "shao4", "盛": "sheng4", "石": "shi2",
    "隗": "wei3", "过": "guo1", "哈": "ha3", "薄": "bo2", "卜": "bu3", "佴": "nai4", "都": "du1", "宓": "fu2",
    "尉": "wei4", "宿": "su4", "应": "ying1", "於": "yu1", "干": "gan1", "葛": "ge3", "华": "hua4", "郇": "xun2",
    "郗": "xi1", "么": "yao1", "相": "xiang4", "燕": "yan1", "占": "zhan1", "撒": "sa4", "莘": "shen1", "冯": "feng2",
    "柏": "bai3", "贾": "jia3", "夏": "xia4", "句": "gou1", "能": "nai4", "殷": "yin1", "贲": "ben1", "费": "fei4",
    "谷": "gu3", "臧": "zang1", "藏": "zang1", "朝": "chao2", "乜": "nie4", "阙": "que1", "訾": "zi1", "长": "zhang3",
    "教": "jiao4", "晟": "cheng2", "逄": "pang2", "尉迟": "yu4,chi2", "单于": "chan2,yu2", "万俟": "mo4,qi2",
    "澹台": "tan2,tai2", "长孙": "zhang3,sun1", "令狐": "ling2,hu2", "亓官": "qi2,guan1", "鲜于": "xian1,yu2",
    "宰父": "zai3,fu3", "皇甫": "huang2,fu3", "夏侯": "xia4,hou2", "濮阳": "pu2,yang2", "乐正": "yue4,zheng4",
}  # fmt: skip
_LONG_SURNAMES = re.compile(
    "(?:欧阳|司[马徒空寇]|诸葛|上官|东[方郭]|慕容|轩辕|公[孙羊冶]|端木|西门|南宫|百里|呼延|宇文|闻人|申屠|钟离|赫连|拓跋|独孤|太史|淳于"
    "|[仲颛]孙|闾丘|[梁左]丘|子车|羊舌|第五)(?=.)"
)
_BODY = re.compile("[社报部局院会所厅委司校馆组网州省市]$|中心$|大学$|公司$")

_PERSON = 4
"""How many characters the name of a person has at most."""

Key = tuple[object, ...]


def ranks(items: Sequence[Mapping[str, object]], languages: Sequence[str], *, by_strokes: bool = False) -> list[str]:
    """The place of each item in the list, as text of one length that sorts as it does; `languages` are their own.
    Chinese names stand by their sounds, or by the strokes of their characters."""
    leads = [_leads(item) for item in items]
    written = "".join(part for lead in leads for name in lead for part in name) if by_strokes else ""
    places_of = strokes.ranks(re.findall(f"[{HAN}]", written))

    def key(number: int) -> Key:
        return *_key(items[number], leads[number], languages[number], places_of), number

    order = sorted(range(len(items)), key=key)
    places = {number: place for place, number in enumerate(order)}
    return [f"{places[number]:06d}" for number in range(len(items))]


def _leads(item: Mapping[str, object]) -> list[tuple[str, str]]:
    """The names that an item is listed by, or what stands in their place."""
    names = names_of(item, "author") or names_of(item, "editor") or names_of(item, "container-author")
    leads = [_words(name) for name in names] or [("", "佚名" if not item.get("language") else "Anon")]
    if not names and item.get("type") == "standard" and item.get("number"):
        leads = [("", str(item["number"]))]
    return leads


def _key(item: Mapping[str, object], leads: list[tuple[str, str]], language: str, places: Mapping[str, int]) -> Key:
    first = "".join(leads[0])
    script = collation.script_of(first)
    if script == collation.CHINESE and is_japanese(language):
        script = collation.JAPANESE
    if places and script == collation.CHINESE:
        listed = tuple(_strokes(family + rest, places) for family, rest in leads)
    else:
        listed = tuple(_sounds(family, is_name=True) + _sounds(rest, is_name=False) for family, rest in leads)
    return script, listed, dates.year_of(dates.read(item.get("issued")))


def _words(name: Mapping[str, object]) -> tuple[str, str]:
    """A name as the part that it is sorted by first, and the rest."""
    if literal := str(name.get("literal") or ""):
        return literal, ""
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    return family or str(name.get("given") or ""), str(name.get("given") or "") if family else ""


def _strokes(text: str, places: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """The text character by character, Chinese ones by their places, which stand before others."""
    return tuple((f"{places[letter]:06d}", "") if letter in places else ("~", letter) for letter in text)


def _sounds(text: str, *, is_name: bool) -> tuple[tuple[str, str], ...]:
    """The text as syllables and words that sort by their letters first, then by tones and characters."""
    if not re.search(f"[{HAN}]", text):
        return tuple((collation.folded(word), "") for word in text.split())
    surname, given = _parted(text) if is_name else ("", text)
    return collation.spoken([*_said(surname), *pinyin.syllables(given)])


def filed(name: str, own: str = "") -> str:
    """A name as its bearer has it filed (`own`); else a Chinese one as catalogues in Latin letters have it, `Zeng
    Guofan`, of a body the sound of each character, and nothing where no character is Chinese."""
    if own or not re.search(f"[{HAN}]", name):
        return own
    name = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", name)
    surname, given = _parted(name)
    if not surname and len(name) <= _PERSON and re.fullmatch(f"[{HAN}]+", name) and not _BODY.search(name):
        length = 2 if _LONG_SURNAMES.match(name) else 1
        surname, given = name[:length], name[length:]
    parts = [[one.rstrip("12345") for one in read] for read in (_said(surname), pinyin.syllables(given))]
    return (
        " ".join("".join(part).capitalize() for part in parts if part) if surname else " ".join(parts[1]).capitalize()
    )


def _parted(name: str) -> tuple[str, str]:
    """A name with its surname apart, where that sounds otherwise than its characters mostly do."""
    if len(name) > _PERSON or _BODY.search(name):
        return "", name
    surname = next((name[:size] for size in (2, 1) if name[:size] in _SURNAMES), "")
    return surname, name[len(surname) :]


def _said(surname: str) -> list[str]:
    return _SURNAMES[surname].split(",") if surname in _SURNAMES else pinyin.syllables(surname)
