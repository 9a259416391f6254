"""The table of direct identifiers that `redact.py` removes: one row for each way of writing each kind.

Kept apart so that it can be read, and argued about, by somebody who does not program. Every quantifier is
bounded, so that no answer, however odd, can make the search slow.
"""

import re
from dataclasses import dataclass

from frankpledge.evidence.text import shapes
from frankpledge.evidence.text.shapes import (
    DASH,
    DATE,
    DATED_LOG,
    FLAT,
    FULL_NAME,
    GAP,
    LINK,
    LOWER_NAME_WORD,
    NAME_WORD,
    POSTCODE,
    RANK,
    REFERENCE,
    REFERENCE_WORD,
    STREET,
    STREET_LOWER,
    TITLE,
    Check,
    Match,
)
from frankpledge.evidence.text.words import NOT_NAMES


def _always(_match: Match) -> bool:
    return True


@dataclass(frozen=True)
class Identifier:
    """One way in which one kind of identifier is written.

    If the expression has a group called `what`, only that group is removed: words such as "my name is" stay.
    `check` may turn down a match that only looks right.
    """

    kind: str
    expression: re.Pattern[str]
    check: Check = _always

    def span(self, match: Match) -> tuple[int, int]:
        """Start and end of the part to remove."""
        return match.span("what") if "what" in self.expression.groupindex else match.span()


def _row(kind: str, expression: str, check: Check = _always, *, any_case: bool = False) -> Identifier:
    return Identifier(kind, re.compile(expression, re.IGNORECASE if any_case else 0), check)


_DOT = r" ?(?:\(dot\)|\[dot\]|\bdot\b) ?"
_ELECTRONIC = (
    _row("e-mail address", r"[\w.+'%-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[A-Za-z]{2,24}(?![\w-])"),
    _row(
        "e-mail address",
        rf"(?<![\w.])[\w+-]{{1,40}}(?:(?:\.|{_DOT})[\w+-]{{1,40}}){{0,3}} ?(?:\(at\)|\[at\]|\bat\b) ?"
        rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}(?:com|org|net|uk|gov|info|wales|cymru)(?!\w)",
        any_case=True,
    ),
    _row("web address", r"(?<!\w)(?:https?://|www\.)[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]']", any_case=True),
    _row(
        "web address",
        r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|uk|wales|cymru|io|info|me|tv)(?![\w-])"
        r"(?:/[^\s<>\"]{0,300}[\w/])?",
        any_case=True,
    ),
    _row("social media name", r"(?<![\w.@/])@[A-Za-z_][A-Za-z0-9_.]{0,28}[A-Za-z0-9_]"),
)

_NUMBERS = (
    _row("postcode", POSTCODE, shapes.is_a_postcode, any_case=True),
    _row(
        "National Insurance number",
        rf"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:{GAP}|[-.])?(?:[0-9]{{2}}(?:{GAP}|[-.])?){{3}}[A-D](?!\w)",
        any_case=True,
    ),
    _row(
        "bank or card number",
        rf"(?<!\w)[3-6][0-9]{{3}}(?:(?:{GAP}|-)?[0-9]{{4}}){{2}}(?:{GAP}|-)?[0-9]{{3,4}}(?!\w)",
        shapes.passes_luhn_check,
    ),
    _row(
        "bank or card number",
        rf"\b(?:account|acc|a/c|sort code){GAP}?{REFERENCE_WORD}?{LINK}"
        r"(?P<what>[0-9]{8}|[0-9]{2}[- ]?[0-9]{2}[- ]?[0-9]{2})(?![0-9])",
        any_case=True,
    ),
    _row(
        "date of birth",
        rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?){LINK}(?P<what>{DATE})(?!\w)",
        any_case=True,
    ),
)

