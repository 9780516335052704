"""Knows the JSON Schemas that editors complete from; they are generated, never written by hand."""

from __future__ import annotations

from pipeline.figures import kinds
from pipeline.reading.frontmatter import FrontMatter
from pipeline.settings import SettingsField
from pipeline.tables import definition as tables

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(part: str) -> dict[str, object]:
    """The schema of `front-matter`, `figure`, `table` or `settings`."""
    made = {
        "front-matter": FrontMatter.model_json_schema,
        "figure": kinds.json_schema,
        "table": tables.json_schema,
        "settings": SettingsField.model_json_schema,
    }
    return {"$schema": DIALECT, **made[part]()}
