"""In which language was this written? Only as a hint for people: who reads it, and who translates it.

See docs/methods/language.md. An answer is called foreign only when two things agree: the statistics of its letters
(py3langid) and small words of that language that are in it. In doubt the answer is "", not a guess.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from frankpledge.evidence.text.groups import words_of
from frankpledge.evidence.text.language_words import ENGLISH, OTHERS
from frankpledge.evidence.text.name_lists import is_ordinary

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

METHOD_VERSION = "language-1"
UNSURE = ""
LEAST_WORDS = 3
LEAST_LETTERS_WITHOUT_SPACES = 6  # Chinese, Japanese and Thai do not part words
LEAST_CONFIDENCE = 0.6
LEAST_SMALL_WORDS = 2
HIGH_CONFIDENCE = 0.8
ENGLISH_SHARE = 0.25  # of the words: small words alone make up about half of English
# Of the words are in an English dictionary: at least, at least, at most.
PLAIN_SHARE, KNOWN_SHARE, STRANGE_SHARE = 0.85, 0.7, 0.35

LANGUAGES: Mapping[str, str] = {
    "en": "English", "cy": "Welsh", "ga": "Irish", "gd": "Scottish Gaelic", "pl": "Polish", "ro": "Romanian",
    "lt": "Lithuanian", "lv": "Latvian", "pt": "Portuguese", "es": "Spanish", "fr": "French", "it": "Italian",
    "de": "German", "nl": "Dutch", "hu": "Hungarian", "cs": "Czech", "sk": "Slovak", "sq": "Albanian",
    "hr": "Croatian", "tr": "Turkish", "so": "Somali", "sw": "Swahili", "vi": "Vietnamese", "tl": "Tagalog",
    "bg": "Bulgarian", "ru": "Russian", "uk": "Ukrainian", "el": "Greek", "he": "Hebrew", "am": "Amharic",
    "ar": "Arabic", "ur": "Urdu", "fa": "Persian", "ps": "Pashto", "ku": "Kurdish", "bn": "Bengali",
    "gu": "Gujarati", "pa": "Punjabi", "hi": "Hindi", "ne": "Nepali", "ta": "Tamil", "te": "Telugu",
    "ml": "Malayalam", "si": "Sinhala", "th": "Thai", "zh": "Chinese", "ja": "Japanese", "ko": "Korean",
}  # fmt: skip
"""The languages that are told apart, by their ISO 639-1 codes: those that local offices in Britain meet."""

# Which of them are written in which letters. A script that only one of them uses settles the matter.
_SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Greek", "\u0370-\u03ff", ("el",)),
    ("Cyrillic", "\u0400-\u04ff", ("bg", "ru", "uk")),
    ("Hebrew", "\u0590-\u05ff", ("he",)),
    ("Arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "ur", "fa", "ps", "ku")),
    ("Devanagari", "\u0900-\u097f", ("hi", "ne")),
    ("Bengali", "\u0980-\u09ff", ("bn",)),
    ("Gurmukhi", "\u0a00-\u0a7f", ("pa",)),
    ("Gujarati", "\u0a80-\u0aff", ("gu",)),
    ("Tamil", "\u0b80-\u0bff", ("ta",)),
    ("Telugu", "\u0c00-\u0c7f", ("te",)),
    ("Malayalam", "\u0d00-\u0d7f", ("ml",)),
    ("Sinhala", "\u0d80-\u0dff", ("si",)),
    ("Thai", "\u0e00-\u0e7f", ("th",)),
    ("Hangul", "\uac00-\ud7af\u1100-\u11ff", ("ko",)),
    ("Kana", "\u3040-\u30ff", ("ja",)),
    ("Han", "\u4e00-\u9fff\u3400-\u4dbf", ("zh",)),
    ("Ethiopic", "\u1200-\u137f", ("am",)),
)
_OF_SCRIPT = [(re.compile(f"[{letters}]"), codes) for _name, letters, codes in _SCRIPTS]
# Letters that only one language of the Arabic script has, where the statistics know it too little.
_OWN_LETTERS = (
    ("ku", re.compile("[\u06ce\u06c6\u06b5\u0695]")),
    ("ps", re.compile("[\u067c\u0689\u0693\u0696\u069a\u06bc]")),
)
_LETTER = re.compile(r"[^\W\d_]")
_NO_WORDS = re.compile(r"\[[^\[\]]{1,60} removed\]|https?://\S+|www\.\S+|\S+@\S+")
_MOST_READ = 4_000  # characters: the language of a long letter shows in its first page


def language_of(text: str) -> str:
    """The language of a text as a code of `LANGUAGES`; "" under three words, in doubt, or when languages are mixed.

    The same text gives the same code whatever other texts there are.

    Raises:
        ModuleNotFoundError: the packages for free text (py3langid) are not installed.
    """
    said = _NO_WORDS.sub(" ", text)[:_MOST_READ]
    if said.isascii():
        words = words_of(said)
        return _in_latin_letters(said, words) if len(words) >= LEAST_WORDS else UNSURE
    letters = _LETTER.findall(said)
    others = [(len(script.findall(said)), codes) for script, codes in _OF_SCRIPT]
    most, codes = max(others, key=lambda pair: pair[0])
    if most > len(letters) / 2:
        return _in_another_script(said, most, codes, {codes: count for count, codes in others})
    words = words_of(said)
    if len(words) < LEAST_WORDS or most > len(letters) / 5:
        return UNSURE
    return _in_latin_letters(said, words)


def _in_another_script(said: str, letters: int, codes: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> str:
    if codes in {("zh",), ("ja",), ("th",)}:
        if letters < LEAST_LETTERS_WITHOUT_SPACES:
            return UNSURE
        return "ja" if codes == ("zh",) and counts[("ja",)] > 0 else codes[0]
    if len(words_of(said)) < LEAST_WORDS and len(said.split()) < LEAST_WORDS:
        return UNSURE
    if len(codes) == 1:
        return codes[0]
    for code, letters_of_its_own in _OWN_LETTERS:
        if code in codes and len(letters_of_its_own.findall(said)) > 1:
            return code
    code, confidence = _by_letters(said, codes)
    return code if confidence >= LEAST_CONFIDENCE else UNSURE


def _in_latin_letters(said: str, words: list[str]) -> str:
    english = sum(word in ENGLISH for word in words) / len(words)
    known = sum(is_ordinary(word) for word in words) / len(words)
    if english >= ENGLISH_SHARE and known >= PLAIN_SHARE:
        return "en"  # without asking the statistics, which takes twenty times as long
    code, confidence = _by_letters(said, _LATIN)
    small = 0 if code == "en" else _small_words(words, code)
    if english >= ENGLISH_SHARE or (known >= KNOWN_SHARE and small < LEAST_SMALL_WORDS):
        return UNSURE if small else "en"
    if code == "en":
        return "en" if english > 0 or known >= KNOWN_SHARE else UNSURE
    settled = small >= LEAST_SMALL_WORDS and confidence >= LEAST_CONFIDENCE
    settled |= small > 0 and confidence >= HIGH_CONFIDENCE and known <= STRANGE_SHARE
    return code if settled else UNSURE


def _small_words(words: list[str], code: str) -> int:
    return sum(word in OTHERS.get(code, frozenset()) and word not in ENGLISH for word in words)


_LATIN = tuple(code for code in LANGUAGES if not any(code in codes for _, codes in _OF_SCRIPT))


@lru_cache(maxsize=16)
def _identifier(codes: tuple[str, ...]) -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(codes)
    return identifier


@lru_cache(maxsize=4096)
def _by_letters(said: str, codes: tuple[str, ...]) -> tuple[str, float]:
    code, confidence = _identifier(codes).classify(said)
    return str(code), float(confidence)
