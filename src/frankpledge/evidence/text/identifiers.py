"""What direct identifiers look like in British free text: one pattern, and one check, for each way of writing them.

Kept apart from `redact.py` so that the table can be read, and argued about, by somebody who does not program.
Every quantifier is bounded, so that no answer, however odd, can make the search slow.

Sources: postcode areas and the shape of a postcode, Royal Mail / ONS Postcode Products; telephone numbers, Ofcom National
Telephone Numbering Plan; registration marks, DVLA INF104; National Insurance numbers, HMRC NIM39110; NHS numbers
(modulus 11), NHS Data Dictionary; card numbers (Luhn), ISO/IEC 7812-1.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from frankpledge.evidence.text.words import NOT_NAMES

Check = Callable[[re.Match[str]], bool]


def _always(_match: re.Match[str]) -> bool:
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

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Start and end of the part to remove."""
        return match.span("what") if "what" in self.expression.groupindex else match.span()


EMERGENCY_NUMBERS = frozenset({"101", "105", "111", "112", "119", "159", "999", "116123", "116000"})


_GAP = r"[ \t\u00a0]"
_DASH = r"[-\u2010-\u2013]"
_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de]"
_LETTER = r"[^\W\d_]"
_NAME_WORD = rf"{_CAPITAL}(?:{_LETTER}|['’\-](?={_LETTER})){{1,24}}"
_INITIAL = rf"{_CAPITAL}\b\.?"
_PARTICLE = rf"(?:van|von|de|del|della|der|den|di|da|al|el|bin|ibn|ap|ab|ferch|le|la|O['’]?|Mac|Mc){_GAP}"
_FULL_NAME = (
    rf"(?:{_INITIAL}{_GAP}?){{0,3}}(?:{_PARTICLE}){{0,2}}{_NAME_WORD}"
    rf"(?:{_GAP}(?:{_INITIAL}{_GAP})?(?:{_PARTICLE}){{0,2}}{_NAME_WORD}){{0,2}}"
)

_AREAS = [
    "AB",
    "AL",
    "B",
    "BA",
    "BB",
    "BD",
    "BF",
    "BH",
    "BL",
    "BN",
    "BR",
    "BS",
    "BT",
    "BX",
    "CA",
    "CB",
    "CF",
    "CH",
    "CM",
    "CO",
    "CR",
    "CT",
    "CV",
    "CW",
    "DA",
    "DD",
    "DE",
    "DG",
    "DH",
    "DL",
    "DN",
    "DT",
    "DY",
    "E",
    "EC",
    "EH",
    "EN",
    "EX",
    "FK",
    "FY",
    "G",
    "GL",
    "GU",
    "GX",
    "GY",
    "HA",
    "HD",
    "HG",
    "HP",
    "HR",
    "HS",
    "HU",
    "HX",
    "IG",
    "IM",
    "IP",
    "IV",
    "JE",
    "KA",
    "KT",
    "KW",
    "KY",
    "L",
    "LA",
    "LD",
    "LE",
    "LL",
    "LN",
    "LS",
    "LU",
    "M",
    "ME",
    "MK",
    "ML",
    "N",
    "NE",
    "NG",
    "NN",
    "NP",
    "NR",
    "NW",
    "OL",
    "OX",
    "PA",
    "PE",
    "PH",
    "PL",
    "PO",
    "PR",
    "RG",
    "RH",
    "RM",
    "S",
    "SA",
    "SE",
    "SG",
    "SK",
    "SL",
    "SM",
    "SN",
    "SO",
    "SP",
    "SR",
    "SS",
    "ST",
    "SW",
    "SY",
    "TA",
    "TD",
    "TF",
    "TN",
    "TQ",
    "TR",
    "TS",
    "TW",
    "UB",
    "W",
    "WA",
    "WC",
    "WD",
    "WF",
    "WN",
    "WR",
    "WS",
    "WV",
    "YO",
    "ZE",
]
_POSTCODE = (
    rf"(?<![\w])(?:GIR(?:{_GAP}){{0,2}}0AA"
    rf"|(?P<area>{'|'.join(sorted(_AREAS, key=lambda area: (-len(area), area)))})"
    rf"[0-9][0-9A-HJKMNPR-Y]?(?P<gap>(?:{_GAP}|{_DASH}){{0,2}})(?P<inward>[0-9][ABD-HJLNP-UW-Z]{{2}}))(?!\w)"
)


