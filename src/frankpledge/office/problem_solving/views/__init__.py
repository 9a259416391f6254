"""Pages of problem files. One call in, one page out."""
