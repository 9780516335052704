"""Bibliography entries as CSL items: what each type needs, and how the ways of other programs are made plain."""
