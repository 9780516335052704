"""Knows how the words in which libxml2 refuses a text become ours; must not know what the text is for."""

from __future__ import annotations

from pipeline.core.failures import Phrases

XML = Phrases(
    "XML",
    (
        (r"Opening and ending tag mismatch: (?P<name>\S+)", "xml_tag_mismatch"),
        (r"Premature end|not found.*EndTag|EndTag: '</' not found|Couldn't find end", "xml_not_closed"),
        ("Start tag expected|Document is empty", "xml_no_markup"),
        ("Extra content at the end|allowed only at the start", "xml_extra"),
        ("EntityRef: |xmlParseEntityRef|CharRef", "xml_ampersand"),
        ("Entity '(?P<name>[^']*)' not defined", "xml_entity"),
        ("[Nn]amespace prefix (?P<name>[^ ]+)", "xml_prefix"),
        ("Attribute (?P<name>.+) redefined", "xml_attribute_twice"),
        ("AttValue|[Aa]ttributes construct|value for attribute|attributes values", "xml_attribute"),
        ("invalid element name|invalid Char|[Ii]nvalid|xmlParse", "xml_character"),
        ("encod|UTF-8", "xml_encoding"),
        ("[Ee]xcessive|[Hh]uge|too long|too deep|loop", "xml_too_much"),
    ),
)
