"""Flesch–Kincaid grade of a text, by counting vowel groups; for tests of our own wording."""

import re


def syllables(word):
    """Vowel groups, less a silent final e; figures count as one word of two syllables."""
    if not word[0].isalpha():
        return 2
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(count, 1)


def grade(text):
    """0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others 1975)."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text.strip()) if s]
    words = re.findall(r"[A-Za-z]+(?:['’][a-z]+)?|[0-9][0-9,.]*", text)
    total = sum(syllables(w) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59
