"""Knows where a redirect may not lead a link that is rewritten, and what a page says that is none; must not ask for
pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.tools import webpage

# Pages that ask who a reader is, or for consent, before they show anything.
_GATE = re.compile(
    r"(?:^|[/._?&=-])(?:log[-_]?in|sign[-_]?in|sso|oauth2?|saml|cas|passport|consent|cookie-?wall|captcha|verify|"
    r"challenge|"
    r"authorize|register|age-?check)(?:$|[/._?&=-])",
    re.I,
)
_SESSION = re.compile(
    r"(?:^|[?&;])(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|sid|sessionid|session|session_id|token|ticket)=",
    re.I,
)
_INDEX = re.compile(r"/?(?:index|default|home)?(?:\.\w{2,5})?/?", re.I)
_LANGUAGE = re.compile(r"/?[a-z]{2}(?:[-_][a-z]{2,4})?/?", re.I)
_LOST = re.compile(
    r"^\W*(?:error\W*)?(?:404|410)\b|\b(?:page|file|document|article)\W+(?:was\W+|is\W+|could\W+|can\W+)?"
    r"(?:not|no longer|cannot be)\W+(?:be\W+)?(?:found|available|exist)|^\W*not found\W*$|"
    r"页面(?:未找到|不存在|找不到)|(?:找不到|未找到|没有找到)(?:该|此|您)?(?:[^，。]{0,8})(?:页面|网页|文章|内容)|"
    r"(?:文章|内容|网页)(?:不存在|已删除|已被删除)",
    re.I,
)
_HEADED = re.compile(r"<(?:title|h1)\b", re.I)
_REFRESH = re.compile(r"\s*\d{1,2}(?:\.\d+)?\s*[;,]\s*url\s*=\s*[\"']?([^\"'>]+)", re.I)


def is_home(url: str) -> bool:
    """Whether an address is the first page of its host."""
    parts = urlsplit(url)
    return _INDEX.fullmatch(parts.path) is not None and not parts.query and not parts.fragment


def is_deep(url: str) -> bool:
    """Whether an address is that of one page, not of a host or of a host in a language."""
    parts = urlsplit(url)
    return bool(parts.query) or not (_INDEX.fullmatch(parts.path) or _LANGUAGE.fullmatch(parts.path))


def is_gate(url: str) -> bool:
    """Whether a page asks readers who they are, or for consent."""
    parts = urlsplit(url)
    return _GATE.search(parts.hostname or "") is not None or _GATE.search(parts.path) is not None


def has_session(url: str) -> bool:
    """Whether an address holds a session, which is somebody's and ends."""
    parts = urlsplit(url)
    return _SESSION.search(f"?{parts.query}") is not None or _SESSION.search(parts.path) is not None


def is_lost(text: str) -> bool:
    """Whether a page that a server calls sound says in its title or first heading that there is none."""
    return bool(_HEADED.search(text)) and any(_LOST.search(words) for words in webpage.headings(text))


def refresh(text: str) -> str:
    """Where a page sends its readers at once; empty where it does not."""
    found = _REFRESH.match(webpage.refresh(text))
    return found[1].strip() if found else ""
