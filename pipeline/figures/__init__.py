"""The figure workshop: schemas, text measurement, layout per kind, SVG; must not know Markdown, pandoc or output
formats."""
