"""Equality questions: optional, last, in harmonised wording, and kept apart from the answers."""
