"""Knows the JSON Schemas that editors complete from; they are generated, never written by hand."""

from __future__ import annotations

from typing import Any

from pipeline.figures import definition
from pipeline.project import SettingsField
from pipeline.reading.frontmatter import FrontMatter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(part: str) -> dict[str, Any]:
    """The schema of `front-matter`, `figure` or `settings`."""
    made = {"front-matter": FrontMatter.model_json_schema, "figure": definition.json_schema, "settings": SettingsField.model_json_schema}[
        part
    ]()
    return {"$schema": DIALECT, **made}