_CASE = "crime|incident|case|police|log|cad|urn|occurrence|complaint|report|ref(?:erence)?"
_REFERENCES = (
    _row(
        "crime or incident reference",
        rf"\b(?:{_CASE})\b\.?{GAP}?(?:report|case|log)?{GAP}?"
        rf"{REFERENCE_WORD}(?:{GAP}?{REFERENCE_WORD})?{LINK}(?P<what>{REFERENCE})(?!\w)",
        shapes.has_enough_digits(3),
        any_case=True,
    ),
    _row(
        "crime or incident reference",
        rf"\b(?:incident|log|cad)\b{LINK}(?P<what>{DATED_LOG})(?![\w/])",
        any_case=True,
    ),
    _row(
        "crime or incident reference",
        rf"\b(?:log|cad|urn|ref|reference)\b\.?{LINK}(?P<what>{REFERENCE})(?!\w)",
        shapes.has_enough_digits(4),
        any_case=True,
    ),
    _row(
        "crime or incident reference",
        rf"\b(?:crime|incident|case|report){LINK}(?P<what>[0-9]{{6,14}}(?:/[0-9]{{2,4}})?)(?!\w)",
        any_case=True,
    ),
    _row(
        "NHS number",
        rf"\bNHS{GAP}?{REFERENCE_WORD}?{LINK}(?P<what>[0-9]{{3}}[ -]?[0-9]{{3}}[ -]?[0-9]{{4}})(?!\w)",
        any_case=True,
    ),
    _row("NHS number", r"(?<![\w+-])[1-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}(?![\w-])"),
    _row("NHS number", r"(?<![\w+])[1-9][0-9]{9}(?!\w)", shapes.passes_nhs_check),
)

_PHONES = (
    _row(
        "phone number",
        rf"(?<![\w+])(?:(?:\+|00)44(?:{GAP}|[-.]){{0,2}}(?:\(0\))?|\(?0|O(?=7))"
        r"(?:[ \t\u00a0.()\-]{0,2}[0-9]){9,10}(?![0-9])",
        shapes.is_no_date,
    ),
    _row("phone number", rf"(?<![\w+])\+[1-9][0-9]{{0,2}}(?:(?:{GAP}|[-.()]){{0,2}}[0-9]){{7,12}}(?![0-9])"),
    _row(
        "phone number",
        r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|whatsapp|ring me|call me|text me|contact me)\b\.?"
        rf"{GAP}?(?:on|at)?{GAP}?{REFERENCE_WORD}?{LINK}(?:on )?(?P<what>[0-9](?:[ \-.]?[0-9]){{4,11}})(?![0-9])",
        shapes.is_no_public_number,
        any_case=True,
    ),
    # A bare 11-digit number that is no telephone number: the two digits of the year and a running number.
    _row("crime or incident reference", r"(?<![\w+])[1-9][0-9]{10}(?!\w)"),
    _row(
        "crime or incident reference", r"(?<![\w/])(?:(?:[0-9]{2}[A-Z]{0,2}|[A-Z]{1,4})/)?[0-9]{5,8}/[0-9]{2}(?![\w/])"
    ),
)

_MARKS = (
    _row(
        "registration mark",
        r"\b(?:reg(?:istration)?|regd|number[ -]?plate|plates?|VRM|licen[cs]e plate)\b\.?"
        rf"{GAP}?(?:mark|plate)?{GAP}?{REFERENCE_WORD}?{LINK}"
        rf"(?P<what>[A-Z]{{1,3}}(?:{GAP}|-)?[0-9]{{1,4}}(?:(?:{GAP}|-)?[A-Z]{{1,3}})?"
        rf"|[0-9]{{1,4}}(?:{GAP}|-)?[A-Z]{{1,3}})(?!\w)",
        shapes.mixes_letters_and_digits,
        any_case=True,
    ),
    _row(
        "registration mark",
        rf"(?<!\w)[A-HJ-PR-Y]{{2}}[0-9]{{2}}(?:{GAP}|-)?(?P<letters>[A-HJ-PR-Z]{{3}})(?!\w)",
        shapes.letters_are_no_word,
        any_case=True,
    ),
    _row(
        "registration mark",
        rf"(?<!\w)(?P<what>(?P<first>[A-HJ-PR-Y]{{2}}){GAP}[0-9]{{2}}{GAP}(?P<letters>[A-HJ-PR-Z]{{3}}))(?!\w)",
        shapes.no_part_is_a_word,
    ),
    _row(
        "registration mark",
        rf"(?<!\w)[A-HJ-NPR-TV-Y][0-9]{{1,3}}{GAP}?(?P<letters>[A-HJ-PR-Y][A-HJ-PR-Z]{{2}})(?!\w)",
        shapes.letters_are_no_word,
    ),
    _row(
        "registration mark",
        rf"(?<!\w)(?P<letters>[A-HJ-PR-Y]{{3}}){GAP}?[0-9]{{1,3}}[A-HJ-NPRT-Y](?!\w)",
        shapes.letters_are_no_word,
    ),
)

