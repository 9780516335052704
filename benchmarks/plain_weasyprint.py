"""The peer: WeasyPrint alone, imported and run on one HTML file and one CSS file."""

from __future__ import annotations

import sys
from pathlib import Path


def main(html: str, css: str, out: str, tags: str = "") -> None:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(filename=css, font_config=fonts)
    variant = {} if tags == "untagged" else {"pdf_variant": "pdf/ua-1"}
    Path(out).write_bytes(weasyprint.HTML(filename=html).write_pdf(stylesheets=[sheet], font_config=fonts, **variant))


if __name__ == "__main__":
    main(*sys.argv[1:])
