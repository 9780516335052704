"""Knows how the words in which ruamel.yaml refuses a text become ours; must not know YAML itself."""

from __future__ import annotations

from pipeline.core.failures import Phrases

# What its scanner and parser say, by the likeliest meaning; groups are blanks of the wording.
PHRASES = Phrases(
    "ruamel.yaml",
    (
        ("mapping values are not allowed here", "yaml_colon_here"),
        ("sequence entries are not allowed here", "yaml_item_here"),
        ("mapping keys are not allowed here", "yaml_key_here"),
        ("could not find expected ':'", "yaml_colon_missing"),
        (r"found character '\\t' that cannot start any token", "yaml_tab"),
        ("found character '(?P<character>.+)' that cannot start any token", "yaml_first_character"),
        ("expected <block end>, but found", "yaml_indent"),
        (r"expected ',' or '[\]}]+', but got", "yaml_bracket"),
        ("found unexpected end of stream|found unexpected document separator", "yaml_quote"),
        ("found undefined alias", "yaml_alias"),
        ("expected alphabetic or numeric character, but found", "yaml_name"),
        (r"found unknown escape character '\\*(?P<character>.+)'", "yaml_escape"),
        ("expected escape sequence of", "yaml_escape_digits"),
        ("expected the node content, but found", "yaml_value_missing"),
        ("expected chomping or indentation indicators", "yaml_block_mark"),
        ("found another document", "yaml_documents"),
        ("special characters are not allowed", "yaml_control_character"),
    ),
)