_ADDRESSES = (
    _row(
        "address",
        rf"(?<![\w£.:/]){FLAT}(?P<house>[0-9]{{1,4}})[A-Za-z]?(?:{DASH}[0-9]{{1,4}}[A-Za-z]?)?,?{GAP}{{1,2}}"
        rf"(?P<street>(?:{NAME_WORD}\.?{GAP}{{1,2}}){{1,3}})(?:{STREET})(?!\w)",
        shapes.is_a_street,
    ),
    _row(
        "address",
        rf"(?<![\w£.:/])(?P<house>[0-9]{{1,4}})[a-z]?,?{GAP}{{1,2}}"
        rf"(?P<street>(?:[a-z][a-z'’]{{1,20}}{GAP}{{1,2}}){{1,2}})(?:{STREET_LOWER})(?!\w)",
        shapes.is_a_street,
    ),
    _row(
        "address",
        rf"\b(?i:flat|apartment|apt)\.?{GAP}?[0-9]{{1,4}}[A-Za-z]?,?{GAP}{{1,2}}(?:{NAME_WORD}{GAP}){{1,3}}"
        r"(?:House|Lodge|Tower|Point|Court|Building)(?!\w)",
    ),
    _row("address", rf"\bP\.?O\.?{GAP}?Box{GAP}[0-9]{{1,6}}(?!\w)", any_case=True),
)

_ORDINARY_WORD = "|".join(sorted(NOT_NAMES))
_NAMES = (
    _row("name", rf"(?<!\w)(?:{TITLE})\b\.?{GAP}{{1,2}}(?P<name>{FULL_NAME})", shapes.begins_like_a_name),
    _row(
        "name",
        rf"(?<!\w)(?:{RANK})\b\.?{GAP}{{1,2}}(?:[0-9]{{3,6}}{GAP})?(?P<name>{FULL_NAME})",
        shapes.begins_like_a_name,
    ),
    _row(
        "officer number",
        rf"\b(?:(?i:collar|shoulder|badge|warrant|epaulette?){GAP}(?i:number|no|num)?\b\.?{LINK}"
        rf"|(?:PC|PCSO|Sgt|SC){GAP}?)(?P<what>[A-Z]{{0,2}}[0-9]{{3,6}})(?!\w)",
    ),
    _row(
        "name",
        rf"(?<!\w)(?:mr|mrs|cllr)\b\.?{GAP}{{1,2}}(?P<name>{LOWER_NAME_WORD})(?!\w)",
        shapes.begins_like_a_name,
    ),
    _row(
        "name",
        r"\b(?i:my (?:full |real )?name['’]?s|my (?:full |real )?name is|name:"
        rf"|(?:i am|i['’]?m|he is|she is|he['’]s|she['’]s) called){GAP}{{1,2}}(?P<what>(?P<name>{FULL_NAME}))",
        shapes.begins_like_a_name,
    ),
    _row(
        "name",
        rf"\b(?:my name['’]?s|my name is){GAP}{{1,2}}"
        rf"(?P<what>(?P<name>{LOWER_NAME_WORD}(?:{GAP}(?!(?:{_ORDINARY_WORD})\b){LOWER_NAME_WORD})?))(?!\w)",
        shapes.begins_like_a_name,
        any_case=True,
    ),
    _row(
        "name",
        rf"\b(?i:regards|sincerely|faithfully|signed|best wishes),?:?\s{{1,4}}"
        rf"(?P<what>(?P<name>{FULL_NAME}))(?={GAP}{{0,4}}(?:$|[\r\n,]))",
        shapes.begins_like_a_name,
    ),
)

# In order of precedence: where two overlap, the one named first is removed first.
IDENTIFIERS: tuple[Identifier, ...] = (
    *_ELECTRONIC,
    *_NUMBERS,
    *_REFERENCES,
    *_PHONES,
    *_MARKS,
    *_ADDRESSES,
    *_NAMES,
)
WITH_DIGITS = frozenset(row.kind for row in (*_NUMBERS, *_REFERENCES, *_PHONES, *_MARKS, *_ADDRESSES)) | {
    "officer number"
}
"""The kinds of which every shape holds a digit."""