def _is_a_postcode(match: re.Match[str]) -> bool:
    """Not the "M1 1st exit" or the "B4 2nd turning": a road followed by an ordinal number."""
    inward, area = match["inward"], match["area"]
    ordinal = inward in {"1st", "2nd", "3rd"} or (inward is not None and inward[1:] == "th")
    return not (ordinal and match["gap"] and area in {"M", "B"})


def _is_not_a_date(match: re.Match[str]) -> bool:
    return not re.match(r"[0-9]{1,2}[-. ][0-9]{1,2}[-. ](?:19|20)[0-9]{2}(?![0-9])", match[0])


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _is_no_emergency_number(match: re.Match[str]) -> bool:
    return _digits(match["what"]) not in EMERGENCY_NUMBERS


def _has_a_valid_nhs_check_digit(match: re.Match[str]) -> bool:
    """Weights 10 to 2 on the first nine digits; 11 minus the remainder by 11 is the tenth (11 counts as 0)."""
    digits = [int(digit) for digit in _digits(match[0])]
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (0 if remainder == 11 else remainder)


def _has_a_valid_card_check_digit(match: re.Match[str]) -> bool:
    digits = [int(digit) for digit in reversed(_digits(match[0]))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _ends_in_no_common_word(match: re.Match[str]) -> bool:
    return match["end"].lower() not in NOT_NAMES


def _starts_in_no_common_word(match: re.Match[str]) -> bool:
    return match["start"].lower() not in NOT_NAMES


def _mixes_letters_and_digits(match: re.Match[str]) -> bool:
    mark = match["what"]
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", mark)}
    return bool(re.search("[0-9]", mark) and words) and not words & NOT_NAMES


def _is_a_street(match: re.Match[str]) -> bool:
    """No year ("in 2021 Mill Lane …") in place of the house number; no "30 mph road"."""
    words = match["street"].lower().split()
    year = re.fullmatch(r"19[5-9][0-9]|20[0-4][0-9]", match["house"] or "")
    return not year and not NOT_NAMES.intersection(words)


def _is_a_name(match: re.Match[str]) -> bool:
    """The first word is not one that begins the rest of a sentence ("my name is not …", "PC World")."""
    first = re.split(r"[ \t\u00a0]", match["what"].strip())[0].rstrip(".,").lower()
    return first not in NOT_NAMES



_STREET_TYPES = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Av|Close|Cl|Drive|Dr|Way|Court|Ct|Crescent|Cres|Place|Pl|Terrace|Terr|Gardens|"
    "Gdns|Garden|Grove|Gr|Hill|Mews|Square|Sq|Row|Walk|Park|Rise|View|Green|Parade|Croft|Field|Fields|Meadow|Meadows|Heights|"
    "End|Wharf|Quay|Villas|Cottages|Path|Yard|Broadway|Hollow|Vale|Ridge|Spinney|Furlong|Leys|Dene|Chase|Common|Gate|Mount|Heol|Ffordd|Stryd"
)
_LOWER_STREET_TYPES = (
    "street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|crescent|cres|place|terrace|gardens|gdns|grove|hill|mews|"
    "square|walk|rise|heol|ffordd|stryd"
)
_HOUSE = rf"(?:(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt|[Uu]nit|[Rr]oom|[Nn]o\.?|[Nn]umber){_GAP}?[0-9]{{1,4}}[A-Za-z]?,?{_GAP}{{1,2}})?"

