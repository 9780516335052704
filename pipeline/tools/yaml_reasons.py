"""Knows how the words in which ruamel.yaml refuses a text become ours; must not know YAML itself."""

from __future__ import annotations

import re

from pipeline.core.failures import quoted
from pipeline.core.reasons import Reason

# What its scanner and parser say, by the likeliest meaning; groups are blanks of the wording.
_WORDINGS = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        ("mapping values are not allowed here", "yaml_colon_here"),
        ("sequence entries are not allowed here", "yaml_item_here"),
        ("mapping keys are not allowed here", "yaml_key_here"),
        ("could not find expected ':'", "yaml_colon_missing"),
        (r"found character '\\t' that cannot start any token", "yaml_tab"),
        ("found character '(?P<character>.+)' that cannot start any token", "yaml_first_character"),
        ("expected <block end>, but found", "yaml_indent"),
        (r"expected ',' or '[\]}]+', but got", "yaml_bracket"),
        ("found unexpected end of stream|found unexpected document separator", "yaml_quote"),
        ("found undefined alias '(?P<name>.+)'", "yaml_alias"),
        ("expected alphabetic or numeric character, but found", "yaml_name"),
        (r"found unknown escape character '\\*(?P<character>.+)'", "yaml_escape"),
        ("expected escape sequence of", "yaml_escape_digits"),
        ("expected the node content, but found", "yaml_value_missing"),
        ("expected chomping or indentation indicators", "yaml_block_mark"),
        ("found another document", "yaml_documents"),
        ("special characters are not allowed", "yaml_control_character"),
    )
)


def worded(words: str) -> Reason:
    """A fault of YAML in our words; in those of ruamel.yaml where we have none."""
    for pattern, name in _WORDINGS:
        if found := pattern.search(words):
            return Reason(name, **found.groupdict())
    return quoted("ruamel.yaml", words)
