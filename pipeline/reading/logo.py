"""Knows how the front matter names the logo, and makes a figure of it; must not know pictures."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from pipeline.core.cover import LOGO_ID
from pipeline.core.languages import Bilingual
from pipeline.core.model import FigureBlock
from pipeline.tools.schema import Strict, Text
from pipeline.tools.yaml import YamlData


class LogoField(Strict):
    """The logo of who issues the report, on its cover."""

    file: Annotated[str, Field(description="path inside the source folder", examples=["figures/logo.svg"])]
    alt: Annotated[Text, Field(description="what it shows, for a reader who cannot see it")]
    width: Annotated[float, Field(gt=5, le=120, description="printed width in mm")] = 40


def block_of(logo: LogoField | None, found: YamlData) -> FigureBlock | None:
    """The figure that a logo is: a picture without a caption, at its place in the front matter."""
    if logo is None:
        return None
    said = logo.alt.model_dump()
    definition = {"file": logo.file, "width": logo.width, "caption": said, "alt": said, "credit": said}
    return FigureBlock(
        id=LOGO_ID,
        kind="",
        span=found.locate(("logo",), key=True),
        caption=Bilingual(),
        alt=logo.alt.bilingual(),
        credit=Bilingual(),
        long_description="none",
        definition=json.dumps(definition, ensure_ascii=False),
        file=found.locate(("logo", "file")),
    )
