"""The look: tokens, style sheets, fonts and the Word reference document, all made from `styles/tokens.toml`."""
