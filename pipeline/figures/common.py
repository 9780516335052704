"""Knows what the definition of every figure has; must not know any one kind."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.tools.schema import Strict, Text

Name = Annotated[str, Field(pattern=r"^[\w-]+$")]
Labels = Literal["zh", "en", "both"]


class Figure(Strict):
    """What every figure says of itself, beside the `kind` that tells its class from others."""

    caption: Text
    alt: Annotated[
        Text, Field(description="what a reader who cannot see the figure needs to know, in a sentence or two")
    ]
    credit: Text
    description: Annotated[Text | None, Field(description="replaces the long description made from the data")] = None
    labels: Annotated[Labels, Field(description="languages of the labels in the drawing")] = "both"
