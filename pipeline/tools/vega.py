"""Knows how a Vega-Lite specification becomes SVG, without a browser and without the network. The only importer of
vl_convert."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pipeline.core.diagnostics import tool_failed


def draw(specification: Mapping[str, Any]) -> str:
    """The SVG text of a specification that carries its own data.

    Raises:
        PipelineError: TOL103 with Vega's own words.
    """
    import vl_convert  # a V8 engine: loaded only where a chart is drawn

    try:
        # An address that nothing can have: no data is fetched, whatever the specification says.
        return str(
            vl_convert.vegalite_to_svg(
                dict(specification), vl_version="5.21", allowed_base_urls=["https://no-address.invalid/"]
            )
        )
    except ValueError as error:
        raise tool_failed("TOL103", tool="Vega-Lite", reason=str(error).split("\n")[0]) from error


def is_running() -> bool:
    """Whether the engine has been loaded into this process; its threads do not survive a fork."""
    return "vl_convert" in sys.modules


def warm_up() -> None:
    """Start the engine on the smallest chart."""
    draw({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}})
