"""The editors' loop: a proof goes out, what comes back is brought into the source, and it is proved that nothing was
lost."""
