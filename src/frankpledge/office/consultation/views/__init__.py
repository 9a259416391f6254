"""Speaking HTTP: one call in, one page out."""
