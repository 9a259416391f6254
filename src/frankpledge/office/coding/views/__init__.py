"""Views: one call in, one page out."""
