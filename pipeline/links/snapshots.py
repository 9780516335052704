"""Knows how an archive is asked for a snapshot of a dead page; must not judge links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

from pipeline.links.addresses import is_public
from pipeline.links.checker import RequestSettings
from pipeline.links.following import answer_of
from pipeline.tools.web import Web

MAX = 40


def snapshots(request_settings: RequestSettings, base: str, dead: Mapping[str, str]) -> dict[str, str]:
    """The address of an archived snapshot by dead address, the one nearest to the date it was read on (ISO, or empty).

    `base` is that of https://archive.org/help/wayback_api.php, or of another that answers alike. Nothing is said
    where it fails.
    """
    found: dict[str, str] = {}
    with Web[str](request_settings.agent, is_public, request_settings.allowed, request_settings.seconds) as web:
        for url, accessed in list(dead.items())[:MAX]:
            wanted = {"url": url, **({"timestamp": accessed.replace("-", "")} if accessed else {})}
            answer = answer_of(web, f"{base}?{urlencode(wanted)}")
            with suppress(ValueError, KeyError, TypeError):
                closest = json.loads(answer.body)["archived_snapshots"]["closest"]
                if str(closest["url"]).startswith(("http://", "https://")):
                    found[url] = str(closest["url"])
    return found
