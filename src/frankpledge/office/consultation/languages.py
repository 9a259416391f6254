"""Languages in which a questionnaire can be offered: how they are called here, and by those who speak them."""

from __future__ import annotations

import re

NAMES = {
    "ar": ("Arabic", "العربية"),
    "bg": ("Bulgarian", "Български"),
    "bn": ("Bengali", "বাংলা"),
    "cs": ("Czech", "Čeština"),
    "cy": ("Welsh", "Cymraeg"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "Ελληνικά"),
    "en": ("English", "English"),
    "es": ("Spanish", "Español"),
    "fa": ("Persian", "فارسی"),
    "fr": ("French", "Français"),
    "ga": ("Irish", "Gaeilge"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "hi": ("Hindi", "हिन्दी"),
    "hu": ("Hungarian", "Magyar"),
    "it": ("Italian", "Italiano"),
    "ku": ("Kurdish", "Kurdî"),
    "lt": ("Lithuanian", "Lietuvių"),
    "lv": ("Latvian", "Latviešu"),
    "ml": ("Malayalam", "മലയാളം"),
    "ne": ("Nepali", "नेपाली"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pl": ("Polish", "Polski"),
    "ps": ("Pashto", "پښتو"),
    "pt": ("Portuguese", "Português"),
    "ro": ("Romanian", "Română"),
    "ru": ("Russian", "Русский"),
    "sk": ("Slovak", "Slovenčina"),
    "so": ("Somali", "Soomaali"),
    "sq": ("Albanian", "Shqip"),
    "ta": ("Tamil", "தமிழ்"),
    "te": ("Telugu", "తెలుగు"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "Українська"),
    "ur": ("Urdu", "اردو"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "zh-hans": ("Chinese, simplified", "简体中文"),
    "zh-hant": ("Chinese, traditional", "繁體中文"),
}
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?")


def is_code(code: str) -> bool:
    """Whether this can be the code of a language: "cy", "zh-hans"."""
    return CODE.fullmatch(code) is not None and len(code) <= 8


def english_name(code: str) -> str:
    """ "Welsh" for "cy"; the code itself where we know no name."""
    return NAMES.get(code, (code, code))[0]


def own_name(code: str) -> str:
    """ "Cymraeg" for "cy", as its speakers look for it; the code itself where we know no name."""
    return NAMES.get(code, (code, code))[1]