_PLAIN_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Rev|Revd|Reverend|Fr|Sir|Dame|Lord|Lady|Master|Cllr|Councillor|"
    "MR|MRS|MS|MX|DR|CLLR|REV"
)
_RANKS = (
    "PC|Pc|WPC|PCSO|Pcso|SC|DC|DS|DI|DCI|DSU|PS|Sgt|SGT|Sergeant|Sargeant|Insp|Inspector|Chief Inspector|Supt|Superintendent|"
    "Chief Superintendent|Ch Supt|ACC|DCC|Constable|Police Constable|Special Constable|Detective|Detective Constable|"
    "Detective Sergeant|Detective Inspector|Chief Constable|Assistant Chief Constable|Deputy Chief Constable|Officer|Firefighter|"
    "Watch Manager|Station Manager|Chief Fire Officer|Judge|Justice"
)
_REFERENCE_WORD = r"(?:reference|refs?|number|num|nos?|nr|id)\b\.?"
_LINK = rf"(?:{_GAP}{{0,2}}(?:[:#=\-–]|is\b|was\b|being\b)){{0,2}}{_GAP}{{0,2}}"
_REFERENCE = r"(?:[A-Z]{1,4}[-/ ]?)?[0-9][0-9A-Z]{0,14}(?:[/*\-][0-9A-Z]{1,12}){0,3}(?: of [0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.][0-9]{2,4})?)?"
_DATE = r"[0-9]{1,2}(?:[-/. ][0-9]{1,2}[-/. ]|(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ ,-]{1,2})(?:[0-9]{4}|[0-9]{2})"


def _has_enough_digits(least: int) -> Check:
    def check(match: re.Match[str]) -> bool:
        digits = _digits(match["what"].split(" of ")[0])
        return len(digits) >= least and digits not in EMERGENCY_NUMBERS

    return check


def _pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(expression, flags)


_I = re.IGNORECASE

