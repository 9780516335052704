"""Knows the kinds of words in code that pandoc tells apart, and as which of our classes each is shown; must not know
formats."""

from __future__ import annotations

# Our class, and pandoc's classes in HTML with its character styles in Word, which are skylighting's token types.
_ROWS: dict[str, dict[str, str]] = {
    "code-keyword": {
        "kw": "Keyword", "cf": "ControlFlow", "im": "Import", "pp": "Preprocessor", "at": "Attribute", "va": "Variable",
    },
    "code-string": {
        "st": "String", "ch": "Char", "ss": "SpecialString", "vs": "VerbatimString", "sc": "SpecialChar",
    },
    "code-number": {"dv": "DecVal", "bn": "BaseN", "fl": "Float", "cn": "Constant"},
    "code-comment": {
        "co": "Comment", "do": "Documentation", "an": "Annotation", "cv": "CommentVar", "in": "Information",
        "wa": "Warning",
    },
    "code-name": {"fu": "Function", "dt": "DataType", "bu": "BuiltIn", "ex": "Extension"},
}  # fmt: skip

CODE_CLASSES: dict[str, str] = {short: name for name, tokens in _ROWS.items() for short in tokens}
"""Our class of each class of pandoc's HTML."""

CODE_STYLES: dict[str, str] = {f"{long}Tok": name for name, tokens in _ROWS.items() for long in tokens.values()}
"""Our class of each character style of pandoc's Word."""
