"""Knows where a redirect may not lead a link that is rewritten, and what a page says that is none; must not ask for
pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.tools import webpage

# Patterns are compiled when they are first asked for: most links need none of them.
# Pages that ask who a reader is, or for consent, before they show anything.
_GATE = (
    r"(?i)(?:^|[/._?&=-])(?:log[-_]?in|sign[-_]?in|sso|oauth2?|saml|cas|passport|consent|cookie-?wall|captcha|verify|"
    r"challenge|"
    r"authorize|register|age-?check)(?:$|[/._?&=-])"
)
_SESSION = (
    r"(?i)(?:^|[?&;])"
    r"(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|sid|sessionid|session|session_id|token|ticket)="
)
_INDEX = r"(?i)/?(?:index|default|home)?(?:\.\w{2,5})?/?"
_LANGUAGE = r"(?i)/?[a-z]{2}(?:[-_][a-z]{2,4})?/?"
_LOST = (
    r"(?i)^\W*(?:error\W*)?(?:404|410)\b|\b(?:page|file|document|article)\W+(?:was\W+|is\W+|could\W+|can\W+)?"
    r"(?:not|no longer|cannot be)\W+(?:be\W+)?(?:found|available|exist)|^\W*not found\W*$|"
    r"页面(?:未找到|不存在|找不到)|(?:找不到|未找到|没有找到)(?:该|此|您)?(?:[^，。]{0,8})(?:页面|网页|文章|内容)|"
    r"(?:文章|内容|网页)(?:不存在|已删除|已被删除)"
)
_HEADED = r"(?i)<(?:title|h1)\b"
_REFRESH = r"(?i)\s*\d{1,2}(?:\.\d+)?\s*[;,]\s*url\s*=\s*[\"']?([^\"'>]+)"


def is_home(url: str) -> bool:
    """Whether an address is the first page of its host."""
    parts = urlsplit(url)
    return re.fullmatch(_INDEX, parts.path) is not None and not parts.query and not parts.fragment


def is_deep(url: str) -> bool:
    """Whether an address is that of one page, not of a host or of a host in a language."""
    parts = urlsplit(url)
    return bool(parts.query) or not (re.fullmatch(_INDEX, parts.path) or re.fullmatch(_LANGUAGE, parts.path))


def is_gate(url: str) -> bool:
    """Whether a page asks readers who they are, or for consent."""
    parts = urlsplit(url)
    return re.search(_GATE, parts.hostname or "") is not None or re.search(_GATE, parts.path) is not None


def has_session(url: str) -> bool:
    """Whether an address holds a session, which is somebody's and ends."""
    parts = urlsplit(url)
    return re.search(_SESSION, f"?{parts.query}") is not None or re.search(_SESSION, parts.path) is not None


def is_lost(text: str) -> bool:
    """Whether a page that a server calls sound says in its title or first heading that there is none."""
    return bool(re.search(_HEADED, text)) and any(re.search(_LOST, words) for words in webpage.headings(text))


def refresh(text: str) -> str:
    """Where a page sends its readers at once; empty where it does not."""
    found = re.match(_REFRESH, webpage.refresh(text))
    return found[1].strip() if found else ""