# In order of precedence: where two overlap, the one named first is removed first.
IDENTIFIERS: tuple[Identifier, ...] = (
    Identifier(
        "e-mail address",
        _pattern(r"[\w.+'%-]{1,64} ?@ ?[\w-]{1,63}(?: ?\. ?(?=\w)[\w-]{1,63}(?![\w-])){1,5}"),
    ),
    Identifier(
        "e-mail address",
        _pattern(
            r"(?<![\w.])[\w.+-]{1,64} ?(?:\(at\)|\[at\]|\bat\b) ?[\w-]{1,63}(?: ?(?:\(dot\)|\[dot\]|\bdot\b) ?[\w-]{1,63}){1,4}(?!\w)",
            _I,
        ),
    ),
    Identifier("web address", _pattern(r"(?<!\w)(?:https?://|www\.)[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]']", _I)),
    Identifier(
        "web address",
        _pattern(
            r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|uk|wales|cymru|io|info|me|tv)(?![\w-])(?:/[^\s<>\"]{0,300}[\w/])?",
            _I,
        ),
    ),
    Identifier("social media name", _pattern(r"(?<![\w.@/])@[A-Za-z_][A-Za-z0-9_.]{0,28}[A-Za-z0-9_]")),
    Identifier("postcode", _pattern(_POSTCODE, _I), _is_a_postcode),
    Identifier(
        "National Insurance number",
        _pattern(
            rf"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:{_GAP}|[-.])?(?:[0-9]{{2}}(?:{_GAP}|[-.])?){{3}}[A-D](?!\w)",
            _I,
        ),
    ),
    Identifier(
        "bank or card number",
        _pattern(
            rf"(?<![\w])[3-6][0-9]{{3}}(?:{_GAP}|-)?[0-9]{{4}}(?:{_GAP}|-)?[0-9]{{4}}(?:{_GAP}|-)?[0-9]{{3,4}}(?!\w)"
        ),
        _has_a_valid_card_check_digit,
    ),
    Identifier(
        "bank or card number",
        _pattern(
            rf"\b(?:account|acc|a/c|sort code){_GAP}?{_REFERENCE_WORD}?{_LINK}(?P<what>[0-9]{{8}}|[0-9]{{2}}[- ]?[0-9]{{2}}[- ]?[0-9]{{2}})(?![0-9])",
            _I,
        ),
    ),
    Identifier(
        "date of birth",
        _pattern(rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?){_LINK}(?P<what>{_DATE})(?!\w)", _I),
    ),
    Identifier(
        "crime or incident reference",
        _pattern(
            rf"\b(?:crime|incident|case|police|log|cad|urn|occurrence|complaint|report|ref(?:erence)?)\b\.?{_GAP}?(?:report|case|log)?{_GAP}?"
            rf"{_REFERENCE_WORD}(?:{_GAP}?{_REFERENCE_WORD})?{_LINK}(?P<what>{_REFERENCE})(?![\w])",
            _I,
        ),
        _has_enough_digits(3),
    ),
    Identifier(
        "crime or incident reference",
        _pattern(rf"\b(?:log|cad|urn|ref|reference)\b\.?{_LINK}(?P<what>{_REFERENCE})(?!\w)", _I),
        _has_enough_digits(4),
    ),
    Identifier(
        "crime or incident reference",
        _pattern(
            rf"\b(?:incident|log|cad)\b{_LINK}(?P<what>[0-9]{{1,5}} ?(?:of|on) [0-9]{{1,2}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{2,4}})?)(?![\w/])",
            _I,
        ),
    ),
    Identifier(
        "crime or incident reference",
        _pattern(
            rf"\b(?:crime|incident|case|report){_LINK}(?P<what>[0-9]{{6,14}}(?:/[0-9]{{2,4}})?)(?!\w)", _I
        ),
    ),
    Identifier(
        "NHS number",
        _pattern(
            rf"\bNHS{_GAP}?{_REFERENCE_WORD}?{_LINK}(?P<what>[0-9]{{3}}[ -]?[0-9]{{3}}[ -]?[0-9]{{4}})(?!\w)",
            _I,
        ),
    ),
    Identifier("NHS number", _pattern(r"(?<![\w+-])[1-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}(?![\w-])")),
    Identifier("NHS number", _pattern(r"(?<![\w+])[1-9][0-9]{9}(?!\w)"), _has_a_valid_nhs_check_digit),
    Identifier(
        "phone number",
        _pattern(
            rf"(?<![\w+])(?:(?:\+|00)44(?:{_GAP}|[-.]){{0,2}}(?:\(0\))?|\(0|\(?0)(?:[ \t\u00a0.()\-]{{0,2}}[0-9]){{9,10}}(?![0-9])"
        ),
        _is_not_a_date,
    ),
    Identifier(
        "phone number",
        _pattern(rf"(?<![\w+])\+[1-9][0-9]{{0,2}}(?:(?:{_GAP}|[-.()]){{0,2}}[0-9]){{7,12}}(?![0-9])"),
    ),
    Identifier(
        "phone number",
        _pattern(
            rf"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|whatsapp|ring me|call me|text me|contact me)\b\.?{_GAP}?(?:on|at)?{_GAP}?{_REFERENCE_WORD}?{_LINK}"
            r"(?:on )?(?P<what>[0-9](?:[ \-.]?[0-9]){4,11})(?![0-9])",
            _I,
        ),
        _is_no_emergency_number,
    ),
    # A bare 11-digit number that is no telephone number: the two digits of the year and a running number.
    Identifier("crime or incident reference", _pattern(r"(?<![\w+])[1-9][0-9]{10}(?!\w)")),
    Identifier(
        "crime or incident reference",
        _pattern(r"(?<![\w/])(?:[0-9]{2}[A-Z]{0,2}/)?[0-9]{5,8}/[0-9]{2}(?![\w/])"),
    ),
    Identifier(
        "registration mark",
        _pattern(
            rf"\b(?:reg(?:istration)?|regd|number{_GAP}?plate|plates?|VRM|licen[cs]e plate)\b\.?{_GAP}?(?:mark|plate)?{_GAP}?{_REFERENCE_WORD}?{_LINK}"
            rf"(?P<what>[A-Z0-9]{{1,4}}(?:{_GAP}|-)?[A-Z0-9]{{1,4}}(?:(?:{_GAP}|-)[A-Z]{{3}})?)(?!\w)",
            _I,
        ),
        _mixes_letters_and_digits,
    ),
    Identifier(
        "registration mark",
        _pattern(rf"(?<!\w)[A-HJ-PR-Y]{{2}}[0-9]{{2}}(?:{_GAP}|-)?(?P<end>[A-HJ-PR-Z]{{3}})(?!\w)", _I),
        _ends_in_no_common_word,
    ),
    Identifier(
        "registration mark",
        _pattern(rf"(?<!\w)[A-HJ-NPR-TV-Y][0-9]{{1,3}}{_GAP}?(?P<end>[A-HJ-PR-Y][A-HJ-PR-Z]{{2}})(?!\w)"),
        _ends_in_no_common_word,
    ),
    Identifier(
        "registration mark",
        _pattern(rf"(?<!\w)(?P<start>[A-HJ-PR-Y]{{3}}){_GAP}?[0-9]{{1,3}}[A-HJ-NPR-RT-Y](?!\w)"),
        _starts_in_no_common_word,
    ),
    Identifier(
        "address",
        _pattern(
            rf"(?<![\w£.:/])(?:{_HOUSE}(?P<house>[0-9]{{1,4}})[A-Za-z]?(?:{_DASH}[0-9]{{1,4}}[A-Za-z]?)?,?{_GAP}{{1,2}}"
            rf"(?P<street>(?:{_NAME_WORD}\.?{_GAP}{{1,2}}){{1,3}})(?:{_STREET_TYPES}|{_STREET_TYPES.upper()}|{_LOWER_STREET_TYPES})(?!\w))"
        ),
        _is_a_street,
    ),
    Identifier(
        "address",
        _pattern(
            rf"(?<![\w£.:/])(?P<house>[0-9]{{1,4}})[a-z]?,?{_GAP}{{1,2}}(?P<street>(?:[a-z][a-z'’]{{1,20}}{_GAP}{{1,2}}){{1,2}})"
            rf"(?:{_LOWER_STREET_TYPES})(?!\w)"
        ),
        _is_a_street,
    ),
    Identifier(
        "address",
        _pattern(
            rf"\b(?:Flat|Apartment|Apt)\.?{_GAP}?[0-9]{{1,4}}[A-Za-z]?,?{_GAP}{{1,2}}(?:{_NAME_WORD}{_GAP}){{1,3}}(?:House|Lodge|Tower|Point|Court|Building)(?!\w)"
        ),
    ),
    Identifier("address", _pattern(rf"\bP\.?O\.?{_GAP}?Box{_GAP}[0-9]{{1,6}}(?!\w)", _I)),
    Identifier(
        "officer number",
        _pattern(
            rf"\b(?:(?:collar|shoulder|badge|warrant|epaulette?){_GAP}(?:number|no|num)?\b\.?{_LINK}|(?:PC|PCSO|Sgt|SC|officer no\.?){_GAP})(?P<what>[A-Z]{{0,2}}[0-9]{{3,6}})(?!\w)"
        ),
    ),
    Identifier(
        "name",
        _pattern(rf"(?<!\w)(?P<what>(?:{_PLAIN_TITLES})\b\.?{_GAP}{{1,2}}(?P<after>{_FULL_NAME}))"),
        lambda match: _first_word_may_be_a_name(match["after"]),
    ),
    Identifier(
        "name",
        _pattern(
            rf"(?<!\w)(?P<what>(?:{_RANKS})\.?{_GAP}{{1,2}}(?:[0-9]{{3,6}}{_GAP})?(?P<after>{_FULL_NAME}))"
        ),
        lambda match: _first_word_may_be_a_name(match["after"]),
    ),
    Identifier(
        "name",
        _pattern(
            rf"(?<!\w)(?P<what>(?:mr|mrs|cllr|councillor|pcso)\.?{_GAP}{{1,2}}(?P<after>{_LETTER}{{3,24}}))(?!\w)"
        ),
        lambda match: _first_word_may_be_a_name(match["after"]),
    ),
    Identifier(
        "name",
        _pattern(
            rf"\b(?i:my (?:full |real )?name['’]?s|my (?:full |real )?name is|(?:i am|i['’]?m|he is|she is|he['’]s|she['’]s) called|name:){_GAP}{{1,2}}(?P<what>{_FULL_NAME})"
        ),
        _is_a_name,
    ),
    Identifier(
        "name",
        _pattern(
            rf"\b(?:my name['’]?s|my name is){_GAP}{{1,2}}(?P<what>(?!removed\b){_LETTER}{{2,24}}(?:{_GAP}(?!(?:{'|'.join(sorted(NOT_NAMES))})\b){_LETTER}{{2,24}})?)(?!\w)",
            _I,
        ),
        _is_a_name,
    ),
    Identifier(
        "name",
        _pattern(
            rf"\b(?i:regards|sincerely|faithfully|signed|best wishes),?:?\s{{1,4}}(?P<what>{_FULL_NAME})(?={_GAP}{{0,4}}(?:$|\n|\r|,))"
        ),
        _is_a_name,
    ),
)


def _first_word_may_be_a_name(after: str) -> bool:
    first = re.split(r"[ \t\u00a0]", after)[0].rstrip(".,").lower()
    return first not in NOT_NAMES
