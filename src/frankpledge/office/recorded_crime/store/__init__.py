"""From the bytes of street files to typed, sorted rows and cells: the fast way, and the judge's way."""
