"""Knows by name which elements, attributes and properties a still SVG may hold (SVG 2, "secure static mode"); must not
know how they are looked for."""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    """svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop clipPath mask pattern marker style"""
)
UNWRAPPED = frozenset(["a", "switch"])
"""Elements of which the content is kept: a link leads nowhere in a picture, of a switch one branch is shown."""
SILENT_ELEMENTS = frozenset(["metadata"])
UNSHOWN = frozenset(["metadata", "script", "style", "title", "desc", "head", "template", "noscript"])
"""Elements of which no reader sees the text."""
SILENT_NAMESPACES = (
    "http://www.inkscape.org/",
    "http://inkscape.sourceforge.net/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://ns.adobe.com/",
    "http://www.bohemiancoding.com/sketch/",
    "http://www.figma.com/",
    "http://www.serif.com/",
    "https://boxy-svg.com",
    "http://vectornator.io",
    "http://schemas.microsoft.com/visio/",
    "http://www.openoffice.org/",
    "http://xml.openoffice.org/",
    "http://krita.org/",
    "http://svgjs.",
    "https://svgjs.",
)
"""What drawing programs note for themselves; it shows nothing and is dropped without a word."""

PROPERTIES = _names(
    """alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-rendering direction
    display dominant-baseline fill fill-opacity fill-rule font font-family font-feature-settings font-kerning
    font-size font-size-adjust font-stretch font-style font-variant font-variant-caps font-variant-east-asian
    font-variant-ligatures font-variant-numeric font-variant-position font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering isolation letter-spacing line-height marker marker-end marker-mid
    marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-decoration-color
    text-decoration-line text-decoration-style text-indent text-orientation text-rendering text-transform
    unicode-bidi vector-effect visibility white-space word-spacing writing-mode"""
)
"""Properties in style sheets and `style`, and as attributes."""
SILENT_PROPERTIES = ("-inkscape-", "-webkit-", "-moz-", "-ms-", "-o-", "enable-background", "cursor", "solid-", "mso-")
"""How the names of properties begin that no still picture shows."""
FUNCTIONS = _names(
    """rgb rgba hsl hsla hwb lab lch oklab oklch color calc min max matrix translate translatex translatey scale
    scalex scaley rotate skewx skewy url"""
)

LENGTHS = _names(
    """x1 y1 x2 y2 cx cy r rx ry fx fy fr width height refX refY markerWidth markerHeight startOffset textLength
    pathLength offset font-size stroke-width stroke-dashoffset stroke-miterlimit opacity fill-opacity
    stroke-opacity stop-opacity"""
)
"""Attributes of one number with a unit, or a word."""
LISTS = frozenset(["x", "y", "dx", "dy", "rotate", "points", "stroke-dasharray"])
"""Attributes that are lists of numbers."""
OTHER_ATTRIBUTES = _names(
    """id class lang role version d viewBox href style type media transform gradientTransform patternTransform
    gradientUnits spreadMethod patternUnits patternContentUnits clipPathUnits maskUnits maskContentUnits
    markerUnits orient preserveAspectRatio lengthAdjust method side spacing space aria-label aria-labelledby
    aria-describedby aria-hidden aria-roledescription"""
)
ATTRIBUTES = PROPERTIES | LENGTHS | LISTS | OTHER_ATTRIBUTES
TRANSFORMS = frozenset(["transform", "gradientTransform", "patternTransform"])
SILENT_ATTRIBUTES = _names(
    """baseProfile contentScriptType contentStyleType enable-background cursor tabindex focusable systemLanguage
    requiredFeatures requiredExtensions zoomAndPan title target rel color-profile externalResourcesRequired name"""
)
"""Attributes that no still picture shows, as `data-…` and those of drawing programs."""
