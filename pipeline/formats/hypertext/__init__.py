"""What HTML, EPUB and PDF share: the body as XHTML, its outline, its fonts."""
